"""Reads files off the window's thread, one thing after the other, and brings each result to the window's thread. Must not know: what is read."""

from __future__ import annotations

import contextlib
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from typing import Any, cast

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

BUSY_S, REST_S = 0.002, 0.002
"""Python gives a waiting thread its turn only every 5 ms, and a window asks for it hundreds of times to draw a page. So the reader
works for 2 ms at most and then sleeps for 2 ms: the window never waits longer than that, and runs freely in between."""


class Ticket:
    """A piece of work that was asked for; nothing of it arrives after `cancel`."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """It is no longer wanted."""
        self.cancelled = True


class Background(QObject):
    """`ask` takes a generator: what it yields arrives in order at `told` in the window's thread; None only gives the thread a rest."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: weakref.WeakSet[Ticket] = weakref.WeakSet()
        self._closed = False
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._arrived.connect(self._on_arrived)
        self.destroyed.connect(weakref.finalize(self, _end, self._pool, self._open))

    def ask(self, work: Iterator[Any], told: Callable[[Any], None]) -> Ticket:
        """Do the work after what was asked for before. After `close` nothing is done."""
        ticket = Ticket()
        if not self._closed:
            self._open.add(ticket)
            self._pool.start(lambda: self._work(work, told, ticket))
        return ticket

    def close(self) -> None:
        """Drop what waits, and wait for the piece in hand."""
        self._closed = True
        _end(self._pool, self._open)

    def _work(self, work: Iterator[Any], told: Callable[[Any], None], ticket: Ticket) -> None:
        """In the reader's thread. Work that is dropped half done puts its things away here, before `close` returns."""
        rested = time.perf_counter()
        with contextlib.suppress(RuntimeError):  # the window is gone, and nobody is left to tell
            for result in work:
                if ticket.cancelled:
                    break
                if result is not None:
                    self._arrived.emit((ticket, told, result))
                if time.perf_counter() - rested > BUSY_S:
                    time.sleep(REST_S)
                    rested = time.perf_counter()
        if isinstance(work, Generator):
            work.close()

    @Slot(object)
    def _on_arrived(self, arrived: object) -> None:
        ticket, told, result = cast("tuple[Ticket, Callable[[Any], None], Any]", arrived)
        if not ticket.cancelled:
            told(result)


def _end(pool: QThreadPool, tickets: weakref.WeakSet[Ticket]) -> None:
    for ticket in list(tickets):
        ticket.cancel()
    pool.clear()
    pool.waitForDone()
