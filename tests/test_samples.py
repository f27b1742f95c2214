"""The bundled samples: made again to the byte by their own scripts, and worth learning from.

Each is distilled as its recipe says, and the student answers texts of tests/free_texts, which another author wrote and no sample has seen.
Two of the three trainings take minutes; they wait for DISTILSTUDIO_ALL_SAMPLES=1, all else is checked always: where that is not set, the
sentiment sample with 800 of its rows and one epoch each for teacher and student, which is the harder promise.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from distilstudio import places
from distilstudio.engine import jobs
from distilstudio.engine.control import Control
from distilstudio.engine.tasks.squad_scores import f1
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol import recipe_text
from distilstudio.protocol.answers import Answers, Entities, Labels
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEnded
from distilstudio.protocol.recipe_fields import with_value

SAMPLES = places.resources() / "samples"
FREE_TEXTS = Path(__file__).parent / "free_texts"
LARGEST = 700_000
"""Bytes that a sample's training file may take."""
ALL = os.environ.get("DISTILSTUDIO_ALL_SAMPLES") == "1"
takes_minutes = pytest.mark.skipif(not ALL, reason="trains for minutes; DISTILSTUDIO_ALL_SAMPLES=1 has it done")


@pytest.mark.parametrize("name", sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir()))
def test_a_sample_is_what_its_script_makes(name: str, tmp_path: Path) -> None:
    copy = tmp_path / name
    shutil.copytree(SAMPLES / name, copy)
    made = [file for file in copy.iterdir() if file.suffix in (".csv", ".conll", ".json")]
    for file in made:
        file.unlink()
    subprocess.run([sys.executable, str(copy / "make_sample.py")], check=True, cwd=copy, capture_output=True)
    assert made
    for file in made:
        assert file.read_bytes() == (SAMPLES / name / file.name).read_bytes(), file.name


def test_the_sentiment_sample_is_as_large_as_promised_and_has_no_row_twice() -> None:
    rows = {side: _rows(SAMPLES / "sentiment" / f"{side}.csv") for side in ("train", "exam")}
    texts = [row["text"].casefold() for side in rows.values() for row in side]
    assert len(rows["train"]) >= 1500
    assert len(texts) == len(set(texts))
    assert all(3 <= len(text.split()) <= 60 for text in texts)
    for side in rows.values():
        positive = sum(row["label"] == "positive" for row in side)
        assert 0.4 < positive / len(side) < 0.6


@pytest.mark.slow
def test_the_student_of_the_sentiment_sample_reads_free_sentences(tmp_path: Path) -> None:
    """60 sentences by another author, in another style, that stand in no sample: at least 80 % right (issue's promise to the person)."""
    student = _distilled("sentiment", tmp_path, {} if ALL else _in_a_hurry(tmp_path))
    sentences = json.loads((FREE_TEXTS / "sentiment.json").read_text(encoding="utf-8"))
    assert len(sentences) == 60
    wrong = [sentence["text"] for sentence in sentences if _best(student, sentence["text"]) != sentence["label"]]
    assert len(wrong) <= 12, wrong


def test_the_entities_sample_is_as_large_as_promised_and_has_no_sentence_twice() -> None:
    files = {side: SAMPLES / "entities" / f"{side}.conll" for side in ("train", "exam")}
    sentences = {side: _sentences(path) for side, path in files.items()}
    texts = [" ".join(word for word, _ in sentence).casefold() for side in sentences.values() for sentence in side]
    assert len(sentences["train"]) >= 1200
    assert len(texts) == len(set(texts))
    assert files["train"].stat().st_size < LARGEST
    without = sum(all(tag == "O" for _, tag in sentence) for sentence in sentences["train"])
    assert 0.1 < without / len(sentences["train"]) < 0.3


def test_the_questions_sample_is_as_large_as_promised_and_its_answers_stand_where_they_are_said_to() -> None:
    files = {side: SAMPLES / "questions" / f"{side}.json" for side in ("train", "exam")}
    passages = {side: _passages(path) for side, path in files.items()}
    contexts = [passage["context"] for side in passages.values() for passage in side]
    assert sum(len(passage["qas"]) for passage in passages["train"]) >= 800
    assert len(contexts) == len(set(contexts))
    assert files["train"].stat().st_size < LARGEST
    for passage in (passage for side in passages.values() for passage in side):
        for asked in passage["qas"]:
            for answer in asked["answers"]:
                assert passage["context"][answer["answer_start"] :].startswith(answer["text"]), asked["id"]


def test_no_name_of_the_free_texts_is_marked_in_the_entities_sample() -> None:
    free = json.loads((FREE_TEXTS / "entities.json").read_text(encoding="utf-8"))
    asked = {one["text"][name["start"] : name["end"]].casefold() for one in free for name in one["entities"]}
    for side in ("train", "exam"):
        marked = {name.casefold() for sentence in _sentences(SAMPLES / "entities" / f"{side}.conll") for name in _names(sentence)}
        assert not asked & marked
    unmarked = (SAMPLES / "entities" / "unlabelled.jsonl").read_text(encoding="utf-8").casefold()
    assert not [name for name in asked if re.search(rf"\b{re.escape(name)}\b", unmarked)]
    sentences = {" ".join(word for word, _ in one).casefold() for one in _sentences(SAMPLES / "entities" / "train.conll")}
    assert not {one["text"].casefold() for one in free} & sentences


