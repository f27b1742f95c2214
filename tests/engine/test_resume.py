"""Runs that go on after a death: the same bits as a run that was never stopped, at every moment, for every kind of work."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from distilstudio.engine import jobs, keeping
from distilstudio.engine.control import Control
from distilstudio.protocol.commands import ResumeRun, StartRun
from distilstudio.protocol.events import (
    ExamDone,
    RunEnded,
    RunEvent,
    RunNote,
    RunStarted,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
)
from distilstudio.protocol.mistakes import MISTAKES_FILE, is_told
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.run_lock import RunLock, is_held
from distilstudio.protocol.saved_run import read_saved_run
from distilstudio.protocol.wire import decode_event
from tests.engine.asked_lessons import asked_work, keyword_questions
from tests.engine.lessons import ended, favour, read_few, recipe, run, workplace
from tests.engine.marked_lessons import marked_sentences, marked_work
from tests.tiny_models import keyword_rows, make_tiny_teacher, plain_texts, write_csv

AS_USUAL = keeping.Keeper.due
LEARNING = {"teacher__epochs": 3, "teacher__learning_rate": 3e-3, "train__epochs": 2}


@pytest.fixture(autouse=True)
def steady_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel is chosen by the clock; here the clock has its mind made up. Every fourth step is saved."""
    favour(monkeypatch, "eager")
    read_a_little_at_a_time(monkeypatch)
    asked = itertools.count(1)
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: next(asked) % 4 == 0)


def read_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    read_few(monkeypatch, 60)


def classification(base: Path) -> Recipe:
    workplace(base, labels=None)
    return recipe(**LEARNING)


def several_labels(base: Path) -> Recipe:
    make_tiny_teacher(base / "teacher")
    rows = [
        (text, "" if number % 5 == 0 else f"{label};any" if number % 3 else label)
        for number, (text, label) in enumerate(keyword_rows(90))
    ]
    write_csv(base / "train.csv", rows)
    return recipe(data__exam="", data__multi_label=True, data__exam_fraction=0.2, **LEARNING)


def ner(base: Path) -> Recipe:
    make_tiny_teacher(base / "teacher")
    files = marked_work(base, marked_sentences(90), marked_sentences(30, seed=5))
    return recipe(**files, **LEARNING | {"teacher__epochs": 6})


def qa(base: Path) -> Recipe:
    make_tiny_teacher(base / "teacher")
    return recipe(**asked_work(base, keyword_questions(90), keyword_questions(30, seed=5)), **LEARNING)


def inner(base: Path) -> Recipe:
    """The student learns from the teacher's inside too, which is kept on the disk; it is narrower and knows fewer word pieces,
    and reads a varied copy of every text."""
    workplace(base, labels=None)
    weights = {"loss__hidden_cosine": 0.5, "loss__hidden_squared": 1.0, "loss__relations": 1.0}
    return recipe(**LEARNING, **weights, student__vocabulary="used", student__width=0.5, data__copies=1)


def mlm(base: Path) -> Recipe:
    """Words are hidden anew in every epoch, and the teacher reads beside the student."""
    make_tiny_teacher(base / "teacher")
    for name, rows in (("train.txt", plain_texts(90)), ("test.txt", plain_texts(30, seed=5))):
        (base / name).write_text("\n".join(rows))
    learning = LEARNING | {"teacher__epochs": 8, "loss__hidden_cosine": 1.0}
    return recipe(task="mlm", data__train="train.txt", data__exam="test.txt", **learning)


TASKS = {"classification": classification, "several_labels": several_labels, "ner": ner, "qa": qa, "inner": inner, "mlm": mlm}


@dataclass(frozen=True)
class Straight:
    """A run of one kind of work that nothing disturbed, in `base`/straight/one, and what it is a run of."""

    base: Path
    made: Recipe


@pytest.fixture(scope="module")
def straight_runs() -> dict[str, Straight]:
    """The runs that `straight` has made."""
    return {}


@pytest.fixture(scope="module")
def dead_runs() -> dict[str, dict[str, Path]]:
    """The folders that `dead` has made, by kind of work and moment."""
    return {}


