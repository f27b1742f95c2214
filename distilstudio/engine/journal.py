"""The journal of a run, events.jsonl: one event a line, appended. A disk that takes nothing for a while loses none of the coarse ones.

It keeps the run's own clock, from which every event has its time: monotonic, so that a computer whose date is set back does not
disturb it; a run that goes on in another process goes on from the last time that stands in its journal.
Must not know: what events mean.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from distilstudio.protocol.events import ResourcesMeasured, RunEvent, StageProgress, StepsDone
from distilstudio.protocol.wire import encode

MOST_HELD = 4_000_000
"""Bytes that wait in memory while the disk takes nothing; beyond that only coarse events are held."""


_Event = TypeVar("_Event", bound=RunEvent)


class _Time(Struct):
    """Of an event its time alone."""

    at_ms: int = 0


_time_decoder = msgspec.json.Decoder(_Time)


class Journal:
    """Appends whole lines. After a death the last line may be torn; `cut` mends it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds that never go back."""
        self._path = path
        self._clock = clock
        self._began, self._before_ms = clock(), 0
        self._waiting = bytearray()
        self.fault: OSError | None = None

    def stamp(self, event: _Event) -> _Event:
        """The event with the run's own time."""
        return replace(event, at_ms=self._before_ms + round(1000 * (self._clock() - self._began)))

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
        """Take away what stands behind this length, and a last line that has no end. The clock goes on from what is left."""
        kept = b""
        with contextlib.suppress(FileNotFoundError), self._path.open("rb+") as file:
            kept = file.read(length)
            kept = kept[: kept.rfind(b"\n") + 1]
            file.truncate(len(kept))
        self._began, self._before_ms = self._clock(), _last_time(kept)

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


def _last_time(lines: bytes) -> int:
    """The last event's time in ms; 0 where there is none, or it has none."""
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
        return _time_decoder.decode(lines[lines.rfind(b"\n", 0, -1) + 1 :]).at_ms
    return 0
