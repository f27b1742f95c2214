"""What every review must be able to do, which rows of an exam it keeps, and how long texts are cut. Must not know: any one task, files, models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.checks.look import shares
from distilstudio.engine.data.preview import evenly
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import MarkedPart
from distilstudio.protocol.mistakes import (
    FEWEST_RIGHT,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_ROWS,
    Cell,
    Mistakes,
    Said,
    Shape,
    is_right,
)

BEFORE = 300
"""Characters of a long text that are kept before the place that matters, where there are so many."""
AT_A_TIME = 65_536
"""Rows whose probabilities are reckoned at a time: not for all of them, which are more than the logits themselves."""
Pick = Callable[[IntArray], Rows]
"""Numbers of exam rows, rising → these rows of the data."""


@dataclass(frozen=True)
class Noted:
    """What one model said of all rows, in a form that takes little room. answers: the task's own; confidence: float32, 0..1 [rows]."""

    answers: NDArray[Any]
    confidence: NDArray[np.float32]


class Review(Protocol):
    """One kind of work. Rows are the encoding's own, or its texts, in the order of the exam."""

    def note(self, logits: Logits, encoded: Encoded) -> Noted:
        """What a model said, from the logits by which it is scored."""
        ...

    def compare(self, encoded: Encoded, teacher: Noted, student: Noted, pick: Pick) -> Mistakes:
        """What both said against what the data say. encoded: as the student read the rows."""
        ...


def chosen(wrong: NDArray[np.bool_], kinds: IntArray, confidence: NDArray[np.float32]) -> IntArray:
    """Numbers of the rows that are kept, rising.

    All rows on which somebody is wrong, where they fit; else every kind of mistake in turn, the most confident of each first, so that no kind
    is crowded out. Of the others some, evenly from all of them.
    """
    mistakes, right = np.flatnonzero(wrong), np.flatnonzero(~wrong)
    room = MOST_ROWS - min(FEWEST_RIGHT, len(right))
    if len(mistakes) > room:
        order = np.lexsort((mistakes, -confidence[mistakes], kinds[mistakes]))
        sorted_kinds = kinds[mistakes][order]
        starts = np.flatnonzero(np.diff(sorted_kinds, prepend=sorted_kinds[0] - 1))
        turn = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
        mistakes = mistakes[order[np.argsort(turn, kind="stable")[:room]]]
    room = MOST_ROWS - len(mistakes)
    return np.sort(np.concatenate([mistakes, right[evenly(len(right), room)]]))


def cells_of(shape: Shape, lines: IntArray, columns: IntArray, counts: IntArray, teacher_right: IntArray) -> list[Cell]:
    """The cells that hold anything, line by line. Of mistakes the fullest MOST_CELLS."""
    filled = [
        Cell(*cell)
        for cell in zip(lines.tolist(), columns.tolist(), counts.tolist(), teacher_right.tolist(), strict=True)
        if cell[2]
    ]
    mistakes = [cell for cell in filled if not is_right(shape, cell.line, cell.column)]
    if len(mistakes) > MOST_CELLS:
        fullest = set(sorted(mistakes, key=lambda cell: -cell.count)[:MOST_CELLS])
        filled = [cell for cell in filled if cell in fullest or is_right(shape, cell.line, cell.column)]
    return filled


def cells_of_table(shape: Shape, counts: IntArray, teacher_right: IntArray) -> list[Cell]:
    """The same of a whole table. Both: [lines, columns]."""
    lines, columns = np.indices(counts.shape)
    return cells_of(shape, lines.reshape(-1), columns.reshape(-1), counts.reshape(-1), teacher_right.reshape(-1))


def said(words: list[str], confidence: float, right: bool, parts: Sequence[MarkedPart] = ()) -> Said:
    """An answer, its confidence in as many digits as are read."""
    return Said(words, list(parts), round(float(confidence), 4), bool(right))


def window(text: str, first: int = 0) -> tuple[int, int]:
    """Where a long text is cut so that `first`, the place that matters, is in it with something around; a short one is whole."""
    if len(text) <= MOST_CHARACTERS:
        return 0, len(text)
    start = max(0, min(first - BEFORE, len(text) - MOST_CHARACTERS))
    blank = text.find(" ", start, first) if start else -1
    start = blank + 1 if blank >= 0 else start
    return start, min(len(text), start + MOST_CHARACTERS)


def best_shares(logits: Logits) -> NDArray[np.float32]:
    """Of each row the probability of its best label."""
    best = np.zeros(len(logits), np.float32)
    for part in parts_at_a_time(len(logits)):
        best[part] = shares(logits[part]).max(-1)
    return best


def parts_at_a_time(rows: int) -> Iterator[slice]:
    """All rows, some at a time."""
    for start in range(0, rows, AT_A_TIME):
        yield slice(start, min(rows, start + AT_A_TIME))
