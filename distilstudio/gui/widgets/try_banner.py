"""The line between the answers and the lists of "Try it": what is to be said of the two answers. Must not know: answers, problems."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget


class TryBanner(QFrame):
    """Quiet, or coloured where something wants a look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setObjectName("try_banner")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addWidget(self.text, 1)

    def say(self, text: str, tone: str = "note") -> None:
        """Say something else. tone: "note" or "warn"."""
        self.text.setText(text)
        self.setAccessibleName(text)
        kinds = ("notice", "warn") if tone == "warn" else ("card", "note")
        for widget, kind in zip((self, self.text), kinds, strict=True):
            if widget.property("kind") != kind:
                widget.setProperty("kind", kind)
                widget.style().polish(widget)
