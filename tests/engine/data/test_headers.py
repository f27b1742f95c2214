"""First lines as people and programs leave them: none at all, blanks, the same name twice, digits; and labels that are numbers beside names."""

from __future__ import annotations

import csv
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


TITLED = [
    ("text", "label", "seen"),
    *((f"The soup, number {row}, was warm", ("good", "bad")[row % 2], "yes") for row in range(30)),
]


def told(path: Path) -> tuple[list[str], int, str]:
    found = inspected(path)
    return found.columns, found.rows, found.preview[0][0]


@pytest.mark.parametrize("titles", [["Survey 2024"], ["Survey, 2024", "asked in May"], []])
def test_a_title_above_the_header_is_passed_over(titles: list[str], tmp_path: Path) -> None:
    wanted = (["text", "label", "seen"], 30, "The soup, number 0, was warm")
    book = openpyxl.Workbook()
    for row in [*((title,) for title in titles), *TITLED]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert told(tmp_path / "a.xlsx") == wanted
    for separator in (",", ";", "\t"):
        for padded in (True, False):
            with (tmp_path / "a.csv").open("w", newline="") as file:
                write = csv.writer(file, delimiter=separator)
                write.writerows([(title, "", "") if padded else (title,) for title in titles])
                file.write("\n" if titles else "")
                write.writerows(TITLED)
            assert told(tmp_path / "a.csv") == wanted


@pytest.mark.parametrize(
    ("rows", "columns", "count"),
    [
        (["my texts", *(f"Well, this is number {row}" for row in range(9))], ["my texts"], 9),  # commas of a single column
        (["text", *(f"number {row},good" for row in range(9))], ["text"], 9),
        (["first,", *(f"number {row},{('good', 'bad')[row % 2]}" for row in range(9))], ["first", "column 2"], 9),
        ([",Meinung", *(f"{row},number {row}" for row in range(9))], ["column 1", "Meinung"], 9),  # pandas and its index
        (["Opinion,", "number 0,", *(f"number {row}," for row in range(9))], ["Opinion", "column 2"], 10),
    ],
)
def test_a_first_row_with_one_cell_is_no_title_by_itself(rows: list[str], columns: list[str], count: int, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join(rows))
    found = inspected(tmp_path / "a.csv")
    assert (found.columns, found.rows) == (columns, count)


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
