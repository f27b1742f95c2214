"""What other programs leave of the processor, and how many threads work beside them. Must not know: models, texts, torch."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import psutil

SHORT_TEXT = 300
"""Characters. About 64 word pieces: up to there all threads of a processor with two cores are at most a third quicker than one."""
LOST, WON = 0.7, 0.6
"""A core that others keep busy for so much of the time is left to them; one that is free for so much is taken again."""
SHORTEST_SPAN_S = 0.2
"""Over less the processor's own counts of its time say nothing."""


class Neighbours:
    """How many cores all other processes have kept busy lately: between the questions, which take care not to count themselves."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, spent: Callable[[], float] | None = None) -> None:
        """spent: the seconds that all other processes have computed so far, on all cores together."""
        self._clock, self._spent = clock, spent or spent_by_others
        self._at, self._before = self._clock(), self._spent()
        self._busy = 0.0

    def free_cores(self) -> float:
        """What is left of the whole computer's cores: more than this process may use, where it is kept to some of them."""
        return (psutil.cpu_count() or 1) - self.busy_cores()

    def busy_cores(self) -> float:
        """The mean since the question before; in a burst of questions what it was before that."""
        now = self._clock()
        if now - self._at >= SHORTEST_SPAN_S:
            spent = self._spent()
            self._busy = max(0.0, spent - self._before) / (now - self._at)
            self._at, self._before = now, spent
        return self._busy


def spent_by_others() -> float:
    """Seconds that other processes, and other virtual machines on the same processor, have computed since the system was started."""
    all_times, own = psutil.cpu_times(), psutil.Process().cpu_times()
    no_work = ("idle", "iowait", "guest", "guest_nice")  # the last two are in others already
    whole = sum(all_times) - sum(getattr(all_times, name, 0.0) for name in no_work)
    return float(whole - own.user - own.system)


def threads_for(characters: int, cores: int, free: float) -> int:
    """How many threads answer a text: of a short one half of these cores, of a long one all, but no more than are free.

    Threads share each product and wait for the slowest: beside a program that kept one of two cores busy, two threads took 25 to 86 ms for a
    short text and 300 ms for 256 word pieces, one thread 12 and 110; alone two took 10 and 76.
    """
    return max(1, min(round(free), cores if characters > SHORT_TEXT else cores // 2))


def threads_beside(now: int, cores: int, free: float) -> int:
    """How many threads train from now on, of at most so many: as many as cores are free, but for small change, which is no reason."""
    if free <= now - LOST:
        return max(1, math.floor(free + 1 - LOST))
    if free >= now + WON:
        return max(now, min(cores, math.floor(free + 1 - WON)))
    return now
