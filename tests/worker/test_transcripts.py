"""The transcripts are what the protocol says today, and tell a run that holds together."""

from __future__ import annotations

import msgspec
import pytest

from distilstudio.protocol import wire
from distilstudio.protocol.events import STAGES, ExamDone, RunEnded, RunStarted, StageDone, StageStarted, StepsDone
from tests.fake_engine import TRANSCRIPTS, load_lines, load_transcript
from tests.transcripts import compose


@pytest.mark.parametrize("composed", compose.TRANSCRIPTS, ids=lambda composed: composed.__name__)
def test_file_is_what_composing_gives(composed) -> None:
    # Through JSON once, as the file went.
    assert load_lines(composed.__name__) == [msgspec.convert(msgspec.to_builtins(line), type(line)) for line in composed()]


def test_every_file_has_its_composer() -> None:
    assert {file.stem for file in TRANSCRIPTS.glob("*.jsonl")} == {composed.__name__ for composed in compose.TRANSCRIPTS}


@pytest.mark.parametrize("name", sorted(file.stem for file in TRANSCRIPTS.glob("*.jsonl")))
def test_every_event_crosses_the_wire(name: str) -> None:
    for event in load_transcript(name, "one", 7):
        assert wire.decode_event(wire.encode(event)) == event


@pytest.mark.parametrize("name", ["good_run", "stopped_run"])
def test_run_goes_through_its_stages_once(name: str) -> None:
    run = load_transcript(name, "one")
    assert isinstance(run[0], RunStarted)
    assert isinstance(run[-1], RunEnded)
    assert {getattr(event, "run_id", None) for event in run} == {"one"}
    assert [event.stage for event in run if isinstance(event, StageStarted)] == list(STAGES)
    assert [event.stage for event in run if isinstance(event, StageDone)] == list(STAGES)


def test_good_run_has_whole_curves_and_a_report_that_agrees() -> None:
    run = load_transcript("good_run", "one")
    taught = [step for event in run if isinstance(event, StepsDone) and event.stage == "teacher" for step in event.steps]
    distilled = [event for event in run if isinstance(event, StepsDone) and event.stage == "distil"]
    assert taught == list(range(1, 41))
    assert [step for event in distilled for step in event.steps] == list(range(1, 121))
    for event in distilled:
        assert event.losses["total"] == pytest.approx(
            [soft + hard for soft, hard in zip(event.losses["soft"], event.losses["hard"], strict=True)]
        )
    final = {event.who: event.scores for event in run if isinstance(event, ExamDone) and event.rows_from == "exam"}
    ended = run[-1]
    assert isinstance(ended, RunEnded)
    assert ended.report
    assert (ended.report.teacher.scores, ended.report.student.scores) == (final["teacher"], final["student"])
    assert ended.report.kept == pytest.approx(final["student"]["accuracy"] / final["teacher"]["accuracy"], abs=1e-4)
