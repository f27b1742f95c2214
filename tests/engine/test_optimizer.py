"""AdamW on the touched rows only, against torch's own over the whole table; the schedule; steps that are not finite."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from transformers import get_linear_schedule_with_warmup

from distilstudio.engine.optimizer import BETAS, EPS, LARGEST_NORM, WEIGHT_DECAY, Optimizer, RowsEmbedding, Schedule
from tests.engine.lessons import tiny_model, weights_of

TABLE = "bert.embeddings.word_embeddings.weight"
PAD = 0


def texts_of(model: Any, seed: int, pieces: Tensor | None = None) -> dict[str, Tensor]:
    draw = torch.Generator().manual_seed(seed)
    if pieces is None:  # every row of the table
        order = torch.randperm(model.config.vocab_size, generator=draw)
        ids = torch.cat([order, order[: -len(order) % 8]]).view(-1, 8)
    else:
        ids = pieces[torch.randint(len(pieces), (6, 8), generator=draw)]
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def loss_of(model: Any, inputs: dict[str, Tensor]) -> Tensor:
    logits = model(**inputs).logits
    return nn.functional.cross_entropy(logits, torch.arange(len(logits)) % 2)


def step(optimizer: Optimizer, model: Any, inputs: dict[str, Tensor]) -> bool:
    optimizer.begin()
    optimizer.touch(torch.cat([inputs["input_ids"].flatten(), torch.tensor([PAD])]).unique())
    optimizer.backward(loss_of(model, inputs))
    return bool(optimizer.step())


def dense_reference(model: Any, schedule: Schedule) -> Any:
    """Source: torch.optim.AdamW over all weights, no decay on biases and norms, clipped as one."""
    groups = [
        {"params": [weight for weight in model.parameters() if weight.ndim >= 2], "weight_decay": WEIGHT_DECAY},
        {"params": [weight for weight in model.parameters() if weight.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=schedule.peak, betas=BETAS, eps=EPS, foreach=False, fused=False)


def test_equals_torch_where_every_row_is_touched_at_every_step() -> None:
    ours, theirs = tiny_model(), tiny_model()
    theirs.get_input_embeddings().padding_idx = None  # the padding has its own test
    ours.get_input_embeddings().padding_idx = None
    schedule = Schedule(peak=3e-3, steps=8, warmup=0.25)
    adam = dense_reference(theirs, schedule)
    with Optimizer(ours, schedule) as optimizer:
        for number in range(8):
            inputs = texts_of(ours, number)
            assert step(optimizer, ours, inputs)
            loss_of(theirs, inputs).backward()
            nn.utils.clip_grad_norm_(theirs.parameters(), LARGEST_NORM)
            for group in adam.param_groups:
                group["lr"] = schedule.rate(number)
            adam.step()
            adam.zero_grad()
    mine, its = weights_of(ours), weights_of(theirs)
    start = weights_of(tiny_model())
    for name in its:
        torch.testing.assert_close(mine[name], its[name], rtol=1e-5, atol=5e-6)  # single steps are up to 3e-3
    assert not torch.equal(mine[TABLE], start[TABLE])


def test_a_rows_first_update_is_of_the_usual_size() -> None:
    """A row first seen late has a count of its own: Adam's first step is the learning rate, whenever it comes."""
    model = tiny_model()
    schedule = Schedule(peak=1e-3, steps=10**9, warmup=0.0)
    early, late = torch.tensor([10, 11, 12]), torch.tensor([50, 51])
    with Optimizer(model, schedule) as optimizer:
        for number in range(20):
            step(optimizer, model, texts_of(model, number, early))
        before = weights_of(model)[TABLE][late]
        step(optimizer, model, texts_of(model, 20, late))
        change = (weights_of(model)[TABLE][late] - before).abs()
    assert float(change.max()) <= 1.1e-3
    assert float(change.median()) == pytest.approx(1e-3, rel=0.05)


def test_untouched_rows_never_change() -> None:
    model = tiny_model()
    before = weights_of(model)[TABLE]
    pieces = torch.arange(20, 40)
    with Optimizer(model, Schedule(1e-2, 5, 0.0)) as optimizer:
        for number in range(5):
            step(optimizer, model, texts_of(model, number, pieces))
    after = weights_of(model)[TABLE]
    changed = (after != before).any(dim=1).nonzero().flatten().tolist()
    assert changed == pieces.tolist()


