"""What a run keeps of its exam to be read row by row: held against what plain transformers say of the same rows, asked one by one."""

from __future__ import annotations

import csv
import json
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pytest
import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from distilstudio.engine.batching import Encoded
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.mistakes import review_of
from distilstudio.engine.mistakes.labels import LabelsReview
from distilstudio.engine.mistakes.review import Noted, chosen, window
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.mlm import MaskedWords
from distilstudio.engine.tasks.ner import Ner
from distilstudio.protocol.mistakes import (
    FEWEST_RIGHT,
    MISTAKES_FILE,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_ROWS,
    Mistakes,
    Said,
    read_mistakes,
)
from distilstudio.protocol.recipe import Recipe
from tests.engine.asked_lessons import asked_work, keyword_questions
from tests.engine.lessons import ended, recipe, run
from tests.engine.marked_lessons import marked_sentences, marked_work
from tests.engine.marked_lessons import rows_of as marked_rows
from tests.tiny_models import keyword_rows, make_tiny_teacher, plain_texts, several_rows, tiny_tokenizer, write_csv

QUICK = {"teacher__epochs": 3, "teacher__learning_rate": 3e-3, "train__epochs": 1}
ROWS = 36


class Finished(NamedTuple):
    """A finished run: its folder, and what it kept."""

    folder: Path
    kept: Mistakes

    def models(self, kind: Any) -> Iterator[tuple[str, Any, Any]]:
        """Both models as plain transformers open them."""
        for side in ("teacher", "student"):
            folder = self.folder / side
            if not folder.is_dir():
                folder = self.folder.parents[1] / side
            yield side, kind.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)

    def said(self, side: str) -> list[Said]:
        """What one side said of each row, in the order of the file."""
        return [getattr(row, side) for row in sorted(self.kept.kept, key=lambda row: row.number)]

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """The table by its names."""
        kept = self.kept
        return {(kept.lines[cell.line], kept.columns[cell.column]): (cell.count, cell.teacher_right) for cell in kept.cells}


def finished(base: Path, the_recipe: Recipe) -> Finished:
    """A run with a tiny teacher on the files that are there."""
    make_tiny_teacher(base / "teacher", None)
    end = ended(run(base, the_recipe))
    assert end.outcome == "done", end.problem
    return Finished(base / "runs/one", read_mistakes(base / "runs/one"))


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Some rows of the exam are marked wrongly, so that who knows its work errs there."""
    base = tmp_path_factory.mktemp("labels")
    write_csv(base / "train.csv", keyword_rows(48))
    rows = keyword_rows(ROWS, seed=5)
    write_csv(base / "test.csv", [(text, "pos" if place < 4 else label) for place, (text, label) in enumerate(rows)])
    return finished(base, recipe(**QUICK))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    base = tmp_path_factory.mktemp("several")
    write_csv(base / "train.csv", several_rows(60))
    write_csv(base / "test.csv", several_rows(ROWS, seed=5))
    return finished(base, recipe(data__multi_label=True, **QUICK))


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    base = tmp_path_factory.mktemp("names")
    files = marked_work(base, marked_sentences(120), marked_sentences(ROWS, seed=5))
    return finished(base, recipe(**{**QUICK, **files, "train__learning_rate": 3e-3, "teacher__epochs": 8}))


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    base = tmp_path_factory.mktemp("questions")
    unanswered = [("the film was so quiet", "what was bad", [], -1)] * 3
    learnt = [*keyword_questions(60), *unanswered[:1]]
    files = asked_work(base, learnt, [*keyword_questions(ROWS - 3, seed=5), *unanswered])
    return finished(base, recipe(**{**QUICK, **files, "teacher__epochs": 8}))


def csv_rows(done: Finished) -> list[tuple[str, str]]:
    with (done.folder.parents[1] / "test.csv").open(newline="", encoding="utf-8") as file:
        return [(text, label) for text, label in list(csv.reader(file))[1:]]


def sums_up(done: Finished) -> None:
    """The three figures of the sentence are those of the rows, which are all kept here; and the report's own score agrees with them."""
    teacher, student = ([one.right for one in done.said(side)] for side in ("teacher", "student"))
    assert len(student) == done.kept.rows
    assert done.kept.student_wrong == student.count(False)
    assert done.kept.teacher_right == sum(theirs and not ours for theirs, ours in zip(teacher, student, strict=True))
    assert 0 < done.kept.student_wrong < done.kept.rows, "a test of nothing"


