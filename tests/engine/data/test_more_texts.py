"""Texts without labels from a file of their own: they are learnt from, never in the exam, and never a second time."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Task
from tests.engine.lessons import ended, recipe, run, workplace
from tests.tiny_models import keyword_rows


def labelled(folder: Path, label: str = "pos") -> None:
    with (folder / "train.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [[f"sentence number {row}", label if row % 2 else "neg"] for row in range(40)]
        csv.writer(file).writerows([["sentence", "mood"], *rows])


def loaded(folder: Path, task: Task = "classification", **choice: Any) -> LoadedData:
    return load(DataChoice(**{"train": "train.csv"} | choice), task, folder, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("more.txt", "something new\n\nSentence  NUMBER 3\nsomething new\nanother one\n"),
        ("more.csv", "id,sentence\n1,something new\n2,sentence number 3\n3,\n4,another one\n"),
        ("more.jsonl", '{"sentence": "something new", "mood": "neg"}\n{"sentence": "another one"}\n'),
    ],
)
def test_new_texts_are_learnt_from_without_a_label(tmp_path: Path, name: str, content: str) -> None:
    labelled(tmp_path)
    (tmp_path / name).write_text(content)
    without, data = loaded(tmp_path), loaded(tmp_path, unlabelled=name)
    assert data.exam.texts == without.exam.texts
    assert data.train.texts == [*without.train.texts, "something new", "another one"]
    assert data.train.labels[-3:] == [without.train.labels[-1], None, None]
    assert data.notes[-1].values["rows"] == "2"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (
            "".join(f"One sentence here, and {row} more.\n" for row in range(9)),
            [f"One sentence here, and {row} more." for row in range(9)],
        ),
        ("id,sentence\n" + "".join(f"{row},one and {row}\n" for row in range(9)), [f"one and {row}" for row in range(9)]),
        ("".join(f"text {row} alone\t{row % 2}\n" for row in range(9)), [f"text {row} alone" for row in range(9)]),
    ],
)
def test_a_comma_in_every_line_makes_no_table(tmp_path: Path, content: str, texts: list[str]) -> None:
    labelled(tmp_path)
    (tmp_path / "more.txt").write_text(content)
    data = loaded(tmp_path, unlabelled="more.txt")
    assert data.train.texts[-len(texts) :] == texts
    assert data.notes[-1].values["rows"] == str(len(texts))


def test_texts_of_the_exam_are_never_learnt_from(tmp_path: Path) -> None:
    labelled(tmp_path)
    (tmp_path / "more.txt").write_text("\n".join(f"Sentence number {row}" for row in range(40)))
    data = loaded(tmp_path, unlabelled="more.txt")
    assert len(data.train) == len(loaded(tmp_path).train)
    assert data.notes[-1].values == {"rows": "0", "left_out": "40"}


def test_several_labels(tmp_path: Path) -> None:
    labelled(tmp_path, "pos|loud")
    (tmp_path / "more.txt").write_text("something new\n")
    data = loaded(tmp_path, multi_label=True, unlabelled="more.txt")
    assert (data.train.labels[-1], data.label_names) == (None, ["loud", "neg", "pos"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("more.txt", "Grace Hopper came by.\n"),
        ("more.conll", "Grace B-PER\nHopper I-PER\ncame O\nby O\n. O\n"),
        ("more.jsonl", json.dumps({"tokens": ["Grace", "Hopper", "came", "by", "."]})),
    ],
)
def test_sentences_without_marks(tmp_path: Path, name: str, content: str) -> None:
    sentences = [f"Ada B-PER\nwrote O\nletter O\nnumber{row} O\n" for row in range(40)]
    (tmp_path / "train.conll").write_text("\n".join(sentences))
    (tmp_path / name).write_text(content)
    data = loaded(tmp_path, "ner", train="train.conll", unlabelled=name)
    last = data.train.table.to_pylist()[-1]
    assert (last["words"], last["tags"], last["stratum"]) == (["Grace", "Hopper", "came", "by", "."], None, None)


def test_questions_without_answers(tmp_path: Path) -> None:
    rows = [{"question": f"Who wrote {row}?", "context": f"Ada wrote {row}.", "answer": "Ada"} for row in range(60)]
    (tmp_path / "train.jsonl").write_text("\n".join(map(json.dumps, rows[:50])))
    (tmp_path / "more.jsonl").write_text("\n".join(map(json.dumps, rows[50:])))
    data = loaded(tmp_path, "qa", train="train.jsonl", unlabelled="more.jsonl")
    assert [row["answers"] for row in data.train.table.to_pylist()[-10:]] == [None] * 10


def test_columns_chosen_for_the_training_file_need_not_be_in_the_one_without_answers(tmp_path: Path) -> None:
    rows = [f"Who wrote {row}?,Ada wrote {row}.,Ada" for row in range(60)]
    (tmp_path / "train.csv").write_text("\n".join(["Frage,Absatz,Wort", *rows]))
    more = [f"Ada wrote {row}.,Who wrote {row}?" for row in range(100, 110)]
    (tmp_path / "more.csv").write_text("\n".join(["context,question", *more]))
    chosen = {"text": "Absatz", "label": "Wort", "question": "Frage"}
    data = loaded(tmp_path, "qa", unlabelled="more.csv", **chosen)
    last = data.train.table.slice(len(data.train) - 10).to_pylist()
    assert [(row["question"], row["answers"]) for row in last] == [(f"Who wrote {row}?", None) for row in range(100, 110)]
    choice = DataChoice(train="train.csv", unlabelled="more.csv", **chosen)
    found = inspect_data(InspectData(1, "qa", choice, str(tmp_path)))
    assert {fact.code: fact.values for fact in found.health}["more_texts"]["rows"] == "10"


def test_all_new_questions_about_a_passage_are_learnt_but_for_those_of_the_exam(tmp_path: Path) -> None:
    def rows(passages: range, questions: Sequence[str], **answer: str) -> list[str]:
        asked = ((f"{question} {one}?", f"Ada wrote book {one} in Porto.") for one in passages for question in questions)
        return [json.dumps({"question": question, "context": passage} | answer) for question, passage in asked]

    (tmp_path / "train.jsonl").write_text("\n".join(rows(range(60), ["Who wrote"], answer="Ada")))
    more = rows(range(100, 140), ["Who wrote", "Where", "When"]) + rows(range(60), ["Where", "When"])
    (tmp_path / "more.jsonl").write_text("\n".join([*more, *rows(range(10), ["Who wrote"]), more[0]]))
    data = loaded(tmp_path, "qa", train="train.jsonl", unlabelled="more.jsonl")
    assert len(data.exam) == 6
    assert data.notes[-1].values == {"rows": str(120 + 54 * 2), "left_out": str(6 * 2 + 10 + 1)}
    assert not set(data.exam.texts) & set(data.train.texts)
    found = inspect_data(InspectData(1, "qa", DataChoice(train="train.jsonl", unlabelled="more.jsonl"), str(tmp_path)))
    told = {fact.code: fact.values for fact in found.health}["more_texts"]
    assert told == {"rows": "240", "file": "more.jsonl", "left_out": "11"}


def test_page_and_run_add_alike_no_question_about_a_passage_of_the_exams_own(tmp_path: Path) -> None:
    def rows(passages: range, question: str) -> str:
        asked = [
            {"question": f"{question} {one}?", "context": f"Ada wrote book {one} in Porto.", "answer": "Ada"} for one in passages
        ]
        return "\n".join(map(json.dumps, asked))

    for name, content in {
        "train": rows(range(40), "Who"),
        "exam": rows(range(30, 50), "By whom"),
        "more": rows(range(60), "Where"),
    }.items():
        (tmp_path / f"{name}.jsonl").write_text(content)
    choice = DataChoice(train="train.jsonl", exam="exam.jsonl", unlabelled="more.jsonl")
    data = load(choice, "qa", tmp_path, 0)
    found = inspect_data(InspectData(1, "qa", choice, str(tmp_path)))
    told = {fact.code: fact.values for fact in found.health}["more_texts"]
    assert data.notes[-1].values == {"rows": "50", "left_out": "10"}
    assert told == {"rows": "50", "left_out": "10", "file": "more.jsonl"}


def test_the_data_page_is_told(tmp_path: Path) -> None:
    labelled(tmp_path)
    (tmp_path / "more.txt").write_text("something new\nsomething new\nanother\n")
    choice = DataChoice(train="train.csv", unlabelled="more.txt")
    found = inspect_data(InspectData(1, "classification", choice, str(tmp_path)))
    assert found.data.unlabelled == str(tmp_path / "more.txt")
    assert [fact.values["rows"] for fact in found.health if fact.code == "more_texts"] == ["2"]
    with pytest.raises(ProblemError) as caught:
        inspect_data(InspectData(1, "classification", DataChoice(train="train.csv", unlabelled="gone.txt"), str(tmp_path)))
    assert caught.value.problem.values == {"file": "gone.txt", "place": str(tmp_path / "gone.txt")}


def test_a_file_whose_texts_cannot_be_told(tmp_path: Path) -> None:
    labelled(tmp_path)
    (tmp_path / "more.csv").write_text("a,b\n" + "".join(f"words {row},more words {row}\n" for row in range(9)))
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, unlabelled="more.csv")
    assert (caught.value.problem.code, caught.value.problem.values["file"]) == ("data_roles_unclear", "more.csv")


def test_a_run_learns_from_them_and_trains_its_teacher_on_the_labelled_ones(tmp_path: Path) -> None:
    base = workplace(tmp_path, rows=60, labels=None)
    (base / "more.txt").write_text("\n".join(text for text, _ in keyword_rows(40, seed=9)))
    without, added = (ended(run(base, recipe(data__unlabelled=name), f"runs/{name or 'none'}")) for name in ("", "more.txt"))
    assert (without.outcome, added.outcome) == ("done", "done")
    assert without.report is not None
    assert added.report is not None
    assert added.report.data.rows == without.report.data.rows + 40
    # The labelled rows are the same, so the teacher that was trained on them is taken over.
    assert "teacher" in added.report.reused
