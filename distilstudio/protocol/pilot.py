"""The pilot: short trainings of the student that look for a good learning rate and temperature. Must not know: how they are made, the window."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Recipe

FOLDER, PARTIAL = ".pilot", ".pilot.partial"
"""In the folder of the runs, where the teacher and its answers lie afterwards and meanwhile; no runs, since their names begin with a dot."""
PilotStep = Literal["read", "teacher", "ask", "try"]


class PilotRecipe(Struct, frozen=True, tag="pilot_recipe", forbid_unknown_fields=True):
    """Try learning rates and temperatures around the recipe's for so many minutes, beside the runs in the folder `out`; before that the
    teacher is trained and asked, as the run itself would, which then takes it over. Answer: PilotProgress, and last PilotEnded."""

    pilot_id: str
    recipe: Recipe
    out: str
    minutes: float
    base: str = ""


class StopPilot(Struct, frozen=True, tag="stop_pilot", forbid_unknown_fields=True):
    """End the pilot. What the teacher has answered is kept for the run, the rest is not."""

    pilot_id: str


class Tried(Struct, frozen=True):
    """One setting, and how the student scored with it on the watch rows after `steps` steps, in the mean of `trainings` of that length;
    None: its losses were no numbers any more."""

    learning_rate: float
    temperature: float
    steps: int
    score: float | None
    trainings: int = 1


class Pilot(Struct, frozen=True):
    """What a pilot found: the best setting, the recipe's own, and all that was tried, the longest trained and best first.

    gain: by how much the best scores higher than the recipe's own on `rows` watch rows, both trained for the same number of steps, with a 95 %
    interval that allows for the best of many having been chosen; 0 where the own one is the best. full_steps: of the run itself. seconds: of
    the trying alone.
    """

    score_name: str
    learning_rate: float
    temperature: float
    own_learning_rate: float
    own_temperature: float
    gain: float
    low: float
    high: float
    rows: int
    tried: list[Tried]
    full_steps: int
    seconds: float

    @property
    def keeps_own(self) -> bool:
        """Whether nothing was better than what the recipe says."""
        return (self.learning_rate, self.temperature) == (self.own_learning_rate, self.own_temperature)


class PilotProgress(Struct, frozen=True, tag="pilot_progress", forbid_unknown_fields=True):
    """How far a pilot is: "read" the texts, train the "teacher", "ask" it, "try" settings; `done` of `total` steps, rows or trainings.
    seconds_left: of all of it, null while unknown. tried: all settings so far."""

    pilot_id: str
    step: PilotStep
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    tried: list[Tried] = []


class PilotEnded(Struct, frozen=True, tag="pilot_ended", forbid_unknown_fields=True):
    """The last event of a pilot. done carries what was found; failed carries a problem."""

    pilot_id: str
    outcome: Literal["done", "discarded", "failed"]
    pilot: Pilot | None = None
    problem: Problem | None = None


PilotEvent = PilotProgress | PilotEnded
