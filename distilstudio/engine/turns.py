"""Who may use the opened models now: one at a time, and who types comes first. Must not know: models, what is asked of them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class Turns:
    """A long work takes a turn for each of its batches; it gets none while anybody who types is waiting, who so waits for one batch at most."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken = False
        self._typing = 0

    @contextlib.contextmanager
    def typing(self) -> Iterator[None]:
        """The turn of somebody who types."""
        with self._changed:
            self._typing += 1
            self._changed.wait_for(lambda: not self._taken)
            self._typing -= 1
            self._taken = True
        with self._ended():
            yield

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """The turn of a batch of a long work."""
        with self._changed:
            self._changed.wait_for(lambda: not self._taken and not self._typing)
            self._taken = True
        with self._ended():
            yield

    @contextlib.contextmanager
    def _ended(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
