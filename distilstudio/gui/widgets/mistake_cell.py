"""Draws a row of an exam: the text, and what data, teacher and student say of it, as its task looks. Must not know: the list around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from distilstudio.gui.excerpts import excerpt
from distilstudio.gui.mistake_words import answer_words, heads, row_number, the_same, verdict
from distilstudio.gui.models.mistake_rows import MistakeRows
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.entities_view import color_of
from distilstudio.gui.widgets.marked_lines import MarkedLines
from distilstudio.gui.widgets.marked_text import Mark
from distilstudio.protocol.check import MarkedPart
from distilstudio.protocol.mistakes import ExamRow, Said, moved

MOST_LINES = 3
ACROSS, DOWN, GAP = 10, 9, 14
"""Room at the sides, above and below, and between two answers in a line."""
SLACK = 4
"""Words that are drawn one by one are a little wider than all of them measured together."""
SIDES = ("muted", "teacher", "student")
"""Colour tokens of the data's, the teacher's and the student's answer."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Answer:
    """A side's answer in a line of words: its name, what it says, how sure it is and whether it is right."""

    head: str
    words: str
    mark: str
    color: str
    ink: str

    @property
    def text(self) -> str:
        """All of it."""
        return "  ".join(filter(None, (self.head, self.words, self.mark)))


class MistakeDelegate(QStyledItemDelegate):
    """One row. `task` says how it looks."""

    def __init__(self, theme: Theme, rows: MistakeRows, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._rows, self._view = theme, rows, view
        self.task = "classification"
        self._heights: dict[tuple[int, int], int] = {}
        rows.modelReset.connect(self._heights.clear)
        theme.changed.connect(self._heights.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as what is drawn; asked for many times, so it is remembered."""
        width = self._view.viewport().width()
        key = (index.row(), width)
        if key not in self._heights:
            self._heights[key] = self._draw(None, self._rows.row_at(index.row()), QRect(0, 0, width, 0))
        return QSize(self._theme.px(160), self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, row, and a hair line below it."""
        tokens, area = self._theme.tokens, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(area.adjusted(0, 0, 0, -1), 6, 6)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(tokens.border))
        self._draw(painter, self._rows.row_at(index.row()), area)
        painter.restore()

    def marked(self, row: ExamRow) -> list[list[str]]:
        """What is tinted in each text that is drawn."""
        return [lines.tinted() for _, lines in self._texts(row, 500) if lines is not None]

    def _draw(self, painter: QPainter | None, row: ExamRow, area: QRect) -> int:
        """Draw a row, or only find its height."""
        room = area.adjusted(ACROSS, DOWN, -ACROSS, 0)
        if row.question:
            room = self._text(painter, MarkedLines(self._theme, row.question, [], room.width(), 2, "step"), room, "text")
        for answers, lines in self._texts(row, room.width()):
            room = self._line(painter, answers, room) if answers else room
            if lines is not None:
                room = self._text(painter, lines, room, "muted" if row.question else "text")
        return room.top() - area.top() + DOWN - 4

    def _text(self, painter: QPainter | None, lines: MarkedLines, room: QRect, ink: str) -> QRect:
        if painter is not None:
            painter.setPen(self._theme.color(ink))
            lines.draw(painter, room)
        return room.adjusted(0, round(lines.height) + 4, 0, 0)

    def _line(self, painter: QPainter | None, answers: Sequence[_Answer], room: QRect) -> QRect:
        """Answers beside each other where they fit, else below each other."""
        metrics = QFontMetrics(self._theme.font("note"))
        widths = [metrics.horizontalAdvance(one.text) for one in answers]
        beside = sum(widths) + GAP * (len(widths) - 1) <= room.width()
        left, top = room.left(), room.top()
        for answer, width in zip(answers, widths, strict=True):
            if painter is not None:
                self._answer(painter, answer, QRect(left, top, min(width + SLACK, room.width()), metrics.height()))
            if beside:
                left += width + GAP
            else:
                top += metrics.height() + 2
        return room.adjusted(0, top - room.top() + (metrics.height() + 2 if beside else 0) + 2, 0, 0)

    def _answer(self, painter: QPainter, answer: _Answer, box: QRect) -> None:
        metrics = QFontMetrics(self._theme.font("note"))
        painter.setFont(self._theme.font("note"))
        blank, mark = metrics.horizontalAdvance("  "), metrics.horizontalAdvance(answer.mark)
        left = box.left()
        for words, token, width in (
            (answer.head, answer.color, metrics.horizontalAdvance(answer.head)),
            (answer.words, "text", None),
            (answer.mark, answer.ink, mark),
        ):
            if not words:
                continue
            rest = box.right() + 1 - left - (mark + blank if width is None and mark else 0)
            shown = words if width is not None else metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(rest, 1))
            painter.setPen(self._theme.ink(token))
            painter.drawText(QRect(left, box.top(), box.width(), box.height()), Qt.AlignmentFlag.AlignLeft, shown)
            left += metrics.horizontalAdvance(shown) + blank

    def _answers(self, row: ExamRow) -> list[_Answer]:
        """All three in words."""
        three = zip(heads(), (row.wanted, row.teacher, row.student), strict=True)
        return [
            self._side(place, head, said, answer_words(said, row, self.task), row) for place, (head, said) in enumerate(three)
        ]

    def _side(self, place: int, head: str, said: Said, words: str, row: ExamRow) -> _Answer:
        """How sure a side is; of the data's, where the row stands in the file."""
        if place == 0:
            return _Answer(head, words, row_number(row), SIDES[0], "muted")
        return _Answer(head, words, verdict(said), SIDES[place], "ok" if said.right else "warn")

    def _texts(self, row: ExamRow, width: int) -> list[tuple[list[_Answer], MarkedLines | None]]:
        """What is drawn below each other: answers, and the text behind them. Names are marked in the text for the data, and again for each side
        that marks others."""
        three = (row.wanted, row.teacher, row.student)
        disputed = [
            part.start
            for said in three
            for part in said.parts
            if any(part not in other.parts for other in three if other != said)
        ]
        text, by = excerpt(row.text, min(disputed, default=0), is_cut_before=row.cut_before, is_cut_behind=row.cut_behind)
        if self.task != "ner":
            marks = self._answer_marks(row, by, len(text))
            return [([], MarkedLines(self._theme, text, marks, width, MOST_LINES)), (self._answers(row), None)]
        drawn: list[tuple[list[_Answer], MarkedLines | None]] = []
        for place, (head, said) in enumerate(zip(heads(), three, strict=True)):
            if place and said.right:
                drawn.append(([self._side(place, head, said, the_same(), row)], None))
                continue
            marks = [Mark(one.start, one.end, one.label, color_of(one.label)) for one in moved(said.parts, by, len(text))]
            drawn.append(([self._side(place, head, said, "", row)], MarkedLines(self._theme, text, marks, width, MOST_LINES)))
        return drawn

    def _answer_marks(self, row: ExamRow, by: int, length: int) -> list[Mark]:
        """Where the answer to a question stands, and where the student thinks so, if these are apart."""
        yours, _, student = heads()
        wanted, ours = (moved(said.parts, by, length) for said in (row.wanted, row.student))
        marks = [Mark(one.start, one.end, yours if ours != wanted else "", "label") for one in wanted]
        marks += [
            Mark(one.start, one.end, student, "student") for one in ours if not any(_overlap(one, other) for other in wanted)
        ]
        return sorted(marks, key=lambda mark: mark.start)


def _overlap(one: MarkedPart, other: MarkedPart) -> bool:
    return one.start < other.end and other.start < one.end
