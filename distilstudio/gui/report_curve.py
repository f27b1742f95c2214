"""A curve as a small SVG drawing, for a page that is printed: axes with round numbers, one line. Must not know: runs, widgets, themes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import numpy as np

from distilstudio.gui.figures import steps
from distilstudio.gui.models.curves import Floats
from distilstudio.gui.tokens import LIGHT

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 8, 22
"""Room beside the axes, for their numbers."""
MOST_TICKS = 4
FONT = "Noto Sans, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"


@dataclass(frozen=True)
class Curve:
    """steps: rising. values: as many. told: how a value is written; ticked: at the axis. dots: each value is marked.
    level: a height that is marked by a dashed line of level_color."""

    title: str
    note: str
    steps: Floats
    values: Floats
    told: Callable[[float], str]
    color: str
    dots: bool = False
    ticked: Callable[[float], str] | None = None
    level: float | None = None
    level_color: str = ""

    @property
    def is_line(self) -> bool:
        """Whether there is enough to draw: a run that ended before its first step has two exams at the same place."""
        return len(self.steps) > 1 and bool(self.steps[-1] > self.steps[0]) and bool(np.isfinite(self.values).all())


def svg_of(curve: Curve) -> str:
    """The drawing of a curve that is a line."""
    seen = curve.values if curve.level is None else np.append(curve.values, curve.level)
    ticks = round_numbers(float(seen.min()), float(seen.max()))
    low, high, told = ticks[0], ticks[-1], curve.ticked or curve.told
    first, last = float(curve.steps[0]), float(curve.steps[-1])
    across = LEFT + (curve.steps - first) / (last - first) * (WIDTH - LEFT - RIGHT)
    down = _down(curve.values, low, high)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(_spoken(curve))}">',
        *(_grid_line(y, told(tick)) for y, tick in zip(_down(np.array(ticks), low, high), ticks, strict=True)),
        _words(LEFT, HEIGHT - 6, steps(round(first)), "start"),
        _words(WIDTH - RIGHT, HEIGHT - 6, steps(round(last)), "end"),
        *(_level(y, curve.level_color) for y in _down(np.array([] if curve.level is None else [curve.level]), low, high)),
        f'<polyline fill="none" stroke="{curve.color}" stroke-width="1.8" stroke-linejoin="round" points="{_points(across, down)}"/>',
        *(_dot(x, y, curve.color) for x, y in zip(across, down, strict=True) if curve.dots),
        "</svg>",
    ]
    return "".join(parts)


def round_numbers(low: float, high: float) -> list[float]:
    """A few round numbers over a range and up to its ends: 0.2, 0.4, 0.6."""
    span = high - low or max(abs(high), 1.0)
    power = 10.0 ** math.floor(math.log10(span / MOST_TICKS))
    step = next(times * power for times in (1, 2, 5, 10) if span / (times * power) <= MOST_TICKS)
    first = math.floor(low / step)
    return [number * step for number in range(first, max(math.ceil(high / step), first + 1) + 1)]


def _down(values: Floats, low: float, high: float) -> Floats:
    """From the top of the drawing to each value."""
    return TOP + (high - values) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _grid_line(y: float, told: str) -> str:
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LIGHT.border}" stroke-width="1"/>'
    return line + _words(LEFT - 6, y + 3.5, told, "end")


def _level(y: float, color: str) -> str:
    return f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{color}" stroke-width="1.5" stroke-dasharray="6 4"/>'


def _words(x: float, y: float, words: str, anchor: str) -> str:
    looks = f'font-family="{FONT}" font-size="10" fill="{LIGHT.muted}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {looks}>{escape(words)}</text>'


def _points(across: Floats, down: Floats) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))


def _dot(x: float, y: float, color: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{color}"/>'


def _spoken(curve: Curve) -> str:
    return f"{curve.title}: {curve.told(float(curve.values[0]))} → {curve.told(float(curve.values[-1]))}"
