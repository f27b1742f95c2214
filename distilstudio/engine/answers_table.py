"""The answers to the texts of a file as a table: kept in a file of the engine's own, and saved as CSV or as a workbook.

Columns: "row" (number in the file, from 1), "question" (where any is asked), "text", "answer", "confidence" (0..1, null where there was no text).
Must not know: models, how the answers came about.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-untyped]

from distilstudio.engine.data.preview import cut
from distilstudio.engine.data.readers.workbook import BROKEN
from distilstudio.engine.scratch import PART_ROWS, parts_of
from distilstudio.protocol.answered_file import AnsweredRow
from distilstudio.protocol.problems import ProblemError, problem

FIRST_ROWS = 1000
"""So many are told."""
FIRST_CHARACTERS = 2_000_000
"""Of all texts that are told together, so that they stay well under the wire's limit."""
SHEET_ROWS = 1_048_575
"""What a sheet has room for below its header."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula, and does what stands in it.
Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection."""
DECIMALS = 4
COLUMNS = (["row", "text", "answer", "confidence"], ["row", "question", "text", "answer", "confidence"])


def keep(table: pa.Table, path: Path) -> None:
    """Write the whole table where `save` finds it. Raises: OSError when the disk is full."""
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
        out.write_table(table, max_chunksize=PART_ROWS)


def first_rows(table: pa.Table) -> list[AnsweredRow]:
    """The first rows; texts are cut only where all of them together would be too much to tell."""
    rows = table.slice(0, FIRST_ROWS).to_pylist()
    names = ("question", "text", "answer")
    length = sum(len(row.get(name, "")) for row in rows for name in names)
    most = length if length <= FIRST_CHARACTERS else FIRST_CHARACTERS // (len(names) * len(rows))
    told = [{name: cut(row.get(name, ""), most) for name in names} for row in rows]
    return [AnsweredRow(row["row"], confidence=row["confidence"], **words) for row, words in zip(rows, told, strict=True)]


def save(kept: Path, path: Path) -> int:
    """Write the table that was kept. Returns: its rows. Raises: ProblemError answers_gone, and as `write`."""
    try:
        with pa.memory_map(str(kept)) as mapped:
            table = pa.ipc.open_file(mapped).read_all()
            write(table, path)
            return int(table.num_rows)
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise ProblemError(problem("answers_gone", detail=repr(error))) from error


def check_place(path: Path, asked: Path) -> None:
    """Look, before anything is answered, whether the table can be written there. `asked`: the file with the texts.

    Raises: ProblemError answers_not_saved, answers_over_file where a file would be lost that is no table of answers.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists():
            if asked.exists() and path.samefile(asked):
                raise ProblemError(
                    problem("answers_over_file", file=path, reason="The texts that are to be answered stand in it.")
                )
            if not path.is_file() or (path.stat().st_size and not _is_table_of_answers(path)):
                reason = "There is something in it already that is no table of answers."
                raise ProblemError(problem("answers_over_file", file=path, reason=reason))
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _not_saved(path, error) from error


def check_rows(path: Path, rows: int) -> None:
    """Whether the table has room there. Raises: ProblemError answers_too_many."""
    if _is_book(path) and rows > SHEET_ROWS:
        raise ProblemError(problem("answers_too_many", rows=f"{rows:,}", most=f"{SHEET_ROWS:,}"))


def write(table: pa.Table, path: Path) -> None:
    """As a workbook where the name ends in .xlsx, else as CSV. Written beside, flushed, renamed: what was there stays until all is written.

    Raises: ProblemError answers_too_many, answers_not_saved.
    """
    check_rows(path, table.num_rows)
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            (_write_book if _is_book(path) else _write_csv)(table, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise _not_saved(path, error) from error


def _not_saved(path: Path, error: OSError) -> ProblemError:
    return ProblemError(problem("answers_not_saved", repr(error), file=path.name, reason=error.strerror or str(error)))


def _is_book(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _is_table_of_answers(path: Path) -> bool:
    """Whether a file begins as those do that are written here. Raises: OSError where it cannot be read."""
    if not _is_book(path):
        with path.open("rb") as file:
            line = file.readline(len(codecs.BOM_UTF8) + 100)
        return line.removeprefix(codecs.BOM_UTF8).strip() in [",".join(names).encode() for names in COLUMNS]
    try:
        with contextlib.closing(openpyxl.load_workbook(path, read_only=True)) as book:
            return next(book.worksheets[0].values, ()) in [tuple(names) for names in COLUMNS]
    except BROKEN:
        return False


def _write_csv(table: pa.Table, file: BinaryIO) -> None:
    """With the mark by which spreadsheets know UTF-8."""
    file.write(codecs.BOM_UTF8)
    for number, part in enumerate(parts_of(table)):
        lines = io.StringIO(newline="")
        writer = csv.writer(lines)
        if number == 0:
            writer.writerow(table.column_names)
        for row in _rows(part):
            writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
        file.write(lines.getvalue().encode())


def _write_book(table: pa.Table, file: BinaryIO) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.append(table.column_names)
    for row in _rows(table):
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in row])
    # Not book.save: where the disk is full it leaves its archive open, which then complains on its own when it is swept up.
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def _rows(table: pa.Table) -> Iterator[list[Any]]:
    """Row by row; confidences have a few decimals."""
    for part in parts_of(table):
        columns = [column.to_pylist() for column in part.columns]
        for *cells, confidence in zip(*columns, strict=True):
            yield [*cells, None if confidence is None else round(confidence, DECIMALS)]


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _cell(sheet: Any, words: str) -> Any:
    """A cell of a workbook that says itself that it holds text, without the signs that a workbook cannot hold."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", words))
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(FORMULA_SIGNS)
    return cell
