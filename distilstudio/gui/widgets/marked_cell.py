"""Draws a row of the data preview as its task looks: a sentence with its names marked, or a question above its passage with the answer marked.

Must not know: the engine, the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from distilstudio.gui.excerpts import excerpt
from distilstudio.gui.models.preview import PreviewModel
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.entities_view import color_of
from distilstudio.gui.widgets.marked_lines import MarkedLines
from distilstudio.gui.widgets.marked_text import Mark
from distilstudio.protocol.inspection import MarkedSpan

MOST_LINES = 3
ACROSS, DOWN = 6, 7
Index = QModelIndex | QPersistentModelIndex


class MarkedDelegate(QStyledItemDelegate):
    """One cell holds all of a row."""

    def __init__(self, theme: Theme, preview: PreviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preview = theme, preview

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self._theme.tokens.accent_soft))
        room = area.adjusted(ACROSS, DOWN, -ACROSS, -DOWN)
        question = self._preview.question(index.row())
        if question:
            metrics = QFontMetrics(self._theme.font("step"))
            painter.setFont(self._theme.font("step"))
            painter.setPen(QColor(self._theme.tokens.text))
            line = QRect(room.left(), room.top(), room.width(), metrics.height())
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(question, Qt.TextElideMode.ElideRight, room.width())
            )
            room.setTop(room.top() + metrics.height() + 2)
        painter.setPen(QColor(self._theme.tokens.muted if question else self._theme.tokens.text))
        self.lines(index.row(), room.width()).draw(painter, room)
        painter.restore()

    def height(self, row: int, width: int) -> int:
        """What a row needs at this width."""
        question = QFontMetrics(self._theme.font("step")).height() + 2 if self._preview.question(row) else 0
        return round(self.lines(row, width - 2 * ACROSS).height + question + 2 * DOWN)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        width = max(option.rect.width(), self._theme.px(220))
        return QSize(width, self.height(index.row(), width))

    def lines(self, row: int, width: int) -> MarkedLines:
        """The text of a row, as it is drawn."""
        text, marks = self._preview.marked(row)
        if self._preview.question(row):
            text, marks = passage_part(text, marks)
        drawn = [Mark(one.start, one.end, one.label, color_of(one.label) if one.label else "accent") for one in marks]
        return MarkedLines(self._theme, text, drawn, width, MOST_LINES)


def passage_part(text: str, marks: Sequence[MarkedSpan]) -> tuple[str, list[MarkedSpan]]:
    """The part of a passage round its first mark, with the marks that lie in it."""
    shown, by = excerpt(text, marks[0].start if marks else 0)
    inside = [MarkedSpan(mark.start + by, mark.end + by, mark.label) for mark in marks if mark.end + by <= len(shown)]
    return shown, inside
