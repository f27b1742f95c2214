"""Classification with several labels a text: losses, scores and answers against torch, scikit-learn and plain transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
import torch
from sklearn.metrics import f1_score  # type: ignore[import-untyped]

from distilstudio.engine import teachers
from distilstudio.engine.batching import Encoded, collate
from distilstudio.engine.data.label_sets import join
from distilstudio.engine.data.loading import Rows
from distilstudio.engine.tasks import task_of_model
from distilstudio.engine.tasks.classification import THRESHOLD, Classification
from tests.tiny_models import make_tiny_teacher, tiny_tokenizer

LABELS = ["anger", "fear", "joy", "none of the data's"]
TARGETS = (["joy"], ["fear", "joy"], None, ["anger"], ["anger", "fear", "joy"], ["joy"])


def encoded(task: Classification) -> Encoded:
    labels = [None if one is None else join(one) for one in TARGETS]
    table = pa.table({"text": [f"a good film {row}" for row in range(len(labels))], "label": labels, "row": range(len(labels))})
    return task.encode(Rows(table), tiny_tokenizer(), 64)


@pytest.fixture
def task() -> Classification:
    return Classification(LABELS, several=True)


def test_targets(task: Classification) -> None:
    rows = encoded(task)
    known = [[float(label in one) for label in LABELS] if one is not None else [-1.0] * 4 for one in TARGETS]
    assert rows.targets.tolist() == known
    assert task.labelled(rows).tolist() == [True, True, False, True, True, True]


def test_losses_equal_torch(task: Classification) -> None:
    rows = encoded(task)
    draw = np.random.default_rng(0)
    teacher, logits = draw.normal(0, 2, (6, 4)).astype(np.float32), torch.tensor(draw.normal(0, 2, (6, 4)), dtype=torch.float32)
    batch = collate(rows, np.arange(6), torch.device("cpu"), teacher)
    counts = task.count(batch)
    assert counts == {"soft": 6, "hard": 5}
    parts = task.loss_parts(logits, batch, 2.0, counts, frozenset({"soft", "hard"}))
    known = task.labelled(rows)
    bce = torch.nn.BCEWithLogitsLoss(reduction="sum")
    torch.testing.assert_close(parts["hard"], bce(logits[known], torch.from_numpy(rows.targets[known])) / 5)
    # Binary KL = binary cross entropy with the teacher's probabilities, less their own entropy.
    target = torch.from_numpy(teacher) / 2
    soft = bce(logits / 2, torch.sigmoid(target)) - bce(target, torch.sigmoid(target))
    torch.testing.assert_close(parts["soft"], 4 * soft / 6)
    assert set(task.loss_parts(logits, batch, 2.0, counts, frozenset({"hard"}))) == {"hard"}


def test_scores_equal_scikit_learn(task: Classification) -> None:
    rows, known = encoded(task), [row for row, one in enumerate(TARGETS) if one is not None]
    truth = (rows.targets[known] > 0.5).astype(int)
    for seed in range(20):
        logits = np.random.default_rng(seed).normal(-0.3, 1.5, (6, 4)).astype(np.float32)
        guess = (1 / (1 + np.exp(-logits[known])) > THRESHOLD).astype(int)
        occur = [label for label in range(4) if truth[:, label].any() or guess[:, label].any()]
        scores = task.score(logits, rows)
        assert scores["micro_f1"] == pytest.approx(f1_score(truth, guess, average="micro", zero_division=0))
        assert scores["macro_f1"] == pytest.approx(f1_score(truth, guess, average="macro", labels=occur, zero_division=0))
    assert task.score_name == "micro_f1"
    assert task.score(np.full((6, 4), -9, np.float32), rows) == {"micro_f1": 0.0, "macro_f1": 0.0}


def test_chance_is_the_commonest_label_everywhere(task: Classification) -> None:
    rows = encoded(task)
    score, label = task.chance(rows)
    always = np.full((6, 4), -9, np.float32)
    always[:, LABELS.index("joy")] = 9
    assert (score, label) == (pytest.approx(task.score(always, rows)["micro_f1"]), "joy")


def test_answer_gives_each_label_its_own_probability(task: Classification, tmp_path: Path) -> None:
    model = teachers.load_model(make_tiny_teacher(tmp_path / "m", LABELS), task.auto_class)
    answer = task.answer(model, tiny_tokenizer(), "a good film", "", 64)
    with torch.no_grad():
        raw = torch.sigmoid(model(**tiny_tokenizer()("a good film", return_tensors="pt", return_token_type_ids=False)).logits[0])
    assert {one.label: one.score for one in answer.labels} == pytest.approx(dict(zip(LABELS, raw.tolist(), strict=True)))
    assert (answer.several, answer.threshold) == (True, 0.5)
    assert [one.score for one in answer.labels] == sorted((one.score for one in answer.labels), reverse=True)


def test_a_head_is_used_again_only_for_its_own_way_of_answering(tmp_path: Path) -> None:
    one = teachers.load_config(make_tiny_teacher(tmp_path / "one", LABELS))
    several = teachers.load_config(make_tiny_teacher(tmp_path / "one", LABELS))
    several.update(Classification(LABELS, several=True).head_config())
    tasks = {kind: Classification(LABELS, several=kind) for kind in (False, True)}
    assert teachers.answers_alike(one, tasks[False])  # it says nothing: as plain transformers reads it
    assert not teachers.answers_alike(one, tasks[True])
    assert teachers.answers_alike(several, tasks[True])
    assert not teachers.answers_alike(several, tasks[False])
    several.architectures = ["BertForSequenceClassification"]
    assert task_of_model("classification", several, tmp_path).score_name == "micro_f1"
