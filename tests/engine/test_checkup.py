"""A teacher's check-up through the door: recipe in, what was found out."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import pytest
import torch
from sklearn.metrics import accuracy_score, precision_recall_fscore_support
from transformers import AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoModelForTokenClassification

from distilstudio.engine import checkup
from distilstudio.engine.checkup import check_teacher
from distilstudio.engine.control import Control
from distilstudio.engine.data.corrections import DROP
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.check import CheckProgress, CheckTeacher, CheckUp, TeacherChecked
from distilstudio.protocol.problem_reasons import HEAD_REASONS
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from tests.engine.asked_lessons import keyword_questions, squad_json
from tests.engine.lessons import LABELS, ended, recipe, run
from tests.engine.marked_lessons import TAGS, marked_sentences, write_conll
from tests.tiny_models import keyword_rows, make_tiny_teacher, tiny_config, tiny_tokenizer, write_csv

WRONG = (5, 20, 41)


@pytest.fixture(scope="module")
def base(shared_work: Path) -> Path:
    """Texts of which three carry the wrong label, and a teacher that knows better."""
    rows = [
        (text, LABELS[1 - LABELS.index(label)] if row in WRONG else label) for row, (text, label) in enumerate(keyword_rows(80))
    ]
    write_csv(shared_work / "train.csv", rows)
    return shared_work


def checked(base: Path, the_recipe: Recipe, whole: bool = False) -> CheckUp:
    *steps, last = check_teacher(CheckTeacher(7, the_recipe, str(base), whole), Control())
    assert all(isinstance(step, CheckProgress) for step in steps)
    assert isinstance(last, TeacherChecked)
    assert {one.request_id for one in (*steps, last)} == {7}
    assert last.check is not None
    return last.check


def strange(base: Path, names: list[str]) -> str:
    """The taught teacher under other names of its labels."""
    folder = base / "-".join(names)
    model = AutoModelForSequenceClassification.from_pretrained(base / "teacher")
    model.config.id2label, model.config.label2id = dict(enumerate(names)), {name: number for number, name in enumerate(names)}
    model.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return folder.name


def test_scores_are_those_of_the_exam_rows(base: Path) -> None:
    """Source: scikit-learn, on the answers that the try-out gives one text at a time."""
    found = checked(base, recipe())
    model, rows = OpenModel.load(base / "teacher", "classification"), keyword_rows(30, seed=5)
    guesses = [model.answer(text)[0].labels[0].label for text, _ in rows]  # type: ignore[union-attr]
    truth = [label for _, label in rows]
    assert found.scores["accuracy"] == pytest.approx(accuracy_score(truth, guesses))
    expected = precision_recall_fscore_support(truth, guesses, labels=LABELS)
    for place, label in enumerate(found.labels):
        assert label.label == LABELS[place]
        assert (label.precision, label.recall, label.f1, label.rows) == pytest.approx(tuple(column[place] for column in expected))
    assert (found.exam_rows, found.exam_total, found.train_rows, found.train_total) == (30, 30, 80, 80)
    assert (found.chance, found.problem) == (0.5, None)
    assert found.ms_per_text > 0
    assert [(match.teacher, match.data, match.how) for match in found.matches] == [(name, name, "name") for name in LABELS]


def test_rows_with_a_wrong_label_stand_first_and_can_be_decided(base: Path) -> None:
    found = checked(base, recipe())
    first = found.disagreements[: len(WRONG)]
    assert {one.row for one in first} == set(WRONG)
    assert found.differing == len(found.disagreements) >= len(WRONG)
    confidences = [one.confidence for one in found.disagreements]
    assert confidences == sorted(confidences, reverse=True)
    rows = keyword_rows(80)
    assert all(one.answered == [rows[one.row][1]] != one.said for one in first)
    decided = {first[0].key: first[0].take, first[1].key: DROP}
    report = ended(run(base, recipe(train__epochs=1, data__corrections=decided), "runs/decided")).report
    assert report is not None
    assert any("In 1 row " in note for note in report.notes)
    again = checked(base, recipe(data__corrections=decided))
    assert {one.key for one in again.disagreements} == {one.key for one in found.disagreements}, "what was decided can be changed"


def test_labels_without_names_are_matched_by_what_the_teacher_answers(base: Path) -> None:
    for names, order, how in ((["LABEL_0", "LABEL_1"], LABELS, "order"), (["LABEL_1", "LABEL_0"], LABELS, "answers")):
        found = checked(base, recipe(teacher__model=strange(base, names)))
        assert [(match.teacher, match.data, match.how) for match in found.matches] == list(
            zip(names, order, [how] * 2, strict=True)
        )
        assert found.problem is None
        assert found.scores["accuracy"] >= 0.9


def test_labels_counted_from_nought_are_not_those_that_the_data_count_from_one(base: Path) -> None:
    for name, rows in (("ones", keyword_rows(60)), ("ones-exam", keyword_rows(30, seed=5))):
        write_csv(base / f"{name}.csv", [(text, str(1 + LABELS.index(label))) for text, label in rows])
    counted = recipe(teacher__model=strange(base, ["LABEL_0", "LABEL_1"]), data__train="ones.csv", data__exam="ones-exam.csv")
    found = checked(base, counted)
    assert [(match.teacher, match.data) for match in found.matches] == [("LABEL_0", "1"), ("LABEL_1", "2")]
    assert found.scores["accuracy"] >= 0.9


def test_what_the_person_said_of_the_labels_is_scored(base: Path) -> None:
    turned = {"neg": "pos", "pos": "neg"}
    found = checked(base, recipe(teacher__labels=turned))
    assert {match.teacher: match.data for match in found.matches} == turned
    assert found.scores["accuracy"] <= 0.1
    assert found.problem is not None
    assert (found.problem.code, found.problem.values["rows"]) == ("teacher_guesses", "30")


def test_two_labels_of_the_teacher_count_as_one_of_the_data(base: Path) -> None:
    """Neither of the two is sure alone; together they are what one label was."""
    folder = base / "in-two"
    model = AutoModelForSequenceClassification.from_pretrained(base / "teacher")
    whole = model.classifier
    model.classifier = torch.nn.Linear(whole.in_features, 3)
    with torch.no_grad():
        for mine, other in ((0, 0), (1, 0), (2, 1)):
            model.classifier.weight[mine].copy_(whole.weight[other])
            model.classifier.bias[mine].copy_(whole.bias[other] - (0.0 if mine == 2 else math.log(2)))
    names = ["worse", "bad", "good"]
    model.config.num_labels, model.config.id2label = 3, dict(enumerate(names))
    model.config.label2id = {name: number for number, name in enumerate(names)}
    model.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    said = {"worse": "neg", "bad": "neg", "good": "pos"}
    found, plain = checked(base, recipe(teacher__model="in-two", teacher__labels=said)), checked(base, recipe())
    assert {match.teacher: match.data for match in found.matches} == said
    assert (found.problem, found.scores, found.differing) == (None, plain.scores, plain.differing)
    confident, as_before = ([one.confidence for one in check.disagreements] for check in (found, plain))
    assert confident == pytest.approx(as_before, abs=1e-4)


def test_a_label_that_the_teacher_has_not_is_told(base: Path) -> None:
    found = checked(base, recipe(teacher__model=strange(base, ["neg", "fish"]), teacher__labels={"fish": ""}))
    assert found.problem is not None
    assert found.problem.code == "teacher_labels"
    assert [label.recall for label in found.labels] == pytest.approx([1.0, 0.0], abs=0.2)


def test_many_rows_are_represented_by_some_unless_all_are_asked_for(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "MOST_EXAM_ROWS", 10)
    monkeypatch.setattr(checkup, "MOST_TRAIN_ROWS", 20)
    some, same, other = (checked(base, recipe(train__seed=seed)) for seed in (0, 0, 1))
    assert (some.exam_rows, some.exam_total, some.train_rows, some.train_total) == (10, 30, 20, 80)
    assert some.disagreements == same.disagreements
    assert other.disagreements != some.disagreements
    assert checked(base, recipe(), whole=True).train_rows == 80


def test_it_can_be_stopped(base: Path) -> None:
    control = Control()
    events = []
    for event in check_teacher(CheckTeacher(7, recipe(), str(base)), control):
        events.append(event)
        if isinstance(event, CheckProgress) and event.step == "texts":
            control.discard()
    assert events[-1] == TeacherChecked(7)
    assert not any(isinstance(event, CheckProgress) and event.step == "exam" for event in events)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"teacher__model": "bare"}, HEAD_REASONS[0]),
        ({"task": "ner"}, HEAD_REASONS[1]),
        ({"data__multi_label": True}, HEAD_REASONS[2]),
    ],
)
def test_a_teacher_that_cannot_be_asked_is_told_at_once(base: Path, change: dict[str, object], reason: str) -> None:
    make_tiny_teacher(base / "bare")
    found = checked(base, recipe(**change, data__train="not looked at.csv"))
    assert found.problem is not None
    assert (found.problem.code, found.problem.why) == ("teacher_no_head", reason)


def test_texts_that_are_gone_are_the_datas_own_problem(base: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        checked(base, recipe(data__train="gone.csv"))
    assert caught.value.problem.code == "data_missing"


# -- other kinds of work -------------------------------------------------------------------------------------------------------


def save_tiny(folder: Path, auto_class: object, labels: list[str]) -> None:
    """A tiny model with random weights."""
    config = tiny_config("bert", len(tiny_tokenizer()))
    config.num_labels = len(labels)
    config.id2label, config.label2id = dict(enumerate(labels)), {name: number for number, name in enumerate(labels)}
    auto_class.from_config(config).save_pretrained(folder)  # type: ignore[attr-defined]
    tiny_tokenizer().save_pretrained(folder)


def for_task(task: str, data: str) -> Recipe:
    made = msgspec.structs.replace(recipe(teacher__model="teacher", data__train=data, data__exam=""), task=task)
    return with_value(made, "data.exam_fraction", 0.2)


def test_marked_sentences_are_checked(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(60))
    own = ["O", "B-good", "I-good", "B-THING", "I-THING", "B-BAD", "I-BAD"]
    save_tiny(tmp_path / "teacher", AutoModelForTokenClassification, own)
    found = checked(tmp_path, for_task("ner", "train.conll"))
    assert found.data_labels == ["BAD", "GOOD"]
    assert [(match.teacher, match.data) for match in found.matches] == [("good", "GOOD"), ("THING", ""), ("BAD", "BAD")]
    assert [label.label for label in found.labels] == ["BAD", "GOOD"]
    assert set(found.scores) >= {"span_f1", "precision", "recall"}
    assert found.train_total == 48
    for one in found.disagreements:
        assert one.said != one.answered
        assert [f"{one.text[part.start : part.end]} ({part.label})" for part in one.answered_parts] == one.answered


def test_a_head_of_tags_without_names_is_no_riddle(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(60))
    save_tiny(tmp_path / "teacher", AutoModelForTokenClassification, [f"LABEL_{number}" for number in range(5)])
    found = checked(tmp_path, for_task("ner", "train.conll"))
    assert found.data_labels == TAGS
    assert [match.teacher for match in found.matches] == [f"LABEL_{number}" for number in range(5)]


def test_questions_are_checked(tmp_path: Path) -> None:
    (tmp_path / "train.json").write_text(squad_json(keyword_questions(60)))
    save_tiny(tmp_path / "teacher", AutoModelForQuestionAnswering, ["LABEL_0", "LABEL_1"])
    found = checked(tmp_path, for_task("qa", "train.json"))
    assert (found.labels, found.data_labels) == ([], [])
    assert set(found.scores) == {"f1", "exact_match"}
    assert found.differing > 0
    one = found.disagreements[0]
    assert one.question.startswith("what was")
    [part] = one.answered_parts
    assert [one.text[part.start : part.end]] == one.answered
    assert 0 < one.confidence < 1
