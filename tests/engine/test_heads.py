"""A fresh head: which weights it is, that it starts from how often labels occur, and that it learns faster than the body."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import logit
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification

from distilstudio.engine.batching import Encoded
from distilstudio.engine.heads import head_of, log_odds, log_shares, start_at
from distilstudio.engine.optimizer import Optimizer, Schedule
from distilstudio.engine.tasks.classification import Classification
from tests.engine.lessons import tiny_model
from tests.engine.test_optimizer import step, texts_of
from tests.tiny_models import FAMILIES, make_tiny_teacher, tiny_config, tiny_tokenizer


def test_shares_of_labels_become_logits_whose_softmax_gives_the_shares_back() -> None:
    counts = np.array([70, 20, 0, 10])
    shares = torch.softmax(torch.from_numpy(log_shares(counts)), -1).numpy()
    assert shares == pytest.approx((counts + 1) / 104, rel=1e-5)  # Laplace's rule of succession


def test_odds_of_labels_are_the_logit_of_their_share() -> None:
    counts = np.array([0, 3, 50, 100])
    assert log_odds(counts, 100) == pytest.approx(logit((counts + 0.5) / 101), rel=1e-5)  # source: scipy.special.logit


@pytest.mark.parametrize("family", FAMILIES)
def test_a_fresh_head_answers_with_the_prior_where_it_has_learnt_nothing(family: str) -> None:
    config = tiny_config(family, len(tiny_tokenizer(family)))
    config.num_labels = 3
    prior = np.array([0.5, -1.0, -3.0], np.float32)
    for auto_class in (AutoModelForSequenceClassification, AutoModelForTokenClassification):
        model = auto_class.from_config(config).eval()
        start_at(model, prior)
        with torch.no_grad():
            for weight in head_of(model):
                if weight.ndim >= 2 and weight.shape[0] == 3:
                    weight.zero_()
            logits = model(input_ids=torch.tensor([[3, 7, 9]]), attention_mask=torch.ones(1, 3, dtype=torch.long)).logits
        assert torch.allclose(logits, torch.from_numpy(prior).expand_as(logits), atol=1e-5)


def test_the_head_is_all_that_stands_above_the_body(tmp_path: Path) -> None:
    model = AutoModelForSequenceClassification.from_pretrained(make_tiny_teacher(tmp_path / "t", labels=["a", "b"]))
    names = {name for name, weight in model.named_parameters() if any(weight is own for own in head_of(model))}
    assert names == {"classifier.weight", "classifier.bias"}


def test_the_head_moves_so_many_times_further_in_the_first_step() -> None:
    """AdamW's first step is as long as its learning rate, whatever the gradient."""
    model = tiny_model()
    head = head_of(model)
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    schedule = Schedule(peak=1e-3, steps=10, warmup=0.0)
    with Optimizer(model, schedule, head_rate=10.0) as optimizer:
        assert step(optimizer, model, texts_of(model, 0))
    for name, weight in model.named_parameters():
        moved = (weight.detach() - before[name]).abs()
        if any(weight is own for own in head):
            assert moved.max() == pytest.approx(1e-2, rel=0.05), name
        else:
            assert moved.max() < 1.1e-3, name


def test_several_rare_labels_start_from_their_odds() -> None:
    task = Classification(["a", "b"], several=True)
    targets = np.array([[1, 0], [0, 0], [0, 0], [0, 1], [-1, -1]], np.float32)
    encoded = Encoded(ids=np.zeros(5, np.int32), offsets=np.arange(6), targets=targets, counts=np.ones(5, np.int64), pad_id=0)
    assert task.prior(encoded) == pytest.approx(logit(np.array([1.5, 1.5]) / 5), rel=1e-5)
