"""Train more: a run whose student learns on from an earlier one's weights, with the same teacher, whose outputs are taken from there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file as load_file_numpy
from safetensors.torch import load_file

from distilstudio.commandline import score_board
from distilstudio.engine import learnt
from distilstudio.engine.control import Control
from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.hashes import hashes_of
from distilstudio.engine.data.loading import load
from distilstudio.engine.proof import prove
from distilstudio.protocol.events import ExamDone, RunEvent, RunNote, StageStarted
from distilstudio.protocol.forecast import share_watched
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.proof import ProofEnded, ProveRun
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse
from tests.engine.lessons import ended, recipe, run, same_weights, workplace
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

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


@pytest.fixture(scope="module")
def split_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run that set its exam aside from the one file that there is."""
    base = workplace(tmp_path_factory.mktemp("split"))
    end = ended(run(base, one_file(teacher__fine_tune="yes"), "runs/first"))
    assert end.report is not None
    assert end.report.data.learnt_before == 0
    return base


def one_file(**said: Any) -> Recipe:
    usual = {"data__exam": "", "data__exam_fraction": 0.1, "student__preset": "tiny", "train__epochs": 1}
    return recipe(**usual | said)


def exam_texts(base: Path, out: str, said: Recipe) -> tuple[set[str], set[str]]:
    """Texts that the run learnt from, and those of its exam, as its export reads them again."""
    before = learnt.before_of(base / out, "classification")
    data = load(said.data, "classification", base, said.train.seed, before)
    kept, _ = keep_apart(data.train, share_watched(len(data.train)), said.train.seed, before)
    return set(data.train.take(kept).texts), set(data.exam.texts)


BEGINS = {
    "student": {"student__start": "runs/first/student", "teacher__fine_tune": "yes"},
    "teacher": {"teacher__model": "runs/first/teacher"},
}


@pytest.mark.parametrize("begins", sorted(BEGINS))
def test_what_an_earlier_run_learnt_from_is_in_no_later_exam(split_work: Path, begins: str) -> None:
    """Another seed draws other rows; those that the student or the teacher has learnt from stay out of the exam all the same."""
    taught, examined = exam_texts(split_work, "runs/first", one_file())
    assert not taught & examined
    said = one_file(**BEGINS[begins], train__seed=1)
    report = ended(run(split_work, said, f"runs/by_{begins}")).report
    assert report is not None
    assert (report.data.learnt_before, report.data.exam_rows) == (0, 8)
    assert not taught & exam_texts(split_work, f"runs/by_{begins}", said)[1]
    plain = load(said.data, "classification", split_work, 1)
    assert taught & set(plain.exam.texts)  # that seed alone would have drawn such rows


def test_the_same_seed_sets_the_same_rows_aside(split_work: Path) -> None:
    said = one_file(**BEGINS["student"])
    assert ended(run(split_work, said, "runs/again")).outcome == "done"
    assert exam_texts(split_work, "runs/again", said) == exam_texts(split_work, "runs/first", one_file())


def test_rows_that_had_to_be_learnt_from_before_are_told(split_work: Path) -> None:
    said = one_file(**BEGINS["student"], train__seed=1, data__exam_fraction=0.5)
    events = run(split_work, said, "runs/large_exam")
    report = ended(events).report
    assert report is not None
    taught, _ = exam_texts(split_work, "runs/first", one_file())
    _, examined = exam_texts(split_work, "runs/large_exam", said)
    known = len(taught & examined)
    assert 0 < known == len(examined) - (80 - len(taught))  # all others are among them
    assert report.data.learnt_before == known
    noted = next(event for event in events if isinstance(event, RunNote) and event.code == "learnt_before")
    assert noted.values == {"learnt": str(known), "rows": "40"}
    assert f"40 texts, {known} of which were learnt from" in score_board.exam_words(report.data)


def test_rows_of_a_final_exam_that_were_learnt_from_before_are_told(split_work: Path) -> None:
    said = one_file(**BEGINS["student"], train__seed=1, data__final_exam_rows=30)
    end = ended(run(split_work, said, "runs/large_final"))
    assert end.report is not None, end.problem
    taught, _ = exam_texts(split_work, "runs/first", one_file())
    before = learnt.before_of(split_work / "runs" / "large_final", "classification")
    final = load(said.data, "classification", split_work, 1, before).final
    assert final is not None
    assert end.report.final_exam is not None
    assert 0 < end.report.final_exam.learnt_before == len(taught & set(final.texts)) < end.report.final_exam.rows


def test_rows_of_an_exam_file_that_were_learnt_from_before_are_told(split_work: Path) -> None:
    taught, _ = exam_texts(split_work, "runs/first", one_file())
    rows = keyword_rows(80)
    write_csv(split_work / "own.csv", [*[row for row in rows if row[0] in taught][:6], *keyword_rows(10, seed=5)])
    end = ended(run(split_work, one_file(**BEGINS["student"], data__exam="own.csv"), "runs/own_exam"))
    assert end.report is not None, end.problem
    assert (end.report.data.learnt_before, end.report.data.exam_rows) == (6, 16)


def test_a_proof_examines_on_the_rows_that_its_run_set_aside(split_work: Path) -> None:
    """Also where its own recipe begins from a model that has learnt from nothing yet."""
    said = one_file(**BEGINS["teacher"], train__seed=1)
    assert ended(run(split_work, said, "runs/proved")).outcome == "done"
    folder = split_work / "runs" / "proved"
    untaught = with_value(parse((folder / "recipe.toml").read_bytes()), "teacher.model", str(split_work / "teacher"))
    *_, last = prove(ProveRun("proof-1", str(folder)), Control(), untaught=untaught)
    assert isinstance(last, ProofEnded)
    assert last.outcome == "done", last.problem
    examined = load(said.data, "classification", split_work, 1, learnt.before_of(folder, "classification")).exam
    learnt_alone = load_file_numpy(folder / "proof" / learnt.FILE)[learnt.LEARNT]
    assert not np.isin(hashes_of(examined.same), learnt_alone).any()
