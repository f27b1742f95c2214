"""The training loop: parts of a batch add up, the same seed gives the same bits, stops and pauses work, the best is kept."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from distilstudio.engine import batching, exam_times, loop, step_log, stepping
from distilstudio.engine.batching import Batch
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.control import Control
from distilstudio.engine.exam_times import FEW_WATCHED, margin_of
from distilstudio.engine.reading import read_all
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.events import ExamDone, RunPaused, StageProgress, StepsDone
from distilstudio.protocol.problems import ProblemError
from tests.engine.lessons import CPU, LABELS, encoded, no_hooks, plan, same_weights, tiny_model, trainer, weights_of


class Spoiled(Classification):
    """Classification whose loss is not a number at some steps, counted from 1."""

    def __init__(self, *steps: int) -> None:
        super().__init__(LABELS)
        self._bad, self.step = steps, 0

    def loss_parts(self, logits: Tensor, batch: Batch, *rest: Any, **more: Any) -> dict[str, Tensor]:
        self.step += 1
        parts = super().loss_parts(logits, batch, *rest, **more)
        return {name: part * math.nan for name, part in parts.items()} if self.step in self._bad else parts


class Marked(Classification):
    """Classification whose watch scores are given beforehand, one after the other; the last one stays."""

    def __init__(self, *scores: float) -> None:
        super().__init__(LABELS)
        self._scores = list(scores)

    def score(self, *_: Any) -> dict[str, float]:
        return {"accuracy": self._scores.pop(0) if len(self._scores) > 1 else self._scores[0], "macro_f1": 0.0}


def exams(events: list[Any]) -> list[ExamDone]:
    return [event for event in events if isinstance(event, ExamDone)]


def steps(events: list[Any]) -> list[int]:
    return [step for event in events if isinstance(event, StepsDone) for step in event.steps]


@pytest.mark.parametrize("weights", [{"hard": 1.0}, {"soft": 0.7, "hard": 0.3}])
def test_one_batch_of_32_and_four_of_8_give_the_same_weights(weights: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = encoded(64, unlabelled=20)
    outputs = np.random.default_rng(0).normal(size=(64, 2)).astype(np.float16)
    found, parts = [], []
    for budget in (10**6, 8 * int(rows.lengths.max())):
        monkeypatch.setattr(batching, "TOKENS_A_STEP", budget)
        cut: list[int] = []
        real = stepping.micro_batches
        monkeypatch.setattr(stepping, "micro_batches", lambda *a, cut=cut, real=real: cut.append(len(made := real(*a))) or made)
        model = tiny_model()
        events = list(
            trainer(model, rows, plan(batch_rows=32, epochs=3, weights=weights, temperature=2.0), outputs=outputs).run()
        )
        monkeypatch.setattr(stepping, "micro_batches", real)
        found.append(
            (weights_of(model), [loss for event in events if isinstance(event, StepsDone) for loss in event.losses["total"]])
        )
        parts.append(max(cut))
    assert parts[0] == 1
    assert parts[1] >= 3
    (whole, losses), (cut_up, other_losses) = found
    for name in whole:
        torch.testing.assert_close(cut_up[name], whole[name], rtol=0, atol=2e-6)
    assert losses == pytest.approx(other_losses, abs=1e-6)


def test_the_first_loss_is_the_models_own() -> None:
    """Source: torch's cross entropy over the whole set, one batch, before any step."""
    rows, model = encoded(32), tiny_model()
    logits = torch.from_numpy(read_all(model, Classification(LABELS), rows, CPU))
    expected = torch.nn.functional.cross_entropy(logits, torch.from_numpy(rows.targets))
    events = list(trainer(model, rows, plan(batch_rows=32, epochs=1, weights={"hard": 0.5})).run())
    first = next(event for event in events if isinstance(event, StepsDone))
    assert first.losses["hard"][0] == pytest.approx(0.5 * float(expected), abs=1e-6)
    assert first.losses["total"] == first.losses["hard"]


