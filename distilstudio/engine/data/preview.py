"""The first rows of a file as cells to show, and texts to try. Must not know: kinds of work, guesses."""

from __future__ import annotations

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.label_sets import parts_of

PREVIEW_ROWS = 200
PREVIEW_CHARACTERS = 4_000_000
"""Of all cells together, so that the answer stays well under the wire's limit."""
EXAMPLES = 20
MOST_LABELS_SHOWN = 1000
MOST_LABELS_OF_ROW = 50
LABEL_CHARACTERS = 200
CELL_CHARACTERS = 1000
PASSAGE_CHARACTERS = 4000
"""Of a text in which something is marked: what is marked should be in it."""


def preview(table: pa.Table, most: int = CELL_CHARACTERS, first: int = 0) -> list[list[str]]:
    """Rows from `first` on as text cells, in the order of the columns; cells longer than `most` characters are cut."""
    cells = min(most, PREVIEW_CHARACTERS // (PREVIEW_ROWS * max(1, table.num_columns)))
    columns = [[cut(cell, max(8, cells)) for cell in column.to_pylist()] for column in table.slice(first, PREVIEW_ROWS).columns]
    return [list(row) for row in zip(*columns, strict=True)]


def labels_shown(cells: pa.ChunkedArray, sign: str, first: int = 0) -> list[list[str]]:
    """The labels in each cell of a column from `first` on; `sign`: what stands between them."""
    shown = cells.slice(first, PREVIEW_ROWS).to_pylist()
    return [[cut(label, LABEL_CHARACTERS) for label in parts_of(cell.strip(), sign)[:MOST_LABELS_OF_ROW]] for cell in shown]


def cut(cell: str, most: int) -> str:
    """A cell of so many characters at most."""
    return cell if len(cell) <= most else cell[: most - 1] + "…"


def evenly(rows: int, most: int) -> Codes:
    """Numbers of at most so many rows, evenly from all over a file."""
    return np.unique(np.linspace(0, max(rows - 1, 0), min(rows, most)).astype(np.int64))


def examples(side: Side) -> list[str]:
    """Short texts, one label after the other, from all over the file."""
    length = pc.utf8_length(side.texts).to_numpy()
    short = np.flatnonzero(side.filled & (length >= 6) & (length <= 160))
    if not len(short):
        short = np.flatnonzero(side.filled & (length <= 1000))
    by_label = []
    found = np.unique(side.labels[short])
    for place in found[evenly(len(found), EXAMPLES)]:
        rows = short[side.labels[short] == place]
        by_label.append(rows[evenly(len(rows), EXAMPLES)])
    turns = [rows[turn] for turn in range(EXAMPLES) for rows in by_label if turn < len(rows)]
    texts = (side.texts[int(row)].as_py() for row in turns[: 2 * EXAMPLES])
    return list(dict.fromkeys(texts))[:EXAMPLES]
