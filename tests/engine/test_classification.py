"""The task of text classification: targets, scores against scikit-learn's, chance, answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.dummy import DummyClassifier
from sklearn.metrics import accuracy_score, f1_score
from transformers import AutoConfig, AutoModelForSequenceClassification, pipeline

from distilstudio.engine.batching import Encoded, collate
from distilstudio.engine.data.label_sets import BETWEEN_LABELS
from distilstudio.engine.exam import beats_guessing
from distilstudio.engine.tasks import task_of, task_of_model
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.problems import ProblemError
from tests.engine.lessons import encode, recipe
from tests.tiny_models import make_tiny_teacher, tiny_tokenizer

NAMES = ["ant", "bee", "cow", "dog", "elk"]


def rows_with(targets: Any) -> Encoded:
    count = len(targets)
    return Encoded(np.zeros(count, np.int32), np.arange(count + 1), targets, np.ones(count, np.int64), pad_id=0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rows", [1, 3, 200])
def test_scores_equal_scikit_learn(seed: int, rows: int) -> None:
    """Few rows, so that labels are missing from truth, from the guesses, and from both."""
    draw = np.random.default_rng(seed)
    truth = draw.choice(5, rows, p=[0.6, 0.2, 0.1, 0.1, 0.0])
    logits = draw.normal(size=(rows, 5)).astype(np.float32) + 2 * np.eye(5, dtype=np.float32)[truth]
    logits[:, 3] -= 50  # never guessed
    found = Classification(NAMES).score(logits, rows_with(truth))
    guess = logits.argmax(1)
    assert found["accuracy"] == pytest.approx(accuracy_score(truth, guess))
    assert found["macro_f1"] == pytest.approx(f1_score(truth, guess, average="macro", zero_division=0))


def test_rows_without_label_are_not_scored() -> None:
    truth = np.array([0, -1, 1, -1])
    logits = np.array([[1, 0], [0, 1], [0, 1], [1, 0]], np.float32)
    assert Classification(["a", "b"]).score(logits, rows_with(truth)) == {"accuracy": 1.0, "macro_f1": 1.0}
    assert Classification(["a", "b"]).score(logits, rows_with(np.full(4, -1))) == {"accuracy": 0.0, "macro_f1": 0.0}


@pytest.mark.parametrize("seed", range(4))
def test_scores_with_several_labels_equal_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    truth = (draw.random((60, 5)) < [0.5, 0.3, 0.1, 0.05, 0.2]).astype(np.float32)
    logits = (draw.normal(size=(60, 5)) + 2 * truth - 1).astype(np.float32)
    targets = truth.copy()
    targets[::7] = -1
    found = Classification(NAMES, several=True).score(logits, rows_with(targets))
    known = targets[:, 0] >= 0
    truth, guess = truth[known], logits[known] > 0
    occurring = np.flatnonzero((truth + guess).any(0))
    assert found["micro_f1"] == pytest.approx(f1_score(truth, guess, average="micro"))
    assert found["macro_f1"] == pytest.approx(f1_score(truth, guess, average="macro", labels=occurring, zero_division=0))


@pytest.mark.parametrize("seed", range(3))
def test_chance_is_always_guessing_the_commonest(seed: int) -> None:
    """Source: scikit-learn's DummyClassifier(strategy="most_frequent")."""
    truth = np.random.default_rng(seed).choice(5, 100, p=[0.1, 0.5, 0.2, 0.1, 0.1])
    dummy = DummyClassifier(strategy="most_frequent").fit(truth[:, None], truth)
    expected = dummy.score(truth[:, None], truth)
    found, label = Classification(NAMES).chance(rows_with(np.concatenate([truth, [-1] * 50])))
    assert found == pytest.approx(expected)
    assert label == "bee"


def test_chance_with_several_labels() -> None:
    truth = np.array([[1, 0], [1, 1], [0, 1], [1, 0], [-1, -1]], np.float32)
    guess = np.array([[1, 0]] * 4)
    found, label = Classification(["a", "b"], several=True).chance(rows_with(truth))
    assert (found, label) == (pytest.approx(f1_score(truth[:4], guess, average="micro")), "a")


def test_chance_without_any_label() -> None:
    assert Classification(["a", "b"]).chance(rows_with(np.array([-1, -1]))) == (0.0, "")


def test_rows_are_encoded_as_the_tokenizer_does() -> None:
    texts = ["A good film!", "bad", "the soup was cold " * 40]
    found = encode(Classification(["neg", "pos"]), texts, ["pos", "neg", None])
    for row, text in enumerate(texts):
        mine = found.ids[found.offsets[row] : found.offsets[row + 1]].tolist()
        assert mine == tiny_tokenizer()(text, truncation=True, max_length=64)["input_ids"]
    assert found.lengths.tolist()[2] == 64
    assert found.targets.tolist() == [1, 0, -1]
    assert found.counts.tolist() == [1, 1, 1]
    assert found.pad_id == tiny_tokenizer().pad_token_id
    assert Classification(["neg", "pos"]).labelled(found).tolist() == [True, True, False]


def test_rows_with_several_labels_are_encoded() -> None:
    task = Classification(NAMES, several=True)
    found = encode(task, ["a", "b", "c"], [f"ant{BETWEEN_LABELS}cow", None, "elk"])
    assert found.targets.tolist() == [[1, 0, 1, 0, 0], [-1] * 5, [0, 0, 0, 0, 1]]
    assert task.labelled(found).tolist() == [True, False, True]


