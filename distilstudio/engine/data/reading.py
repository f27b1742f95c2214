"""Opens a file of any kind that is known: picks the reader by the file's ending and its first bytes.

A new format is one reader in `readers/` and one line here. Must not know: tasks, roles.
"""

from __future__ import annotations

import os
from pathlib import Path

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.readers.tables import read_table
from distilstudio.protocol.problems import ProblemError, problem

FORMATS = "CSV, TSV"
"""What can be read, in the words of the Problem that says so."""

_TABLE_ENDINGS = ("", ".csv", ".tsv", ".tab", ".psv", ".txt", ".dat")
_TEXT_BUT_NO_TABLE = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".conll",
    ".conllu",
    ".xml",
    ".html",
    ".htm",
    ".rtf",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
)


def resolve(name: str, base: Path) -> Path:
    """A path as the recipe means it: relative to `base`, with ~ for the person's folder."""
    # Not Path.expanduser, which raises where “~” is followed by no user of this computer.
    return base / os.path.expanduser(name)


def read(path: Path, encoding: str = "auto", separator: str = "auto") -> ReadTable:
    """Read a file as a table of strings. Raises: ProblemError data_… for what cannot be read (see `read_table`), data_format."""
    ending = path.suffix.lower()
    head = scanning.head_of(path, 4096)
    if ending not in _TABLE_ENDINGS:
        binary = scanning.binary_kind(head) or (b"\0" in head and not head.startswith(scanning.UTF16_MARKS))
        if binary or ending in _TEXT_BUT_NO_TABLE:
            raise ProblemError(problem("data_format", file=path.name, formats=FORMATS))
    try:
        return read_table(path, encoding, separator)
    except OSError as error:  # gone or cut off while it was read
        raise scanning.not_opened(path, error) from error
