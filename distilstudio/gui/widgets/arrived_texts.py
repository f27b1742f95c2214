"""Texts of the Hub that have come: taken where nothing else was chosen since they were asked for, else offered. Must not know: the client."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.widgets.undo_strip import UndoStrip
from distilstudio.protocol.recipe import DataChoice


class ArrivedTexts(UndoStrip):
    """`taken`: name, config and split. Hidden while nothing is offered; what is offered is taken by its button."""

    taken = Signal(str, str, str)

    def __init__(self, hub: HubState, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._before = project.recipe.data
        self._offered: tuple[str, str, str] | None = None
        self.setObjectName("arrived_texts")
        self.undo_button.setObjectName("use_arrived_button")
        hub.dataset_arrived.connect(self._on_arrived)
        self.undone.connect(self._on_wanted)

    @Slot()
    def expect(self) -> None:
        """Texts are asked for: what is chosen now, or decided about rows, is what they will replace."""
        self._before = self._project.recipe.data

    @Slot(str, str, str)
    def _on_arrived(self, name: str, config: str, split: str) -> None:
        if _texts(self._project.recipe.data) == _texts(self._before):
            self.hide()
            self.taken.emit(name, config, split)
        else:
            self._offered = (name, config, split)
            self.say(
                lambda: self.tr("{0} has been downloaded. You have chosen other texts meanwhile.").format(name),
                lambda: self.tr("Use these texts"),
            )

    @Slot()
    def _on_wanted(self) -> None:
        if self._offered is not None:
            self.taken.emit(*self._offered)


def _texts(choice: DataChoice) -> DataChoice:
    """Which texts, and what was decided of their rows: without what is made of rows, and what the program finds out of them by itself."""
    usual = DataChoice()
    return msgspec.structs.replace(choice, max_length=usual.max_length, copies=usual.copies, multi_label=usual.multi_label)
