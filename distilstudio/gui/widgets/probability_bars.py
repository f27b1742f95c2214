"""Labels with their probabilities as bars on a true 0–100 % scale, readable as text too. Must not know: models, tasks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.figures import listed
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.tip import show_tip

LABEL_SHARE = 0.42
"""A label's name takes at most this part of the width; longer ones are elided and told by the tool tip."""

GIVEN = "✓"


MOST_DECIMALS = 6
MOST_GROWTH = 2.2
"""Rows that may grow take so many times their usual height."""


def percent_text(share: float) -> str:
    """A probability in words: never "0 %" or "100 %" for what is only near to it."""
    if 0 < share < 0.005:
        return "<1\N{NO-BREAK SPACE}%"
    if 0.995 <= share < 1:
        return f"{min(share * 100, 99.9):.1f}\N{NO-BREAK SPACE}%"
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def percents_apart(one: float, other: float) -> tuple[str, str]:
    """Two probabilities as `percent_text`, or in as many digits more as they need to differ in words too; a millionth of a percent is the end."""
    usual = percent_text(one), percent_text(other)
    for decimals in range(1, MOST_DECIMALS + 1):
        told = _percent_in(one, decimals), _percent_in(other, decimals)
        if usual[0] == usual[1] and told[0] != told[1]:
            return told
    return usual


def _percent_in(share: float, decimals: int) -> str:
    least = 10.0**-decimals
    sign, value = ("<", least) if 0 < 100 * share < least / 2 else ("", 100 * share)
    return f"{sign}{value:.{decimals}f}\N{NO-BREAK SPACE}%"


class Rows(QWidget):
    """Rows of one height, which grow with the room where they are let."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grows = False

    def rows(self) -> int:
        """How many there are room for."""
        raise NotImplementedError

    def let_grow(self) -> None:
        """Share the height there is from now on, up to MOST_GROWTH of the usual."""
        self._grows = True
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Expanding)
        self._fit()

    def _row_height(self) -> int:
        least = _row_height(self._theme)
        return max(least, self.height() // max(1, self.rows())) if self._grows else least

    def _fit(self) -> None:
        """Another number of rows, or another size of text."""
        if self._grows:
            self.setMaximumHeight(round(MOST_GROWTH * self.sizeHint().height()))
        self.updateGeometry()


class ProbabilityBars(Rows):
    """One row for each label. `color` is a token's name. Without `labels_shown` it is a further column beside another one."""

    def __init__(self, theme: Theme, color: str, *, labels_shown: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._color = color
        self._labels_shown = labels_shown
        self._bars: list[tuple[str, float]] = []
        self._threshold: float | None = None
        self._room = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def bars(self) -> list[tuple[str, float]]:
        """What is shown, from above."""
        return list(self._bars)

    def as_text(self) -> str:
        """The same as a line: "joy 3 %, anger 2 %"."""
        return listed(f"{self._mark(share)}{label} {percent_text(share)}" for label, share in self._bars)

    def keep_room(self, rows: int) -> None:
        """Never be less high than this: nothing below moves when bars come and go."""
        self._room = rows
        self.updateGeometry()

    def set_bars(self, bars: Sequence[tuple[str, float]], threshold: float | None = None) -> None:
        """Show labels and probabilities 0..1, in this order from above.

        threshold: where each label stands for itself, the probability from which it counts as given: marked in every track, and the given
        labels are bold with a check mark.
        """
        grown = len(bars) != len(self._bars)
        self._bars, self._threshold = list(bars), threshold
        if self._room:
            self._room = max(self._room, len(bars))
        self.setAccessibleDescription(self.as_text())
        if grown:
            self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(220 if self._labels_shown else 130), _row_height(self._theme) * self.rows())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(110 if self._labels_shown else 70), _row_height(self._theme) * self.rows())

    def event(self, event: QEvent) -> bool:
        return show_tip(self, event, lambda: self._tip(_row_at(self._row_height(), event))) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, bold = _bar_font(self._theme), _bar_font(self._theme)
        bold.setBold(True)
        painter.setFont(font)
        metrics = QFontMetrics(bold if self._threshold is not None else font)
        height, gap = self._row_height(), self._theme.px(8)
        number_width = metrics.horizontalAdvance("99.9\N{NO-BREAK SPACE}%")
        label_width = self._label_width(metrics)
        left = label_width + gap if label_width else 0
        for row, (label, share) in enumerate(self._bars):
            top = row * height
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(self._theme.color("text"))
            if label_width:
                mark_width = self._mark_width(metrics)
                given = bool(self._mark(share))
                painter.setFont(bold if given else font)
                name = metrics.elidedText(_one_line(label), Qt.TextElideMode.ElideMiddle, label_width - mark_width)
                painter.drawText(
                    QRectF(mark_width, top, label_width - mark_width, height), middle | Qt.TextFlag.TextSingleLine, name
                )
                if given:
                    painter.setPen(self._theme.ink(self._color))
                    painter.drawText(QRectF(0, top, mark_width, height), middle, GIVEN)
                    painter.setPen(self._theme.color("text"))
            number = QRectF(self.width() - number_width, top, number_width, height)
            painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, percent_text(share))
            self._draw_bar(painter, QRectF(left, top + height * 0.24, number.left() - gap - left, height * 0.52), share)

    def rows(self) -> int:
        return max(self._room, len(self._bars))

    def _tip(self, row: int) -> str:
        if not 0 <= row < len(self._bars):
            return ""
        label, share = self._bars[row]
        return f"{label} · {percent_text(share)}"

    def _draw_bar(self, painter: QPainter, track: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunk"))
        painter.drawRoundedRect(track, 4, 4)
        width = track.width() * min(1.0, max(0.0, share))
        if width > 0:
            painter.save()
            painter.setClipRect(QRectF(track.left(), track.top(), max(1.0, width), track.height()))
            painter.setBrush(self._theme.color(self._color))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(8.0, width), track.height()), 4, 4)
            painter.restore()
        if self._threshold is not None:
            # A little out of the track, and in ink that shows on the bar and beside it.
            left = round(track.left() + track.width() * self._threshold) - 1
            painter.setBrush(self._theme.color("text"))
            painter.drawRect(QRectF(left, track.top() - 3, 2, track.height() + 6))

    def _mark(self, share: float) -> str:
        return f"{GIVEN} " if self._threshold is not None and share >= self._threshold else ""

    def _mark_width(self, metrics: QFontMetrics) -> int:
        return 0 if self._threshold is None else metrics.horizontalAdvance(f"{GIVEN}  ")

    def _label_width(self, metrics: QFontMetrics) -> int:
        if not self._labels_shown or not self._bars:
            return 0
        widest = max(metrics.horizontalAdvance(_one_line(label)) for label, _ in self._bars) + 2 + self._mark_width(metrics)
        return min(max(widest, self._theme.px(56)), int(self.width() * LABEL_SHARE))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fit()
        self.update()


