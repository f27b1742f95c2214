"""The part of a long text round a place that matters. Must not know: widgets, what is marked there."""

from __future__ import annotations

BEFORE, AROUND, LEAST = 70, 420, 160
"""Characters that are shown before the place, in all, and at least, where the place stands at the end."""


def excerpt(
    text: str, place: int, around: int = AROUND, *, least: int = LEAST, is_cut_before: bool = False, is_cut_behind: bool = False
) -> tuple[str, int]:
    """That part, and by how much places in it are moved; it begins with a whole word, and a cut is shown by "…", also one of before."""
    start = max(0, min(place - BEFORE, len(text) - least))
    blank = text.find(" ", start, place) if start else -1
    start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + around)
    before = "…" if start or is_cut_before else ""
    return before + text[start:end] + ("…" if end < len(text) or is_cut_behind else ""), len(before) - start
