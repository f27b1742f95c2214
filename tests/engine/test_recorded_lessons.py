"""Every lesson whose steps can be recorded: names, questions, and the teacher's inside; put together on the device as they are sent, and learnt
from as the plain way does. Where there is an NVIDIA card, on it, recorded and replayed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import AutoModelForTokenClassification

from distilstudio.engine import rows_on_device, stepping, teacher_cache, teacher_states
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.device import Compute
from distilstudio.engine.inner_lesson import PARTS, InnerLesson, teacher_look
from distilstudio.engine.lesson import Lesson
from distilstudio.engine.loop import Trainer
from distilstudio.engine.reading import gather, row_starts
from distilstudio.engine.recorded_steps import RecordedSteps
from distilstudio.engine.rows_on_device import RowsOnDevice, fits, room_on, width_of
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.ner import Ner
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.task import batch_of
from distilstudio.protocol.events import RunNote, StepsDone
from tests.engine import asked_lessons, marked_lessons
from tests.engine.asked_lessons import keyword_questions, tiny_reader
from tests.engine.lessons import (
    CPU,
    LABELS,
    encoded,
    ended,
    no_hooks,
    plan,
    recipe,
    run,
    teach,
    tiny_model,
    weights_of,
    workplace,
)
from tests.engine.marked_lessons import TAGS, marked_sentences
from tests.engine.test_deferred import DEVICES, Noting, Told, needs_card, recorders_of
from tests.tiny_models import tiny_config, tiny_tokenizer

WEIGHTS = {"soft": 0.7, "hard": 0.3}
INNER = {"hidden_cosine": 0.5, "hidden_squared": 1.0, "relations": 0.5}

MOVE_NOTHING = ("qa_outputs.bias", "bert.encoder.layer.1.output.LayerNorm.bias")
"""They add the same to all pieces of a passage, which changes no share of it: their gradient is rounding, and AdamW makes steps of it."""


def tagger(layers: int = 2, seed: int = 0) -> Any:
    config = tiny_config("bert", len(tiny_tokenizer()), layers)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config.num_labels = len(TAGS)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return AutoModelForTokenClassification.from_config(config).eval()


@dataclass
class Work:
    """A task, a model for it by layers and seed, rows to learn from and to watch."""

    task: Any
    model: Any
    rows: Encoded
    watch: Encoded


def work(name: str) -> Work:
    task: Any
    if name == "names":
        task = Ner(TAGS)
        sentences = marked_sentences(90)
        sentences[-15:] = [(words, None) for words, _ in sentences[-15:]]
        rows, watch = (
            task.encode(marked_lessons.rows_of(some), tiny_tokenizer(), 64) for some in (sentences, marked_sentences(10, 9))
        )
        return Work(task, tagger, rows, watch)
    if name == "questions":
        task = QuestionAnswering()
        asked = keyword_questions(80)
        asked[-10:] = [(passage, question, None, 0) for passage, question, _, _ in asked[-10:]]
        asked[:5] = [(passage, question, [], 0) for passage, question, _, _ in asked[:5]]
        rows, watch = (
            task.encode(asked_lessons.rows_of(some), tiny_tokenizer(), 64) for some in (asked, keyword_questions(10, 9))
        )
        return Work(task, tiny_reader, rows, watch)
    return Work(Classification(LABELS), tiny_model, encoded(100, unlabelled=20), encoded(20, seed=99))


WORKS = ("labels", "names", "questions")


def teachers_word(given: Work, layers: int, path: Path) -> tuple[NDArray[np.float16], Path]:
    """A teacher's outputs for the rows, and the file of what went on inside it."""
    teacher, look = given.model(layers=layers, seed=1), teacher_look(PARTS, [0, layers - 1], layers)
    assert look is not None
    outputs = teacher_cache.outputs_of(path / "outputs.npy", given.task, given.rows, goes_on=False)
    watcher = teacher_states.Watcher(path / "inside.npy", teacher, look, given.rows, goes_on=False)
    with watcher.watch():
        list(teacher_cache.ask(outputs, teacher, given.task, given.rows, CPU, watcher.see))
    outputs.finish()
    watcher.file.finish()
    return teacher_cache.open_outputs(path / "outputs.npy"), path / "inside.npy"


@dataclass
class Learnt:
    """Weights and losses after a training; `total` of each step and all parts of the first."""

    weights: dict[str, Tensor]
    total: list[float]
    parts: set[str]


