"""Reads one sheet of a workbook (XLSX) as a table of text: the one that was chosen, or the first that has rows. Must not know: what the columns mean.

Cells are read as they were last shown: of a formula, its result. Rows without any cell are none, and a title
above the header is no row.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.parquet import broken
from distilstudio.engine.data.readers.table import MAX_COLUMNS, ReadTable, is_header, numbered_names, titles_above, unique_names
from distilstudio.protocol.column_names import NAMES
from distilstudio.protocol.problems import ProblemError, problem

MOST_ROWS = 1_048_576
"""What a sheet can have; a damaged one may claim any number."""
MOST_BYTES = 4 * 1024**3
_BATCH_ROWS = 20_000
_SAMPLE_ROWS = 200
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    AssertionError,
    NotImplementedError,
    RuntimeError,  # a zip with a password
    MemoryError,
)
"""What openpyxl and the standard library raise on a damaged workbook."""

Cells = tuple[Any, ...]


def read_workbook(path: Path, encoding: str = "auto", separator: str = "auto", sheet: str = "") -> ReadTable:
    """Read the sheet of this name, or the first that has rows; the other wishes mean nothing here.

    Raises: ProblemError data_missing, data_unreadable, data_broken, data_empty, data_header_only, data_no_sheet.
    """
    with _opened(path, sheet) as (title, sheets):
        found = _sheet(path, title, _rows(sheets[title]))
        return replace(found, parts=list(sheets), guessed=[] if sheet else ["sheet"])


def rows_with_gaps(path: Path, sheet: str = "") -> list[list[str]]:
    """The rows of a sheet as texts, empty ones too: in a table with a word a row these part the sentences. Raises: as `read_workbook`."""
    with _opened(path, sheet) as (title, sheets):
        return [[_text(cell) for cell in cells] for cells in islice(sheets[title].iter_rows(values_only=True), MOST_ROWS)]


def first_rows(path: Path, sheet: str, most: int) -> tuple[str, list[Cells]]:
    """The sheet that `read_workbook` would read, and the first of its rows with anything in them. Raises: as `read_workbook`."""
    with _opened(path, sheet) as (title, sheets):
        return title, list(islice(_rows(sheets[title]), most))


@contextmanager
def _opened(path: Path, wanted: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of the sheet to read, and all sheets with rows by name."""
    scanning.head_of(path, 4)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are of no matter here
            with zipfile.ZipFile(path) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
                    raise ValueError(f"unpacked it is larger than {MOST_BYTES // 2**30} GB")
            with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
                yield _chosen(path, book, wanted)
    except BROKEN as error:
        raise broken(path, "XLSX", error) from error
    except OSError as error:
        raise scanning.not_opened(path, error) from error


def _chosen(path: Path, book: Any, wanted: str) -> tuple[str, dict[str, Any]]:
    sheets: dict[str, Any] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what is written there is often wrong
        if next(_rows(sheet), None) is not None:
            sheets[str(sheet.title)] = sheet
    if not sheets:
        raise ProblemError(problem("data_empty", file=path.name))
    title = wanted or next(iter(sheets))
    if title not in sheets:
        raise ProblemError(problem("data_no_sheet", file=path.name, sheet=wanted, sheets=list(sheets)))
    return title, sheets


def _rows(sheet: Any) -> Iterator[Cells]:
    """Rows with anything in them."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True)):
        if number >= MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} rows")
        if any(cell is not None and cell != "" for cell in cells):
            yield cells


def _sheet(path: Path, title: str, rows: Iterator[Cells]) -> ReadTable:
    sample = list(islice(rows, _SAMPLE_ROWS))
    header, *sample = sample[titles_above([[_text(cell) for cell in cells] for cells in sample], NAMES) :]
    width = max(place for place, cell in enumerate(header, start=1) if cell is not None and cell != "")
    if width > MAX_COLUMNS:
        raise ValueError(f"{width} columns; a table has {MAX_COLUMNS} at most")
    first = [_text(cell) for cell in header[:width]]
    rows = chain(sample, rows)
    if is_header(first, [[_text(cell) for cell in cells[:width]] for cells in sample], NAMES):
        names = unique_names(first)
    else:
        names, rows = numbered_names(width), chain([header], rows)
    ragged: list[int] = []
    batches = []
    done = 0
    while batch := list(islice(rows, _BATCH_ROWS)):
        ragged += [done + row for row, cells in enumerate(batch) if any(cell not in (None, "") for cell in cells[width:])]
        columns = [[_text(cells[place]) if place < len(cells) else "" for cells in batch] for place in range(width)]
        batches.append(pa.table([pa.array(column, pa.string()) for column in columns], names=names))
        done += len(batch)
    if not batches:
        raise ProblemError(problem("data_header_only", file=path.name, columns=names))
    return ReadTable(pa.concat_tables(batches), "xlsx", "", "", ragged, part=title)


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell).encode("utf-8", "replace").decode("utf-8")