def test_the_same_seed_gives_the_same_bits() -> None:
    found = []
    for seed in (5, 5, 6):
        model = tiny_model(dropout=0.1)
        torch.manual_seed(len(found))  # what went before must not matter
        list(trainer(model, encoded(64), plan(seed=seed, dropout=True)).run())
        found.append(weights_of(model))
    assert same_weights(found[0], found[1])
    assert not same_weights(found[0], found[2])


def test_dropout_is_used_only_where_the_plan_says_so() -> None:
    found = []
    for dropout, rate in ((False, 0.0), (False, 0.5), (True, 0.5)):
        model = tiny_model(dropout=rate)
        list(trainer(model, encoded(32), plan(epochs=1, dropout=dropout)).run())
        assert not model.training
        found.append(weights_of(model))
    assert same_weights(found[0], found[1])
    assert not same_weights(found[0], found[2])


def test_it_learns() -> None:
    learning = trainer(tiny_model(seed=3), encoded(320, seed=7), plan(epochs=6, learning_rate=3e-3))
    events = list(learning.run())
    assert learning.result.best_score >= 0.9
    assert steps(events) == list(range(1, 121))
    assert learning.result.steps == learning.total_steps == 120
    assert learning.result.rows == 6 * 320
    assert not learning.result.stopped
    losses = [loss for event in events if isinstance(event, StepsDone) for loss in event.losses["total"]]
    assert np.mean(losses[-10:]) < np.mean(losses[:10]) / 2


def test_the_learning_rate_told_is_that_of_the_schedule() -> None:
    events = list(trainer(tiny_model(), encoded(64), plan(epochs=2, warmup=0.25, learning_rate=8e-4)).run())
    rates = [rate for event in events if isinstance(event, StepsDone) for rate in event.learning_rate]
    assert rates == pytest.approx([4e-4, 8e-4, 8e-4, 8e-4 * 5 / 6, 8e-4 * 4 / 6, 8e-4 * 3 / 6, 8e-4 * 2 / 6, 8e-4 / 6])


def test_arrays_of_an_event_have_one_length() -> None:
    events = list(trainer(tiny_model(), encoded(64), plan()).run())
    for event in events:
        if isinstance(event, StepsDone):
            assert {len(event.steps)} == {len(values) for values in (*event.losses.values(), event.learning_rate)}
            assert event.rows_per_second is not None
            assert event.rows_per_second > 0


def test_bad_steps_are_skipped_and_counted() -> None:
    task = Spoiled(2, 3, 5)
    learning = trainer(tiny_model(), encoded(96), plan(epochs=1), task=task)
    events = list(learning.run())
    assert learning.result.skipped == 3
    assert learning.result.steps == 6
    losses = [loss for event in events if isinstance(event, StepsDone) for loss in event.losses["total"]]
    assert [math.isnan(loss or 0) for loss in losses] == [False, True, True, False, True, False]


def test_three_bad_steps_in_a_row_end_it_with_the_best_weights_in_place() -> None:
    model = tiny_model(seed=3)
    learning = trainer(model, encoded(96), plan(epochs=3, learning_rate=3e-3), task=Spoiled(9, 10, 11))
    with pytest.raises(ProblemError) as caught:
        list(learning.run())
    assert caught.value.problem.code == "not_finite"
    assert caught.value.problem.values["steps"] == "3"
    assert learning.result.steps == 11
    assert same_weights(weights_of(model), learning.result.best_state)
    assert all(torch.isfinite(weight).all() for weight in model.state_dict().values())


def test_the_best_is_kept_and_the_later_of_equals() -> None:
    seen: list[tuple[int, dict[str, Tensor]]] = []
    model = tiny_model()
    hooks = no_hooks()
    hooks.examined = lambda step, best: seen.append((step, weights_of(model))) or []
    learning = trainer(model, encoded(64), plan(epochs=5, batch_rows=32), task=Marked(0.1, 0.7, 0.9, 0.9, 0.4, 0.8), hooks=hooks)
    events = list(learning.run())
    assert [exam.best for exam in exams(events)] == [True, True, True, True, False, False]
    assert (learning.result.best_score, learning.result.best_step) == (0.9, 6)
    assert dict(seen).keys() == {0, 2, 4, 6, 8, 10}
    assert same_weights(weights_of(model), dict(seen)[6])
    assert not same_weights(weights_of(model), dict(seen)[10])


