"""How a run is told to pause or stop: flags that the loop reads at each step, and what is raised where one ends it at once.

Must not know: who sets them.
"""

from __future__ import annotations

import threading
from typing import Literal

Stop = Literal["", "finish", "leave", "discard"]


class Discarded(Exception):
    """The person wants nothing of it: a run was thrown away, a job beside it left off."""


class Left(Exception):
    """The run was stopped before it could go on; what was saved stays as it is."""


class Control:
    """Set from the thread that reads commands, read from the thread that computes."""

    def __init__(self) -> None:
        self._stop: Stop = ""
        self._go_on = threading.Event()
        self._go_on.set()

    @property
    def stop(self) -> Stop:
        """ "" while the run goes on."""
        return self._stop

    @property
    def paused(self) -> bool:
        """Whether the run should hold."""
        return not self._go_on.is_set()

    def finish(self) -> None:
        """End now and keep the best student. A discard that was asked for before stays."""
        self._stop = self._stop or "finish"
        self._go_on.set()

    def leave(self) -> None:
        """End at once and keep the best student, without an exam: the window is gone."""
        self._stop = self._stop if self._stop == "discard" else "leave"
        self._go_on.set()

    def discard(self) -> None:
        """End at once and keep nothing."""
        self._stop = "discard"
        self._go_on.set()

    def pause(self, paused: bool) -> None:
        """Hold after the step in hand, or go on."""
        if paused and not self._stop:
            self._go_on.clear()
        else:
            self._go_on.set()

    def wait(self) -> None:
        """Block while the run is paused and not stopped."""
        self._go_on.wait()