def test_no_sentence_and_no_name_of_the_free_passages_is_in_the_questions_sample() -> None:
    free = json.loads((FREE_TEXTS / "questions.json").read_text(encoding="utf-8"))
    passages = _passages(SAMPLES / "questions" / "train.json")
    learnt = " ".join(passage["context"] for passage in passages)
    asked = {question["question"].casefold() for passage in passages for question in passage["qas"]}
    for one in free:
        assert not any(sentence in learnt for sentence in re.split(r"(?<=[.!?]) ", one["context"]) if len(sentence.split()) > 3)
        assert one["question"].casefold() not in asked
        names = re.findall(r"\b[a-z]\w*[,;]? ([A-Z]\w+(?: [A-Z]\w+)*)", one["context"])
        assert not [name for name in names if name not in _CALENDAR and re.search(rf"\b{name}\b", learnt)]


@pytest.mark.slow
@takes_minutes
def test_the_student_of_the_entities_sample_marks_free_sentences(tmp_path: Path) -> None:
    """30 sentences about names that the sample does not have: at least 70 % wholly right, every name and nothing else."""
    student = _distilled("entities", tmp_path)
    sentences = json.loads((FREE_TEXTS / "entities.json").read_text(encoding="utf-8"))
    assert len(sentences) == 30
    wrong = [sentence["text"] for sentence in sentences if _marked(student, sentence["text"]) != sentence["entities"]]
    assert len(wrong) <= 9, wrong


@pytest.mark.slow
@takes_minutes
def test_the_student_of_the_questions_sample_answers_about_free_passages(tmp_path: Path) -> None:
    """30 questions about passages that share nothing with the sample: at least 70 % right, that is F1 of SQuAD 0.5 or more."""
    student = _distilled("questions", tmp_path)
    questions = json.loads((FREE_TEXTS / "questions.json").read_text(encoding="utf-8"))
    assert len(questions) == 30
    wrong = [asked["question"] for asked in questions if f1(_answered(student, asked), asked["answers"]) < 0.5]
    assert len(wrong) <= 9, wrong


_CALENDAR = {
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def _distilled(name: str, place: Path, changes: Mapping[str, object] = MappingProxyType({})) -> OpenModel:
    """The student of a sample, made as its recipe says but for these changes."""
    folder = SAMPLES / name
    recipe = recipe_text.parse((folder / "recipe.toml").read_bytes())
    for key, value in changes.items():
        recipe = with_value(recipe, key, value)
    *_, ended = jobs.distil(StartRun("sample", recipe, str(place / "run"), base=str(folder)), Control())
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "done", ended.problem
    return OpenModel.load(place / "run" / "student", recipe.task)


def _in_a_hurry(place: Path) -> dict[str, object]:
    """The sentiment sample's recipe with its shortest rows, and larger steps. Seen with three seeds: 8, 9 and 8 free sentences of 60 wrong."""
    for side, wanted in (("train", 800), ("exam", 100)):
        head, *lines = (SAMPLES / "sentiment" / f"{side}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        shortest = sorted(sorted(range(len(lines)), key=lambda line: len(lines[line]))[:wanted])
        (place / f"{side}.csv").write_text("".join([head, *(lines[line] for line in shortest)]), encoding="utf-8")
    return {
        "data.train": str(place / "train.csv"),
        "data.exam": str(place / "exam.csv"),
        "teacher.epochs": 1,
        "teacher.learning_rate": 1e-4,
        "train.epochs": 1,
        "train.learning_rate": 3e-4,
        "train.least_steps": 0,
        "student.copied": "spread",  # which answers at once
    }


def _marked(student: OpenModel, text: str) -> list[dict[str, object]]:
    answer, _ = student.answer(text)
    assert isinstance(answer, Entities)
    return [{"start": name.start, "end": name.end, "label": name.label} for name in answer.entities]


def _answered(student: OpenModel, asked: dict[str, str]) -> str:
    answer, _ = student.answer(asked["context"], asked["question"])
    assert isinstance(answer, Answers)
    return answer.answers[0].text


def _sentences(path: Path) -> list[list[tuple[str, str]]]:
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [[tuple(line.rsplit(" ", 1)) for line in block.split("\n")] for block in blocks]  # type: ignore[misc]


def _names(sentence: list[tuple[str, str]]) -> list[str]:
    names: list[str] = []
    for word, tag in sentence:
        if tag.startswith("B-"):
            names.append(word)
        elif tag.startswith("I-"):
            names[-1] += f" {word}"
    return names


def _passages(path: Path) -> list[Any]:
    file = json.loads(path.read_text(encoding="utf-8"))
    return [passage for group in file["data"] for passage in group["paragraphs"]]


def _best(student: OpenModel, text: str) -> str:
    answer, _ = student.answer(text)
    assert isinstance(answer, Labels)
    return answer.labels[0].label


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
