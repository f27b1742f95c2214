"""Cuts delimited text into records with the standard library's reader: slower than Arrow's, but it forgives and knows its line.

Used for the header, for guessing, and for files with rows of uneven width or doubtful quotes. Must not know: encodings' guesses, Arrow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from distilstudio.engine.data.readers.table import titles_above

SEPARATORS = (",", ";", "\t", "|")
_EVEN = 0.9
"""From this share of rows with the header's width on, a line above them that is narrower is a title."""
_SENTINEL = "\0end of file\0"


@dataclass(frozen=True)
class Dialect:
    """How lines become cells. `codec` is Python's name. `skip`: characters before the first row, `lines`: line ends in them.
    Without `quoted` a quotation mark is a sign like any other."""

    codec: str
    separator: str
    skip: int = 0
    lines: int = 0
    quoted: bool = True


class OpenQuoteError(ValueError):
    """A quotation mark opens a cell at this line and nothing closes it."""

    def __init__(self, line: int) -> None:
        super().__init__(f"a quotation mark is opened at line {line} and never closed")
        self.line = line


class EndlessCellError(ValueError):
    """A cell that starts at this line passes the limit of a line's length."""

    def __init__(self, line: int) -> None:
        super().__init__(f"the cell at line {line} does not end")
        self.line = line


def records_of(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line (1-based). Empty lines are none. Raises: OpenQuoteError, EndlessCellError, OSError."""
    with path.open(encoding=dialect.codec, newline="") as file:
        if dialect.skip:
            file.read(dialect.skip)
        yield from _records(file, dialect)


def _records(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE
    reader = csv.reader(_closed(lines), delimiter=dialect.separator, quoting=quoting)
    start = dialect.lines + 1
    waiting: tuple[int, list[str]] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:  # more characters than `scanning` allows
            raise EndlessCellError(start) from error
        if waiting is not None:
            yield waiting
        waiting = (start, cells) if cells else None
        start = dialect.lines + reader.line_num + 1
    if waiting is not None and waiting[1] != [_SENTINEL]:
        raise OpenQuoteError(waiting[0])


def _closed(lines: Iterable[str]) -> Iterator[str]:
    """The lines and one more, which comes out as a record of its own unless a quotation mark is still open."""
    yield from lines
    yield _SENTINEL


def first_record(text: str, separator: str) -> tuple[list[str], int]:
    """The first record that is not blank, and how many characters it and what stands before it take."""
    taken = 0

    def counted() -> Iterator[str]:
        nonlocal taken
        for line in io.StringIO(text, newline=""):
            taken += len(line)
            yield line

    for cells in csv.reader(counted(), delimiter=separator):
        if any(cell.strip() for cell in cells):
            return cells, taken
    return [], taken


def even_without_quotes(path: Path, dialect: Dialect, width: int) -> bool:
    """Whether every line has so many cells when quotation marks mean nothing: then none was meant as a quote.

    A stray mark at the start of one cell and another some rows on swallow the rows between; a cell with real line breaks does not
    have the right number of separators on each of its lines.
    """
    plain = Dialect(dialect.codec, dialect.separator, dialect.skip, dialect.lines, quoted=False)
    if width < 2:
        return False
    return all(len(cells) == width for _, cells in records_of(path, plain))


def past_titles(text: str, separator: str, known_names: frozenset[str]) -> int:
    """How many characters stand above the header: titles of the whole table, and blank lines between them."""
    taken = 0
    for _ in range(_titles_above(sample_rows(text, separator), separator, known_names)):
        taken += first_record(text[taken:], separator)[1]
    return taken


def _titles_above(rows: list[list[str]], separator: str, known_names: frozenset[str]) -> int:
    """As `titles_above`. A comma in every line below may be one of texts: without empty cells behind the title, the header has to be a known one."""
    titles = titles_above(rows, known_names)
    if not titles or all(len(row) == len(rows[titles]) for row in rows[:titles]):
        return titles
    sure = separator != "," or any(cell.strip().casefold() in known_names for cell in rows[titles])
    return titles if sure and _share_of_width(rows[titles:]) >= _EVEN else 0


def guess_separator(text: str, ending: str, known_names: frozenset[str] = frozenset()) -> str:
    """The sign between columns: the one that gives most of the first rows as many cells as the header has, then the one with more cells."""
    fallback = "\t" if ending in (".tsv", ".tab") else ","
    best, best_worth = fallback, (0.0, 0, False)
    for separator in SEPARATORS:
        rows = sample_rows(text, separator)
        rows = rows[_titles_above(rows, separator, known_names) :]
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        even = _share_of_width(rows)
        worth = (round(even, 2), width, separator == fallback)
        if worth > best_worth:
            best, best_worth = separator, worth
    return best


def rows_alike(text: str, separator: str) -> float:
    """Share of the first rows, 0..1, that have as many cells as the first one."""
    return _share_of_width(sample_rows(text, separator))


def _share_of_width(rows: list[list[str]]) -> float:
    return sum(len(row) == len(rows[0]) for row in rows[1:]) / max(1, len(rows) - 1)


def sample_rows(text: str, separator: str, most: int = 200) -> list[list[str]]:
    """The first rows that are not blank."""
    rows: list[list[str]] = []
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if any(cells):
            rows.append(cells)
        if len(rows) == most:
            return rows
    # The text is cut somewhere, so its last row is likely torn.
    return rows[:-1] if len(rows) > 2 else rows
