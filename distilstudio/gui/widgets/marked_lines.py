"""Text with marked spans as delegates paint it: a tint under each mark, an underline, a small name behind it. Must not know: whose text it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from distilstudio.gui.theme import Theme
from distilstudio.gui.tokens import Kind, mixed
from distilstudio.gui.widgets.marked_text import Mark
from distilstudio.protocol.spans import Utf16Index

_JOINED = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class _Piece:
    """A part of the drawn text, in UTF-16 units, and the colour token of its mark; `is_tag`: the small name behind a mark."""

    start: int
    length: int
    color: str
    is_tag: bool


class MarkedLines:
    """A text laid out in lines of a width; what is beyond `most` lines is not drawn. Marks do not overlap, and are in the order of the text."""

    def __init__(self, theme: Theme, text: str, marks: Sequence[Mark], width: int, most: int, kind: Kind = "body") -> None:
        self._theme, self._most = theme, most
        written, pieces = _written(text, marks)
        self._shaped = QTextLayout(written, theme.font(kind))
        self._shaped.setFormats([self._format(piece) for piece in pieces])
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._shaped.setTextOption(wrapping)
        self._shaped.beginLayout()
        top = 0.0
        while self._shaped.lineCount() <= most and (line := self._shaped.createLine()).isValid():
            line.setLineWidth(max(width, 40))
            line.setPosition(QPointF(0, top))
            top += line.height()
        self._shaped.endLayout()

    @property
    def height(self) -> float:
        """Of the lines that are drawn."""
        return sum(self._shaped.lineAt(number).height() for number in range(min(self._shaped.lineCount(), self._most)))

    def tinted(self) -> list[str]:
        """Marked words and the names behind them, in turn."""
        units = self._shaped.text().encode("utf-16-le")  # Qt counts so
        return [units[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le") for one in self._shaped.formats()]

    def draw(self, painter: QPainter, room: QRect) -> None:
        """From the top of the room on, in the painter's colour; the rest is clipped."""
        painter.save()
        painter.setClipRect(QRect(room.left(), room.top(), room.width(), round(self.height) + 1))
        self._shaped.draw(painter, QPointF(room.topLeft()))
        painter.restore()

    def _format(self, piece: _Piece) -> QTextLayout.FormatRange:
        ink = self._theme.color(piece.color)
        tint = QColor(mixed(ink.name(), self._theme.tokens.surface, 0.24 if self._theme.tokens.dark else 0.15))
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


def _written(text: str, marks: Sequence[Mark]) -> tuple[str, list[_Piece]]:
    """The text on one line with a tag behind each mark, and where both stand. Python counts code points and Qt UTF-16 units."""
    flat = "".join(" " if sign in "\n\r\t\u2028\u2029" else sign for sign in text)
    index = Utf16Index(flat)
    written: list[str] = []
    pieces: list[_Piece] = []
    place = added = 0
    for mark in marks:
        start, end = index.to_utf16(mark.start) + added, index.to_utf16(mark.end) + added
        pieces.append(_Piece(start, end - start, mark.color, is_tag=False))
        written.append(flat[place : mark.end])
        if mark.tag:
            tag = _JOINED + mark.tag.replace(" ", _JOINED)
            length = Utf16Index(tag).to_utf16(len(tag))
            pieces.append(_Piece(end, length, mark.color, is_tag=True))
            written.append(tag)
            added += length
        place = mark.end
    written.append(flat[place:])
    return "".join(written), pieces
