"""What is written out may fail to be: a reader goes away, a terminal is closed, a disk is full. On stderr that is no matter, for a sentence
that nobody reads must never end a run; on stdout it is told, for what came of a command is lost there.

Must not know: what is written.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast


class OutputLost(Exception):
    """What came of a command could not be written out."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.reason = error.strerror or str(error)
        self.reader_left = isinstance(error, BrokenPipeError)
        """As `head` leaves when it has seen enough: nobody is left to tell."""


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Inside the block stderr never fails, and stdout fails with OutputLost."""
    with contextlib.ExitStack() as stack:
        if sys.stderr is not None:
            stack.enter_context(contextlib.redirect_stderr(cast(TextIO, _Patient(sys.stderr))))
        if sys.stdout is not None:
            stack.enter_context(contextlib.redirect_stdout(cast(TextIO, _Strict(sys.stdout))))
        yield


class _Patient:
    """A stream that lets go of what cannot be written, and from then on of everything."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write. Returns the length, as every stream does."""
        with self._guarded():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits."""
        with self._guarded():
            self._stream.flush()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._lead_nowhere()
            self._on_failed(error)

    def _lead_nowhere(self) -> None:
        """What waits in the stream would fail once more when Python ends, and change the exit code."""
        with contextlib.suppress(OSError):  # a stream without a file behind it
            number = self._stream.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)

    def _on_failed(self, error: OSError) -> None: ...


class _Strict(_Patient):
    """A stream that says in words of its own that something could not be written."""

    def _on_failed(self, error: OSError) -> None:
        raise OutputLost(error) from error
