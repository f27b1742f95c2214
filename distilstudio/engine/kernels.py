"""Choose the attention kernel by measuring: which one wins depends on the processor, the length of the rows and dropout.

Seen on a 2-core AVX512-BF16 machine, 3 layers × 384, 32 rows of 25 word pieces, bf16, no dropout: forward and backward take
66 ms with plain products and 114 ms with torch's fused kernel. With 128 word pieces our own kernel wins.
Must not know: recipes, runs.
"""

from __future__ import annotations

import math
import time

import numpy as np
import torch
from transformers import PreTrainedModel

from distilstudio.engine import attention, whole_layer
from distilstudio.engine.batching import Encoded, collate, micro_batches, tokens_a_step, tokens_at_a_time
from distilstudio.engine.device import Compute, one_thread, synchronise
from distilstudio.engine.working_copy import layers_in, to_run

KERNELS = (whole_layer.NAME, "sdpa", attention.NAME, "eager")
"""Of those that are about as fast the first is taken: our own layer gains more in whole steps than in these tries. With 8 rows of 176 word
pieces it learnt at 50 ms a try against torch's 58 to 66, and at 53 ms a step against 77."""
UNTRIED = "sdpa"
"""What a model has that nothing was tried with."""
TRIES = 2
"""At a time: the first meets the shapes."""
NEAR = 2.0
"""A kernel that took up to so many times as long as the fastest is tried again after all the others: for a few hundredths of a second, which
is what its tries take together, any other program can get in its way."""
LONG_S = 1.0
"""Tries end when they have taken so long together: of a long step the first meeting with its shapes is a small part."""
CLEARLY = 1.15
"""How many times slower a kernel must be before one further down the list is taken."""


def settle_attention(
    model: PreTrainedModel, rows: Encoded, batch_rows: int, compute: Compute, backward: bool, first: bool = False
) -> str:
    """Give the model the fastest kernel for rows like these; returns its name. Weights, gradients and random state stay as they were.

    backward: measure training steps (in the mode the model is in), not reading. first: only each text's first word piece is read of what
    the last layer gives. On a processor one thread tries what falls to it of a step: of several each would wait, at every operation, for the
    one that has to wait for another program, and the clock would choose by that.
    """
    if not len(rows):
        return UNTRIED
    typical = np.argsort(rows.lengths, kind="stable")
    threads = torch.get_num_threads() if compute.device.type == "cpu" else 1
    each = -(-batch_rows // threads)
    middle = typical[max(0, len(typical) // 2 - each // 2) :][:each]
    budget = tokens_a_step(compute.device) if backward else tokens_at_a_time(compute.device)
    parts = micro_batches(middle, rows.lengths, budget // threads)  # so many word pieces a step are worked on together
    batch = collate(rows, parts[len(parts) // 2], compute.device)
    seconds: dict[str, float] = {}

    def measure(kernel: str) -> None:
        try:
            model.set_attn_implementation(kernel)
        except (ValueError, ImportError):
            return
        if kernel == whole_layer.NAME and not (whole_layer.is_chosen(model) and layers_in(model, compute)):
            return
        found = _time_step(to_run(model, compute, first), batch.inputs(), compute, backward)
        seconds[kernel] = min(found, seconds.get(kernel, math.inf))

    with torch.random.fork_rng(enabled=True), one_thread():
        for kernel in KERNELS:
            measure(kernel)
        near = [kernel for kernel, found in seconds.items() if found <= NEAR * min(seconds.values())]
        if len(near) > 1 and max(seconds[kernel] for kernel in near) <= LONG_S / TRIES:
            for kernel in near:
                measure(kernel)
    model.zero_grad(set_to_none=True)
    if not seconds:
        return ""
    limit = CLEARLY * min(seconds.values())  # too near to call: the same choice each time, so that a seed repeats its run
    fastest = next(kernel for kernel in KERNELS if seconds.get(kernel, math.inf) <= limit)
    model.set_attn_implementation(fastest)
    return fastest


def _time_step(model: PreTrainedModel, inputs: dict[str, torch.Tensor], compute: Compute, backward: bool) -> float:
    best, began = float("inf"), time.perf_counter()
    for _ in range(TRIES):
        synchronise(compute.device)
        started = time.perf_counter()
        with torch.set_grad_enabled(backward), compute.autocast():
            output = model.base_model(
                **inputs
            )  # a head over a whole vocabulary would take longer than all layers, and much memory
        if backward:
            output[0].float().square().mean().backward()
        synchronise(compute.device)
        best = min(best, time.perf_counter() - started)
        if time.perf_counter() - began > LONG_S:
            break
    return best