def test_the_paddings_row_stays_as_it_is() -> None:
    model = tiny_model()
    with torch.no_grad():
        model.get_input_embeddings().weight[PAD] = 1.0
    with Optimizer(model, Schedule(1e-1, 3, 0.0)) as optimizer:
        for number in range(3):
            step(optimizer, model, texts_of(model, number, torch.tensor([PAD, 30, 31])))
    assert weights_of(model)[TABLE][PAD].tolist() == [1.0] * 32


def test_the_plain_embedding_is_back_afterwards() -> None:
    model = tiny_model()
    plain, names = model.get_input_embeddings(), list(model.state_dict())
    with Optimizer(model, Schedule(1e-3, 2, 0.0)) as optimizer:
        assert isinstance(model.get_input_embeddings(), RowsEmbedding)
        assert list(model.state_dict()) == names
        step(optimizer, model, texts_of(model, 0))
        inside = weights_of(model)[TABLE]
    assert model.get_input_embeddings() is plain
    assert type(plain) is nn.Embedding
    assert plain.weight.requires_grad
    assert torch.equal(plain.weight, inside)


def test_the_plain_embedding_is_back_after_an_error() -> None:
    model = tiny_model()
    plain = model.get_input_embeddings()
    with pytest.raises(RuntimeError, match="lost"), Optimizer(model, Schedule(1e-3, 2, 0.0)):
        raise RuntimeError("lost")
    assert model.get_input_embeddings() is plain


def test_reading_between_touch_and_step_sees_the_whole_table() -> None:
    model = tiny_model()
    inputs = texts_of(model, 0)
    with torch.inference_mode():
        expected = model(**inputs).logits
    with Optimizer(model, Schedule(1e-3, 2, 0.0)) as optimizer, torch.inference_mode():
        optimizer.touch(torch.tensor([0, 5]))
        found = model(**inputs).logits
    torch.testing.assert_close(found, expected, rtol=0, atol=0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_step_that_is_not_finite_changes_nothing(bad: float) -> None:
    model = tiny_model()
    before = weights_of(model)
    with Optimizer(model, Schedule(1e-2, 5, 0.0)) as optimizer:
        inputs = texts_of(model, 0)
        optimizer.touch(inputs["input_ids"].unique())
        optimizer.backward(loss_of(model, inputs) * bad)
        assert not optimizer.step()
        assert all(torch.equal(weight, before[name]) for name, weight in model.state_dict().items())
        assert step(optimizer, model, inputs)  # and the next one is sound again
    assert torch.isfinite(weights_of(model)[TABLE]).all()
    assert not torch.equal(weights_of(model)[TABLE], before[TABLE])


def test_scaled_gradients_come_to_the_same_step() -> None:
    plain, scaled = tiny_model(), tiny_model()
    for model, how in ((plain, False), (scaled, True)):
        with Optimizer(model, Schedule(1e-2, 5, 0.0), scaled=how) as optimizer:
            assert step(optimizer, model, texts_of(model, 0))
    for name, weight in weights_of(plain).items():
        torch.testing.assert_close(weights_of(scaled)[name], weight, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("steps", "warmup"), [(100, 0.1), (7, 0.3), (10, 0.0), (1, 0.5)])
def test_the_schedule_rises_and_falls_in_straight_lines(steps: int, warmup: float) -> None:
    """Source: transformers' get_linear_schedule_with_warmup, whose first step stands at 0; ours begins one step up the same line."""
    schedule = Schedule(2e-3, steps, warmup)
    rates = [schedule.rate(number) for number in range(steps)]
    rising = max(1, round(steps * warmup)) if warmup else 0
    assert max(rates) == pytest.approx(2e-3)
    assert rates[:rising] == pytest.approx([2e-3 * (number + 1) / rising for number in range(rising)])
    weight = nn.Parameter(torch.zeros(1))
    adam = torch.optim.SGD([weight], lr=2e-3)
    theirs = get_linear_schedule_with_warmup(adam, rising, steps)
    falling = []
    for _ in range(steps):
        falling.append(theirs.get_last_lr()[0])
        adam.step()
        theirs.step()
    assert rates[rising:] == pytest.approx(falling[rising:])
    assert all(rate > 0 for rate in rates)
    assert schedule.rate(steps) == 0.0
