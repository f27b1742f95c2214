"""Memory that runs out in the middle of a step: the batch is split, the sums stay the same, and the smaller size is remembered."""

from __future__ import annotations

import itertools
import platform
import subprocess
import sys
from typing import Any

import pytest
import torch

from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.shortage import is_out_of_memory
from distilstudio.protocol.events import RunNote
from distilstudio.protocol.problems import ProblemError
from tests.engine.lessons import encoded, no_hooks, plan, tiny_model, trainer, weights_of
from tests.engine.test_loop import Spoiled

TEXTS = [
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes."
    ),
    RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
    RuntimeError("could not create a primitive"),
    RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 4 bytes."),
    MemoryError(),
]


@pytest.mark.parametrize("error", TEXTS, ids=range(len(TEXTS)))
def test_every_device_says_it_in_its_own_words(error: BaseException) -> None:
    assert is_out_of_memory(error)


def test_other_faults_are_not_taken_for_it() -> None:
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def narrow(model: Any, most_rows: int) -> None:
    """A model on a device that has room for so many rows."""
    real = model.forward

    def forward(**inputs: Any) -> Any:
        if len(inputs["input_ids"]) > most_rows and torch.is_grad_enabled():
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return real(**inputs)

    model.forward = forward


def test_a_batch_too_large_is_split_and_gives_the_same_weights() -> None:
    wide, small = tiny_model(), tiny_model()
    list(trainer(wide, encoded(96), plan(batch_rows=32)).run())
    narrow(small, 9)
    events = list(trainer(small, encoded(96), plan(batch_rows=32)).run())
    notes = [event for event in events if isinstance(event, RunNote)]
    assert {note.code for note in notes} == {"memory_split"}
    assert len(notes) <= 3  # of six steps: what was found to fit is remembered
    assert notes[0].text == "Not enough memory for 32 texts at a time. The run goes on with 16; nothing is lost."
    for name, weight in weights_of(wide).items():
        torch.testing.assert_close(weights_of(small)[name], weight, rtol=0, atol=2e-6)


def test_where_not_even_one_text_fits_it_is_told() -> None:
    model = tiny_model()
    narrow(model, 0)
    with pytest.raises(torch.OutOfMemoryError):
        list(trainer(model, encoded(96), plan(batch_rows=32)).run())


def test_a_run_that_goes_on_remembers_what_fits() -> None:
    kept: list[Standing] = []
    hooks = no_hooks()
    hooks.due = lambda: True
    hooks.keep = lambda standing: kept.append(standing) or ()
    model = tiny_model()
    narrow(model, 9)
    list(trainer(model, encoded(96), plan(batch_rows=32), hooks=hooks).run())
    again = tiny_model()
    narrow(again, 9)
    start = Standing(kept[-1].said, {name: value.clone() for name, value in kept[-1].tensors.items()}, kept[-1].best)
    events = list(trainer(again, encoded(96), plan(batch_rows=32), start=start).run())
    assert not [event for event in events if isinstance(event, RunNote)]


def test_bad_steps_are_counted_over_a_death() -> None:
    """Two before it and one after it are three in a row."""
    kept: list[Standing] = []
    hooks = no_hooks()
    turns = itertools.count(1)
    hooks.due = lambda: next(turns) == 5
    hooks.keep = lambda standing: kept.append(standing) or ()
    list(trainer(tiny_model(), encoded(96), plan(epochs=1), task=Spoiled(3, 4), hooks=hooks).run())
    (standing,) = kept
    assert (standing.said.steps, standing.said.bad, standing.said.skipped) == (4, 2, 2)
    going = trainer(tiny_model(), encoded(96), plan(epochs=1), task=Spoiled(1), start=standing)
    with pytest.raises(ProblemError) as caught:
        list(going.run())
    assert caught.value.problem.values["steps"] == "3"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep their memory by themselves")
def test_freed_memory_is_kept_for_the_next_step() -> None:
    """In a process of its own: pages that came once do not come anew."""
    code = """
import resource, torch
from distilstudio.engine.memory import hold_on
def faults(times):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(times):
        blocks = [torch.ones(4 << 20, dtype=torch.uint8) for _ in range(8)]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
loose = faults(20); hold_on(); faults(5); print(loose, faults(20))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loose, held = map(int, done.stdout.split())
    assert held < loose / 2  # a tenth on a quiet machine
