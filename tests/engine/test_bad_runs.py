"""Runs that cannot be, each told as a Problem, and runs that are stopped: what was learnt is kept, nothing else is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification

from distilstudio.engine import distillation, jobs, keeping, runs
from distilstudio.engine.checkpoint import Checkpoint
from distilstudio.engine.control import Control
from distilstudio.engine.journal import Journal
from distilstudio.engine.tryout import OpenModel
from distilstudio.places import TRASH
from distilstudio.protocol.commands import ResumeRun
from distilstudio.protocol.events import ExamDone, RunEnded, RunEvent, RunNote, RunStarted, StageDone, StageStarted, StepsDone
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.saved_run import read_saved_run
from distilstudio.protocol.wire import decode_event
from tests.engine.lessons import ended, read_few, recipe, run
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

Usage = namedtuple("Usage", "total used free")


def failed(work: Path, out: str = "runs/one", **values: Any) -> Problem:
    end = ended(run(work, recipe(**values), out))
    assert (end.outcome, end.report) == ("failed", None)
    assert end.problem is not None
    assert end.problem.what_to_do
    return end.problem


def spoil_rows(make: Callable[[list[tuple[str, str]]], Any]) -> Callable[[Path], object]:
    return lambda work: write_csv(work / "train.csv", make(keyword_rows(60)))


BAD_DATA: list[tuple[str, Callable[[Path], object], dict[str, Any]]] = [
    ("data_missing", lambda work: (work / "train.csv").unlink(), {}),
    ("data_empty", lambda work: (work / "train.csv").write_bytes(b""), {}),
    ("data_header_only", lambda work: (work / "train.csv").write_text("text,label\n"), {}),
    ("data_binary", lambda work: (work / "train.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), {}),
    ("data_one_label", spoil_rows(lambda rows: [(text, "pos") for text, _ in rows]), {"data__exam": ""}),
    ("data_no_label", spoil_rows(lambda rows: [(text, "") for text, _ in rows]), {}),
    ("data_no_column", lambda work: None, {"data__label": "stars"}),
    ("data_no_column", lambda work: None, {"data__text": "review"}),
    ("data_too_few_rows", spoil_rows(lambda rows: rows[:6]), {}),
    ("data_exam_label", lambda work: write_csv(work / "test.csv", [("a film", "so-so"), *keyword_rows(20, seed=5)]), {}),
    ("data_too_few_rows", lambda work: None, {"data__exam": "", "data__exam_fraction": 0.999}),
    ("data_missing", lambda work: (work / "test.csv").unlink(), {}),
    ("data_missing", lambda work: None, {"data__train": "~nobody-of-that-name/train.csv"}),
]


@pytest.mark.parametrize(("code", "spoil", "values"), BAD_DATA, ids=[f"{place}-{case[0]}" for place, case in enumerate(BAD_DATA)])
def test_rows_that_nothing_can_be_learnt_from(
    code: str, spoil: Callable[[Path], object], values: dict[str, Any], work: Path
) -> None:
    spoil(work)
    assert failed(work, **values).code == code


BAD_RECIPES: list[tuple[str, dict[str, Any]]] = [
    ("no_loss", {"loss__soft": 0.0, "loss__hard": 0.0}),
    ("student_layers", {"student__preset": "custom", "student__layers": 5}),
    ("teacher_missing", {"teacher__model": "gone"}),
    ("teacher_no_model", {"teacher__model": "."}),
]


@pytest.mark.parametrize(("code", "values"), BAD_RECIPES)
def test_recipes_that_cannot_be_followed_leave_no_folder(code: str, values: dict[str, Any], work: Path) -> None:
    assert failed(work, **values).code == code
    assert not (work / "runs").exists()


def test_a_device_that_is_not_there(work: Path) -> None:
    missing = "mps" if torch.cuda.is_available() else "cuda"
    assert failed(work, train__device=missing).code == "device_missing"


def test_a_model_with_other_labels_that_may_not_be_trained(work: Path) -> None:
    make_tiny_teacher(work / "other", ["ham", "spam"])
    problem = failed(work, teacher__model="other", teacher__fine_tune="no")
    assert problem.code == "teacher_labels"
    assert problem.values == {"teacher": "ham, spam", "data": "neg, pos"}


def test_a_model_with_other_labels_is_trained_where_it_may(work: Path) -> None:
    make_tiny_teacher(work / "other", ["ham", "spam", "eggs"], layers=1)
    events = run(work, recipe(teacher__model="other", teacher__epochs=1))
    assert any(isinstance(event, StepsDone) and event.stage == "teacher" for event in events)


def test_a_teacher_that_knows_nothing_of_the_rows(work: Path) -> None:
    rows = keyword_rows(80)
    turned = [(text, "pos" if label == "neg" else "neg") for text, label in rows]  # it is always wrong
    write_csv(work / "train.csv", turned)
    events = run(work, recipe(teacher__fine_tune="no"))
    problem = ended(events).problem
    assert problem is not None
    assert problem.code == "teacher_near_chance"
    assert problem.values["chance"] == "50.0 %"
    assert [event.stage for event in events if isinstance(event, StageStarted)][-1] == "teacher"


def test_weights_that_are_damaged(work: Path) -> None:
    weights = work / "teacher" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert failed(work).code == "teacher_broken"


# -- folder and disk -----------------------------------------------------------------------------------------------------------


def test_a_run_folder_with_something_in_it_is_left_alone(work: Path) -> None:
    out = work / "runs" / "one"
    out.mkdir(parents=True)
    (out / "letter.txt").write_text("dear")
    problem = failed(work)
    assert problem.code == "run_folder"
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_an_empty_run_folder_is_fine(work: Path) -> None:
    (work / "runs" / "one").mkdir(parents=True)
    assert ended(run(work, recipe(train__epochs=1))).outcome == "done"


def test_a_file_where_the_run_folder_should_be(work: Path) -> None:
    (work / "runs").write_text("a file")
    assert failed(work).code == "run_folder"
    assert failed(work, out="runs").code == "run_folder"
    assert (work / "runs").read_text() == "a file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_run_folder_that_may_not_be_written(work: Path) -> None:
    (work / "runs").mkdir(mode=0o500)
    assert failed(work).code == "run_folder"


def test_too_little_room_is_told_before_the_start(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9 - 10**6, 10**6))
    problem = failed(work)
    assert problem.code == "disk_full"
    assert problem.values["free"] == "1 MB"
    assert not (work / "runs" / "one").exists()


def no_room(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_is_full_for_a_while_costs_nothing(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the saves nor the journal get through for a time; the run goes on, says so once, and the journal is whole in the end."""
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: True)
    real = {Checkpoint: "write", Journal: "_write"}
    kept = {kind: getattr(kind, name) for kind, name in real.items()}

    def fill(event: RunEvent, control: Control) -> None:
        if isinstance(event, StageStarted) and event.stage in ("ask_teacher", "exam"):
            for kind, name in real.items():
                setattr(kind, name, no_room if event.stage == "ask_teacher" else kept[kind])

    for kind, name in real.items():
        monkeypatch.setattr(kind, name, kept[kind])  # so that it is put back whatever happens
    events = run(work, recipe(), at=fill)
    assert ended(events).outcome == "done"
    (told,) = (event for event in events if isinstance(event, RunNote) and event.code == "not_saved")
    assert told.values == {"reason": "No space left on device"}
    assert "It goes on" in told.text
    journal = [decode_event(line) for line in (work / "runs" / "one" / "events.jsonl").read_bytes().splitlines()]
    assert journal == events


