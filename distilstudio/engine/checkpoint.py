"""The folder checkpoint/ of a run: what a training needs to go on to the same bits, written so that it is whole or not there.

Tensors first, each file beside, flushed and renamed; then checkpoint.json, which names them, in the same way: it is the one point
at which the new state takes the old one's place. Files that it no longer names go, so the folder holds one state at rest and two
while it is written. safetensors and JSON only, never pickle. Must not know: when to save, training, tasks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from distilstudio.engine.runs import flush, write_file
from distilstudio.engine.shortage import system_error
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.saved_run import FILE, FOLDER, SavedRun, SavedTraining

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True)
class Standing:
    """A training between two steps, in memory: what `said` says, and its tensors. `tensors` is empty once the training is over."""

    said: SavedTraining
    tensors: Tensors
    best: Tensors


class Checkpoint:
    """The saved state of one run on the disk."""

    def __init__(self, run_folder: Path) -> None:
        self._run_folder = run_folder
        self._folder = run_folder / FOLDER

    def write(self, saved: SavedRun, files: Mapping[str, Tensors]) -> None:
        """Put a new state in the old one's place. `files`: tensors by file name; one that is there already is kept as it is.

        Raises: OSError; the old state is then untouched.
        """
        self._folder.mkdir(exist_ok=True)
        self._tidy()  # what an earlier process had begun to write is not to be taken for this one's
        try:
            for name, tensors in files.items():
                if not (self._folder / name).is_file():
                    self._write_tensors(self._folder / name, tensors)
            write_file(self._folder / FILE, msgspec.json.format(msgspec.json.encode(saved), indent=1) + b"\n")
            _flush_names(self._folder)
        finally:
            self._tidy()

    def load(self, training: SavedTraining) -> Standing:
        """The tensors that a saved training names. Raises: ProblemError(resume_nothing)."""
        return Standing(training, self._read_tensors(training.tensors), self._read_tensors(training.best))

    def drop(self) -> None:
        """Nothing is to go on from here any more."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write_tensors(self, path: Path, tensors: Tensors) -> None:
        partial = path.with_name(path.name + ".partial")
        try:
            save_file(apart(tensors), partial)
        except SafetensorError as error:
            said = system_error(error) or OSError(0, str(error))
            raise OSError(said.errno, said.strerror, str(path)) from error
        flush(partial)
        os.replace(partial, path)

    def _read_tensors(self, name: str) -> Tensors:
        if not name:
            return {}
        try:
            if Path(name).name != name:
                raise ValueError(f"{name!r} is no file of this folder")
            return load_file(self._folder / name)
        except (OSError, ValueError, SafetensorError) as error:
            reason = "What was saved there cannot be read."
            raise ProblemError(problem("resume_nothing", path=self._run_folder, reason=reason, detail=repr(error))) from error

    def _tidy(self) -> None:
        """Remove all that checkpoint.json does not name; leave everything where it cannot be read."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            training = msgspec.json.decode((self._folder / FILE).read_bytes(), type=SavedRun).training
            named = {FILE, *((training.tensors, training.best) if training else ())}
            for file in self._folder.iterdir():
                if file.name not in named:
                    file.unlink()


def apart(tensors: Tensors) -> dict[str, Tensor]:
    """Each with its own memory, as the format wants it: tied weights share theirs."""
    seen: set[int] = set()
    apart = {}
    for name, tensor in tensors.items():
        whole = tensor.detach().cpu().contiguous()
        apart[name] = whole.clone() if whole.data_ptr() in seen else whole
        seen.add(whole.data_ptr())
    return apart


def _flush_names(folder: Path) -> None:
    """A rename is on the disk only when its folder is; where folders cannot be flushed, the system does it by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
