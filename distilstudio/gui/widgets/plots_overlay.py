"""Curves of several saved runs in one frame: their practice exams, or their total losses. Must not know: files, the page around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import count, percent
from distilstudio.gui.models.curves import Floats
from distilstudio.gui.models.run_curves import RunCurves
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import LegendKey, Plot, line_pen, put_line
from distilstudio.gui.widgets.plots_score import FARTHEST
from distilstudio.gui.widgets.run_looks import LOOKS
from distilstudio.protocol.scores import LOWER_IS_BETTER

LONGEST_NAME = 26


@dataclass(frozen=True)
class OverlaidRun:
    """A chosen run: its name, its place among LOOKS, and its curves; None while they are being read."""

    name: str
    look: int
    curves: RunCurves | None


@dataclass
class _Line:
    key: LegendKey
    curve: pg.PlotCurveItem
    look: int


class OverlayPlot(Plot):
    """`kind` "score": every practice exam of each run, in percent. "loss": the running mean of each run's total loss."""

    def __init__(self, theme: Theme, kind: Literal["score", "loss"], parent: QWidget | None = None) -> None:
        self._kind = kind
        self._runs: list[OverlaidRun] = []
        super().__init__(theme, self._write, parent)
        self.setObjectName(f"overlay_{kind}_plot")
        self._lines: list[_Line] = []
        places = np.linspace(0, 100, 60)
        falling = np.exp(-places / 12)
        put_line(self.ghost, places, 0.1 + 0.8 * falling if kind == "loss" else 90 - 70 * falling)
        self.retranslate()

    def _write(self, value: float) -> str:
        if self._kind == "loss":
            return f"{value:.2f}"
        return f"{value:g}" if self.falls else f"{value:g} %"

    @property
    def falls(self) -> bool:
        """Whether the scores of these runs fall as they learn; where runs of both kinds are chosen, the first one says."""
        return next((run.curves.score_name in LOWER_IS_BETTER for run in self._runs if run.curves is not None), False)

    def show_runs(self, runs: Sequence[OverlaidRun]) -> None:
        """Draw these runs."""
        looks = [run.look for run in runs]
        if looks != [line.look for line in self._lines]:
            self._fit_lines(looks)
        self._runs = list(runs)
        self.mark_dirty()

    def draw(self) -> None:
        """Put the lines and ranges in place."""
        ends = [self._last_step(run.curves) for run in self._runs if run.curves is not None]
        drawn = [end for end in ends if end is not None]
        last = max(10.0, *drawn, 0.0)
        self.show_empty("" if drawn else self._empty_words())
        if not drawn:
            self.area.box.setLimits(xMin=0, xMax=100)
            self.area.box.setRange(xRange=(0, 100), yRange=(0, 1 if self._kind == "loss" else 100), padding=0)
        else:
            self.area.box.setLimits(xMin=-0.02 * last, xMax=1.02 * last)
            if self.follows:
                self.area.box.setXRange(0, 1.015 * last, padding=0)
        heights: list[float] = []
        for run, line in zip(self._runs, self._lines, strict=True):
            x, y = self._points(run.curves)
            if len(x) == 1:  # one exam alone is a dash: a line of one point is not seen
                put_line(line.curve, np.array([x[0], x[0] + 0.02 * last]), np.repeat(y, 2))
            else:
                put_line(line.curve, x, y)
            heights += [float(value) for value in y[np.isfinite(y)]]
            line.key.set_text(self._key_words(run, x, y))
        if heights:
            self._set_height(min(heights), max(heights))

    def describe(self) -> str:
        """Each run's last value in words."""
        words = [self._key_words(run, *self._points(run.curves)) for run in self._runs]
        return "; ".join(words) if words else self._empty_words()

    def set_colors(self) -> None:
        """Tint the lines."""
        for line in self._lines:
            token, dash = LOOKS[line.look]
            line.curve.setPen(line_pen(getattr(self.theme.tokens, token), 2.2, dash))

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        score = self._kind == "score"
        self.setAccessibleName(self.tr("Practice exams of the chosen runs") if score else self.tr("Losses of the chosen runs"))

    def _empty_words(self) -> str:
        if any(run.curves is None for run in self._runs):
            return self.tr("Reading the record…")
        if self._runs:
            return self.tr("This run kept no record of its learning.")
        return self.tr("Choose runs in the table: their curves are laid over each other here.")

    def _last_step(self, curves: RunCurves) -> float | None:
        """None where there is nothing to draw; an exam before the first step is something."""
        steps = curves.exam_steps if self._kind == "score" else curves.loss.steps
        return float(steps[-1]) if len(steps) else None

    def _points(self, curves: RunCurves | None) -> tuple[Floats, Floats]:
        if curves is None or self._last_step(curves) is None:
            return np.empty(0), np.empty(0)
        if self._kind == "score":
            return curves.exam_steps, (1 if curves.score_name in LOWER_IS_BETTER else 100) * curves.exam_scores
        low, high = self.area.x_range()
        return curves.loss.smooth_line("total", low, high, self.area.columns() // 2)

    def _key_words(self, run: OverlaidRun, x: Floats, y: Floats) -> str:
        name = run.name if len(run.name) <= LONGEST_NAME else run.name[: LONGEST_NAME - 1] + "…"
        if not len(y):
            return name
        at = len(y) - 1 if self.pointed_step is None else int(np.abs(x - self.pointed_step).argmin())
        value = f"{y[at]:.3f}"
        if self._kind == "score":
            falls = run.curves is not None and run.curves.score_name in LOWER_IS_BETTER
            value = f"{y[at]:,.1f}" if falls else percent(y[at] / 100, 1)
        if self.pointed_step is None:
            return f"{name} {value}"
        return self.tr("{name}, step {step}: {value}").format(name=name, step=count(x[at]), value=value)

    def _set_height(self, lowest: float, highest: float) -> None:
        self.area.left.most = 100 if self._kind == "score" and not self.falls else math.inf
        if self._kind == "loss":
            self.area.box.setYRange(0, 1.06 * max(highest, 1e-6), padding=0)
            return
        if self.falls:
            highest = min(highest, FARTHEST * lowest)
        grid = 10 if highest - lowest > 25 else 5
        low = max(0, grid * math.floor((lowest - 1) / grid))
        self.area.box.setYRange(low, low + 1.12 * max(highest - low, 1.0), padding=0)

    def _fit_lines(self, looks: list[int]) -> None:
        """As many lines as runs. Those that are there are taken again: to make one with its key takes milliseconds."""
        while len(self._lines) > len(looks):
            line = self._lines.pop()
            self.area.removeItem(line.curve)
            self.legend.removeWidget(line.key)
            line.key.hide()
            line.key.deleteLater()
        for line, look in zip(self._lines, looks, strict=False):
            line.look = look
            line.key.set_line(*LOOKS[look])
        for look in looks[len(self._lines) :]:
            curve = pg.PlotCurveItem(antialias=True)
            self.area.addItem(curve)
            self._lines.append(_Line(self.add_key(LegendKey(self.theme, *LOOKS[look], 2.2)), curve, look))
        self.follows = True
        self.whole_button.hide()
        self.set_colors()
