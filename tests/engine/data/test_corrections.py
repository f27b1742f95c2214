"""Decisions about single rows: kept in the recipe by what stands in the row, honoured when rows are loaded, and never in the exam."""

from __future__ import annotations

from pathlib import Path

import pytest

from distilstudio.engine.data import corrections
from distilstudio.engine.data.corrections import DROP, KEEP, keys_of, take_answer, take_labels, take_spans
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.engine.data.tags import spans_of
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, RecipeError, Task
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse, render
from tests.engine.asked_lessons import keyword_questions, squad_json
from tests.engine.lessons import ended, recipe, run
from tests.engine.marked_lessons import marked_sentences, write_conll
from tests.tiny_models import keyword_rows, write_csv


def loaded(folder: Path, task: Task = "classification", several: bool = False, **corrections: str) -> LoadedData:
    choice = DataChoice(train=next(folder.iterdir()).name, multi_label=several, corrections=corrections)
    return load(choice, task, folder, 0)


def test_rows_are_kept_dropped_and_labelled_anew_and_the_exam_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a file that is worked on a part after the other."""
    monkeypatch.setattr(corrections, "_ROWS_AT_A_TIME", 7)
    file = write_csv(tmp_path / "train.csv", keyword_rows(100))
    before, content = loaded(tmp_path), file.read_bytes()
    first, second, third, *_ = keys = keys_of(before.train)
    others = [next(name for name in before.label_names if name != label) for label in before.train.labels]
    decisions = {first: DROP, second: take_labels([others[1]]), third: KEEP, "0" * 16: DROP}
    after = loaded(tmp_path, **decisions, **{keys[row]: take_labels([others[row]]) for row in (13, 14, 50)})
    assert after.train.texts == before.train.texts[1:]
    expected = [others[row] if row in (1, 13, 14, 50) else label for row, label in enumerate(before.train.labels)]
    assert after.train.labels == expected[1:]
    assert after.exam.table == before.exam.table
    told = {note.code: note.values["rows"] for note in after.notes}
    assert (told["corrections_taken"], told["corrections_dropped"]) == ("4", "1")
    assert file.read_bytes() == content


def test_the_same_row_is_known_again_in_another_file_and_one_that_was_mended_is_not(tmp_path: Path) -> None:
    rows = keyword_rows(100)
    write_csv(tmp_path / "train.csv", rows)
    before = loaded(tmp_path)
    keys = dict(zip(before.train.texts, keys_of(before.train), strict=True))
    mended = [(text, {"neg": "pos", "pos": "neg"}[label] if row == 7 else label) for row, (text, label) in enumerate(rows)]
    (tmp_path / "train.csv").unlink()
    write_csv(tmp_path / "other.csv", [(f"  {label} ", text) for text, label in mended], header=("label", "text"))
    again = dict(zip(*(lambda data: (data.train.texts, keys_of(data.train)))(loaded(tmp_path)), strict=True))
    both = keys.keys() & again.keys()
    assert len(both) > 50
    assert {text for text in both if keys[text] != again[text]} <= {rows[7][0]}


def test_several_labels_a_row(tmp_path: Path) -> None:
    labels = ["red; big", "big", "red", "blue; big"]
    write_csv(tmp_path / "train.csv", [(f"text number {row}", labels[row % 4]) for row in range(60)])
    before = loaded(tmp_path, several=True)
    key = keys_of(before.train)[0]
    after = loaded(tmp_path, several=True, **{key: take_labels(["red", "blue"])})
    assert after.train.labels[0] == "blue\x1fred"
    assert after.train.labels[1:] == before.train.labels[1:]
    assert loaded(tmp_path, several=True, **{key: take_labels([])}).train.labels[0] == ""


def test_marked_sentences(tmp_path: Path) -> None:
    write_conll(tmp_path / "train.conll", marked_sentences(60))
    before = loaded(tmp_path, "ner")
    words = before.train.table["words"].to_pylist()
    row = next(place for place, sentence in enumerate(words) if len(sentence) > 3)
    after = loaded(tmp_path, "ner", **{keys_of(before.train)[row]: take_spans([(1, 3, "GOOD")])})
    assert spans_of(after.train.table["tags"].to_pylist()[row]) == [(1, 3, "GOOD")]
    assert after.exam.table == before.exam.table


def test_answers_to_questions(tmp_path: Path) -> None:
    (tmp_path / "train.json").write_text(squad_json(keyword_questions(60)))
    before = loaded(tmp_path, "qa")
    first, second = keys_of(before.train)[:2]
    after = loaded(tmp_path, "qa", **{first: take_answer((0, 4)), second: take_answer(None)})
    answers, starts = (after.train.table[name].to_pylist() for name in ("answers", "start"))
    assert (answers[:2], starts[:2]) == ([[after.train.texts[0][:4]], []], [0, -1])
    assert answers[2:] == before.train.table["answers"].to_pylist()[2:]


@pytest.mark.parametrize("said", ["drip", "take neg", 'take ["unheard of"]', "take []", "take 3"])
def test_a_decision_that_cannot_be_read_names_its_place(tmp_path: Path, said: str) -> None:
    write_csv(tmp_path / "train.csv", keyword_rows(100))
    key = keys_of(loaded(tmp_path).train)[0]
    with pytest.raises(RecipeError, match=r"data\.corrections"):
        loaded(tmp_path, **{key: said})


@pytest.mark.parametrize("labels", [[], ["joy", "fear"]])
def test_a_text_carries_one_label_where_the_recipe_says_so_whatever_its_cells_look_like(
    tmp_path: Path, labels: list[str]
) -> None:
    cells = ["joy", "fear|joy", "anger", "joy|anger", "fear"]
    write_csv(tmp_path / "train.csv", [(f"text number {row}", cells[row % 5]) for row in range(60)])
    before = loaded(tmp_path)
    assert before.choice.multi_label  # as it was guessed
    with pytest.raises(RecipeError, match="one label"):
        loaded(tmp_path, **{keys_of(before.train)[0]: take_labels(labels)})


def test_dropping_nearly_all_is_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "train.csv", keyword_rows(30))
    every = dict.fromkeys(keys_of(loaded(tmp_path).train), DROP)
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, **every)
    assert (caught.value.problem.code, caught.value.problem.values["rows"]) == ("data_too_few_rows", "0")


def test_a_run_goes_by_the_recipe_that_was_written_to_a_file(work: Path) -> None:
    data = load(DataChoice(train="train.csv", exam="test.csv"), "classification", work, 0)
    kept = parse(render(with_value(recipe(train__epochs=1), "data.corrections", dict.fromkeys(keys_of(data.train)[:5], DROP))))
    report = ended(run(work, kept)).report
    assert report is not None
    assert report.data.rows == len(data.train) - 5 - 8  # 8 of the 75 are watched
    assert any("5 rows" in note for note in report.notes)
