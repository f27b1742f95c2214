"""First lines as people and programs leave them: none at all, blanks, the same name twice, digits; and labels that are numbers beside names."""

from __future__ import annotations

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.recipe import DataChoice

ROWS = [
    row
    for number in range(20)
    for row in ((f'A warm and "fine" soup\nas at home {number}', "1"), (f"Cold bread and a cold welcome, {number}", "0"))
]


def inspected(path: Path) -> DataInspected:
    return inspect_data(InspectData(1, "classification", DataChoice(train=str(path))))


def as_csv(path: Path, first: str, rows: list[tuple[str, ...]]) -> Path:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join([first, *lines] if first else lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("first", "columns"),
    [
        ("", ["column 1", "column 2"]),
        ("0,1", ["0", "1"]),
        ("2024,2023", ["2024", "2023"]),
        ('"",stars', ["column 1", "stars"]),
        ("text,text", ["text", "text (2)"]),
        ("my review , 1 to 5", ["my review", "1 to 5"]),
        ("评论,标签", ["评论", "标签"]),
        ("\n\nno,y", ["no", "y"]),
    ],
)
def test_columns_have_names_and_no_row_is_lost(first: str, columns: list[str], tmp_path: Path) -> None:
    found = inspected(as_csv(tmp_path / "reviews.csv", first, ROWS))
    assert (found.columns, found.rows) == (columns, 40)
    # Two columns of texts by their name: which of them is the label is left to the person.
    assert (found.data.text, found.data.label) == (columns[0], "" if first == "text,text" else columns[1])
    assert {count.label for count in found.labels} == ({"1", "0"} if found.data.label else set())
    assert found.preview[0][0] == ROWS[0][0]


def test_a_label_called_as_columns_are_is_no_header(tmp_path: Path) -> None:
    labels = ("question", "complaint", "comment")
    rows = [(f"The soup number {row} was warm", labels[row % 3]) for row in range(40)]
    found = inspected(as_csv(tmp_path / "posts.csv", "", rows))
    assert (found.columns, found.rows, found.data.label) == (["column 1", "column 2"], 40, "column 2")
    assert {count.label for count in found.labels} == set(labels)
    told = inspected(as_csv(tmp_path / "told.csv", "question,comment", [*rows, ("question", "comment"), *rows]))
    assert (told.columns, told.rows) == (["question", "comment"], 81)


def test_a_workbook_without_names_of_columns_loses_no_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for text, label in ROWS:
        book.active.append((text, int(label)))
    book.save(tmp_path / "reviews.xlsx")
    found = inspected(tmp_path / "reviews.xlsx")
    assert (found.columns, found.rows, found.data.label) == (["column 1", "column 2"], 40, "column 2")


def test_labels_that_are_numbers_go_by_the_names_beside_them(tmp_path: Path) -> None:
    named = [(text, label, {"1": "good", "0": "bad"}[label]) for text, label in ROWS]
    found = inspected(as_csv(tmp_path / "reviews.csv", "text,label,label_text", named))
    assert (found.data.text, found.data.label) == ("text", "label_text")
    other = [(text, label, "good" if place % 3 else "bad") for place, (text, label) in enumerate(ROWS)]
    assert inspected(as_csv(tmp_path / "other.csv", "text,label,mood", other)).data.label == "label"
