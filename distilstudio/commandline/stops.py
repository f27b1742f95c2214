"""How a command is ended from outside: Ctrl+C, the system's request to end, a terminal that was closed. Must not know: what the command does."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

REQUESTS = tuple(number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None)
"""The system asks a process to end; its terminal was closed. Windows knows the first alone."""


@contextlib.contextmanager
def answered(interrupt: Callable[[], None], request: Callable[[], None]) -> Iterator[None]:
    """Inside the block Ctrl+C calls `interrupt`, and a request to end calls `request`. One that is ignored stays so: `nohup` means it."""

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        interrupt()

    def on_request(_signal: int, _frame: FrameType | None) -> None:
        request()

    heard = [number for number in REQUESTS if signal.getsignal(number) is not signal.SIG_IGN]
    before: dict[int, Any] = {signal.SIGINT: signal.signal(signal.SIGINT, on_interrupt)}
    before |= {number: signal.signal(number, on_request) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def as_ctrl_c() -> contextlib.AbstractContextManager[None]:
    """Inside the block a request to end is answered as Ctrl+C is."""
    return answered(_interrupt, _interrupt)


def _interrupt() -> None:
    raise KeyboardInterrupt
