"""All rows of a lesson in a device's own memory, so that a batch is put together there from nothing but the rows' numbers.

A batch that is padded on the processor and sent over costs the device more waiting than its step. Must not know: losses, models, tasks.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distilstudio.engine.batching import Batch, Encoded, IntArray, in_place
from distilstudio.engine.targets import NOT_COUNTED

WIDTH_STEP = 8
"""Batches are padded to a multiple of so many word pieces: few shapes, and products that a graphics card's matrix units take whole."""
SHARE_OF_FREE_MEMORY = 0.25
"""At most so much of the device's free memory goes to the rows."""
AT_A_TIME = 1 << 28
"""Bytes that are sent to the device together."""
NO_ROWS = np.zeros(0, np.int64)


def room_on(device: torch.device) -> float:
    """Bytes that rows may take there, with all that a teacher said of them; only a graphics card's are counted."""
    return torch.cuda.mem_get_info(device)[0] * SHARE_OF_FREE_MEMORY if device.type == "cuda" else math.inf


def fits(rows: Encoded, outputs: NDArray[np.float16] | None, states: NDArray[np.float16] | None, room: float) -> bool:
    """Whether the rows find room in so many bytes, with what the teacher says of them and what goes on inside it."""
    arrays = [rows.ids, rows.offsets, rows.targets, *(given for given in (outputs, states) if given is not None)]
    return sum(array.nbytes for array in arrays) <= room


def width_of(rows: Encoded, index: IntArray) -> int:
    """To how many word pieces a batch of the rows with these numbers is padded: never to more than a model reads."""
    longest = int(rows.lengths_of(index).max())
    return min(-(-longest // WIDTH_STEP) * WIDTH_STEP, rows.widest)


class RowsOnDevice:
    """Rows, and for them the teacher's logits, fp16 [logit rows that count, columns], and its states, fp16 [word pieces, columns], if there
    are any."""

    def __init__(
        self,
        rows: Encoded,
        outputs: NDArray[np.float16] | None,
        states: NDArray[np.float16] | None,
        device: torch.device,
    ) -> None:
        self._pad_id, self._of_pieces = rows.pad_id, rows.token_targets
        self._ids = _sent(rows.ids, device)
        self._renumbered = None if rows.renumbered is None else _sent(rows.renumbered, device)
        self._last = max(len(rows.ids) - 1, 0)
        self._starts = _sent(rows.offsets[:-1], device)
        self._lengths = _sent(rows.lengths, device)
        self._targets = _sent(rows.targets, device)
        self._segments = None if rows.segments is None else _sent(rows.segments, device)
        self._teacher = None if outputs is None else _sent(outputs, device)
        self._first_logits = _sent(np.cumsum(rows.counts) - rows.counts, device)
        self._states = None if states is None else _sent(states, device)

    def batch(self, index: Tensor, width: int) -> Batch:
        """The rows with these numbers, int64 [rows], padded to `width`; nothing waits for the device. The batch's own `index` is empty: only
        the device knows it."""
        place = torch.arange(width, device=index.device)
        inside = place < self._lengths[index][:, None]
        at = (self._starts[index][:, None] + place).clamp(max=self._last)
        ids = self._ids[at]
        own = ids if self._renumbered is None else self._renumbered[ids]
        targets = torch.where(inside, self._targets[at], NOT_COUNTED) if self._of_pieces else self._targets[index]
        return Batch(
            index=NO_ROWS,
            input_ids=torch.where(inside, own, self._pad_id).long(),
            attention_mask=inside.long(),
            targets=targets,
            segments=None if self._segments is None else torch.where(inside, self._segments[at], 0).long(),
            teacher=self._teacher_of(index, targets),
            fixed=True,
            states=None if self._states is None else in_place(self._states[at], inside),
            teacher_ids=ids.long(),
        )

    def _teacher_of(self, index: Tensor, targets: Tensor) -> Tensor | None:
        """Its logits for the rows, or for their word pieces that count, in their places."""
        if self._teacher is None or not self._of_pieces:
            return None if self._teacher is None else self._teacher[index].float()
        counted = targets != NOT_COUNTED
        at = self._first_logits[index][:, None] + counted.cumsum(1) - 1
        at = at.clamp(min=0, max=max(len(self._teacher) - 1, 0))
        return in_place(self._teacher[at], counted).float()


def _sent(array: NDArray[np.generic], device: torch.device) -> Tensor:
    """A part at a time, so that what lies on the disk is never in memory as a whole."""
    there = torch.empty(array.shape, dtype=torch.from_numpy(np.array(array[:0])).dtype, device=device)
    rows = max(1, AT_A_TIME * len(array) // max(array.nbytes, 1))
    for start in range(0, len(array), rows):
        there[start : start + rows].copy_(torch.from_numpy(np.array(array[start : start + rows])))
    return there
