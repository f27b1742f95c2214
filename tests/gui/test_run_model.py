"""The run's state from events: the recorded runs go in, phases, headline and curves come out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.run_stages import StageState
from distilstudio.protocol.events import STAGES, ExamDone, RunEvent, RunStarted, StageDone, StageProgress, StageStarted, StepsDone
from tests.fake_engine import load_transcript


@pytest.fixture
def run(qtbot: QtBot) -> RunModel:
    model = RunModel()
    model.begin("r1", ["one", "two", "three"])
    return model


def feed(run: RunModel, name: str, run_id: str = "r1") -> list[RunEvent]:
    events: list[RunEvent] = load_transcript(name, run_id)  # type: ignore[assignment]
    for event in events:
        run.apply(event)
    return events


def test_good_run_goes_through_its_stages_in_order(run: RunModel) -> None:
    begun: list[str] = []
    run.changed.connect(lambda: begun.append(run.stage) if run.stage and begun[-1:] != [run.stage] else None)
    feed(run, "good_run")
    assert tuple(begun) == STAGES
    assert run.phase is Phase.DONE
    assert all(row.state is StageState.DONE and row.share == 1.0 for row in run.stages.values())


def test_headline_is_best_watch_score_over_the_teachers(run: RunModel) -> None:
    events: list[RunEvent] = load_transcript("good_run", "r1")  # type: ignore[assignment]
    for event in events:
        run.apply(event)
        if isinstance(event, ExamDone) and event.step == 90:
            break
    assert run.teacher_score == pytest.approx(0.9313)
    assert run.best is not None
    assert (run.best.step, run.best.scores["accuracy"]) == (90, 0.9125)
    assert run.kept == pytest.approx(0.9125 / 0.9313)
    assert run.planned_steps == 120


def test_a_score_that_falls_is_best_where_it_is_lowest(run: RunModel) -> None:
    exam = ExamDone("r1", "teacher", 0, "teacher", "watch", 9, "perplexity", {"perplexity": 12.0})
    for event in (
        exam,
        *(
            replace(exam, stage="distil", step=step, who="student", scores={"perplexity": found}, best=best)
            for step, found, best in ((0, 90.0, True), (10, 15.0, True), (20, 16.0, False))
        ),
    ):
        run.apply(event)
    assert run.best is not None
    assert (run.best.step, run.score_name, run.teacher_score) == (10, "perplexity", 12.0)
    assert run.kept == pytest.approx(12 / 15)


def test_after_the_end_the_report_speaks(run: RunModel) -> None:
    feed(run, "good_run")
    assert run.report is not None
    assert run.kept == run.report.kept
    assert run.seconds_left is None
    assert run.out == "/runs/sentiment"
    assert len(run.answers) == 3
    assert run.resources is not None


def test_curves_of_teacher_and_student_are_apart(run: RunModel) -> None:
    events = feed(run, "good_run")
    for stage, steps in (("teacher", 40), ("distil", 120)):
        assert len(run.curves[stage]) == steps  # type: ignore[index]
    assert list(run.curves["distil"].parts) == ["total", "soft", "hard"]
    told = [
        value for event in events if isinstance(event, StepsDone) and event.stage == "distil" for value in event.losses["soft"]
    ]
    assert run.curves["distil"].parts["soft"].values.tolist() == told


def test_events_of_other_runs_and_after_the_end_are_ignored(run: RunModel) -> None:
    feed(run, "good_run", "another")
    assert run.phase is Phase.STARTING
    assert not run.curves
    feed(run, "good_run")
    points = len(run.curves["distil"])
    run.apply(StepsDone("r1", "distil", [121], {"total": [0.1]}, [0.0]))
    assert len(run.curves["distil"]) == points


def test_nothing_is_taken_before_a_run_was_asked_for(qtbot: QtBot) -> None:
    model = RunModel()
    feed(model, "good_run", "")
    assert model.phase is Phase.IDLE


def test_stopped_run_pauses_goes_on_and_keeps_its_report(run: RunModel) -> None:
    phases: list[Phase] = []
    run.changed.connect(lambda: phases.append(run.phase) if phases[-1:] != [run.phase] else None)
    feed(run, "stopped_run")
    assert phases == [Phase.RUNNING, Phase.PAUSED, Phase.RUNNING, Phase.STOPPED]
    assert run.report is not None


def test_asking_to_stop_holds_until_the_last_word(run: RunModel) -> None:
    run.apply(RunStarted("r1", "/out", STAGES, "cpu", ""))
    run.stop_asked()
    run.apply(StageStarted("r1", "exam"))
    assert run.phase is Phase.STOPPING
    assert run.is_live


def test_failed_run_keeps_its_problem(run: RunModel) -> None:
    feed(run, "failed_run")
    assert run.phase is Phase.FAILED
    assert run.problem is not None
    assert run.problem.code == "data_one_label"


def test_stages_that_a_run_leaves_out_or_reuses(run: RunModel) -> None:
    run.apply(RunStarted("r1", "/out", tuple(stage for stage in STAGES if stage != "teacher"), "cpu", ""))
    run.apply(StageStarted("r1", "ask_teacher", note="reused"))
    run.apply(StageDone("r1", "ask_teacher", 0.0))
    assert run.stages["teacher"].state is StageState.SKIPPED
    assert run.stages["ask_teacher"].state is StageState.REUSED
    assert run.stages["distil"].state is StageState.WAITING


def test_time_left_has_its_range_and_survives_an_unknown(run: RunModel) -> None:
    run.apply(StageProgress("r1", "distil", 10, 100, 360.0, 300.0, 420.0))
    run.apply(StageProgress("r1", "distil", 11, 100))
    assert run.seconds_left is not None
    assert (run.seconds_left.likely, run.seconds_left.low, run.seconds_left.high) == (360.0, 300.0, 420.0)
    assert run.stages["distil"].share == pytest.approx(0.11)


def test_a_new_run_starts_afresh(run: RunModel) -> None:
    feed(run, "good_run")
    run.begin("r2")
    assert run.phase is Phase.STARTING
    assert (run.curves, run.exams, run.report, run.history) == ({}, [], None, [])