class BarLabels(Rows):
    """The names of the labels as a column of its own, beside several ProbabilityBars without names: all their tracks are of one length."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._labels: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Show names, from above; a screen reader finds them with the bars."""
        self._labels = list(labels)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(_bar_font(self._theme))
        widest = max((metrics.horizontalAdvance(_one_line(label)) for label in self._labels), default=0) + 2
        return QSize(min(widest, self._theme.px(104)), _row_height(self._theme) * len(self._labels))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._theme.px(70)), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        return show_tip(self, event, lambda: self._tip(_row_at(self._row_height(), event))) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = _bar_font(self._theme)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        height = self._row_height()
        for row, label in enumerate(self._labels):
            name = QFontMetrics(font).elidedText(_one_line(label), Qt.TextElideMode.ElideMiddle, self.width())
            painter.drawText(
                QRectF(0, row * height, self.width(), height), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, name
            )

    def rows(self) -> int:
        return len(self._labels)

    def _tip(self, row: int) -> str:
        return self._labels[row] if 0 <= row < len(self._labels) else ""

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fit()
        self.update()


def _bar_font(theme: Theme) -> QFont:
    font = theme.font()
    font.setPixelSize(theme.px(13))
    return font


def _row_height(theme: Theme) -> int:
    """The least, and what is taken where rows do not grow."""
    return max(theme.px(27), QFontMetrics(theme.font()).height() + 4)


def _row_at(height: int, event: QEvent) -> int:
    """The row that a tool tip is asked for, -1 where an event asks for none."""
    return event.pos().y() // max(1, height) if isinstance(event, QHelpEvent) else -1


def _one_line(text: str) -> str:
    return " ".join(text.split())
