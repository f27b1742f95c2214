"""What a finished run reports: `report.json`, and the score board in the window. Must not know: models, widgets."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.scores import LOWER_IS_BETTER


class ModelReport(Struct, frozen=True):
    """One model in the exam. Scores are 0..1 by name, perplexity from 1 up; megabytes count 10^6 bytes of the weights' file; ms_per_text is the
    median for one text at a time of the exam's own length, ms_32_tokens for one of 32 word pieces."""

    scores: dict[str, float]
    parameters: int
    megabytes: float
    layers: int
    ms_per_text: float
    ms_32_tokens: float = 0.0


class ExportReport(Struct, frozen=True):
    """An exported form of the student and what its verification found on `rows` exam rows, against the student in PyTorch (float32).

    agreement: share of them that both answer alike; largest_difference: between any two logits; student_ms_per_text: the student in
    PyTorch, timed in turns with this; folder: relative to the run's.
    """

    kind: str
    megabytes: float
    ms_per_text: float
    agreement: float
    scores: dict[str, float]
    rows: int = 0
    largest_difference: float = 0.0
    student_ms_per_text: float = 0.0
    folder: str = ""


COSTS_TOO_MUCH = 0.01
"""From this loss of the headline score on an exported form comes with a warning: one point."""
ALIKE_ENOUGH = 0.95
"""An exported form that answers a smaller share of the exam rows as the student does comes with a warning, though its score may be as good:
it is right as often, about other texts."""


class DataReport(Struct, frozen=True):
    """Rows that were trained on, rows of the exam, and the hash of the training file. exam_sha256: of the exam's own file; "" where the exam
    was set aside from the training file, and of runs of earlier versions. learnt_before: so many of the exam's rows a model has learnt from in an
    earlier run that this one began from."""

    rows: int
    exam_rows: int
    sha256: str
    exam_sha256: str = ""
    learnt_before: int = 0


class FinalExam(Struct, frozen=True):
    """Scores of teacher and student on `rows` rows that no choice of the run or the person ever saw; kept: of the headline score.
    learnt_before: so many of them a model has learnt from in an earlier run."""

    rows: int
    teacher: dict[str, float]
    student: dict[str, float]
    kept: float
    learnt_before: int = 0


class Proof(Struct, frozen=True):
    """What the teacher was worth: the run's student against the same small model trained without it, on the same `rows` exam rows.

    alone, student: their scores; gain: by how much the student's headline score is higher (of perplexity: by how many nats a word piece its
    logarithm is lower), with its 95 % interval from `resamples`
    paired bootstrap samples of the rows. start, what "without the teacher" began from: "base", the same layers of the model as it came,
    before the run trained it; "teacher", the student as it was cut, since the teacher came trained; "student", the one it learnt on from.
    """

    rows: int
    alone: dict[str, float]
    student: dict[str, float]
    gain: float
    low: float
    high: float
    resamples: int
    start: Literal["base", "teacher", "student"]
    seconds: float = 0.0


class TeacherReport(Struct, frozen=True):
    """One of several teachers: what it counted (a share of 1), and its own scores on the exam rows."""

    name: str
    weight: float
    scores: dict[str, float]
    parameters: int
    megabytes: float
    ms_per_text: float


class Report(Struct, frozen=True):
    """The result of one run. `kept` is student score / teacher score, of perplexity teacher / student; seconds are by stage; rows_per_second is of
    the distil stage. started_from: the run whose student learnt on in this one. started, ended: by the date (protocol/moments.py); "" of runs of
    earlier versions. teachers: each of several, the first one first; `teacher` is all of them together then: what their mean scores, what all of
    them weigh, and what all take for a text. kernels: of attention, by what they were chosen for: the clock chooses, and runs of one recipe and
    seed are the same to the bit where it chose the same. chance: the headline score of who only guesses, on the same exam rows; None of runs of
    earlier versions."""

    task: str
    score_name: str
    teacher: ModelReport
    student: ModelReport
    kept: float
    speedup: float
    seconds: dict[str, float]
    rows_per_second: float
    precision: str
    device: str
    exports: list[ExportReport]
    versions: dict[str, str]
    data: DataReport
    outcome: str = "done"
    reused: list[str] = []
    notes: list[str] = []
    final_exam: FinalExam | None = None
    started_from: str = ""
    started: str = ""
    ended: str = ""
    kernels: dict[str, str] = {}
    proof: Proof | None = None
    teachers: list[TeacherReport] = []
    chance: float | None = None


def points_lost(report: Report, export: ExportReport) -> float:
    """How much of the student's headline score an exported form loses (of perplexity: by which share it rises); below 0 where it is better."""
    before, now = report.student.scores[report.score_name], export.scores[report.score_name]
    return now / before - 1 if report.score_name in LOWER_IS_BETTER else before - now


def rows_that_differ(report: Report, export: ExportReport) -> int:
    """How many exam rows an exported form answers otherwise than the student, where these are too many, else 0.

    Guessed words are left to their perplexity: in a row all of them would have to be the same, of thousands that say nearly the same.
    """
    if report.score_name in LOWER_IS_BETTER or export.agreement >= ALIKE_ENOUGH:
        return 0
    return round((1 - export.agreement) * export.rows)
