"""Whole runs through the door: recipe in, events and a run folder out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from sklearn.metrics import accuracy_score, f1_score
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine.control import Control
from distilstudio.engine.jobs import resume
from distilstudio.engine.pace import LESS_WIDE
from distilstudio.engine.runs import take_over
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.commands import OpenModels, ResumeRun
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    PinnedAnswered,
    ResourcesMeasured,
    RunEvent,
    RunStarted,
    Stage,
    StageDone,
    StageStarted,
    StepsDone,
)
from distilstudio.protocol.recipe_text import parse
from distilstudio.protocol.report import Report
from distilstudio.protocol.wire import decode_event
from tests.engine.lessons import LABELS, ended, recipe, run, workplace
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

PINNED = ("a good film", "the soup was awful")
LEARNING = {"teacher__epochs": 8, "teacher__learning_rate": 3e-3}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher without a head: it must learn the labels first."""
    return workplace(tmp_path_factory.mktemp("jobs") / "work", rows=300, labels=None)


@pytest.fixture(scope="module")
def events(base: Path) -> list[RunEvent]:
    return run(base, recipe(**LEARNING), pinned=PINNED)


@pytest.fixture(scope="module")
def folder(base: Path, events: list[RunEvent]) -> Path:
    return base / "runs" / "one"


def notes_of(events: list[RunEvent]) -> dict[str, str]:
    return {event.stage: event.note for event in events if isinstance(event, StageStarted)}


# -- the whole way -------------------------------------------------------------------------------------------------------------


def test_the_run_ends_well(events: list[RunEvent]) -> None:
    end = ended(events)
    assert (end.outcome, end.problem) == ("done", None)
    assert end.report is not None
    assert end.report.teacher.scores["accuracy"] >= 0.9
    assert end.report.kept >= 0.9


def test_stages_come_in_order_each_begun_and_ended(events: list[RunEvent]) -> None:
    assert isinstance(events[0], RunStarted)
    assert events[0].stages == STAGES
    assert {event.run_id for event in events} == {"run"}
    seen = [(type(event), event.stage) for event in events if isinstance(event, StageStarted | StageDone)]
    assert seen == [(kind, stage) for stage in STAGES for kind in (StageStarted, StageDone)]
    inside = ""
    for event in events[:-1]:
        if isinstance(event, StageStarted):
            inside = event.stage
        elif isinstance(event, StepsDone | ExamDone):
            assert event.stage == inside


