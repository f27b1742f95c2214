"""A whole run where rows carry several labels: from a CSV with “|” in it to a student that plain transformers loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import pipeline

from distilstudio.engine.tryout import OpenModel, TryOut
from distilstudio.protocol.answers import Labels
from distilstudio.protocol.commands import OpenModels
from distilstudio.protocol.events import PinnedAnswered, RunEvent
from distilstudio.protocol.recipe import Recipe
from tests.engine.lessons import ended, recipe, run
from tests.engine.plain import asked_elsewhere
from tests.tiny_models import make_tiny_teacher, several_rows, write_csv

PINNED = ("a good film", "a good film and a bad meal", "the room was quite it")


def several(**values: object) -> Recipe:
    usual = {
        "data__multi_label": True,
        "teacher__epochs": 14,
        "teacher__learning_rate": 3e-3,
        "train__epochs": 4,
        "train__learning_rate": 3e-3,
    }
    return recipe(**usual | values)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[RunEvent]]:
    """One run for all tests of this module. Two rows carry no label."""
    base = tmp_path_factory.mktemp("several")
    write_csv(base / "train.csv", [*several_rows(320), ("a film of this day", ""), ("the room was quite it", " | ")])
    write_csv(base / "test.csv", several_rows(60, seed=5))
    make_tiny_teacher(base / "teacher", None)
    return base, run(base, several(), pinned=PINNED)


def test_teacher_and_student_learn_it(done: tuple[Path, list[RunEvent]]) -> None:
    end = ended(done[1])
    assert end.problem is None
    report = end.report
    assert report is not None
    assert (end.outcome, report.score_name, report.data.exam_rows) == ("done", "micro_f1", 60)
    assert set(report.student.scores) == {"micro_f1", "macro_f1"}
    assert report.teacher.scores["micro_f1"] > 0.9
    assert report.student.scores["micro_f1"] > 0.9
    answers = [event for event in done[1] if isinstance(event, PinnedAnswered)][-1].answers
    assert all(isinstance(answer, Labels) and answer.several for answer in answers)


def test_the_student_answers_in_plain_transformers_as_in_the_try_out(done: tuple[Path, list[RunEvent]]) -> None:
    student = done[0] / "runs" / "one" / "student"
    plain = pipeline("text-classification", model=str(student), top_k=None, device="cpu")
    assert plain.model.config.problem_type == "multi_label_classification"
    tryout = TryOut()
    tryout.open(OpenModels(1, "classification", "", str(student), multi_label=True))
    for text in PINNED:
        answer, _ = tryout.answer("student", text, "")
        assert isinstance(answer, Labels)
        (found,) = plain([text])
        assert {one["label"]: one["score"] for one in found} == pytest.approx(
            {one.label: one.score for one in answer.labels}, abs=1e-5
        )
    given = [{one["label"] for one in found if one["score"] >= 0.5} for found in plain(list(PINNED))]
    assert given == [{"nice"}, {"nice", "nasty"}, set()]


SORTER = """
import json, sys
from transformers import pipeline
found = pipeline("text-classification", model=sys.argv[1], top_k=None, device="cpu")([sys.argv[2]])[0]
print(json.dumps({one["label"]: one["score"] for one in found}))
"""


def test_a_pipeline_in_a_fresh_process_gives_the_same_labels(done: tuple[Path, list[RunEvent]]) -> None:
    student = done[0] / "runs" / "one" / "student"
    answer, _ = OpenModel.load(student, "classification").answer(PINNED[1])
    assert isinstance(answer, Labels)
    found = asked_elsewhere(SORTER, student, PINNED[1])
    assert found == pytest.approx({one.label: one.score for one in answer.labels}, abs=1e-4)


def test_a_taught_teacher_is_used_as_it_is(done: tuple[Path, list[RunEvent]]) -> None:
    base = done[0]
    again = run(base, several(teacher__model="runs/one/teacher", teacher__fine_tune="no", train__epochs=1), out="runs/two")
    assert ended(again).problem is None
    wrong = run(
        base, several(teacher__model="runs/one/teacher", teacher__fine_tune="no", data__multi_label=False), out="runs/three"
    )
    told = ended(wrong).problem
    assert told is not None
    assert told.code == "teacher_labels"
