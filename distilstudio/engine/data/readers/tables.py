"""Reads delimited text: CSV, TSV and their relatives, as programs and people really write them.

Arrow's reader does the work where all rows are even; the standard library's takes over where they are not. The first line that is not blank is
the header, or a title above it. Must not know: what the columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.plain import head_text, scanned
from distilstudio.engine.data.readers.records import (
    Dialect,
    EndlessCellError,
    OpenQuoteError,
    even_without_quotes,
    first_record,
    guess_separator,
    past_titles,
    records_of,
    sample_rows,
)
from distilstudio.engine.data.readers.table import MAX_COLUMNS, ReadTable, is_header, numbered_names, unique_names
from distilstudio.engine.scratch import kept
from distilstudio.protocol.column_names import NAMES
from distilstudio.protocol.problems import ProblemError, problem

_HEAD_CHARACTERS = 1024 * 1024
_BLOCK_BYTES = 8 * 1024 * 1024
_BATCH_ROWS = 50_000
_BATCH_CHARACTERS = 64 * 1024 * 1024
_TOLD_SEPARATOR = re.compile(r'\s*"?sep=([,;\t|])"?[ \t]*\r?\n', re.IGNORECASE)
"""What Excel writes and reads as a first line."""


@dataclass(frozen=True)
class _Layout:
    """What is known of a file before its rows are read."""

    dialect: Dialect
    names: list[str]


def read_table(path: Path, encoding: str = "auto", separator: str = "auto") -> ReadTable:
    """Read a file of delimited text, whole.

    Raises: ProblemError data_missing, data_unreadable, data_empty, data_header_only, data_binary, data_encoding, data_line_too_long,
    data_malformed.
    """
    letters, scan = scanned(path, encoding)
    layout = _layout(path, letters.codec, separator)
    table, ragged = _rows(path, layout, scan.quotes)
    if table.num_rows == 0:
        raise ProblemError(problem("data_header_only", file=path.name, columns=layout.names))
    guessed = [name for name, wish in (("encoding", encoding), ("separator", separator)) if wish == "auto"]
    kind = "tsv" if layout.dialect.separator == "\t" else "csv"
    return ReadTable(table, kind, letters.encoding, layout.dialect.separator, ragged, guessed)


def _layout(path: Path, codec: str, separator: str) -> _Layout:
    text = head_text(path, codec, _HEAD_CHARACTERS)
    told = _TOLD_SEPARATOR.match(text)
    start = told.end() if told else 0
    sign = separator
    if separator == "auto":
        sign = told[1] if told else guess_separator(text[start:], path.suffix.lower(), NAMES)
    start += past_titles(text[start:], sign, NAMES)
    cells, taken = first_record(text[start:], sign)
    line = _line_ends(text[:start]) + 1
    if start + taken == len(text) and (len(text) == _HEAD_CHARACTERS or any(map(_line_ends, cells))):
        raise _malformed(path, line, "the column names do not end; is a quotation mark left open?")
    if not any(cell.strip() for cell in cells):
        raise ProblemError(problem("data_empty", file=path.name))
    if len(cells) > MAX_COLUMNS:
        raise _malformed(path, line, f"{len(cells)} columns; a table has {MAX_COLUMNS} at most")
    if not is_header(cells, sample_rows(text[start + taken :], sign), NAMES):
        return _Layout(Dialect(codec, sign, start, _line_ends(text[:start])), numbered_names(len(cells)))
    skip = start + taken
    return _Layout(Dialect(codec, sign, skip, _line_ends(text[:skip])), unique_names(cells))


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _malformed(path: Path, line: int, reason: str) -> ProblemError:
    return ProblemError(problem("data_malformed", file=path.name, line=line, reason=reason))


def _rows(path: Path, layout: _Layout, quotes: int) -> tuple[pa.Table, list[int]]:
    """The rows below the header and which of them were ragged. quotes: how many quotation marks there are: of an odd number one may be left
    open, and without any no cell holds a line break."""
    table = None if quotes % 2 else _even_rows(path, layout)
    if table is not None and not quotes:
        return table, []
    ragged: list[int] = []
    try:
        if table is None or _ends_in_line_break(table):
            table, ragged = _forgiving_rows(path, layout)
        if not _has_line_break(table):
            return table, ragged
        open_quote = None
    except OpenQuoteError as error:
        open_quote = error
    except EndlessCellError as error:
        raise scanning.line_too_long(path, error.line) from error
    if even_without_quotes(path, layout.dialect, len(layout.names)):
        return _forgiving_rows(path, replace(layout, dialect=replace(layout.dialect, quoted=False)))
    if open_quote is not None:
        raise _malformed(path, open_quote.line, "a quotation mark is opened here and never closed") from open_quote
    assert table is not None
    return table, ragged


def _has_line_break(table: pa.Table) -> bool:
    return any(
        pc.any(pc.match_substring(chunk, sign)).as_py()
        for column in table.columns
        for chunk in column.chunks
        for sign in ("\n", "\r")
    )


def _ends_in_line_break(table: pa.Table) -> bool:
    return table.num_rows > 0 and _has_line_break(table.slice(table.num_rows - 1))


class _Utf8Stream:
    """The rest of a text file below its header, as the UTF-8 that Arrow wants."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        self._file: TextIO = path.open(encoding=dialect.codec, newline="")
        self._file.read(dialect.skip)
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        # A character takes four bytes at most, so the answer is never longer than was asked for.
        return self._file.read(max(1, size // 4) if size >= 0 else -1).encode("utf-8")

    def close(self) -> None:
        self.closed = True
        self._file.close()


def _even_rows(path: Path, layout: _Layout) -> pa.Table | None:
    """The rows by Arrow's reader; None where it finds one that has not the header's width."""
    strings = dict.fromkeys(layout.names, pa.string())
    stream = _Utf8Stream(path, layout.dialect)
    try:
        batches = arrow_csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=arrow_csv.ReadOptions(column_names=layout.names, block_size=_BLOCK_BYTES),
            parse_options=arrow_csv.ParseOptions(delimiter=layout.dialect.separator, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(column_types=strings, strings_can_be_null=False),
        )
        nothing = batches.schema.empty_table()
        return kept(chain([nothing], (pa.Table.from_batches([batch]) for batch in batches)))
    except pa.ArrowInvalid:
        return None
    finally:
        stream.close()


def _forgiving_rows(path: Path, layout: _Layout) -> tuple[pa.Table, list[int]]:
    """The rows by the standard library's reader: short ones filled up with empty cells, the surplus of long ones joined where the texts are.

    Such rows mostly come from a separator inside a text that nobody put in quotes; joined there, text and label are what they were.
    """
    names, dialect = layout.names, layout.dialect
    width = len(names)
    records = records_of(path, dialect)
    first = list(islice(records, 1000))
    place = _place_of_texts(path, first, width)
    ragged: list[int] = []

    def batches() -> Iterator[pa.Table]:
        rows: list[list[str]] = []
        done = characters = 0
        for _, cells in chain(first, records):
            if width > 1 and len(cells) == 1 and not cells[0].strip():
                continue
            if len(cells) != width:
                cells, changed = _mended(cells, width, place, dialect.separator)
                if changed:
                    ragged.append(done)
            rows.append(cells if dialect.quoted else [_unquoted(cell) for cell in cells])
            done += 1
            characters += len(cells[place])
            if len(rows) == _BATCH_ROWS or characters > _BATCH_CHARACTERS:
                yield _batch(names, rows)
                rows, characters = [], 0
        yield _batch(names, rows)

    return kept(batches()), ragged


def _batch(names: list[str], rows: list[list[str]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in zip(names, columns, strict=True)})


def _place_of_texts(path: Path, records: list[tuple[int, list[str]]], width: int) -> int:
    """The column with the longest cells. Raises: ProblemError data_malformed if no row has the header's width."""
    lengths = [0] * width
    even = 0
    for _, cells in records:
        if len(cells) == width:
            even += 1
            lengths = [total + len(cell) for total, cell in zip(lengths, cells, strict=True)]
    if records and not even and width > 1:
        line, cells = records[0]
        raise _malformed(path, line, f"{len(cells)} columns; the first line names {width}")
    return lengths.index(max(lengths))


def _mended(cells: list[str], width: int, place: int, separator: str) -> tuple[list[str], bool]:
    """The cells at the header's width, and whether that took more than dropping empty ones at the end."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    surplus = len(cells) - width
    if surplus < 0:
        return cells + [""] * -surplus, True
    if surplus == 0:
        return cells, False
    joined = separator.join(cells[place : place + surplus + 1])
    # A table of one column has no separator: what looks like one belongs to the text.
    return [*cells[:place], joined, *cells[place + surplus + 1 :]], width > 1


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
