"""All rows of a lesson in a device's own memory, so that a batch is put together there from nothing but the rows' numbers.

A batch that is padded on the processor and sent over costs the device more waiting than its step. Must not know: losses, models, tasks.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distilstudio.engine.batching import Batch, Encoded

WIDTH_STEP = 8
"""Batches are padded to a multiple of so many word pieces: few shapes, and products that a graphics card's matrix units take whole."""
SHARE_OF_FREE_MEMORY = 0.25
"""At most so much of the device's free memory goes to the rows."""
NO_ROWS = np.zeros(0, np.int64)


def fits(rows: Encoded, outputs: NDArray[np.float16] | None, free: int) -> bool:
    """Whether the rows, one target each, can stand in a device's memory of so many free bytes."""
    if rows.token_targets:
        return False
    arrays = [rows.ids, rows.offsets, rows.targets, *([] if outputs is None else [outputs])]
    return sum(array.nbytes for array in arrays) <= free * SHARE_OF_FREE_MEMORY


def width_of(longest: int) -> int:
    """To how many word pieces a batch is padded whose longest row has so many."""
    return -(-longest // WIDTH_STEP) * WIDTH_STEP


class RowsOnDevice:
    """Rows with one target each, and the teacher's logits for them, fp16 [rows, columns], if there are any."""

    def __init__(self, rows: Encoded, outputs: NDArray[np.float16] | None, device: torch.device) -> None:
        self._pad_id, last = rows.pad_id, max(len(rows.ids) - 1, 0)
        self._ids = _sent(rows.ids_at(slice(None)), device)
        self._last = last
        self._starts = _sent(rows.offsets[:-1], device)
        self._lengths = _sent(rows.lengths, device)
        self._targets = _sent(rows.targets, device)
        self._segments = None if rows.segments is None else _sent(rows.segments, device)
        self._teacher = None if outputs is None else _sent(outputs, device)

    def batch(self, index: Tensor, width: int) -> Batch:
        """The rows with these numbers, int64 [rows], padded to `width`; nothing waits for the device. The batch's own `index` is empty: only
        the device knows it."""
        place = torch.arange(width, device=index.device)
        inside = place < self._lengths[index][:, None]
        at = (self._starts[index][:, None] + place).clamp(max=self._last)
        return Batch(
            index=NO_ROWS,
            input_ids=torch.where(inside, self._ids[at], self._pad_id).long(),
            attention_mask=inside.long(),
            targets=self._targets[index],
            segments=None if self._segments is None else torch.where(inside, self._segments[at], 0).long(),
            teacher=None if self._teacher is None else self._teacher[index].float(),
        )


def _sent(array: NDArray[np.generic], device: torch.device) -> Tensor:
    return torch.from_numpy(np.array(array)).to(device)
