"""The live plot of a training's losses: the total and each of its parts over the steps. Must not know: the engine, the page around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import count, listed
from distilstudio.gui.learning_words import of_hard_loss
from distilstudio.gui.models.curves import CurveSet
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import LegendKey, Plot, line_pen, put_line
from distilstudio.protocol.events import Stage

STYLES: dict[str, tuple[str, str, float]] = {
    "total": ("accent", "solid", 2.6),
    "soft": ("teacher", "dash", 1.8),
    "hard": ("label", "dot", 2.2),
    "hidden_cosine": ("hidden", "dashdot", 1.8),
    "hidden_squared": ("hidden", "dash", 1.8),
    "relations": ("student", "dashdot", 1.8),
}
"""Colour token, line style and width of each part of the loss."""
FALLBACK = ("muted", "dashdot", 1.8)
TEACHER_TOTAL = ("teacher", "solid", 2.6)


@dataclass
class _Line:
    key: LegendKey
    raw: pg.PlotCurveItem
    smooth: pg.PlotCurveItem
    color: str
    dash: str
    width: float


class LossPlot(Plot):
    """Shows one stage's losses at a time: `show_stage`. The calm line is the running mean; the faint one behind it is every step."""

    def __init__(self, theme: Theme, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, lambda value: f"{value:.2f}", parent)
        self.setObjectName("loss_plot")
        self._run = run
        self._stage: Stage = "distil"
        self._lines: dict[str, _Line] = {}
        self._top = 0.0
        self._marker = pg.InfiniteLine(angle=90, movable=False)
        self._marker.hide()
        self.area.addItem(self._marker)
        places = np.linspace(0, 100, 60)
        put_line(self.ghost, places, 0.06 + 0.86 * np.exp(-places / 9))
        self.set_colors()
        self.retranslate()
        run.curves_changed.connect(self.mark_dirty)
        run.changed.connect(self.mark_dirty)

    @property
    def stage(self) -> Stage:
        """The stage whose losses are shown."""
        return self._stage

    def show_stage(self, stage: Stage) -> None:
        """Show the losses of "teacher" or "distil"."""
        if stage != self._stage:
            self._stage = stage
            self.follows = True
            self.whole_button.hide()
            self._forget_lines()
            self.mark_dirty()

    def draw(self) -> None:
        """Put the lines of the stage in place."""
        curves = self._run.curves.get(self._stage)
        if curves is None or not len(curves):
            self._forget_lines()
            self.show_empty(self._empty_words())
            self._marker.hide()
            self.area.box.setRange(xRange=(0, 100), yRange=(0, 1), padding=0)
            return
        self.show_empty("")
        for name in curves.parts:
            if self._shows(curves, name) and name not in self._lines:
                self._lines[name] = self._make_line(name)
        self._set_range(curves)
        low, high = self.area.x_range()
        columns = self.area.columns()
        for name, line in self._lines.items():
            put_line(line.smooth, *curves.smooth_line(name, low, high, columns // 2))
            if name == "total" and curves.window() > 1:
                put_line(line.raw, *curves.raw_line(name, low, high, columns))
        self._write_legend(curves)

    def describe(self) -> str:
        """Step and last value of each part."""
        curves = self._run.curves.get(self._stage)
        if curves is None or not len(curves):
            return self._empty_words()
        values = curves.last_values()
        parts = listed(f"{self._name(name)} {values[name]:.3f}" for name in self._lines if name in values)
        return self.tr("Step {step}: {parts}").format(step=count(curves.last_step() or 0), parts=parts)

    def set_colors(self) -> None:
        """Tint the lines."""
        self._marker.setPen(line_pen(self.theme.tokens.muted, 1.0, "dot"))
        for line in self._lines.values():
            self._tint(line)

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setAccessibleName(self.tr("Loss over the steps"))

    def _empty_words(self) -> str:
        if self._run.is_live:
            return self.tr("The curves start here with the first step of learning.")
        return self.tr("Here you will see the mistakes get smaller while the student learns.")

    def _name(self, part: str) -> str:
        if self._stage == "teacher" and part == "total":
            return self.tr("teacher’s loss")
        names = {
            "total": self.tr("total"),
            "soft": self.tr("follow the teacher"),
            "hard": of_hard_loss(self._run.score_name),
            "hidden_cosine": self.tr("resemble its last layer"),
            "hidden_squared": self.tr("resemble its layers"),
            "relations": self.tr("relate words as it does"),
        }
        return names.get(part, part)

    def _shows(self, curves: CurveSet, name: str) -> bool:
        # The teacher learns from the labels only: its one part is the total over again.
        return name == "total" or (self._stage == "distil" and curves.parts[name].last_mean(len(curves)) is not None)

    def _make_line(self, name: str) -> _Line:
        color, dash, width = TEACHER_TOTAL if self._stage == "teacher" else STYLES.get(name, FALLBACK)
        key = self.add_key(LegendKey(self.theme, color, dash, width, strong=name == "total"))
        raw, smooth = pg.PlotCurveItem(antialias=False), pg.PlotCurveItem(antialias=True)
        raw.setZValue(-10)
        smooth.setZValue(10 if name == "total" else 5)
        self.area.addItem(raw)
        self.area.addItem(smooth)
        line = _Line(key, raw, smooth, color, dash, width)
        self._tint(line)
        return line

    def _tint(self, line: _Line) -> None:
        color = getattr(self.theme.tokens, line.color)
        line.raw.setPen(line_pen(color, 1.0, alpha=0.28))
        line.smooth.setPen(line_pen(color, line.width, line.dash))

    def _forget_lines(self) -> None:
        for line in self._lines.values():
            self.area.removeItem(line.raw)
            self.area.removeItem(line.smooth)
            self.legend.removeWidget(line.key)
            line.key.hide()
            line.key.deleteLater()
        self._lines.clear()
        self._top = 0.0

    def _set_range(self, curves: CurveSet) -> None:
        last = curves.last_step() or 1
        planned = max(self._run.stages[self._stage].total, last, 10)
        self.area.box.setLimits(xMin=0, xMax=planned)
        if self.follows:
            self.area.box.setXRange(0, planned, padding=0)
        highest = max((_highest(curves, name, planned) for name in self._lines), default=1.0)
        top = _round_up(highest * 1.06)
        # The top rises at once and sinks only when there is much air, so that the frame does not tremble.
        if top > self._top or top < 0.5 * self._top:
            self._top = top
            self.area.box.setYRange(0, top, padding=0)

    def _write_legend(self, curves: CurveSet) -> None:
        index = curves.index_at(self.pointed_step) if self.pointed_step is not None else None
        values = curves.last_values() if index is None else curves.values_at(index)
        self._marker.setVisible(index is not None)
        if index is not None:
            self._marker.setPos(float(curves.steps[index]))
        for name, line in self._lines.items():
            value = f"{values[name]:.3f}" if name in values else "–"
            words = f"{self._name(name)} {value}"
            if name == "total" and index is not None:
                words = self.tr("step {step}: {words}").format(step=count(curves.steps[index]), words=words)
            line.key.set_text(words)


def _highest(curves: CurveSet, name: str, planned: int) -> float:
    smooth = curves.smooth_line(name, 0, planned, 200)[1]
    finite = smooth[np.isfinite(smooth)]
    return float(finite.max()) if len(finite) else 0.0


def _round_up(value: float) -> float:
    """The next of a few calm tops: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(
        next(power * factor for factor in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if power * factor >= value * (1 - 1e-9))
    )
