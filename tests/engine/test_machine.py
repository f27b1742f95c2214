"""Device and precision, time left, attention kernels, and exceptions told as Problems."""

from __future__ import annotations

import copy
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError

from distilstudio.engine import batching, device, kernels
from distilstudio.engine.device import Compute
from distilstudio.engine.pace import Pace
from distilstudio.engine.translate import to_problem
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import RecipeError
from tests.engine.lessons import CPU, encoded, same_weights, tiny_model, weights_of


def test_a_device_and_a_precision_that_are_wished_for() -> None:
    chosen = device.choose("cpu", "fp32")
    assert (chosen.device, chosen.precision) == (torch.device("cpu"), "fp32")
    assert device.choose("cpu", "bf16").precision == "bf16"
    assert device.choose("cpu", "fp16").precision == "bf16"  # torch has no fp16 training on processors
    assert device.choose("auto", "auto").device.type == device.available()[0]


def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ProblemError) as caught:
        device.choose("cuda", "auto")
    assert caught.value.problem.code == "device_missing"
    assert "cpu" in caught.value.problem.why


def test_the_probe_measures_seconds() -> None:
    found = device.probe_precision(torch.device("cpu"), size=64, rows=32, tries=1, at_least_s=0.0)
    assert "fp32" in found
    assert all(0 < seconds < 10 for seconds in found.values())


@pytest.mark.parametrize(
    ("seconds", "chosen"),
    [({"fp32": 1.0, "bf16": 0.5}, "bf16"), ({"fp32": 1.0, "bf16": 0.95}, "fp32"), ({"fp32": 1.0, "bf16": 2.0}, "fp32")],
)
def test_a_lower_precision_must_pay(seconds: dict[str, float], chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "probe_precision", lambda *_: seconds)
    assert device.choose("cpu", "auto").precision == chosen


def test_precisions_take_turns_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment in which the computer is busy falls upon all of them alike, and no thread waits for another."""
    tried: list[torch.dtype] = []
    threads: set[int] = set()

    def product(where: torch.device, dtype: torch.dtype, size: int, rows: int) -> Callable[[], float]:
        def timed() -> float:
            tried.append(dtype)
            threads.add(torch.get_num_threads())
            slow = (len(tried) - 1) % 10 in (2, 3, 4, 5)  # the first ones that count, of small products and of large ones
            return (1.0 if dtype == torch.float32 else 0.5) * (10.0 if slow else 1.0)

        return timed

    monkeypatch.setattr(device, "_product", product)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        found = device.probe_precision(torch.device("cpu"), tries=4, at_least_s=0.0)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert threads == {1}
    assert tried == [torch.float32, torch.bfloat16] * (1 + 4 + 1 + 4)  # after one of each to warm up
    assert found == {"fp32": 1.0, "bf16": 0.5}


@pytest.mark.parametrize(
    ("times_as_slow", "in_large", "chosen"), [(3.0, True, "fp32"), (20.0, False, "fp32"), (0.02, True, "bf16")]
)
def test_a_precision_out_of_the_question_is_not_tried_for_long(
    times_as_slow: float, in_large: bool, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A processor without bf16 of its own would take seconds for one large product. fp32 is always tried, however much slower it is."""
    largest: dict[torch.dtype, int] = {}

    def product(where: torch.device, dtype: torch.dtype, size: int, rows: int) -> Callable[[], float]:
        largest[dtype] = max(size, largest.get(dtype, 0))
        return lambda: (1.0 if dtype == torch.float32 else times_as_slow) * size

    monkeypatch.setattr(device, "_product", product)
    found = device.probe_precision(torch.device("cpu"), size=768)
    assert largest[torch.float32] == 768
    assert (largest[torch.bfloat16] == 768) is in_large is ("bf16" in found)
    assert device.choose("cpu", "auto").precision == chosen