@torch.no_grad()
def test_labels_are_those_of_plain_transformers(labels: Finished) -> None:
    rows = csv_rows(labels)
    wanted = [label for _, label in rows]
    said: dict[str, list[str]] = {}
    for side, model, tokenizer in labels.models(AutoModelForSequenceClassification):
        shares = [model(**tokenizer(text, return_tensors="pt")).logits[0].softmax(-1) for text, _ in rows]
        said[side] = [model.config.id2label[int(one.argmax())] for one in shares]
        assert [one.words for one in labels.said(side)] == [[label] for label in said[side]]
        assert [one.confidence for one in labels.said(side)] == pytest.approx([float(one.max()) for one in shares], abs=1e-3)
        assert [one.right for one in labels.said(side)] == [one == other for one, other in zip(said[side], wanted, strict=True)]
    every = list(zip(wanted, said["student"], said["teacher"], strict=True))
    counted = Counter((label, ours) for label, ours, _ in every)
    teacher_right = Counter((label, ours) for label, ours, theirs in every if theirs == label)
    assert labels.counts() == {cell: (number, teacher_right[cell]) for cell, number in counted.items()}
    assert [row.text for row in sorted(labels.kept.kept, key=lambda row: row.number)] == [text for text, _ in rows]
    sums_up(labels)
    report = json.loads((labels.folder / "report.json").read_text(encoding="utf-8"))
    assert report["student"]["scores"]["accuracy"] == pytest.approx(1 - labels.kept.student_wrong / labels.kept.rows)


@torch.no_grad()
def test_several_labels_are_those_of_plain_transformers(several: Finished) -> None:
    rows = csv_rows(several)
    wanted = [set() if label == "[]" else set(label.split("|")) for _, label in rows]
    said: dict[str, list[set[str]]] = {}
    for side, model, tokenizer in several.models(AutoModelForSequenceClassification):
        shares = [model(**tokenizer(text, return_tensors="pt")).logits[0].sigmoid() for text, _ in rows]
        names = model.config.id2label
        said[side] = [{names[place] for place, share in enumerate(one) if share > 0.5} for one in shares]
        assert [set(one.words) for one in several.said(side)] == said[side]
        assert [one.right for one in several.said(side)] == [one == other for one, other in zip(said[side], wanted, strict=True)]
    counted: Counter[tuple[str, str]] = Counter()
    teacher_right: Counter[tuple[str, str]] = Counter()
    for labels, ours, theirs in zip(wanted, said["student"], said["teacher"], strict=True):
        for label in labels | ours:
            column = "too_much" if label not in labels else "found" if label in ours else "missed"
            counted[label, column] += 1
            teacher_right[label, column] += (label in theirs) == (label in labels)
    assert several.counts() == {cell: (number, teacher_right[cell]) for cell, number in counted.items()}
    sums_up(several)


@torch.no_grad()
def test_names_are_those_of_plain_transformers(names: Finished) -> None:
    sentences = marked_sentences(ROWS, seed=5)
    wanted = [spans(words, tags or []) for words, tags in sentences]
    said: dict[str, list[set[tuple[int, int, str]]]] = {}
    for side, model, tokenizer in names.models(AutoModelForTokenClassification):
        said[side] = []
        for words, _ in sentences:
            read = tokenizer(words, is_split_into_words=True, return_tensors="pt")
            best = model(**read).logits[0].argmax(-1).tolist()
            firsts = {word: place for place, word in reversed(list(enumerate(read.word_ids()))) if word is not None}
            said[side].append(spans(words, [model.config.id2label[best[firsts[word]]] for word in range(len(words))]))
        kept = [{(part.start, part.end, part.label) for part in one.parts} for one in names.said(side)]
        assert kept == said[side]
        assert [one.right for one in names.said(side)] == [one == other for one, other in zip(said[side], wanted, strict=True)]
    counted: Counter[tuple[str, str]] = Counter()
    teacher_right: Counter[tuple[str, str]] = Counter()
    for marked, ours, theirs in zip(wanted, said["student"], said["teacher"], strict=True):
        for one in marked:
            touched = [other for other in ours if overlap(one, other)]
            column = (
                "found" if one in ours
                else "missed" if not touched
                else "wrong_borders" if one[2] in {kind for _, _, kind in touched}
                else "wrong_type"
            )  # fmt: skip
            counted[one[2], column] += 1
            teacher_right[one[2], column] += one in theirs
        for other in ours:
            if not any(overlap(one, other) for one in marked):
                counted[other[2], "invented"] += 1
                teacher_right[other[2], "invented"] += not any(overlap(one, other) for one in theirs)
    assert names.counts() == {cell: (number, teacher_right[cell]) for cell, number in counted.items()}
    assert len({column for _, column in counted}) > 1
    for row in names.kept.kept:
        assert Counter((place.line, place.column) for place in row.places).total() >= len(row.wanted.parts)
    sums_up(names)


