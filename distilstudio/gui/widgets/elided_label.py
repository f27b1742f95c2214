"""One line of plain text that is cut with “…” where there is no room, whole in its tool tip. Must not know: what it says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from distilstudio.gui.widgets.tip import show_tip


class ElidedLabel(QLabel):
    """Styled by `kind` as every label; the text is never read as HTML. It takes what room there is and asks for none."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if kind:
            self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        self.setText(" ".join(text.split()))

    def minimumSizeHint(self) -> QSize:
        """A few letters are enough."""
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Its tool tip, where the text is cut, unless it was given another."""
        return (not self.toolTip() and show_tip(self, event, self._tip)) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, self._line())

    def _tip(self) -> str:
        return self.text() if self._line() != self.text() else ""

    def _line(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
