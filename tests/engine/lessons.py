"""What the engine's tests are made of: rows, a tiny model in memory, one training of it, and a whole run through the door."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch
from transformers import AutoModelForSequenceClassification

from distilstudio.engine import batching, jobs, kernels
from distilstudio.engine.batching import Encoded
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import Rows
from distilstudio.engine.device import Compute
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.loop import Hooks, Trainer
from distilstudio.engine.runs import save_model
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEnded, RunEvent, RunNote, StageProgress
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from tests.tiny_models import keyword_rows, make_tiny_teacher, tiny_config, tiny_tokenizer, write_csv

CPU = Compute(torch.device("cpu"), "fp32")
LABELS = ["neg", "pos"]


def tiny_model(
    layers: int = 2, labels: int = 2, seed: int = 0, dropout: float = 0.0, family: str = "bert", hidden: int = 32
) -> Any:
    """A tiny classifier in memory, the same for the same seed; without dropout unless told."""
    config = tiny_config(family, len(tiny_tokenizer(family)), layers, hidden)
    config.num_labels = labels
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return AutoModelForSequenceClassification.from_config(config).eval()


def encoded(count: int, seed: int = 0, unlabelled: int = 0, words: int = 8, labels: list[str] | None = None) -> Encoded:
    """Keyword rows as the task encodes them; the last `unlabelled` of them carry no label."""
    rows = keyword_rows(count, seed=seed, words=words)
    names: list[str | None] = [label for _, label in rows]
    names[count - unlabelled :] = [None] * unlabelled
    return encode(Classification(labels or LABELS), [text for text, _ in rows], names)


def encode(task: Classification, texts: Sequence[str], labels: Sequence[str | None]) -> Encoded:
    """Rows in memory, as the reader would give them, tokenised by the task."""
    table = pa.table({"text": pa.array(texts, pa.string()), "label": pa.array(labels, pa.string()), "row": range(len(texts))})
    return task.encode(Rows(table), tiny_tokenizer(), 64)


def favour(patch: pytest.MonkeyPatch, kernel: str) -> None:
    """The clock that chooses an attention kernel has its mind made up: this one where it can be had, else the first."""
    patch.setattr(kernels, "_time_step", lambda model, *_: 1.0 if model.config._attn_implementation == kernel else 2.0)


def read_few(patch: pytest.MonkeyPatch, tokens: int) -> None:
    """Models read so many padded word pieces at a time, on a processor and on a graphics card."""
    for budget in ("TOKENS_IN_CACHE", "TOKENS_AT_A_TIME_THERE"):
        patch.setattr(batching, budget, tokens)


def no_hooks() -> Hooks:
    """Hooks that only tell how far it is."""
    return Hooks(
        progress=lambda done, total: StageProgress("run", "distil", done, total),
        examined=lambda step, best: [],
        rest=lambda: None,
        note=lambda code, text, values: RunNote("run", code, text, values),
    )


def plan(**changes: Any) -> Plan:
    """A short plan: 2 epochs of 16 rows, hard labels only, no dropout."""
    usual: dict[str, Any] = {
        "stage": "distil",
        "who": "student",
        "epochs": 2,
        "batch_rows": 16,
        "learning_rate": 1e-3,
        "warmup": 0.1,
        "seed": 0,
        "weights": {"hard": 1.0},
        "dropout": False,
    }
    return Plan(**usual | changes)


def trainer(
    model: Any,
    rows: Encoded,
    the_plan: Plan,
    watch: Encoded | None = None,
    outputs: np.ndarray[Any, Any] | None = None,
    control: Control | None = None,
    task: Classification | None = None,
    hooks: Hooks | None = None,
    start: Standing | None = None,
    compute: Compute = CPU,
) -> Trainer:
    """One training of a model in memory."""
    lesson = Lesson(rows, watch if watch is not None else encoded(20, seed=99), outputs)
    return Trainer(
        "run", model, task or Classification(LABELS), lesson, the_plan, compute, control or Control(), hooks or no_hooks(), start
    )


def weights_of(model: Any) -> dict[str, torch.Tensor]:
    """A copy of all weights."""
    return {name: weight.detach().clone() for name, weight in model.state_dict().items()}


def same_weights(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    """Bit for bit."""
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def recipe(**values: Any) -> Recipe:
    """A quick recipe on the files of `workplace`; dotted keys are written with a double underscore: train__epochs=1."""
    usual = {
        "teacher__model": "teacher",
        "data__train": "train.csv",
        "data__exam": "test.csv",
        "train__epochs": 2,
        "train__batch_rows": 16,
        "train__learning_rate": 1e-3,
        "train__precision": "fp32",
        "train__device": os.environ.get("DISTILSTUDIO_TEST_DEVICE", "cpu"),
    }
    made = Recipe()
    for key, value in (usual | values).items():
        made = with_value(made, key.replace("__", "."), value)
    return made


def workplace(folder: Path, rows: int = 80, labels: Sequence[str] | None = LABELS) -> Path:
    """A folder with train.csv, test.csv and a tiny teacher that knows nothing yet."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "train.csv", keyword_rows(rows))
    write_csv(folder / "test.csv", keyword_rows(30, seed=5))
    make_tiny_teacher(folder / "teacher", labels)
    return folder


def run(
    base: Path,
    the_recipe: Recipe,
    out: str = "runs/one",
    at: Callable[[RunEvent, Control], None] | None = None,
    pinned: tuple[str, ...] = (),
    questions: tuple[str, ...] = (),
) -> list[RunEvent]:
    """Distil through the door and return every event; `at` sees each one as it comes and may stop or pause the run."""
    control = Control()
    events = []
    for event in jobs.distil(StartRun("run", the_recipe, str(base / out), str(base), pinned, questions), control):
        events.append(event)
        if at is not None:
            at(event, control)
    return events


def ended(events: Sequence[RunEvent]) -> RunEnded:
    """The last event, which must be the end, and the only one."""
    assert isinstance(events[-1], RunEnded)
    assert sum(isinstance(event, RunEnded) for event in events) == 1
    return events[-1]


def teach(folder: Path, names: Sequence[str] = LABELS) -> Path:
    """Save a teacher of four layers that knows the keyword rows by heart; `names`: of its two labels."""
    model = tiny_model(layers=4, seed=3)
    model.config.id2label, model.config.label2id = dict(enumerate(names)), {name: number for number, name in enumerate(names)}
    learning = trainer(model, encoded(320, seed=7), plan(epochs=6, learning_rate=3e-3))
    for _ in learning.run():
        pass
    assert learning.result.best_score >= 0.9, learning.result
    save_model(folder, model, tiny_tokenizer(), "", {})
    return folder
