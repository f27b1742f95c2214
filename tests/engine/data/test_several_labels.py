"""Rows with several labels, from the file to the run: said, guessed, counted, split, refused."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from distilstudio.engine.data.inspection import LookedAt, inspect_data
from distilstudio.engine.data.label_sets import WHOLE, join, split
from distilstudio.engine.data.loading import LoadedData, labelled_rows, load
from distilstudio.protocol import wire
from distilstudio.protocol.inspection import DataInspected, InspectData, ShowRows
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice

CELLS = ("joy", "fear|joy", "anger", " joy | fear ", "joy|anger|joy", "fear")
SETS = (["joy"], ["fear", "joy"], ["anger"], ["fear", "joy"], ["anger", "joy"], ["fear"])


def written(folder: Path, cells: list[str], name: str = "train.csv", start: int = 0) -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        rows = [(f"sentence number {start + row}", cell) for row, cell in enumerate(cells)]
        csv.writer(file).writerows([("text", "label"), *rows])


def loaded(folder: Path, **choice: object) -> LoadedData:
    said = {"train": "train.csv", "multi_label": True} | choice
    return load(DataChoice(**said), "classification", folder, 0)  # type: ignore[arg-type]


def inspected(folder: Path, **choice: object) -> DataInspected:
    said = DataChoice(**{"train": "train.csv"} | choice)  # type: ignore[arg-type]
    return inspect_data(InspectData(1, "classification", said, str(folder)))


def test_labels_are_told_apart_in_one_order_and_once(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 10)
    data = loaded(tmp_path)
    assert data.label_names == ["anger", "fear", "joy"]
    assert (data.choice.multi_label, data.choice.label_separator, len(data.exam)) == (True, "|", 6)
    for side in (data.train, data.exam):
        for row, label in zip(side.table["row"].to_pylist(), side.labels, strict=True):
            assert label == join(SETS[row % 6])


def test_a_preview_tells_the_labels_of_each_row(tmp_path: Path) -> None:
    long = json.dumps([f"feeling number {number}, or so" for number in range(100)])
    written(tmp_path, ["['joy', \"fear, or so\"]", "[]", "", " ['joy'] ", long, *["['joy']", "['fear']"] * 4])
    found = inspected(tmp_path)
    assert found.row_labels is not None
    assert found.row_labels[:4] == [["joy", "fear, or so"], [], [], ["joy"]]
    assert found.row_labels[4][:2] == ["feeling number 0, or so", "feeling number 1, or so"]
    asked = ShowRows(2, "classification", DataChoice(train="train.csv"), str(tmp_path), first=3)
    assert LookedAt().show(asked).row_labels == found.row_labels[3:]
    assert inspected(tmp_path, label_separator=WHOLE).row_labels is None
    written(tmp_path, ["joy | fear|", *[*CELLS] * 10])
    assert (inspected(tmp_path).row_labels or [])[:4] == [["joy", "fear"], ["joy"], ["fear", "joy"], ["anger"]]


def test_every_label_is_learnt_and_examined(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 50)
    data = loaded(tmp_path, exam_fraction=0.2)
    counts = [Counter(label for one in side.labels for label in split(one or "")) for side in (data.train, data.exam)]
    assert all(abs(counts[1][label] / (counts[0][label] + counts[1][label]) - 0.2) < 0.02 for label in data.label_names)


def test_numbers_are_named_by_value_in_every_set(tmp_path: Path) -> None:
    written(tmp_path, ["1|2.0", "10", "2|1.0", "2", "1"] * 8)
    data = loaded(tmp_path)
    assert data.label_names == ["1", "2", "10"]
    assert set(data.train.labels) <= {"1\x1f2", "10", "2", "1"}


def test_unlabelled_rows_are_the_teachers(tmp_path: Path) -> None:
    written(tmp_path, ["", " | ", *[*CELLS] * 10])
    data = loaded(tmp_path)
    assert [label for label in data.train.labels if label is None] == [None, None]
    assert None not in data.exam.labels
    assert {note.code: note.values.get("rows") for note in data.notes}["unlabelled_rows"] == "2"


def test_a_guess_is_shown_and_counted_by_single_label(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 10)
    found = inspected(tmp_path)
    assert (found.data.multi_label, found.data.label_separator) == (True, "|")
    assert found.data.guessed[-2:] == ["multi_label", "label_separator"]
    assert [(count.label, count.rows) for count in found.labels] == [("joy", 40), ("fear", 30), ("anger", 20)]
    facts = {fact.code: fact.values for fact in found.health}
    assert (facts["labels"]["labels"], facts["labels"]["rows"], facts["labels"]["a_row"]) == ("3", "60", "1.50")
    assert (facts["imbalance"]["label"], facts["imbalance"]["ratio"], found.exam_rows) == ("anger", "2.0", 6)
    assert wire.decode_event(wire.encode(found)) == found


def test_what_the_person_says_wins(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 10)
    one = inspected(tmp_path, label_separator="none")
    assert (one.data.multi_label, one.data.label_separator, len(one.labels)) == (False, "", 6)
    assert not {"multi_label", "label_separator"} & set(one.data.guessed)
    said = inspected(tmp_path, multi_label=True, label_separator=";")
    assert (said.data.multi_label, said.data.label_separator, len(said.labels)) == (True, ";", 6)
    half = inspected(tmp_path, multi_label=True)
    assert (half.data.label_separator, half.data.guessed[-1]) == ("|", "label_separator")
    assert "multi_label" not in half.data.guessed


def test_several_labels_that_hardly_show_are_taken_apart_when_it_is_said(tmp_path: Path) -> None:
    written(tmp_path, [*["yes", "no"] * 300, "yes;no"])
    assert not inspected(tmp_path).data.multi_label
    assert loaded(tmp_path).label_names == ["no", "yes"]


def test_a_run_that_takes_them_as_one_label_says_so(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 10)
    notes = {note.code: note.values for note in loaded(tmp_path, multi_label=False).notes}
    assert notes["looks_multi_label"] == {"sign": "|"}
    assert "looks_multi_label" not in {note.code for note in loaded(tmp_path, multi_label=False, label_separator="none").notes}
    assert "looks_multi_label" not in {note.code for note in loaded(tmp_path).notes}


def test_names_with_commas_in_lists_stay_whole(tmp_path: Path) -> None:
    lists = (["good, really"], ["good, really", 'bad; "very\\"'], ['bad; "very\\"'])
    rows = [{"text": f"sentence number {row}", "labels": lists[row % 3]} for row in range(60)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    for name in ("a.jsonl", "a.parquet"):
        data = loaded(tmp_path, train=name)
        assert (data.label_names, data.choice.label_separator) == (['bad; "very\\"', "good, really"], ",")


def test_the_exam_file_has_the_same_sign(tmp_path: Path) -> None:
    written(tmp_path, [*CELLS] * 10)
    written(tmp_path, ["anger|joy", "fear"], "exam.csv", start=1000)
    assert loaded(tmp_path, exam="exam.csv").exam.labels == [join(["anger", "joy"]), "fear"]


@pytest.mark.parametrize(
    ("cells", "exam", "code", "values"),
    [
        (["joy|joy", "joy"] * 20, [], "data_one_label", {"label": "joy", "column": "label"}),
        ([" | "] * 40, [], "data_no_label", {"column": "label"}),
        ([*CELLS] * 3, [], "data_too_few_rows", {"rows": "18", "needed": "20"}),
        (
            [f"a {row}|b {row}" for row in range(60)],
            [],
            "data_too_many_labels",
            {"column": "label", "labels": "120", "rows": "60"},
        ),
        ([*CELLS] * 10, ["joy|awe", "dread|fear"], "data_exam_label", {"labels": "awe, dread"}),
    ],
)
def test_what_cannot_be_learnt_is_told(
    tmp_path: Path, cells: list[str], exam: list[str], code: str, values: dict[str, str]
) -> None:
    written(tmp_path, cells)
    if exam:
        written(tmp_path, exam, "exam.csv", start=1000)
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, label_separator="|", exam="exam.csv" if exam else "")
    assert (caught.value.problem.code, caught.value.problem.values) == (code, values)


def test_many_labels_in_enough_rows_are_fine(tmp_path: Path) -> None:
    """As banking77: 77 intents, the rarest with few rows."""
    written(tmp_path, [f"intent_{row % 77}" for row in range(1500)])
    assert len(loaded(tmp_path, multi_label=False).label_names) == 77
    found = inspected(tmp_path)
    assert (len(found.labels), found.data.multi_label) == (77, False)
    assert {fact.code: fact for fact in found.health}["labels"].level == "ok"
    assert len({text for text in found.examples}) == 20


def test_rows_to_examine_a_finished_model_on(tmp_path: Path) -> None:
    written(tmp_path, ["joy|fear", "", "fear", *CELLS])
    rows, left_out = labelled_rows(DataChoice(train="train.csv", multi_label=True), "classification", tmp_path)
    assert (rows.labels[:2], len(rows), left_out) == ([join(["fear", "joy"]), "fear"], 8, 1)


TOXIC = ([], ["toxic"], [], ["insult", "toxic"], [], [], ["insult"], [], [], [])
"""Labels as a set of comments has them: seven of ten rows carry none."""


def comments(folder: Path) -> tuple[str, ...]:
    """The same 200 comments with their labels as lists in three formats, and joined in a column with empty cells."""
    rows = [{"text": f"comment number {row}", "labels": TOXIC[row % 10]} for row in range(200)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    pq.write_table(pa.Table.from_pylist(rows), folder / "a.parquet")
    for name, cell in (("lists.csv", str), ("train.csv", "|".join)):
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows([("text", "labels"), *((row["text"], cell(row["labels"])) for row in rows)])  # type: ignore[operator]
    return "a.jsonl", "a.parquet", "lists.csv"


def test_an_empty_list_is_learnt_and_examined_as_none_of_the_labels(tmp_path: Path) -> None:
    for name in comments(tmp_path):
        data = loaded(tmp_path, train=name)
        assert (data.label_names, len(data.train) + len(data.exam)) == (["insult", "toxic"], 200)
        for side, none in ((data.train, 126), (data.exam, 14)):
            assert (side.labels.count(""), side.labels.count(None)) == (none, 0)
        assert {note.code: note.values.get("rows") for note in data.notes}["none_of_labels"] == "140"
        found = inspected(tmp_path, train=name)
        facts = {fact.code: fact for fact in found.health}
        assert found.data.multi_label
        assert (facts["unlabelled_rows"].level, facts["none_of_labels"].values) == ("ok", {"rows": "140"})
        assert (facts["labels"].values["labels"], facts["labels"].values["rows"]) == ("2", "200")
        rows, left_out = labelled_rows(DataChoice(train=name, multi_label=True), "classification", tmp_path)
        assert (len(rows), left_out) == (200, 0)


def test_what_an_empty_cell_means_is_asked_and_can_be_said(tmp_path: Path) -> None:
    comments(tmp_path)
    data = loaded(tmp_path)
    assert (data.train.labels.count(None), "" in data.train.labels) == (140, False)
    assert "empty_is_unlabelled" in {note.code for note in data.notes}
    asked = {fact.code: fact for fact in inspected(tmp_path, multi_label=True).health}["unlabelled_rows"]
    assert (asked.level, asked.values, asked.rows[:3]) == ("warn", {"rows": "140", "asked": "1"}, [0, 2, 4])
    said = loaded(tmp_path, empty_is_none=True)
    assert (said.train.labels.count(""), said.exam.labels.count(""), said.train.labels.count(None)) == (126, 14, 0)
    facts = {fact.code: fact for fact in inspected(tmp_path, multi_label=True, empty_is_none=True).health}
    assert (facts["unlabelled_rows"].level, facts["none_of_labels"].values) == ("ok", {"rows": "140", "fixed": "1"})


def test_where_a_cell_is_one_label_an_empty_list_is_no_label(tmp_path: Path) -> None:
    written(tmp_path, ["a", "b", "[]", ""] * 10)
    data = loaded(tmp_path, multi_label=False, empty_is_none=True)
    assert (data.label_names, data.train.labels.count(None)) == (["a", "b"], 20)
