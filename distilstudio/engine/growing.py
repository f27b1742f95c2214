"""Arrays on the disk that are filled little by little, and survive the process that fills them. Must not know: what they hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike


class Growing:
    """`array` [rows, columns], memory-mapped. It appears under its name only when `finish` says that it is whole; until then it is a file
    beside, which a process that dies leaves to the next one."""

    def __init__(self, path: Path, shape: tuple[int, int], goes_on: bool = False, dtype: DTypeLike = np.float16) -> None:
        """goes_on: take up what an earlier process has filled, where it is there. Raises: OSError when the disk is full."""
        self._path, self._partial = path, path.with_suffix(".partial")
        path.parent.mkdir(parents=True, exist_ok=True)
        earlier = _array_like(self._partial, shape, np.dtype(dtype)) if goes_on else None
        self.goes_on = earlier is not None
        self._stays = self.goes_on
        try:
            self.array = _new_array(self._partial, shape, np.dtype(dtype)) if earlier is None else earlier
        except OSError:
            self._partial.unlink(missing_ok=True)
            raise

    def flush(self) -> None:
        """What was filled so far is on the disk, and stays there for the next process."""
        self.array.flush()
        self._stays = True

    def finish(self) -> None:
        """It is whole."""
        self.array.flush()
        del self.array
        os.replace(self._partial, self._path)

    def close(self, forget: bool = False) -> None:
        """Let go of it. What was never flushed goes, and with `forget` all of it; a finished file stays."""
        if hasattr(self, "array"):
            del self.array
        if forget or not self._stays:
            self._partial.unlink(missing_ok=True)


def _array_like(path: Path, shape: tuple[int, int], dtype: np.dtype[Any]) -> np.memmap[Any, Any] | None:
    """A file that was begun for this shape; None where there is none."""
    try:
        found = np.lib.format.open_memmap(path, mode="r+")
    except (OSError, ValueError):
        return None
    return found if found.shape == shape and found.dtype == dtype else None


def _new_array(path: Path, shape: tuple[int, int], dtype: np.dtype[Any]) -> np.memmap[Any, Any]:
    """Map a new file. Its space is claimed first: writing to a memory map on a full disk would kill the process instead of raising.

    Raises: OSError when the disk is full.
    """
    size = dtype.itemsize * shape[0] * shape[1]
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": dtype.str, "fortran_order": False, "shape": shape})
        file.flush()
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), file.tell(), size)
        else:
            for _ in range(0, size, 1 << 20):
                file.write(b"\0" * (1 << 20))
    return np.lib.format.open_memmap(path, mode="r+")
