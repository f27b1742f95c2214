"""The benchmark that holds a row among many against one among few still runs: it uses the engine's own parts."""

from __future__ import annotations

from tests.benchmarks.growth import measure


def test_rows_are_measured() -> None:
    figures = measure(1000, 4)
    assert figures["rows"] == 1000
    assert 0 < figures["step_ms"] < 10_000
    assert figures["batching_us"] > 0
