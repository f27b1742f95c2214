"""Texts that nobody labelled, from a file of their own: the teacher's answers are their lesson. Must not know: kinds of work, models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import Codes, compared, trimmed
from distilstudio.engine.data.hashes import EMPTY, hashes_of
from distilstudio.engine.data.reading import read_unlabelled
from distilstudio.engine.data.roles import find_column, guess_roles
from distilstudio.engine.data.rows import DataNote, LoadedData, Rows
from distilstudio.protocol.inspection import DataChoiceInspected
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice


def told_text(choice: DataChoice, found: DataChoiceInspected) -> DataChoice:
    """The choice with the text's column called as it is in the training file, where it had been left to guessing."""
    return msgspec.structs.replace(choice, text=choice.text or found.text)


def read_texts(path: Path, column: str) -> pa.ChunkedArray:
    """The texts of a file, trimmed: of the column called so, else of the one that looks like texts. Labels in it are passed over.

    Raises: ProblemError data_… as `read_unlabelled`, data_roles_unclear.
    """
    table = read_unlabelled(path, column).table
    names = table.column_names
    name = find_column(table, column) or (names[0] if len(names) == 1 else guess_roles(table).text)
    if not name:
        raise ProblemError(problem("data_roles_unclear", file=path.name, role="text", columns=names))
    return trimmed(table[name])


def new_rows(more: Rows, learnt: Sequence[Rows], examined: Sequence[Rows] = ()) -> Codes:
    """Places of the rows that come neither earlier nor among the others. Nor, of questions, those about a passage of the exam that nothing else is
    learnt about: an exam on it would be none on passages that are new to the student."""
    same = hashes_of(more.same)
    first = np.zeros(len(same), dtype=bool)
    first[np.unique(same, return_index=True)[1]] = True
    texts = hashes_of(more.table["text"], form=compared)
    there = np.isin(same, hashes_of(*(rows.same for rows in (*learnt, *examined))))
    if "same" in more.table.column_names:
        read, asked = (hashes_of(*(rows.table["text"] for rows in known), form=compared) for known in (learnt, examined))
        there |= np.isin(texts, asked) & ~np.isin(texts, read)
    return np.flatnonzero(first & (texts != EMPTY) & ~there)


def with_more(data: LoadedData, more: Rows) -> LoadedData:
    """The same data with these rows to learn from behind the others, without texts that are there already or in the exam."""
    places = new_rows(more, [data.train], [data.exam, *([data.final] if data.final is not None else [])])
    added = more.take(places).table.select(data.train.table.column_names)
    joined = pa.concat_tables([data.train.table.replace_schema_metadata(None), added.replace_schema_metadata(None)])
    note = DataNote.on_rows(
        "more_texts",
        len(places),
        "1 more text without a label was added; the teacher labels it.",
        "{rows} more texts without labels were added; the teacher labels them.",
        left_out=str(len(more) - len(places)),
    )
    return LoadedData(
        train=Rows(joined),
        exam=data.exam,
        label_names=data.label_names,
        sha256=data.sha256,
        exam_sha256=data.exam_sha256,
        choice=data.choice,
        notes=[*data.notes, note],
        final=data.final,
    )
