"""The teacher's outputs over the training rows: computed once, kept as fp16 in the run folder, read through a memory map.

The key is made of the contents (teacher, data, tokenising), so outputs can never be taken for those of other rows.
Must not know: losses, the loop.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine.batching import Encoded
from distilstudio.engine.device import Compute
from distilstudio.engine.reading import read_into
from distilstudio.engine.tasks.task import Task

FOLDER = "teacher_outputs"


def key_of(teacher_fingerprint: str, encoded: Encoded, labels: list[str]) -> str:
    """Hash over the teacher's files, every word piece of every row, and the labels in their order."""
    digest = hashlib.sha256(teacher_fingerprint.encode())
    for array in (encoded.ids, encoded.offsets, encoded.counts, encoded.segments):
        if array is not None:
            digest.update(np.ascontiguousarray(array).data)
    if encoded.token_targets:  # the same word pieces may be cut into other words
        digest.update(np.ascontiguousarray(encoded.targets > -100).data)
    digest.update("\x1f".join(labels).encode())
    return digest.hexdigest()[:32]


def path_of(run_folder: Path, key: str) -> Path:
    """File of the outputs with this key."""
    return run_folder / FOLDER / f"{key}.npy"


def open_outputs(path: Path) -> NDArray[np.float16]:
    """Map finished outputs, fp16 [sum of counts, columns], without reading them into memory."""
    outputs: NDArray[np.float16] = np.load(path, mmap_mode="r", allow_pickle=False)
    return outputs


def ask(path: Path, model: PreTrainedModel, task: Task, encoded: Encoded, compute: Compute) -> Generator[int, None, None]:
    """Read all rows with the teacher and write its logits; yields rows done. The file appears under its name only when complete.

    Raises: OSError when the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    shape = (int(encoded.counts.sum()), task.columns)
    try:
        _reserve(partial, shape)
        outputs = np.lib.format.open_memmap(partial, mode="w+", dtype=np.float16, shape=shape)
        yield from read_into(outputs, model, task, encoded, compute)
        outputs.flush()
        del outputs
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _reserve(path: Path, shape: tuple[int, int]) -> None:
    """Claim the space first: writing to a memory map on a full disk would kill the process instead of raising."""
    size = shape[0] * shape[1] * 2 + 4096
    with path.open("wb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            for _ in range(0, size, 1 << 20):
                file.write(b"\0" * (1 << 20))
