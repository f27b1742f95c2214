"""Rows for a run: read, cleaned, checked and split as the recipe says, or a Problem that says what to change. Must not know: models, tokenizers.

What a file's cells mean differs by the kind of work: see `kinds`.
"""

from __future__ import annotations

from pathlib import Path

from distilstudio.engine.data.corrections import corrected
from distilstudio.engine.data.hashes import NO_HASHES, Hashes
from distilstudio.engine.data.kinds import kind_of
from distilstudio.engine.data.more_texts import told_text, with_more
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.data.rows import DataNote, LoadedData, Rows
from distilstudio.protocol.recipe import DataChoice, Task

__all__ = ["DataNote", "LoadedData", "Rows", "label_names", "labelled_rows", "load"]


def load(choice: DataChoice, task: Task, base: Path, seed: int, learnt: Hashes = NO_HASHES) -> LoadedData:
    """Rows to learn from, corrected as was decided, with those of a file of texts without labels, and rows for the exam; no text is in both.

    learnt: hashes of keys that a model of this run has learnt from before; others are set aside for the exam as far as there are any.

    Raises: ProblemError data_…, recipe_not_yet; RecipeError for a correction that cannot be read.
    """
    kind = kind_of(task)
    data = corrected(kind.load(choice, base, seed, learnt), choice.corrections, choice.multi_label)
    if not choice.unlabelled:
        return data
    return with_more(data, kind.more(resolve(choice.unlabelled, base), told_text(choice, data.choice), data.train))


def labelled_rows(choice: DataChoice, task: Task, base: Path) -> tuple[Rows, int]:
    """Every row of `choice.train` that has a text and a label, to examine a finished model on, and how many rows are left out for want of them.

    Raises: ProblemError data_…, recipe_not_yet.
    """
    return kind_of(task).labelled_rows(choice, base)


def label_names(rows: Rows, task: Task) -> list[str]:
    """Names of the labels that a head must answer with to be examined on these rows. Raises: ProblemError recipe_not_yet."""
    return kind_of(task).names(rows)
