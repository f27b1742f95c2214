"""The chart of what a student costs and what it can: megabytes or milliseconds across, score up. Must not know: files, the page around it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import drawn, megabytes, milliseconds, score
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import LegendKey, Plot, line_pen
from distilstudio.gui.widgets.run_looks import LOOKS
from distilstudio.protocol.scores import LOWER_IS_BETTER, merit

Kind = Literal["teacher", "student", "export"]
MARKS: dict[Kind, tuple[str, str]] = {"teacher": ("d", "teacher"), "student": ("o", "student"), "export": ("s", "label")}
"""pyqtgraph's symbol and the colour token of each kind: the shape says it too."""
LONGEST_NAME = 22
CROWD = 60
"""Among more dots than these a name may cover one that has none; there would be no room for any otherwise."""
LEAST_SPREAD = 5.0
"""So many points the chart is high at least: students that differ by chance are not to look far apart."""
FEW = 8
"""Of so many students each is named, where there is room."""


@dataclass(frozen=True)
class Dot:
    """One model. `look`: its place among the chosen runs, -1: not chosen. `named`: its name stands beside it where there is room."""

    name: str
    kind: Kind
    megabytes: float
    ms: float
    score: float
    look: int = -1
    named: bool = False
    score_name: str = ""


class MarkKey(LegendKey):
    """A shape and what it stands for."""

    def __init__(self, theme: Theme, kind: Kind) -> None:
        super().__init__(theme, MARKS[kind][1])
        self._kind = kind

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw shape and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("muted"))
        painter.setFont(self._theme.font("note"))
        left = self._theme.px(18)
        metrics = painter.fontMetrics()
        painter.drawText(QPointF(left, (self.height() + metrics.ascent() - metrics.descent()) / 2), self._text)
        painter.setPen(self._theme.color(self._color))
        painter.setBrush(self._theme.color(self._color))
        half, middle = self._theme.px(5), QPointF(self._theme.px(7), self.height() / 2)
        box = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
        match self._kind:
            case "student":
                painter.drawEllipse(box)
            case "export":
                painter.drawRect(box.adjusted(1, 1, -1, -1))
            case "teacher":
                corners = [QPointF(half, 0), QPointF(0, half), QPointF(-half, 0), QPointF(0, -half)]
                painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


