"""Tables in which each label has a column of its own, with 0 or 1 in each row."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.label_sets import split
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.recipe import DataChoice

LABELS = ("toxic", "threat", "insult")
MARKS = ("100", "000", "101", "011", "001")


def written(folder: Path, header: Sequence[str], marks: Sequence[Sequence[str]], name: str = "train.csv", start: int = 0) -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        rows = [(f"comment number {start + row}", *cells) for row, cells in enumerate(marks)]
        csv.writer(file).writerows([("comment_text", *header), *rows])


def inspected(folder: Path, **choice: object) -> DataInspected:
    said = DataChoice(**{"train": "train.csv"} | choice)  # type: ignore[arg-type]
    return inspect_data(InspectData(1, "classification", said, str(folder)))


def loaded(folder: Path, **choice: object) -> LoadedData:
    said = {"train": "train.csv", "multi_label": True} | choice
    return load(DataChoice(**said), "classification", folder, 0)  # type: ignore[arg-type]


def test_each_row_has_the_labels_that_are_marked_in_it(tmp_path: Path) -> None:
    written(tmp_path, LABELS, [*MARKS] * 10)
    found = inspected(tmp_path)
    assert found.columns == ["comment_text", "labels", *LABELS]
    assert (found.data.label, found.data.multi_label, found.data.label_separator) == ("labels", True, ",")
    assert {"label", "multi_label", "label_separator"} <= set(found.data.guessed)
    assert {label.label: label.rows for label in found.labels} == {"insult": 30, "toxic": 20, "threat": 10}
    facts = {fact.code: fact for fact in found.health}
    assert facts["labels_together"].values == {"columns": "3", "column": "labels"}
    assert facts["none_of_labels"].values["rows"] == "10"
    data = loaded(tmp_path)
    assert data.label_names == sorted(LABELS)
    assert "labels_together" in [note.code for note in data.notes]
    for row, joined in zip(data.train.table["row"].to_pylist(), data.train.labels, strict=True):
        assert set(split(joined or "")) == {label for label, mark in zip(LABELS, MARKS[row % 5], strict=True) if mark == "1"}


def test_where_every_row_has_one_mark_it_has_one_label(tmp_path: Path) -> None:
    written(tmp_path, LABELS, ["100", "010", "001"] * 20)
    found = inspected(tmp_path)
    assert (found.data.label, found.data.multi_label) == ("labels", False)
    assert sorted(loaded(tmp_path, multi_label=False).label_names) == sorted(LABELS)


def test_marks_may_be_true_and_false_or_numbers_with_a_point(tmp_path: Path) -> None:
    texts = [f"comment number {row}" for row in range(50)]
    columns = {label: [MARKS[row % 5][place] == "1" for row in range(50)] for place, label in enumerate(LABELS)}
    pq.write_table(pa.table({"text": texts, **columns}), tmp_path / "train.parquet")
    floats = {label: [float(mark) for mark in column] for label, column in columns.items()}
    pq.write_table(pa.table({"text": texts, **floats}), tmp_path / "floats.parquet")
    for name in ("train.parquet", "floats.parquet"):
        found = inspected(tmp_path, train=name)
        assert {label.label: label.rows for label in found.labels} == {"insult": 30, "toxic": 20, "threat": 10}, name


def test_a_row_that_nobody_marked_has_no_label(tmp_path: Path) -> None:
    written(tmp_path, LABELS, [*MARKS, ("-1", "-1", "-1"), ("", "", ""), ("1", "", "")] * 10)
    facts = {fact.code: fact for fact in inspected(tmp_path).health}
    assert (facts["unlabelled_rows"].values["rows"], facts["none_of_labels"].values["rows"]) == ("20", "10")
    assert (facts["labels"].values["rows"], facts["labels"].values["labels"]) == ("60", "3")


@pytest.mark.parametrize("label", ["label", "Sentiment", "category", "标签"])
def test_beside_a_column_that_is_called_as_labels_are_they_are_none(tmp_path: Path, label: str) -> None:
    written(
        tmp_path, (label, "is_reply", "has_link", "is_long"), [(["good", "bad"][row % 2], *MARKS[row % 5]) for row in range(60)]
    )
    found = inspected(tmp_path)
    assert (found.data.label, len(found.columns)) == (label, 5)


def test_where_several_are_called_labels_those_are(tmp_path: Path) -> None:
    written(tmp_path, ("is_reply", "label_joy", "label_fear"), [*MARKS] * 10)
    assert {label.label for label in inspected(tmp_path).labels} == {"label_joy", "label_fear"}


@pytest.mark.parametrize(("columns", "label"), [(2, ""), (3, "labels")])
def test_two_are_none_beside_a_column_that_may_be_the_label_and_three_are(tmp_path: Path, columns: int, label: str) -> None:
    marks = [(["ours", "theirs"][row % 2], *MARKS[row % 5][:columns]) for row in range(60)]
    written(tmp_path, ("whose", *LABELS[:columns]), marks)
    assert inspected(tmp_path).data.label == label
    assert inspected(tmp_path, label="whose").data.label == "whose"


@pytest.mark.parametrize("header", [("user_id", "count"), ("toxic", "number"), ("", "")])
def test_numbers_and_columns_without_a_name_are_no_labels(tmp_path: Path, header: tuple[str, str]) -> None:
    written(tmp_path, header, ["10", "01", "11"] * 20)
    assert "labels" not in inspected(tmp_path).columns


def test_one_column_of_0_and_1_is_the_label_as_ever(tmp_path: Path) -> None:
    written(tmp_path, ("toxic",), ["1", "0"] * 20)
    found = inspected(tmp_path)
    assert (found.columns, found.data.label) == (["comment_text", "toxic"], "toxic")
    written(tmp_path, ("toxic", "threat"), ["10", "02"] * 20)
    assert "labels" not in inspected(tmp_path).columns


def test_the_person_may_take_one_of_them_for_the_label(tmp_path: Path) -> None:
    written(tmp_path, LABELS, [*MARKS] * 10)
    found = inspected(tmp_path, label="toxic")
    assert (found.data.label, found.data.multi_label) == ("toxic", False)
    assert "labels_together" not in [fact.code for fact in found.health]
    assert sorted(loaded(tmp_path, label="toxic", multi_label=False).label_names) == ["0", "1"]


def test_an_exam_of_its_own_is_read_alike(tmp_path: Path) -> None:
    written(tmp_path, LABELS, [*MARKS] * 10)
    written(tmp_path, LABELS, ["100", "010", "001"] * 4, "exam.csv", 1000)
    data = loaded(tmp_path, exam="exam.csv")
    assert [split(joined or "") for joined in data.exam.labels] == [["toxic"], ["threat"], ["insult"]] * 4


def test_the_new_column_takes_no_other_s_name_and_holds_any_name(tmp_path: Path) -> None:
    header = ("labels", 'says "no"', "笑, 哭", "c|d")
    written(tmp_path, header, [(f"free words {row}", *MARKS[row % 5]) for row in range(50)])
    found = inspected(tmp_path)
    assert found.data.label == "labels (0/1)"
    assert json.loads(found.preview[2][found.columns.index("labels (0/1)")]) == ['says "no"', "c|d"]
    assert {label.label for label in found.labels} == set(header[1:])
