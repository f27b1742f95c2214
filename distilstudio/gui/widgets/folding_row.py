"""Parts side by side that stand below each other where there is too little width: large letters in a small window. Must not know: the parts."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget


class FoldingRow(QBoxLayout):
    """PageScroller tells it the width of the page; it is for rows as wide as that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(16)

    def fold(self, width: int) -> None:
        """Stand side by side where that fits into so many pixels."""
        parts = [part for part in map(self.itemAt, range(self.count())) if part is not None]
        least = sum(part.minimumSize().width() for part in parts) + self.spacing() * (len(parts) - 1)
        wanted = QBoxLayout.Direction.TopToBottom if least > width else QBoxLayout.Direction.LeftToRight
        if wanted != self.direction():
            self.setDirection(wanted)
