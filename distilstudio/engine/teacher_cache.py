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


class Growing:
    """fp16 [rows, columns] that is filled little by little. It appears under its name only when `finish` says that it is whole; until then it
    is a file beside, which a process that dies leaves to the next one."""

    def __init__(self, path: Path, shape: tuple[int, int], goes_on: bool = False) -> None:
        """goes_on: take up what an earlier process has filled, where it is there. Raises: OSError when the disk is full."""
        self._path, self._partial = path, path.with_suffix(".partial")
        path.parent.mkdir(parents=True, exist_ok=True)
        earlier = _array_like(self._partial, shape) if goes_on else None
        self.goes_on = earlier is not None
        self._stays = self.goes_on
        try:
            self.array = new_array(self._partial, shape) if earlier is None else earlier
        except OSError:
            self._partial.unlink(missing_ok=True)
            raise

    def flush(self) -> None:
        """What was filled so far is on the disk, and stays there for the next process."""
        self.array.flush()
        self._stays = True

    def finish(self) -> None:
        """It is whole."""
        self.array.flush()
        del self.array
        os.replace(self._partial, self._path)

    def close(self, forget: bool = False) -> None:
        """Let go of it. What was never flushed goes, and with `forget` all of it; a finished file stays."""
        if hasattr(self, "array"):
            del self.array
        if forget or not self._stays:
            self._partial.unlink(missing_ok=True)


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


def _array_like(path: Path, shape: tuple[int, int]) -> np.memmap[Any, np.dtype[np.float16]] | None:
    """A file that was begun for this shape; None where there is none."""
    try:
        found = np.lib.format.open_memmap(path, mode="r+")
    except (OSError, ValueError):
        return None
    return found if found.shape == shape and found.dtype == np.float16 else None


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
