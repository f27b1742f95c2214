"""The teacher reads every batch that the student reads, where rows are drawn anew for each epoch and its outputs cannot be kept.

It reads a batch once, for its logits and for what goes on inside it. Must not know: losses, the student, the loop.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch
from distilstudio.engine.device import Compute
from distilstudio.engine.insides import Insides, Look
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.working_copy import to_run


class TeacherBeside:
    """Answers one batch after the other; it gives what goes on inside it as `teacher_states.States` do."""

    kept: NDArray[np.float16] | None = None

    def __init__(self, teacher: PreTrainedModel, task: Task, look: Look | None, compute: Compute) -> None:
        """look: where inside the teacher, None where that is not wanted."""
        self._task, self._compute = task, compute
        self._reader: PreTrainedModel = to_run(teacher, compute)
        self._insides = Insides(teacher, look) if look is not None else None
        self._seen: Tensor | None = None

    def asked(self, batch: Batch) -> Batch:
        """The batch with the teacher's logits for it; what went on inside the teacher is held for `of`."""
        watched = nullcontext() if self._insides is None else self._insides.watch(self._reader)
        with torch.no_grad(), self._compute.autocast(), watched:
            logits = self._task.read(self._reader, batch)
        if self._insides is not None:
            self._seen = self._insides.take().flat(batch)
        return replace(batch, teacher=logits)

    def of(self, batch: Batch) -> Tensor:
        """The states at the word pieces of the batch that was asked last, one after the other, float [word pieces, columns]."""
        assert self._seen is not None, "a batch is asked before its states are wanted"
        seen, self._seen = self._seen, None
        return seen
