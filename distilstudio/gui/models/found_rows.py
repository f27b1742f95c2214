"""Rows that were found somewhere in a file, and the windows of the preview through which one goes from place to place. Must not know: widgets."""

from __future__ import annotations

from collections.abc import Sequence

BEFORE = 5
"""Rows shown above the first one that was found."""


class FoundRows:
    """Asked again for the same rows, `next` goes on to the next place, and from the last one to the first."""

    def __init__(self, window: int) -> None:
        """window: how many rows the preview shows at a time."""
        self._window = window
        self._rows: tuple[int, ...] = ()
        self._places: list[int] = []
        self._at = 0

    @property
    def place(self) -> int:
        """At which of the places it stands, from 1."""
        return self._at + 1

    @property
    def places(self) -> int:
        """How many there are."""
        return len(self._places)

    @property
    def rows(self) -> tuple[int, ...]:
        """What is looked for, ascending."""
        return self._rows

    def next(self, rows: Sequence[int]) -> int:
        """Number of the first row of the window to show."""
        wanted = tuple(sorted(rows))
        if wanted == self._rows:
            self._at = (self._at + 1) % len(self._places)
        else:
            self._rows, self._places, self._at = wanted, self._places_of(wanted), 0
        return self._places[self._at]

    def forget(self) -> None:
        """Look for nothing."""
        self._rows, self._places, self._at = (), [], 0

    def _places_of(self, rows: Sequence[int]) -> list[int]:
        places: list[int] = []
        for row in rows:
            if not places and row < self._window:
                places.append(0)
            elif not places or row >= places[-1] + self._window:
                places.append(max(0, row - BEFORE))
        return places
