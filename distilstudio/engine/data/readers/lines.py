"""Reads plain text, one text a line: texts that nobody labelled. Must not know: what they are for."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.encodings import settle_encoding
from distilstudio.engine.data.readers.plain import head_text, opened_as_text
from distilstudio.engine.data.readers.records import SEPARATORS, first_record, rows_alike
from distilstudio.engine.data.readers.table import ReadTable

COLUMN = "text"
_BATCH_LINES = 100_000
_FEWEST_ALIKE = 0.9
"""From this share of lines with as many cells as the first one on, a text file is a table."""


def is_table(path: Path, encoding: str, known_names: frozenset[str]) -> bool:
    """Whether a text file of no telling ending looks like a table: its first line is a known column's name, or its lines have equal cells.

    Raises: ProblemError data_… as `settle_encoding`.
    """
    text = _head(path, encoding)
    for separator in SEPARATORS:
        cells, _ = first_record(text, separator)
        if len(cells) > 1 and rows_alike(text, separator) >= _FEWEST_ALIKE:
            return True
        if len(cells) == 1 and cells[0].strip().casefold() in known_names:
            return True
    return text.casefold().startswith("sep=")


def names_columns(path: Path, known_names: frozenset[str]) -> bool:
    """Whether a text file that may as well be prose is a table for sure: its first line holds a known column's name, or tabs part all its lines;
    a comma in every line says nothing. Raises: ProblemError data_… as `settle_encoding`."""
    text = _head(path, "auto")
    for separator in SEPARATORS:
        cells, _ = first_record(text, separator)
        known = any(cell.strip().casefold() in known_names for cell in cells)
        alike = len(cells) > 1 and rows_alike(text, separator) >= _FEWEST_ALIKE
        if (known and len(cells) == 1) or (alike and (known or separator == "\t")):
            return True
    return text.casefold().startswith("sep=")


def _head(path: Path, encoding: str) -> str:
    return head_text(path, settle_encoding(path, scanning.head_of(path, 4096), encoding).codec)


def read_lines(path: Path, encoding: str = "auto", separator: str = "auto") -> ReadTable:
    """Every line that is not blank as a row of one column. Raises: ProblemError data_… as `opened_as_text`."""
    codec, name = opened_as_text(path, encoding)
    batches = []
    with path.open(encoding=codec) as file:
        while lines := list(islice(file, _BATCH_LINES)):
            texts = [text for line in lines if (text := line.strip())]
            batches.append(pa.table({COLUMN: pa.array(texts, pa.string())}))
    return ReadTable(pa.concat_tables(batches), "txt", name, "", guessed=["encoding"] if encoding == "auto" else [])
