"""Reads marked sentences from a table with a sentence a row: words and tags as lists in its cells, or with blanks between them.

Must not know: ways of writing tags, models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from distilstudio.engine.data.readers.cell_values import listed
from distilstudio.engine.data.readers.conll import marked_lines
from distilstudio.engine.data.readers.jsonl import Record
from distilstudio.engine.data.readers.marked import MarkedFile, check_chosen, place_of
from distilstudio.engine.data.readers.marked_records import marked_from
from distilstudio.engine.data.readers.plain import head_text, opened_as_text
from distilstudio.engine.data.readers.records import SEPARATORS, sample_rows
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.readers.workbook import read_workbook, rows_with_gaps
from distilstudio.engine.data.tags import looks_like_tag
from distilstudio.protocol import column_names
from distilstudio.protocol.problems import ProblemError, problem

_SAMPLE_ROWS = 20
_TEXT = (*column_names.WORD, *column_names.TEXT)


def has_a_sentence_a_row(path: Path, encoding: str, separator: str, tag: str) -> bool:
    """Whether a text file is such a table. `tag`: the column of the tags, where it is known. Raises: ProblemError data_… as `opened_as_text`."""
    head = head_text(path, opened_as_text(path, encoding)[0])
    for sign in SEPARATORS if separator == "auto" else (separator,):
        header, *rows = sample_rows(head, sign, _SAMPLE_ROWS) or [[]]
        if len(header) > 1 and holds_sentences(header, rows, tag):
            return True
    return False


def is_marked_workbook(path: Path) -> bool:
    """Whether its first sheet with rows has columns for words and their tags. Raises: ProblemError data_… as `read_workbook`."""
    found = read_workbook(path)
    names = found.table.column_names
    tagged = place_of(names, "", column_names.TAG) >= 0 and place_of(names, "", column_names.WORD) >= 0
    return tagged or holds_sentences(names, _first_rows(found), "")


def read_marked_workbook(path: Path, sheet: str = "", word: str = "", tag: str = "") -> MarkedFile:
    """A sheet with a sentence a row, or a word a row with empty rows between the sentences.

    Raises: ProblemError data_… as `read_workbook`, `read_marked_table`, `marked_lines`.
    """
    found = read_workbook(path, sheet=sheet)
    if holds_sentences(found.table.column_names, _first_rows(found), tag):
        return read_marked_table(path, found, word, tag)
    width = found.table.num_columns
    rows = [[" ".join(cell.split()) for cell in (*cells, *[""] * width)[:width]] for cells in rows_with_gaps(path, sheet)]
    marked = marked_lines(path, ["\t".join(cells) if any(cells) else "" for cells in rows], "\t", word, tag)
    return replace(marked, separator="", guessed=found.guessed, part=found.part, parts=found.parts)


def _first_rows(found: ReadTable) -> list[list[str]]:
    return [list(row.values()) for row in found.table.slice(0, _SAMPLE_ROWS).to_pylist()]


def holds_sentences(header: Sequence[str], rows: Sequence[Sequence[str]], tag: str) -> bool:
    """Whether the cells below the tags' column hold the tags of whole sentences."""
    place = place_of(header, tag, column_names.TAG)
    cells = [row[place] for row in rows if place < len(row) and row[place].strip()] if place >= 0 else []
    lists = [listed(cell) for cell in cells]
    if lists and all(isinstance(one, list) for one in lists):
        return True
    return any(len(cell.split()) > 1 for cell in cells) and all(looks_like_tag(one) for cell in cells for one in cell.split())


def read_marked_table(path: Path, found: ReadTable, word: str = "", tag: str = "") -> MarkedFile:
    """The rows of a table as sentences. `word`, `tag`: columns chosen by name.

    Raises: ProblemError data_no_column, data_roles_unclear; data_uneven where a row's tags are not as many as its words.
    """
    names = found.table.column_names
    check_chosen(path, names, word, tag)
    tags = names[place_of(names, tag, column_names.TAG)]
    place = place_of(["" if name == tags else name for name in names], word, _TEXT)
    if place < 0:
        raise ProblemError(problem("data_roles_unclear", file=path.name, role="text", columns=names))
    pairs = zip(found.table[names[place]].to_pylist(), found.table[tags].to_pylist(), strict=True)
    records = [
        Record({names[place]: _parts(words), tags: _parts(marks) or None}, row) for row, (words, marks) in enumerate(pairs, 1)
    ]
    marked = marked_from(path, records, found.format, found.encoding, names[place], tags)
    return replace(marked, separator=found.separator, guessed=found.guessed, columns=names, part=found.part, parts=found.parts)


def _parts(cell: str) -> list[Any]:
    found = listed(cell)
    return found if isinstance(found, list) else cell.split()
