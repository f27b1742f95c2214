"""Files that other programs wrote (pandas, openpyxl, datasets): JSON, Parquet, workbooks, plain text, saved datasets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import load
from distilstudio.engine.data.reading import read
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.problems import Problem, ProblemError
from distilstudio.protocol.recipe import DataChoice, Task

TEXTS = ["送餐很快", "so, bad", "fine\nthen", "“so so” – ü"]
FRAME = pd.DataFrame({"review text": TEXTS, "2": [1, 0, 1, 0], "sure": [0.5, 1.0, 0.25, 1.0]})
CELLS = [["送餐很快", "1"], ["so, bad", "0"], ["fine\nthen", "1"], ["“so so” – ü", "0"]]


def cells_of(path: Path) -> list[list[str]]:
    return [list(row.values())[:2] for row in read(path).table.to_pylist()]


def refused(path: Path) -> Problem:
    with pytest.raises(ProblemError) as caught:
        read(path)
    return caught.value.problem


def inspected(folder: Path, train: str, task: Task = "classification", **choice: object) -> DataInspected:
    return inspect_data(InspectData(1, task, DataChoice(train=train, **choice), str(folder)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.jsonl", lambda path: FRAME.to_json(path, orient="records", lines=True, force_ascii=False)),
        ("b.jsonl", lambda path: FRAME.to_json(path, orient="records", lines=True)),
        ("a.json", lambda path: FRAME.to_json(path, orient="records", indent=2)),
        ("b.json", lambda path: FRAME.to_json(path)),
        ("c.json", lambda path: FRAME.to_json(path, orient="split")),
        ("d.json", lambda path: FRAME.to_json(path, orient="table", index=False)),
        ("e.json", lambda path: path.write_text(json.dumps(FRAME.to_dict(orient="list")))),
        ("f.json", lambda path: path.write_text(json.dumps({"v": 1, "data": FRAME.to_dict(orient="records")}), "utf-16")),
        ("a.parquet", lambda path: FRAME.to_parquet(path)),
        ("no ending", lambda path: FRAME.to_parquet(path, compression="gzip")),
        ("a.xlsx", lambda path: FRAME.to_excel(path, index=False)),
        ("a.csv", lambda path: FRAME.to_csv(path, index=False, encoding="gb18030", errors="replace")),
        ("saved", lambda path: datasets.Dataset.from_pandas(FRAME).save_to_disk(path)),
    ],
)
def test_what_other_programs_write(tmp_path: Path, name: str, write: Callable[[Path], object]) -> None:
    path = tmp_path / name
    write(path)
    found = read(path)
    assert found.table.column_names[:2] == ["review text", "2"]
    expected = CELLS[:3] if name == "a.csv" else CELLS
    assert cells_of(path)[: len(expected)] == expected
    assert [column.null_count for column in found.table.columns] == [0] * found.table.num_columns
    assert "auto" not in (found.encoding, found.separator)


def test_records_that_differ(tmp_path: Path) -> None:
    lines = [
        {"text": "a", "label": None},
        {"text ": "b", "label": True, "tags": ["x", "y z"]},
        {"text": "\ud83d", "label": 1.5, "more": {"k": "v"}},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n".join(map(json.dumps, lines)))
    found = read(path).table
    assert found.column_names == ["text", "label", "text (2)", "tags", "more"]
    assert found["label"].to_pylist() == ["", "true", "1.5"]
    assert found["text"].to_pylist() == ["a", "", "\ufffd"]
    assert found["tags"].to_pylist()[1] == '["x", "y z"]'


def test_a_sorting_task_of_label_studio(tmp_path: Path) -> None:
    """Its whole export, and the short one: one choice of a text, or several."""
    said = [["calm"], ["calm", "glad"], ["glad"], ["sad", "calm"], ["sad", "glad"], ["sad"]]
    texts = [f"text number {row}" for row in range(len(said))]

    def task(text: str, choices: list[str]) -> dict[str, Any]:
        result = {"value": {"choices": choices}, "from_name": "mood", "to_name": "text", "type": "choices"}
        cancelled = {"was_cancelled": True, "result": []}
        return {"id": 7, "data": {"text": text}, "annotations": [cancelled, {"result": [result]}], "predictions": []}

    whole = [task(text, choices) for text, choices in zip(texts, said, strict=True)]
    short = [
        {"id": 7, "text": text, "mood": {"choices": choices} if len(choices) > 1 else choices[0]}
        for text, choices in zip(texts, said, strict=True)
    ]
    for name, records in (("whole.json", whole), ("short.json", short)):
        (tmp_path / name).write_text(json.dumps(records), encoding="utf-8")
        found = inspected(tmp_path, name)
        assert (found.data.text, found.data.label, found.data.multi_label) == ("text", "mood", True)
        assert [row[-2:] for row in found.preview] == [
            [text, choices[0] if len(choices) == 1 else json.dumps(choices)] for text, choices in zip(texts, said, strict=True)
        ]
        assert {(one.label, one.rows) for one in found.labels} == {("calm", 3), ("glad", 3), ("sad", 3)}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"text": "a"}\n{"text": "b"\n', "3"),
        ('{"text": "a"}\n[1]\n', "2"),
        ('[{"text": "a"},\n 1]', "2"),
        ("nothing of the kind", "1"),
        ("9" * 5000, "1"),
    ],
)
def test_broken_json_is_told_with_its_line(tmp_path: Path, content: str, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content)
    told = refused(path)
    assert (told.code, told.values["line"]) == ("data_json", line)


def test_labels_are_called_by_their_names(tmp_path: Path) -> None:
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "label": datasets.ClassLabel(names=["bad", "good"]),
            "several": datasets.Sequence(datasets.ClassLabel(names=["joy", "fear"])),
            "vector": datasets.Sequence(datasets.Value("float32")),
        }
    )
    rows = {"text": ["a", "b", "c"], "label": [1, 0, -1], "several": [[0, 1], [1], []], "vector": [[0.5], [0.5], [1.0]]}
    data = datasets.Dataset.from_dict(rows, features=features)
    data.save_to_disk(tmp_path / "saved")
    data.to_parquet(tmp_path / "a.parquet")
    for name in ("saved", "a.parquet"):
        found = read(tmp_path / name).table
        assert found.column_names == ["text", "label", "several"]
        assert found["label"].to_pylist() == ["good", "bad", ""]
        assert found["several"].to_pylist() == ['["joy", "fear"]', '["fear"]', "[]"]


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
def test_numbers_that_are_none_are_empty_cells(tmp_path: Path, kind: pa.DataType) -> None:
    labels = pa.array([1.0, float("nan"), 0.0, None], kind)
    pq.write_table(pa.table({"text": ["a", "b", "c", "d"], "label": labels}), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").table["label"].to_pylist() in (["1.0", "", "0.0", ""], ["1", "", "0", ""])


def keyword(count: int, start: int = 0) -> datasets.Dataset:
    texts = [f"sentence number {row}" for row in range(start, start + count)]
    labels = datasets.ClassLabel(names=["neg", "pos"])
    features = datasets.Features({"text": datasets.Value("string"), "label": labels})
    return datasets.Dataset.from_dict({"text": texts, "label": [row % 2 for row in range(count)]}, features=features)


def test_splits_of_a_saved_dataset(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    datasets.DatasetDict({"test": keyword(10, 100), "train": keyword(40)}).save_to_disk(folder)
    found = inspected(tmp_path, "saved")
    assert (found.rows, found.exam_rows, found.data.format) == (40, 10, "dataset")
    assert (found.data.train, found.data.exam) == (str(folder / "train"), str(folder / "test"))
    data = load(DataChoice(train="saved"), "classification", tmp_path, 0)
    assert (len(data.train), len(data.exam), data.label_names) == (40, 10, ["neg", "pos"])
    assert len(load(DataChoice(train="saved/train"), "classification", tmp_path, 0).exam) == 4


def shards(folder: Path, *names: str) -> Path:
    """A folder of Parquet files, ten rows in each."""
    folder.mkdir()
    for place, name in enumerate(names):
        keyword(10, 100 * place).to_parquet(folder / f"{name}.parquet")
    return folder


def test_parquet_files_named_by_splits(tmp_path: Path) -> None:
    names = ["train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001-0a1b", "validation-00000-of-00001"]
    folder = shards(tmp_path / "data", *names)
    found = inspected(tmp_path, "data")
    assert (found.rows, found.exam_rows) == (20, 10)
    assert (found.data.train, found.data.exam) == (str(folder / f"{names[0]}.parquet"), str(folder / f"{names[2]}.parquet"))
    whole = load(DataChoice(train="data"), "classification", tmp_path, 0)
    assert (len(whole.train), len(whole.exam)) == (20, 10)
    alone = load(DataChoice(train=found.data.train), "classification", tmp_path, 0)
    assert (len(alone.train) + len(alone.exam), alone.sha256) == (20, whole.sha256)
    keyword(10, 900).to_parquet(folder / f"{names[1]}.parquet")
    assert load(DataChoice(train="data"), "classification", tmp_path, 0).sha256 != whole.sha256
    assert read(folder / f"{names[1]}.parquet").table.num_rows == 10


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["0000", "0001"], 20),
        (["train_a", "train_b"], 20),
        (["tests", "my_test"], 20),
        (["train-00001-of-00003", "train-00002-of-00003", "dev"], 20),
        (["train", "unsupervised"], 10),
    ],
)
def test_parquet_files_that_are_one_table(tmp_path: Path, names: list[str], rows: int) -> None:
    shards(tmp_path / "data", *names)
    assert inspected(tmp_path, "data").rows == rows


def test_only_the_folder_s_own_files_are_read(tmp_path: Path) -> None:
    keyword(4).save_to_disk(tmp_path / "saved")
    state = tmp_path / "saved" / "state.json"
    state.write_text(json.dumps({"_data_files": [{"filename": "../secret.arrow"}]}))
    assert "outside" in refused(tmp_path / "saved").why
    (tmp_path / "photos").mkdir()
    assert refused(tmp_path / "photos").code == "data_broken"


def test_names_and_questions_from_columns(tmp_path: Path) -> None:
    tags = datasets.Sequence(datasets.ClassLabel(names=["O", "B-PER", "I-PER"]))
    features = datasets.Features({"tokens": datasets.Sequence(datasets.Value("string")), "ner_tags": tags})
    marked = {"tokens": [["Ada", "Lovelace", "wrote"]] * 2, "ner_tags": [[1, 2, 0], [1, 2, 0]]}
    datasets.Dataset.from_dict(marked, features=features).to_parquet(tmp_path / "ner.parquet")
    found = inspected(tmp_path, "ner.parquet", "ner")
    assert found.preview[0] == ["Ada Lovelace wrote", "Ada Lovelace (PER)"]
    answers = [{"text": ["Paris"], "answer_start": [8]}] * 2
    asked = {"context": ["She saw Paris."] * 2, "question": ["What?", "Which?"], "answers": answers}
    datasets.Dataset.from_dict(asked).save_to_disk(tmp_path / "qa")
    assert inspected(tmp_path, "qa", "qa").preview[0] == ["What?", "She saw Paris.", "Paris"]
    pd.DataFrame({"question": ["What?"] * 2, "context": ["She saw Paris."] * 2, "answer": ["Paris"] * 2}).to_excel(
        tmp_path / "qa.xlsx", index=False
    )
    assert inspected(tmp_path, "qa.xlsx", "qa").preview[0][2] == "Paris"


def test_the_first_sheet_with_rows_is_read_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"  # type: ignore[union-attr]
    sheet = book.create_sheet("Reviews")
    sheet.append([])
    sheet.append(["text", "text", None, "stars"])
    sheet.append(["good", "=1+1", 3.0, 5])
    sheet.append([])
    sheet.append(["bad", pd.Timestamp("2024-02-01").to_pydatetime(), True, 1.5, "beyond"])
    sheet.append(["short"])
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert (found.part, found.ragged_rows) == ("Reviews", [1])
    assert found.table.column_names == ["text", "text (2)", "column 3", "stars"]
    rows = [list(row.values()) for row in found.table.to_pylist()]
    assert rows == [["good", "", "3", "5"], ["bad", "2024-02-01 00:00:00", "true", "1.5"], ["short", "", "", ""]]
    assert inspected(tmp_path, "a.xlsx").data.part == "Reviews"


def test_workbooks_without_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "data_empty"
    book.active.append(["text", "label"])  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "data_header_only"


@pytest.mark.parametrize("name", ["a.txt", "a"])
def test_plain_text_is_a_text_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("Well, this is one.\r\n\r\n  另一句 \r\nAnd, so, on; and on\r\nno comma here".encode("gb18030"))
    found = read(tmp_path / name)
    assert found.table.to_pydict() == {"text": ["Well, this is one.", "另一句", "And, so, on; and on", "no comma here"]}
    assert (found.format, found.encoding, found.separator) == ("txt", "gb18030", "")
    shown = inspected(tmp_path, name)
    assert (shown.data.text, shown.data.label, shown.labels) == ("text", "", [])


@pytest.mark.parametrize("content", ["text\nSo, it begins\n", "good\tpos\nbad\tneg\n", "sep=;\na;b\n1;2\n"])
def test_text_that_is_a_table_all_the_same(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content)
    assert read(tmp_path / "a.txt").format in ("csv", "tsv")


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
def test_files_cut_in_the_middle(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (FRAME.to_parquet if name == "a.parquet" else FRAME.to_excel)(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    told = refused(path)
    assert (told.code, told.values["file"]) == ("data_broken", name)


def test_columns_without_any_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"vector": [[0.5, 1.0]], "picture": [b"\0\1"]}), tmp_path / "a.parquet")
    assert refused(tmp_path / "a.parquet").code == "data_broken"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "b.parquet")
    assert refused(tmp_path / "b.parquet").code == "data_empty"
