"""How a pilot's time is shared out: never more than there is, never so little that it says nothing."""

from __future__ import annotations

import pytest

from distilstudio.engine.halving import (
    Costs,
    Setting,
    how_many,
    rounds_of,
    seconds_needed,
    settings_around,
    steps_of_round,
)

COSTS = Costs(step_s=0.06, besides_s=0.5, full_steps=180)


@pytest.mark.parametrize("minutes", [0.2, 0.5, 1, 2, 5, 20])
def test_all_rounds_together_take_no_more_than_was_given(minutes: float) -> None:
    count = how_many(16, 60 * minutes, COSTS)
    left, before = 60 * minutes, 0
    rounds = rounds_of(count)
    for number, settings in enumerate(rounds):
        steps = steps_of_round(settings, len(rounds) - number, left, COSTS)
        assert before <= steps <= 180
        assert steps >= 20
        left -= settings * (steps * COSTS.step_s + COSTS.besides_s)
        before = steps
    assert left >= 0


def test_less_time_means_fewer_settings_and_in_the_end_none() -> None:
    counts = [how_many(16, seconds, COSTS) for seconds in (600, 60, 30, seconds_needed(COSTS) + 0.1, seconds_needed(COSTS) - 0.1)]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-2], counts[-1]) == (16, 2, 0)
    assert rounds_of(16) == [16, 9, 5, 3]


def test_a_persons_own_comes_first_then_rates_then_temperatures() -> None:
    own = Setting(5e-5, 2.0)
    found = settings_around(own, several_temperatures=True)
    assert found[0] == own
    assert {one.learning_rate for one in found[:4]} == {2.5e-5, 5e-5, 1e-4, 2e-4}
    assert {one.temperature for one in found[:4]} == {2.0}
    assert {one.temperature for one in found[4:7]} == {1.0, 4.0, 8.0}
    assert {one.learning_rate for one in found[4:7]} == {5e-5}
    assert len(found) == len(set(found)) == 16
    assert {one.temperature for one in settings_around(own, several_temperatures=False)} == {2.0}
    assert Setting(0.05, 3.0) in settings_around(Setting(0.05, 3.0), True)
    assert max(one.learning_rate for one in settings_around(Setting(0.05, 3.0), True)) <= 0.1
