"""Which way a score is better, and how much of its teacher's a student keeps. Must not know: how scores are reckoned, widgets."""

from __future__ import annotations

LOWER_IS_BETTER = frozenset({"perplexity"})
"""Scores that fall as a model learns. All others are shares, 0..1, and rise."""


def merit(name: str, score: float) -> float:
    """The score called so, turned so that more is better: to compare and to sort by."""
    return -score if name in LOWER_IS_BETTER else score


def share_kept(name: str, student: float, teacher: float) -> float:
    """How much of the teacher's score the student keeps, 1 where both are as good; 0 where the teacher has none.

    Of a score that falls it is teacher / student: a student twice as unsure as its teacher keeps one half.
    """
    above, below = (teacher, student) if name in LOWER_IS_BETTER else (student, teacher)
    return above / below if below > 0 else 0.0
