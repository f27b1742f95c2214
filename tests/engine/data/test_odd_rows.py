"""Odd rows: which are found, which are not, and that they are left out of a run where the person says so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.loading import load
from distilstudio.engine.data.odd_rows import odd_rows
from distilstudio.protocol.inspection import HealthFact, InspectData
from distilstudio.protocol.recipe import ODD, DataChoice, Recipe, RecipeError, Task
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse

USUAL = [f"The room number {number} was clean and quiet." for number in range(60)]
TABLE_KINDS = frozenset({"wordless", "garbled", "markup", "outsized", "other_script"})


def found(kind: str, *texts: str, usual: list[str] = USUAL) -> list[int]:
    """Which of these texts, behind the usual ones, are odd in this way."""
    column = pa.chunked_array([pa.array([*usual, *texts], pa.string())])
    rows = odd_rows(column, np.ones(len(column), bool), TABLE_KINDS)[kind]
    return [int(row) - len(usual) for row in rows]


def test_texts_without_a_word() -> None:
    assert found("wordless", "!!!", "12.5 – 13", "x", "★★★☆☆", "ok", "好", "5 stars", "Wi-Fi") == [0, 1, 2, 3]


def test_letters_read_wrongly() -> None:
    """What the standard library makes of UTF-8 read as something else, and ordinary letters that look a little like it."""
    sentences = ["Das Café schließt früh", "naïve façade “quoted” – yes…", "房间很干净", "Ωραίο δωμάτιο", "Хороший номер"]
    garbled = [sentence.encode().decode("latin-1") for sentence in sentences]
    replaced = ["Caf\ufffd", "锟斤拷锟斤拷"]
    sound = [*sentences, "São João, À la carte: 20 °C – “très bien”, Ærø, Ångström, ¡Olé!", "a £ 5 note Â", "Tschüß"]
    places = found("garbled", *garbled, *replaced, *sound)
    assert places == list(range(len(garbled) + len(replaced)))
    windows = "Das Café – “gut”".encode().decode("cp1252", errors="ignore")
    assert found("garbled", windows) == [0]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Очень хороший номер 1"),
        ("cp1253", "Πολύ ωραίο δωμάτιο"),
        ("shift-jis", "とても良い映画でした 1"),
        ("big5", "這部電影很好看 1"),
    ],
)
def test_another_alphabet_read_as_latin_1(tmp_path: Path, encoding: str, text: str) -> None:
    assert found("garbled", text.encode(encoding).decode("latin-1"), text) == [0]
    rows = "".join(f"{text} {row},{row % 2}\n" for row in range(20))
    (tmp_path / "a.csv").write_bytes(("text,label\n" + rows).encode(encoding))
    told = {
        fact.code: fact
        for fact in inspect_data(InspectData(1, "classification", DataChoice(train=str(tmp_path / "a.csv")))).health
    }
    assert told["garbled"].values["rows"] == "20"


def test_accents_in_a_row_are_no_other_alphabet() -> None:
    assert found("garbled", "Größe “ÄÖÜ” – ¿¡qué…?", "«À l’été.»", "€€€€€", "½ ¼ …", "Þá æðið", "naïveté»…”") == []


def test_remains_of_html() -> None:
    markup = ["Nice.<br />Not dear.", "<p>Hello</p>", "Salt &amp; pepper", "it&#39;s", '<a href="x">here</a>']
    plain = ["a < b and c > d", "I <3 this", "R&D; yes", "AT&T", "x<y>z", "<unk>"]
    assert found("markup", *markup, *plain) == list(range(len(markup)))


def test_texts_far_longer_than_the_others() -> None:
    long = "word " * 2000
    assert found("outsized", long, "a somewhat longer sentence than the others, but nothing to speak of " * 3) == [0]
    varied = ["word " * 10**power for power in range(4)] * 20
    assert found("outsized", long, usual=varied) == []


def test_another_script() -> None:
    assert found("other_script", "房间很干净", "Хороший номер", "123", "Café 房间") == [0, 1]
    chinese = [f"房间{number}很干净" for number in range(60)]
    assert found("other_script", "A clean room", "Wi-Fi很好", usual=chinese) == [0]
    mixed = [*USUAL, *chinese]
    assert found("other_script", "Хороший номер", usual=mixed) == []


def facts(folder: Path, task: Task = "classification", **choice: object) -> dict[str, HealthFact]:
    data = DataChoice(**{"train": "train.csv", **choice})  # type: ignore[arg-type]
    return {fact.code: fact for fact in inspect_data(InspectData(1, task, data, str(folder))).health}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Sixty usual rows, then three odd ones."""
    rows = [*USUAL, "Nice.<br />Not dear.", "!!!", "CafÃ© <b>bold</b>"]
    lines = [f"{text},{'good' if number % 2 else 'bad'}" for number, text in enumerate(rows)]
    (tmp_path / "train.csv").write_text("\n".join(["text,label", *lines]), "utf-8")
    return tmp_path


