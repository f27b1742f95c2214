"""How a row of the command palette is drawn: icon, words with the letters that fit in bold, and the shortcut at the right.

Must not know: what a command does.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from distilstudio.gui.models.commands import ICON_ROLE, MARKS_ROLE, SHORTCUT_ROLE
from distilstudio.gui.theme import Theme

AIR = 12
"""Left and right of a row's content."""
GAP = 12
ABOVE, ICON = 8, 18


class CommandDelegate(QStyledItemDelegate):
    """Draws the rows of a CommandsModel."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line and air; as wide as the list is."""
        return QSize(0, self.row_height())

    def row_height(self) -> int:
        """All rows are as high as each other."""
        return max(QFontMetrics(self._theme.font()).height(), self._theme.px(ICON)) + 2 * ABOVE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option, current)
        row = QRectF(option.rect).adjusted(AIR, 0, -AIR, 0)
        side = self._theme.px(ICON)
        tokens = self._theme.tokens
        icon = index.data(ICON_ROLE)
        if icon:
            place = QRectF(row.left(), row.center().y() - side / 2, side, side)
            self._theme.icon(icon, tokens.accent if current else tokens.muted).paint(painter, place.toRect())
        left = row.left() + side + GAP
        right = self._paint_shortcut(painter, row, index.data(SHORTCUT_ROLE), current)
        room = QRectF(left, row.top(), right - left, row.height())
        self._paint_words(painter, room, index.data(), index.data(MARKS_ROLE))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, current: bool) -> None:
        """The row that Enter runs; a ring around it where the list itself has the focus."""
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ringed = current and bool(option.state & QStyle.StateFlag.State_HasFocus)
        if current or hovered:
            painter.setPen(QPen(self._theme.color("accent"), 2) if ringed else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if current else "sunk"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 8, 8)

    def _paint_shortcut(self, painter: QPainter, row: QRectF, shortcut: str, current: bool) -> float:
        """Returns: where the words have to end."""
        if not shortcut:
            return row.right()
        font = self._theme.font("note")
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(shortcut) + 16, metrics.height() + 4
        chip = QRectF(row.right() - width, row.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface" if current else "sunk"))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shortcut)
        return chip.left() - GAP

    def _paint_words(self, painter: QPainter, room: QRectF, words: str, marks: list[tuple[int, int]]) -> None:
        """Piece by piece, since pieces differ in weight. Words without room are elided."""
        plain = self._theme.font()
        bold = QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetricsF(bold if marks else plain).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self._theme.color("text"))
        metrics = QFontMetricsF(plain)
        # On one base line: signs that another font lends would stand lower in their own middle.
        base, left = room.center().y() + (metrics.ascent() - metrics.descent()) / 2, room.left()
        for piece, marked in pieces(words, marks):
            font = bold if marked else plain
            painter.setFont(font)
            painter.drawText(QPointF(left, base), piece)
            left += QFontMetricsF(font).horizontalAdvance(piece)


def pieces(words: str, marks: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Words cut where a mark begins or ends; whether each piece is marked."""
    cut: list[tuple[str, bool]] = []
    done = 0
    for first, length in marks:
        cut += [(words[done:first], False), (words[first : first + length], True)]
        done = first + length
    return [(piece, marked) for piece, marked in [*cut, (words[done:], False)] if piece]