def learn(given: Work, inside: bool, path: Path, compute: Compute = CPU, hidden: int = 32, again: bool = False) -> Learnt:
    """again: the teacher reads beside the student what it holds inside, instead of once before."""
    outputs, states = teachers_word(given, 4, path)
    teacher = given.model(layers=4, seed=1)
    student = given.model(seed=2) if hidden == 32 else tiny_model(seed=2, hidden=hidden)
    student = student.to(compute.device)
    inner, weights = None, dict(WEIGHTS)
    if inside:
        look = teacher_look(PARTS, [0, 3], 4)
        assert look is not None
        seen: teacher_states.States = teacher_states.KeptStates(states, given.rows)
        if again:
            seen = teacher_states.SeenAgain(teacher.to(compute.device), look, compute, given.rows)
        inner = InnerLesson(student, teacher, look, seen, PARTS, 0)
        weights |= INNER
    lesson = Lesson(given.rows, given.watch, outputs, inner)
    the_plan = plan(batch_rows=12, epochs=4, weights=weights, temperature=2.0)
    training = Trainer("run", student, given.task, lesson, the_plan, compute, Control(), no_hooks())
    told = [event for event in training.run() if isinstance(event, StepsDone)]
    found = weights_of(student) | ({} if inner is None else {f"inner.{name}": weight for name, weight in inner.state().items()})
    total = [loss for event in told for loss in event.losses["total"] if loss is not None]
    return Learnt({name: weight.detach().cpu() for name, weight in found.items()}, total, set(told[0].losses))


