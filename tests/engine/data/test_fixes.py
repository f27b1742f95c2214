"""Rows that the person chose to leave out: told on the data page, absent from the run, and still in the file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import load
from distilstudio.protocol.inspection import HealthFact, InspectData
from distilstudio.protocol.recipe import DataChoice, Task

EXTRA = [("Sentence number  3", "pos"), ("sentence number 4", "neg"), ("both", "pos"), ("BOTH", "neg"), ("", "neg")]
"""Rows 40 and 41 repeat; 42 and 43 contradict each other; 44 is empty."""


def written(folder: Path) -> None:
    with (folder / "train.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [(f"sentence number {row}", "pos" if row % 2 else "neg") for row in range(40)]
        csv.writer(file).writerows([("text", "label"), *rows, *EXTRA])


def facts(folder: Path, **choice: Any) -> dict[str, HealthFact]:
    found = inspect_data(InspectData(1, "classification", DataChoice(train="train.csv", **choice), str(folder)))
    return {fact.code: fact for fact in found.health}


def texts(folder: Path, task: Task = "classification", train: str = "train.csv", **choice: Any) -> list[str]:
    data = load(DataChoice(train=train, **choice), task, folder, 0)
    return [text.casefold() for text in data.train.texts + data.exam.texts]


def test_repeated_rows(tmp_path: Path) -> None:
    written(tmp_path)
    before = (tmp_path / "train.csv").read_bytes()
    assert facts(tmp_path)["duplicates"].rows == [40, 41, 43]
    fixed = facts(tmp_path, drop_duplicates=True)
    assert (fixed["duplicates"].level, fixed["duplicates"].values) == ("ok", {"rows": "2", "fixed": "1"})
    assert fixed["contradictions"].rows == [42, 43]
    assert fixed["empty_rows"].rows == [44]
    assert fixed["labels"].values["rows"] == "42"
    assert (len(texts(tmp_path)), len(texts(tmp_path, drop_duplicates=True))) == (44, 42)
    assert (tmp_path / "train.csv").read_bytes() == before


def test_contradicting_rows(tmp_path: Path) -> None:
    written(tmp_path)
    fixed = facts(tmp_path, drop_contradictions=True)
    assert (fixed["contradictions"].rows, fixed["contradictions"].values["fixed"]) == ([42, 43], "1")
    assert "fixed" not in fixed["duplicates"].values
    left = texts(tmp_path, drop_contradictions=True)
    assert (len(left), "both" in left) == (42, False)
    assert len(texts(tmp_path, drop_contradictions=True, drop_duplicates=True)) == 40
    data = load(DataChoice(train="train.csv", drop_contradictions=True), "classification", tmp_path, 0)
    assert {"contradictions_left_out": "2", "empty_rows": "1"}.items() <= {
        note.code: note.values["rows"] for note in data.notes
    }.items()


def test_nothing_to_mend(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "clean.csv").write_text("text,label\n" + "".join(f"sentence {row},{row % 2}\n" for row in range(40)))
    assert len(texts(tmp_path, train="clean.csv", drop_duplicates=True, drop_contradictions=True)) == 40


def test_sentences_that_come_twice(tmp_path: Path) -> None:
    sentences = [f"Ada B-PER\nwrote O\nnumber{row % 35} O\n" for row in range(40)]
    (tmp_path / "train.conll").write_text("\n".join(sentences))
    assert len(texts(tmp_path, "ner", "train.conll", drop_duplicates=True)) == 35
    found = inspect_data(InspectData(1, "ner", DataChoice(train="train.conll", drop_duplicates=True), str(tmp_path)))
    assert [fact.values for fact in found.health if fact.code == "duplicates"] == [{"rows": "5", "fixed": "1"}]
