"""One step of a training: the batch is read, the parts of its loss are weighed and added up, and the optimizer updates the weights.

A batch that is too large for the memory is learnt in parts. On an NVIDIA card steps are recorded and replayed where they can be.
Must not know: epochs, exams, how a training is saved, what a person is told of its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel

from distilstudio.engine import working_copy
from distilstudio.engine.batching import Batch, Encoded, IntArray, micro_batches, padded, tokens_a_step
from distilstudio.engine.deferred_optimizer import DeferredOptimizer, defers
from distilstudio.engine.device import Compute
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.losses import Count
from distilstudio.engine.memory import does_without_onednn, give_back
from distilstudio.engine.optimizer import Optimizer, Schedule
from distilstudio.engine.reading import gather, row_starts
from distilstudio.engine.recorded_steps import RecordedSteps
from distilstudio.engine.rows_on_device import RowsOnDevice, fits, room_on, width_of
from distilstudio.engine.shortage import is_out_of_memory
from distilstudio.engine.tasks.task import EXAM, Counts, Draw, Task, batch_of
from distilstudio.protocol.events import RunEvent, RunNote

FINITE = "finite"
"""What a recorded step calls whether its gradient was finite, beside its losses."""

Learnt = tuple[dict[str, Tensor], bool | Tensor]
"""What a step came to: the weighted parts of its loss and their "total", scalars on the device, nats for each row that counts; and whether
its gradient was finite, a bool or, where the step was left to the device, a bool scalar there."""


def records(task: Task, compute: Compute) -> bool:
    """Whether steps of such a task are recorded on this device, where their lesson lets them be: the first ones of each shape then take many
    times as long as all later ones."""
    return defers(compute) and task.fixed_shapes


class Stepper:
    """Does the steps of one training. `lengths`: of all rows, in word pieces. `budget`: padded word pieces that are learnt from at a time; it
    falls where memory runs out, and goes with a training that is saved."""

    def __init__(
        self, task: Task, lesson: Lesson, plan: Plan, compute: Compute, note: Callable[[str, str, dict[str, str]], RunNote]
    ) -> None:
        """note: makes a line for the log."""
        self._task, self._lesson, self._plan, self._compute, self._note = task, lesson, plan, compute, note
        self.lengths = lesson.rows.lengths
        self.budget = tokens_a_step(compute.device)
        outputs = lesson.outputs
        self._outputs = outputs if outputs is None or isinstance(outputs, np.ndarray) else outputs.at(plan.temperature)
        self._starts = row_starts(lesson.rows.counts)
        self._wanted = frozenset(plan.weights)
        self._recorded: RecordedSteps | None = None
        self._draw = EXAM

    def optimizer(self, model: PreTrainedModel, schedule: Schedule) -> Optimizer:
        """That of this training, a context. It must be entered before a step."""
        return (DeferredOptimizer if defers(self._compute) else Optimizer)(
            model,
            schedule,
            scaled=self._compute.precision == "fp16",
            head_rate=self._plan.head_rate,
            beside=[] if self._lesson.inner is None else list(self._lesson.inner.projections.values()),
            layers_in=working_copy.layers_in(model, self._compute),
            first=self._task.reads_first and self._lesson.inner is None,
        )

    @contextmanager
    def recording(self, optimizer: Optimizer) -> Iterator[None]:
        """Meanwhile steps with this optimizer are recorded and replayed where they can be."""
        self._recorded = self._to_record(optimizer) if records(self._task, self._compute) else None
        try:
            yield
        finally:
            self._recorded = None

    def step(self, optimizer: Optimizer, index: IntArray, draw: Draw) -> Generator[RunEvent, None, Learnt]:
        """Learn from the rows with these numbers, drawn as `draw` says; where memory runs out, again with half as many texts at a time, and so
        from then on. Raises: what torch raises when not even one text fits, or for another reason than memory."""
        self._draw = draw
        optimizer.begin()
        while True:
            try:
                return self._step(optimizer, index)
            except (MemoryError, RuntimeError) as error:
                parts = micro_batches(index, self.lengths, self.budget)
                largest = max(parts, key=lambda part: len(part) * int(self.lengths[part].max()))
                again = does_without_onednn(error)
                if not is_out_of_memory(error) or (len(largest) == 1 and not again):
                    raise
            optimizer.forget()
            if self._lesson.inner is not None:
                self._lesson.inner.forget()
            give_back(self._compute.device)
            if again:
                continue
            self.budget = len(largest) * padded(int(self.lengths[largest].max())) // 2
            rows, fewer = str(len(largest)), str(max(1, len(largest) // 2))
            text = f"Not enough memory for {rows} texts at a time. The run goes on with {fewer}; nothing is lost."
            yield self._note("memory_split", text, {"rows": rows, "fewer": fewer})

    def _step(self, optimizer: Optimizer, index: IntArray) -> Learnt:
        """One batch, in parts if it is over the token budget."""
        if self._recorded is not None and len(index) * width_of(self._lesson.rows, index) <= self.budget:
            try:
                found = self._recorded.run(index)
                return {name: value for name, value in found.items() if name != FINITE}, found[FINITE] > 0
            except RuntimeError:  # no memory, or an operation that cannot be recorded: from now on each step is told anew
                self._recorded = None
                optimizer.forget()
        optimizer.touch(torch.from_numpy(_word_pieces(self._lesson.rows, index)).to(self._compute.device))
        batches = [self._collate(part) for part in micro_batches(index, self.lengths, self.budget)]
        return self._learn(optimizer, batches, int(self.lengths[index].sum()))

    def _to_record(self, optimizer: Optimizer) -> RecordedSteps | None:
        """Steps that are replayed, where the rows fit on the device with all that the teacher has said of them."""
        lesson, device, outputs = self._lesson, self._compute.device, self._outputs
        states = None if lesson.inner is None else lesson.inner.kept
        if lesson.beside is not None or not (outputs is None or isinstance(outputs, np.ndarray)):
            return None
        if not fits(lesson.rows, outputs, states, room_on(device)):
            return None

        def step(batch: Batch) -> dict[str, Tensor]:
            optimizer.touch(batch.input_ids.flatten().sort().values)
            losses, finite = self._learn(optimizer, [batch], batch.attention_mask.sum())
            return {**losses, FINITE: torch.as_tensor(finite)}

        return RecordedSteps(lesson.rows, RowsOnDevice(lesson.rows, outputs, states, device), step, device)

    def _learn(self, optimizer: Optimizer, batches: list[Batch], word_pieces: Count) -> Learnt:
        """Learn from the parts of one batch of so many word pieces; their losses are divided by the whole batch's rows that count."""
        plan = self._plan
        counts: Counts = {}
        for batch in batches:
            for name, count in self._task.count(batch).items():
                counts[name] = counts.get(name, 0) + count
        sums: dict[str, Tensor] = {}
        for batch in batches:
            parts = self._read(optimizer.model, batch, counts, word_pieces)
            weighted = {name: plan.weights[name] * part for name, part in parts.items()}
            total = torch.stack(list(weighted.values())).sum()
            optimizer.backward(total)
            for name, part in {"total": total, **weighted}.items():
                sums[name] = sums[name] + part.detach() if name in sums else part.detach()
        return sums, optimizer.step()

    def _read(self, model: PreTrainedModel, batch: Batch, counts: Counts, word_pieces: Count) -> dict[str, Tensor]:
        """The parts of the loss on a (micro-)batch, by name; divided by the counts of the whole batch."""
        inner = self._lesson.inner
        if self._lesson.beside is not None:
            batch = self._lesson.beside.asked(batch)
        with self._compute.autocast(), nullcontext() if inner is None else inner.watch(model):
            logits = self._task.read(model, batch)
        parts = self._task.loss_parts(logits, batch, self._plan.temperature, counts, self._wanted)
        return parts if inner is None else {**parts, **inner.loss_parts(batch, word_pieces)}

    def _collate(self, index: IntArray) -> Batch:
        teacher = None
        if self._outputs is not None:
            teacher = gather(self._outputs, self._lesson.rows.counts, self._starts, index)
        return batch_of(self._task, self._lesson.rows, index, self._compute.device, teacher, self._draw)


def _word_pieces(rows: Encoded, index: IntArray) -> NDArray[np.int64]:
    """Which word pieces the rows read, each once, sorted, with the padding's."""
    pieces = [rows.ids_at(slice(rows.offsets[row], rows.offsets[row + 1])) for row in index]
    return np.unique(np.concatenate([*pieces, [rows.pad_id]])).astype(np.int64)
