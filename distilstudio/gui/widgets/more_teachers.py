"""The card “Several teachers”: who is asked beside the first, and how much each counts. Must not know: the project, what is in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.folder_dialog import ask_for_folder
from distilstudio.protocol.hub import is_hub_name
from distilstudio.protocol.recipe import STARTER

MOST = 8
"""As many as the recipe takes."""


class MoreTeachers(Card):
    """`changed` with the whole list when the person adds or leaves out one, `weigh_chosen` with "score" or "equal"."""

    changed = Signal(list)
    weigh_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("more_teachers")
        self._models: list[str] = []
        self._known: list[str] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add_button = QPushButton()
        self.add_button.setObjectName("more_teachers_button")
        self.add_button.setProperty("kind", "secondary")
        self.weigh_combo = QComboBox()
        self.weigh_combo.setObjectName("weigh_combo")
        self.weigh_combo.addItem("", "score")
        self.weigh_combo.addItem("", "equal")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.add_button)
        line.addWidget(self.weigh_combo, 1)
        line.addStretch(0)
        self.body.addLayout(self._rows)
        self.body.addLayout(line)
        self.add_button.clicked.connect(self._on_add)
        self.weigh_combo.activated.connect(self._on_weigh_activated)
        self.remove_buttons: list[QPushButton] = []
        self.retranslate()

    def show_teachers(self, models: Sequence[str], weigh: str, known: Sequence[str]) -> None:
        """The further teachers, how they are weighed, and those that are offered: who is known and not there yet."""
        with QSignalBlocker(self.weigh_combo):
            self.weigh_combo.setCurrentIndex(self.weigh_combo.findData(weigh))
        self._known = [model for model in known if model not in models]
        if list(models) != self._models:
            self._models = list(models)
            self._fill()
        self.retranslate()

    def names(self) -> list[str]:
        """What the further teachers are called."""
        return [_name(model) for model in self._models]

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Several teachers"))
        if self._models:
            note = self.tr("The student follows the mean of what all say. All have to answer with the same labels.")
        else:
            note = self.tr("Others that answer with the same labels can be asked too: the mean of all is often wiser than each.")
        self.set_note(note)
        self.add_button.setText(self.tr("Add another teacher…"))
        self.add_button.setEnabled(len(self._models) < MOST)
        self.weigh_combo.setVisible(bool(self._models))
        self.weigh_combo.setAccessibleName(self.tr("How much each teacher counts"))
        self.weigh_combo.setItemText(0, self.tr("The better one counts more"))
        self.weigh_combo.setItemText(1, self.tr("All count alike"))
        self.weigh_combo.setToolTip(self.tr("Better: by how much it beats guessing on rows that nobody learns from."))
        for model, button in zip(self._models, self.remove_buttons, strict=True):
            button.setText(self.tr("Leave out"))
            button.setAccessibleName(self.tr("Leave out {name}").format(name=_name(model)))

    def offers(self) -> list[str]:
        """Who can be added without looking for a folder."""
        return list(self._known)

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self.remove_buttons = []
        for model in self._models:
            row, name, button = QWidget(), ElidedLabel(), QPushButton()
            name.setText(_name(model))
            name.setToolTip(plain_tip(model))
            name.setAccessibleDescription(model)
            button.setProperty("kind", "quiet")
            button.clicked.connect(partial(self._leave_out, model))
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(name, 1)
            line.addWidget(button)
            self._rows.addWidget(row)
            self.remove_buttons.append(button)

    def _leave_out(self, model: str) -> None:
        self.changed.emit([one for one in self._models if one != model])

    def add(self, model: str) -> None:
        """One more; who is there already is not added again."""
        if model and model not in self._models:
            self.changed.emit([*self._models, model])

    @Slot()
    def _on_add(self) -> None:
        """Who was a teacher before is a click away; else a folder is looked for."""
        if not self._known:
            self._on_folder()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for model in self._known:
            menu.addAction(_name(model), partial(self.add, model))
        menu.addSeparator()
        menu.addAction(self.tr("Choose a folder with a model…"), self._on_folder)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    @Slot()
    def _on_folder(self) -> None:
        ask_for_folder(self, self.tr("Choose a folder with a model"), "more_teachers_dialog", self.add)

    @Slot(int)
    def _on_weigh_activated(self, place: int) -> None:
        self.weigh_chosen.emit(str(self.weigh_combo.itemData(place)))


def _name(model: str) -> str:
    """A run's own teacher is called like its run."""
    if model == STARTER:
        return "all-MiniLM-L6-v2"
    path = Path(model)
    if is_hub_name(model):
        return model
    return path.parent.name if path.name == "teacher" and path.parent.name else path.name
