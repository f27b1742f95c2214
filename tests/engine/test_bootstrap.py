"""The paired bootstrap against scipy's, and against what can be known without drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats

from distilstudio.engine.bootstrap import AT_A_TIME, gain_of


def rows_of(kind: str, count: int = 240) -> tuple[Any, Any]:
    """Two models on the same rows: right or wrong; counts of names; overlaps of answers. The second is a little better."""
    draw = np.random.default_rng(3)
    one = np.ones(count)
    if kind == "right":
        both = draw.random(count)
        return np.stack([both < 0.7, one], 1).astype(float), np.stack([both + draw.normal(0, 0.1, count) < 0.78, one], 1).astype(
            float
        )
    if kind == "names":
        marked = draw.integers(0, 4, count)
        models = [(2 * draw.binomial(marked, share), marked + draw.poisson(0.6, count)) for share in (0.6, 0.7)]
        first, second = (np.stack([np.minimum(hits, total), total], 1).astype(float) for hits, total in models)
        return first, second
    return np.stack([draw.random(count), one], 1), np.stack([draw.random(count) ** 0.8, one], 1)


@pytest.mark.parametrize("kind", ["right", "names", "overlaps"])
def test_the_interval_is_that_of_scipy(kind: str) -> None:
    first, second = rows_of(kind)

    def difference(a: Any, b: Any, c: Any, d: Any, axis: int = -1) -> Any:
        return c.sum(axis) / d.sum(axis) - a.sum(axis) / b.sum(axis)

    columns = (first[:, 0], first[:, 1], second[:, 0], second[:, 1])
    told = scipy.stats.bootstrap(
        columns, difference, paired=True, vectorized=True, n_resamples=9999, method="percentile", rng=np.random.default_rng(8)
    )
    found = gain_of(first, second, seed=1, resamples=9999)
    assert found.value == pytest.approx(difference(*columns))
    error = 0.06 * (told.confidence_interval.high - told.confidence_interval.low)  # both are drawn, by different streams
    assert found.low == pytest.approx(told.confidence_interval.low, abs=error)
    assert found.high == pytest.approx(told.confidence_interval.high, abs=error)
    assert gain_of(first, second, seed=1, resamples=9999) == found
    wider = gain_of(first, second, seed=1, resamples=9999, covered=0.997)
    assert wider.low < found.low < found.high < wider.high


def test_rows_count_in_pairs() -> None:
    """Two models that err on the same rows differ by nothing, however many rows they err on; a lead on every row has no doubt."""
    first, _ = rows_of("right")
    same = gain_of(first, first)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    better = first.copy()
    better[:, 0] += 0.25
    ahead = gain_of(first, better)
    assert (ahead.low, ahead.high) == (pytest.approx(0.25), pytest.approx(0.25))


def test_many_rows_that_all_differ_are_drawn_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = rows_of("overlaps")
    whole = gain_of(first, second)
    assert len(first) * 2000 < AT_A_TIME
    monkeypatch.setattr("distilstudio.engine.bootstrap.AT_A_TIME", 7 * len(first))
    parted = gain_of(first, second)
    assert (parted.low, parted.high) == (pytest.approx(whole.low), pytest.approx(whole.high))


def test_rows_of_two_papers_are_refused() -> None:
    with pytest.raises(ValueError, match="not the same rows"):
        gain_of(np.ones((3, 2)), np.ones((4, 2)))
    assert gain_of(np.ones((0, 2)), np.ones((0, 2))).value == 0
