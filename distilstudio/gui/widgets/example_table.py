"""What a file with texts looks like: a small drawn table, for a page that has no file yet. Must not know: files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.pinned_list import Chip

ROWS = 4


class ExampleTable(QWidget):
    """A heading and four rows of text and label."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = [QLabel(), QLabel()]
        self._texts = [QLabel() for _ in range(ROWS)]
        self._chips = [Chip(theme) for _ in range(ROWS)]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, theme.px(340))
        grid.setColumnStretch(2, 1)
        for column, head in enumerate(self._heads):
            head.setProperty("kind", "note")
            grid.addWidget(head, 0, column)
        for row, (text, chip) in enumerate(zip(self._texts, self._chips, strict=True)):
            line = QFrame()
            line.setProperty("kind", "line")
            grid.addWidget(line, 2 * row + 1, 0, 1, 3)
            text.setWordWrap(True)
            text.setContentsMargins(0, 8, 0, 8)
            grid.addWidget(text, 2 * row + 2, 0)
            grid.addWidget(chip, 2 * row + 2, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._heads[0].setText(self.tr("text"))
        self._heads[1].setText(self.tr("label"))
        good, bad = self.tr("positive"), self.tr("negative")
        rows = (
            (self.tr("The kettle boils fast and stays quiet."), good),
            (self.tr("Two weeks in and the zip already split."), bad),
            (self.tr("Lovely cast, tired jokes, far too long."), bad),
            (self.tr("Not the cheapest room, but what a view!"), good),
        )
        for label, chip, (text, word) in zip(self._texts, self._chips, rows, strict=True):
            label.setText(text)
            chip.set_text(word)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
