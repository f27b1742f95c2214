"""Says "let go here" while a file is dragged over the window. Must not know: what is done with the file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from distilstudio.gui.theme import Theme


class DropVeil(QWidget):
    """Covers its parent; lets the mouse through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._covered = parent
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Set the words again."""
        self._words = self.tr("Let go to open it: a table of texts, a recipe, or a folder with a teacher")
        self.setAccessibleName(self._words)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def cover(self) -> None:
        """Show over the whole parent."""
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil, a dashed frame and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.tokens.bg)
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(24, 24, -24, -24), 16, 16)
        side = self._theme.px(48)
        middle = self.rect().center()
        icon = self._theme.icon("drop", self._theme.tokens.accent)
        icon.paint(painter, middle.x() - side // 2, middle.y() - side - 8, side, side)
        painter.setFont(self._theme.font("big"))
        painter.setPen(self._theme.color("text"))
        box = self.rect().adjusted(48, self.height() // 2 + 8, -48, -48)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._words)
