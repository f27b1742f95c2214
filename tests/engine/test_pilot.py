"""The pilot: a recipe in, settings out, judged on the watch rows; what the teacher has cost is the next run's."""

from __future__ import annotations

from pathlib import Path

import pytest

from distilstudio.engine.control import Control
from distilstudio.engine.pilot import pilot
from distilstudio.protocol.pilot import Pilot, PilotEnded, PilotEvent, PilotProgress, PilotRecipe
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.run_lock import RunLock
from tests.engine.finished_runs import report_of
from tests.engine.lessons import ended as run_ended
from tests.engine.lessons import recipe, run, workplace


def piloted(base: Path, the_recipe: Recipe, minutes: float) -> tuple[Pilot, list[PilotEvent]]:
    events = list(pilot(PilotRecipe("pilot-1", the_recipe, str(base / "runs"), minutes, str(base)), Control()))
    last = events[-1]
    assert isinstance(last, PilotEnded)
    assert last.problem is None, last.problem
    assert last.pilot is not None
    return last.pilot, events


def problem_of(base: Path, the_recipe: Recipe, minutes: float) -> str:
    *_, last = pilot(PilotRecipe("pilot-1", the_recipe, str(base / "runs"), minutes, str(base)), Control())
    assert isinstance(last, PilotEnded)
    assert last.problem is not None
    return last.problem.code


PLENTY = 0.6
"""Minutes: on a machine that is busy too, every rate is tried to its end."""
RATE = 5e-5
"""At which a narrow student hardly learns; at four times as much it does."""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A workplace whose teacher has to be trained first."""
    return workplace(tmp_path / "work", rows=240, labels=None)


def slow() -> Recipe:
    """A recipe whose student is one narrow layer."""
    values = {"teacher__epochs": 6, "teacher__learning_rate": 5e-3, "student__preset": "custom", "student__layers": 1}
    return recipe(**values, student__width=0.25, train__epochs=4, train__learning_rate=RATE)


def test_a_rate_that_is_far_too_low_is_found_out_and_nothing_is_done_twice(base: Path) -> None:
    found, events = piloted(base, slow(), PLENTY)
    assert found.learning_rate > found.own_learning_rate == RATE
    assert found.gain > 0
    assert found.low <= found.gain <= found.high
    assert 0 < found.rows < 240
    best, own = (
        next(one for one in found.tried if one.learning_rate == rate and one.temperature == at)
        for rate, at in ((found.learning_rate, found.temperature), (RATE, 2.0))
    )
    assert (best.steps, best.trainings) == (own.steps, own.trainings) == (found.tried[0].steps, found.tried[0].trainings)
    assert best.score is not None
    assert own.score is not None
    assert best.score - own.score == pytest.approx(found.gain)
    assert best.steps <= found.full_steps
    assert found.seconds <= PLENTY * 60 + 5
    steps = [event.step for event in events if isinstance(event, PilotProgress)]
    assert list(dict.fromkeys(steps)) == ["read", "teacher", "ask", "try"]
    assert not (base / "runs/.pilot.partial").exists()
    assert sorted(entry.name for entry in (base / "runs/.pilot").iterdir()) == ["teacher", "teacher_outputs"]
    better = with_value(with_value(slow(), "train.learning_rate", found.learning_rate), "loss.temperature", found.temperature)
    assert run_ended(run(base, better)).problem is None
    assert report_of(base / "runs/one").reused == ["teacher", "ask_teacher"]


def test_a_stopped_pilot_leaves_what_the_teacher_has_cost(base: Path) -> None:
    control = Control()
    for event in pilot(PilotRecipe("pilot-1", slow(), str(base / "runs"), 1.0, str(base)), control):
        if isinstance(event, PilotProgress) and event.step == "try":
            control.discard()
    assert isinstance(event, PilotEnded)
    assert (event.outcome, event.pilot) == ("discarded", None)
    assert sorted(entry.name for entry in (base / "runs").iterdir()) == [".pilot"]
    assert (base / "runs/.pilot/teacher/model.safetensors").is_file()
    control = Control()
    control.discard()
    *_, event = pilot(PilotRecipe("pilot-2", slow(), str(base / "runs"), 1.0, str(base)), control)
    assert isinstance(event, PilotEnded)
    assert event.outcome == "discarded"
    assert (base / "runs/.pilot/teacher/model.safetensors").is_file()


def test_what_cannot_be_piloted_is_told(base: Path) -> None:
    assert problem_of(base, slow(), 0.0005) == "pilot_too_short"
    partial = base / "runs/.pilot.partial"
    partial.mkdir()
    lock = RunLock(partial)
    lock.take()
    try:
        assert problem_of(base, slow(), 1.0) == "run_locked"
    finally:
        lock.release()
    assert problem_of(base, with_value(slow(), "data.train", "gone.csv"), 1.0) == "data_missing"
