"""Steps that a graphics card replays as a whole instead of being told operation by operation.

A small student's step is some hundred kernels of a few microseconds each; telling them one by one takes ten times as long as computing them.
So the step is recorded once for each shape of batch (a CUDA graph, NVIDIA's CUDA C++ Programming Guide, "CUDA Graphs") and replayed with
other rows. Whatever the step does must stay on the device: no number may be looked at, no shape may depend on one.
Must not know: losses, models, optimizers, tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from distilstudio.engine.batching import Batch, Encoded, IntArray
from distilstudio.engine.rows_on_device import RowsOnDevice, width_of

MOST_SHAPES = 64
"""So many recordings are kept; a batch of any further shape is computed plainly."""

Found = dict[str, Tensor]
"""Scalars that a step comes to, on the device."""


@dataclass
class _Recording:
    """`index`: the rows of the step to be replayed, int64 [rows]. `values`: what `names` came to in the one replayed last, float32 [names]."""

    graph: torch.cuda.CUDAGraph
    index: Tensor
    names: tuple[str, ...]
    values: Tensor


class RecordedSteps:
    """Runs `step` on batches of rows: plainly the first time that a shape of batch comes, replayed from the second time on.

    The first time is also what a recording needs before it: libraries make their handles and workspaces then.
    """

    def __init__(self, rows: Encoded, there: RowsOnDevice, step: Callable[[Batch], Found], device: torch.device) -> None:
        """there: the rows, on the device. step: learn from one batch; what it gives is scalars on the device."""
        self._rows, self._there, self._step, self._device = rows, there, step, device
        self._seen: set[tuple[int, int]] = set()
        self._recordings: dict[tuple[int, int], _Recording] = {}
        self._replays = device.type == "cuda"
        if self._replays:
            self._pool = torch.cuda.graph_pool_handle()
            self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]

    @property
    def recorded(self) -> int:
        """How many shapes are replayed."""
        return len(self._recordings)

    def run(self, index: IntArray) -> Found:
        """One step on the rows with these numbers. Raises: what torch raises where it cannot be computed, or cannot be recorded."""
        shape = (len(index), width_of(self._rows, index))
        rows = torch.from_numpy(np.ascontiguousarray(index))
        if not self._replays:
            return self._step(self._there.batch(rows.to(self._device), shape[1]))
        recording = self._recordings.get(shape)
        if recording is None and shape in self._seen and len(self._recordings) < MOST_SHAPES:
            recording = self._recordings[shape] = self._record(shape)
        if recording is None:
            self._seen.add(shape)
            return self._run_beside(rows, shape[1])
        recording.index.copy_(rows.pin_memory(), non_blocking=True)
        recording.graph.replay()
        return dict(zip(recording.names, recording.values.clone().unbind(), strict=True))

    def _run_beside(self, rows: Tensor, width: int) -> Found:
        """Plainly, on the stream that recordings are made on: what autograd keeps of a weight belongs to the stream it was first used on."""
        now = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(now)
        with torch.cuda.stream(self._stream):
            found = self._step(self._there.batch(rows.pin_memory().to(self._device, non_blocking=True), width))
        now.wait_stream(self._stream)
        return found

    def _record(self, shape: tuple[int, int]) -> _Recording:
        """All recordings share one pool of memory: they never run at once, and what is left of one is copied out before the next."""
        index = torch.zeros(shape[0], dtype=torch.int64, device=self._device)
        graph = torch.cuda.CUDAGraph()
        torch.cuda.synchronize(self._device)
        with torch.cuda.graph(graph, pool=self._pool, stream=self._stream, capture_error_mode="thread_local"):
            found = self._step(self._there.batch(index, shape[1]))
            values = torch.stack([value.float() for value in found.values()])
        return _Recording(graph, index, tuple(found), values)
