"""A teacher whose labels are called otherwise: the recipe says which is which, and run, description and try-out go by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from distilstudio.engine import jobs
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.commands import DescribeTeacher, OpenModels
from distilstudio.protocol.events import StageStarted, TeacherDescribed
from tests.engine.lessons import LABELS, ended, recipe, run

CALLED = {"LABEL_0": "pos", "LABEL_1": "", "LABEL_2": "neg"}


@pytest.fixture(scope="module")
def strange(shared_work: Path) -> Path:
    """The taught teacher as other people save it: labels without names, in another order, with one among them that is none of ours."""
    folder = shared_work / "strange"
    model = AutoModelForSequenceClassification.from_pretrained(shared_work / "teacher")
    taught = model.classifier.weight.detach(), model.classifier.bias.detach()
    model.config.num_labels = 3
    model.classifier = torch.nn.Linear(taught[0].shape[1], 3)
    with torch.no_grad():
        for mine, other in ((0, 1), (2, 0)):
            model.classifier.weight[mine].copy_(taught[0][other])
            model.classifier.bias[mine].copy_(taught[1][other])
    model.config.id2label = {number: f"LABEL_{number}" for number in range(3)}
    model.config.label2id = {name: number for number, name in model.config.id2label.items()}
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(shared_work / "teacher").save_pretrained(folder)
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


@pytest.mark.parametrize(("called", "fits"), [(CALLED, True), ({}, False), (CALLED | {"LABEL_2": "pos"}, False)])
def test_the_description_says_whether_it_fits_under_these_names(strange: Path, called: dict[str, str], fits: bool) -> None:
    command = DescribeTeacher(1, str(strange), "classification", tuple(LABELS), False, called)
    [told] = jobs.answer(command, TryOut())
    assert isinstance(told, TeacherDescribed)
    assert told.head_fits is fits
    assert told.labels == ["LABEL_0", "LABEL_1", "LABEL_2"]


def test_the_try_out_answers_in_the_words_of_the_data(shared_work: Path, strange: Path) -> None:
    tryout = TryOut()
    tryout.open(OpenModels(1, "classification", str(strange), str(shared_work / "teacher"), False, CALLED))
    (one, _), (other, _) = (tryout.answer(side, "a good film", "") for side in ("teacher", "student"))
    assert [label.label for label in one.labels] == ["pos", "neg"]  # type: ignore[union-attr]
    assert [label.score for label in one.labels] == pytest.approx([label.score for label in other.labels])  # type: ignore[union-attr]
