"""The sign of the program: a big teacher, a small student. Must not know: anything but the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.theme import Theme


class Logo(QWidget):
    """Two overlapping circles in the teacher's and the student's colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.px(26), self._theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        unit = self._theme.px(100) / 100
        painter.setBrush(self._theme.color("teacher"))
        painter.drawEllipse(QPointF(10 * unit, 10.5 * unit), 9 * unit, 9 * unit)
        painter.setBrush(self._theme.color("student"))
        painter.drawEllipse(QPointF(19 * unit, 14.5 * unit), 6 * unit, 6 * unit)
