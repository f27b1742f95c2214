"""What the data page is told of a file, and what it is told when little can be said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from distilstudio.engine.data.inspection import EXAMPLES, inspect_data
from distilstudio.protocol import wire
from distilstudio.protocol.inspection import DataInspected, HealthFact, InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice


def written(folder: Path, rows: list[list[str]], name: str = "train.csv") -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def inspected(folder: Path, **choice: object) -> DataInspected:
    data = DataChoice(**{"train": "train.csv"} | choice)  # type: ignore[arg-type]
    return inspect_data(InspectData(7, "classification", data, str(folder)))


def facts_of(found: DataInspected) -> dict[str, HealthFact]:
    return {fact.code: fact for fact in found.health}


ROWS = [
    ["text", "label"],
    ["A lovely film", "pos"],  # 0
    ["a  LOVELY film ", "pos"],  # 1: the same as 0
    ["A lovely film", "neg"],  # 2: the same with another label
    ["", "pos"],  # 3
    ["nobody labelled this", ""],  # 4
    ["word " * 30, "pos"],  # 5: 39 pieces, about
    ["好" * 33, "pos"],  # 6: 33 pieces
    ["only a text"],  # 7
    ["seen before, in the exam", "neg"],  # 8
    ["fine", "pos"],  # 9
    ["superb", "pos"],  # 10
    ["no_blank_" * 20, "pos"],  # 11: long, yet one word
]


def test_everything_there_is_to_know(tmp_path: Path) -> None:
    written(tmp_path, ROWS)
    written(tmp_path, [["text", "label"], ["Seen before, in the EXAM", "neg"], ["new", "pos"]], "exam.csv")
    found = inspected(tmp_path, exam="exam.csv", max_length=32)
    assert (found.request_id, found.rows, found.exam_rows, found.columns) == (7, 12, 2, ["text", "label"])
    assert found.preview[0] == ["A lovely film", "pos"]
    assert [(count.label, count.rows) for count in found.labels] == [("pos", 7), ("neg", 2)]
    facts = facts_of(found)
    assert {code: fact.rows for code, fact in facts.items() if fact.rows} == {
        "duplicates": [1, 2],
        "contradictions": [0, 1, 2],
        "exam_overlap": [8],
        "empty_rows": [3],
        "unlabelled_rows": [4, 7],
        "long_texts": [5, 6],
        "ragged_rows": [7],
    }
    assert all(fact.values["rows"] == str(len(fact.rows)) for fact in facts.values() if fact.rows)
    assert facts["rows"].values == {"rows": "10", "total": "12", "exam_rows": "2", "off": "50"}
    assert facts["labels"].values == {"labels": "2", "rows": "9", "problem": ""}
    assert facts["labels"].names == ["pos", "neg"]
    assert facts["long_texts"].values["limit"] == "32"
    assert (facts["imbalance"].level, facts["imbalance"].values["ratio"]) == ("ok", "3.5")
    assert {facts[code].level for code in ("contradictions", "exam_overlap", "ragged_rows")} == {"warn"}
    assert {facts[code].level for code in ("duplicates", "empty_rows", "unlabelled_rows")} == {"note"}
    assert wire.decode_event(wire.encode(found)) == found


def test_clean_data_has_nothing_to_mend(tmp_path: Path) -> None:
    written(tmp_path, [["text", "label"], *([f"sentence {row}", str(row % 2)] for row in range(1000))])
    found = inspected(tmp_path)
    assert {fact.level for fact in found.health} == {"ok"}
    assert [fact.code for fact in found.health] == [
        "rows",
        "labels",
        "imbalance",
        "duplicates",
        "contradictions",
        "empty_rows",
        "unlabelled_rows",
        "long_texts",
        "ragged_rows",
        "odd",
    ]
    assert found.exam_rows == 100
    assert found.health[0].values == {"rows": "900", "total": "1000", "exam_rows": "100"}


def test_an_exam_of_few_rows_is_said_to_tell_little(tmp_path: Path) -> None:
    """1.96 · √(0.25 / 99), and of ten: the half of a 95 % interval."""
    for rows, level, off in ((990, "note", "10"), (100, "note", "31"), (1000, "ok", None)):
        written(tmp_path, [["text", "label"], *([f"sentence {row}", str(row % 2)] for row in range(rows))])
        fact = facts_of(inspected(tmp_path))["rows"]
        assert (fact.level, fact.values.get("off")) == (level, off)


def test_imbalance_from_five_to_one(tmp_path: Path) -> None:
    for common, level in ((24, "ok"), (25, "warn")):
        labels = ["often"] * common + ["seldom"] * 5
        written(tmp_path, [["text", "label"], *([f"sentence {row}", label] for row, label in enumerate(labels))])
        fact = facts_of(inspected(tmp_path))["imbalance"]
        assert (fact.level, fact.values["label"], fact.values["rows"], fact.values["largest_rows"]) == (
            level,
            "seldom",
            "5",
            str(common),
        )


def test_unclear_columns_are_left_open_and_still_shown(tmp_path: Path) -> None:
    written(tmp_path, [["a", "b"], *([f"words {row}", f"more words {row}"] for row in range(40))])
    found = inspected(tmp_path)
    assert (found.data.text, found.data.label) == ("", "")
    assert (found.columns, found.rows, len(found.preview), found.labels) == (["a", "b"], 40, 40, [])
    assert [(fact.code, fact.level) for fact in found.health] == [("rows", "ok"), ("labels", "warn"), ("ragged_rows", "ok")]
    assert found.examples == []
    chosen = inspected(tmp_path, text="a", label="b")
    assert (chosen.data.text, chosen.data.label, chosen.data.guessed) == ("a", "b", ["encoding", "separator"])


def test_labels_are_counted_before_the_text_is_clear(tmp_path: Path) -> None:
    written(tmp_path, [["a", "b", "label"], *([f"words {row}", f"more words {row}", str(row % 2)] for row in range(40))])
    found = inspected(tmp_path)
    assert (found.data.text, found.data.label) == ("", "label")
    assert [(count.label, count.rows) for count in found.labels] == [("0", 20), ("1", 20)]
    assert "duplicates" not in facts_of(found)


def test_a_column_that_is_not_there_is_guessed_anew(tmp_path: Path) -> None:
    written(tmp_path, ROWS)
    found = inspected(tmp_path, text="review")
    assert (found.data.text, found.data.guessed[:1]) == ("text", ["text"])


@pytest.mark.parametrize(
    ("labels", "problem"), [(["pos"], "one"), ([""], "none"), ([f"about {row}" for row in range(60)], "many")]
)
def test_labels_that_teach_nothing_are_warned_of(tmp_path: Path, labels: list[str], problem: str) -> None:
    written(tmp_path, [["text", "label"], *([f"sentence {row}", labels[row % len(labels)]] for row in range(60))])
    fact = facts_of(inspected(tmp_path))["labels"]
    assert (fact.level, fact.values["problem"]) == ("warn", problem)


def test_of_many_labels_the_commonest_are_named_and_long_ones_shortened(tmp_path: Path) -> None:
    names = ["long " * 20, *"abcdefg"]
    written(tmp_path, [["text", "label"], *([f"sentence {row}", names[row % 8 if row < 80 else 0]] for row in range(90))])
    fact = facts_of(inspected(tmp_path))["labels"]
    assert (fact.values["labels"], fact.names[1:]) == ("8", ["a", "b", "c", "d"])
    assert (len(fact.names[0]), fact.names[0][-1]) == (60, "…")


def test_examples_are_short_different_and_of_every_label(tmp_path: Path) -> None:
    rows = [[f"short sentence {row % 45}", ("rare" if row % 30 == 7 else "often")] for row in range(300)]
    written(tmp_path, [["text", "label"], ["long words " * 100, "rare"], *rows])
    examples = inspected(tmp_path).examples
    label_of = dict(rows)
    assert len(examples) == len(set(examples)) <= EXAMPLES
    assert {label_of[text] for text in examples} == {"rare", "often"}


def test_large_cells_and_many_labels_pass_the_wire(tmp_path: Path) -> None:
    row = ["x" * 300_000] * 8
    written(
        tmp_path,
        [
            ["text", *(f"c{place}" for place in range(7)), "label"],
            *([*row, f"{'long label ' * 300}{label}"] for label in range(20)),
        ],
    )
    found = inspected(tmp_path, label="label")
    assert len(wire.encode(found)) < wire.MAX_LINE_BYTES / 4
    assert len(found.labels) == 20


def test_what_cannot_be_shown_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        inspected(tmp_path)
    assert caught.value.problem.code == "data_missing"
    written(tmp_path, ROWS)
    with pytest.raises(ProblemError) as caught:
        inspected(tmp_path, exam="exam.csv")
    assert caught.value.problem.values["file"] == "exam.csv"


def test_an_exam_file_with_other_columns_is_still_counted(tmp_path: Path) -> None:
    written(tmp_path, ROWS)
    written(tmp_path, [["words", "mood"], ["new", "pos"]], "exam.csv")
    found = inspected(tmp_path, exam="exam.csv")
    assert found.exam_rows == 1
    assert "exam_overlap" not in facts_of(found)
