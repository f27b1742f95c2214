"""What the data page shows of a file: columns, guesses, a preview, counts and health. Must not know: the window, models.

As long as a table can be shown it is shown: unclear columns stay empty, so that the person can choose them in the header.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import Side, clean
from distilstudio.engine.data.health import health_facts
from distilstudio.engine.data.loading import files_of, in_columns, inspected_choice, read_like
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.roles import Roles, find_column, guess_roles
from distilstudio.protocol.commands import InspectData
from distilstudio.protocol.events import DataInspected, LabelCount

PREVIEW_ROWS = 200
PREVIEW_CHARACTERS = 4_000_000
"""Of all cells together, so that the answer stays well under the wire's limit."""
EXAMPLES = 20
MOST_LABELS_SHOWN = 1000
_CELL_CHARACTERS = 1000
_OF_TEXTS = ("duplicates", "contradictions", "exam_overlap", "empty_rows", "long_texts")
_OF_LABELS = ("contradictions", "unlabelled_rows")
_LABEL_CHARACTERS = 200


def inspect_data(command: InspectData) -> DataInspected:
    """Open, guess, count and preview. Raises: ProblemError where nothing can be shown (the file, or the exam file, cannot be read)."""
    choice = command.data
    path, exam_path = files_of(choice, Path(command.base))
    found = read(path, choice.encoding, choice.separator)
    roles = guess_roles(found.table, choice.text, choice.label)
    exam_table = read_like(exam_path, choice).table if exam_path is not None else None
    train, exam, names = clean(found.table, _comparable(exam_table, roles), roles)
    if not roles.text:
        # Labels can be counted all the same; what is said of texts is left out below.
        train = replace(train, keys=np.arange(len(train), dtype=np.int64))
    counts = np.bincount(train.labels[train.labelled], minlength=len(names))
    set_aside = round(int(counts.sum()) * choice.exam_fraction)
    order = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
    return DataInspected(
        request_id=command.request_id,
        data=inspected_choice(found, path, exam_path, roles),
        columns=list(found.table.column_names),
        preview=_preview(found.table),
        rows=len(train),
        exam_rows=exam_table.num_rows if exam_table is not None else set_aside,
        labels=[LabelCount(_cut(names[place], _LABEL_CHARACTERS), int(counts[place])) for place in order[:MOST_LABELS_SHOWN]],
        health=[
            fact
            for fact in health_facts(train, exam, names, choice.max_length, found.ragged_rows, set_aside)
            if (roles.text or fact.code not in _OF_TEXTS) and (roles.label or fact.code not in _OF_LABELS)
        ],
        examples=_examples(exam if exam is not None and exam.filled.any() else train) if roles.text else [],
    )


def _comparable(exam: pa.Table | None, roles: Roles) -> pa.Table | None:
    """The exam's rows where its columns are those of the training file, else none: a run says what is missing."""
    if exam is None or not all(name and find_column(exam, name) for name in (roles.text, roles.label)):
        return None
    return in_columns(exam, roles, "")


def _preview(table: pa.Table) -> list[list[str]]:
    cells = min(_CELL_CHARACTERS, PREVIEW_CHARACTERS // (PREVIEW_ROWS * max(1, table.num_columns)))
    columns = [[_cut(cell, max(8, cells)) for cell in column.to_pylist()] for column in table.slice(0, PREVIEW_ROWS).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _cut(cell: str, most: int) -> str:
    return cell if len(cell) <= most else cell[: most - 1] + "…"


def _examples(side: Side) -> list[str]:
    """Short texts, one label after the other, from all over the file: of the exam where it has one, for nobody learns from those."""
    length = pc.utf8_length(side.texts).to_numpy()
    short = np.flatnonzero(side.filled & (length >= 6) & (length <= 160))
    if not len(short):
        short = np.flatnonzero(side.filled & (length <= 1000))
    by_label = []
    for place in np.unique(side.labels[short])[:EXAMPLES]:
        rows = short[side.labels[short] == place]
        by_label.append(rows[np.linspace(0, len(rows) - 1, min(EXAMPLES, len(rows))).astype(np.int64)])
    turns = [rows[turn] for turn in range(EXAMPLES) for rows in by_label if turn < len(rows)]
    texts = (side.texts[int(row)].as_py() for row in turns[: 2 * EXAMPLES])
    return list(dict.fromkeys(texts))[:EXAMPLES]
