"""The curves of a saved run, read from its journal: total loss of the student and its practice exams over the steps.

Must not know: Qt, who draws, what a run is doing now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from distilstudio.gui.models.curves import CurveSet, Floats
from distilstudio.protocol.scores import merit

LINES_AT_A_TIME = 64
"""Then the reader may rest."""
_STEPS, _EXAM = b'{"type":"steps_done"', b'{"type":"exam_done"'


class _Total(Struct):
    total: list[float | None] = []


class _Steps(Struct):
    """Of a StepsDone what a total curve needs; the other fields are passed over, which is several times as fast."""

    stage: str
    steps: list[int]
    losses: _Total


class _Exam(Struct):
    stage: str
    who: str
    rows_from: str
    step: int
    score_name: str
    scores: dict[str, float]

    @property
    def score(self) -> float:
        return self.scores[self.score_name]


_steps_decoder = msgspec.json.Decoder(_Steps)
_exam_decoder = msgspec.json.Decoder(_Exam)


@dataclass(frozen=True)
class RunCurves:
    """What one run's journal has to draw. `loss` has one part, "total"; exams are those of the student while it learnt, of the score
    called score_name, teacher_score their teacher's on the same rows: of those while it was trained the best."""

    folder: Path
    loss: CurveSet
    exam_steps: Floats
    exam_scores: Floats
    score_name: str = ""
    teacher_score: float | None = None


def read_curves(folder: Path) -> Iterator[RunCurves | None]:
    """Read a run's journal, None after every few lines; the last thing is the curves. What cannot be read is passed over."""
    loss = CurveSet()
    read = _Steps("distil", [], _Total([]))
    exams: list[_Exam] = []
    try:
        with (folder / "events.jsonl").open("rb") as lines:
            for number, line in enumerate(lines, 1):
                _take(line, read, exams)
                if number % LINES_AT_A_TIME == 0:
                    _put(read, loss)
                    yield None
    except OSError:
        pass
    _put(read, loss)
    own = [exam for exam in exams if exam.who == "student"]
    steps, scores = np.array([(exam.step, exam.score) for exam in own], dtype=np.float64).reshape(-1, 2).T
    yield RunCurves(folder, loss, steps, scores, own[-1].score_name if own else "", _teachers(exams))


def _teachers(exams: list[_Exam]) -> float | None:
    """As RunModel.teacher_score, of a run that is over."""
    told = [exam for exam in exams if exam.who == "teacher"]
    asked = [exam for exam in told if exam.stage != "teacher"]
    best = max(told, key=lambda exam: merit(exam.score_name, exam.score), default=None)
    return asked[-1].score if asked else best.score if best is not None else None


def _put(read: _Steps, loss: CurveSet) -> None:
    """Many lines at once: a line holds a few steps only, and to append costs the same for a few as for hundreds."""
    if read.steps:
        loss.append(read.steps, {"total": read.losses.total})
        read.steps, read.losses.total = [], []


def _take(line: bytes, read: _Steps, exams: list[_Exam]) -> None:
    try:
        if line.startswith(_STEPS):
            steps = _steps_decoder.decode(line)
            if steps.stage == "distil" and len(steps.losses.total) == len(steps.steps):
                read.steps += steps.steps
                read.losses.total += steps.losses.total
        elif line.startswith(_EXAM):
            exam = _exam_decoder.decode(line)
            if exam.rows_from == "watch" and exam.score_name in exam.scores:
                exams.append(exam)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return  # a torn last line
