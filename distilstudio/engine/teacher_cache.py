"""The teacher's outputs over the training rows: computed once, kept as fp16 in the run folder, read through a memory map.

The key is made of the contents (teacher, data, tokenising), so outputs can never be taken for those of other rows.
Must not know: losses, the loop.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch, Encoded
from distilstudio.engine.device import Compute
from distilstudio.engine.growing import Growing
from distilstudio.engine.reading import read_into
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.task import Task

FOLDER = "teacher_outputs"
INSIDE = "-inside.npy"


def key_of(teacher_fingerprint: str, encoded: Encoded, labels: list[str], *, targets: bool = False) -> str:
    """Hash over the teacher's files, every word piece of every row, and the labels in their order; targets: over each row's too."""
    digest = hashlib.sha256(teacher_fingerprint.encode())
    for array in (encoded.ids, encoded.offsets, encoded.counts, encoded.segments):
        if array is not None:
            digest.update(np.ascontiguousarray(array).data)
    if encoded.token_targets:  # the same word pieces may be cut into other words
        digest.update(np.ascontiguousarray(encoded.targets > NOT_COUNTED).data)
    if targets:
        digest.update(np.ascontiguousarray(encoded.targets).data)
    digest.update("\x1f".join(labels).encode())
    return digest.hexdigest()[:32]


def path_of(run_folder: Path, key: str) -> Path:
    """File of the outputs with this key."""
    return run_folder / FOLDER / f"{key}.npy"


def states_path_of(run_folder: Path, key: str) -> Path:
    """File of what went on inside the teacher; the key says with which outputs, and where it was looked."""
    return run_folder / FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{INSIDE}"


def open_outputs(path: Path) -> NDArray[np.float16]:
    """Map finished outputs, fp16 [sum of counts, columns], without reading them into memory."""
    outputs: NDArray[np.float16] = np.load(path, mmap_mode="r", allow_pickle=False)
    return outputs


def outputs_of(path: Path, task: Task, encoded: Encoded, goes_on: bool) -> Growing:
    """The file of a teacher's outputs over these rows, which `ask` fills."""
    return Growing(path, (int(encoded.counts.sum()), task.columns), goes_on)


def ask(
    outputs: Growing,
    model: PreTrainedModel,
    task: Task,
    encoded: Encoded,
    compute: Compute,
    see: Callable[[Batch], None] | None = None,
    before: int = 0,
) -> Generator[int, None, None]:
    """Read the rows with the teacher and put its logits where they belong; yields rows done.

    see: called after each batch that was read. before: so many rows were done by an earlier process.
    """
    yield from read_into(outputs.array, model, task, encoded, compute, see, before)
