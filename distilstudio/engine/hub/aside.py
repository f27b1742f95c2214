"""The network asked in a thread of its own, so that who stops need not wait until a silent server is given up. Must not know: what is asked."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from types import TracebackType
from typing import TypeVar

LOOK_S = 0.1
"""Seconds between two looks while something is waited for."""

T = TypeVar("T")


class Aside:
    """Does one thing after the other in its thread. look: called while one of them is waited for; raises where nobody wants it any more.

    What is under way then is left to end by itself; what was put behind it is done after that.
    """

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._work: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        threading.Thread(target=self._do_all, name="hub-aside", daemon=True).start()

    def wait_for(self, work: Callable[[], T]) -> T:
        """What this gives. Raises: what `work` or `look` raises."""
        self._look()
        given: Future[T] = Future()

        def do() -> None:
            try:
                given.set_result(work())
            except Exception as error:  # raised again where it is waited for
                given.set_exception(error)

        self.do_later(do)
        while not wait([given], LOOK_S).done:
            self._look()
        return given.result()

    def do_later(self, work: Callable[[], object]) -> None:
        """Put this behind what is under way, and do not wait for it."""
        self._work.put(work)

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._work.put(None)

    def _do_all(self) -> None:
        while (work := self._work.get()) is not None:
            with contextlib.suppress(Exception):  # of what nobody waits for: a connection that cannot even be closed
                work()
