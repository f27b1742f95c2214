"""The exam: scores on rows never trained on, and the time one text takes. Must not know: training, files, the window."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from transformers import BatchEncoding, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.device import Compute, synchronise
from distilstudio.engine.reading import read_into
from distilstudio.engine.tasks.task import Logits, Task
from distilstudio.protocol.scores import LOWER_IS_BETTER

TIMED_TEXTS = 40
TEXTS_IN_A_TURN = 10
WARM_UP_TEXTS = 2
SHORT_WORD_PIECES = 32
MARGIN_OVER_CHANCE = 0.02
"""A teacher must score this much better than always guessing the commonest label."""
MOST_OF_CHANCE = 0.9
"""The same for scores that fall: of what guessing gives."""
MACRO_OVER_CHANCE = 0.1
"""Whoever guesses at random, labels as they come or all alike, has a macro-F1 of 1 / labels at the most; one right guess of a rare label may
lift it by more than accuracy's margin."""
FEWEST_SURE = 30
"""On fewer rows a good teacher may look like a guessing one by bad luck; it is given a standard error's credit."""


@dataclass(frozen=True)
class Speed:
    """Median milliseconds for one text at a time, the model alone: texts of their own length, and of 32 word pieces."""

    own_length: float
    short: float


def read_for_exam(
    model: PreTrainedModel, task: Task, encoded: Encoded, compute: Compute, control: Control | None = None
) -> Iterator[int | Logits]:
    """Yields rows done, and last what is noted of the logits, [sum of counts, columns]; on a stop rows not yet read keep zeros."""
    out = np.zeros((int(encoded.counts.sum()), task.columns), np.float32)
    for done in read_into(out, model, task, encoded, compute):
        yield done
        if control is not None and control.stop in ("discard", "leave"):
            break
    yield out


def beats_guessing(task: Task, scores: Mapping[str, float], encoded: Encoded) -> bool:
    """Whether scores on these rows are better than always guessing the commonest label by more than can be luck.

    Where nearly all rows carry one label, accuracy has hardly any room above that guess. There a model is no guesser either that is as
    often right and, all labels counting alike (macro-F1), better than who guesses at random. Few rows are no excuse for who finds nothing at all.
    """
    (chance, _), score, rows = task.chance(encoded), scores[task.score_name], len(encoded)
    if task.score_name in LOWER_IS_BETTER:
        return score < MOST_OF_CHANCE * chance
    if score == 0 and task.asks(encoded):
        return False
    doubt = 0.5 / max(rows, 1) ** 0.5 if rows < FEWEST_SURE else 0.0
    if score + doubt >= chance + min(MARGIN_OVER_CHANCE, (1 - chance) / 2):
        return True
    found = scores.get("macro_f1") if task.score_name == "accuracy" else None
    return found is not None and score >= chance and found >= 1 / len(task.labels) + MACRO_OVER_CHANCE


def texts_to_time(rows: Rows) -> list[str]:
    """Some of the rows' texts, evenly from all of them."""
    return rows.take(np.arange(0, len(rows), max(1, len(rows) // TIMED_TEXTS))).texts[:TIMED_TEXTS]


def time_models(
    models: Sequence[PreTrainedModel], tokenizers: Sequence[PreTrainedTokenizerBase], texts: Sequence[str], max_length: int
) -> list[Speed]:
    """Time each model on the same texts, cut by its own tokenizer, in float32, as the try-out runs them.

    Models take turns after a few texts, so that a drifting clock rate hits all alike; not after each text, because then every one would
    find the caches full of another's weights, which made small models look 1.6 times as slow as they are where they run alone.
    """
    chosen = list(texts[:: max(1, len(texts) // TIMED_TEXTS)])[:TIMED_TEXTS] or ["an empty day"]
    own = [[_cut(text, tokenizer, max_length).to(models[0].device) for text in chosen] for tokenizer in tokenizers]
    fillers = [_cut(" ".join(chosen * 8), tokenizer, SHORT_WORD_PIECES).to(models[0].device) for tokenizer in tokenizers]
    own_ms: list[list[float]] = [[] for _ in models]
    short_ms: list[list[float]] = [[] for _ in models]
    with torch.inference_mode():
        for start in range(0, len(chosen), TEXTS_IN_A_TURN):
            for place, model in enumerate(models):
                turn = own[place][start : start + TEXTS_IN_A_TURN]
                for inputs in turn[:WARM_UP_TEXTS]:
                    model(**inputs)
                own_ms[place] += [_time_one(model, inputs) for inputs in turn]
                short_ms[place] += [_time_one(model, fillers[place]) for _ in turn]
    return [Speed(statistics.median(a), statistics.median(b)) for a, b in zip(own_ms, short_ms, strict=True)]


def _cut(text: str, tokenizer: PreTrainedTokenizerBase, word_pieces: int) -> BatchEncoding:
    return tokenizer(text, truncation=True, max_length=word_pieces, return_tensors="pt", return_token_type_ids=False)


def _time_one(model: PreTrainedModel, inputs: BatchEncoding) -> float:
    """Milliseconds; the quicker of two goes, since what another program takes away in between is no property of the model."""
    quickest = float("inf")
    for _ in range(2):
        synchronise(model.device)
        started = time.perf_counter()
        model(**inputs)
        synchronise(model.device)
        quickest = min(quickest, time.perf_counter() - started)
    return quickest * 1000
