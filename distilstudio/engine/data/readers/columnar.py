"""Columns of any type, as Parquet files and saved datasets have them, turned into text cells or into records.

Numbers of a `datasets` ClassLabel become the names that they stand for. Lists are written as JSON writes them. Columns that hold neither text
nor label (pictures, vectors, records within records) are left out of a table of text. Must not know: files, roles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.readers.jsonl import Record
from distilstudio.engine.data.readers.table import MAX_COLUMNS, unique_names

Features = Mapping[str, Any]
_LISTS = ("Sequence", "List", "LargeList")


def features_of(schema: pa.Schema) -> Features:
    """What `datasets` wrote of its columns into a file's schema; empty where another program wrote it."""
    written = (schema.metadata or {}).get(b"huggingface")
    try:
        features = json.loads(written)["info"]["features"] if written else {}
    except (ValueError, KeyError, TypeError):
        return {}
    return features if isinstance(features, dict) else {}


def as_strings(table: pa.Table, features: Features) -> pa.Table:
    """Every column that can hold text or label as strings without nulls. Raises: pa.ArrowException for text that is not UTF-8."""
    found: dict[int, pa.ChunkedArray] = {}
    for place, name in enumerate(table.column_names[:MAX_COLUMNS]):
        strings = _strings(table.column(place), features.get(name))
        if strings is not None:
            strings.validate(full=True)
            found[place] = strings
    names = unique_names([table.column_names[place] for place in found])
    return pa.table(list(found.values()), names=names)


def as_records(table: pa.Table, features: Features) -> list[Record]:
    """The rows as records, with their number (from 1) for a line."""
    columns = [
        (name, _named_values(table.column(place).to_pylist(), _names(features.get(name))))
        for place, name in enumerate(table.column_names)
    ]
    return [Record({name: cells[row] for name, cells in columns}, row + 1) for row in range(table.num_rows)]


def _strings(column: pa.ChunkedArray, feature: Any) -> pa.ChunkedArray | None:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    names = _names(feature)
    if names and pa.types.is_integer(kind):
        column = _called(column, names)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _joined(column, names)
    elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    try:
        if pa.types.is_floating(kind):  # pandas writes an empty cell among numbers as one that is none
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        return pc.fill_null(column.cast(pa.string()), "")
    except (pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return None


def _called(column: Any, names: list[str]) -> Any:
    """Numbers as the names at their places; a number that has none (−1: no label) as null."""
    known = pc.and_(pc.greater_equal(column, 0), pc.less(column, len(names)))
    places = pc.if_else(known, column, pa.scalar(None, column.type))
    return pc.take(pa.array(names, pa.string()), places.cast(pa.int64()))


def _joined(column: pa.ChunkedArray, names: list[str]) -> pa.ChunkedArray | None:
    """Lists of strings or whole numbers as `["a", "b"]`, an empty list as `[]`; where there is none, an empty cell."""
    chunks = []
    for chunk in column.chunks:
        values = chunk.flatten() if not pa.types.is_fixed_size_list(chunk.type) else chunk.values
        if names and pa.types.is_integer(values.type):
            values = _called(values, names)
        elif not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type) or pa.types.is_integer(values.type)):
            return None
        lengths = pc.fill_null(pc.list_value_length(chunk), 0)
        if pa.types.is_fixed_size_list(chunk.type) and chunk.null_count:
            return None
        ends = pc.cumulative_sum(lengths.cast(pa.int64()))
        offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
        plain = pc.replace_substring(pc.fill_null(values.cast(pa.string()), ""), "\\", "\\\\")
        lists = pa.LargeListArray.from_arrays(offsets, pc.replace_substring(plain, '"', '\\"'))
        inner = pc.binary_join(lists, pa.scalar('", "', pa.string()))
        written = pc.binary_join_element_wise('["', inner, '"]', "")
        listed = pc.if_else(pc.greater(lengths, 0), written, "[]")
        chunks.append(pc.if_else(pc.is_valid(chunk), listed, "").cast(pa.string()))
    return pa.chunked_array(chunks, pa.string())


def _names(feature: Any) -> list[str]:
    """The names of a ClassLabel, also of a list of them; none for any other column."""
    if isinstance(feature, list) and len(feature) == 1:
        return _names(feature[0])
    if not isinstance(feature, dict):
        return []
    if feature.get("_type") in _LISTS:
        return _names(feature.get("feature"))
    names = feature.get("names") if feature.get("_type") == "ClassLabel" else None
    return names if isinstance(names, list) and all(isinstance(name, str) for name in names) else []


def _named_values(cells: list[Any], names: list[str]) -> list[Any]:
    """The cells with a ClassLabel's numbers by name, inside of lists too."""
    if not names:
        return cells

    def called(value: Any) -> Any:
        if isinstance(value, list):
            return [called(one) for one in value]
        return names[value] if type(value) is int and 0 <= value < len(names) else None

    return [called(cell) for cell in cells]
