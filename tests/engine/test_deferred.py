"""Steps that are left to the device as a whole: the same training as the plain one. Where there is an NVIDIA card, on it, recorded and replayed."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from distilstudio.engine import batching, forecast, halving, loop, step_log, stepping
from distilstudio.engine.batching import Batch, IntArray
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.control import Control
from distilstudio.engine.deferred_optimizer import DeferredOptimizer
from distilstudio.engine.device import Compute
from distilstudio.engine.forecast import Forecaster, seconds_a_token
from distilstudio.engine.halving import Costs
from distilstudio.engine.kernels import settle_attention
from distilstudio.engine.optimizer import FIRST_LOSS_SCALE, Optimizer, Schedule
from distilstudio.engine.pilot import pilot
from distilstudio.engine.reading import read_all
from distilstudio.engine.recorded_steps import RecordedSteps
from distilstudio.engine.rows_on_device import RowsOnDevice, fits, width_of
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.task import batch_of
from distilstudio.protocol.events import RunNote, StepsDone
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.pilot import PilotEnded, PilotRecipe
from distilstudio.protocol.problems import ProblemError
from tests.engine.lessons import (
    CPU,
    LABELS,
    encoded,
    no_hooks,
    plan,
    recipe,
    same_weights,
    tiny_model,
    trainer,
    weights_of,
    workplace,
)
from tests.engine.test_memory import narrow
from tests.tiny_models import keyword_rows, write_csv

CARD = torch.cuda.is_available()
DEVICES = [CPU, pytest.param(Compute(torch.device("cuda"), "fp32"), marks=pytest.mark.skipif(not CARD, reason="no NVIDIA card"))]
needs_card = pytest.mark.skipif(not CARD, reason="no NVIDIA card")
LESSONS: dict[str, dict[str, Any]] = {
    "labels": {"weights": {"hard": 1.0}},
    "teacher": {"weights": {"soft": 0.7, "hard": 0.3}, "temperature": 2.0},
}


class Noting(RecordedSteps):
    """Notes the rows of each batch that it was asked to run."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.batches: list[IntArray] = []

    def run(self, index: IntArray) -> dict[str, Tensor]:
        self.batches.append(index)
        return super().run(index)