@pytest.mark.parametrize(("watched", "kept"), [(20, 8), (FEW_WATCHED, 4)])
def test_of_few_watched_texts_the_later_of_two_like_scores_is_kept(watched: int, kept: int) -> None:
    """Of 20 texts 0.95 and 0.92 are not a text apart, and 0.7 is five away; of many they are told apart. A training taken up again goes on so."""
    standings: list[Standing] = []
    hooks = no_hooks()
    hooks.due, hooks.keep = lambda: True, lambda standing: standings.append(standing) or []
    scores = (0.5, 0.6, 0.95, 0.91, 0.92, 0.7)
    rows, watch = encoded(64), encoded(watched, seed=99)
    learning = trainer(tiny_model(), rows, plan(epochs=5, batch_rows=32), watch=watch, task=Marked(*scores), hooks=hooks)
    list(learning.run())
    assert (learning.result.best_score, learning.result.best_step) == (0.95, kept)
    assert learning.result.best_scores["accuracy"] == (0.92 if watched < FEW_WATCHED else 0.95)
    taken_up = next(standing for standing in standings if standing.said.steps == 6)
    again = trainer(tiny_model(), rows, plan(epochs=5, batch_rows=32), watch=watch, task=Marked(*scores[4:]), start=taken_up)
    list(again.run())
    assert (again.result.best_score, again.result.best_step) == (0.95, kept)


def test_perplexity_has_no_margin() -> None:
    assert margin_of("perplexity", 30.0, 10) == 0.0
    assert margin_of("accuracy", 0.5, 25) == pytest.approx(0.1)


def test_early_stop_counts_epochs_not_exams() -> None:
    """Several exams an epoch, none better than the first: only those that end an epoch are waited for."""
    rows, watch = encoded(256), encoded(20, seed=9)
    learning = trainer(tiny_model(), rows, plan(epochs=10, early_stop=2), watch=watch, task=Marked(0.9, 0.5))
    events = list(learning.run())
    an_epoch = 16
    assert len(exams(events)) > 3
    assert learning.result.stopped_early
    assert learning.result.steps == 2 * an_epoch
    assert [exam.waited for exam in exams(events) if exam.step and exam.step % an_epoch == 0] == [1, 2]


def test_an_epoch_with_a_better_exam_in_its_middle_is_not_waited_for() -> None:
    learning = trainer(
        tiny_model(), encoded(256), plan(epochs=4, early_stop=2), watch=encoded(38, seed=9), task=Marked(0.1, 0.1, 0.1, 0.9, 0.1)
    )
    waited = [(exam.step, exam.waited) for exam in exams(list(learning.run()))]
    assert waited[:7] == [(0, 0), (8, 0), (16, 1), (24, 0), (32, 0), (40, 0), (48, 1)]


def test_no_early_stop_where_it_is_off() -> None:
    learning = trainer(tiny_model(), encoded(32), plan(epochs=6, early_stop=0), task=Marked(0.9, 0.1))
    list(learning.run())
    assert learning.result.steps == 12
    assert not learning.result.stopped_early


