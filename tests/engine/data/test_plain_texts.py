"""Plain texts for general distillation: any file with texts goes in, paragraphs come out, and nothing of a text is lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.data.kinds.mlm import with_blank
from distilstudio.engine.data.loading import load
from distilstudio.engine.data.readers.paragraphs import LONGEST, passages_of
from distilstudio.protocol.inspection import DataInspected, InspectData
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice

SENTENCE = "The river rose in the night, and nobody slept. "


def inspected(folder: Path, **choice: str) -> DataInspected:
    return inspect_data(InspectData(7, "mlm", DataChoice(**choice), str(folder)))


def texts_of(folder: Path, **choice: str) -> list[str]:
    data = load(DataChoice(**choice), "mlm", folder, 0)
    return sorted([*data.train.texts, *data.exam.texts])


def test_a_line_is_a_text_and_wrapped_lines_are_joined_to_paragraphs(tmp_path: Path) -> None:
    lines = [f"Line {number} stands alone, and ends here." for number in range(30)]
    (tmp_path / "lines.txt").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    assert texts_of(tmp_path, train="lines.txt") == sorted(lines)
    wrapped = (
        "\n\n".join(f"Paragraph {number} begins here\nand goes on for some\nlines of a book." for number in range(30)) + "\n"
    )
    (tmp_path / "book.txt").write_text(wrapped, encoding="utf-8")
    found = texts_of(tmp_path, train="book.txt")
    assert len(found) == 30
    assert found[0] == "Paragraph 0 begins here and goes on for some lines of a book."


@pytest.mark.parametrize("form", ["squad.json", "lines.jsonl", "table.csv"])
def test_of_questions_about_passages_each_passage_is_learnt_once(tmp_path: Path, form: str) -> None:
    passages = [f"The river number {number} rose in the night, and nobody slept." for number in range(30)]
    rows = [
        (f"Which river {verb} in the night number {place}?", text)
        for place, text in enumerate(passages)
        for verb in ("rose", "fell")
    ]
    file = tmp_path / form
    if form == "squad.json":
        inside = [
            {"context": text, "qas": [{"question": asked, "answers": []} for asked, of in rows if of == text]}
            for text in passages
        ]
        file.write_text(json.dumps({"data": [{"title": "Rivers of the world", "paragraphs": inside}]}), encoding="utf-8")
    elif form == "lines.jsonl":
        file.write_text("\n".join(json.dumps({"question": asked, "context": text}) for asked, text in rows), encoding="utf-8")
    else:
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("question", "context"), *rows])
    assert texts_of(tmp_path, train=form) == sorted(passages)
    assert inspected(tmp_path, train=form).data.text == "context"


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_of_a_table_the_column_of_texts_is_taken_and_labels_are_passed_over(tmp_path: Path, ending: str) -> None:
    rows = [(f"Review number {number} was written on a rainy day.", "good" if number % 2 else "bad") for number in range(40)]
    file = tmp_path / f"train.{ending}"
    with file.open("w", newline="", encoding="utf-8") as out:
        if ending == "csv":
            csv.writer(out).writerows([("review", "mood"), *rows, ("", "good")])
        else:
            out.writelines(json.dumps({"review": text, "mood": mood}) + "\n" for text, mood in rows)
    assert texts_of(tmp_path, train=file.name) == sorted(text for text, _ in rows)
    found = inspected(tmp_path, train=file.name)
    assert (found.rows, found.labels, found.data.text, found.data.label) == (40, [], "review", "")
    with pytest.raises(ProblemError) as caught:
        texts_of(tmp_path, train=file.name, text="nowhere")
    assert caught.value.problem.code == "data_no_column"


def test_nothing_of_a_long_text_is_lost() -> None:
    long = SENTENCE * 400
    parts = passages_of(f"  first\n\n{long}\nlast ")
    assert (parts[0], parts[-1]) == ("first", "last")
    assert max(map(len, parts)) <= LONGEST
    assert all(part.endswith(".") for part in parts[1:-1])  # cut between sentences
    assert " ".join(parts[1:-1]) == long.strip()
    assert "".join(passages_of("字" * 9000)) == "字" * 9000


def test_health_speaks_of_texts_alone_and_examples_have_a_blank(tmp_path: Path) -> None:
    lines = [f"Somebody counted {number} boats in the harbour." for number in range(40)]
    (tmp_path / "train.txt").write_text("\n".join([*lines, lines[0]]), encoding="utf-8")
    (tmp_path / "exam.txt").write_text("\n".join([lines[1], *(f"Another {number} came later." for number in range(5))]))
    found = inspected(tmp_path, train="train.txt", exam="exam.txt")
    facts = {fact.code: fact.rows for fact in found.health}
    assert not {"labels", "imbalance", "contradictions", "unlabelled_rows", "long_texts"} & set(facts)
    assert (facts["duplicates"], facts["exam_overlap"]) == ([40], [1])
    assert found.exam_rows == 6
    assert found.examples
    assert all(example.count("___") == 1 for example in found.examples)
    data = load(DataChoice(train="train.txt", exam="exam.txt"), "mlm", tmp_path, 0)
    assert not set(data.train.texts) & set(data.exam.texts)


@pytest.mark.parametrize(
    ("text", "blank"), [("7 + 8 = 15", "7 + 8 = 15"), ("今天天气好", "今天___气好"), ("It is raining again", "It is ___ again")]
)
def test_a_blank_takes_a_word_of_some_length_or_a_sign(text: str, blank: str) -> None:
    assert with_blank(text) == blank
