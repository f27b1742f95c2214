"""A strip that says what was done, with a button that undoes it. Must not know: what that is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class UndoStrip(QFrame):
    """Hidden until `say`; gone with either button."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = ""
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

    def say(self, words: str, action: str = "") -> None:
        """Show the strip. action: what the button says where that is not "Undo"."""
        self._action = action
        self.retranslate()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def retranslate(self) -> None:
        """Set the buttons' texts again; the words are the owner's."""
        self.undo_button.setText(self._action or self.tr("Undo"))
        self.close_button.setText(self.tr("Close"))
