"""What the exams of one run come to, while it goes on and read from its journal. Must not know: Qt, files."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from distilstudio.protocol.events import ExamDone
from distilstudio.protocol.scores import merit


class KeptExam(Struct):
    """Of an ExamDone in a journal what curves need; the other fields are passed over."""

    stage: str
    who: str
    rows_from: str
    step: int
    score_name: str
    scores: dict[str, float]


Exam = ExamDone | KeptExam


def score_of(exam: Exam) -> float:
    """An exam's headline score."""
    return exam.scores[exam.score_name]


def teachers_score(exams: Iterable[Exam]) -> float | None:
    """The teacher's score on the watch rows: of the exams while it was trained the best, else the newest."""
    told = [exam for exam in exams if exam.who == "teacher" and exam.rows_from == "watch"]
    asked = [exam for exam in told if exam.stage != "teacher"]
    best = max(told, key=lambda exam: merit(exam.score_name, score_of(exam)), default=None)
    given = asked[-1] if asked else best
    return score_of(given) if given is not None else None