def test_a_disk_that_fills_up_at_the_end_loses_nothing(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(distillation, "save_model", no_room)
        end = ended(run(work, recipe()))
    assert end.problem is not None
    assert end.problem.code == "disk_full"
    assert end.problem.what_to_do[0] == "Free some space and start again; what was saved before is kept."
    again = list(jobs.resume(ResumeRun("run", str(work / "runs" / "one")), Control()))
    assert ended(again).outcome == "done"
    assert_usable(work / "runs" / "one" / "student")


def test_a_run_folder_that_is_taken_away_is_told_and_the_student_saved(work: Path) -> None:
    def take_away(event: RunEvent, control: Control) -> None:
        if isinstance(event, StepsDone) and event.stage == "distil" and folder.is_dir():
            shutil.rmtree(folder)

    folder = work / "runs" / "one"
    end = ended(run(work, recipe(), at=take_away))
    assert end.outcome == "done", end.problem
    assert_usable(folder / "student")


def test_a_file_in_the_run_folders_place_is_told(work: Path) -> None:
    def put_a_file(event: RunEvent, control: Control) -> None:
        if isinstance(event, StepsDone) and event.stage == "distil" and folder.is_dir():
            shutil.rmtree(folder)
            folder.write_text("mine")

    folder = work / "runs" / "one"
    problem = ended(run(work, recipe(), at=put_a_file)).problem
    assert problem is not None
    assert problem.code == "run_folder"
    assert folder.read_text() == "mine"


def test_a_run_folder_that_is_moved_is_told_and_nothing_is_lost(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both the student at the old place and what was saved at the new one can be used."""
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: True)
    folder, moved = work / "runs" / "one", work / "runs" / "renamed"

    def move(event: RunEvent, control: Control) -> None:
        if isinstance(event, StepsDone) and event.stage == "distil" and not moved.exists():
            folder.rename(moved)

    events = run(work, recipe(), at=move)
    assert ended(events).outcome == "done"
    (told,) = (event for event in events if isinstance(event, RunNote) and event.code == "not_saved")
    assert told.text == (
        "The run could not be saved just now (No such file or directory). It goes on and tries again; what was saved before is kept."
    )
    assert_usable(folder / "student")
    assert ended(list(jobs.resume(ResumeRun("run", str(moved)), Control()))).outcome == "done"
    assert_usable(moved / "student")


@pytest.fixture
def read_only() -> Iterator[Callable[[Path, bool], None]]:
    """Makes a folder read-only while it is in use, and lets it be written again: root by a mount over it, others by its rights."""
    mounted: list[Path] = []

    def change(folder: Path, to_read_only: bool) -> None:
        if os.geteuid():
            for place in (folder, *(inside for inside in folder.iterdir() if inside.is_dir())):
                place.chmod(0o500 if to_read_only else 0o700)
        elif to_read_only:
            for words in (["--bind", str(folder), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
                if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
                    pytest.skip("no right to mount")
                mounted.append(folder)
        else:
            subprocess.run(["umount", str(folder)], check=True)
            mounted.clear()

    yield change
    if mounted:
        subprocess.run(["umount", str(mounted[0])], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or shutil.which("mount") is None, reason="no mount command")
def test_a_run_folder_that_becomes_read_only_is_told_and_the_run_goes_on_later(
    work: Path, read_only: Callable[[Path, bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: True)
    folder, done = work / "runs" / "one", []

    def protect(event: RunEvent, control: Control) -> None:
        if isinstance(event, StepsDone) and event.stage == "distil" and not done:
            done.append(event)
            read_only(folder, True)

    events = run(work, recipe(), at=protect)
    (note,) = (event for event in events if isinstance(event, RunNote) and event.code == "not_saved")
    assert note.text.startswith("The run could not be saved just now (")
    problem = ended(events).problem
    assert problem is not None
    assert problem.code == "run_folder"
    assert str(folder) in problem.what
    assert problem.why in {"Read-only file system", "Permission denied"}
    assert problem.what_to_do == ["Choose another folder for your runs."]
    read_only(folder, False)
    assert ended(list(jobs.resume(ResumeRun("run", str(folder)), Control()))).outcome == "done"
    assert_usable(folder / "student")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, for real; only where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no right to mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount command")
def test_a_disk_that_is_really_full(work: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SPARE_BYTES", -(10**9))  # so that only the disk itself says no
    with (small_disk / "filler").open("wb") as filler:
        filler.write(b"\0" * 850_000)
    end = ended(run(work, recipe(student__preset="custom", student__layers=4), str(small_disk / "run")))
    assert end.problem is not None, end
    assert end.problem.code == "disk_full"
    assert (small_disk / "filler").stat().st_size == 850_000


# -- stops ---------------------------------------------------------------------------------------------------------------------


def at_stage(
    stage: str, act: Callable[[Control], None], kind: type[RunEvent] = StageStarted
) -> Callable[[RunEvent, Control], None]:
    def look(event: RunEvent, control: Control) -> None:
        if isinstance(event, kind) and getattr(event, "stage", stage) == stage:
            act(control)

    return look


def assert_usable(student: Path) -> None:
    AutoModelForSequenceClassification.from_pretrained(student)
    answer, _ = OpenModel.load(student, "classification").answer("a good film")
    assert {score.label for score in answer.labels} == {"neg", "pos"}  # type: ignore[union-attr]


QUICK = {"teacher__fine_tune": "yes", "teacher__learning_rate": 1e-5, "teacher__epochs": 1, "train__epochs": 1}
MOMENTS = [
    ("preflight", RunStarted),
    ("data", StageStarted),
    ("teacher", StepsDone),
    ("ask_teacher", StageStarted),
    ("student", StageDone),
    ("distil", StageStarted),
    ("distil", StepsDone),
    ("exam", StageStarted),
    ("pack", StageStarted),
]


@pytest.mark.parametrize(("stage", "kind"), MOMENTS)
def test_finish_leaves_a_usable_student_at_any_moment(stage: str, kind: type[RunEvent], work: Path) -> None:
    events = run(work, recipe(**QUICK), at=at_stage(stage, Control.finish, kind))
    end = ended(events)
    outcome = "done" if stage in ("exam", "pack") else "stopped"  # all has been learnt by then
    assert (end.outcome, end.problem) == (outcome, None)
    assert end.report is not None
    assert end.report.outcome == outcome
    assert end.report.student.scores["accuracy"] > 0.4
    assert_usable(work / "runs" / "one" / "student")
    if (stage, kind) in MOMENTS[:6]:
        assert not [event for event in events if isinstance(event, StepsDone) and event.stage == "distil"]


@pytest.mark.parametrize(("stage", "kind"), MOMENTS[:2])
def test_a_discard_before_anything_was_saved_leaves_nothing(stage: str, kind: type[RunEvent], work: Path) -> None:
    events = run(work, recipe(**QUICK), at=at_stage(stage, Control.discard, kind))
    assert events[-1] == RunEnded("run", "discarded")
    assert list((work / "runs").iterdir()) == []


@pytest.mark.parametrize(("stage", "kind"), [MOMENTS[6], MOMENTS[8]])
def test_a_discarded_run_lies_in_the_trash_and_can_be_gone_on_with(stage: str, kind: type[RunEvent], work: Path) -> None:
    for name in ("one", "one 2"):
        events = run(work, recipe(**QUICK), at=at_stage(stage, Control.discard, kind))
        assert events[-1] == RunEnded("run", "discarded")
        assert [folder.name for folder in (work / "runs").iterdir()] == [TRASH]
        assert (work / "runs" / TRASH / name / "checkpoint" / "checkpoint.json").is_file()
    back = (work / "runs" / TRASH / "one").rename(work / "runs" / "one")
    assert ended(list(jobs.resume(ResumeRun("run", str(back)), Control()))).outcome == "done"


@pytest.mark.parametrize(("stage", "kind"), [MOMENTS[2], MOMENTS[3], MOMENTS[6], MOMENTS[7]])
def test_leave_saves_the_student_and_takes_no_exam(
    stage: str, kind: type[RunEvent], work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window is gone: whatever was learnt is saved, and no score is made up from rows that were never read."""
    read_few(monkeypatch, 60)
    events = run(work, recipe(**QUICK), at=at_stage(stage, Control.leave, kind))
    assert ended(events).outcome == "stopped"
    assert_usable(work / "runs" / "one" / "student")
    assert not [event for event in events if isinstance(event, ExamDone) and event.rows_from == "exam"]
    assert not (work / "runs" / "one" / "report.json").exists()


def test_a_stopped_teacher_is_not_taken_for_a_trained_one(work: Path) -> None:
    run(work, recipe(**QUICK), at=at_stage("teacher", Control.finish, StepsDone))
    again = run(work, recipe(**QUICK), "runs/two")
    report = ended(again).report
    assert report is not None
    assert "teacher" not in report.reused


def test_the_best_so_far_lies_on_the_disk_while_it_learns(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: True)
    folder = work / "runs" / "one" / "checkpoint"
    found: list[set[str]] = []

    def look(event: RunEvent, control: Control) -> None:
        training = read_saved_run(work / "runs" / "one").training if (folder / "checkpoint.json").is_file() else None
        if isinstance(event, StepsDone) and event.stage == "distil" and training is not None:
            found.append({file.name for file in folder.iterdir()})
            assert found[-1] == {"checkpoint.json", training.tensors, training.best} - {""}
            assert len(load_file(folder / training.best)) > 20

    assert ended(run(work, recipe(), at=look)).outcome == "done"
    assert found
    assert not folder.exists()
