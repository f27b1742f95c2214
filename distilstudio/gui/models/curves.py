"""Curves that grow while a run goes on: pre-allocated numpy buffers, and the few points of them that a picture can show.

Must not know: Qt, who draws, what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = Sequence[float | None] | Sequence[float] | Sequence[int] | Floats

_FIRST_ROOM = 1024


class Buffer:
    """A one-dimensional float array that doubles its room, so that appending is O(1) amortised. None becomes nan (a gap)."""

    def __init__(self) -> None:
        self._room = np.empty(_FIRST_ROOM, dtype=np.float64)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def values(self) -> Floats:
        """What was appended so far: a view, not a copy; valid until the next append."""
        return self._room[: self._used]

    def append(self, numbers: Numbers) -> Floats:
        """Add numbers at the end; returns the view of those just added."""
        added = np.asarray(numbers, dtype=np.float64)
        end = self._used + len(added)
        if end > len(self._room):
            room = np.empty(max(end, 2 * len(self._room)), dtype=np.float64)
            room[: self._used] = self._room[: self._used]
            self._room = room
        self._room[self._used : end] = added
        self._used = end
        return self._room[end - len(added) : end]


class Part:
    """One line of a curve set: its values, and running sums from which the mean of any window costs two look-ups."""

    def __init__(self) -> None:
        self._values, self._sums, self._counts = Buffer(), Buffer(), Buffer()

    @property
    def values(self) -> Floats:
        """The raw values; nan where there was no finite number."""
        return self._values.values

    def append(self, numbers: Numbers) -> None:
        """Add values at the end."""
        added = self._values.append(numbers)
        finite = np.isfinite(added)
        added[~finite] = np.nan
        self._sums.append(_running(self._sums, np.where(finite, added, 0.0)))
        self._counts.append(_running(self._counts, finite.astype(np.float64)))

    def mean(self, first: NDArray[np.intp], last: NDArray[np.intp]) -> Floats:
        """Mean of the finite values from index `first` to `last`, both included, for arrays of indices; nan where there are none."""
        sums, counts = self._sums.values, self._counts.values
        before = np.maximum(first - 1, 0)
        count = counts[last] - np.where(first > 0, counts[before], 0.0)
        total = sums[last] - np.where(first > 0, sums[before], 0.0)
        means: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
        return means

    def last_mean(self, points: int) -> float | None:
        """Mean of the last finite values among the last `points`; None where there are none."""
        values = self._values.values[-points:]
        finite = values[np.isfinite(values)]
        return float(finite.mean()) if len(finite) else None


class CurveSet:
    """Lines over the same steps: one part by each name. A part that an event leaves out has a gap there."""

    def __init__(self) -> None:
        self._steps = Buffer()
        self._parts: dict[str, Part] = {}

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def steps(self) -> Floats:
        """The steps, rising: a view, valid until the next append."""
        return self._steps.values

    @property
    def parts(self) -> Mapping[str, Part]:
        """Every part by its name, in the order in which they first came."""
        return self._parts

    def append(self, steps: Numbers, values: Mapping[str, Numbers]) -> None:
        """Add one value of each part for each step. Raises: ValueError where the lengths differ."""
        if any(len(part) != len(steps) for part in values.values()):
            raise ValueError("steps and values differ in length")
        before = len(self._steps)
        self._steps.append(steps)
        for name in values:
            if name not in self._parts:
                self._parts[name] = Part()
                self._parts[name].append(np.full(before, np.nan))
        for name, part in self._parts.items():
            part.append(values.get(name, np.full(len(steps), np.nan)))

    def last_step(self) -> int | None:
        """The newest step."""
        return int(self._steps.values[-1]) if len(self._steps) else None

    def index_at(self, step: float) -> int | None:
        """Index of the step nearest to a place on the axis."""
        steps = self._steps.values
        if not len(steps):
            return None
        right = int(np.clip(np.searchsorted(steps, step), 0, len(steps) - 1))
        left = max(right - 1, 0)
        return left if abs(steps[left] - step) <= abs(steps[right] - step) else right

    def raw_line(self, name: str, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
        """The raw values between two steps for a picture so many columns wide: at most the lowest and highest value of each column."""
        start, stop = self._slice(low, high)
        return thin(self.steps[start:stop], self._parts[name].values[start:stop], columns)

    def smooth_line(self, name: str, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
        """The running mean between two steps, at most `columns` points. The window is a fortieth of what has come so far, so that the
        line is calm at any length; it narrows towards the first step, where a wide one would hide the first fall."""
        start, stop = self._slice(low, high)
        if stop <= start:
            return np.empty(0), np.empty(0)
        # At least one apart, so none comes twice. (np.unique would load numpy.ma when a curve is first drawn: 40 ms.)
        at = np.linspace(start, stop - 1, min(columns, stop - start)).round().astype(np.intp)
        half = np.minimum(self.window() // 2, at)
        smooth = self._parts[name].mean(at - half, np.minimum(at + half, len(self) - 1))
        # A gap stays a gap, also in the smooth line.
        smooth[~np.isfinite(self._parts[name].values[at])] = np.nan
        return self.steps[at], smooth

    def window(self) -> int:
        """Points in the smooth line's mean."""
        return max(1, len(self) // 40)

    def last_values(self) -> dict[str, float]:
        """Each part's newest value, as the smooth line shows it; parts without a finite one are left out."""
        means = {name: part.last_mean(self.window()) for name, part in self._parts.items()}
        return {name: mean for name, mean in means.items() if mean is not None}

    def values_at(self, index: int) -> dict[str, float]:
        """Each part's smoothed value at an index; parts with a gap there are left out."""
        half = min(self.window() // 2, index)
        first, last = np.array([index - half]), np.array([min(index + half, len(self) - 1)])
        values = {name: float(part.mean(first, last)[0]) for name, part in self._parts.items()}
        return {name: value for name, value in values.items() if np.isfinite(value)}

    def _slice(self, low: float, high: float) -> tuple[int, int]:
        """Indices of the points in a range, and one more on each side so that the line runs to the edge."""
        steps = self._steps.values
        start = int(np.searchsorted(steps, low, side="left"))
        stop = int(np.searchsorted(steps, high, side="right"))
        return max(start - 1, 0), min(stop + 1, len(steps))


def thin(x: Floats, y: Floats, columns: int) -> tuple[Floats, Floats]:
    """Keep the lowest and the highest value of each of so many columns of points: what a picture of that width can tell apart.

    A column of gaps only stays a gap. Returns the arrays as they are when they are short already.
    """
    if len(x) <= 2 * columns or columns < 1:
        return x, y
    starts = np.linspace(0, len(x), columns, endpoint=False).astype(np.intp)
    # fmin and fmax pass over nan, so one gap does not take its whole column with it.
    lowest, highest = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    return np.repeat(x[starts], 2), np.column_stack((lowest, highest)).ravel()


def _running(sums: Buffer, added: Floats) -> Floats:
    start = sums.values[-1] if len(sums) else 0.0
    return np.asarray(start + np.cumsum(added), dtype=np.float64)