@pytest.mark.parametrize("inside", [False, True], ids=["outside", "inside"])
@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_the_same_training_as_the_plain_one(
    compute: Compute, name: str, inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = work(name)
    plain = learn(given, inside, tmp_path)
    monkeypatch.setattr(stepping, "defers", lambda compute: True)
    recorders = recorders_of(monkeypatch, Noting)
    left = learn(given, inside, tmp_path, compute)
    (recorder,) = recorders
    assert len(recorder.batches) == len(left.total) == len(plain.total)
    assert recorder.recorded == 0 if compute is CPU else recorder.recorded > 0
    assert left.parts == {"total", *WEIGHTS, *(INNER if inside else ())}
    assert left.total == pytest.approx(plain.total, rel=1e-4, abs=1e-4)
    for key, weight in plain.weights.items():
        if name != "questions" or key not in MOVE_NOTHING:
            torch.testing.assert_close(left.weights[key], weight, rtol=0, atol=5e-5 if compute is CPU else 1e-3)


def test_a_student_of_another_width_learns_by_its_projections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = work("labels")
    plain = learn(given, True, tmp_path, hidden=16)
    monkeypatch.setattr(stepping, "defers", lambda compute: True)
    (recorders, left) = recorders_of(monkeypatch, Noting), learn(given, True, tmp_path, hidden=16)
    assert len(recorders[0].batches) == len(plain.total)
    assert sum(key.startswith("inner.") for key in plain.weights) == 2
    for key, weight in plain.weights.items():
        torch.testing.assert_close(left.weights[key], weight, rtol=0, atol=5e-5)


@pytest.mark.parametrize("bytes_at_a_time", [rows_on_device.AT_A_TIME, 100])
@pytest.mark.parametrize("name", WORKS)
def test_a_batch_put_together_there_is_the_one_that_is_sent(
    name: str, bytes_at_a_time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_on_device, "AT_A_TIME", bytes_at_a_time)
    given = work(name)
    outputs, inside = teachers_word(given, 4, tmp_path)
    index = np.array([4, len(given.rows) - 1, 0, 17])
    kept = teacher_states.KeptStates(inside, given.rows)
    there = RowsOnDevice(given.rows, outputs, kept.kept, torch.device("cpu"))
    width = width_of(given.rows, index)
    batch = there.batch(torch.from_numpy(index), width)
    logits = gather(outputs, given.rows.counts, row_starts(given.rows.counts), index)
    sent = batch_of(given.task, given.rows, index, CPU.device, logits)
    assert batch.teacher is not None
    assert sent.teacher is not None
    counted = batch.targets != NOT_COUNTED if given.rows.token_targets else torch.ones(len(index), dtype=torch.bool)
    assert torch.equal(batch.teacher[counted.flatten()], sent.teacher)
    assert not batch.teacher[~counted.flatten()].any()
    if given.rows.token_targets:
        assert torch.equal(batch.targets[counted], sent.targets[sent.targets != NOT_COUNTED])
        assert (batch.targets[~batch.attention_mask.bool()] == NOT_COUNTED).all()
    else:
        assert torch.equal(batch.targets, sent.targets)
    assert torch.equal(batch.input_ids[batch.attention_mask.bool()], sent.input_ids[sent.attention_mask.bool()])
    assert batch.states is not None
    mask = batch.attention_mask.bool().flatten()
    assert torch.equal(batch.states[mask], kept.of(sent))
    assert not batch.states[~mask].any()


def test_no_batch_is_wider_than_what_a_model_reads() -> None:
    rows = encoded(30, words=11)
    longest = np.array([int(rows.lengths.argmax())])
    assert rows.lengths.max() % 8
    assert width_of(rows, longest) == rows.lengths.max() < -(-int(rows.lengths.max()) // 8) * 8
    shorter = np.flatnonzero(rows.lengths == rows.lengths.min())
    assert width_of(rows, shorter) == 8


def test_what_went_on_inside_counts_where_room_is_looked_for() -> None:
    rows, states = encoded(30), np.zeros((1000, 64), np.float16)
    assert fits(rows, None, None, states.nbytes)
    assert fits(rows, None, states, 2 * states.nbytes)
    assert not fits(rows, None, states, states.nbytes)
    assert fits(rows, None, states, room_on(CPU.device))


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("compute", DEVICES, ids=str)
def test_a_teacher_that_reads_beside_its_student_is_part_of_the_recording(
    compute: Compute, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = work(name)
    plain = learn(given, True, tmp_path, again=True)
    monkeypatch.setattr(stepping, "defers", lambda compute: True)
    recorders = recorders_of(monkeypatch, Noting)
    left = learn(given, True, tmp_path, compute, again=True)
    (recorder,) = recorders
    assert len(recorder.batches) == len(left.total) == len(plain.total)
    assert recorder.recorded == 0 if compute is CPU else recorder.recorded > 0
    assert left.total == pytest.approx(plain.total, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("kernel", ["eager", "whole_layer"])
def test_it_reads_its_own_word_pieces(kernel: str, tmp_path: Path) -> None:
    """A student with fewer word pieces knows them by other numbers, and another one for padding."""
    given = work("labels")
    _, inside = teachers_word(given, 4, tmp_path)
    look = teacher_look(PARTS, [0, 3], 4)
    assert look is not None
    turned = np.arange(len(tiny_tokenizer()), dtype=np.int32)[::-1].copy()
    own = replace(given.rows, renumbered=turned, pad_id=int(turned[given.rows.pad_id]))
    index = np.array([4, 99, 0, 17])
    batch = RowsOnDevice(own, None, None, torch.device("cpu")).batch(torch.from_numpy(index), width_of(own, index))
    mask = batch.attention_mask.bool()
    sent = batch_of(given.task, own, index, CPU.device)
    assert torch.equal(batch.input_ids[mask], sent.input_ids[sent.attention_mask.bool()])
    assert (batch.input_ids[~mask] == own.pad_id).all()
    teacher = given.model(layers=4, seed=1)
    teacher.set_attn_implementation(kernel)
    seen = teacher_states.SeenAgain(teacher, look, CPU, given.rows).of(batch)
    expected = teacher_states.KeptStates(inside, given.rows).of(sent).float()
    torch.testing.assert_close(seen[mask.flatten()], expected, rtol=1e-3, atol=1e-3)
    assert not seen[~mask.flatten()].any()


def test_what_finds_no_room_on_a_card_is_read_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = workplace(tmp_path / "work")
    teach(base / "teacher")
    events = run(base, recipe(loss__hidden_squared=1.0), "runs/there")
    monkeypatch.setattr("distilstudio.engine.teaching.room_on", lambda device: 1000)
    beside = run(base, recipe(loss__hidden_squared=1.0), "runs/beside")
    notes = [{event.code for event in told if isinstance(event, RunNote)} for told in (events, beside)]
    assert "states_kept" in notes[0]
    assert "states_beside" in notes[1]
    assert "states_kept" not in notes[1]
    reports = [ended(told).report for told in (events, beside)]
    assert reports[0] is not None
    assert reports[1] is not None
    assert reports[0].student.scores == reports[1].student.scores
    assert not list((base / "runs/beside/teacher_outputs").glob("*-inside.npy"))


@needs_card
@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
@pytest.mark.parametrize("name", WORKS)
def test_replayed_steps_learn_as_told_ones_do(name: str, precision: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, found = work(name), []
    for kind in (RecordedSteps, Told):
        with monkeypatch.context() as patch:
            recorders = recorders_of(patch, kind)
            found.append(learn(given, True, tmp_path, Compute(torch.device("cuda"), precision)))
        assert (recorders[0].recorded > 0) is (kind is RecordedSteps)
    assert found[0].total == pytest.approx(found[1].total, abs=1e-6)
    for key in found[0].weights:
        assert torch.equal(found[0].weights[key], found[1].weights[key]), key
