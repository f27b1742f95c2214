"""A model's answers to many texts as one table, least sure first: texts of like lengths together, a batch at a time.

Must not know: files, the wire, who else uses the model.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import torch

from distilstudio.engine.batching import IntArray
from distilstudio.engine.device import Compute
from distilstudio.engine.reading import read_into
from distilstudio.engine.tasks.task import AnswersMany
from distilstudio.engine.tryout import OpenModel
from distilstudio.protocol.answers import Answer, Answers, Entities, Labels
from distilstudio.protocol.problems import ProblemError, problem

PART_ROWS = 256
"""So many texts are cut into word pieces together."""
BETWEEN_LABELS, BETWEEN_NAMES = "; ", ", "
TEXT_WORK = 40
"""What a text costs beside its signs, in signs: the time left is told by them."""

Turn = Callable[[], contextlib.AbstractContextManager[object]]


@dataclass(frozen=True)
class Done:
    """So far: rows that are answered, and which share of the work that was."""

    rows: int
    share: float


def answer_all(student: OpenModel, asked: pa.Table, turn: Turn = contextlib.nullcontext) -> Iterator[Done | pa.Table]:
    """What is done after each batch, which is computed inside of `turn`, and last the table of `answers_table`. asked: columns "text" and, for
    questions, "question"; a row that lacks either has an empty answer, and comes last.

    Raises: ProblemError(answers_task) for a model whose answers make no table; what torch raises.
    """
    task = student.task
    if not isinstance(task, AnswersMany):
        raise ProblemError(problem("answers_task"))
    with turn():
        model, tokenizer = _model_of(student), copy.deepcopy(student.tokenizer)  # which cannot serve two at once
    compute = Compute(torch.device(model.device), "fp32")
    columns = [asked[name].combine_chunks() for name in asked.column_names]  # of chunks Arrow joins all before it takes any
    lengths: IntArray = np.sum([pc.utf8_length(column).to_numpy() for column in columns], axis=0, dtype=np.int64)
    order: IntArray = np.flatnonzero(np.all([_is_filled(column) for column in columns], axis=0))
    order = order[np.argsort(lengths[order], kind="stable")]
    work = np.concatenate([[0], np.cumsum(lengths[order] + TEXT_WORK)])
    words, sure = [""] * asked.num_rows, np.full(asked.num_rows, np.nan)
    for start in range(0, len(order), PART_ROWS):
        places = order[start : start + PART_ROWS]
        texts, *questions = (column.take(pa.array(places)).to_pylist() for column in columns)
        rows = task.unlabelled(texts, questions[0] if questions else [])
        encoded = student.task.encode(rows, tokenizer, student.max_length)
        logits = np.zeros((int(encoded.counts.sum()), student.task.columns), np.float32)
        reading = read_into(logits, model, student.task, encoded, compute)
        while (read := _next(reading, turn)) is not None:
            rows_done = start + read * len(places) // len(encoded)
            yield Done(rows_done, float(work[rows_done] / work[-1]))
        for place, (answer, confidence) in zip(places, task.told(logits, encoded, rows), strict=True):
            words[place], sure[place] = in_words(answer), confidence
    yield _table(asked, words, sure)


def in_words(answer: Answer) -> str:
    """An answer as one cell says it: its label or labels, "Anna Meyer (PER), Porto (LOC)", the words that answer a question; "" for none."""
    match answer:
        case Labels(several=True):
            return BETWEEN_LABELS.join(one.label for one in answer.labels if one.score >= answer.threshold)
        case Labels():
            return answer.labels[0].label if answer.labels else ""
        case Entities():
            return BETWEEN_NAMES.join(f"{' '.join(one.text.split())} ({one.label})" for one in answer.entities)
        case Answers():
            return answer.answers[0].text if answer.answers else ""
        case _:
            return ""


def _model_of(student: OpenModel) -> Any:
    """Of a student that is still in training a copy: it would change from one text to the next."""
    if student.trial is None:
        return student.model
    student.trial.follow()
    return copy.deepcopy(student.trial.model)


def _next(reading: Iterator[int], turn: Turn) -> int | None:
    with turn():
        return next(reading, None)


def _is_filled(column: pa.Array) -> Any:
    return pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)


def _table(asked: pa.Table, words: list[str], sure: Any) -> pa.Table:
    order: IntArray = np.argsort(sure, kind="stable")  # what is no number comes last
    cells = {name: asked[name].take(pa.array(order)) for name in reversed(asked.column_names)}
    return pa.table(
        {
            "row": pa.array(order + 1, pa.int64()),
            **cells,
            "answer": pa.array([words[place] for place in order], pa.string()),
            "confidence": pa.array(sure[order], pa.float64(), from_pandas=True),
        }
    )
