"""The card "What a file looks like": an example for each kind of work, and how much is enough to begin. Must not know: files, the project."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.example_table import ExampleTable
from distilstudio.protocol.recipe import Task


class ExampleCard(Card):
    """Stands on a page that has no file yet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._task: Task = "classification"
        self.table = ExampleTable(theme)
        self.body.addWidget(self.table)
        self.retranslate()

    def set_task(self, task: Task) -> None:
        """Show what a file for this kind of work looks like."""
        if task != self._task:
            self._task = task
            self.table.set_task(task)
            self.retranslate()

    def retranslate(self) -> None:
        """Set title and note again; the table follows by itself."""
        self.set_title(self.tr("What a file looks like"))
        self.set_note(self._enough())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _enough(self) -> str:
        match self._task:
            case "ner":
                return self.tr("An empty line ends a sentence. Some hundred sentences are enough to begin.")
            case "qa":
                return self.tr(
                    "The answer stands in the passage as it is written there. Some hundred questions are enough to begin."
                )
            case "mlm":
                return self.tr(
                    "A paragraph a line; of a table the column of texts is taken. Some thousand sentences are enough to begin."
                )
        return self.tr("Any names of columns will do; you say which is which. Some hundred rows are enough to begin.")
