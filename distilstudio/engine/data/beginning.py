"""A short file with the beginning of a large one, which is read in its place while the large one is still counted.

Must not know: what the columns mean, kinds of work.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from distilstudio.engine.data.readers import scanning, workbook
from distilstudio.engine.data.readers.parquet import first_rows, is_columnar
from distilstudio.engine.data.readers.shards import files_within
from distilstudio.protocol.problems import ProblemError

LARGE_BYTES = 8 * 1024 * 1024
"""A smaller file is read whole about as soon."""
LARGE_WORKBOOK_BYTES = 512 * 1024
"""A workbook takes many times as long, and is packed."""
ROWS = 2000
HEAD_BYTES = 1024 * 1024
_MOST_TRIES = 1000
_WORKBOOKS = (".xlsx", ".xlsm")


def beginning_of(path: Path, folder: Path, sheet: str = "") -> tuple[Path, int] | None:
    """A file in `folder` with the first rows, and how many rows the large file has, 0 where only reading it all would tell.

    sheet: of a workbook, "" for its first one with rows. None for a file that is small, or whose beginning says nothing by itself (a JSON
    list, UTF-16), or that cannot be read.
    """
    try:
        size = sum(file.stat().st_size for file in files_within(path))
        if path.suffix.lower() in _WORKBOOKS:
            return _of_workbook(path, folder, sheet) if size > LARGE_WORKBOOK_BYTES else None
        if size <= LARGE_BYTES:
            return None
        return _of_columns(path, folder) if is_columnar(path) else _of_text(path, folder)
    except (OSError, ValueError, ProblemError, pa.ArrowException):  # told in words when the whole file is read
        return None


def _of_columns(path: Path, folder: Path) -> tuple[Path, int]:
    table, rows = first_rows(path, ROWS)
    short = folder / path.name
    pq.write_table(table, short)
    return short, rows


def _of_workbook(path: Path, folder: Path, wanted: str) -> tuple[Path, int]:
    short = folder / path.name
    title, rows = workbook.first_rows(path, wanted, ROWS)
    copy = openpyxl.Workbook(write_only=True)
    sheet = copy.create_sheet(title)
    for row in rows:
        sheet.append(row)
    copy.save(short)
    return short, 0


def _of_text(path: Path, folder: Path) -> tuple[Path, int] | None:
    head = scanning.head_of(path, HEAD_BYTES)
    if (
        head.startswith(scanning.UTF16_MARKS)
        or scanning.binary_kind(head)
        or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    ):
        return None
    end = head.rfind(b"\n") + 1
    for _ in range(_MOST_TRIES):
        # A quotation mark that is open here may be closed only further on.
        if not head.count(b'"', 0, end) % 2:
            break
        end = head.rfind(b"\n", 0, end - 1) + 1
    if not end:
        return None
    short = folder / path.name
    short.write_bytes(head[:end])
    return short, 0
