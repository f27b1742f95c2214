"""A list of the person's texts, each a button with a word beside it. Must not know: what choosing a text does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.tip import show_tip
from distilstudio.gui.widgets.up_down_area import RowArea

Tone = Literal["plain", "ok", "warn"]
MOST_SHOWN = 500
"""Letters of a text that its row, its name and its tip tell: to lay out a pasted book for two lines took seconds."""


def brief(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN].rstrip() + "…"


@dataclass(frozen=True)
class TextRow:
    """A text, and a few words about it; of a question the passage that it is asked about, which is not shown in the row."""

    text: str
    words: str = ""
    tone: Tone = "plain"
    passage: str = ""


class TextButton(QAbstractButton):
    """One text in quotation marks on one line or two, with its words as a chip at the right."""

    def __init__(self, theme: Theme, row: TextRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tip = "\n".join(brief(text) for text in (row.text, row.passage) if text)
        self.set_words(row.words, row.tone)
        theme.changed.connect(self.update)

    def set_words(self, words: str, tone: Tone, told: str = "") -> None:
        """Say something else at the right; `told` is what a screen reader says for it, where that is another word."""
        self.row = replace(self.row, words=words, tone=tone)
        self.setAccessibleName(brief(self.row.text))
        self.setAccessibleDescription(told or words)
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Its tool tip."""
        return show_tip(self, event, lambda: self.tip) or super().event(event)

    def sizeHint(self) -> QSize:
        """One line, or two."""
        lines = len(self._lines(self.width() - 14 - self._chip_width()))
        return QSize(self._theme.px(200), max(self._theme.px(36), lines * QFontMetrics(self._font()).lineSpacing() + 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may break the text in another way."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """The text gives way."""
        return QSize(self._theme.px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, text and chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("sunk"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus() and self.property("ring"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(box, 6, 6)
        right = self._paint_chip(painter, box.adjusted(6, 0, -6, 0)) if self.row.words else box.right() - 6
        font = self._font()
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        lines = self._lines(right - box.left() - 14)
        line_height = QFontMetrics(font).lineSpacing()
        top = box.center().y() - line_height * len(lines) / 2
        for place, line in enumerate(lines):
            room = QRectF(box.left() + 6, top + place * line_height, right - box.left() - 12, line_height)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)

    def _font(self) -> QFont:
        font = self._theme.font()
        font.setPixelSize(self._theme.px(13))
        return font

    def _lines(self, width: float) -> list[str]:
        """The text in quotation marks, broken into at most two lines of a width; what is left over is elided."""
        text = "“" + " ".join(brief(self.row.text).split()) + "”"
        metrics = QFontMetrics(self._font())
        layout = QTextLayout(text, self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(1.0, width))
        layout.endLayout()
        # Qt counts UTF-16 units: cut the string as Qt does.
        units = text.encode("utf-16-le")
        first = units[: 2 * line.textLength()].decode("utf-16-le").rstrip()
        rest = units[2 * line.textLength() :].decode("utf-16-le")
        if not rest:
            return [first]
        return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(1, int(width)))]

    def _chip_words(self) -> str:
        return QFontMetrics(self._theme.font("note")).elidedText(
            self.row.words, Qt.TextElideMode.ElideMiddle, max(1, self.width() // 2)
        )

    def _chip_width(self) -> int:
        return QFontMetrics(self._theme.font("note")).horizontalAdvance(self._chip_words()) + 28 if self.row.words else 0

    def _paint_chip(self, painter: QPainter, box: QRectF) -> float:
        font, color = self._theme.font("note"), self._theme.color
        metrics = QFontMetrics(font)
        words = self._chip_words()
        width, height = metrics.horizontalAdvance(words) + 16, metrics.height() + 6
        chip = QRectF(box.right() - width, box.center().y() - height / 2, width, height)
        painter.setFont(font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color("warn_soft") if self.row.tone == "warn" else color("sunk")))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(self._theme.ink({"plain": "muted", "ok": "ok", "warn": "warn"}[self.row.tone]))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        return chip.left()


class TextRows(RowArea):
    """Texts below each other with hair lines between. `chosen` carries the TextRow. Says something of its own while it is empty."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.buttons: list[TextButton] = []

    def set_rows(self, rows: Sequence[TextRow]) -> None:
        """Show other texts; where only the words of the same texts change, the buttons (and the focus) stay."""
        self.empty.setVisible(not rows)
        shown = [button.row for button in self.buttons]
        if [(row.text, row.passage) for row in rows] == [(row.text, row.passage) for row in shown]:
            for button, row in zip(self.buttons, rows, strict=True):
                button.set_words(row.words, row.tone)
            return
        while self.row_layout.count() > 2:
            item = self.row_layout.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for place, row in enumerate(rows):
            if place:
                line = QFrame()
                line.setProperty("kind", "line")
                self.row_layout.insertWidget(self.row_layout.count() - 1, line)
            button = TextButton(self._theme, row)
            button.clicked.connect(self._on_clicked)
            self.buttons.append(button)
            self.row_layout.insertWidget(self.row_layout.count() - 1, button)

    def sizeHint(self) -> QSize:
        """Room for three texts at least."""
        return QSize(self._theme.px(220), self._theme.px(120))

    def minimumSizeHint(self) -> QSize:
        """Room for two."""
        return QSize(self._theme.px(120), self._theme.px(80))

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TextButton):
            self.chosen.emit(button.row)
