"""Reads JSON as a table of text: a record a line (JSONL), a list of records, a list under one key, or columns by name as pandas writes them.

JSONL is read line by line into Arrow's columns, so that a large file never stands in memory as Python's objects.
Must not know: what the columns mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.readers.jsonl import Record, no_json, read_records
from distilstudio.engine.data.readers.label_studio import chosen_in
from distilstudio.engine.data.readers.plain import opened_as_text
from distilstudio.engine.data.readers.table import MAX_COLUMNS, ReadTable, unique_names
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.sound import sound

_BATCH_ROWS = 50_000


class _NotALineEachError(ValueError):
    """Records of this file go over several lines, or they are no records."""


def read_record_table(path: Path, encoding: str = "auto", separator: str = "auto") -> ReadTable:
    """Read a whole file; a column for each key that any record has. Raises: ProblemError data_… as `read_records`."""
    codec, name = opened_as_text(path, encoding)
    try:
        table = _table(path, _lines(path, codec))
        whole = table.num_rows == 1  # a single object may hold all the rows
    except _NotALineEachError:
        whole = True
    if whole:
        records, name = read_records(path, encoding)
        table = _table(path, _by_columns(records[0].fields) if len(records) == 1 else records)
    if not table.num_rows or not table.num_columns:
        raise ProblemError(problem("data_empty", file=path.name))
    ending = path.suffix.lower().removeprefix(".") or "json"
    return ReadTable(table, ending, name, "", guessed=["encoding"] if encoding == "auto" else [])


def _lines(path: Path, codec: str) -> Iterator[Record]:
    """A record of each line that is not blank. Raises: _NotALineEachError, at the first line of a file laid out in another way."""
    with path.open(encoding=codec) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            if line.lstrip("\ufeff \t")[:1] != "{":
                raise _NotALineEachError
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise _NotALineEachError from error
            yield Record(found, number)


def _by_columns(fields: dict[str, Any]) -> list[Record]:
    """The rows of one object: {name: [cell, …], …}, {name: {row: cell, …}, …}, {"columns": […], "data": [[…], …]}; else itself, a single row."""
    names, cells = fields.get("columns"), fields.get("data")
    if isinstance(names, list) and isinstance(cells, list) and all(isinstance(row, list) for row in cells):
        return [Record(dict(zip(map(str, names), row, strict=False)), 0) for row in cells]
    columns = [list(value.values()) if isinstance(value, dict) else value for value in fields.values()]
    if not columns or not all(isinstance(column, list) and len(column) == len(columns[0]) for column in columns):
        return [Record(fields, 1)]
    return [Record(dict(zip(fields, row, strict=True)), 0) for row in zip(*columns, strict=True)]


def _table(path: Path, records: Iterable[Record]) -> pa.Table:
    keys: dict[str, None] = {}
    batches = []
    rest = iter(records)
    if (first := next(rest, None)) is None:
        return pa.table({})
    rest = (Record(chosen_in(record.fields), record.line) for record in chain([first], rest))
    while batch := list(islice(rest, _BATCH_ROWS)):
        for record in batch:
            keys.update(dict.fromkeys(record.fields))
            if len(keys) > MAX_COLUMNS:
                raise no_json(path, record.line, f"{len(keys)} keys; a table has {MAX_COLUMNS} at most")
        columns = {key: pa.array([_cell(record.fields.get(key)) for record in batch], pa.string()) for key in keys}
        batches.append((len(batch), columns))
    whole = [[columns.get(key, pa.array([""] * rows, pa.string())) for rows, columns in batches] for key in keys]
    names = unique_names([sound(key) for key in keys])
    return pa.table([pa.chunked_array(chunks, pa.string()) for chunks in whole], names=names)


def _cell(value: Any) -> str:
    match value:
        case str():
            return sound(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value != value:
            return ""
        case list():
            return sound(json.dumps(value, ensure_ascii=False))
        case dict():
            return sound(json.dumps(value, ensure_ascii=False)) if value else ""
    return str(value)