@torch.no_grad()
def test_answers_are_those_of_plain_transformers(questions: Finished) -> None:
    asked = json.loads((questions.folder.parents[1] / "test.json").read_text(encoding="utf-8"))["data"][0]["paragraphs"]
    rows = [(one["context"], one["qas"][0]["question"], [a["text"] for a in one["qas"][0]["answers"]]) for one in asked]
    said: dict[str, list[str]] = {}
    for side, model, tokenizer in questions.models(AutoModelForQuestionAnswering):
        said[side] = [best_answer(model, tokenizer, question, passage) for passage, question, _ in rows]
        assert [" ".join(one.words) for one in questions.said(side)] == said[side]
        for one, (passage, _, _) in zip(questions.said(side), rows, strict=True):
            assert [passage[part.start : part.end] for part in one.parts] == one.words
    kinds = {side: [kind(text, answers) for text, (_, _, answers) in zip(said[side], rows, strict=True)] for side in said}
    counted = Counter(kinds["student"])
    both = Counter(one for one, other in zip(kinds["student"], kinds["teacher"], strict=True) if other == "right")
    assert {line: found for (line, _), found in questions.counts().items()} == {one: (n, both[one]) for one, n in counted.items()}
    assert [row.question for row in questions.kept.kept] == [question for _, question, _ in rows]
    sums_up(questions)


def spans(words: list[str], tags: list[str]) -> set[tuple[int, int, str]]:
    """Names as code points of the joined sentence; an I- that goes on with nothing begins one."""
    found: list[list[Any]] = []
    start, before = 0, "O"
    for word, tag in zip(words, tags, strict=True):
        if tag != "O" and (tag[0] == "B" or before == "O" or before[2:] != tag[2:]):
            found.append([start, start + len(word), tag[2:]])
        elif tag != "O":
            found[-1][1] = start + len(word)
        start, before = start + len(word) + 1, tag
    return {(first, last, label) for first, last, label in found}


def overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return bool(set(range(*one[:2])) & set(range(*other[:2])))


def best_answer(model: Any, tokenizer: Any, question: str, passage: str) -> str:
    """The pair of start and end with the highest sum of logits, "" where [CLS] has a higher one; every pair is tried."""
    read = tokenizer(question, passage, return_tensors="pt", return_offsets_mapping=True)
    places = read.pop("offset_mapping")[0].tolist()
    owners = read.sequence_ids(0)
    out = model(**read)
    start, end = out.start_logits[0].tolist(), out.end_logits[0].tolist()
    own = [place for place, owner in enumerate(owners) if owner == 1]
    best, first, last = max((start[a] + end[b], a, b) for a in own for b in own if a <= b < a + 30)
    return "" if start[0] + end[0] > best else passage[places[first][0] : places[last][1]]


def kind(text: str, answers: list[str]) -> str:
    """These passages have no capitals, one answer each, and words of letters alone but for articles."""
    plain = [word for word in text.translate(str.maketrans("", "", string.punctuation)).split() if word not in ("a", "an", "the")]
    if not answers:
        return "made_up" if plain else "right"
    if not plain:
        return "refused" if not text else "wrong"
    return "right" if plain == answers[0].split() else "partly" if answers[0] in plain else "wrong"


def test_names_that_touch_are_one_mistake() -> None:
    """Ada Finch of Porto visited Mei: hand-made tags, one sentence for every way to be wrong."""
    types = ("PER", "LOC")
    task = Ner(types)
    words = ["Ada", "Finch", "of", "Porto", "visited", "Mei"]
    wanted = ["B-PER", "I-PER", "O", "B-LOC", "O", "B-PER"]
    teacher = [wanted] * 5
    student = [
        wanted,
        ["B-LOC", "I-LOC", "O", "B-LOC", "O", "B-PER"],  # another type
        ["B-PER", "O", "O", "B-LOC", "O", "B-PER"],  # other borders
        ["B-PER", "I-PER", "O", "O", "O", "B-PER"],  # missed
        ["B-PER", "I-PER", "B-LOC", "B-LOC", "O", "B-PER"],  # made up
    ]
    rows = marked_rows([(words, wanted)] * 5)
    encoded = task.encode(rows, tiny_tokenizer(), 48)

    def noted(sentences: list[list[str]]) -> Noted:
        tags = np.array([task.labels.index(tag) for tags in sentences for tag in tags], np.int16)
        return Noted(tags, np.full(len(sentences), 0.9, np.float32))

    review = review_of(task)
    assert review is not None
    found = review.compare(encoded, noted(teacher), noted(student), rows.take)
    counts = {(found.lines[cell.line], found.columns[cell.column]): (cell.count, cell.teacher_right) for cell in found.cells}
    assert counts == {
        ("PER", "found"): (8, 8),
        ("PER", "wrong_type"): (1, 1),
        ("PER", "wrong_borders"): (1, 1),
        ("LOC", "found"): (4, 4),
        ("LOC", "missed"): (1, 1),
        ("LOC", "invented"): (1, 1),
    }
    assert (found.rows, found.student_wrong, found.teacher_right) == (5, 4, 4)
    assert [found.columns[place.column] for place in found.kept[4].places] == ["found", "found", "found", "invented"]
    assert [found.kept[4].text[part.start : part.end] for part in found.kept[4].student.parts] == [
        "Ada Finch",
        "of",
        "Porto",
        "Mei",
    ]


