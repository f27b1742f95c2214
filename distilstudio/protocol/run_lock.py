"""A lock on a run folder that says who holds it, so that two engines never work on the same run.

The system takes the lock back when its holder dies, however it dies, so none is ever left over; no clock and no process number is
trusted. Must not know: what a run is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from pathlib import Path

from distilstudio.protocol.problems import ProblemError, problem

FILE = "run.lock"
_FAR = 1 << 20
"""Byte that Windows locks: behind the text, which others must be able to read."""


PROOF = "proof.partial"
"""Where in a run's folder a proof run works, with a lock of its own."""


class RunLock:
    """Held from `take` to `release`."""

    def __init__(self, run_folder: Path) -> None:
        self._path = run_folder / FILE
        self._file: int | None = None

    def take(self) -> None:
        """Hold the folder. Raises: ProblemError(run_locked) where another one holds it; OSError where it cannot be written."""
        while self._file is None:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
            try:
                if not _lock(file):
                    raise ProblemError(problem("run_locked", path=self._path.parent, holder=_words_in(file) or "?"))
                if not _is_same(file, self._path):  # its holder removed it between the two calls
                    os.close(file)
                    continue
                os.ftruncate(file, 0)
                os.write(file, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
            except BaseException:
                os.close(file)
                raise
            self._file = file

    def release(self) -> None:
        """Give the folder free."""
        if self._file is not None:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    self._path.unlink()
            os.close(self._file)
            self._file = None


def is_held(run_folder: Path) -> bool:
    """Whether an engine works on this run now."""
    try:
        file = os.open(run_folder / FILE, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(file)
    finally:
        os.close(file)


def _words_in(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 200).decode("utf-8", errors="replace").strip()


def _is_same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:  # a file system without locks cannot say that somebody else is there
            return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return True
