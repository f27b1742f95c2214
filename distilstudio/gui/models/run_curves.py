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
from distilstudio.gui.models.exams import KeptExam, score_of, teachers_score

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


_steps_decoder = msgspec.json.Decoder(_Steps)
_exam_decoder = msgspec.json.Decoder(KeptExam)


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
    exams: list[KeptExam] = []
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
    steps, scores = np.array([(exam.step, score_of(exam)) for exam in own], dtype=np.float64).reshape(-1, 2).T
    yield RunCurves(folder, loss, steps, scores, own[-1].score_name if own else "", teachers_score(exams))


def _put(read: _Steps, loss: CurveSet) -> None:
    """Many lines at once: a line holds a few steps only, and to append costs the same for a few as for hundreds."""
    if read.steps:
        loss.append(read.steps, {"total": read.losses.total})
        read.steps, read.losses.total = [], []


def _take(line: bytes, read: _Steps, exams: list[KeptExam]) -> None:
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
