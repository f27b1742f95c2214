"""Entry of an engine process: guards the wire, reads commands, runs jobs, writes events, ends when the window is gone.

Heavy libraries are imported only after the wire is safe, so that stray prints of theirs go to the log.
Must not know: what a job does.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from distilstudio.protocol.commands import Hello, Role
from distilstudio.protocol.events import Event, Heartbeat, ProblemRaised
from distilstudio.protocol.problems import problem
from distilstudio.protocol.wire import LineSplitter, WireError, decode_command, encode, mismatch

if TYPE_CHECKING:
    from distilstudio.engine.service import Service

SECONDS_BETWEEN_HEARTBEATS = 2.0
NICENESS = 5
"""The trainer leaves the processor to the window whenever that wants it."""


def main(role: Role) -> int:
    """Serve one window until it says Shutdown or is gone. Returns the process's exit status."""
    wire = _guard_stdout()
    output = Output(wire)
    lines = Input().lines()
    greeting = _read_hello(lines, output, role)
    if greeting is None:
        return 1
    output.beat()
    if role == "trainer" and hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        from distilstudio.engine import quiet

        quiet.hush()
        from distilstudio.engine.service import Service  # libraries: the wire is guarded by now

        service = Service(role, output, os.getpid, os._exit)
        reader = threading.Thread(target=_read_commands, args=(lines, service, output), name="commands", daemon=True)
        output.write(service.ready())
        reader.start()
        service.load()
    except Exception as error:
        output.write(ProblemRaised(problem("engine_start", detail=repr(error), reason=f"{type(error).__name__}: {error}")))
        return 1
    return service.serve()


class Output:
    """Writes events; any thread may. After the window is gone it swallows them."""

    def __init__(self, wire: BinaryIO) -> None:
        self._wire = wire
        self._lock = threading.Lock()
        self.gone = threading.Event()

    def write(self, event: Event) -> None:
        """One event as one line, at once."""
        line = encode(event)
        with self._lock:
            try:
                self._wire.write(line)
                self._wire.flush()
            except (BrokenPipeError, ValueError, OSError):
                self.gone.set()

    def beat(self) -> None:
        """Say every two seconds that the process lives, also while it computes."""

        def forever() -> None:
            while not self.gone.wait(SECONDS_BETWEEN_HEARTBEATS):
                self.write(Heartbeat(os.getpid()))

        threading.Thread(target=forever, name="heartbeat", daemon=True).start()


def _guard_stdout() -> BinaryIO:
    """Keep the real stdout for the wire; whatever else is printed goes to the log."""
    wire = os.fdopen(os.dup(1), "wb", buffering=0)
    path = os.environ.get("DISTILSTUDIO_LOG")
    if path:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.close(log)
    else:
        os.dup2(2, 1)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    return wire


class Input:
    """Reads lines from stdin. Not through sys.stdin: a thread that waits inside its buffer would abort Python at exit."""

    def __init__(self) -> None:
        self._splitter = LineSplitter()

    def lines(self) -> Iterator[bytes]:
        """Every line until stdin ends. Raises: WireError for one that is too long."""
        while data := os.read(0, 1 << 16):
            yield from self._splitter.feed(data)


def _read_hello(lines: Iterator[bytes], output: Output, role: Role) -> Hello | None:
    try:
        line = next(lines, None)
        command = decode_command(line) if line is not None else None
    except WireError as error:
        output.write(ProblemRaised(problem("wire_garbled", reason=error.reason)))
        return None
    if not isinstance(command, Hello):
        if command is not None:
            output.write(ProblemRaised(problem("wire_garbled", reason="The first message was no greeting.")))
        return None
    wrong = mismatch(command)
    if wrong is None and command.role != role:
        wrong = problem("wire_garbled", reason=f"greeted as {command.role}, started as {role}")
    if wrong is not None:
        output.write(ProblemRaised(wrong))
        return None
    return command


def _read_commands(lines: Iterator[bytes], service: Service, output: Output) -> None:
    """Hand every line to the service until stdin ends, or until the window says something that is not understood."""
    try:
        for line in lines:
            service.receive(decode_command(line))
    except WireError as error:
        output.write(ProblemRaised(problem("wire_garbled", reason=error.reason, detail=repr(error.line))))
    output.gone.set()
    service.abandon()