def test_steps_are_numbered_through_and_exams_told(events: list[RunEvent]) -> None:
    for stage, rows, epochs in (("teacher", 270, 8), ("distil", 270, 2)):
        steps = [step for event in events if isinstance(event, StepsDone) and event.stage == stage for step in event.steps]
        assert steps == list(range(1, -(-rows // 16) * epochs + 1))
        [begun] = [event for event in events if isinstance(event, StageStarted) and event.stage == stage]
        assert begun.total == steps[-1]
    distil = [event for event in events if isinstance(event, StepsDone) and event.stage == "distil"]
    assert all(event.losses.keys() == {"total", "soft", "hard"} for event in distil)
    for event in distil:
        totals = zip(event.losses["soft"], event.losses["hard"], strict=True)
        assert event.losses["total"] == pytest.approx([(soft or 0) + (hard or 0) for soft, hard in totals], abs=1e-6)
    exams = [event for event in events if isinstance(event, ExamDone)]
    assert [(exam.who, exam.rows) for exam in exams if exam.rows_from == "exam"] == [("teacher", 30), ("student", 30)]
    assert {exam.rows for exam in exams if exam.rows_from == "watch"} == {30}


def test_pinned_texts_are_answered_at_every_exam_of_the_student(events: list[RunEvent]) -> None:
    answered = [event for event in events if isinstance(event, PinnedAnswered)]
    exams = [event.step for event in events if isinstance(event, ExamDone) and event.stage == "distil"]
    assert [event.step for event in answered] == exams
    assert [answer.labels[0].label for answer in answered[-1].answers] == ["pos", "neg"]  # type: ignore[union-attr]


def test_the_folder_holds_what_the_design_says(base: Path, folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= {"recipe.toml", "events.jsonl", "report.json", "student", "teacher"}
    for model in ("student", "teacher"):
        assert {path.name for path in (folder / model).iterdir()} >= {
            "model.safetensors",
            "config.json",
            "tokenizer.json",
            "README.md",
        }
    assert not list(folder.rglob("*.partial"))
    assert not (folder / "checkpoint").exists()
    # Paths are written out in full: the folder can be followed again from anywhere.
    places = {"teacher__model": base / "teacher", "data__train": base / "train.csv", "data__exam": base / "test.csv"}
    full = {key: str(place) for key, place in places.items()}
    assert parse((folder / "recipe.toml").read_text()) == recipe(**LEARNING | full)


def test_the_report_is_complete(folder: Path, events: list[RunEvent]) -> None:
    report = msgspec.json.decode((folder / "report.json").read_bytes(), type=Report, strict=True)
    assert report == ended(events).report
    content = json.loads((folder / "report.json").read_text())
    assert content.keys() >= {
        *("task", "score_name", "teacher", "student", "kept", "speedup", "seconds", "rows_per_second"),
        *("precision", "device", "exports", "versions", "data"),
    }
    assert (report.task, report.score_name, report.precision) == ("classification", "accuracy", "fp32")
    assert report.device == recipe().train.device
    assert report.kept == pytest.approx(report.student.scores["accuracy"] / report.teacher.scores["accuracy"])
    assert report.speedup == pytest.approx(report.teacher.ms_per_text / report.student.ms_per_text)
    assert (report.teacher.layers, report.student.layers) == (4, 2)
    assert report.data.rows == 270
    assert report.data.exam_rows == 30
    assert set(report.seconds) >= set(STAGES) - {"preflight"}
    assert report.rows_per_second > 0
    labels = [label for _, label in keyword_rows(30, seed=5)]
    assert report.chance == max(labels.count(label) for label in labels) / len(labels)
    assert report.reused == []
    for side in ("teacher", "student"):
        weights = load_file(folder / side / "model.safetensors")
        assert content[side]["parameters"] == sum(weight.numel() for weight in weights.values())
        assert content[side]["megabytes"] * 1e6 == pytest.approx((folder / side / "model.safetensors").stat().st_size, rel=0.15)


def test_the_journal_holds_every_event(folder: Path, events: list[RunEvent]) -> None:
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    assert [decode_event(line) for line in lines] == events


def test_the_report_equals_the_exam_taken_with_plain_transformers(folder: Path, events: list[RunEvent]) -> None:
    """Sources: transformers' own classes and scikit-learn, in another process; and the try-out gives the same answers."""
    program = """
import json, sys
from transformers import AutoModelForSequenceClassification, AutoTokenizer
folder, texts = sys.argv[1], json.loads(sys.argv[2])
model, tokenizer = AutoModelForSequenceClassification.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
found = [model(**tokenizer(text, return_tensors="pt")).logits[0].softmax(-1).tolist() for text in texts]
print(json.dumps({"labels": model.config.id2label, "found": found, "ours": "distilstudio" in sys.modules}))
"""
    rows = keyword_rows(30, seed=5)
    texts = [text for text, _ in rows]
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "student"), json.dumps(texts)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    said = json.loads(done.stdout)
    assert not said["ours"]
    assert said["labels"] == {"0": "neg", "1": "pos"}
    guesses = [LABELS[int(np.argmax(one))] for one in said["found"]]
    report = ended(events).report
    assert report is not None
    assert report.student.scores["accuracy"] == pytest.approx(accuracy_score([label for _, label in rows], guesses))
    assert report.student.scores["macro_f1"] == pytest.approx(f1_score([label for _, label in rows], guesses, average="macro"))
    tryout = TryOut()
    opened = tryout.open(OpenModels(1, "classification", str(folder / "teacher"), str(folder / "student")))
    assert (opened.sides, opened.layers, opened.labels) == (["student", "teacher"], {"student": 2, "teacher": 4}, LABELS)
    for text, one in zip(texts[:5], said["found"][:5], strict=True):
        answer, ms = tryout.answer("student", text, "")
        assert {score.label: score.score for score in answer.labels} == pytest.approx(
            dict(zip(LABELS, one, strict=True)), abs=1e-5
        )  # type: ignore[union-attr]
        assert ms > 0


# -- the second time -----------------------------------------------------------------------------------------------------------


def test_the_second_run_reuses_teacher_and_outputs_and_gives_the_same_student(base: Path, folder: Path) -> None:
    again = run(base, recipe(**LEARNING), "runs/two")
    assert notes_of(again)["teacher"] == notes_of(again)["ask_teacher"] == "reused"
    assert not [event for event in again if isinstance(event, StepsDone) and event.stage == "teacher"]
    report = ended(again).report
    assert report is not None
    assert report.reused == ["teacher", "ask_teacher"]
    one, two = (load_file(base / "runs" / name / "student" / "model.safetensors") for name in ("one", "two"))
    for name in one:  # the attention kernel is chosen by the clock, so the last bits may differ
        torch.testing.assert_close(one[name], two[name], rtol=1e-3, atol=1e-4)


def test_a_run_left_when_it_had_just_taken_over_a_teacher_goes_on(base: Path, folder: Path) -> None:
    """It comes a second time then, and lies there already; so do its outputs."""
    found = run(
        base,
        recipe(**LEARNING, loss__temperature=4.0),
        "runs/left",
        at=lambda event, control: _leave_in("teacher", event, control),
    )
    assert (notes_of(found)["teacher"], ended(found).outcome) == ("reused", "stopped")
    assert (base / "runs" / "left" / "teacher").is_dir()
    end = ended(list(resume(ResumeRun("left", str(base / "runs" / "left")), Control())))
    assert (end.outcome, end.problem) == ("done", None)
    assert not list((base / "runs" / "left").glob("*.partial"))


def _leave_in(stage: str, event: RunEvent, control: Control) -> None:
    if isinstance(event, StageStarted) and event.stage == stage:
        control.leave()


def test_a_run_that_is_asked_to_stop_when_only_its_exam_is_left_is_a_whole_one(base: Path, folder: Path) -> None:
    def finish_in_the_exam(event: RunEvent, control: Control) -> None:
        if isinstance(event, StageStarted) and event.stage == "exam":
            control.finish()

    end = ended(run(base, recipe(**LEARNING, loss__temperature=3.0), "runs/late", at=finish_in_the_exam))
    assert end.report is not None
    assert (end.outcome, end.report.outcome) == ("done", "done")


def test_a_file_of_another_run_comes_twice(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("whole")
    for _ in range(2):
        take_over(tmp_path / "one", tmp_path / "deep" / "two")
    assert (tmp_path / "deep" / "two").read_text() == "whole"
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["two"]


@pytest.mark.parametrize(
    "change", [{"teacher__epochs": 9}, {"teacher__learning_rate": 2e-3}, {"train__seed": 1}, {"data__max_length": 8}]
)
def test_a_teacher_trained_otherwise_is_not_reused(change: dict[str, object], base: Path, folder: Path) -> None:
    def leave_at_the_teacher(event: RunEvent, control: Control) -> None:
        if isinstance(event, StageStarted) and event.stage == "teacher":
            control.discard()

    found = run(base, recipe(**LEARNING | change), f"runs/not-{next(iter(change))}", at=leave_at_the_teacher)
    assert notes_of(found)["teacher"] == ""


def test_the_run_folder_of_another_run_is_refused_and_left_as_it_is(base: Path, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    problem = ended(run(base, recipe(**LEARNING))).problem
    assert problem is not None
    assert problem.code == "run_folder"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


# -- teachers ------------------------------------------------------------------------------------------------------------------


def test_a_head_with_the_labels_in_another_order_is_matched_by_name(work: Path, tmp_path: Path) -> None:
    """The same teacher with its two labels changed about, and the rows of its head with them, answers the same."""
    model = AutoModelForSequenceClassification.from_pretrained(work / "teacher")
    with torch.no_grad():
        model.classifier.weight.copy_(model.classifier.weight.flip(0))
        model.classifier.bias.copy_(model.classifier.bias.flip(0))
    model.config.id2label, model.config.label2id = {0: "pos", 1: "neg"}, {"pos": 0, "neg": 1}
    model.save_pretrained(work / "turned")
    AutoTokenizer.from_pretrained(work / "teacher").save_pretrained(work / "turned")
    plain = ended(run(work, recipe(train__epochs=1), "runs/plain")).report
    events = run(work, recipe(train__epochs=1, teacher__model="turned"), "runs/turned")
    turned = ended(events).report
    assert plain is not None
    assert turned is not None
    assert turned.teacher.scores == plain.teacher.scores
    assert notes_of(events)["teacher"] == "not needed"
    assert turned.student.scores["accuracy"] >= 0.9
    saved = json.loads((work / "runs" / "turned" / "student" / "config.json").read_text())
    assert saved["id2label"] == {"0": "pos", "1": "neg"}


def test_rows_without_label_teach_through_the_teacher_only(work: Path) -> None:
    rows = keyword_rows(80)
    write_csv(work / "train.csv", [(text, label if number < 40 else "") for number, (text, label) in enumerate(rows)])
    events = run(work, recipe(train__epochs=1))
    report = ended(events).report
    assert report is not None
    assert report.data.rows == 76  # 40 labelled, 4 of them watched, and 40 without
    soft = run(work, recipe(train__epochs=1, loss__hard=0.0), "runs/soft")
    assert {name for event in soft if isinstance(event, StepsDone) for name in event.losses} == {"total", "soft"}
    hard = run(work, recipe(train__epochs=1, loss__soft=0.0), "runs/hard")
    assert {name for event in hard if isinstance(event, StepsDone) for name in event.losses} == {"total", "hard"}
    assert notes_of(hard)["ask_teacher"] == "not needed"
    assert ended(hard).outcome == ended(soft).outcome == "done"


@pytest.mark.parametrize("family", ["distilbert", "roberta", "deberta-v2"])
def test_other_families_go_the_whole_way(family: str, work: Path) -> None:
    make_tiny_teacher(work / "other", family=family, layers=2)
    found = run(work, recipe(teacher__model="other", **LEARNING | {"teacher__epochs": 6}, train__epochs=1))
    problem = ended(found).problem
    assert problem is None or problem.code == "teacher_near_chance", problem  # learning is not what this is about
    if problem is None:
        assert ended(found).outcome == "done"


def test_a_student_of_all_layers_that_learns_nothing_is_its_teacher(work: Path) -> None:
    found = ended(
        run(work, recipe(student__preset="custom", student__layers=4, train__learning_rate=1e-12, train__epochs=1))
    ).report
    assert found is not None
    assert found.kept == 1.0
    assert found.student.parameters == found.teacher.parameters


def test_a_narrow_student_is_expected_to_cost_less_for_the_time_left(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected: list[Mapping[Stage, float]] = []
    monkeypatch.setattr(RunContext, "expect", lambda self, work: expected.append(work))
    for width in (1.0, 0.5):
        run(work, recipe(student__width=width, train__epochs=1), f"runs/{width}")
    whole, narrow = expected
    assert narrow["ask_teacher"] == whole["ask_teacher"] > 0
    assert narrow["distil"] == pytest.approx(whole["distil"] * 0.5**LESS_WIDE)
    assert narrow["exam"] < whole["exam"]


def test_resources_are_measured(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distilstudio.engine.measures.SECONDS_BETWEEN", 0.0)
    measured = [event for event in run(work, recipe(train__epochs=1)) if isinstance(event, ResourcesMeasured)]
    assert measured
    for event in measured:
        assert 0 <= event.processor <= 1
        assert 0 < event.memory_used < event.memory_total
        assert event.disk_free > 0
    assert measured[-1].run_folder > measured[0].run_folder > 0
