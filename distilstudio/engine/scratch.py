"""What is needed for a while only. Large tables and arrays are kept in files without a name and mapped; small ones stay where they are.

What is mapped takes memory only while it is looked at, and the system takes that back whenever it wants. The files lie in the program's
own folder, since a system's folder for temporary files is often memory itself; they have no name, so none is ever left behind. A folder
for files that need a name is locked by its process: what a killed one has left is known by that, and goes when the next engine starts.
Must not know: what is kept.
"""

from __future__ import annotations

import contextlib
import mmap
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio import places
from distilstudio.protocol.run_lock import RunLock, is_held

LARGE_BYTES = 64 * 1024 * 1024
"""What is smaller is kept in memory: there it is quicker."""
PART_ROWS = 65_536
"""Rows of a table that are worked on at a time."""
INSIDE = "files"
"""In each folder, and made only when that is locked: one without it is just being made."""


@contextlib.contextmanager
def folder(kind: str) -> Iterator[Path]:
    """An empty folder inside the block. Raises: OSError where none can be made."""
    place = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=_own_folder()))
    lock = RunLock(place)
    try:
        lock.take()
        (place / INSIDE).mkdir()
        yield place / INSIDE
    finally:
        lock.release()
        shutil.rmtree(place, ignore_errors=True)


def tidy() -> None:
    """Remove the folders of processes that were killed."""
    for inside in (places.user_folder() / "scratch").glob(f"*/{INSIDE}"):
        if not is_held(inside.parent):
            shutil.rmtree(inside.parent, ignore_errors=True)


def parts_of(table: pa.Table, rows: int = PART_ROWS) -> Iterator[pa.Table]:
    """The table's rows a part after the other; nothing is copied."""
    for start in range(0, table.num_rows, rows):
        yield table.slice(start, rows)


def kept(tables: Iterable[pa.Table]) -> pa.Table:
    """All rows of tables with the same columns (one at least) as one table, mapped where they are large. Raises: OSError when the disk is full."""
    rest = iter(tables)
    small: list[pa.Table] = []
    held = 0
    for table in rest:
        small.append(table)
        held += table.nbytes
        if held > LARGE_BYTES:
            return _mapped(small, rest)
    return pa.concat_tables(small)


def taken(table: pa.Table, rows: NDArray[np.int64]) -> pa.Table:
    """The rows with these numbers, in this order; rising numbers are taken a part after the other."""
    if len(rows) <= PART_ROWS or bool((np.diff(rows) < 0).any()):
        return table.take(pa.array(rows))

    def parts() -> Iterator[pa.Table]:
        for start in range(0, len(rows), PART_ROWS):
            part = rows[start : start + PART_ROWS]
            # Of a table in chunks Arrow joins all before it takes any.
            yield table.slice(part[0], part[-1] - part[0] + 1).take(pa.array(part - part[0]))

    return kept(parts())


class Flat:
    """An array that grows by pieces along its first axis, and goes to a file when it has become large."""

    def __init__(self, dtype: Any) -> None:
        self._dtype = np.dtype(dtype)
        self._pieces: list[NDArray[Any]] = []
        self._held = self._length = 0
        self._file: Any = None

    def add(self, piece: NDArray[Any]) -> None:
        """Take the next piece. Raises: OSError when the disk is full."""
        self._pieces.append(np.ascontiguousarray(piece, self._dtype))
        self._held += self._pieces[-1].nbytes
        self._length += len(piece)
        self._shape = piece.shape[1:]
        if self._held > LARGE_BYTES:
            self._write()

    def whole(self) -> NDArray[Any]:
        """The array, of one piece at least; nothing can be added any more."""
        if self._file is None:
            return np.concatenate(self._pieces)
        self._write()
        with self._file as file:
            return np.memmap(file, self._dtype, "r", shape=(self._length, *self._shape))

    def _write(self) -> None:
        if self._file is None:
            self._file = _new_file()
        for piece in self._pieces:
            self._file.write(piece.data)
        self._file.flush()
        self._pieces, self._held = [], 0


def _mapped(begun: list[pa.Table], rest: Iterator[pa.Table]) -> pa.Table:
    with _new_file() as file:
        with pa.ipc.new_file(file, begun[0].schema) as out:
            while begun:
                out.write_table(begun.pop(0), max_chunksize=PART_ROWS)
            for table in rest:
                out.write_table(table, max_chunksize=PART_ROWS)
        file.flush()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    pa.default_memory_pool().release_unused()  # of what the parts took; Arrow would keep it for others as large
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def _new_file() -> Any:
    return tempfile.TemporaryFile(dir=_own_folder())


def _own_folder() -> Path:
    own = places.user_folder() / "scratch"
    own.mkdir(parents=True, exist_ok=True)
    return own