def test_rows_without_label_count_for_the_soft_part_only() -> None:
    task = Classification(["neg", "pos"])
    rows = encode(task, ["good", "bad", "so"], ["pos", None, None])
    teacher = np.array([[0.0, 2.0], [1.0, 0.0], [0.0, 0.0]], np.float32)
    batch = collate(rows, np.arange(3), torch.device("cpu"), teacher)
    counts = task.count(batch)
    assert counts == {"soft": 3, "hard": 1}
    logits = torch.randn(3, 2, requires_grad=True)
    parts = task.loss_parts(logits, batch, 2.0, counts, frozenset({"soft", "hard"}))
    hard = torch.autograd.grad(parts["hard"], logits, retain_graph=True)[0]
    soft = torch.autograd.grad(parts["soft"], logits)[0]
    assert hard.any(1).tolist() == [True, False, False]
    assert soft.any(1).tolist() == [True, True, True]
    assert task.loss_parts(logits, batch, 2.0, counts, frozenset({"soft"})).keys() == {"soft"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_teacher(tmp_path_factory.mktemp("answers"), NAMES)


def test_answers_equal_the_pipeline_of_transformers(folder: Path) -> None:
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    pipe = pipeline("text-classification", model=str(folder), top_k=None, device="cpu")
    for text in ("a good film", "", "never 😀 again"):
        found = Classification(NAMES).answer(model, tiny_tokenizer(), text, "", 64)
        expected = pipe([text])[0]
        assert [score.label for score in found.labels] == [one["label"] for one in expected]
        assert [score.score for score in found.labels] == pytest.approx([one["score"] for one in expected], abs=1e-6)
        assert sum(score.score for score in found.labels) == pytest.approx(1)
        assert found.labels == sorted(found.labels, key=lambda one: -one.score)
        assert not found.several


def test_answers_with_several_labels_stand_for_themselves(folder: Path) -> None:
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    pipe = pipeline("text-classification", model=str(folder), top_k=None, function_to_apply="sigmoid", device="cpu")
    found = Classification(NAMES, several=True).answer(model, tiny_tokenizer(), "a good film", "", 64)
    assert [(one.label, pytest.approx(one.score, abs=1e-6)) for one in found.labels] == [
        (one["label"], one["score"]) for one in pipe(["a good film"])[0]
    ]
    assert (found.several, found.threshold) == (True, 0.5)


def test_a_saved_models_labels_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    labels = [f"label {number}" for number in range(12)]  # as text "10" sorts before "2"
    config = AutoConfig.from_pretrained(make_tiny_teacher(tmp_path, labels))
    assert task_of_model("classification", config, tmp_path).labels == labels


@pytest.mark.parametrize("several", [False, True])
def test_the_head_names_the_labels_in_the_config(several: bool, tmp_path: Path) -> None:
    task = Classification(NAMES, several=several)
    config = AutoConfig.from_pretrained(make_tiny_teacher(tmp_path))
    config.update(task.head_config())
    model = AutoModelForSequenceClassification.from_config(config)
    model.save_pretrained(tmp_path / "saved")
    again = AutoConfig.from_pretrained(tmp_path / "saved")
    assert [again.id2label[number] for number in range(5)] == NAMES
    assert again.label2id == {name: number for number, name in enumerate(NAMES)}
    back = task_of_model("classification", again, tmp_path)
    assert isinstance(back, Classification)
    assert (back.labels, back.several) == (NAMES, several)


def test_a_model_with_another_head(tmp_path: Path) -> None:
    config = AutoConfig.from_pretrained(make_tiny_teacher(tmp_path))
    with pytest.raises(ProblemError) as caught:
        task_of_model("classification", config, tmp_path)
    assert caught.value.problem.code == "model_task"
    assert "BertModel" in caught.value.problem.why


def test_a_recipes_task() -> None:
    task = task_of(recipe(), ["a", "b"])
    assert (task.name, task.labels, task.score_name) == ("classification", ["a", "b"], "accuracy")


def guessed(truth: list[int], right: Callable[[int, int], bool]) -> dict[str, float]:
    """Scores of a model of two labels that is right on these rows."""
    answers = np.array([label if right(row, label) else 1 - label for row, label in enumerate(truth)])
    return Classification(["no", "yes"]).score(np.eye(2, dtype=np.float32)[answers], rows_with(np.array(truth)))


RARE = [0] * 980 + [1] * 20
"""Two in a hundred: always "no" is right on 98 %."""


@pytest.mark.parametrize(
    ("truth", "right", "beats"),
    [
        (RARE, lambda row, label: row >= 6 if not label else row < 994, True),  # 98.8 %, and finds 14 of the 20
        (RARE, lambda row, label: not label, False),  # always "no"
        (RARE, lambda row, label: row >= 40 if not label else row < 994, False),  # less often right than always "no"
        ([0, 1] * 200, lambda row, label: row % 100 < 51, False),  # 51 % of two labels that come alike
        ([0, 1] * 200, lambda row, label: row % 100 < 60, True),
    ],
)
def test_who_beats_guessing(truth: list[int], right: Callable[[int, int], bool], beats: bool) -> None:
    scores = guessed(truth, right)
    assert beats_guessing(Classification(["no", "yes"]), scores, rows_with(np.array(truth))) is beats
