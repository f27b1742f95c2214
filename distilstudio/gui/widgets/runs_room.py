"""How much room the runs take on their disk, and the way to clean up. Must not know: settings, what is in a run."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from distilstudio import places
from distilstudio.gui.figures import megabytes
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.widgets.trash_question import ask_to_empty


class RunsRoom(QWidget):
    """One line: the runs, the trash, what is free; beside it the trash can be emptied. As new as the page that shows it."""

    def __init__(self, store: RunStore) -> None:
        super().__init__()
        self._store = store
        self._words = QLabel()
        self._words.setObjectName("runs_room_label")
        self._words.setWordWrap(True)
        self.clean_button = QPushButton()
        self.clean_button.setObjectName("clean_up_button")
        self.clean_button.clicked.connect(self._on_clean)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.clean_button)
        store.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.clean_button.setText(self.tr("Empty the trash…"))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Runs may have come and gone."""
        self._store.refresh()
        super().showEvent(event)

    @Slot()
    def _show(self) -> None:
        runs, trashed = self._store.runs, self._store.trashed
        size, thrown = (megabytes(sum(run.size for run in some) / 1e6) for some in (runs, trashed))
        told = [
            self.tr("No run yet")
            if not runs
            else self.tr("1 run takes {0}").format(size)
            if len(runs) == 1
            else self.tr("{0} runs take {1}").format(len(runs), size)
        ]
        if trashed:
            told.append(self.tr("the trash {0}").format(thrown))
        free = _free(self._store.folder)
        if free is not None:
            told.append(self.tr("{0} are free on this disk").format(megabytes(free / 1e6)))
        self._words.setText(" · ".join(told))
        self.clean_button.setVisible(bool(trashed))

    @Slot()
    def _on_clean(self) -> None:
        ask_to_empty(self._store, self)


def _free(folder: Path) -> int | None:
    """Bytes that are free where a folder is or will be; None where the disk does not say."""
    try:
        return shutil.disk_usage(places.nearest(folder)).free
    except OSError:
        return None
