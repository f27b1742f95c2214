"""Successive halving: many settings are trained for a short while, the better half for twice as long, and so on. Pure reckoning.

Source: Jamieson & Talwalkar 2016, arXiv:1502.07943, algorithm 1. Two changes: the settings that a person has now stay in every round, so
that they can be held against the best; and a round never trains longer than the run itself would. Must not know: models, training, time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FACTORS = (0.5, 1.0, 2.0, 4.0)
"""Learning rates that are tried, of the recipe's."""
TEMPERATURES = (1.0, 2.0, 4.0, 8.0)
HIGHEST_RATE = 0.1
FEWEST_STEPS = 20
"""A shorter training says nothing of a setting."""
SPARE = 0.95
"""Share of the time that is planned with."""


@dataclass(frozen=True)
class Setting:
    """What is tried."""

    learning_rate: float
    temperature: float


@dataclass(frozen=True)
class Costs:
    """What trying costs: seconds of a step, and of what a training takes beside its steps (it reads the watch rows; where steps are recorded
    they are told first); steps that the run itself will take."""

    step_s: float
    besides_s: float
    full_steps: int

    @property
    def fewest_steps(self) -> int:
        """The shortest training that says something."""
        return min(FEWEST_STEPS, self.full_steps)


def settings_around(own: Setting, several_temperatures: bool) -> list[Setting]:
    """All that could be tried, what matters most first: the person's own, other rates, other temperatures, then both at once."""
    rates = [own.learning_rate * factor for factor in FACTORS if own.learning_rate * factor <= HIGHEST_RATE]
    temperatures = sorted({*TEMPERATURES, own.temperature}) if several_temperatures else [own.temperature]
    every = [Setting(rate, temperature) for rate in rates for temperature in temperatures]
    return sorted(every, key=lambda one: (one != own, one.temperature != own.temperature, one.learning_rate != own.learning_rate))


def survivors(settings: int) -> int:
    """How many of so many go on."""
    return math.ceil(settings / 2)


def rounds_of(settings: int) -> list[int]:
    """How many settings are trained in each round at the most: from the second on the person's own may be one more."""
    rounds, best = [settings], settings
    while best > 2:
        best = survivors(best)
        rounds.append(best + 1)
    return rounds


def steps_of_round(count: int, rounds_left: int, seconds: float, costs: Costs) -> int:
    """How long each of so many settings is trained where this round has its share of the seconds that are left; 0: that would say nothing."""
    steps = int((SPARE * seconds / rounds_left / count - costs.besides_s) / max(costs.step_s, 1e-9))
    return 0 if steps < costs.fewest_steps else min(steps, costs.full_steps)


def how_many(settings: int, seconds: float, costs: Costs) -> int:
    """How many settings can be tried in this time; 0: not even two."""
    for count in range(settings, 1, -1):
        if steps_of_round(count, len(rounds_of(count)), seconds, costs):
            return count
    return 0


def seconds_needed(costs: Costs) -> float:
    """The least time in which two settings can be tried."""
    return 2 * (costs.fewest_steps * costs.step_s + costs.besides_s) / SPARE
