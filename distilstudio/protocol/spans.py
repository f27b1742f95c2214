"""Positions in a text: Python and the engine count code points, Qt counts UTF-16 units. Converts between the two.

Must not know: what the spans mean.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate


class Utf16Index:
    """Both ways between code points and UTF-16 units of one text; built once, each look-up is O(log n)."""

    def __init__(self, text: str) -> None:
        self._starts = list(accumulate((2 if ord(sign) > 0xFFFF else 1 for sign in text), initial=0))

    def to_utf16(self, code_point: int) -> int:
        """UTF-16 offset of a code point offset in 0..len(text). Raises: IndexError outside of it."""
        if code_point < 0:
            raise IndexError(code_point)
        return self._starts[code_point]

    def to_code_point(self, unit: int) -> int:
        """Code point offset of a UTF-16 offset; one in the middle of a surrogate pair gives the sign's own start."""
        if not 0 <= unit <= self._starts[-1]:
            raise IndexError(unit)
        place = bisect_left(self._starts, unit)
        return place if self._starts[place] == unit else place - 1
