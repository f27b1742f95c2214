"""A card: a rounded surface with an optional title and note. Must not know: what is in it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class Card(QFrame):
    """Put widgets into `body`. Title and note are hidden while they are empty."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.title_label = _label("card_title")
        self.note_label = _label("note")
        self.note_label.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._head = QVBoxLayout()
        self._head.setSpacing(2)
        self._head.addWidget(self.title_label)
        self._head.addWidget(self.note_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(self._head)
        layout.addLayout(self.body, 1)
        self.set_title(title)
        self.set_note(note)

    def set_title(self, text: str) -> None:
        """Change the title; it is the card's accessible name too."""
        self.title_label.setText(text)
        self.title_label.setVisible(bool(text))
        self.setAccessibleName(text)

    def set_note(self, text: str) -> None:
        """Change the line below the title."""
        self.note_label.setText(text)
        self.note_label.setVisible(bool(text))


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setProperty("kind", kind)
    return label
