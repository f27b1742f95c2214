"""An area that scrolls up and down and never to the side, and one of rows below each other. Must not know: what a row is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


class UpDownArea(QScrollArea):
    """Without a frame; its content is as wide as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class RowArea(UpDownArea):
    """`row_layout` holds the rows between `empty`, which stands in their place while there are none, and a stretch. Tab goes to its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = QLabel()
        self.empty.setProperty("kind", "note")
        self.empty.setWordWrap(True)
        content = QWidget()
        self.row_layout = QVBoxLayout(content)
        self.row_layout.setContentsMargins(0, 0, 0, 0)
        self.row_layout.setSpacing(0)
        self.row_layout.addWidget(self.empty)
        self.row_layout.addStretch(1)
        self.setWidget(content)
