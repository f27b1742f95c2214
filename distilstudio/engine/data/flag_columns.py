"""Tables in which each label has a column of its own, with 0 or 1 in each row, as those of toxic comments and of emotions have: one more
column, in front of them, has the labels of each row together.

Only where no other column is called as labels are. A row in which -1 stands, or nothing at all, is labelled by nobody. Must not know: files, tasks.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data.readers.table import Flags, ReadTable, sample_of
from distilstudio.engine.data.roles import guess_roles, is_named_label, names_no_label

NAME = "labels"
SURE = 3
"""So many columns of 0 and 1 are labels even beside another column that might be one."""
_SAMPLE_ROWS = 1000
_UNKNOWN = "-1"
_WAYS = (("1", frozenset({"0", "1", "0.0", "1.0", _UNKNOWN, "-1.0", ""})), ("true", frozenset({"true", "false", ""})))
"""How labels are marked, in small letters: what says yes begins so, and all that a cell may be."""


def with_labels_together(found: ReadTable) -> ReadTable:
    """The table with one more column, and `flags` about it; as it is where its columns are no labels."""
    names = [name for name in found.table.column_names if not names_no_label(name)]
    for yes, cells in _WAYS:
        marks = {name: plain for name in names if (plain := _marks(found.table[name], cells)) is not None}
        if labels := _labels_among(found.table, list(marks)):
            return _together(found, {name: marks[name] for name in labels}, yes)
    return found


def _marks(column: pa.ChunkedArray, cells: frozenset[str]) -> pa.ChunkedArray | None:
    """The column in small letters, if each cell is one of these and some cell says something; a look at a few spares most columns the look at
    all."""
    allowed = pa.array(sorted(cells))
    for part in (sample_of(column, _SAMPLE_ROWS), column):
        plain = pc.utf8_lower(pc.utf8_trim_whitespace(part))
        if not len(plain) or not pc.all(pc.is_in(plain, value_set=allowed)).as_py():
            return None
    return plain if pc.any(pc.not_equal(plain, "")).as_py() else None


def _labels_among(table: pa.Table, flags: list[str]) -> list[str]:
    """Which of these columns are labels: where several are called so ("label_joy", "label_fear") those, else all or none."""
    if len(flags) < 2:
        return []
    named = [name for name in table.column_names if is_named_label(table, name)]
    if len(named) > 1 and set(named) <= set(flags):
        return named
    if named:
        return []
    return flags if len(flags) >= SURE or not guess_roles(table.drop_columns(flags)).label else []


def _together(found: ReadTable, marks: dict[str, pa.ChunkedArray], yes: str) -> ReadTable:
    table, names = found.table, list(marks)
    carried = np.stack([_whether(pc.starts_with(cells, yes)) for cells in marks.values()], axis=1)
    told = np.any([_whether(pc.not_equal(cells, "")) for cells in marks.values()], axis=0)
    told &= ~np.any([_whether(pc.starts_with(cells, _UNKNOWN)) for cells in marks.values()], axis=0)
    several = bool((carried[told].sum(axis=1) != 1).any())
    sets, which = _distinct(carried)
    words = [_words([name for name, one in zip(names, row, strict=True) if one], several) for row in sets.tolist()]
    cells = pa.array([*words, ""]).take(pa.array(np.where(told, which, len(words))))
    name = NAME
    while name in table.column_names:
        name += " (0/1)"
    table = table.add_column(table.column_names.index(names[0]), name, pa.chunked_array([cells]))
    return replace(found, table=table, flags=Flags(name, names, several))


def _words(names: list[str], several: bool) -> str:
    return json.dumps(names, ensure_ascii=False) if several else "".join(names)


def _distinct(rows: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Each row that occurs once, and for each row which it is."""
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    _, first, which = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True)
    return rows[first], which.astype(np.int64)


def _whether(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = column.to_numpy()
    return found
