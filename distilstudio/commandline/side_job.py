"""What the commands beside a run have in common: a bar on stderr while they work, and Ctrl+C that leaves everything as it was.

Must not know: what the job is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from rich.progress import BarColumn, Progress, TextColumn

from distilstudio.commandline.progress import clock
from distilstudio.commandline.stops import answered
from distilstudio.commandline.telling import console
from distilstudio.engine.control import Control


class Show(Protocol):
    """Draw how far the job is: `done` of `total`, 0 where that is not known; seconds_left: None while unknown."""

    def __call__(self, words: str, done: int, total: int, seconds_left: float | None = None) -> None: ...


@contextlib.contextmanager
def told_by_bar(control: Control) -> Iterator[Show]:
    """A bar inside the block, and Ctrl+C that discards the job."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    with interrupt_discards(control), Progress(*columns, console=console()) as bars:
        bar = bars.add_task("Loading PyTorch", total=None, left="")

        def show(words: str, done: int, total: int, seconds_left: float | None = None) -> None:
            left = "" if seconds_left is None else f"{clock(seconds_left)} left"
            bars.update(bar, description=words, completed=done, total=total or None, left=left)

        yield show


def interrupt_discards(control: Control) -> contextlib.AbstractContextManager[None]:
    """Ctrl+C inside the block ends a job at its next step, and nothing of it is kept; twice: at once. So does a request to end."""

    def interrupt() -> None:
        if control.stop:
            raise KeyboardInterrupt
        control.discard()

    return answered(interrupt, control.discard)
