"""A text with marked spans: tint, underline and a small tag behind each. It can be selected, scrolled and read by a screen reader.

Must not know: what the marks mean, who made them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from distilstudio.gui.theme import Theme

LINE_PERCENT = 150
MOST_LINES = 9
"""A longer text is scrolled."""
_JOINED = "\N{NO-BREAK SPACE}"
_MARGIN = 3


@dataclass(frozen=True)
class Mark:
    """A span in code points, the tag that is written behind it ("" for none) and its colour token."""

    start: int
    end: int
    tag: str
    color: str


class MarkedText(QTextEdit):
    """As high as its text, up to MOST_LINES."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._marks: tuple[Mark, ...] = ()
        self._places: list[tuple[int, int, str]] = []
        """Marks as they stand in the document, tag and all: first and last position in UTF-16 units, colour token."""
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; padding: 0; }")
        self.viewport().setAutoFillBackground(False)
        # Room for a mark that begins or ends a line, which is a little wider than its words; the words stand in line with all else.
        self.document().setDocumentMargin(_MARGIN)
        self.setViewportMargins(-_MARGIN, 0, -_MARGIN, 0)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        theme.changed.connect(self._on_theme_changed)

    def set_text(self, text: str, marks: Sequence[Mark]) -> None:
        """Show a text with marks that do not overlap, in the order of the text."""
        if (text, tuple(marks)) == (self._text, self._marks):
            return
        self._text, self._marks = text, tuple(marks)
        self._write()

    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    def marked_words(self) -> list[str]:
        """The words under each mark, as the document has them."""
        return [self._text[mark.start : mark.end] for mark in self._marks]

    def sizeHint(self) -> QSize:
        """Room for the text, and no more than MOST_LINES."""
        return QSize(self._theme.px(260), self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """One line at least."""
        return QSize(self._theme.px(120), self._theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tints and lines first, the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for start, end, token in self._places:
            for area in self._areas(start, end):
                self._paint_mark(painter, area, self._theme.color(token))
        painter.end()
        super().paintEvent(event)

    def _paint_mark(self, painter: QPainter, area: QRectF, color: QColor) -> None:
        tint = QColor(color)
        tint.setAlphaF(0.22 if self._theme.tokens.dark else 0.14)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(area, 4, 4)
        path.addRect(QRectF(area.left(), area.bottom() - 4, area.width(), 4))
        painter.fillPath(path.simplified(), tint)
        painter.fillRect(QRectF(area.left(), area.bottom() - 2, area.width(), 2), color)

    def _areas(self, start: int, end: int) -> list[QRectF]:
        """The rectangles of a span, one on each line that it touches."""
        areas: list[QRectF] = []
        layout = self.document().documentLayout()
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            areas += self._areas_in(block, start - block.position(), end - block.position(), layout.blockBoundingRect(block))
            block = block.next()
        return areas

    def _areas_in(self, block: QTextBlock, start: int, end: int, bounds: QRectF) -> list[QRectF]:
        areas = []
        shaped = block.layout()
        for number in range(shaped.lineCount()):
            line = shaped.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            here, there = line.cursorToX(first), line.cursorToX(last)
            left, right = sorted(_number(x) for x in (here, there))
            # A blank at which the line is broken hangs over its end.
            right = min(right, line.naturalTextRect().right())
            middle = bounds.top() + line.y() + line.ascent() * 0.66
            height = line.ascent() * 0.5 + self._theme.px(7)
            areas.append(QRectF(bounds.left() + left - 2, middle - height, right - left + 4, 2 * height - self._theme.px(1)))
        return areas

    def _write(self) -> None:
        """Fill the document: pieces between marks, marks with their tags. Python counts code points and Qt UTF-16 units: writing piece by piece,
        and asking the cursor where it stands, needs no sum."""
        self._places = []
        self.setPlainText("")
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        plain = QTextCharFormat()
        plain.setForeground(self._theme.color("text"))
        plain.setFont(self._body_font())
        place = 0
        for mark in self._marks:
            cursor.insertText(self._text[place : mark.start], plain)
            start = cursor.position()
            cursor.insertText(self._text[mark.start : mark.end], plain)
            if mark.tag:
                # Held to the last word, so that a tag never begins a line by itself.
                cursor.insertText(_JOINED, plain)
                cursor.insertText(mark.tag.replace(" ", _JOINED), self._tag_format(mark.color))
            self._places.append((start, cursor.position(), mark.color))
            place = mark.end
        cursor.insertText(self._text[place:], plain)
        cursor.select(QTextCursor.SelectionType.Document)
        blocks = cursor.blockFormat()
        blocks.setLineHeight(LINE_PERCENT, 1)  # QTextBlockFormat.LineHeightTypes.ProportionalHeight
        cursor.mergeBlockFormat(blocks)
        cursor.endEditBlock()
        self.updateGeometry()
        self.viewport().update()

    def _body_font(self) -> QFont:
        font = self._theme.font("body")
        font.setPixelSize(self._theme.px(15))
        return font

    def _tag_format(self, color: str) -> QTextCharFormat:
        font = self._theme.font("note")
        font.setPixelSize(self._theme.px(10))
        font.setBold(True)
        shape = QTextCharFormat()
        shape.setFont(font)
        shape.setForeground(self._theme.ink(color))
        return shape

    def _wanted_height(self) -> int:
        line = self._theme.px(15) * 1.36 * LINE_PERCENT / 100
        height = self.document().documentLayout().documentSize().height()
        return round(min(max(height, line + 6), MOST_LINES * line + 6))

    @Slot(QSizeF)
    def _on_size_changed(self, _size: QSizeF) -> None:
        height = self._wanted_height()
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._write()


def _number(x: object) -> float:
    """PySide gives cursorToX as a pair of x and position, or as x alone."""
    first = x[0] if isinstance(x, tuple) else x
    return float(first)  # type: ignore[arg-type]
