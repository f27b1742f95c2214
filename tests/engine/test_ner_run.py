"""A whole run on marked sentences through the door, and the student it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from transformers import AutoModelForTokenClassification

from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Entities
from distilstudio.protocol.events import ExamDone, PinnedAnswered, RunEvent, StepsDone
from tests.engine.lessons import ended, recipe, run
from tests.engine.marked_lessons import TAGS, marked_sentences, marked_work
from tests.engine.plain import asked_elsewhere
from tests.tiny_models import make_tiny_teacher

TEXT = "the good film and an awful meal."


@pytest.fixture(scope="module")
def distilled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[RunEvent]]:
    """A run of a tiny teacher that learns the marks first; a tenth of the sentences carry none."""
    base = tmp_path_factory.mktemp("ner")
    sentences = marked_sentences(330)
    learnt = [(words, None if place % 10 == 0 else tags) for place, (words, tags) in enumerate(sentences)]
    files = marked_work(base, learnt, marked_sentences(60, seed=5))
    make_tiny_teacher(base / "teacher", labels=None, layers=2)
    the_recipe = recipe(
        **files,
        teacher__epochs=16,
        teacher__learning_rate=6e-3,
        train__epochs=4,
        train__learning_rate=3e-3,
    )
    return base, run(base, the_recipe, pinned=(TEXT,))


def test_a_student_learns_to_mark(distilled: tuple[Path, list[RunEvent]]) -> None:
    base, events = distilled
    last = ended(events)
    assert last.outcome == "done", last.problem
    report = json.loads((base / "runs/one/report.json").read_text(encoding="utf-8"))
    assert (report["task"], report["score_name"]) == ("ner", "span_f1")
    assert report["teacher"]["scores"]["span_f1"] > 0.9
    assert report["student"]["scores"]["span_f1"] > 0.8
    assert set(report["student"]["scores"]) == {"span_f1", "precision", "recall", "span_f1 BAD", "span_f1 GOOD"}
    steps = [event for event in events if isinstance(event, StepsDone) and event.stage == "distil"]
    assert {"total", "soft", "hard"} == set(steps[0].losses)
    assert any(isinstance(event, ExamDone) and event.rows_from == "exam" for event in events)
    pinned = [event for event in events if isinstance(event, PinnedAnswered)]
    assert isinstance(pinned[-1].answers[0], Entities)


def test_the_card_says_what_the_exam_gave(distilled: tuple[Path, list[RunEvent]]) -> None:
    """Not the scores on the rows by which the best weights were chosen, which flatter."""
    base, events = distilled
    report = ended(events).report
    assert report is not None
    card = (base / "runs/one/student/README.md").read_text(encoding="utf-8")
    assert "Scores on the 60 rows of the exam:" in card
    told = f"- span_f1: {report.student.scores['span_f1']:.4f} (its teacher {report.teacher.scores['span_f1']:.4f})"
    assert told in card
    assert f"It keeps {100 * report.kept:.1f} % of its teacher's span_f1." in card
    assert "set aside" not in card


def test_what_was_decided_is_noted(distilled: tuple[Path, list[RunEvent]]) -> None:
    base, _ = distilled
    report = json.loads((base / "runs/one/report.json").read_text(encoding="utf-8"))
    assert any("the teacher labels them" in note for note in report["notes"])


def test_the_student_is_plain_transformers(distilled: tuple[Path, list[RunEvent]]) -> None:
    base, _ = distilled
    folder = base / "runs/one/student"
    model: Any = AutoModelForTokenClassification.from_pretrained(folder)
    assert [model.config.id2label[number] for number in range(5)] == TAGS
    found = OpenModel.load(folder, "ner").answer(TEXT)[0]
    assert isinstance(found, Entities)
    assert [(one.text, one.label) for one in found.entities] == [("good", "GOOD"), ("awful", "BAD")]


MARKER = """
import json, sys
from transformers import pipeline
found = pipeline("ner", model=sys.argv[1], aggregation_strategy="first", device="cpu")(sys.argv[2])
print(json.dumps([[one["start"], one["end"], one["entity_group"], float(one["score"])] for one in found]))
"""
SEVERAL_PIECES = "the goodish zebra, the awfully poorer meal and a great greatness felt superbly bad."
"""Words that the tokenizer takes apart: at their inner pieces the student was taught nothing, and says anything."""


def test_a_pipeline_in_a_fresh_process_marks_the_same(distilled: tuple[Path, list[RunEvent]]) -> None:
    folder = distilled[0] / "runs/one/student"
    ours = OpenModel.load(folder, "ner").answer(SEVERAL_PIECES)[0]
    assert isinstance(ours, Entities)
    found = asked_elsewhere(MARKER, folder, SEVERAL_PIECES)
    assert [one[:3] for one in found] == [[one.start, one.end, one.label] for one in ours.entities] != []
    assert [one[3] for one in found] == pytest.approx([one.score for one in ours.entities], abs=1e-3)


def test_the_shipped_example_marks_the_same(distilled: tuple[Path, list[RunEvent]]) -> None:
    folder = distilled[0] / "runs/one/student"
    text = f"{SEVERAL_PIECES} a good-ish, awful-ly zebra"
    ours = OpenModel.load(folder, "ner").answer(text)[0]
    assert isinstance(ours, Entities)
    example = (folder / "example.py").read_text(encoding="utf-8")
    assert example in (folder / "README.md").read_text(encoding="utf-8")
    example = example.replace("Ada Lovelace wrote to Charles Babbage from London.", text).replace('"."', repr(str(folder)))
    found = asked_elsewhere(f"import json\n{example}\nprint(json.dumps(names))\n")
    assert found == [[one.start, one.end, one.label] for one in ours.entities] != []


def test_the_teacher_is_known_again(distilled: tuple[Path, list[RunEvent]]) -> None:
    base, _ = distilled
    again = recipe(
        task="ner", data__train="train.conll", data__exam="test.conll", teacher__model="runs/one/teacher", train__epochs=1
    )
    last = ended(run(base, again, out="runs/two"))
    assert last.outcome == "done", last.problem
    assert last.report is not None
    assert last.report.seconds["teacher"] < 5
    assert not (base / "runs/two/teacher").exists()
