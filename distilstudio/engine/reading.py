"""Read rows with a model, without gradients: the one place where logits of many rows are computed.

Must not know: training, files, what logits mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch, Encoded, IntArray, reading_batches, tokens_at_a_time
from distilstudio.engine.device import Compute
from distilstudio.engine.memory import does_without_onednn, give_back
from distilstudio.engine.shortage import is_out_of_memory
from distilstudio.engine.tasks.task import Logits, Task, batch_of
from distilstudio.engine.working_copy import to_run


class LogitRows(Protocol):
    """Logits of rows that count once each, float [rows, columns], that are reckoned when they are looked at."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: IntArray, /) -> Logits: ...

    def at(self, temperature: float) -> LogitRows:
        """The same for a loss of this temperature."""
        ...


def row_starts(counts: IntArray) -> IntArray:
    """Where each row's logits begin in an array that holds those of all rows, int64 [rows + 1]."""
    return np.concatenate([[0], np.cumsum(counts)])


def gather(logits: NDArray[np.floating] | LogitRows, counts: IntArray, starts: IntArray, index: IntArray) -> Logits:
    """The logits of some rows, one row after the other, float32 [sum of their counts, columns]."""
    if not isinstance(logits, np.ndarray):
        return np.asarray(logits[index], np.float32)
    if (counts[index] == 1).all():  # by far the commonest case
        return np.asarray(logits[starts[index]], np.float32)
    pieces = [logits[starts[row] : starts[row + 1]] for row in index]
    return np.asarray(np.concatenate(pieces) if pieces else logits[:0], np.float32)


def _put(out: NDArray[np.floating], selected: Logits, counts: IntArray, starts: IntArray, index: IntArray) -> None:
    """The way back from `gather`."""
    if (counts[index] == 1).all():
        out[starts[index]] = selected
        return
    at = 0
    for row in index:
        out[starts[row] : starts[row + 1]] = selected[at : at + counts[row]]
        at += int(counts[row])


def read_into(
    out: NDArray[np.floating],
    model: PreTrainedModel,
    task: Task,
    encoded: Encoded,
    compute: Compute,
    see: Callable[[Batch], None] | None = None,
    before: int = 0,
) -> Iterator[int]:
    """Fill `out` [sum of counts, columns] with what is noted of the logits that count; yields the rows read so far after each batch.

    The model keeps its mode; it is read in evaluation mode. see: called after each batch that was read,
    with what the model itself has met (no working copy stands in for it then). before: rows that were read in this order already, a
    number that was yielded then; no batch depends on another, so the rest comes out to the same bits.
    """
    starts = row_starts(encoded.counts)
    was_training = model.training
    model.eval()
    done = 0
    try:
        reader = to_run(model, compute, task.reads_first) if see is None else model
        for index in reading_batches(encoded.lengths, tokens_at_a_time(compute.device)):
            if done + len(index) <= before:
                done += len(index)
                continue
            selected = _read_within_memory(reader, task, encoded, index, compute, see)
            _put(out, selected, encoded.counts, starts, index)
            done += len(index)
            yield done
    finally:
        model.train(was_training)


def _read_within_memory(
    model: PreTrainedModel,
    task: Task,
    encoded: Encoded,
    index: IntArray,
    compute: Compute,
    see: Callable[[Batch], None] | None,
) -> Logits:
    """Logits of these rows, one after the other; where memory runs out, of one half and then of the other.

    Raises: what torch raises when not even one row fits.
    """
    try:
        batch = batch_of(task, encoded, index, compute.device)
        with torch.inference_mode(), compute.autocast():
            selected: Logits = task.noted(task.read(model, batch), batch).float().cpu().numpy()
        if see is not None:
            see(batch)
        return selected
    except (MemoryError, RuntimeError) as error:
        again = does_without_onednn(error)
        if not is_out_of_memory(error) or (len(index) == 1 and not again):
            raise
    give_back(compute.device)
    if again:
        return _read_within_memory(model, task, encoded, index, compute, see)
    halves = (index[: len(index) // 2], index[len(index) // 2 :])
    return np.concatenate([_read_within_memory(model, task, encoded, half, compute, see) for half in halves])


def read_all(model: PreTrainedModel, task: Task, encoded: Encoded, compute: Compute) -> Logits:
    """The logits that count of all rows, float32 [sum of counts, columns]."""
    out = np.zeros((int(encoded.counts.sum()), task.columns), np.float32)
    for _ in read_into(out, model, task, encoded, compute):
        pass
    return out
