"""The teacher's outputs: the model's own logits, in the order of the rows, under a key that nothing else has."""

from __future__ import annotations

import dataclasses
import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from distilstudio.engine import batching, teacher_cache
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.reading import gather, read_all, row_starts
from distilstudio.engine.tasks.classification import Classification
from distilstudio.protocol.events import RunEvent, RunPaused, StageStarted
from distilstudio.protocol.saved_run import read_saved_run
from tests.engine.lessons import CPU, LABELS, encode, encoded, ended, recipe, run, tiny_model
from tests.tiny_models import keyword_rows, tiny_tokenizer

TASK = Classification(LABELS)


def ask(path: Path, model: Any, rows: Encoded) -> list[int]:
    outputs = teacher_cache.outputs_of(path, TASK, rows, goes_on=False)
    told = list(teacher_cache.ask(outputs, model, TASK, rows, CPU))
    outputs.finish()
    return told


def test_outputs_are_the_models_own_logits_in_the_order_of_the_rows(tmp_path: Path) -> None:
    """Source: the model asked one text at a time, without padding, by plain transformers."""
    texts = [text for text, _ in keyword_rows(50)]
    rows, model = encode(TASK, texts, [None] * 50), tiny_model(layers=4)
    with torch.no_grad():  # a fresh model says nearly the same of every text; this one does not
        for weight in model.parameters():
            weight.mul_(8.0)
    told = ask(tmp_path / "deep" / "outputs.npy", model, rows)
    assert told[-1] == 50
    found = teacher_cache.open_outputs(tmp_path / "deep" / "outputs.npy")
    assert (found.shape, found.dtype) == ((50, 2), np.float16)
    tokenizer = tiny_tokenizer()
    with torch.inference_mode():
        expected = torch.cat([model(**tokenizer(text, return_tensors="pt")).logits for text in texts]).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)
    assert len(np.unique(np.round(expected, 2), axis=0)) > 40  # so that a wrong order would show


def test_reading_all_in_many_batches_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, model = encoded(40), tiny_model()
    whole = read_all(model, TASK, rows, CPU)
    monkeypatch.setattr(batching, "TOKENS_IN_CACHE", 20)
    np.testing.assert_allclose(read_all(model, TASK, rows, CPU), whole, atol=1e-5)


@pytest.mark.parametrize("training", [True, False])
def test_reading_is_without_dropout_and_gives_the_mode_back(training: bool) -> None:
    rows, model = encoded(10), tiny_model(dropout=0.5).train(training)
    assert np.array_equal(read_all(model, TASK, rows, CPU), read_all(model, TASK, rows, CPU))
    assert model.training is training
    assert all(weight.grad is None for weight in model.parameters())


def test_gathered_rows_with_several_logits_each() -> None:
    logits, counts = np.arange(12, dtype=np.float16).reshape(6, 2), np.array([2, 1, 3])
    found = gather(logits, counts, row_starts(counts), np.array([2, 0]))
    assert found.tolist() == [[6, 7], [8, 9], [10, 11], [0, 1], [2, 3]]
    assert found.dtype == np.float32


def test_the_key_is_of_the_contents() -> None:
    rows = encoded(20)
    key = teacher_cache.key_of("teacher", rows, LABELS)
    assert key == teacher_cache.key_of("teacher", encoded(20), list(LABELS))
    one_token = dataclasses.replace(rows, ids=np.where(np.arange(len(rows.ids)) == 7, rows.ids + 1, rows.ids).astype(np.int32))
    bounds = dataclasses.replace(rows, offsets=np.concatenate([[0, rows.offsets[1] + 1], rows.offsets[2:]]))
    segments = dataclasses.replace(rows, segments=np.zeros(len(rows.ids), np.uint8))
    others = [
        teacher_cache.key_of("another", rows, LABELS),
        teacher_cache.key_of("teacher", one_token, LABELS),
        teacher_cache.key_of("teacher", bounds, LABELS),
        teacher_cache.key_of("teacher", segments, LABELS),
        teacher_cache.key_of("teacher", rows, LABELS[::-1]),
        teacher_cache.key_of("teacher", rows.subset(np.arange(20)[::-1].copy()), LABELS),
    ]
    assert len({key, *others}) == 7


