"""How an engine process ended, and the Problem that this is. Must not know: processes, runs."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from distilstudio.protocol.problems import Problem, problem

TAIL_BYTES = 4096


@dataclass(frozen=True)
class Ending:
    """clean: exit code 0 by itself. problem: what to tell whoever still waits for an answer; None after a clean end that was asked for."""

    clean: bool
    problem: Problem | None


class Tail:
    """The last bytes of a stream, whatever its length."""

    def __init__(self, limit: int = TAIL_BYTES) -> None:
        self._limit = limit
        self._kept = b""

    def feed(self, data: bytes) -> None:
        self._kept = (self._kept + data[-self._limit :])[-self._limit :]

    def text(self) -> str:
        return self._kept.decode("utf-8", "replace").strip()


def log_size(log: Path) -> int:
    """Bytes in the log now, 0 if there is none."""
    try:
        return log.stat().st_size
    except OSError:
        return 0


def log_tail(log: Path, since: int) -> str:
    """What was added last to a log of `since` bytes; a log that has shrunk was begun anew."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(since if since <= size else 0, size - TAIL_BYTES))
            return file.read(TAIL_BYTES).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def status_text(exit_code: int, crashed: bool) -> str:
    """“exit code 1”, or the name of the signal that ended the process."""
    if not crashed:
        return f"exit code {exit_code}"
    if sys.platform == "win32":
        return f"exit code 0x{exit_code & 0xFFFFFFFF:08X}"
    try:
        return f"signal {exit_code} ({signal.Signals(exit_code).name})"
    except ValueError:
        return f"signal {exit_code}"


def died(status: str, *, notes: list[str], stderr: str, log: str) -> Problem:
    """engine_died with everything that helps to find out why."""
    parts = [*notes, f"ended with {status}"]
    if stderr:
        parts.append(f"--- last words ---\n{stderr}")
    if log:
        parts.append(f"--- end of the log ---\n{log}")
    return problem("engine_died", detail="\n".join(parts), status=status)
