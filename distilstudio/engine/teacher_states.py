"""What goes on inside the teacher at every word piece: kept on the disk, or seen again at each step.

Kept, it is fp16 and memory-mapped, and the teacher is read once; but it takes some thousand numbers a word piece, so it is kept only
where there is plenty of room, and for the next run only where it is little. Must not know: losses, the student, the loop.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch, Encoded, collate
from distilstudio.engine.device import Compute
from distilstudio.engine.growing import Growing
from distilstudio.engine.insides import Insides, Look
from distilstudio.engine.working_copy import to_run

LARGEST = 16_000_000_000
"""Bytes that are kept at most. They need not stay in memory: a step reads some megabytes of them, which a disk gives sooner than a teacher."""
SHARE_OF_FREE = 0.25
"""Part of the free disk that may be taken."""
KEPT_AFTERWARDS = 500_000_000
"""Bytes that stay when the run is over, for the next one with the same teacher and texts."""
HIGHEST = 65504.0
"""Of fp16."""


class States(Protocol):
    """Gives what the teacher holds inside. `kept`: all of it, float16 [word pieces of all rows, columns], where that is on the disk."""

    kept: NDArray[np.float16] | None

    def of(self, batch: Batch) -> Tensor:
        """Its states at the batch's word pieces, one after the other, float [word pieces, columns], on the batch's device."""
        ...


class KeptStates:
    """From the disk, or with the batch that brings them."""

    def __init__(self, path: Path, encoded: Encoded) -> None:
        self.kept: NDArray[np.float16] | None = np.load(path, mmap_mode="r", allow_pickle=False)
        self._offsets = encoded.offsets

    def of(self, batch: Batch) -> Tensor:
        """See States."""
        if batch.states is not None:
            return batch.states
        assert self.kept is not None
        pieces = [self.kept[self._offsets[row] : self._offsets[row + 1]] for row in batch.index]
        return torch.from_numpy(np.concatenate(pieces)).to(batch.input_ids.device)


class SeenAgain:
    """From the teacher itself, which reads the batch."""

    kept: NDArray[np.float16] | None = None

    def __init__(self, teacher: PreTrainedModel, look: Look, compute: Compute, rows: Encoded) -> None:
        """rows: in the teacher's own word pieces."""
        self._reader: PreTrainedModel = to_run(teacher, compute)
        self._compute, self._rows = compute, rows
        self._insides = Insides(teacher, look)

    def of(self, batch: Batch) -> Tensor:
        """See States."""
        read = self._as_teacher_reads(batch)
        with torch.no_grad(), self._compute.autocast(), self._insides.watch(self._reader):
            self._reader(**read.inputs())
        return self._insides.take().flat(read)

    def _as_teacher_reads(self, batch: Batch) -> Batch:
        if batch.teacher_ids is None:
            return collate(self._rows, batch.index, batch.input_ids.device)
        return replace(batch, input_ids=torch.where(batch.attention_mask.bool(), batch.teacher_ids, self._rows.pad_id))


def bytes_of(teacher: PreTrainedModel, look: Look, encoded: Encoded) -> int:
    """What it takes to keep them all."""
    return 2 * int(encoded.offsets[-1]) * sum(Insides(teacher, look).widths())


def fits(size: int, folder: Path) -> bool:
    """Whether so many bytes may be kept in this folder."""
    return size <= min(LARGEST, SHARE_OF_FREE * shutil.disk_usage(folder).free)


class Watcher:
    """Sees what goes on inside the teacher while it reads (`watch`), and puts it where each row has its place in `file`."""

    def __init__(self, path: Path, teacher: PreTrainedModel, look: Look, encoded: Encoded, goes_on: bool) -> None:
        """goes_on: take up what an earlier process has filled. Raises: OSError when the disk is full."""
        self._insides, self._offsets = Insides(teacher, look), encoded.offsets
        self.file = Growing(path, (int(encoded.offsets[-1]), sum(self._insides.widths())), goes_on)

    def watch(self) -> AbstractContextManager[None]:
        """In this block the teacher reads; call `see` after each batch."""
        return self._insides.watch()

    def see(self, batch: Batch) -> None:
        """The teacher has read this batch."""
        states = self._insides.take().flat(batch).float().clamp(-HIGHEST, HIGHEST)
        found, at = states.half().cpu().numpy(), 0
        for row in batch.index:
            start, end = self._offsets[row], self._offsets[row + 1]
            self.file.array[start:end] = found[at : at + end - start]
            at += end - start