@pytest.mark.parametrize(
    ("flushed", "forget", "left"), [(False, False, []), (True, False, ["outputs.partial"]), (True, True, [])]
)
def test_what_a_stop_in_the_middle_leaves(tmp_path: Path, flushed: bool, forget: bool, left: list[str]) -> None:
    outputs = teacher_cache.outputs_of(tmp_path / "outputs.npy", TASK, encoded(40), goes_on=True)
    assert not outputs.goes_on
    assert [file.name for file in tmp_path.iterdir()] == ["outputs.partial"]
    if flushed:
        outputs.flush()
    outputs.close(forget)
    assert [file.name for file in tmp_path.iterdir()] == left


def test_asking_goes_on_where_it_was_left_to_the_same_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "TOKENS_IN_CACHE", 60)
    model, rows = tiny_model(), encoded(40)
    batches = ask(tmp_path / "whole.npy", model, rows)
    outputs = teacher_cache.outputs_of(tmp_path / "parts.npy", TASK, rows, goes_on=False)
    asking = teacher_cache.ask(outputs, model, TASK, rows, CPU)
    told = [next(asking) for _ in range(len(batches) // 2)]
    outputs.flush()
    next(asking)  # seen by nobody: the process died before it was saved
    asking.close()
    outputs.close()
    again = teacher_cache.outputs_of(tmp_path / "parts.npy", TASK, rows, goes_on=True)
    assert again.goes_on
    told += teacher_cache.ask(again, model, TASK, rows, CPU, before=told[-1])
    again.finish()
    assert told == batches
    assert (tmp_path / "parts.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
    assert not teacher_cache.outputs_of(tmp_path / "parts.npy", TASK, encoded(30), goes_on=True).goes_on


def test_a_pause_holds_the_asking_and_what_was_answered_is_saved(work: Path) -> None:
    told = []

    def at(event: RunEvent, control: Control) -> None:
        if isinstance(event, StageStarted) and event.stage == "ask_teacher":
            control.pause(True)
        elif isinstance(event, RunPaused):
            told.append((event.paused, bool(read_saved_run(work / "runs" / "one").asked)))
            control.pause(False)

    assert ended(run(work, recipe(), at=at)).outcome == "done"
    assert told == [(True, True), (False, True)]


def test_a_full_disk_is_seen_before_anything_is_asked(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", no_room)
    events = run(work, recipe())
    begun = events[-2]
    assert isinstance(begun, StageStarted)
    assert (begun.stage, begun.total) == ("ask_teacher", 72)
    problem = ended(events).problem
    assert problem is not None
    assert problem.code == "disk_full"
    assert problem.values["path"] == str(work / "runs" / "one")
    assert list((work / "runs" / "one" / "teacher_outputs").iterdir()) == []


def test_rows_that_count_no_or_several_times_keep_their_places() -> None:
    """As many places as rows, but not one each: a hidden word here, two there, none in the third."""
    counts, logits = np.array([0, 2, 1]), np.arange(6.0).reshape(3, 2)
    starts = row_starts(counts)
    for index, expected in (([1], [[0, 1], [2, 3]]), ([2], [[4, 5]]), ([0], []), ([2, 0, 1], [[4, 5], [0, 1], [2, 3]])):
        found = gather(logits, counts, starts, np.array(index))
        assert found.tolist() == expected


def test_a_teacher_hangs_on_the_labels_of_its_rows_where_it_learns_from_them() -> None:
    texts = [text for text, _ in keyword_rows(4)]
    one, other = (encode(TASK, texts, labels) for labels in ([*LABELS] * 2, [LABELS[0]] * 4))
    assert teacher_cache.key_of("teacher", one, LABELS) == teacher_cache.key_of("teacher", other, LABELS)
    assert teacher_cache.key_of("teacher", one, LABELS, targets=True) != teacher_cache.key_of(
        "teacher", other, LABELS, targets=True
    )
