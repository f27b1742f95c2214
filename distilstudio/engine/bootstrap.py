"""How sure a difference between two models is that answered the same rows: the paired bootstrap. Must not know: models, tasks, files.

Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13 (percentile interval); for paired models on one test set Koehn
2004, "Statistical significance tests for machine translation evaluation".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
COVERED = 0.95
AT_A_TIME = 4_000_000
"""Numbers drawn before they are summed up; memory stays small where all rows differ."""


@dataclass(frozen=True)
class Gain:
    """By how much the second model scores higher, and the interval of the resamples' gains."""

    value: float
    low: float
    high: float


def gain_of(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    seed: int = 0,
    resamples: int = RESAMPLES,
    covered: float = COVERED,
) -> Gain:
    """The second model's score minus the first one's.

    Args:
        first, second: what each row gives to the score of each model, [rows, 2]; a score is the sum of the first column divided by that of
            the second, 0 where there is nothing to divide by. Row n of both is the same text.
        resamples: how many times as many rows are drawn, with replacement, as there are.
        covered: share of the resamples' gains that the interval covers.
    Raises: ValueError where the two are not of the same rows.
    """
    if first.shape != second.shape or first.shape[1:] != (2,):
        raise ValueError(f"rows of {first.shape} and of {second.shape} are not the same rows")
    value = _scores(second.sum(0)) - _scores(first.sum(0))
    if not len(first):
        return Gain(float(value), 0.0, 0.0)
    # Rows that give the same are drawn as one kind of row: how often each kind comes is multinomial, to the letter what drawing them one by
    # one gives, and a hundred thousand right-or-wrong rows have four kinds.
    kinds, counts = np.unique(np.concatenate([first, second], axis=1), axis=0, return_counts=True)
    random, shares = np.random.default_rng(seed), counts / len(first)
    part = max(1, AT_A_TIME // len(kinds))
    sizes = [min(part, resamples - begun) for begun in range(0, resamples, part)]
    drawn = np.concatenate([random.multinomial(len(first), shares, size=size) @ kinds for size in sizes])
    gains = _scores(drawn[:, 2:]) - _scores(drawn[:, :2])
    low, high = np.quantile(gains, [(1 - covered) / 2, (1 + covered) / 2])
    return Gain(float(value), float(low), float(high))


def _scores(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """[…, 2] → […]."""
    below = sums[..., 1]
    return np.divide(sums[..., 0], below, out=np.zeros_like(below), where=below > 0)
