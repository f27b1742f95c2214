"""Opens a file of any kind that is known: picks the reader by the file's ending and its first bytes.

A new format is one reader in `readers/` and one line here. Must not know: tasks, roles.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.lines import is_table, names_columns, read_lines
from distilstudio.engine.data.readers.parquet import read_columns
from distilstudio.engine.data.readers.record_table import read_record_table
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.readers.tables import read_table
from distilstudio.engine.data.readers.workbook import read_workbook
from distilstudio.protocol.column_names import TEXT_NAMES
from distilstudio.protocol.problems import ProblemError, problem

FORMATS = "CSV, TSV, JSON, JSONL, Parquet, XLSX, TXT, datasets (save_to_disk)"
"""What can be read, in the words of the Problem that says so."""

Reader = Callable[[Path, str, str], ReadTable]
_BY_FIRST_BYTES: dict[str, Reader] = {"Parquet": read_columns, "XLSX": read_workbook}
_BY_ENDING: dict[str, Reader] = {
    ".json": read_record_table,
    ".jsonl": read_record_table,
    ".ndjson": read_record_table,
    ".parquet": read_columns,
    ".pq": read_columns,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}
_TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".psv", ".dat")
_TABLE_OR_LINES = ("", ".txt", ".text", ".log")
_TEXT_BUT_NO_TABLE = (".conll", ".conllu", ".xml", ".html", ".htm", ".rtf", ".md", ".yaml", ".yml", ".toml")


def resolve(name: str, base: Path) -> Path:
    """A path as the recipe means it: relative to `base`, with ~ for the person's folder."""
    # Not Path.expanduser, which raises where “~” is followed by no user of this computer.
    return base / os.path.expanduser(name)


def read(path: Path, encoding: str = "auto", separator: str = "auto", sheet: str = "") -> ReadTable:
    """Read a file as a table of strings. `sheet`: of a workbook, "" for the first with rows; other files have none.

    Raises: ProblemError data_… for what cannot be read (see the readers), data_format.
    """
    try:
        reader = _reader_of(path, encoding, separator)
        if reader is read_workbook:
            return read_workbook(path, encoding, separator, sheet)
        return reader(path, encoding, separator)
    except OSError as error:  # gone or cut off while it was read
        raise scanning.not_opened(path, error) from error


def read_unlabelled(path: Path, column: str) -> ReadTable:
    """Read a file of texts that nobody labelled: as `read`, but what may be a table or prose is prose unless it says otherwise. `column`: what the
    texts are called in the training file. Raises: as `read`."""
    try:
        if path.suffix.lower() in _TABLE_OR_LINES and _reader_of(path, "auto", "auto") is read_table:
            return (read_table if names_columns(path, TEXT_NAMES | {column.casefold()}) else read_lines)(path)
    except OSError as error:
        raise scanning.not_opened(path, error) from error
    return read(path)


def _reader_of(path: Path, encoding: str, separator: str) -> Reader:
    if path.is_dir():
        return read_columns
    head = scanning.head_of(path, 4096)
    ending = path.suffix.lower()
    kind = scanning.binary_kind(head)
    if kind in _BY_FIRST_BYTES:
        return _BY_FIRST_BYTES[kind]
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ending in _TABLE_ENDINGS:
        return read_table
    if ending in _TABLE_OR_LINES:
        lines = not kind and separator == "auto" and not is_table(path, encoding, TEXT_NAMES)
        return read_lines if lines else read_table
    binary = kind or (b"\0" in head and not head.startswith(scanning.UTF16_MARKS))
    if binary or ending in _TEXT_BUT_NO_TABLE:
        raise ProblemError(problem("data_format", file=path.name, formats=FORMATS))
    return read_table