class Told(RecordedSteps):
    """Computes plainly, on a card too, what would be replayed there."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._replays = False


def recorders_of(patch: pytest.MonkeyPatch, kind: Callable[..., Any]) -> list[Any]:
    """Every training from now on records with one of this kind; gives them as they are made."""
    made: list[Any] = []
    patch.setattr(stepping, "RecordedSteps", lambda *given: made.append(kind(*given)) or made[-1])
    return made


@pytest.fixture
def left_to_the_device(monkeypatch: pytest.MonkeyPatch) -> list[Noting]:
    """Every training from now on leaves its steps to the device; gives the recorders."""
    monkeypatch.setattr(stepping, "defers", lambda compute: True)
    return recorders_of(monkeypatch, Noting)


def on(compute: Compute, model: Any) -> Any:
    return model.to(compute.device)


def learnt(
    compute: Compute, rows: Any, task: Classification | None = None, **changes: Any
) -> tuple[dict[str, Tensor], list[float], Any]:
    """Weights, losses and the trainer after one training."""
    model = on(compute, tiny_model())
    outputs = np.random.default_rng(0).normal(size=(len(rows), 2)).astype(np.float16) if "soft" in changes["weights"] else None
    found = trainer(model, rows, plan(batch_rows=12, epochs=4, **changes), outputs=outputs, task=task, compute=compute)
    events = list(found.run())
    losses = [loss for event in events if isinstance(event, StepsDone) for loss in event.losses["total"]]
    return {name: weight.cpu() for name, weight in weights_of(model).items()}, losses, found


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_the_same_training_as_the_plain_one(
    compute: Compute, lesson: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    rows = encoded(100, unlabelled=20)
    plain, plain_losses, _ = learnt(CPU, rows, **LESSONS[lesson])
    recorders = request.getfixturevalue("left_to_the_device")
    weights, losses, _ = learnt(compute, rows, **LESSONS[lesson])
    (recorder,) = recorders
    assert [len(index) for index in recorder.batches].count(4) == 4  # the last batch of each epoch is short
    assert len(recorder.batches) == len(losses) == 4 * 9
    assert recorder.recorded == 0 if compute is CPU else recorder.recorded > 0
    assert losses == pytest.approx(plain_losses, abs=1e-4)
    for name, weight in plain.items():
        torch.testing.assert_close(weights[name], weight, rtol=0, atol=2e-5 if compute is CPU else 5e-4)


class Spoiled(Classification):
    """Classification whose loss is not a number at these steps, counted from 1, as the device counts them."""

    def __init__(self, *steps: int) -> None:
        super().__init__(LABELS)
        self._bad = steps
        self._step: Tensor | None = None

    def loss_parts(self, logits: Tensor, batch: Batch, *rest: Any, **more: Any) -> dict[str, Tensor]:
        if self._step is None:
            self._step = torch.zeros((), device=logits.device)
        self._step += 1
        spoils = torch.stack([self._step == step for step in self._bad]).any()
        return {
            name: part * torch.where(spoils, math.nan, 1.0)
            for name, part in super().loss_parts(logits, batch, *rest, **more).items()
        }


@pytest.mark.usefixtures("left_to_the_device")
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_steps_that_are_not_finite_change_nothing_and_are_counted(compute: Compute) -> None:
    rows = encoded(48)
    weights, losses, found = learnt(compute, rows, task=Spoiled(2, 3, 7), **LESSONS["labels"])
    assert found.result.skipped == 3
    assert [number for number, loss in enumerate(losses, 1) if math.isnan(loss)] == [2, 3, 7]
    assert all(torch.isfinite(weight).all() for weight in weights.values())


@pytest.mark.usefixtures("left_to_the_device")
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_three_in_a_row_end_it(compute: Compute) -> None:
    with pytest.raises(ProblemError) as caught:
        learnt(compute, encoded(48), task=Spoiled(4, 5, 6), **LESSONS["labels"])
    assert caught.value.problem.code == "not_finite"


class Shapeless(Classification):
    """Classification, said to be of those whose shapes are not known beforehand."""

    fixed_shapes = False


@pytest.mark.parametrize("steps", [0, 5])
def test_where_a_step_cannot_be_recorded_it_is_told_and_so_are_all_after_it(
    steps: int, left_to_the_device: list[Noting], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = encoded(48)
    told, told_losses, _ = learnt(CPU, rows, task=Shapeless(LABELS), **LESSONS["labels"])
    assert not left_to_the_device
    calls, real = itertools.count(), DeferredOptimizer.backward

    def backward(optimizer: DeferredOptimizer, loss: Tensor) -> None:
        real(optimizer, loss)
        if next(calls) == steps:
            raise RuntimeError("CUDA error: operation not permitted when stream is capturing")

    monkeypatch.setattr(DeferredOptimizer, "backward", backward)
    weights, losses, found = learnt(CPU, rows, **LESSONS["labels"])
    (recorder,) = left_to_the_device
    assert len(recorder.batches) == steps + 1
    assert (found.result.steps, found.result.skipped) == (16, 0)
    assert losses == pytest.approx(told_losses, abs=1e-4)
    for name, weight in told.items():  # told from the first step on: the same bits
        torch.testing.assert_close(weights[name], weight, rtol=0, atol=2e-5 if steps else 0)


def test_a_batch_over_the_budget_is_told(left_to_the_device: list[Noting], monkeypatch: pytest.MonkeyPatch) -> None:
    rows, budget = encoded(48, words=30), 12 * 24
    plain, plain_losses, _ = learnt(CPU, rows, task=Shapeless(LABELS), **LESSONS["labels"])
    monkeypatch.setattr(batching, "TOKENS_A_STEP", budget)
    weights, losses, _ = learnt(CPU, rows, **LESSONS["labels"])
    (recorder,) = left_to_the_device
    assert 0 < len(recorder.batches) < len(losses)
    assert max(len(index) * width_of(rows, index) for index in recorder.batches) <= budget
    assert losses == pytest.approx(plain_losses, abs=1e-4)
    for name, weight in plain.items():
        torch.testing.assert_close(weights[name], weight, rtol=0, atol=2e-5)


@pytest.mark.usefixtures("left_to_the_device")
def test_where_memory_runs_out_the_batch_is_split() -> None:
    wide, small = tiny_model(), tiny_model()
    list(trainer(wide, encoded(96), plan(batch_rows=32)).run())
    narrow(small, 9)
    events = list(trainer(small, encoded(96), plan(batch_rows=32)).run())
    assert {event.code for event in events if isinstance(event, RunNote)} == {"memory_split"}
    for name, weight in weights_of(wide).items():
        torch.testing.assert_close(weights_of(small)[name], weight, rtol=0, atol=2e-5)


@pytest.mark.usefixtures("left_to_the_device")
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_a_run_that_goes_on_comes_to_the_same_bits(compute: Compute) -> None:
    kept: list[Standing] = []
    hooks, steps = no_hooks(), itertools.count(1)
    hooks.due = lambda: next(steps) == 9
    hooks.keep = lambda now: kept.append(Standing(now.said, {n: w.clone() for n, w in now.tensors.items()}, now.best)) or ()
    straight, resumed = on(compute, tiny_model()), on(compute, tiny_model(seed=5))
    list(trainer(straight, encoded(96), plan(), hooks=hooks, compute=compute).run())
    (start,) = kept
    assert start.said.steps == 8
    list(trainer(resumed, encoded(96), plan(), start=start, compute=compute).run())
    assert same_weights(weights_of(straight), weights_of(resumed))


@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_a_loss_scale_falls_where_the_gradient_is_not_finite_and_leaves_the_update_as_it_is(compute: Compute) -> None:
    moved = []
    for kind, scaled in ((Optimizer, False), (DeferredOptimizer, True)):
        model = on(compute, tiny_model())
        ids = torch.arange(24, device=compute.device).view(3, 8)
        with kind(model, Schedule(1e-3, 10, 0.0), scaled=scaled) as optimizer:
            for factor in (1.0, math.nan, 1.0):
                if kind is Optimizer and math.isnan(factor):
                    optimizer.begin()
                    continue
                optimizer.begin()
                optimizer.touch(ids.flatten())
                optimizer.backward(model(input_ids=ids).logits.square().mean() * factor)
                assert bool(optimizer.step()) == math.isfinite(factor)
            assert optimizer.loss_scale == (FIRST_LOSS_SCALE / 2 if scaled else 1.0)
        moved.append(weights_of(model))
    for name in moved[0]:
        torch.testing.assert_close(moved[1][name], moved[0][name], rtol=0, atol=2e-6)


def test_a_batch_put_together_there_is_the_one_that_is_sent() -> None:
    rows = encoded(30, words=11)
    outputs = np.random.default_rng(1).normal(size=(30, 2)).astype(np.float16)
    index = np.array([4, 29, 0, 17])
    there = RowsOnDevice(rows, outputs, None, torch.device("cpu"))
    batch = there.batch(torch.from_numpy(index), width_of(rows, index))
    sent = batch_of(Classification(LABELS), rows, index, torch.device("cpu"), outputs[index].astype(np.float32))
    width = sent.input_ids.shape[1]
    assert batch.input_ids.shape[1] in (16, rows.widest)
    assert torch.equal(batch.input_ids[:, :width], sent.input_ids)
    assert (batch.input_ids[:, width:] == rows.pad_id).all()
    assert torch.equal(batch.attention_mask[:, :width], sent.attention_mask)
    assert not batch.attention_mask[:, width:].any()
    assert torch.equal(batch.targets, sent.targets)
    assert torch.equal(batch.teacher, sent.teacher)  # type: ignore[arg-type]


def test_rows_that_do_not_fit_stay_where_they_are() -> None:
    rows = encoded(30)
    assert fits(rows, None, None, 10**9)
    assert not fits(rows, None, None, rows.ids.nbytes)


@needs_card
@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
@pytest.mark.parametrize("kernel", ["sdpa", "side_by_side", "whole_layer", "eager"])
def test_replayed_steps_learn_as_told_ones_do(precision: Any, kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compute = Compute(torch.device("cuda"), precision)
    rows, found = encoded(200), []
    for kind in (RecordedSteps, Told):
        with monkeypatch.context() as patch:
            recorders = recorders_of(patch, kind)
            model = on(compute, tiny_model())
            model.set_attn_implementation(kernel)
            training = trainer(model, rows, plan(batch_rows=16, epochs=3, weights={"hard": 1.0}), compute=compute)
            losses = [loss for event in training.run() if isinstance(event, StepsDone) for loss in event.losses["total"]]
        assert (recorders[0].recorded > 0) is (kind is RecordedSteps)
        found.append((weights_of(model), losses))
    assert found[0][1] == pytest.approx(found[1][1], abs=1e-6)
    for name in found[0][0]:
        assert torch.equal(found[0][0][name], found[1][0][name]), name


@needs_card
def test_a_card_learns_and_reads_in_bf16_as_in_fp32() -> None:
    rows, scores = encoded(200), []
    for precision in ("fp32", "bf16"):
        compute = Compute(torch.device("cuda"), precision)  # type: ignore[arg-type]
        model = on(compute, tiny_model())
        settle_attention(model, rows, 16, compute, backward=True, first=True)
        list(trainer(model, rows, plan(batch_rows=16, epochs=6, weights={"hard": 1.0}), compute=compute).run())
        task = Classification(LABELS)
        scores.append(task.score(read_all(model, task, rows, compute), rows)["accuracy"])
    assert scores[0] > 0.9
    assert scores[1] == pytest.approx(scores[0], abs=0.05)


# -- what is reckoned from a few steps -----------------------------------------------------------------------------------------

TOLD_S, REPLAYED_S = 1.0, 0.001
"""Seconds of a step by the clock of `a_card`: told or recorded, and replayed."""


@pytest.fixture
def a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings go by a clock that only their steps advance: by much at the first two meetings with a shape of batch, as on a card."""
    now, clock = [0.0], lambda: now[0]

    class Slow(RecordedSteps):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self._met: Counter[tuple[int, int]] = Counter()

        def run(self, index: IntArray) -> dict[str, Tensor]:
            shape = (len(index), width_of(self._rows, index))
            self._met[shape] += 1
            now[0] += TOLD_S if self._met[shape] <= 2 else REPLAYED_S
            return super().run(index)

    for room in (stepping, forecast):
        monkeypatch.setattr(room, "defers", lambda compute: True)
    for timed in (loop, step_log):
        monkeypatch.setattr(timed, "time", SimpleNamespace(monotonic=clock, perf_counter=clock))
    recorders_of(monkeypatch, Slow)


