"""What a file looks like for each kind of work: a small drawn table, for a page that has no file yet. Must not know: files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.pinned_list import Chip
from distilstudio.protocol.recipe import Task

ROWS = 4
Heads = tuple[str, str, str]
Row = tuple[str, str, str]
"""Text, passage ("" where there is none), label."""


class ExampleTable(QWidget):
    """A heading and four rows: text and label, word and tag, or question, passage and answer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task = "classification"
        self._heads = [QLabel(), QLabel(), QLabel()]
        self._texts = [QLabel() for _ in range(ROWS)]
        self._passages = [QLabel() for _ in range(ROWS)]
        self._chips = [Chip(theme) for _ in range(ROWS)]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, theme.px(260))
        grid.setColumnStretch(3, 1)
        for column, head in enumerate(self._heads):
            head.setProperty("kind", "note")
            grid.addWidget(head, 0, column)
        for row, (text, passage, chip) in enumerate(zip(self._texts, self._passages, self._chips, strict=True)):
            line = QFrame()
            line.setProperty("kind", "line")
            grid.addWidget(line, 2 * row + 1, 0, 1, 4)
            for column, label in enumerate((text, passage)):
                label.setContentsMargins(0, 8, 0, 8)
                grid.addWidget(label, 2 * row + 2, column)
            grid.addWidget(chip, 2 * row + 2, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.retranslate()

    def set_task(self, task: Task) -> None:
        """Show what a file for this kind of work looks like."""
        if task != self._task:
            self._task = task
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        heads, rows = {"ner": self._marked, "qa": self._asked, "mlm": self._plain}.get(self._task, self._labelled)()
        for head, word in zip(self._heads, heads, strict=True):
            head.setText(word)
        has_passage = any(passage for _, passage, _ in rows)
        self._heads[1].setVisible(has_passage)
        for text, passage, chip, words in zip(self._texts, self._passages, self._chips, rows, strict=True):
            text.setText(words[0])
            passage.setText(words[1])
            passage.setVisible(has_passage)
            chip.set_text(words[2])
            chip.setVisible(bool(words[2]))

    def _labelled(self) -> tuple[Heads, list[Row]]:
        good, bad = self.tr("positive"), self.tr("negative")
        rows = [
            (self.tr("The kettle boils fast and stays quiet."), "", good),
            (self.tr("Two weeks in and the zip already split."), "", bad),
            (self.tr("Lovely cast, tired jokes, far too long."), "", bad),
            (self.tr("Not the cheapest room, but what a view!"), "", good),
        ]
        return (self.tr("text"), "", self.tr("label")), rows

    def _marked(self) -> tuple[Heads, list[Row]]:
        person, place = self.tr("PERSON"), self.tr("PLACE")
        rows = [
            (self.tr("Mei"), "", f"B-{person}"),
            (self.tr("Lin"), "", f"I-{person}"),
            (self.tr("visited"), "", "O"),
            (self.tr("Porto"), "", f"B-{place}"),
        ]
        return (self.tr("word"), "", self.tr("tag")), rows

    def _plain(self) -> tuple[Heads, list[Row]]:
        rows = [
            (self.tr("The kettle boils fast and stays quiet."), "", ""),
            (self.tr("The Verra flows into Lake Lindale after 528 kilometres."), "", ""),
            (self.tr("The tower was built in 1911 by Ada Finch."), "", ""),
            (self.tr("Lovely cast, tired jokes, far too long."), "", ""),
        ]
        return (self.tr("text"), "", ""), rows

    def _asked(self) -> tuple[Heads, list[Row]]:
        river = self.tr("The Verra flows into Lake Lindale after 528 kilometres.")
        tower = self.tr("The tower was built in 1911 by Ada Finch.")
        rows = [
            (self.tr("How long is the Verra?"), river, self.tr("528 kilometres")),
            (self.tr("Where does it end?"), river, self.tr("Lake Lindale")),
            (self.tr("Who built the tower?"), tower, self.tr("Ada Finch")),
            (self.tr("When was it built?"), tower, "1911"),
        ]
        return ("question", "context", "answer"), rows

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
