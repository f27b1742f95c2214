"""Makes what a run keeps of its exam, for tests and pictures of the window: a few of every kind of work, and many. Must not know: the engine."""

from __future__ import annotations

from pathlib import Path

from distilstudio.protocol.check import MarkedPart
from distilstudio.protocol.mistakes import (
    ANSWER_KINDS,
    LABEL_COLUMNS,
    MISTAKES_FILE,
    NAME_COLUMNS,
    Cell,
    ExamRow,
    Mistakes,
    Place,
    Said,
    written,
)

REVIEWS = (
    ("The plot is thin, but you will not want it to end.", "positive", "positive", "negative", 0.97),
    ("Two hours I will not get back.", "negative", "negative", "positive", 0.81),
    ("Not the disaster I feared, but close.", "negative", "positive", "positive", 0.74),
    ("Hardly the worst meal of my life.", "positive", "positive", "negative", 0.66),
    ("A warm, funny film that never tries too hard.", "positive", "positive", "positive", 0.99),
    ("Cold soup, colder waiters.", "negative", "negative", "negative", 0.95),
)
"""Text, label, the teacher's, the student's, and how sure it is."""


def labels(rows: int = 0, names: tuple[str, ...] = ("negative", "positive")) -> Mistakes:
    """Reviews; with `rows` so many, each said again and again, in the order of their confidence. 340 more are right and not kept."""
    kept = [_review(number, *REVIEWS[number % len(REVIEWS)], names) for number in range(rows or len(REVIEWS))]
    wrong = [row for row in kept if not row.student.right]
    cells: dict[tuple[int, int], list[bool]] = {}
    for row in kept:
        for place in row.places:
            cells.setdefault((place.line, place.column), []).append(place.teacher_right)
    counted = [
        Cell(*spot, len(found) + 170 * (spot[0] == spot[1]), sum(found) + 160 * (spot[0] == spot[1]))
        for spot, found in sorted(cells.items())
    ]
    return Mistakes(
        "classification",
        "grid",
        len(kept) + 340,
        len(wrong),
        sum(row.teacher.right for row in wrong),
        list(names),
        list(names),
        counted,
        kept,
    )


def _review(number: int, text: str, label: str, teacher: str, student: str, sure: float, names: tuple[str, ...]) -> ExamRow:
    usual = ("negative", "positive")
    wanted, theirs, ours = (names[usual.index(one)] for one in (label, teacher, student))
    return ExamRow(
        number,
        text,
        Said([wanted]),
        Said([theirs], [], 0.9, theirs == wanted),
        Said([ours], [], sure - number / 1e6, ours == wanted),
        [Place(names.index(wanted), names.index(ours), theirs == wanted)],
    )


def several() -> Mistakes:
    """Two labels a text, of which the student misses one and gives another too much."""
    kept = [
        ExamRow(
            0,
            "Fast delivery, broken lid.",
            Said(["damage", "delivery"]),
            Said(["damage", "delivery"], [], 0.9),
            Said(["delivery"], [], 0.8, False),
            [Place(0, 1, True), Place(1, 0, True)],
        ),
        ExamRow(
            1,
            "It came in two days.",
            Said(["delivery"]),
            Said(["damage", "delivery"], [], 0.6, False),
            Said(["damage", "delivery"], [], 0.7, False),
            [Place(0, 2, False), Place(1, 0, True)],
        ),
    ]
    cells = [Cell(0, 0, 20, 20), Cell(0, 1, 1, 1), Cell(0, 2, 1, 0), Cell(1, 0, 32, 31)]
    return Mistakes("classification", "per_label", 60, 2, 1, ["damage", "delivery"], list(LABEL_COLUMNS), cells, kept)


def names() -> Mistakes:
    """One sentence in which the student calls a river a person, 🙂 and Chinese in it; one that both get right."""
    text = "🙂 Mei Lin saw the Verra near 厦门."
    person, river, town = MarkedPart(2, 9, "PERSON"), MarkedPart(18, 23, "PLACE"), MarkedPart(29, 31, "PLACE")
    ada = [MarkedPart(0, 9, "PERSON")]
    kept = [
        ExamRow(
            4,
            text,
            Said(parts=[person, river, town]),
            Said([], [person, river, town], 0.95),
            Said([], [person, MarkedPart(18, 23, "PERSON")], 0.83, False),
            [Place(0, 0, True), Place(1, 2, True), Place(1, 1, True)],
        ),
        ExamRow(5, "Ada Finch built it.", Said(parts=ada), Said([], ada, 0.99), Said([], ada, 0.98), [Place(0, 0, True)]),
    ]
    cells = [Cell(0, 0, 41, 41), Cell(1, 0, 30, 29), Cell(1, 1, 1, 1), Cell(1, 2, 1, 1)]
    return Mistakes("ner", "per_type", 50, 1, 1, ["PERSON", "PLACE"], list(NAME_COLUMNS), cells, kept)


def questions() -> Mistakes:
    """A question that is answered wrongly, one half right, one refused."""
    passage = "The Verra flows into Lake Lindale after 528 kilometres. The tower was built in 1911 by Ada Finch."
    lake, length = Said(["Lake Lindale"], [MarkedPart(21, 33, "")], 0.92), Said(["528 kilometres"], [MarkedPart(40, 54, "")], 0.9)
    half, year = Said(["528"], [MarkedPart(40, 43, "")], 0.55, False), Said(["1911"], [MarkedPart(79, 83, "")], 0.8)
    strange, none = Said(["528 kilometres"], length.parts, 0.61, False), Said([], [], 0.4, False)
    kept = [
        ExamRow(0, passage, lake, lake, strange, [Place(2, 0, True)], "Where does the Verra end?"),
        ExamRow(1, passage, length, half, half, [Place(1, 0, False)], "How long is the Verra?"),
        ExamRow(2, passage, year, year, none, [Place(3, 0, True)], "When was the tower built?"),
    ]
    cells = [Cell(0, 0, 80, 78), Cell(1, 0, 1, 0), Cell(2, 0, 1, 1), Cell(3, 0, 1, 1)]
    return Mistakes("qa", "kinds", 83, 3, 2, list(ANSWER_KINDS), [""], cells, kept)


def keep(folder: Path, mistakes: Mistakes) -> None:
    """Put it where a run keeps it."""
    (folder / MISTAKES_FILE).write_bytes(written(mistakes))
