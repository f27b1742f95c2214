"""Large files: the first rows come before anything is counted, and what is large lies in a file and not in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from datasets import ClassLabel, Dataset, Features, Value
from transformers import AutoTokenizer

from distilstudio.engine import encoding, scratch
from distilstudio.engine.batching import Encoded
from distilstudio.engine.data import beginning
from distilstudio.engine.data.inspection import inspect_data, preview_data
from distilstudio.engine.data.kinds.ner import NerWork
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.ner import Ner
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.recipe import DataChoice, Task
from tests.tiny_models import make_tiny_teacher

ROWS = 3000


def texts() -> list[str]:
    return [f"text {row} is good\nand “long”" if row % 2 else f"text {row}, bad" for row in range(ROWS)]


def labels() -> list[str]:
    return ["good" if row % 2 else "bad" for row in range(ROWS)]


def as_csv(folder: Path) -> Path:
    lines = [f'"{text}",{label}\n' for text, label in zip(texts(), labels(), strict=True)]
    (folder / "many.csv").write_text("review,mood\n" + "".join(lines), "utf-8")
    return folder / "many.csv"


def as_parquet(folder: Path) -> Path:
    pq.write_table(pa.table({"review": texts(), "mood": labels()}), folder / "many.parquet")
    return folder / "many.parquet"


def as_saved(folder: Path) -> Path:
    features = Features({"review": Value("string"), "mood": ClassLabel(names=["bad", "good"])})
    rows = {"review": texts(), "mood": [row % 2 for row in range(ROWS)]}
    Dataset.from_dict(rows, features).save_to_disk(folder / "many")
    return folder / "many"


def as_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in [("review", "mood"), *zip(texts(), labels(), strict=True)]:
        book.active.append(row)
    book.save(folder / "many.xlsx")
    return folder / "many.xlsx"


def ask(path: Path, task: Task = "classification") -> InspectData:
    return InspectData(3, task, DataChoice(train=str(path)))


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is true of gigabytes is tried on kilobytes."""
    monkeypatch.setenv("DISTILSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(beginning, "LARGE_BYTES", 1000)
    monkeypatch.setattr(beginning, "LARGE_WORKBOOK_BYTES", 1000)
    monkeypatch.setattr(beginning, "HEAD_BYTES", 20_000)
    monkeypatch.setattr(scratch, "LARGE_BYTES", 1000)
    monkeypatch.setattr(scratch, "PART_ROWS", 700)


@pytest.mark.parametrize(("make", "rows"), [(as_csv, 0), (as_parquet, ROWS), (as_saved, ROWS), (as_workbook, 0)])
def test_first_rows_are_those_of_the_whole_file(make: Callable[[Path], Path], rows: int, tmp_path: Path) -> None:
    path = make(tmp_path)
    first, whole = preview_data(ask(path)), inspect_data(ask(path))
    assert first is not None
    assert (first.request_id, first.rows, first.data.train) == (3, rows, str(path))
    assert (first.columns, first.preview) == (whole.columns, whole.preview)
    assert (first.data.text, first.data.label) == (whole.data.text, whole.data.label) == ("review", "mood")
    assert whole.rows == ROWS
    assert {count.label: count.rows for count in whole.labels} == {"good": ROWS // 2, "bad": ROWS // 2}


def test_marked_words_are_shown_at_once_too(tmp_path: Path) -> None:
    (tmp_path / "many.conll").write_text("Ada B-PER\nsleeps O\n\n" * 2000, "utf-8")
    first = preview_data(ask(tmp_path / "many.conll", "ner"))
    assert first is not None
    assert first.marks is not None
    assert first.marks[0][0].label == "PER"


@pytest.mark.parametrize(
    "content", [b'[{"text": "a", "label": "b"},\n' * 400, b"\xff\xfe" + "a,b\n".encode("utf-16-le") * 400, b"\0" * 4000]
)
def test_a_beginning_that_says_nothing_is_not_shown(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "many.json").write_bytes(content)
    assert preview_data(ask(tmp_path / "many.json")) is None


def test_a_small_file_and_one_that_is_gone_have_no_first_rows(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("text,label\na,b\n", "utf-8")
    assert preview_data(ask(tmp_path / "few.csv")) is None
    assert preview_data(ask(tmp_path / "gone.csv")) is None


def test_a_large_table_is_mapped_and_leaves_no_file(tmp_path: Path) -> None:
    table = pa.table({"text": texts()})
    before = pa.total_allocated_bytes()
    kept = scratch.kept(scratch.parts_of(table))
    assert kept.equals(table)
    assert pa.total_allocated_bytes() - before < table.nbytes / 10
    rows = np.arange(1, ROWS, 2)
    assert scratch.taken(kept, rows).equals(table.take(pa.array(rows)))
    assert scratch.taken(kept, rows[::-1].copy()).equals(table.take(pa.array(rows[::-1])))
    assert list((tmp_path / "home" / "scratch").iterdir()) == []


def test_an_array_that_grows_beyond_memory_is_the_same_array() -> None:
    flat = scratch.Flat(np.int32)
    pieces = [np.arange(600).reshape(-1, 2) + piece for piece in range(4)]
    for piece in pieces:
        flat.add(piece)
    whole = flat.whole()
    assert isinstance(whole, np.memmap)
    np.testing.assert_array_equal(whole, np.concatenate(pieces))


def drained(work: Generator[int, None, Encoded]) -> tuple[Encoded, list[int]]:
    """What a generator returns, and what it yields before."""
    told: list[int] = []
    while True:
        try:
            told.append(next(work))
        except StopIteration as over:
            return over.value, told


def test_encoding_in_parts_is_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two kinds of work, one whose rows become several windows each."""
    monkeypatch.setattr(encoding, "PART_ROWS", 7)
    tokenizer = AutoTokenizer.from_pretrained(make_tiny_teacher(tmp_path / "tiny", ["bad", "good"]))
    rows = Rows(pa.table({"text": texts()[:40], "label": labels()[:40]}))
    (tmp_path / "a.conll").write_text("".join(f"word{row} B-X\nis O\nlong O\nvery O\n\n" for row in range(40)), "utf-8")
    marked = Rows(NerWork().read(tmp_path / "a.conll", DataChoice(), "auto", "auto").table)
    for task, given, length in ((Classification(["bad", "good"]), rows, 16), (Ner(["X"]), marked, 8)):
        index = np.arange(0, 40, 2)
        whole = task.encode(given.take(index), tokenizer, length)
        parts, told = drained(encoding.encode_part_by_part(task, given, index, tokenizer, length))
        assert told == [7, 14, 20]
        for name in ("ids", "offsets", "targets", "counts", "source", "places"):
            np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name), err_msg=name)
        scored = encoding.encode_in_parts(task, given, index, tokenizer, length, scored=True)
        assert (scored.truth is None) == (whole.truth is None)
