"""Rows for a run, and each Problem that keeps a run from starting on rows it cannot learn from."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from distilstudio.engine.data.loading import LoadedData, labelled_rows, load
from distilstudio.protocol.problems import Problem, ProblemError
from distilstudio.protocol.recipe import DataChoice


def written(
    folder: Path, rows: list[tuple[str, str]], name: str = "train.csv", header: tuple[str, str] = ("text", "label")
) -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def many(count: int, labels: tuple[str, ...] = ("pos", "neg"), start: int = 0) -> list[tuple[str, str]]:
    return [(f"sentence number {row}", labels[row % len(labels)]) for row in range(start, start + count)]


def loaded(folder: Path, **choice: object) -> LoadedData:
    return load(DataChoice(**{"train": "train.csv"} | choice), "classification", folder, 0)  # type: ignore[arg-type]


def refused(folder: Path, **choice: object) -> Problem:
    with pytest.raises(ProblemError) as caught:
        loaded(folder, **choice)
    return caught.value.problem


def test_a_part_is_set_aside_for_the_exam(tmp_path: Path) -> None:
    path = written(tmp_path, many(100))
    data = loaded(tmp_path, exam_fraction=0.2)
    assert (len(data.train), len(data.exam)) == (80, 20)
    assert data.exam.labels.count("pos") == 10
    assert not set(data.train.texts) & set(data.exam.texts)
    assert data.label_names == ["neg", "pos"]
    assert data.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (data.choice.text, data.choice.label, data.choice.separator) == ("text", "label", ",")
    assert [note.code for note in data.notes] == ["exam_set_aside"]
    everything = dict(many(100))
    assert all(everything[text] == label for text, label in zip(data.train.texts, data.train.labels, strict=True))
    assert [f"sentence number {row}" for row in data.exam.table["row"].to_pylist()] == data.exam.texts


def test_another_seed_sets_other_rows_aside(tmp_path: Path) -> None:
    written(tmp_path, many(100))
    choice = DataChoice(train="train.csv")
    exams = [load(choice, "classification", tmp_path, seed).exam.texts for seed in (0, 0, 1)]
    assert exams[0] == exams[1] != exams[2]


def test_cells_are_cleaned(tmp_path: Path) -> None:
    rows = [("  padded text ", " pos "), ("", "pos"), ("   ", "neg"), ("nobody labelled me", ""), *many(40)]
    written(tmp_path, rows)
    data = loaded(tmp_path)
    assert "padded text" in data.train.texts + data.exam.texts
    assert "" not in data.train.texts + data.exam.texts
    assert data.train.labels[data.train.texts.index("nobody labelled me")] is None
    assert None not in data.exam.labels
    assert len(data.train) + len(data.exam) == 42
    notes = {note.code: note.values["rows"] for note in data.notes}
    assert (notes["empty_rows"], notes["unlabelled_rows"]) == ("2", "1")


def test_an_exam_file_and_texts_in_both(tmp_path: Path) -> None:
    written(tmp_path, many(60))
    written(
        tmp_path, [("Sentence  NUMBER 3", "neg"), ("no label here", ""), *many(10, start=100)], "exam.csv", ("Text", "Label ")
    )
    data = loaded(tmp_path, exam="exam.csv")
    assert (len(data.train), len(data.exam)) == (59, 11)
    assert "sentence number 3" not in data.train.texts
    assert {note.code: note.values["rows"] for note in data.notes} == {"exam_overlap": "1", "exam_left_out": "1"}
    assert {note.text for note in data.notes} == {
        "1 training row stands in the exam file too; the student does not learn from it.",
        "1 row of the exam file has no text or no label; it is left out.",
    }
    assert data.choice.exam == str(tmp_path / "exam.csv")


def test_the_training_file_as_exam_file_is_split_instead(tmp_path: Path) -> None:
    written(tmp_path, many(60))
    data = loaded(tmp_path, exam=str(tmp_path / "train.csv"))
    assert (len(data.train), len(data.exam)) == (54, 6)
    assert "exam_same_file" in [note.code for note in data.notes]


def test_an_exam_file_written_otherwise(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_bytes(
        b"text;label\n" + "".join(f"句子{row};{row % 2}\n" for row in range(40)).encode("gb18030")
    )
    (tmp_path / "exam.csv").write_text("text;label\n另一句;1\n还有一句;0\n", encoding="utf-8")
    data = loaded(tmp_path, exam="exam.csv", encoding="gb18030")
    assert data.exam.texts == ["另一句", "还有一句"]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("1", "1.0", "2", "10", "+2"), ["1", "2", "10"]),
        (("0.5", "0,50", "-1", "2"), ["-1", "0.5", "2"]),
        (("1.50", "0.25"), ["0.25", "1.5"]),
        (("500", "1,000", "1,500", "10,000"), ["500", "1000", "1500", "10000"]),
        (("1", "1,000", "1000", "2"), ["1", "2", "1000"]),
        (("0,500", "1,000", "1,25"), ["0,500", "1,000", "1,25"]),
        (("2.10", "2.1", "2.9"), ["2.1", "2.9", "2.10"]),
        (("1.10", "1.1", "2.0"), ["1.1", "1.10", "2.0"]),
        (("01", "1", "02"), ["01", "1", "02"]),
        (("1", "1.0", "good"), ["1", "1.0", "good"]),
        (("b", "A", "c"), ["A", "b", "c"]),
        (("class 10", "class 9", "Class 1"), ["Class 1", "class 9", "class 10"]),
        (("好评", "差评"), ["好评", "差评"]),
    ],
)
def test_labels_by_name(tmp_path: Path, labels: tuple[str, ...], names: list[str]) -> None:
    written(tmp_path, many(60, labels))
    assert loaded(tmp_path).label_names == names


def test_the_same_numbers_in_both_files(tmp_path: Path) -> None:
    written(tmp_path, many(40, ("1", "0")))
    written(tmp_path, many(10, ("1.0", "0.0"), start=50), "exam.csv")
    data = loaded(tmp_path, exam="exam.csv")
    assert (data.label_names, set(data.exam.labels)) == (["0", "1"], {"0", "1"})


def test_no_such_file(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "data_missing"
    assert refused(tmp_path, train="").code == "data_not_named"
    written(tmp_path, many(40))
    assert refused(tmp_path, exam="exam.csv").values == {"file": "exam.csv", "place": str(tmp_path / "exam.csv")}
    assert refused(tmp_path, train="~nobody-of-this-name/a.csv").code == "data_missing"
    (tmp_path / "texts").mkdir()
    told = refused(tmp_path, train="texts/trian")
    assert (told.code, told.values["file"]) == ("data_missing", "texts/trian"), "no dataset, where a folder has that name"
    assert refused(tmp_path, train="elsewhere/train.csv.gz").code == "data_missing"


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    written(tmp_path, many(40))
    found = refused(tmp_path, label="mood")
    assert (found.code, found.values["column"], found.values["columns"]) == ("data_no_column", "mood", "text, label")
    written(tmp_path, many(10), "exam.csv", ("text", "mood"))
    found = refused(tmp_path, exam="exam.csv")
    assert (found.code, found.values["file"], found.values["column"]) == ("data_no_column", "exam.csv", "label")


def test_unclear_columns(tmp_path: Path) -> None:
    written(tmp_path, [(f"words {row}", f"more words {row}") for row in range(40)], header=("a", "b"))
    assert refused(tmp_path).code == "data_roles_unclear"


def test_one_label(tmp_path: Path) -> None:
    written(tmp_path, many(40, ("pos",)))
    found = refused(tmp_path)
    assert (found.code, found.values) == ("data_one_label", {"label": "pos", "column": "label"})


def test_no_label(tmp_path: Path) -> None:
    written(tmp_path, many(40, (" ",)))
    assert refused(tmp_path).code == "data_no_label"
    written(tmp_path, many(40))
    written(tmp_path, many(10, ("",), start=50), "exam.csv")
    assert refused(tmp_path, exam="exam.csv").code == "data_no_label"


def test_too_many_labels(tmp_path: Path) -> None:
    written(tmp_path, [(f"sentence {row}", f"about {row}") for row in range(60)])
    found = refused(tmp_path)
    assert (found.code, found.values) == ("data_too_many_labels", {"column": "label", "labels": "60", "rows": "60"})
    written(tmp_path, [(f"sentence {row}", f"about {row % 2001}") for row in range(8004)])
    assert refused(tmp_path).code == "data_too_many_labels"


def test_too_few_rows(tmp_path: Path) -> None:
    written(tmp_path, many(19))
    found = refused(tmp_path)
    assert (found.code, found.values) == ("data_too_few_rows", {"rows": "19", "needed": "20"})
    written(tmp_path, many(30, tuple(str(label) for label in range(20))))
    assert refused(tmp_path).values == {"rows": "30", "needed": "40"}
    written(tmp_path, [("the same text", "pos")] * 30 + [("another text", "neg")] * 30)
    assert refused(tmp_path).code == "data_too_few_rows"


def test_where_no_text_can_be_spared_for_the_exam(tmp_path: Path) -> None:
    written(tmp_path, [(f"sentence {label}", str(label)) for label in range(25) for _ in range(4)])
    found = refused(tmp_path, text="text", label="label")
    assert (found.code, found.values) == ("data_no_text_apart", {"texts": "25"})


def test_an_exam_that_holds_every_training_row(tmp_path: Path) -> None:
    written(tmp_path, many(40))
    written(tmp_path, many(50), "exam.csv")
    found = refused(tmp_path, exam="exam.csv")
    assert (found.code, found.values) == ("data_all_in_exam", {"rows": "40"})


def test_labels_that_only_the_exam_has(tmp_path: Path) -> None:
    written(tmp_path, many(40))
    written(tmp_path, [("something else", "mixed"), *many(10, start=50)], "exam.csv")
    found = refused(tmp_path, exam="exam.csv")
    assert (found.code, found.values) == ("data_exam_label", {"labels": "mixed"})


def test_rows_to_examine_a_finished_model_on(tmp_path: Path) -> None:
    written(tmp_path, [("one text", "pos"), ("", "neg"), ("no label", ""), ("another", "pos")])
    rows, _ = labelled_rows(DataChoice(train="train.csv", text="text", label="label"), "classification", tmp_path)
    assert (rows.texts, rows.labels, rows.table["row"].to_pylist()) == (["one text", "another"], ["pos", "pos"], [0, 3])
    written(tmp_path, [("one text", "")])
    with pytest.raises(ProblemError) as caught:
        labelled_rows(DataChoice(train="train.csv", text="text", label="label"), "classification", tmp_path)
    assert caught.value.problem.code == "data_no_label"


def test_nearly_the_same_text_is_never_on_both_sides(tmp_path: Path) -> None:
    """Other case, wide, hard and doubled blanks, line breaks: all of them the same text."""
    blanks = (" ", "  ", "\u00a0", "\u3000", "\n", " \t ")
    rows = [(blanks[row % 6].join(["Sentence", "number", str(row // 3)]), ("pos", "neg")[row // 3 % 2]) for row in range(300)]
    written(tmp_path, [(text.upper() if row % 2 else text, label) for row, (text, label) in enumerate(rows)])
    for seed in range(3):
        data = load(DataChoice(train="train.csv", exam_fraction=0.3), "classification", tmp_path, seed)
        sides = [{" ".join(text.split()).casefold() for text in side.texts} for side in (data.train, data.exam)]
        assert len(data.exam) == 90
        assert not sides[0] & sides[1]