@pytest.mark.parametrize(("rows", "watched", "epochs"), [(640, 20, 2), (640, 200, 2), (64, 60, 30), (1600, 16, 4)])
def test_exams_are_rare_enough_and_at_every_epochs_end(rows: int, watched: int, epochs: int) -> None:
    """Reading a row costs a third of learning from it, so exams × watched stays under 10 % of 3 × rows, but for one an epoch."""
    between = exam_times.steps_between_exams(rows, watched, 64, epochs)
    an_epoch = -(-rows // 64)
    in_epoch = an_epoch // between
    assert 1 <= between <= an_epoch
    assert in_epoch <= 1 or in_epoch * watched <= 0.1 * 3 * rows
    assert in_epoch * epochs <= max(24, epochs)


def test_finish_stops_at_the_next_step_and_takes_an_exam() -> None:
    control, model = Control(), tiny_model()
    learning = trainer(model, encoded(320), plan(epochs=4), control=control)
    events = []
    for event in learning.run():
        events.append(event)
        if isinstance(event, StepsDone):
            control.finish()
    assert learning.result.stopped
    assert steps(events) == list(range(1, learning.result.steps + 1))
    assert learning.result.steps < 40
    assert exams(events)[-1].step == learning.result.steps
    assert same_weights(weights_of(model), learning.result.best_state)


def test_leave_stops_without_an_exam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_log, "SECONDS_BETWEEN_EVENTS", 0.0)
    control = Control()
    learning = trainer(tiny_model(), encoded(320), plan(epochs=4), control=control)
    events = []
    for event in learning.run():
        events.append(event)
        if isinstance(event, StepsDone) and event.steps == [3]:
            control.leave()
    assert learning.result.stopped
    assert steps(events) == [1, 2, 3]
    assert [exam.step for exam in exams(events)] == [0]


def test_pause_holds_gives_memory_back_and_goes_on_without_a_trace_in_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    straight, paused = tiny_model(), tiny_model()
    list(trainer(straight, encoded(160), plan()).run())
    control, rests, given_back = Control(), [], []
    monkeypatch.setattr(loop, "give_back", given_back.append)
    hooks = no_hooks()
    hooks.rest = lambda: rests.append(1)
    kinds, held = [], False
    for event in trainer(paused, encoded(160), plan(), control=control, hooks=hooks).run():
        kinds.append(event)
        if isinstance(event, StepsDone) and not held:
            held = True
            control.pause(True)
        if isinstance(event, RunPaused) and event.paused:
            threading.Timer(0.05, control.pause, [False]).start()
    states = [event.paused for event in kinds if isinstance(event, RunPaused)]
    assert states == [True, False]
    assert rests == [1]
    assert given_back == [CPU.device]
    assert same_weights(weights_of(straight), weights_of(paused))


def test_a_pause_is_no_part_of_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(loop.time, "monotonic", lambda: now[0])
    control = Control()
    monkeypatch.setattr(control, "wait", lambda: now.__setitem__(0, now[0] + 1000.0) or control.pause(False))
    rates, told = [], 0
    model = tiny_model()
    real = model.forward
    monkeypatch.setattr(model, "forward", lambda **inputs: now.__setitem__(0, now[0] + 0.1) or real(**inputs))
    for event in trainer(model, encoded(160), plan(epochs=1), control=control).run():
        if isinstance(event, StepsDone):
            rates.append(event.rows_per_second)
            told += 1
            if told == 2:
                control.pause(True)
    assert now[0] > 1000
    assert rates == pytest.approx([16 / 0.1] * len(rates), rel=0.01)


def test_a_stop_ends_a_pause() -> None:
    control = Control()
    control.pause(True)
    control.finish()
    assert not control.paused
    control.pause(True)  # too late
    assert not control.paused
    learning = trainer(tiny_model(), encoded(32), plan(), control=control)
    list(learning.run())
    assert learning.result.steps == 0


def test_a_discard_is_not_taken_back() -> None:
    control = Control()
    control.discard()
    control.finish()
    control.leave()
    assert control.stop == "discard"


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "SECONDS_BETWEEN_PROGRESS", 0.0)
    events = list(trainer(tiny_model(), encoded(64), plan()).run())
    assert [(event.done, event.total) for event in events if isinstance(event, StageProgress)] == [
        (step, 8) for step in range(1, 9)
    ]


def test_events_are_not_told_more_than_20_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(loop.time, "monotonic", lambda: now.__setitem__(0, now[0] + 0.001) or now[0])
    events = list(trainer(tiny_model(layers=1), encoded(640), plan(epochs=1)).run())
    told = [event for event in events if isinstance(event, StepsDone)]
    assert steps(events) == list(range(1, 41))
    assert len(told) <= now[0] * 20 + len(exams(events))
