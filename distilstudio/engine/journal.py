"""The journal of a run, events.jsonl: one event a line, appended. A disk that takes nothing for a while loses none of the coarse ones.

Must not know: what events mean.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from distilstudio.protocol.events import ResourcesMeasured, RunEvent, StageProgress, StepsDone
from distilstudio.protocol.wire import encode

MOST_HELD = 4_000_000
"""Bytes that wait in memory while the disk takes nothing; beyond that only coarse events are held."""


class Journal:
    """Appends whole lines. After a death the last line may be torn; `cut` mends it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting = bytearray()
        self.fault: OSError | None = None

    def append(self, event: RunEvent) -> bool:
        """Write an event, and those that wait. Returns whether it stands on the disk; else it waits, and `fault` says why."""
        if len(self._waiting) < MOST_HELD or not isinstance(event, StepsDone | StageProgress | ResourcesMeasured):
            self._waiting += encode(event)
        try:
            self._write()
        except OSError as error:
            self.fault = error
            return False
        self.fault = None
        self._waiting.clear()
        return True

    def sync(self) -> int:
        """Flush to the disk. Returns its length in bytes; 0 where there is none."""
        try:
            handle = os.open(self._path, os.O_RDWR)
        except OSError:
            return 0
        try:
            os.fsync(handle)
            return os.fstat(handle).st_size
        finally:
            os.close(handle)

    def cut(self, length: int) -> None:
        """Take away what stands behind this length, and a last line that has no end."""
        with contextlib.suppress(FileNotFoundError), self._path.open("rb+") as file:
            kept = file.read(length)
            file.truncate(kept.rfind(b"\n") + 1)

    def _write(self) -> None:
        with self._path.open("ab", buffering=0) as file:
            before = file.tell()
            try:
                if file.write(self._waiting) != len(self._waiting):  # the disk took a part: it is full
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
            except OSError:
                with contextlib.suppress(OSError):
                    file.truncate(before)
                raise