class TradeoffPlot(Plot):
    """Every teacher, student and exported form as a dot."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._dots: list[Dot] = []
        super().__init__(
            theme, lambda value: f"{value:g}" if self.falls else f"{value:g} %", parent, lambda value: f"{value:g} {self._unit}"
        )
        self.setObjectName("tradeoff_plot")
        self._unit: Literal["MB", "ms"] = "MB"
        self._keys: dict[Kind, MarkKey] = {}
        self._scatters: dict[Kind, pg.ScatterPlotItem] = {}
        self._places: dict[Kind, list[tuple[float, float]]] = {}
        for kind, (symbol, _) in MARKS.items():
            self._keys[kind] = key = MarkKey(theme, kind)
            self.add_key(key)
            self._scatters[kind] = pg.ScatterPlotItem(size=10, symbol=symbol, pen=None)
            self.area.addItem(self._scatters[kind])
        self._rings = pg.ScatterPlotItem(size=17, brush=None)
        self.area.addItem(self._rings)
        self._names: list[pg.TextItem] = []
        places = np.linspace(4, 96, 60)
        self.ghost.setData(places, 92 - 70 * np.exp(-places / 14))
        self.area.box.setMouseEnabled(x=False, y=False)
        self.set_colors()
        self.retranslate()

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Draw these models."""
        if list(dots) != self._dots:
            self._dots = list(dots)
            self.mark_dirty()

    @property
    def falls(self) -> bool:
        """Whether a lower score is better; all dots are of one kind of work."""
        return bool(self._dots) and self._dots[0].score_name in LOWER_IS_BETTER

    def set_across(self, unit: Literal["MB", "ms"]) -> None:
        """What is measured across."""
        self._unit = unit
        self.area.bottom.picture = None
        self.mark_dirty()

    def draw(self) -> None:
        """Put dots, rings and names in place."""
        dots = self._dots
        self.show_empty("" if dots else self._empty_words())
        for kind, scatter in self._scatters.items():
            places = [(self._across(dot), _up(dot)) for dot in dots if dot.kind == kind]
            # Another choice moves no dot, and pyqtgraph takes milliseconds for hundreds.
            if places != self._places.get(kind):
                self._places[kind] = places
                scatter.setData([x for x, _ in places], [y for _, y in places])
                self._keys[kind].setVisible(bool(places))
        chosen = [dot for dot in dots if dot.look >= 0]
        pens = [line_pen(getattr(self.theme.tokens, LOOKS[dot.look][0]), 2.0) for dot in chosen]
        self._rings.setData([self._across(dot) for dot in chosen], [_up(dot) for dot in chosen], pen=pens)
        self._set_range()
        self._write_names()

    def describe(self) -> str:
        """The named models in words, best first."""
        named = sorted((dot for dot in self._dots if dot.named), key=lambda dot: -merit(dot.score_name, dot.score))
        return "; ".join(self._words(dot) for dot in named) if named else self._empty_words()

    def set_colors(self) -> None:
        """Tint the items."""
        for kind, scatter in self._scatters.items():
            scatter.setBrush(pg.mkBrush(getattr(self.theme.tokens, MARKS[kind][1])))
        for item in self._names:
            item.setColor(self.theme.tokens.text)
            item.setFont(self.theme.font("note"))
        self.mark_dirty()

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setAccessibleName(self.tr("Size, speed and quality"))
        self._keys["teacher"].set_text(self.tr("teacher"))
        self._keys["student"].set_text(self.tr("student"))
        self._keys["export"].set_text(self.tr("exported student"))

    def _empty_words(self) -> str:
        return self.tr("Each finished run puts a dot here: how large or slow its student is, and how well it does.")

    def _across(self, dot: Dot) -> float:
        return dot.megabytes if self._unit == "MB" else dot.ms

    def _words(self, dot: Dot) -> str:
        return f"{dot.name} {score(dot.score_name, dot.score)}, {megabytes(dot.megabytes)}, {milliseconds(dot.ms)}"

    def _set_range(self) -> None:
        if not self._dots:
            self.area.box.setRange(xRange=(0, 100), yRange=(0, 100), padding=0)
            return
        across, scores = [self._across(dot) for dot in self._dots], [_up(dot) for dot in self._dots]
        spread = max(scores) - min(scores)
        least = 0.0 if self.falls else LEAST_SPREAD
        self.area.left.most = math.inf if self.falls else 100
        grid = 10 if spread > 25 else 5 if max(spread, least) > 4 else 1
        low = max(0, grid * math.floor((min(scores) - 0.08 * spread - 0.5) / grid))
        # Room above for the names of the best.
        room = min(0.4, self.theme.px(30) / max(1.0, self.area.box.height()))
        self.area.box.setRange(xRange=(0, 1.12 * max(*across, 1e-3)), padding=0)
        self.area.box.setYRange(low, low + max(max(scores) - low, least) / (1 - room), padding=0)

    def _write_names(self) -> None:
        """Chosen dots first; a name that would cover another, or a dot, is left out."""
        free = iter(list(self._names))
        metrics = QFontMetrics(self.theme.font("note"))
        (left, right), (bottom, top) = self.area.box.viewRange()
        wide, high = self.area.box.width() / (right - left), self.area.box.height() / (top - bottom)

        def place(dot: Dot) -> QPointF:
            return QPointF((self._across(dot) - left) * wide, (top - _up(dot)) * high)

        frame = QRectF(0, 0, self.area.box.width(), self.area.box.height())
        crowd = len(self._dots) > CROWD
        taken = [QRectF(place(dot).x() - 6, place(dot).y() - 6, 12, 12) for dot in self._dots if dot.named or not crowd]
        for dot in sorted(
            (dot for dot in self._dots if dot.named), key=lambda dot: (dot.look < 0, dot.look, -merit(dot.score_name, dot.score))
        ):
            name = dot.name if len(dot.name) <= LONGEST_NAME else dot.name[: LONGEST_NAME - 1] + "…"
            width, height, at = metrics.horizontalAdvance(name) + 4, metrics.height(), place(dot)
            for dx, dy in ((-width / 2, -height - 11), (12, -height / 2), (-width - 12, -height / 2), (-width / 2, 11)):
                box = QRectF(at.x() + dx, at.y() + dy, width, height)
                if frame.contains(box) and not any(box.intersects(other) for other in taken):
                    taken.append(box)
                    self._put_name(next(free, None) or self._make_name(), name, left + box.x() / wide, top - box.y() / high)
                    break
        for item in free:
            item.hide()

    def _put_name(self, item: pg.TextItem, name: str, x: float, y: float) -> None:
        if item.toPlainText() != name:
            item.setText(name)
        item.setPos(x, y)
        item.show()

    def _make_name(self) -> pg.TextItem:
        """A name is written with an item that stood there before, where there is one: to make one takes a millisecond."""
        item = pg.TextItem(color=self.theme.tokens.text, anchor=(0, 0))
        item.textItem.document().setDocumentMargin(0)
        item.setFont(self.theme.font("note"))
        self.area.addItem(item)
        self._names.append(item)
        return item


