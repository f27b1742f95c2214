"""How long a run still takes, from its own rates. Work is counted in layer-rows: one row through one layer, forward, is 1.

Must not know: models, the window.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from distilstudio.protocol.events import Stage

BACKWARD = 2.0
"""A backward pass costs about twice its forward pass."""
LESS_WIDE = 1.5
"""A layer of a share of the width costs the share to this power: its products cost the square, all that is beside them the share itself.
Seen (3 of 6 layers, 4,900 rows of tweets, 12 epochs, one thread): 570 s at the teacher's width, 207 s at half of it, which is 0.36."""
WIDE, NARROW = 0.35, 0.08
"""Half width of the range at the start of a stage and near its end, as a share of the time left."""

STANDSTILL_S, STANDSTILL_TIMES = 30.0, 10
"""So long without a word, and so many times longer than ever before in the stage: the process stood still (stopped, or the computer slept)."""


@dataclass(frozen=True)
class TimeLeft:
    """Seconds, and the range they are likely in."""

    seconds: float
    low: float
    high: float


class Pace:
    """Learns seconds per unit of work from what has been done and spreads them over what is left.

    Of the stage in hand only the later half of what has been done counts: the first steps are slow where a device has to be warmed up or
    steps are recorded before they are replayed. What looks like a standstill counts for nothing, unless it comes again.
    """

    def __init__(self, work: Mapping[Stage, float], clock: Callable[[], float] = time.monotonic) -> None:
        self._work, self._left = dict(work), dict(work)
        self._already = 0.0
        self._clock = clock
        self._stage: Stage | None = None
        self._stage_work = 0.0
        self._stage_seconds = 0.0
        self._last = self._longest = 0.0
        self._marks = deque([(0.0, 0.0)])
        self._rates: list[float] = []

    @property
    def share(self) -> float:
        """How much of all work is done, 0..1."""
        work = sum(self._work.values())
        return 1 - sum(self._left.values()) / work if work else 0.0

    def skip(self, stage: Stage, share: float = 1.0) -> None:
        """So much of a stage was done before, by another process: it says nothing about the pace of this one."""
        self._left[stage] = self._work.get(stage, 0.0) * (1 - share)

    def begin(self, stage: Stage) -> None:
        """A stage starts now."""
        self._stage, self._stage_work = stage, self._work.get(stage, 0.0)
        self._already = 1 - self._left.get(stage, 0.0) / self._stage_work if self._stage_work else 0.0
        self._stage_seconds, self._last, self._longest = 0.0, self._clock(), 0.0
        self._marks = deque([(self._already, 0.0)])  # share of the stage, and its seconds until then

    def end(self) -> None:
        """The stage in hand is over, however much of it was done."""
        if self._stage is not None:
            done = self._stage_work * (1 - self._already) - self._left.get(self._stage, 0.0)
            if done > 0 and self._stage_seconds > 0:
                self._rates.append(self._stage_seconds / done)
            self._left[self._stage] = 0.0
            self._stage = None

    def rest(self) -> None:
        """Time up to now counts for nothing (a pause)."""
        self._last = self._clock()

    def advance(self, share: float) -> TimeLeft | None:
        """The stage in hand has got to this share of its work, 0..1. Returns None while it is too early to say, and of a stage
        whose work cannot be told beforehand."""
        assert self._stage is not None
        now = self._clock()
        since_last, self._last = now - self._last, now
        stood_still = since_last > max(STANDSTILL_S, STANDSTILL_TIMES * self._longest) and self._longest > 0
        self._stage_seconds += 0.0 if stood_still else since_last
        self._longest = max(self._longest, since_last)
        self._left[self._stage] = self._stage_work * (1 - share)
        own_share = share - self._already
        self._marks.append((share, self._stage_seconds))
        while self._marks[1][0] <= self._already + own_share / 2 < share:
            self._marks.popleft()
        since, seconds_then = self._marks[0]
        if own_share <= 0.01 or share <= since or self._stage_seconds < 1.0 or not self._stage_work:
            return None
        own = (self._stage_seconds - seconds_then) / (self._stage_work * (share - since))
        later = sum(work for stage, work in self._left.items() if stage != self._stage)
        usual = (sum(self._rates) + own) / (len(self._rates) + 1)
        seconds = own * self._left[self._stage] + usual * later
        width = WIDE + (NARROW - WIDE) * share
        return TimeLeft(seconds, seconds * (1 - width), seconds * (1 + width))