def test_each_kind_is_told_with_its_rows(table: Path) -> None:
    told = facts(table)
    assert {code: told[code].rows for code in told if code in ODD} == {"markup": [60, 62], "wordless": [61], "garbled": [62]}
    assert "odd" not in told


def test_nothing_odd_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text("text,label\n" + "\n".join(f"{text},{len(text) % 2}" for text in USUAL), "utf-8")
    told = facts(tmp_path)
    assert (told["odd"].level, [code for code in told if code in ODD]) == ("ok", [])


def test_odd_rows_are_left_out_where_it_is_said(table: Path) -> None:
    told = facts(table, leave_out="markup")
    assert told["markup"].values == {"rows": "2", "fixed": "1"}
    assert told["wordless"].level == "note"
    assert told["rows"].values["rows"] == "55"  # 61 are left, a tenth of them for the exam
    data = load(DataChoice(train="train.csv", leave_out="markup wordless"), "classification", table, 0)
    numbers = {*data.train.table["row"].to_pylist(), *data.exam.table["row"].to_pylist()}
    assert numbers == set(range(60))
    assert {note.code: note.values["rows"] for note in data.notes if note.code.endswith("_left_out")} == {
        "markup_left_out": "2",
        "wordless_left_out": "1",
    }
    assert "<br />" in (table / "train.csv").read_text("utf-8")


def test_a_name_that_is_mere_punctuation(tmp_path: Path) -> None:
    sentences = [f"Ada B-PER\nmet O\nBob{number} B-PER\n" for number in range(30)]
    sentences += ["Ada B-PER\nsaid O\n... B-MISC\n", "3 O\n- O\n1 O\n", "4 B-NUM\n"]
    (tmp_path / "train.conll").write_text("\n".join(sentences), "utf-8")
    told = facts(tmp_path, "ner", train="train.conll")
    assert {code: told[code].rows for code in told if code in ODD} == {"marked_punctuation": [30]}
    data = load(DataChoice(train="train.conll", leave_out="marked_punctuation"), "ner", tmp_path, 0)
    assert 30 not in {*data.train.table["row"].to_pylist(), *data.exam.table["row"].to_pylist()}
    assert not any(name.endswith("MISC") for name in data.label_names)


def test_an_answer_that_is_the_whole_passage(tmp_path: Path) -> None:
    records = [{"question": f"Who is {n}?", "context": f"Number {n} is called Ada.", "answers": ["Ada"]} for n in range(40)]
    records.append({"question": "What is said?", "context": "Ada came home late.", "answers": ["Ada came home late."]})
    (tmp_path / "train.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    told = facts(tmp_path, "qa", train="train.jsonl")
    assert {code: told[code].rows for code in told if code in ODD} == {"whole_passage": [40]}


def test_a_recipe_names_kinds_that_there_are() -> None:
    assert parse('[data]\nleave_out = "garbled markup"').data.leave_out == "garbled markup"
    with pytest.raises(RecipeError):
        with_value(Recipe(), "data.leave_out", "ugly")