@pytest.mark.usefixtures("a_card")
@pytest.mark.parametrize("inside", [0.0, 1.0])
def test_a_forecast_reckons_with_steps_that_are_replayed(inside: float, tmp_path: Path) -> None:
    base, forecaster = workplace(tmp_path / "work", rows=240, labels=None), Forecaster()
    write_csv(
        base / "train.csv", keyword_rows(240, words=40)
    )  # so unlike in length that an epoch of a few rows meets each shape once
    shorter, longer = (
        forecaster.forecast(ForecastRun(1, recipe(train__epochs=epochs, loss__hidden_squared=inside), str(base), str(base)))
        for epochs in (4, 8)
    )
    assert shorter is not None
    assert longer is not None
    assert shorter.measured_s == longer.measured_s
    four_epochs = longer.stages["distil"] - shorter.stages["distil"]
    steps = 4 * 240 / 16
    assert (
        0 < four_epochs < 10 * steps * REPLAYED_S
    )  # exams are among them; were one step told, it would be hundreds of times as much
    assert shorter.stages["teacher"] < steps * TOLD_S / 10


def test_steps_that_only_warm_up_are_not_timed() -> None:
    def told(first: int, last: int, tokens_per_second: float) -> StepsDone:
        steps = list(range(first, last + 1))
        return StepsDone("run", "distil", steps, {"total": [0.0] * len(steps)}, [0.0] * len(steps), 1.0, tokens_per_second)

    events = [told(1, 4, 10.0), told(5, 6, 20.0), told(7, 8, 100.0), told(9, 16, 200.0)]
    assert seconds_a_token(events, 0.25) == pytest.approx((0.05 + 0.01 + 0.005) / 3)
    assert seconds_a_token(events, 0.5) == pytest.approx(0.005)
    assert seconds_a_token(events[:1], 0.5) == pytest.approx(0.1)  # told all at once
    assert seconds_a_token([], 0.5) == 0.0


@pytest.mark.usefixtures("a_card")
@pytest.mark.parametrize("inside", [0.0, 1.0])
def test_a_pilot_reckons_with_steps_that_are_replayed(inside: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, seen = workplace(tmp_path / "work", rows=240), list[Costs]()
    monkeypatch.setattr(halving, "how_many", lambda settings, seconds, costs: seen.append(costs) or 0)
    *_, last = pilot(
        PilotRecipe("pilot-1", recipe(train__epochs=20, loss__hidden_squared=inside), str(base / "runs"), 1.0, str(base)),
        Control(),
    )
    assert isinstance(last, PilotEnded)
    assert last.problem is not None
    assert last.problem.code == "pilot_too_short"
    assert seen[0].step_s == pytest.approx(REPLAYED_S)
    assert seen[0].besides_s > 2 * TOLD_S
