"""Train more: a run whose student learns on from an earlier one's weights, with the same teacher, whose outputs are taken from there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file

from distilstudio.protocol.events import ExamDone, RunEvent, RunNote, StageStarted
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe_text import parse
from tests.engine.lessons import ended, recipe, run, same_weights, workplace
from tests.tiny_models import make_tiny_teacher

SO_SLOW = 1e-30
"""A learning rate at which no weight of float32 moves."""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace with one finished run, whose student has one of the teacher's four layers, and has learnt little."""
    base = workplace(tmp_path_factory.mktemp("further"))
    said = recipe(teacher__fine_tune="yes", student__preset="tiny", train__epochs=1, train__learning_rate=1e-6)
    end = ended(run(base, said, "runs/first"))
    assert end.outcome == "done"
    return base


def watched(events: list[RunEvent]) -> list[ExamDone]:
    return [event for event in events if isinstance(event, ExamDone) and event.stage == "distil"]


def test_it_goes_on_from_the_weights_with_the_same_teacher(work: Path) -> None:
    said = recipe(
        teacher__fine_tune="yes",
        student__preset="half",  # says nothing where the student is there already
        student__start="runs/first/student",
        train__epochs=1,
        train__learning_rate=SO_SLOW,
    )
    events = run(work, said, "runs/more")
    first, more = work / "runs" / "first", work / "runs" / "more"
    report = ended(events).report
    assert report is not None
    assert report.started_from == "first"
    assert same_weights(load_file(first / "student" / "model.safetensors"), load_file(more / "student" / "model.safetensors"))
    reused = [event.stage for event in events if isinstance(event, StageStarted) and event.note == "reused"]
    assert reused == ["teacher", "ask_teacher"]
    assert parse((more / "recipe.toml").read_bytes()).student.start == str(first / "student")
    assert any(isinstance(event, RunNote) and event.values == {"run": "first"} for event in events)
    noted = json.loads((more / "student" / "distilstudio.json").read_text())
    assert (noted["started_from"], noted["layer_map"]) == ("first", [0])
    earlier = json.loads((first / "report.json").read_text())
    assert report.student.scores == earlier["student"]["scores"]
    assert report.student.layers == earlier["student"]["layers"] == 1


def test_it_learns_more(work: Path) -> None:
    events = run(work, recipe(teacher__fine_tune="yes", student__start="runs/first/student", train__epochs=1), "runs/learnt")
    first, learnt = work / "runs" / "first" / "student", work / "runs" / "learnt" / "student"
    assert ended(events).outcome == "done"
    best = max(watched(events), key=lambda exam: (exam.scores["accuracy"], exam.step))
    assert best.step > 0
    assert not same_weights(load_file(first / "model.safetensors"), load_file(learnt / "model.safetensors"))


def refused(work: Path, start: str) -> Problem:
    problem = ended(run(work, recipe(student__start=start), "runs/refused")).problem
    shutil.rmtree(work / "runs" / "refused", ignore_errors=True)
    assert problem is not None
    return problem


def test_what_cannot_learn_on_is_told_before_anything_is_trained(work: Path) -> None:
    nowhere = refused(work, "runs/nowhere")
    assert nowhere.code == "student_start"
    assert nowhere.why == "There is no model in that folder that can be loaded."
    make_tiny_teacher(work / "other", ["ham", "spam"], layers=1)
    assert refused(work, "other").why == "It answers with other labels than your texts have."
    make_tiny_teacher(work / "deep", ["neg", "pos"], layers=5)
    assert refused(work, "deep").code == "student_layers"
    make_tiny_teacher(work / "foreign", ["neg", "pos"], layers=1, family="roberta")
    assert refused(work, "foreign").why == "It reads other word pieces than this teacher."
    damaged = shutil.copytree(work / "runs" / "first" / "student", work / "damaged")
    weights = damaged / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    assert refused(work, "damaged").code == "student_start"
