"""Finds where an answer stands in its passage: where it is said to, else where its words are. Must not know: files, columns, windows."""

from __future__ import annotations

import re

Place = tuple[int, int]
"""Code points of the passage, end not included."""


def place_of(passage: str, answer: str, start: int = -1) -> Place | None:
    """Where the answer stands, without blanks around it; None where it does not.

    Args:
        start: code point at which it is said to begin; -1: not said. Where other signs stand there (as when a program counted bytes, or UTF-16
            units), the nearest place with the answer's words is taken; without it the first, whole words before parts of words.
    """
    wanted = answer.strip()
    if not wanted:
        return None
    if start >= 0:
        start += len(answer) - len(answer.lstrip())
        if passage.startswith(wanted, start):
            return start, start + len(wanted)
    found = _places(passage, re.escape(wanted)) or _places(passage, r"\s+".join(map(re.escape, wanted.split())), re.IGNORECASE)
    if start >= 0:
        return min(found, key=lambda place: abs(place[0] - start), default=None)
    return next((place for place in found if _is_whole(passage, place)), found[0] if found else None)


def _places(passage: str, pattern: str, flags: int = 0) -> list[Place]:
    # A look-ahead, so that places that overlap are all found.
    return [match.span(1) for match in re.finditer(f"(?=({pattern}))", passage, flags)]


def _is_whole(passage: str, place: Place) -> bool:
    """Whether no letter goes on before or after; Chinese has no blanks between words, so any place is whole there."""
    start, end = place
    before, after = passage[start - 1 : start], passage[end : end + 1]
    return not (_joins(before) and _joins(passage[start])) and not (_joins(after) and _joins(passage[end - 1]))


def _joins(sign: str) -> bool:
    return sign.isalnum() and sign < "\u2e80"