def test_nothing_is_kept_of_hidden_words(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("\n".join(plain_texts(40)), encoding="utf-8")
    (tmp_path / "test.txt").write_text("\n".join(plain_texts(25, seed=1)), encoding="utf-8")
    make_tiny_teacher(tmp_path / "teacher", words=True)
    end = ended(run(tmp_path, recipe(task="mlm", data__train="train.txt", data__exam="test.txt", train__epochs=1)))
    assert end.outcome == "done", end.problem
    assert not (tmp_path / "runs/one" / MISTAKES_FILE).exists()
    assert review_of(MaskedWords()) is None


def test_the_file_is_no_part_of_what_is_taken_home(labels: Finished) -> None:
    assert (labels.folder / MISTAKES_FILE).is_file()
    assert not list((labels.folder / "student").rglob(MISTAKES_FILE))
    assert not (labels.folder / "exam_answers").exists()


def test_every_kind_of_mistake_has_its_most_confident_rows() -> None:
    """Of a hundred thousand rows a few thousand are kept: the rare mistake is among them, and so are right rows from end to end."""
    rows = 100_000
    wrong = np.arange(rows) % 2 == 0
    kinds = np.where(np.arange(rows) % 1000 == 0, 1, 0)
    confidence = np.random.default_rng(0).random(rows).astype(np.float32)
    kept = chosen(wrong, kinds, confidence)
    assert len(kept) == MOST_ROWS
    assert (np.diff(kept) > 0).all()
    rare, usual = kept[wrong[kept] & (kinds[kept] == 1)], kept[wrong[kept] & (kinds[kept] == 0)]
    assert len(rare) == 100
    assert confidence[usual].min() >= np.sort(confidence[wrong & (kinds == 0)])[-len(usual)]
    right = kept[~wrong[kept]]
    assert len(right) == FEWEST_RIGHT
    assert right[0] < 500
    assert right[-1] > rows - 500


def test_all_rows_are_kept_where_they_fit() -> None:
    wrong = np.arange(300) % 7 == 0
    assert chosen(wrong, np.zeros(300, np.int64), np.ones(300, np.float32)).tolist() == list(range(300))


def test_the_counts_are_of_all_rows_though_few_are_kept() -> None:
    """20,000 texts with 120 labels: the file stays small, and its figures are whole."""
    rows, names = 20_000, [f"label {number}" for number in range(120)]
    task = Classification(names)
    draw = np.random.default_rng(0)
    wanted = draw.integers(0, 120, rows)
    logits = draw.normal(size=(rows, 120)).astype(np.float32)
    encoded = Encoded(np.zeros(rows, np.int32), np.arange(rows + 1), wanted, np.ones(rows, np.int64), 0)
    review = LabelsReview(task)
    teacher, student = review.note(np.roll(logits, 1, axis=1), encoded), review.note(logits, encoded)
    texts = Rows(pa.table({"text": ["word " * 400] * rows, "row": range(rows)}))
    found = review.compare(encoded, teacher, student, texts.take)
    assert (found.rows, len(found.kept)) == (rows, MOST_ROWS)
    assert found.student_wrong == int((logits.argmax(1) != wanted).sum())
    assert len([cell for cell in found.cells if cell.line != cell.column]) == MOST_CELLS
    assert sum(cell.count for cell in found.cells if cell.line == cell.column) == rows - found.student_wrong
    assert all(len(row.text) == MOST_CHARACTERS and row.cut_behind for row in found.kept)
    assert len(msgspec.json.encode(found)) < 6_000_000


def test_a_long_text_is_cut_round_the_place_that_matters() -> None:
    text = "word " * 3000
    assert window("short") == (0, 5)
    assert window(text) == (0, MOST_CHARACTERS)
    start, end = window(text, 9_000)
    assert start <= 9_000 - 200 < 9_000 < end
    assert text[start:].startswith("word")
    assert window(text, len(text) - 1)[1] == len(text)


def test_what_a_later_version_adds_does_no_harm(labels: Finished) -> None:
    told = msgspec.json.decode((labels.folder / MISTAKES_FILE).read_bytes())
    told["kept"][0]["more"] = 1
    (labels.folder / "later").mkdir(exist_ok=True)
    (labels.folder / "later" / MISTAKES_FILE).write_bytes(msgspec.json.encode(told))
    assert read_mistakes(labels.folder / "later") == labels.kept
