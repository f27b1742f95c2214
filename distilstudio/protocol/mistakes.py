"""What teacher and student answered in a run's exam, row by row: `mistakes.json` in its folder, and the tab "Mistakes" in the window.

Must not know: models, widgets, how answers are reckoned.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from distilstudio.protocol.check import MarkedPart

MISTAKES_FILE = "mistakes.json"
MOST_ROWS = 3000
"""Rows that are kept: those on which teacher or student is wrong, and some on which both are right."""
FEWEST_RIGHT = 500
"""Of these so many at least on which both are right, where there are as many."""
MOST_CHARACTERS = 1500
"""Of a row's text that are kept, round the place that matters."""
MOST_CELLS = 5000
"""Of a table's cells that hold mistakes, the fullest ones."""
Shape = Literal["grid", "per_label", "per_type", "kinds"]
"""grid: lines are what a text is, columns what the student says it is. per_label: several labels a text, columns are FOUND, MISSED, TOO_MUCH.
per_type: of names, columns are NAME_COLUMNS. kinds: of answers to questions, lines are ANSWER_KINDS, and there is one column."""
FOUND, MISSED, TOO_MUCH = "found", "missed", "too_much"
LABEL_COLUMNS = (FOUND, MISSED, TOO_MUCH)
NAME_COLUMNS = (FOUND, MISSED, "wrong_type", "wrong_borders", "invented")
ANSWER_KINDS = ("right", "partly", "wrong", "refused", "made_up")
"""partly: some of its words are right. refused: no answer is said where there is one; made_up: one where there is none."""


class Cell(Struct, frozen=True, array_like=True):
    """How often the exam came to this line and column, and how often the teacher was right there. All rows are counted, not those kept alone."""

    line: int
    column: int
    count: int
    teacher_right: int


class Place(Struct, frozen=True, array_like=True):
    """A cell in which a row was counted, and whether the teacher was right in it."""

    line: int
    column: int
    teacher_right: bool


class Said(Struct, frozen=True):
    """One answer to a row. words: the labels, or the answer to a question; none: no label fits, no answer is there. parts: names, or where the
    answer stands. confidence: 0..1, of a row's names the mean over the words that are in dispute. right: by the task's own measure, whole."""

    words: list[str] = []
    parts: list[MarkedPart] = []
    confidence: float = 0.0
    right: bool = True


class ExamRow(Struct, frozen=True):
    """A row of the exam. number: in its file, from 0. text: as much of it as is kept, parts count its code points; cut_before, cut_behind: there
    is more. wanted: what the data say."""

    number: int
    text: str
    wanted: Said
    teacher: Said
    student: Said
    places: list[Place] = []
    question: str = ""
    cut_before: bool = False
    cut_behind: bool = False


class Mistakes(Struct, frozen=True):
    """The exam of one run. rows: all that were examined; of these the student is wrong in `student_wrong`, and the teacher right in
    `teacher_right` of those. lines, columns: names of labels and types, or codes. kept: the rows that can be read."""

    task: str
    shape: Shape
    rows: int
    student_wrong: int
    teacher_right: int
    lines: list[str]
    columns: list[str]
    cells: list[Cell]
    kept: list[ExamRow]


def is_right(shape: Shape, line: int, column: int) -> bool:
    """Whether what is counted in this cell is no mistake."""
    return {"grid": line == column, "kinds": line == 0}.get(shape, column == 0)


def is_told(task: str) -> bool:
    """Whether there is anything to be right or wrong about: hidden words are not answered row by row."""
    return task != "mlm"


def written(mistakes: Mistakes) -> bytes:
    """As it stands in the file."""
    return msgspec.json.encode(mistakes) + b"\n"


def read_mistakes(run_folder: Path) -> Mistakes:
    """What a run's folder keeps. Raises: OSError where it keeps nothing, msgspec.DecodeError and UnicodeDecodeError where that is damaged."""
    return msgspec.json.decode((run_folder / MISTAKES_FILE).read_bytes(), type=Mistakes)


def moved(parts: Sequence[MarkedPart], by: int, length: int) -> list[MarkedPart]:
    """Parts of a text that is cut: those that lie in what is left of it, where they stand there."""
    return [
        MarkedPart(part.start + by, part.end + by, part.label)
        for part in parts
        if part.start + by >= 0 and part.end + by <= length
    ]
