"""A strip that says what was done, with a button that undoes it. Must not know: what that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class UndoStrip(QFrame):
    """Hidden until `say`; gone with either button."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: Callable[[], str] = str
        self._action: Callable[[], str] = self._undo
        self.setProperty("kind", "hint")
        self.words = QLabel()
        self.words.setObjectName("undo_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_button, self.close_button = QPushButton(), QPushButton()
        self.undo_button.setObjectName("undo_button")
        self.close_button.setObjectName("undo_close_button")
        for button in (self.undo_button, self.close_button):
            button.setProperty("kind", "quiet")
            button.clicked.connect(self.hide)
        self.undo_button.clicked.connect(self.undone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, words: Callable[[], str], action: Callable[[], str] | None = None) -> None:
        """Show the strip. words, action: what it says in the person's language, and its button where that is not "Undo"."""
        self._words, self._action = words, action or self._undo
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Set every text again."""
        self.words.setText(self._words())
        self.setAccessibleName(self.words.text())
        self.undo_button.setText(self._action())
        self.close_button.setText(self.tr("Close"))

    def _undo(self) -> str:
        return self.tr("Undo")
