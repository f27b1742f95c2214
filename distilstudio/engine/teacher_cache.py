"""The teacher's outputs over the training rows: computed once, kept as fp16 in the run folder, read through a memory map.

The key is made of the contents (teacher, data, tokenising), so outputs can never be taken for those of other rows.
Must not know: losses, the loop.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine.batching import Batch, Encoded
from distilstudio.engine.device import Compute
from distilstudio.engine.reading import read_into
from distilstudio.engine.tasks.task import Task

FOLDER = "teacher_outputs"
INSIDE = "-inside.npy"


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


def states_path_of(run_folder: Path, key: str) -> Path:
    """File of what went on inside the teacher; the key says with which outputs, and where it was looked."""
    return run_folder / FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{INSIDE}"


def open_outputs(path: Path) -> NDArray[np.float16]:
    """Map finished outputs, fp16 [sum of counts, columns], without reading them into memory."""
    outputs: NDArray[np.float16] = np.load(path, mmap_mode="r", allow_pickle=False)
    return outputs


def ask(
    path: Path,
    model: PreTrainedModel,
    task: Task,
    encoded: Encoded,
    compute: Compute,
    see: Callable[[Batch], None] | None = None,
) -> Generator[int, None, None]:
    """Read all rows with the teacher and write its logits; yields rows done. The file appears under its name only when complete.

    see: called after each batch that was read.
    Raises: OSError when the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    shape = (int(encoded.counts.sum()), task.columns)
    try:
        outputs = new_array(partial, shape)
        yield from read_into(outputs, model, task, encoded, compute, see)
        outputs.flush()
        del outputs
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def new_array(path: Path, shape: tuple[int, int]) -> np.memmap[Any, np.dtype[np.float16]]:
    """Map a new fp16 file. Its space is claimed first: writing to a memory map on a full disk would kill the process instead of raising.

    Raises: OSError when the disk is full.
    """
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f2", "fortran_order": False, "shape": shape})
        file.flush()
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), file.tell(), 2 * shape[0] * shape[1])
        else:
            for _ in range(0, 2 * shape[0] * shape[1], 1 << 20):
                file.write(b"\0" * (1 << 20))
    return np.lib.format.open_memmap(path, mode="r+")
