"""A teacher whose labels are called otherwise: the recipe says which is which, and run, description and try-out go by it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine import jobs
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.commands import DescribeTeacher, OpenModels
from distilstudio.protocol.events import ExamDone, StageStarted, TeacherDescribed
from tests.engine.lessons import LABELS, ended, recipe, run

CALLED = {"LABEL_0": "pos", "LABEL_1": "", "LABEL_2": "neg"}


@pytest.fixture(scope="module")
def strange(shared_work: Path) -> Path:
    """The taught teacher as other people save it: labels without names, in another order, with one among them that is none of ours."""
    return other_head(shared_work, "strange", ((0, 1, 0.0), (2, 0, 0.0)))


@pytest.fixture(scope="module")
def finer(shared_work: Path) -> Path:
    """The taught teacher with its "neg" in two: a quarter and three quarters of its probability."""
    return other_head(shared_work, "finer", ((0, 1, 0.0), (1, 0, math.log(0.25)), (2, 0, math.log(0.75))))


def other_head(base: Path, name: str, rows: Sequence[tuple[int, int, float]]) -> Path:
    """The taught teacher with three labels. rows: of the new head, and of the old one, and what is added to the bias."""
    folder = base / name
    model = AutoModelForSequenceClassification.from_pretrained(base / "teacher")
    taught = model.classifier.weight.detach(), model.classifier.bias.detach()
    model.config.num_labels = 3
    model.classifier = torch.nn.Linear(taught[0].shape[1], 3)
    with torch.no_grad():
        for mine, other, more in rows:
            model.classifier.weight[mine].copy_(taught[0][other])
            model.classifier.bias[mine].copy_(taught[1][other] + more)
    model.config.id2label = {number: f"LABEL_{number}" for number in range(3)}
    model.config.label2id = {name: number for number, name in model.config.id2label.items()}
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base / "teacher").save_pretrained(folder)
    return folder


def test_a_run_goes_by_what_the_recipe_calls_the_labels(shared_work: Path, strange: Path) -> None:
    plain = ended(run(shared_work, recipe(train__epochs=1), "runs/plain")).report
    events = run(shared_work, recipe(train__epochs=1, teacher__model="strange", teacher__labels=CALLED), "runs/called")
    called = ended(events).report
    assert plain is not None
    assert called is not None
    assert {event.stage: event.note for event in events if isinstance(event, StageStarted)}["teacher"] == "not needed"
    assert called.teacher.scores == plain.teacher.scores
    assert called.student.scores["accuracy"] >= 0.9
    saved = json.loads((shared_work / "runs" / "called" / "student" / "config.json").read_text())
    assert saved["id2label"] == {"0": "neg", "1": "pos"}
    wrong = run(
        shared_work,
        recipe(train__epochs=1, teacher__model="strange", teacher__labels=CALLED | {"LABEL_0": "neg", "LABEL_2": "pos"}),
        "runs/wrong",
    )
    told = ended(wrong).problem
    assert told is not None, "the outputs of the same teacher under other names must not be taken for these"
    assert told.code == "teacher_near_chance"


FINER = {"LABEL_0": "pos", "LABEL_1": "neg", "LABEL_2": "neg"}


def test_two_labels_of_the_teacher_are_one_of_ours(shared_work: Path, finer: Path) -> None:
    """Their probabilities are added: to the student it is the teacher that it was before its label was cut in two."""
    plain = run(shared_work, recipe(train__epochs=1), "runs/undivided")
    events = run(shared_work, recipe(train__epochs=1, teacher__model="finer", teacher__labels=FINER), "runs/finer")
    before, report = ended(plain).report, ended(events).report
    assert before is not None
    assert report is not None
    assert {event.stage: event.note for event in events if isinstance(event, StageStarted)}["teacher"] == "not needed"
    assert report.teacher.scores == before.teacher.scores
    undivided, added = (teacher_answers(shared_work / "runs" / name) for name in ("undivided", "finer"))
    torch.testing.assert_close(added, undivided, atol=2e-3, rtol=0)
    student = AutoModelForSequenceClassification.from_pretrained(shared_work / "runs" / "finer" / "student")
    assert (student.config.id2label, student.classifier.weight.shape[0]) == ({0: "neg", 1: "pos"}, 2)


def test_a_teacher_that_learns_first_begins_near_the_sum(shared_work: Path, finer: Path) -> None:
    """What it is saved as is a plain head for our labels."""
    told = recipe(train__epochs=1, teacher__model="finer", teacher__labels=FINER, teacher__fine_tune="yes", teacher__epochs=1)
    events = run(shared_work, told, "runs/learnt")
    begun = next(event for event in events if isinstance(event, ExamDone) and event.stage == "teacher")
    assert begun.step == 0
    assert begun.scores["accuracy"] >= 0.9
    saved = AutoModelForSequenceClassification.from_pretrained(shared_work / "runs" / "learnt" / "teacher")
    assert (saved.config.id2label, saved.classifier.weight.shape[0]) == ({0: "neg", 1: "pos"}, 2)


def teacher_answers(folder: Path) -> torch.Tensor:
    """Probabilities that a run has kept of its teacher."""
    [file] = (folder / "teacher_outputs").glob("*.npy")
    return torch.from_numpy(np.load(file)).float().softmax(-1)


@pytest.mark.parametrize(("called", "fits"), [(CALLED, True), ({}, False), (CALLED | {"LABEL_2": "pos"}, False)])
def test_the_description_says_whether_it_fits_under_these_names(strange: Path, called: dict[str, str], fits: bool) -> None:
    command = DescribeTeacher(1, str(strange), "classification", tuple(LABELS), False, called)
    [told] = jobs.answer(command, TryOut())
    assert isinstance(told, TeacherDescribed)
    assert told.head_fits is fits
    assert told.labels == ["LABEL_0", "LABEL_1", "LABEL_2"]


@pytest.mark.parametrize(("name", "called"), [("strange", CALLED), ("finer", FINER)])
def test_the_try_out_answers_in_the_words_of_the_data(
    shared_work: Path, strange: Path, finer: Path, name: str, called: dict[str, str]
) -> None:
    tryout = TryOut()
    tryout.open(OpenModels(1, "classification", str(shared_work / name), str(shared_work / "teacher"), False, called))
    (one, _), (other, _) = (tryout.answer(side, "a good film", "") for side in ("teacher", "student"))
    assert [label.label for label in one.labels] == ["pos", "neg"]  # type: ignore[union-attr]
    assert [label.score for label in one.labels] == pytest.approx([label.score for label in other.labels])  # type: ignore[union-attr]
