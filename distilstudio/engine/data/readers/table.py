"""What every reader gives back: a table of text cells, and how the file was understood. Must not know: formats, roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

MAX_COLUMNS = 2000
"""A table of texts has a handful; a first line with more names than this is no header."""

_GROUP = 20
_FEWEST_BELOW = 4
_MOST_LABELS = 20
"""A cell that comes less often than one label of so many would is no evidence."""


@dataclass(frozen=True)
class Flags:
    """A column that was made of others: `column` is its name, `labels` those of the others. several: its cells are lists."""

    column: str
    labels: list[str]
    several: bool


@dataclass(frozen=True)
class ReadTable:
    """A file as a table of strings (no nulls), row 0 being the first below the header.

    `encoding` and `separator` are never "auto"; what was guessed of them is named in `guessed`. `ragged_rows`: rows that had too few cells
    (filled up with empty ones) or too many (the surplus was joined where the longest texts are). `format` is the ending it was read as;
    `encoding` and `separator` are "" where it has none. `part`: the sheet of a workbook that was taken; `parts`: all of its sheets with rows.
    `flags`: where each label has a column of its own, the one that has them together.
    """

    table: pa.Table
    format: str
    encoding: str
    separator: str
    ragged_rows: list[int] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    part: str = ""
    parts: list[str] = field(default_factory=list)
    flags: Flags | None = None

    def flags_of(self, column: str) -> Flags | None:
        """Of which columns this one was made; None: it stands in the file."""
        return self.flags if self.flags is not None and self.flags.column == column else None


def sample_of(column: pa.ChunkedArray, rows: int) -> pa.ChunkedArray:
    """About so many cells in small groups from all over a column: one sorted by its labels shows a single one at its beginning."""
    if len(column) <= rows:
        return column
    starts = np.linspace(0, len(column) - _GROUP, rows // _GROUP).astype(np.int64).tolist()
    groups = [chunk for start in starts for chunk in column.slice(start, _GROUP).chunks]
    return pa.chunked_array([pa.concat_arrays(groups)])


def is_header(first: list[str], rows: list[list[str]], known_names: frozenset[str] = frozenset()) -> bool:
    """Whether a first row names the columns. It is a row like the others where one of its cells comes again and again below it, as a label does.

    known_names: what columns are often called; a row that holds one of them is a header, unless that one stands below it too.
    """
    plain = [cell.strip() for cell in first]
    if plain == [str(place) for place in range(len(plain))]:
        return True  # pandas counts columns that have no name
    others = [
        cells for row in rows if (cells := [cell.strip() for cell in row]) != plain
    ]  # files put together repeat their header
    columns = [[row[place] for row in others if place < len(row)] for place in range(len(plain))]
    if any(cell.casefold() in known_names and cell not in below for cell, below in zip(plain, columns, strict=True)):
        return True
    for cell, below in zip(plain, columns, strict=True):
        few = len(below) >= _FEWEST_BELOW and len(set(below)) <= max(2, len(below) // 3)
        if cell and few and below.count(cell) >= max(2, len(below) / _MOST_LABELS):
            return False
    return True


def titles_above(rows: list[list[str]], known_names: frozenset[str] = frozenset()) -> int:
    """How many rows are a title above the header: each with its first cell alone, where most rows have several and the first of those names them."""
    filled = [[place for place, cell in enumerate(row) if cell.strip()] for row in rows]
    first = next((place for place, cells in enumerate(filled) if cells != [0]), 0)
    if not first or len(filled[first]) < 2 or sum(len(cells) > 1 for cells in filled) <= len(rows) / 2:
        return 0
    named = any(row[0].strip().casefold() in known_names for row in rows[:first])  # a column's name, and the others have none
    return first if not named and is_header(rows[first], rows[first + 1 :], known_names) else 0


def numbered_names(width: int) -> list[str]:
    """Names for columns that have none: "column 1", "column 2", …"""
    return unique_names([""] * width)


def unique_names(cells: list[str]) -> list[str]:
    """Column names that can be told apart: blanks trimmed, nameless ones called "column 3", the second "text" called "text (2)"."""
    wished = [re.sub(r"\s+", " ", cell).strip() for cell in cells]
    taken = set(wished)
    names: list[str] = []
    seen: set[str] = set()
    for place, wish in enumerate(wished, start=1):
        name = wish or f"column {place}"
        number = 1
        while name in seen or (number > 1 and name in taken):
            number += 1
            name = f"{wish or f'column {place}'} ({number})"
        seen.add(name)
        names.append(name)
    return names
