"""What the tests of question answering are made of: passages a tiny model can learn to read, and a tiny model with a head for spans."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import torch
from transformers import AutoModelForQuestionAnswering

from distilstudio.engine.data.rows import Rows
from tests.tiny_models import BAD, GOOD, NEUTRAL, tiny_config, tiny_tokenizer

Asked = tuple[str, str, list[str] | None, int]
"""Passage, question, answers (empty: none in the passage; None: not known), and where the first one begins."""


def keyword_questions(count: int, seed: int = 0, words: int = 10) -> list[Asked]:
    """“what was good” is answered by the one word of GOOD in the passage, “what was bad” by the one of BAD: a tiny model learns it."""
    draw = random.Random(seed)
    asked: list[Asked] = []
    for number in range(count):
        good, bad = draw.choice(GOOD), draw.choice(BAD)
        text = [draw.choice(NEUTRAL) for _ in range(words)] + [good, bad]
        draw.shuffle(text)
        passage = " ".join(text)
        wanted = good if number % 2 else bad
        asked.append((passage, "what was good" if number % 2 else "what was bad", [wanted], f" {passage} ".index(f" {wanted} ")))
    return asked


def rows_of(asked: Sequence[Asked]) -> Rows:
    """Rows as the kind of data gives them."""
    return Rows(
        pa.table(
            {
                "text": pa.array([passage for passage, _, _, _ in asked], pa.string()),
                "question": pa.array([question for _, question, _, _ in asked], pa.string()),
                "answers": pa.array([answers for _, _, answers, _ in asked], pa.list_(pa.string())),
                "start": pa.array([start for _, _, _, start in asked], pa.int64()),
                "stratum": pa.array([None if answers is None else "answered" for _, _, answers, _ in asked], pa.string()),
            }
        )
    )


def squad_json(asked: Sequence[Asked], version: str = "1.1") -> str:
    """The same in SQuAD's layout, a line for each question."""
    paragraphs = []
    for number, (passage, question, answers, start) in enumerate(asked):
        one: dict[str, Any] = {"id": str(number), "question": question}
        if answers is not None:
            one["answers"] = [{"text": text, "answer_start": start} for text in answers]
            one["is_impossible"] = not answers
        paragraphs.append(json.dumps({"context": passage, "qas": [one]}, ensure_ascii=False))
    return f'{{"version": "{version}", "data": [{{"title": "t", "paragraphs": [\n' + ",\n".join(paragraphs) + "\n]}]}\n"


def write_squad(path: Path, asked: Sequence[Asked]) -> Path:
    """A SQuAD file."""
    path.write_text(squad_json(asked), encoding="utf-8")
    return path


def asked_work(base: Path, learnt: Sequence[Asked], examined: Sequence[Asked]) -> dict[str, Any]:
    """The files of a run, and what its recipe says of them."""
    write_squad(base / "train.json", learnt)
    write_squad(base / "test.json", examined)
    return {"task": "qa", "data__train": "train.json", "data__exam": "test.json"}


def tiny_reader(layers: int = 2, seed: int = 0, dropout: float = 0.0, family: str = "bert") -> Any:
    """A tiny model with a head for spans, in memory, the same for the same seed."""
    config = tiny_config(family, len(tiny_tokenizer(family)), layers)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return AutoModelForQuestionAnswering.from_config(config).eval()