def _up(dot: Dot) -> float:
    return drawn(dot.score_name, dot.score)


def dots_of(records: Sequence[RunRecord], looks: Mapping[Path, int], teacher_word: str) -> list[Dot]:
    """The models of all finished runs of one kind of work, which is that of the chosen ones. `looks`: of the chosen runs.

    Named are chosen and starred students, the best one, all of a few, and teachers; a teacher that several runs share is one dot, and one that
    is called as another says whose it is.
    """
    finished = [record for record in records if record.report is not None and record.score is not None]
    leading = next((record for record in finished if record.folder in looks), finished[0] if finished else None)
    if leading is None:
        return []
    same = [record for record in finished if record.recipe.task == leading.recipe.task]
    name_of_score = leading.report.score_name if leading.report is not None else ""
    best = max(same, key=lambda record: merit(name_of_score, record.score or 0.0))
    teachers: dict[tuple[float, float], Dot] = {}
    of_run: dict[tuple[float, float], str] = {}
    dots: list[Dot] = []
    for record in same:
        report, look = record.report, looks.get(record.folder, -1)
        if report is None or record.score is None:
            continue
        student, teacher = report.student, report.teacher
        named = look >= 0 or record.marks.star or record is best or len(same) <= FEW
        dots.append(
            Dot(record.name, "student", student.megabytes, student.ms_per_text, record.score, look, named, report.score_name)
        )
        for export in report.exports:
            if report.score_name in export.scores:
                value, name = export.scores[report.score_name], f"{record.name} {export.kind}"
                dots.append(Dot(name, "export", export.megabytes, export.ms_per_text, value, look, look >= 0, report.score_name))
        if record.teacher_score is not None:
            name = teacher_word if record.is_starter else record.teacher_name
            place = (round(teacher.megabytes), round(record.teacher_score, 3))
            of_run.setdefault(place, record.name)
            teachers.setdefault(
                place,
                Dot(
                    name,
                    "teacher",
                    teacher.megabytes,
                    teacher.ms_per_text,
                    record.teacher_score,
                    named=True,
                    score_name=report.score_name,
                ),
            )
    names = [dot.name for dot in teachers.values()]
    told = [
        replace(dot, name=f"{dot.name} · {of_run[place]}") if names.count(dot.name) > 1 else dot
        for place, dot in teachers.items()
    ]
    return [*told, *dots]
