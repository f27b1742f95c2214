"""The live plot of the student's practice exams against its teacher's score. Must not know: the engine, the page around it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import count, drawn, score
from distilstudio.gui.models.exams import score_of
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import LegendKey, Plot, line_pen, put_line
from distilstudio.protocol.events import ExamDone
from distilstudio.protocol.scores import LOWER_IS_BETTER, merit

RING_ROOM = 8
"""Pixels from the ring's middle to its outer edge, and a hair."""
FARTHEST = 4.0
"""Of a score that falls: times the lowest that is seen; what lies above is left out of the picture."""


class ScorePlot(Plot):
    """The student's score at each exam, the teacher's as a dashed line, and the best exam ringed. Axis in percent, or as the score is."""

    def __init__(self, theme: Theme, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, lambda value: f"{value:g}" if run.score_name in LOWER_IS_BETTER else f"{value:g} %", parent)
        self.setObjectName("score_plot")
        self._run = run
        self._student_key = self.add_key(LegendKey(theme, "student", "solid", 2.4, strong=True))
        self._teacher_key = self.add_key(LegendKey(theme, "teacher", "dash", 2.0))
        self._waiting_key = self.add_key(LegendKey(theme, "label", "dot", 2.4))
        self._student = pg.PlotCurveItem(antialias=True)
        self._waiting = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(size=6, pen=None)
        self._teacher = pg.InfiniteLine(angle=0, movable=False)
        self._best = pg.ScatterPlotItem(size=12)
        self._word = pg.TextItem()
        self._word.setZValue(20)
        self._best.setZValue(21)  # the word's ground must not cover the ring
        for item in (self._teacher, self._waiting, self._student, self._dots, self._best, self._word):
            self.area.addItem(item)
        places = np.linspace(0, 100, 60)
        put_line(self.ghost, places, 92 - 85 * np.exp(-places / 9))
        self.set_colors()
        self.retranslate()
        run.curves_changed.connect(self.mark_dirty)
        run.changed.connect(self.mark_dirty)

    def draw(self) -> None:
        """Put line, dots and ring in place."""
        exams, teacher = self._run.student_exams, self._run.teacher_score
        self._student_key.setVisible(bool(exams))
        self._teacher_key.setVisible(teacher is not None)
        self._teacher.setVisible(teacher is not None and bool(exams))
        if teacher is not None:
            self._teacher.setPos(self._drawn(teacher))
            self._teacher_key.set_text(self.tr("teacher {score}").format(score=self._told(teacher)))
        steps = np.array([exam.step for exam in exams], dtype=np.float64)
        scores = np.array([self._drawn(score_of(exam)) for exam in exams], dtype=np.float64)
        put_line(self._student, steps, scores)
        self._dots.setData(steps, scores)
        self.show_empty("" if exams else self._empty_words())
        self._set_range(steps, scores, teacher)
        best = self._run.best
        self._best.setVisible(best is not None)
        self._word.setVisible(best is not None)
        if best is not None:
            self._mark_best(best)
            self._student_key.set_text(self._student_words(exams))
        self._show_waiting(best, exams)

    def _drawn(self, value: float) -> float:
        return drawn(self._run.score_name, value)

    def _told(self, value: float) -> str:
        return score(self._run.score_name, value)

    def describe(self) -> str:
        """Last exam, best exam and teacher in words."""
        exams, best, teacher = self._run.student_exams, self._run.best, self._run.teacher_score
        if best is None:
            words = self._empty_words()
        else:
            words = self.tr("Student {score} at step {step}; best {best} at step {best_step}.")
            if self._is_later(best):
                words = self.tr("Student {score} at step {step}; kept is {best} at step {best_step}.")
            words = words.format(
                score=self._told(score_of(exams[-1])),
                step=count(exams[-1].step),
                best=self._told(score_of(best)),
                best_step=count(best.step),
            )
        if self._waiting_words():
            words += " " + self._waiting_words() + "."
        if teacher is not None:
            words += " " + self.tr("Teacher {score}.").format(score=self._told(teacher))
        return words

    def set_colors(self) -> None:
        """Tint the items."""
        tokens = self.theme.tokens
        self._student.setPen(line_pen(tokens.student, 2.4))
        self._dots.setBrush(pg.mkBrush(tokens.student))
        self._waiting.setPen(line_pen(tokens.label, 2.4, "dot"))
        self._teacher.setPen(line_pen(tokens.teacher, 2.0, "dash"))
        self._best.setPen(line_pen(tokens.student, 2.4))
        self._best.setBrush(pg.mkBrush(tokens.surface))
        self._word.setColor(tokens.text)
        # The ground keeps the word readable where it stands on the teacher's line.
        self._word.fill = pg.mkBrush(tokens.surface)
        self._word.setFont(self.theme.font("note"))

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setAccessibleName(self.tr("Practice exams over the steps"))

    def _empty_words(self) -> str:
        if self._run.is_live:
            return self.tr("The first practice exam comes soon. The student is asked texts that it never learnt from.")
        return self.tr("Here you will see the student come closer to its teacher, from one practice exam to the next.")

    def _student_words(self, exams: list[ExamDone]) -> str:
        exam = exams[-1]
        if self.pointed_step is not None:
            pointed = self.pointed_step
            exam = min(exams, key=lambda each: abs(each.step - pointed))
            return self.tr("step {step}: student {score}").format(step=count(exam.step), score=self._told(score_of(exam)))
        return self.tr("student {score}").format(score=self._told(score_of(exam)))

    def _waiting_words(self) -> str:
        """The counter of early stopping, while it counts."""
        waited, most = self._run.waited
        if not waited:
            return ""
        if self._run.is_live or waited < most:
            return self.tr("no better exam for {waited} of {most} epochs").format(waited=waited, most=most)
        return self.tr("stopped early after {most} epochs without a better exam").format(most=most)

    def _show_waiting(self, best: ExamDone | None, exams: list[ExamDone]) -> None:
        """From the best exam, of equal ones the first, to the newest one: so long nothing was better."""
        words = self._waiting_words()
        self._waiting_key.setVisible(bool(words))
        self._waiting.setVisible(bool(words))
        self._waiting_key.set_text(words)
        if words and best is not None:
            height, first = self._drawn(score_of(best)), next(exam for exam in exams if score_of(exam) == score_of(best))
            put_line(self._waiting, np.array([first.step, exams[-1].step], np.float64), np.array([height, height]))

    def _is_later(self, best: ExamDone) -> bool:
        """Whether an earlier exam had a higher score, from which few texts cannot tell this one apart."""
        name = self._run.score_name
        return any(merit(name, score_of(exam)) > merit(name, score_of(best)) for exam in self._run.student_exams)

    def _mark_best(self, best: ExamDone) -> None:
        x, y = float(best.step), self._drawn(score_of(best))
        self._best.setData([x], [y])
        words = self.tr("kept: {score}") if self._is_later(best) else self.tr("best {score}")
        self._word.setText(words.format(score=self._told(score_of(best))))
        # At the edges the word stands beside its ring, so that the frame does not cut it; near the teacher's line it stands above that.
        low, high = self.area.x_range()
        across = (x - low) / (high - low) if high > low else 0.5
        bottom, top = self.area.box.viewRange()[1]
        teacher = self._drawn(self._run.teacher_score or 0.0)
        near = 0 <= teacher - y < self.theme.px(36) / max(1.0, self.area.box.height()) * (top - bottom)
        self._word.setAnchor((1.0 if across > 0.85 else 0.0 if across < 0.15 else 0.5, 1.4))
        self._word.setPos(x, teacher if near else y)

    def _set_range(self, steps: np.ndarray, scores: np.ndarray, teacher: float | None) -> None:
        self.area.left.most = math.inf if self._run.score_name in LOWER_IS_BETTER else 100
        if not len(steps):
            self.area.box.setLimits(xMin=0, xMax=100)
            self.area.box.setRange(xRange=(0, 100), yRange=(0, 100), padding=0)
            return
        planned = max(self._run.planned_steps, float(steps[-1]), 10)
        # A hair of room at both ends keeps the ring whole where the first or the last exam is the best.
        side = planned * min(0.1, self.theme.px(RING_ROOM) / max(1.0, self.area.box.width()))
        self.area.box.setLimits(xMin=-side, xMax=planned + side)
        if self.follows:
            self.area.box.setXRange(0 if steps[0] > 0 else -side, planned + side, padding=0)
        seen = [float(score) for score in scores] + ([self._drawn(teacher)] if teacher is not None else [])
        if self._run.score_name in LOWER_IS_BETTER:  # what it scored before it learnt may be a hundred times as much
            low, high = 0.8 * min(seen), min(max(seen), FARTHEST * min(seen))
            self.area.box.setYRange(low, low + 1.2 * max(high - low, 1.0), padding=0)
            return
        grid = 10 if max(seen) - min(seen) > 25 else 5
        low = max(0, grid * math.floor((min(seen) - 1) / grid))
        # Room for the ring and the word above the best exam.
        room = min(0.4, self.theme.px(34) / max(1.0, self.area.box.height()))
        high = low + (max(max(seen), low + 1) - low) / (1 - room)
        self.area.box.setYRange(low, high, padding=0)
