"""Says "let go here" while a file is dragged over the window. Must not know: what is done with the file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from distilstudio.gui.theme import Theme

FRAME, GAP = 24, 12
"""Pixels from the edge to the dashed frame, and round sign and words."""
WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


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
        """Draw the veil, a dashed frame, and the words on a card: the page behind has words too."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.tokens.bg)
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(FRAME, FRAME, -FRAME, -FRAME), 16, 16)
        side, words = self._theme.px(48), self.words_box()
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.panel()), 12, 12)
        icon = self._theme.icon("drop", self._theme.tokens.accent)
        icon.paint(painter, words.center().x() - side // 2, words.top() - GAP - side, side, side)
        painter.setFont(self._theme.font("big"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(words, WRAPPED, self._words)

    def words_box(self) -> QRect:
        """Where the sentence stands: in the middle, below its sign."""
        above = self._theme.px(48) + GAP
        most = QRect(0, 0, max(1, self.width() - 2 * (FRAME + 3 * GAP)), self.height())
        box = QFontMetrics(self._theme.font("big")).boundingRect(most, WRAPPED, self._words)
        box.moveCenter(self.rect().center() + QPoint(0, above // 2))
        return box

    def panel(self) -> QRect:
        """The card that holds sign and sentence."""
        return self.words_box().adjusted(-2 * GAP, -self._theme.px(48) - 3 * GAP, 2 * GAP, 2 * GAP)