@pytest.fixture
def straight(
    request: pytest.FixtureRequest, straight_runs: dict[str, Straight], tmp_path_factory: pytest.TempPathFactory
) -> Straight:
    """A run of each kind of work that nothing disturbed. Made once: pytest makes a module's fixture anew wherever another parameter changes."""
    task = request.param
    if task not in straight_runs:
        base = tmp_path_factory.mktemp("resume") / "work"
        base.mkdir()
        wanted = TASKS[task](base)
        with pytest.MonkeyPatch.context() as patch:
            favour(patch, "eager")
            read_a_little_at_a_time(patch)
            patch.setattr(keeping.Keeper, "due", AS_USUAL)
            end = ended(run(base, wanted, "straight/one"))
        assert end.outcome == "done", end.problem
        straight_runs[task] = Straight(base, wanted)
    return straight_runs[task]


@pytest.fixture
def dead(
    request: pytest.FixtureRequest, straight: Straight, dead_runs: dict[str, dict[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Path]:
    """What would be left of a run whose process had died, by the moment of its death. One run for all moments of a kind of work."""
    task = request.node.callspec.params["straight"]
    if task not in dead_runs:
        monkeypatch.setattr("distilstudio.engine.step_log.SECONDS_BETWEEN_EVENTS", 0.0)
        monkeypatch.setattr("distilstudio.engine.stages.SECONDS_BETWEEN_PROGRESS", -1.0)
        looks, left = {moment: MOMENTS[moment]() for moment in TRIED[task]}, {}
        out = straight.base / "dying" / "one"
        for event in jobs.distil(StartRun("run", straight.made, str(out), str(straight.base)), Control()):
            for moment in [moment for moment, is_now in looks.items() if is_now(event) and moment not in left]:
                # each in a folder of its own: runs that stand beside each other lend each other their teachers
                left[moment] = copy_without_lock(out, straight.base / moment / "dead")
        assert left.keys() == looks.keys()
        dead_runs[task] = left
    return dead_runs[task]


def copy_without_lock(folder: Path, copy: Path) -> Path:
    """A run's folder as it is now; the system takes the lock of a process that has died."""
    return shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("run.lock"))


def die(base: Path, made: Recipe, out: str, at: Callable[[RunEvent], bool]) -> list[RunEvent]:
    """Start a run and take its process away at an event: what the generator would still do is not done."""
    control, events = Control(), []
    going = jobs.distil(StartRun("run", made, str(base / out), str(base)), control)
    for event in going:
        events.append(event)
        if at(event):
            leave_as_it_is(base / out, going)
            return events
    raise AssertionError("the moment never came")


def leave_as_it_is(folder: Path, going: Any) -> None:
    """End a generator, and put the folder back as it was when its process would have died."""
    aside = copy_without_lock(folder, folder.with_name(folder.name + " as it was"))
    going.close()
    shutil.rmtree(folder)
    aside.rename(folder)


def resume(folder: Path) -> list[RunEvent]:
    return list(jobs.resume(ResumeRun("run", str(folder)), Control()))


def first(kind: type[RunEvent], stage: str, count: int = 1) -> Callable[[RunEvent], bool]:
    seen = 0

    def look(event: RunEvent) -> bool:
        nonlocal seen
        seen += isinstance(event, kind) and getattr(event, "stage", stage) == stage
        return seen == count

    return look


MOMENTS: dict[str, Callable[[], Callable[[RunEvent], bool]]] = {
    "teacher begins": lambda: first(StageStarted, "teacher"),
    "teacher learns": lambda: first(StepsDone, "teacher", 5),
    "teacher examined": lambda: first(ExamDone, "teacher", 3),
    "teacher over": lambda: first(StageDone, "teacher"),
    "asking": lambda: first(StageStarted, "ask_teacher"),
    "some rows asked": lambda: first(StageProgress, "ask_teacher", 6),
    "asked": lambda: first(StageDone, "ask_teacher"),
    "student cut": lambda: first(StageDone, "student"),
    "student begins": lambda: first(StageStarted, "distil"),
    "student learns": lambda: first(StepsDone, "distil", 3),
    "student learns on": lambda: first(StepsDone, "distil", 7),
    "student examined": lambda: first(ExamDone, "distil", 2),
    "student over": lambda: first(StageDone, "distil"),
    "exam": lambda: first(StageStarted, "exam"),
    "some rows examined": lambda: first(StageProgress, "exam", 6),
    "packing": lambda: first(StageStarted, "pack"),
}


SOME_ROWS = {"some rows asked": ("ask_teacher", ""), "some rows examined": ("exam", "exam teacher")}
"""Stage, and how the file of the answers is called."""
FEW = ("teacher learns", "asked", "student learns on", "exam")
"""Moments at which every kind of work is tried; classification is tried at all."""
TRIED = {task: MOMENTS if task == "classification" else FEW for task in TASKS} | {
    "inner": ("asking", "some rows asked", "asked", "student learns on")
}


@pytest.mark.parametrize(
    ("straight", "moment"),
    [(task, moment) for task in TASKS for moment in TRIED[task]],
    indirect=["straight"],
)
def test_a_run_that_died_goes_on_to_the_same_bits(
    moment: str, straight: Straight, dead: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, undisturbed = dead[moment], straight.base / "straight" / "one"
    monkeypatch.setattr("distilstudio.engine.step_log.SECONDS_BETWEEN_EVENTS", 0.0)
    monkeypatch.setattr("distilstudio.engine.stages.SECONDS_BETWEEN_PROGRESS", -1.0)
    saved = read_saved_run(left)
    if "student learns" in saved.kernels:
        favour(monkeypatch, "sdpa")  # the clock of the second process would choose otherwise; it is not asked
    torch.manual_seed(12345)  # the state that another process happens to have
    events = resume(left)
    end = ended(events)
    assert end.outcome == "done", end.problem
    assert_same_run(undisturbed, left)
    assert_journal_is_whole(undisturbed, left)
    assert isinstance(events[0], RunStarted)
    assert next(event.code for event in events if isinstance(event, RunNote)) == "resumed"
    if moment in SOME_ROWS:  # the teacher was asked about the rest only
        stage, file = SOME_ROWS[moment]
        asked = next(rows for name, rows in saved.asked.items() if name.startswith(file))
        assert asked > 0
        assert min(event.done for event in events if isinstance(event, StageProgress) and event.stage == stage) > asked


def assert_same_run(straight: Path, other: Path) -> None:
    for model in ("teacher", "student"):
        one, two = (load_file(folder / model / "model.safetensors") for folder in (straight, other))
        assert one.keys() == two.keys()
        assert [name for name in one if not torch.equal(one[name], two[name])] == []
    scores = [
        ended([decode_event((folder / "events.jsonl").read_bytes().splitlines()[-1])]).report for folder in (straight, other)
    ]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0].student.scores == scores[1].student.scores
    assert scores[0].teacher.scores == scores[1].teacher.scores
    assert scores[0].notes == [note for note in scores[1].notes if not note.startswith("The run goes on")]
    assert scores[0].seconds.keys() == scores[1].seconds.keys()
    mistakes = [(folder / MISTAKES_FILE) for folder in (straight, other)]
    assert [file.is_file() for file in mistakes] == [is_told(scores[0].task)] * 2
    assert not mistakes[0].is_file() or mistakes[0].read_bytes() == mistakes[1].read_bytes()
    assert not (other / "checkpoint").exists()
    assert not (other / "run.lock").exists()


def assert_journal_is_whole(straight: Path, other: Path) -> None:
    """Every step and exam stands there once, as in the run that was never stopped."""
    told = []
    for folder in (straight, other):
        events = [decode_event(line) for line in (folder / "events.jsonl").read_bytes().splitlines()]
        steps = [(event.stage, step) for event in events if isinstance(event, StepsDone) for step in event.steps]
        losses = [loss for event in events if isinstance(event, StepsDone) for loss in event.losses["total"]]
        exams = [
            (event.stage, event.who, event.step, event.scores, event.best, event.waited)
            for event in events
            if isinstance(event, ExamDone)
        ]
        told.append((steps, losses, exams))
        assert sum(isinstance(event, RunEnded) for event in events) == 1
    assert told[0] == told[1]


# -- left, not killed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("straight", ["classification"], indirect=True)
@pytest.mark.parametrize(
    ("stage", "kind"), [("teacher", StepsDone), ("ask_teacher", StageStarted), ("distil", StepsDone), ("exam", StageProgress)]
)
def test_a_run_that_was_left_goes_on_to_the_same_bits(
    stage: str, kind: type[RunEvent], straight: Straight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window was closed: the student so far is saved, and going on gives what would have come without that."""
    base, made = straight.base, straight.made
    monkeypatch.setattr("distilstudio.engine.step_log.SECONDS_BETWEEN_EVENTS", 0.0)
    monkeypatch.setattr("distilstudio.engine.stages.SECONDS_BETWEEN_PROGRESS", -1.0)
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: False)  # nothing is saved but what leaving itself saves
    look = first(kind, stage, 5 if kind is StepsDone else 1)
    out = f"{tmp_path.name}/left"
    left = run(base, made, out, at=lambda event, control: control.leave() if look(event) else None)
    assert (ended(left).outcome, ended(left).report) == ("stopped", None)
    assert (base / out / "student" / "model.safetensors").is_file()
    saved = read_saved_run(base / out)
    if kind is StepsDone:
        assert saved.training is not None
        assert (saved.training.stage, saved.training.steps) == (stage, 5)
    assert 0 <= saved.share < 1
    events = resume(base / out)
    assert ended(events).outcome == "done"
    assert_same_run(base / "straight" / "one", base / out)
    assert_journal_is_whole(base / "straight" / "one", base / out)


@pytest.mark.parametrize("straight", ["classification"], indirect=True)
def test_a_run_that_was_left_while_it_read_its_rows(straight: Straight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a million rows takes a minute: how far it is is told, it can be left, and goes on from its beginning."""
    base, made = straight.base, straight.made
    monkeypatch.setattr("distilstudio.engine.encoding.PART_ROWS", 16)
    monkeypatch.setattr("distilstudio.engine.stages.SECONDS_BETWEEN_PROGRESS", -1.0)
    monkeypatch.setattr(keeping.Keeper, "due", lambda self: False)
    out, look = f"{tmp_path.name}/left", first(StageProgress, "data", 2)
    events = run(base, made, out, at=lambda event, control: control.leave() if look(event) else None)
    told = [event for event in events if isinstance(event, StageProgress) and event.stage == "data"]
    assert [(event.done, event.seconds_left) for event in told] == [(16, None), (32, None)]
    assert (ended(events).outcome, (base / out / "student").exists()) == ("stopped", False)
    assert ended(resume(base / out)).outcome == "done"
    assert_same_run(base / "straight" / "one", base / out)


@pytest.mark.parametrize("straight", ["classification"], indirect=True)
def test_it_may_die_again_and_again(straight: Straight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, made = straight.base, straight.made
    monkeypatch.setattr("distilstudio.engine.step_log.SECONDS_BETWEEN_EVENTS", 0.0)
    folder = base / tmp_path.name / "again"
    die(base, made, f"{tmp_path.name}/again", first(StepsDone, "teacher", 6))
    for stage, count in (("teacher", 5), ("teacher", 3), ("distil", 5), ("distil", 3)):
        look = first(StepsDone, stage, count)
        going = jobs.resume(ResumeRun("run", str(folder)), Control())
        for event in going:
            assert not isinstance(event, RunEnded)
            if look(event):
                break
        leave_as_it_is(folder, going)
    assert ended(resume(folder)).outcome == "done"
    assert_same_run(base / "straight" / "one", folder)
    assert_journal_is_whole(base / "straight" / "one", folder)


# -- what cannot go on ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def left(work: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder that was left while the student learnt."""
    look = first(StepsDone, "distil")
    run(work, recipe(), at=lambda event, control: control.leave() if look(event) else None)
    return work / "runs" / "one"


def refused(folder: Path) -> tuple[str, dict[str, str]]:
    end = ended(resume(folder))
    assert (end.outcome, end.report) == ("failed", None)
    assert end.problem is not None
    return end.problem.code, end.problem.values


def test_a_folder_with_nothing_saved(work: Path, left: Path) -> None:
    assert refused(work / "nowhere")[0] == "resume_nothing"
    assert not (work / "nowhere").exists()
    assert refused(work)[0] == "resume_nothing"


def test_a_run_that_has_come_to_its_end(work: Path) -> None:
    run(work, recipe(train__epochs=1))
    code, values = refused(work / "runs" / "one")
    assert (code, values["reason"]) == ("resume_nothing", "That run has come to its end.")


@pytest.mark.parametrize("name", ["checkpoint.json", "distil-*.safetensors", "distil-best-*.safetensors"])
def test_what_was_saved_is_damaged(name: str, left: Path) -> None:
    (file,) = (found for found in (left / "checkpoint").glob(name) if "best" in name or "best" not in found.name)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert refused(left)[0] == "resume_nothing"


def test_a_name_that_leads_out_of_the_folder_is_not_opened(left: Path) -> None:
    said = left / "checkpoint" / "checkpoint.json"
    found = read_saved_run(left).training
    assert found is not None
    shutil.copy(left / "checkpoint" / found.best, left / "elsewhere.safetensors")
    said.write_text(said.read_text().replace(found.best, "../elsewhere.safetensors"))
    assert refused(left)[0] == "resume_nothing"


@pytest.mark.parametrize("name", ["train.csv", "test.csv", "more.csv"])
def test_texts_that_were_changed_meanwhile_are_told_by_their_hash(name: str, work: Path) -> None:
    write_csv(work / "more.csv", [(text, "") for text, _ in keyword_rows(20, seed=7)])
    look = first(StepsDone, "distil")
    run(work, recipe(data__unlabelled="more.csv"), at=lambda event, control: control.leave() if look(event) else None)
    left, before = work / "runs" / "one", (work / name).read_bytes()
    rows = keyword_rows(80 if name == "train.csv" else 30, seed=0 if name == "train.csv" else 5)
    write_csv(work / name, [*rows[:-1], ("one more lovely film", rows[-1][1])])
    code, values = refused(left)
    assert code == "resume_changed"
    assert values["file"] == str(work / name)
    assert len(values["before"]) == len(values["now"]) == 12
    assert values["before"] != values["now"]
    (work / name).write_bytes(before)
    assert ended(resume(left)).outcome == "done"


def test_a_teacher_or_recipe_that_was_changed_meanwhile(work: Path, left: Path) -> None:
    recipe_file = left / "recipe.toml"
    before = recipe_file.read_text()
    recipe_file.write_text(before.replace("temperature = 2.0", "temperature = 3.0"))
    assert recipe_file.read_text() != before
    assert refused(left)[0] == "resume_changed"
    recipe_file.write_text(before)
    config = work / "teacher" / "config.json"
    config.write_text(config.read_text() + "\n")
    code, values = refused(left)
    assert (code, values["file"]) == ("resume_changed", str(work / "teacher"))


def test_a_file_that_is_gone_can_be_put_back(work: Path, left: Path) -> None:
    (work / "train.csv").rename(work / "away.csv")
    assert refused(left)[0] == "data_missing"
    (work / "away.csv").rename(work / "train.csv")
    assert ended(resume(left)).outcome == "done"


def test_two_engines_never_work_on_the_same_run(left: Path) -> None:
    holder = RunLock(left)
    holder.take()
    assert is_held(left)
    before = {path: path.read_bytes() for path in left.rglob("*") if path.is_file()}
    problem = ended(resume(left)).problem
    assert problem is not None
    assert problem.code == "run_locked"
    assert problem.what == f"Another DistilStudio works on the run in {left}."
    assert problem.what_to_do == ["Wait until it is done, or stop it there."]
    values = problem.values
    assert values["holder"].startswith(f"process {os.getpid()} on ")
    assert {path: path.read_bytes() for path in left.rglob("*") if path.is_file()} == before
    holder.release()
    assert not is_held(left)
    assert ended(resume(left)).outcome == "done"


def test_a_lock_goes_with_the_process_that_held_it(left: Path) -> None:
    """Killed, it cannot take its lock away; the system does."""
    program = """
import os, pathlib, signal, sys
from distilstudio.protocol.run_lock import RunLock
RunLock(pathlib.Path(sys.argv[1])).take()
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program, str(left)], check=False)
    assert done.returncode != 0
    assert (left / "run.lock").is_file()
    assert not is_held(left)
    assert ended(resume(left)).outcome == "done"


def test_a_run_that_would_end_the_same_way_is_not_offered_again(work: Path) -> None:
    rows = keyword_rows(80)
    write_csv(work / "train.csv", [(text, "pos" if label == "neg" else "neg") for text, label in rows])
    end = ended(run(work, recipe(teacher__fine_tune="no")))
    assert end.problem is not None
    assert end.problem.code == "teacher_near_chance"
    assert refused(work / "runs" / "one")[0] == "resume_nothing"
