"""Keeps rows apart for an exam, and says why where none can be. Must not know: files, tables."""

from __future__ import annotations

from distilstudio.engine.data.hashes import NO_HASHES, Hashes
from distilstudio.engine.data.rows import FEWEST_ROWS, Rows
from distilstudio.engine.data.splits import Indices, stratified_split
from distilstudio.protocol.problems import ProblemError, problem


def keep_apart(rows: Rows, fraction: float, seed: int, learnt: Hashes = NO_HASHES) -> tuple[Indices, Indices]:
    """Places of the rows to learn from and of those for the exam, as `stratified_split` says; the exam has one at least.
    learnt: hashes of keys that a model has learnt from before; they are in the exam only where others are too few.

    Raises: ProblemError data_too_few_rows, data_no_text_apart.
    """
    taught, examined = stratified_split(rows.strata, rows.keys, fraction, seed, learnt)
    if len(examined):
        return taught, examined
    texts = len(rows.keys.filter(rows.strata.is_valid()).unique())
    if texts < FEWEST_ROWS:
        raise ProblemError(problem("data_too_few_rows", rows=texts, needed=FEWEST_ROWS))
    raise ProblemError(problem("data_no_text_apart", texts=texts))
