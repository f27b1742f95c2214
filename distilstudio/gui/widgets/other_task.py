"""Says that a file looks as if it were for another kind of work than the chosen one, and offers that one. Must not know: how it is guessed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from distilstudio.gui.models.project import Project
from distilstudio.gui.widgets.undo_strip import UndoStrip
from distilstudio.gui.work_words import work_title


class OtherTask(UndoStrip):
    """`wanted`: the kind of work to take instead. Hidden while nothing is offered."""

    wanted = Signal(str)

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.setObjectName("other_task")
        self.undo_button.setObjectName("take_other_task_button")
        project.other_task_found.connect(self._on_found)
        self.undone.connect(self._on_wanted)
        self._on_found()  # the file may have been read before this is made

    @Slot()
    def _on_found(self) -> None:
        if self._project.other_task is None:
            self.hide()
        else:
            self.say(self._sentence, self._offer)

    @Slot()
    def _on_wanted(self) -> None:
        if self._project.other_task is not None:
            self.wanted.emit(self._project.other_task)

    def _sentence(self) -> str:
        sentences = {
            "classification": self.tr("{0} looks like texts with labels."),
            "ner": self.tr("{0} looks like texts in which names are marked."),
            "qa": self.tr("{0} looks like questions about passages."),
            "mlm": self.tr("{0} looks like plain texts without labels."),
        }
        return sentences.get(self._project.other_task or "", "").format(Path(self._project.recipe.data.train).name)

    def _offer(self) -> str:
        return work_title(self._project.other_task) if self._project.other_task is not None else ""
