"""Gains with their intervals, one line a run, over one scale of points with its zero drawn. Must not know: files, how a gain was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from distilstudio.gui.proof_words import in_perplexity, shares
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import line_pen, round_steps
from distilstudio.gui.widgets.run_looks import LOOKS
from distilstudio.protocol.proof import points
from distilstudio.protocol.report import Proof

LINE, SCALE = 30, 22
"""Heights of a run's line and of the scale below, at 100 %."""
NAME, FIGURE = 0.32, 52
"""Share of the width for names, and pixels for the figure at the right."""
MARGIN = 0.08
"""Room at both ends of the scale, as a share of it."""


@dataclass(frozen=True)
class ProvedRun:
    """One line: the run's name, its look (a number of LOOKS, -1: none) and what was proved of it."""

    name: str
    look: int
    proof: Proof


class GainIntervals(QWidget):
    """A dot for each gain, a bar from the low to the high end of its interval."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gain_intervals")
        self._theme = theme
        self._runs: list[ProvedRun] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def show_runs(self, runs: Sequence[ProvedRun], spoken: Sequence[str]) -> None:
        """Draw these; `spoken`: each in words, for those who do not see them."""
        self._runs = list(runs)
        self.setAccessibleDescription("; ".join(spoken))
        self.setVisible(bool(runs))
        self.updateGeometry()
        self.update()

    def figures(self) -> list[str]:
        """Each run's gain as it stands at the right."""
        return [signed_points(shares(run.proof)[0]) for run in self._runs]

    def sizeHint(self) -> QSize:
        """A line a run, and the scale."""
        return QSize(self._theme.px(320), self._theme.px(LINE * len(self._runs) + SCALE))

    def minimumSizeHint(self) -> QSize:
        """As high, and narrower."""
        return QSize(self._theme.px(200), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scale, then the runs."""
        if not self._runs:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(self._theme.px(12))
        painter.setFont(font)
        low, high = self._ends()
        room = QRectF(
            NAME * self.width(), 0, (1 - NAME) * self.width() - self._theme.px(FIGURE), self._theme.px(LINE) * len(self._runs)
        )
        self._paint_scale(painter, room, low, high)
        for row, run in enumerate(self._runs):
            self._paint_run(painter, room, row, run, low, high)
        painter.end()

    def _ends(self) -> tuple[float, float]:
        """The scale holds every interval, and zero."""
        ends = [shares(run.proof)[1:] for run in self._runs]
        low, high = min(0.0, *(low for low, _ in ends)), max(0.0, *(high for _, high in ends))
        wide = max(high - low, 0.002)
        return low - MARGIN * wide, high + MARGIN * wide

    def _paint_scale(self, painter: QPainter, room: QRectF, low: float, high: float) -> None:
        painter.setPen(self._theme.color("muted"))
        below = QRectF(0, room.bottom() + 2, room.left() - 10, self._theme.px(SCALE) - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.unit())
        for value in round_steps(100 * low, 100 * high, 5):
            at = _place(room, value / 100, low, high)
            is_zero = abs(value) < 1e-9
            painter.setPen(QPen(self._theme.color("muted" if is_zero else "border"), 1.5 if is_zero else 1.0))
            painter.drawLine(QPointF(at, room.top()), QPointF(at, room.bottom()))
            painter.setPen(self._theme.color("muted"))
            words = f"{value:g}".replace("-", "−") if not is_zero else "0"
            box = QRectF(at - 40, room.bottom() + 2, 80, self._theme.px(SCALE) - 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def unit(self) -> str:
        """What the scale counts."""
        kinds = {in_perplexity(run.proof) for run in self._runs}
        if kinds == {True}:
            return self.tr("% less perplexity")
        return self.tr("points") if kinds == {False} else self.tr("points, or % less perplexity")

    def _paint_run(self, painter: QPainter, room: QRectF, row: int, run: ProvedRun, low: float, high: float) -> None:
        token, dash = LOOKS[run.look] if run.look >= 0 else ("student", "solid")
        color = getattr(self._theme.tokens, token)
        line = self._theme.px(LINE)
        middle = row * line + line / 2
        painter.setPen(self._theme.color("text"))
        name = QRectF(0, row * line, room.left() - 10, line)
        elided = painter.fontMetrics().elidedText(run.name, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        gain, *interval = shares(run.proof)
        ends = [_place(room, value, low, high) for value in interval]
        painter.setPen(line_pen(color, 2.6, dash))
        painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
        painter.setPen(line_pen(color, 2.0))
        for end in ends:
            painter.drawLine(QPointF(end, middle - 5), QPointF(end, middle + 5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
        painter.drawEllipse(QPointF(_place(room, gain, low, high), middle), 5, 5)
        painter.setPen(self._theme.color("text"))
        figure = QRectF(room.right(), row * line, self.width() - room.right(), line)
        painter.drawText(figure, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.figures()[row])

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def signed_points(share: float) -> str:
    """0.031 → "+3.1"."""
    words = points(share)
    return words if words.startswith("−") or words == "0.0" else f"+{words}"


def _place(room: QRectF, value: float, low: float, high: float) -> float:
    return room.left() + room.width() * (value - low) / (high - low)
