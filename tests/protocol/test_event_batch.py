"""What a batch joins, and what it must not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from distilstudio.protocol.event_batch import EventBatch
from distilstudio.protocol.events import (
    NEVER_DROPPED,
    Event,
    PinnedAnswered,
    ResourcesMeasured,
    RunEnded,
    RunNote,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
)
from tests.fake_engine import load_transcript


def steps(
    first: int, *, stage: str = "distil", parts: tuple[str, ...] = ("total", "soft"), speed: float | None = 5.0
) -> StepsDone:
    losses: dict[str, list[float | None]] = {name: [first / 10] for name in parts}
    return StepsDone("run", stage, [first], losses, [1e-5], speed, None)


def taken(*events: Event) -> list[Event]:
    batch = EventBatch()
    for event in events:
        batch.add(event)
    assert bool(batch) is bool(events)
    result = batch.take()
    assert not batch
    assert batch.take() == []
    return result


def test_steps_are_joined_and_none_is_lost() -> None:
    joined = StepsDone("run", "distil", [1, 2, 3], {"total": [0.1, 0.2, 0.3], "soft": [0.1, 0.2, 0.3]}, [1e-5] * 3, 6.0, None)
    assert taken(steps(1), steps(2, speed=6.0), steps(3, speed=None)) == [joined]


def test_joining_leaves_the_given_events_as_they_were() -> None:
    first = steps(1)
    taken(first, steps(2))
    assert first == steps(1)


def test_steps_with_other_loss_parts_stay_apart_and_in_order() -> None:
    result = taken(steps(1), steps(2, parts=("total", "hard")), steps(3))
    assert [event.steps for event in result if isinstance(event, StepsDone)] == [[1], [2], [3]]


def test_steps_of_another_stage_stay_apart() -> None:
    assert [event.steps for event in taken(steps(1, stage="teacher"), steps(1), steps(2)) if isinstance(event, StepsDone)] == [
        [1],
        [1, 2],
    ]


def test_of_progress_and_resources_the_newest_counts() -> None:
    measured = [ResourcesMeasured("run", 0.5, used, 16, 1, 1) for used in (1, 2, 3)]
    progress = [StageProgress("run", "distil", done, 9) for done in (1, 2, 3)]
    mixed = [event for pair in zip(measured, progress, strict=True) for event in pair]
    assert taken(*mixed) == [measured[-1], progress[-1]]


def test_nothing_passes_an_event_that_is_never_dropped() -> None:
    events = [
        steps(1),
        StageDone("run", "teacher", 1.0),
        steps(2),
        PinnedAnswered("run", 2, []),
        steps(3),
        RunEnded("run", "done"),
    ]
    assert taken(*events) == events


def test_a_whole_run_keeps_its_marks_and_its_steps() -> None:
    run = load_transcript("good_run")
    result = taken(*run)
    assert [event for event in result if isinstance(event, NEVER_DROPPED)] == [
        event for event in run if isinstance(event, NEVER_DROPPED)
    ]
    assert len(result) < len(run) / 2


@given(st.lists(st.sampled_from(["steps", "other steps", "progress", "note", "stage"]), max_size=60))
def test_any_order_keeps_marks_and_steps(kinds: list[str]) -> None:
    made: dict[str, object] = {
        "steps": lambda n: steps(n),
        "other steps": lambda n: steps(n, parts=("total",)),
        "progress": lambda n: StageProgress("run", "distil", n, 99),
        "note": lambda n: RunNote("run", "seen", str(n)),
        "stage": lambda n: StageStarted("run", "distil", n),
    }
    events = [made[kind](number) for number, kind in enumerate(kinds)]  # type: ignore[operator]
    result = taken(*events)
    assert [event for event in result if isinstance(event, NEVER_DROPPED)] == [
        event for event in events if isinstance(event, NEVER_DROPPED)
    ]
    flat = [step for event in result if isinstance(event, StepsDone) for step in event.steps]
    assert flat == [step for event in events if isinstance(event, StepsDone) for step in event.steps]
    last = [event for event in events if isinstance(event, StageProgress)][-1:]
    assert [event for event in result if isinstance(event, StageProgress)][-1:] == last
