"""Says that the student of an earlier run learns on, with a button that starts afresh. Must not know: the project."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class StartStrip(QFrame):
    """Hidden while a student is cut from its teacher."""

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_strip")
        self.setProperty("kind", "hint")
        self.words = QLabel()
        self.words.setObjectName("start_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.clear_button = QPushButton()
        self.clear_button.setObjectName("start_afresh_button")
        self.clear_button.setProperty("kind", "quiet")
        self.clear_button.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear_button)
        self.hide()

    def set_start(self, run: str, begins: bool = False) -> None:
        """The run whose student learns on; empty: none. begins: it knows a language only, and begins another kind of work."""
        words = (
            self.tr(
                "The student begins with what “{0}” knows of the language, with its teacher’s head. Its size and layers stay."
            )
            if begins
            else self.tr("The student of “{0}” learns on: its size and its layers stay as they are.")
        )
        self.words.setText(words.format(run))
        self.clear_button.setText(self.tr("Start afresh"))
        self.clear_button.setToolTip(self.tr("Cut a new student from the teacher instead"))
        self.setVisible(bool(run))
