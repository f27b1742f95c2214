"""Draws a row of the data preview as its task looks: a sentence with its names marked, or a question above its passage with the answer marked.

Must not know: the engine, the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from distilstudio.gui.models.preview import PreviewModel
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.entities_view import color_of
from distilstudio.protocol.inspection import MarkedSpan
from distilstudio.protocol.spans import Utf16Index

MOST_LINES = 3
BEFORE, AROUND, LEAST = 70, 420, 160
"""Characters of a passage that are shown before its answer, in all, and at least, where the answer stands at the end."""
ACROSS, DOWN = 6, 7
_JOINED = "\N{NO-BREAK SPACE}"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Piece:
    """A part of the drawn text, in UTF-16 units, and the colour token of its mark; `is_tag`: the small name behind a mark."""

    start: int
    length: int
    color: str
    is_tag: bool


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
        shaped = self._shaped(index.row(), room.width())
        top = float(room.top())
        for number in range(min(shaped.lineCount(), MOST_LINES)):
            shaped.lineAt(number).setPosition(QPointF(0, top - room.top()))
            top += shaped.lineAt(number).height()
        painter.setClipRect(QRect(room.left(), room.top(), room.width(), round(top) - room.top() + 1))
        shaped.draw(painter, QPointF(room.topLeft()))
        painter.restore()

    def height(self, row: int, width: int) -> int:
        """What a row needs at this width."""
        shaped = self._shaped(row, width - 2 * ACROSS)
        lines = sum(shaped.lineAt(number).height() for number in range(min(shaped.lineCount(), MOST_LINES)))
        question = QFontMetrics(self._theme.font("step")).height() + 2 if self._preview.question(row) else 0
        return round(lines + question + 2 * DOWN)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its lines."""
        width = max(option.rect.width(), self._theme.px(220))
        return QSize(width, self.height(index.row(), width))

    def _shaped(self, row: int, width: int) -> QTextLayout:
        """The text, laid out in lines; what is beyond MOST_LINES is not drawn."""
        text, marks = self._preview.marked(row)
        if self._preview.question(row):
            text, marks = excerpt(text, marks)
        written, pieces = _written(text, marks)
        shaped = QTextLayout(written, self._theme.font("body"))
        shaped.setFormats([self._format(piece) for piece in pieces])
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        shaped.setTextOption(wrapping)
        shaped.beginLayout()
        top = 0.0
        while shaped.lineCount() <= MOST_LINES and (line := shaped.createLine()).isValid():
            line.setLineWidth(max(width, 40))
            line.setPosition(QPointF(0, top))
            top += line.height()
        shaped.endLayout()
        return shaped

    def _format(self, piece: _Piece) -> QTextLayout.FormatRange:
        ink = self._theme.color(piece.color)
        tint = mixed(ink, self._theme.color("surface"), 0.24 if self._theme.tokens.dark else 0.15)
        shape = QTextCharFormat()
        shape.setBackground(tint)
        shape.setForeground(self._theme.ink(piece.color) if piece.is_tag else self._theme.color("text"))
        if piece.is_tag:
            font = QFont(self._theme.font("note"))
            font.setPixelSize(self._theme.px(10))
            font.setBold(True)
            shape.setFont(font)
        else:
            shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            shape.setUnderlineColor(ink)
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = piece.start, piece.length, shape
        return made


def mixed(ink: QColor, ground: QColor, share: float) -> QColor:
    """Ink thinned with the ground; where two of them meet no seam shows, as it would with transparent ones."""
    pairs = zip(ink.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(share * one + (1 - share) * other) for one, other in pairs))


def excerpt(text: str, marks: Sequence[MarkedSpan]) -> tuple[str, list[MarkedSpan]]:
    """The part of a passage round its first mark, with the marks that lie in it; a cut is shown by "…"."""
    start = max(0, min(marks[0].start - BEFORE, len(text) - LEAST)) if marks else 0
    if start:
        blank = text.find(" ", start, marks[0].start)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + AROUND)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    moved = len(before) - start
    inside = [MarkedSpan(mark.start + moved, mark.end + moved, mark.label) for mark in marks if mark.end <= end]
    return before + text[start:end] + after, inside


def _written(text: str, marks: Sequence[MarkedSpan]) -> tuple[str, list[_Piece]]:
    """The text on one line with a tag behind each mark, and where both stand. Python counts code points and Qt UTF-16 units."""
    flat = "".join(" " if sign in "\n\r\t\u2028\u2029" else sign for sign in text)
    index = Utf16Index(flat)
    written: list[str] = []
    pieces: list[_Piece] = []
    place = added = 0
    for mark in marks:
        color = color_of(mark.label) if mark.label else "accent"
        start, end = index.to_utf16(mark.start) + added, index.to_utf16(mark.end) + added
        pieces.append(_Piece(start, end - start, color, is_tag=False))
        written.append(flat[place : mark.end])
        if mark.label:
            tag = _JOINED + mark.label.replace(" ", _JOINED)
            length = Utf16Index(tag).to_utf16(len(tag))
            pieces.append(_Piece(end, length, color, is_tag=True))
            written.append(tag)
            added += length
        place = mark.end
    written.append(flat[place:])
    return "".join(written), pieces
