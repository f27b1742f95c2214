"""Curve buffers: they grow, keep gaps, and give a picture no more points than it can show."""

from __future__ import annotations

import time

import numpy as np
import pytest

from distilstudio.gui.models.curves import Buffer, CurveSet, thin


def test_buffer_grows_past_its_first_room_and_keeps_every_value() -> None:
    buffer = Buffer()
    for start in range(0, 5000, 7):
        buffer.append(range(start, min(start + 7, 5000)))
    assert np.array_equal(buffer.values, np.arange(5000))


def test_buffer_copies_seldom() -> None:
    buffer = Buffer()
    rooms = set()
    for value in range(100_000):
        buffer.append([float(value)])
        rooms.add(len(buffer._room))
    assert len(rooms) <= 8  # 1024 doubled seven times


def test_nulls_are_gaps_in_raw_and_smooth_lines() -> None:
    curves = CurveSet()
    curves.append([1, 2, 3, 4], {"total": [1.0, None, float("inf"), 4.0]})
    assert np.isnan(curves.parts["total"].values).tolist() == [False, True, True, False]
    _, smooth = curves.smooth_line("total", 0, 10, 100)
    assert np.isnan(smooth).tolist() == [False, True, True, False]
    assert curves.last_values() == {"total": 4.0}


def test_part_that_comes_later_or_stays_away_has_gaps() -> None:
    curves = CurveSet()
    curves.append([1, 2], {"total": [3.0, 2.0], "soft": [1.0, 1.0]})
    curves.append([3], {"total": [1.0], "hard": [0.5]})
    assert np.array_equal(curves.parts["hard"].values, [np.nan, np.nan, 0.5], equal_nan=True)
    assert np.array_equal(curves.parts["soft"].values, [1.0, 1.0, np.nan], equal_nan=True)


def test_values_of_another_length_than_the_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        CurveSet().append([1, 2], {"total": [1.0]})


def test_thinning_keeps_lowest_and_highest_of_every_column() -> None:
    chance = np.random.default_rng(0)
    y = chance.normal(size=100_000)
    y[12_345], y[67_890] = 50.0, -50.0
    x, thinned = thin(np.arange(100_000.0), y, 400)
    assert len(x) == len(thinned) == 800
    assert thinned.max() == 50.0
    assert thinned.min() == -50.0
    columns = y.reshape(400, 250)
    assert np.array_equal(thinned.reshape(400, 2), np.column_stack((columns.min(axis=1), columns.max(axis=1))))


def test_thinning_passes_over_single_gaps_and_keeps_whole_ones() -> None:
    y = np.ones(10_000)
    y[5] = np.nan
    y[5000:6000] = np.nan
    _, thinned = thin(np.arange(10_000.0), y, 100)
    assert np.isfinite(thinned[:2]).all()
    assert np.isnan(thinned[2 * 50 : 2 * 60]).all()


def test_smooth_line_is_the_mean_round_each_point() -> None:
    curves = CurveSet()
    values = np.random.default_rng(1).normal(size=400)
    curves.append(list(range(400)), {"total": list(values)})
    half = curves.window() // 2
    assert half == 5
    steps, smooth = curves.smooth_line("total", 0, 399, 1000)
    assert steps[200] == 200
    assert smooth[200] == pytest.approx(values[195:206].mean())
    assert smooth[0] == pytest.approx(values[0])  # the window narrows: the first fall is not hidden
    assert smooth[399] == pytest.approx(values[394:].mean())


def test_only_the_steps_in_view_are_given() -> None:
    curves = CurveSet()
    curves.append(list(range(1000)), {"total": list(np.arange(1000.0))})
    steps, _ = curves.raw_line("total", 100, 110, 500)
    assert steps.tolist() == list(range(99, 112))  # and one on each side, so that the line runs to the edge


def test_nearest_step() -> None:
    curves = CurveSet()
    assert curves.index_at(3) is None
    curves.append([10, 20, 30], {"total": [3.0, 2.0, 1.0]})
    assert [curves.index_at(step) for step in (-5, 14, 16, 99)] == [0, 0, 1, 2]


def test_a_million_points_pan_within_a_frame() -> None:
    """Budget: 33 ms a frame for all lines; measured about 4 ms for raw and smooth together, so 20 is a wide margin."""
    curves = CurveSet()
    curves.append(np.arange(1_000_000.0), {"total": np.random.default_rng(2).normal(size=1_000_000)})
    times = []
    for low in range(0, 500_000, 100_000):
        begin = time.perf_counter()
        raw, smooth = curves.raw_line("total", low, low + 500_000, 600), curves.smooth_line("total", low, low + 500_000, 300)
        times.append(time.perf_counter() - begin)
        assert len(raw[0]) <= 1200
        assert len(smooth[0]) <= 300
    assert min(times) < 0.02