@pytest.mark.parametrize("own", [True, False])
def test_a_card_that_only_emulates_bf16_is_tried_with_fp16(own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_product", lambda *_: lambda: 1.0)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: own or including_emulation)
    assert set(device.probe_precision(torch.device("cuda"))) == {"fp32", "bf16" if own else "fp16"}


def test_autocast_keeps_weights_in_float32() -> None:
    compute = device.choose("cpu", "bf16")
    layer = torch.nn.Linear(4, 4)
    with compute.autocast():
        assert layer(torch.ones(1, 4)).dtype == torch.bfloat16
    with CPU.autocast():
        assert layer(torch.ones(1, 4)).dtype == torch.float32
    assert layer.weight.dtype == torch.float32


def test_this_computer_is_described() -> None:
    found = device.describe("fp32")
    assert found.kind == device.available()[0]
    assert found.name
    assert 1 <= found.cores <= (os.cpu_count() or 1)
    assert found.memory > 2**28
    assert found.precision == "fp32"


# -- time left -----------------------------------------------------------------------------------------------------------------


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_time_left_from_the_rate_so_far() -> None:
    """10 units in 20 s: 2 s a unit; 30 of this stage and 60 of the next are left."""
    clock = Clock()
    pace = Pace({"ask_teacher": 40.0, "distil": 60.0}, clock)
    pace.begin("ask_teacher")
    clock.now += 20
    left = pace.advance(0.25)
    assert left is not None
    assert left.seconds == pytest.approx(180)
    assert left.low < left.seconds < left.high
    clock.now += 40
    nearer = pace.advance(0.75)
    assert nearer is not None
    assert nearer.seconds == pytest.approx(140)
    assert (nearer.high - nearer.low) / nearer.seconds < (left.high - left.low) / left.seconds


def test_first_steps_that_are_slow_are_forgotten() -> None:
    """2 units took 10 s, and then each 0.1 s, as where a graphics card records steps and then replays them."""
    clock = Clock()
    pace = Pace({"distil": 100.0}, clock)
    pace.begin("distil")
    clock.now += 10
    first = pace.advance(0.02)
    assert first is not None
    assert first.seconds == pytest.approx(490)
    for units in range(3, 9):
        clock.now += 0.1
        left = pace.advance(units / 100)
    assert left is not None
    assert left.seconds == pytest.approx(9.2)


def test_a_standstill_counts_for_nothing_but_a_long_exam_does() -> None:
    """Ten steps of 1 s, ten minutes in which the process was stopped, ten more steps."""
    clock = Clock()
    pace = Pace({"distil": 100.0}, clock)
    pace.begin("distil")
    for done in range(1, 21):
        clock.now += 600 if done == 11 else 1
        left = pace.advance(done / 100)
    assert left is not None
    assert left.seconds == pytest.approx(80, rel=0.12)
    for done in range(21, 31):
        clock.now += 300 if done in (23, 26) else 1
        left = pace.advance(done / 100)
    assert left is not None
    assert left.seconds > 1000


def test_a_pause_counts_for_nothing() -> None:
    clock = Clock()
    pace = Pace({"distil": 100.0}, clock)
    pace.begin("distil")
    clock.now += 10
    pace.advance(0.1)
    clock.now += 5000
    pace.rest()
    clock.now += 10
    left = pace.advance(0.2)
    assert left is not None
    assert left.seconds == pytest.approx(80)


def test_a_stage_that_ended_early_is_not_waited_for() -> None:
    clock = Clock()
    pace = Pace({"distil": 100.0, "exam": 50.0}, clock)
    pace.begin("distil")
    clock.now += 10
    pace.advance(0.1)
    pace.end()
    pace.begin("exam")
    clock.now += 10
    left = pace.advance(0.2)  # 1 s a unit before and now
    assert left is not None
    assert left.seconds == pytest.approx(40)


def test_nothing_is_said_too_early_nor_of_a_stage_without_work() -> None:
    clock = Clock()
    pace = Pace({"distil": 100.0}, clock)
    pace.begin("distil")
    clock.now += 0.5
    assert pace.advance(0.5) is None
    clock.now += 10
    assert pace.advance(0.005) is None
    pace.end()
    pace.begin("pack")
    clock.now += 10
    left = pace.advance(0.5)
    assert left is None or left.seconds == 0.0
    pace.end()
    pace.end()  # twice does no harm


# -- kernels -------------------------------------------------------------------------------------------------------------------

BY_THE_CLOCK = kernels._time_step
"""The engine's tests have it replaced before the first of them begins."""


@pytest.mark.parametrize("backward", [True, False])
def test_choosing_a_kernel_leaves_no_trace(backward: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_time_step", BY_THE_CLOCK)
    model = tiny_model(dropout=0.1).train()
    before, state = weights_of(model), torch.get_rng_state()
    chosen = kernels.settle_attention(model, encoded(40), 16, CPU, backward)
    assert chosen in kernels.KERNELS
    assert model.config._attn_implementation == chosen
    assert same_weights(before, weights_of(model))
    assert all(weight.grad is None for weight in model.parameters())
    assert torch.equal(torch.get_rng_state(), state)
    assert model.training


@pytest.mark.parametrize(("backward", "budget"), [(True, "TOKENS_A_STEP"), (False, "TOKENS_IN_CACHE")])
def test_kernels_are_tried_on_as_many_word_pieces_as_are_worked_on_together(
    backward: bool, budget: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = set()

    def tried(model: object, inputs: dict[str, torch.Tensor], *_: object) -> float:
        sizes.add(inputs["input_ids"].numel())
        return 1.0

    monkeypatch.setattr(kernels, "_time_step", tried)
    kernels.settle_attention(tiny_model(), encoded(40), 16, CPU, backward)
    (of_a_batch,) = sizes
    sizes.clear()
    monkeypatch.setattr(batching, budget, of_a_batch // 2)
    kernels.settle_attention(tiny_model(), encoded(40), 16, CPU, backward)
    assert 0 < max(sizes) <= of_a_batch // 2


def test_one_thread_tries_its_share_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several each would wait for the one that another program keeps waiting."""
    seen: set[tuple[int, int]] = set()

    def tried(model: object, inputs: dict[str, torch.Tensor], *_: object) -> float:
        seen.add((len(inputs["input_ids"]), torch.get_num_threads()))
        return 1.0

    monkeypatch.setattr(kernels, "_time_step", tried)
    before = torch.get_num_threads()
    try:
        for threads in (1, 3):
            torch.set_num_threads(threads)
            kernels.settle_attention(tiny_model(), encoded(40), 16, CPU, backward=True)
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)
    assert seen == {(16, 1), (6, 1)}


@pytest.mark.parametrize(("long_s", "tries"), [(60.0, kernels.TRIES), (0.0, 1)])
def test_what_takes_long_is_tried_once(long_s: float, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "LONG_S", long_s)
    model, read = tiny_model(), []
    handle = model.base_model.register_forward_hook(lambda *_: read.append(1))
    assert BY_THE_CLOCK(model, {"input_ids": torch.tensor([[2, 9, 10, 3]])}, CPU, False) > 0
    handle.remove()
    assert len(read) == tries


@pytest.mark.parametrize(("disturbed", "tried_again"), [(1.9, True), (3.0, False)])
def test_a_kernel_that_was_disturbed_gets_another_chance(
    disturbed: float, tried_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program was in the way of the fastest one's first tries."""
    fastest, others = kernels.KERNELS[-1], kernels.KERNELS[:-1]
    tries: list[str] = []

    def tried(model: Any, *_: object) -> float:
        kernel = model.config._attn_implementation
        tries.append(kernel)
        if kernel != fastest:
            return 0.1
        return 0.05 if tries.count(fastest) > 1 else 0.1 * disturbed

    monkeypatch.setattr(kernels, "_time_step", tried)
    chosen = kernels.settle_attention(tiny_model(), encoded(10), 4, Compute(torch.device("cpu"), "bf16"), backward=False)
    assert chosen == (fastest if tried_again else others[0])
    assert tries.count(fastest) == 1 + tried_again
    assert all(tries.count(kernel) == 2 for kernel in others)


def test_the_fastest_kernel_is_taken_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = {"input_ids": torch.tensor([[2, 9, 10, 3]]), "attention_mask": torch.tensor([[1, 1, 1, 0]])}
    answers = []
    for fastest in kernels.KERNELS:
        model = tiny_model()
        monkeypatch.setattr(
            kernels, "_time_step", lambda model, *_, want=fastest: float(model.config._attn_implementation != want)
        )
        lower = Compute(torch.device("cpu"), "bf16")  # without it no layer is computed whole
        assert kernels.settle_attention(model, encoded(10), 4, lower, False) == fastest
        with torch.inference_mode():
            answers.append(copy.deepcopy(model(**inputs).logits))
    for answer in answers[1:]:
        torch.testing.assert_close(answer, answers[0], rtol=0, atol=1e-5)


# -- problems ------------------------------------------------------------------------------------------------------------------


EXCEPTIONS = [
    (ProblemError(problem("no_loss")), "no_loss"),
    (RecipeError("loss.soft", "too much"), "recipe_invalid"),
    (MemoryError(), "memory"),
    (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "memory"),
    (RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"), "memory"),
    (RuntimeError("MPS backend out of memory"), "memory"),
    (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk_full"),
    (RuntimeError("I/O error: No space left on device (os error 28)"), "disk_full"),
    (PermissionError(errno.EACCES, "Permission denied", "/runs/one"), "run_folder"),
    (SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)"), "disk_full"),
    (ZeroDivisionError("division by zero"), "internal"),
    (RuntimeError("shapes cannot be multiplied"), "internal"),
]


@pytest.mark.parametrize("number", [errno.EROFS, errno.EIO, errno.EACCES, errno.EFBIG])
def test_a_model_that_cannot_be_written_is_told_with_the_systems_reason(number: int, tmp_path: Path) -> None:
    """safetensors tells what the system said in words alone; they are the window's to translate."""
    reason = os.strerror(number)
    found = to_problem(SafetensorError(f"Error while serializing: I/O error: {reason} (os error {number})"), tmp_path)
    assert (found.code, found.why) == ("run_folder", reason)
    assert str(tmp_path) in found.what


@pytest.mark.parametrize(("error", "code"), EXCEPTIONS, ids=[f"{type(error).__name__}-{code}" for error, code in EXCEPTIONS])
def test_every_exception_becomes_a_problem(error: Exception, code: str, tmp_path: Path) -> None:
    found = to_problem(error, tmp_path, batch_rows=32)
    assert found.code == code
    assert found.what
    if code == "memory":
        assert "32" in found.what
    if code == "disk_full":
        assert str(tmp_path) in found.why
    if code == "internal":
        assert str(error) in found.why
        assert type(error).__name__ in found.detail
    if code == "run_folder":
        assert "/runs/one" in found.what
