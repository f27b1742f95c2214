"""A program to read and to copy: long lines go on in the next, and the box is no taller than they are. Must not know: what the program does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

FEWEST_LINES = 4
"""So many are always seen, or all where there are fewer; the rest is scrolled to where the room ends."""


class CodeView(QPlainTextEdit):
    """Read-only; what is copied from it has the program's own lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall = 0
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """As tall as its lines."""
        return QSize(super().sizeHint().width(), self._tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        tall, block = 0.0, self.document().begin()
        while block.isValid():
            tall += self.blockBoundingRect(block).height()
            block = block.next()
        edges = self.contentsMargins()
        frame = edges.top() + edges.bottom() + round(2 * self.document().documentMargin())
        fewest = min(tall, FEWEST_LINES * self.fontMetrics().lineSpacing())
        self.setMinimumHeight(round(fewest) + frame)
        self._tall = round(tall) + 1 + frame
        self.setMaximumHeight(self._tall)
        self.updateGeometry()
