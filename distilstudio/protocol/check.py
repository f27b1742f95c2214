"""What window and engine say to each other about a teacher's check-up. Must not know: how a teacher is asked."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Recipe

How = Literal["said", "name", "meaning", "order", "answers", "none"]
"""By what a teacher's label was matched with one of the data: the person said so, the names are the same, or mean the same, or both are in
one order, or the teacher gives it to the rows that carry the other. none: it was not."""
CheckStep = Literal["read", "load", "texts", "exam", "time"]


class CheckTeacher(Struct, frozen=True, tag="check_teacher", forbid_unknown_fields=True):
    """Let the recipe's teacher answer exam rows and training rows as it is. Relative paths are resolved against `base`.

    whole: every row is read; else many rows are represented by some, drawn by chance. Answers: CheckProgress now and then, last TeacherChecked.
    """

    request_id: int
    recipe: Recipe
    base: str = ""
    whole: bool = False


class StopCheck(Struct, frozen=True, tag="stop_check", forbid_unknown_fields=True):
    """End the check-up. Its TeacherChecked comes all the same."""

    request_id: int


class CheckProgress(Struct, frozen=True, tag="check_progress", forbid_unknown_fields=True):
    """How far a check-up is: `done` of `total` rows; total 0 where nothing can be counted."""

    request_id: int
    step: CheckStep
    done: int = 0
    total: int = 0


class LabelMatch(Struct, frozen=True):
    """One label of the teacher (of tags, their type), and the data's label that it stands for; "": none."""

    teacher: str
    data: str
    how: How


class LabelScores(Struct, frozen=True):
    """How well the teacher knows one label: shares 0..1 over the exam rows that were read; `rows` of them (names, of NER) carry it."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


class MarkedPart(Struct, frozen=True):
    """A part of a text in code points, and the label that it carries; "" for the answer to a question."""

    start: int
    end: int
    label: str


class Disagreement(Struct, frozen=True):
    """A training row to which the teacher gives another answer than the data.

    key: the row's own, under which a recipe keeps what was decided of it. row: its number in the file. said, answered: what data and teacher
    say, as labels or as parts of the text. confidence: the teacher's probability of what it says, 0..1. take: what a recipe keeps when the
    teacher is right; "" where that cannot be taken over.
    """

    key: str
    row: int
    text: str
    question: str
    said: list[str]
    answered: list[str]
    confidence: float
    take: str
    said_parts: list[MarkedPart] = []
    answered_parts: list[MarkedPart] = []


class CheckUp(Struct, frozen=True):
    """What came out. Scores 0..1 by name; `chance` is the headline's score of always answering `chance_label`.

    exam_rows of exam_total rows were examined, train_rows of train_total labelled training rows were compared; of these `differing` differ, and
    the first of them stand in `disagreements`, the most confident first. problem: why this teacher cannot teach as it is, None: it can.
    """

    model: str
    score_name: str
    scores: dict[str, float]
    chance: float
    chance_label: str
    exam_rows: int
    exam_total: int
    labels: list[LabelScores]
    matches: list[LabelMatch]
    data_labels: list[str]
    ms_per_text: float
    train_rows: int
    train_total: int
    differing: int
    disagreements: list[Disagreement]
    problem: Problem | None = None


class TeacherChecked(Struct, frozen=True, tag="teacher_checked", forbid_unknown_fields=True):
    """Answer to CheckTeacher; None: it was stopped."""

    request_id: int
    check: CheckUp | None = None


CheckCommand = CheckTeacher | StopCheck
CheckAnswer = CheckProgress | TeacherChecked
