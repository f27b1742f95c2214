"""What the tests of named-entity recognition are made of: marked sentences that a tiny model can learn, and their files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.rows import Rows
from tests.tiny_models import BAD, GOOD, NEUTRAL

TYPES = ("BAD", "GOOD")
TAGS = ["O", "B-BAD", "I-BAD", "B-GOOD", "I-GOOD"]
Marked = tuple[list[str], list[str] | None]


def marked_sentences(count: int, seed: int = 0, words: int = 8) -> list[Marked]:
    """Sentences in which one or two words of GOOD or BAD side by side are a name of that type; each text once."""
    draw = random.Random(seed)
    made: dict[str, Marked] = {}
    while len(made) < count:
        sentence: list[str] = []
        tags: list[str] = []
        for _ in range(draw.randint(2, words)):
            kind = draw.choice(["", "", "", "BAD", "GOOD"])
            if kind and (not tags or tags[-1] == "O"):
                length = draw.randint(1, 2)
                sentence += [draw.choice(GOOD if kind == "GOOD" else BAD) for _ in range(length)]
                tags += [f"B-{kind}", f"I-{kind}"][:length]
            else:
                sentence.append(draw.choice(NEUTRAL))
                tags.append("O")
        made.setdefault(" ".join(sentence), (sentence, tags))
    return list(made.values())


def rows_of(sentences: Sequence[Marked]) -> Rows:
    """The rows that the reader would make of them."""
    texts = [" ".join(words) for words, _ in sentences]
    return Rows(
        pa.table(
            {
                "text": pa.array(texts, pa.string()),
                "key": pa.array(texts, pa.string()),
                "stratum": pa.array([None if tags is None else "O" for _, tags in sentences], pa.string()),
                "row": pa.array(range(len(sentences)), pa.int64()),
                "words": pa.array([words for words, _ in sentences], pa.list_(pa.string())),
                "tags": pa.array([tags for _, tags in sentences], pa.list_(pa.string())),
            }
        )
    )


def write_conll(path: Path, sentences: Sequence[Marked]) -> Path:
    """The sentences as a CoNLL file; one that nobody marked has words only."""
    blocks = [
        "".join(f"{word}\n" if tags is None else f"{word} {tags[place]}\n" for place, word in enumerate(words))
        for words, tags in sentences
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


def marked_work(base: Path, learnt: Sequence[Marked], examined: Sequence[Marked]) -> dict[str, Any]:
    """The files of a run, and what its recipe says of them."""
    write_conll(base / "train.conll", learnt)
    write_conll(base / "test.conll", examined)
    return {"task": "ner", "data__train": "train.conll", "data__exam": "test.conll"}
