"""The folder trial/ of a run: the student as it was at its newest exam, laid out so that another process can answer with it meanwhile.

Config and tokenizer once, the weights beside under the step's number: written beside and renamed, so that whoever reads never finds
half of them. Nothing here is needed to go on after a death, so nothing waits for the disk, and a disk that takes nothing is no matter.
Must not know: training, who asks.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import teachers
from distilstudio.engine.checkpoint import apart
from distilstudio.engine.runs import PROVENANCE

FOLDER = "trial"
WRITING_SHARE = 50
"""Writing may take this part of the time at most, 2 %: after one of 0.1 s the next exam within 5 s is not laid out."""
_WEIGHTS = re.compile(r"step-(\d+)\.safetensors")


class Trial:
    """The training's side."""

    def __init__(self, run_folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = run_folder / FOLDER
        self._clock = clock
        self._wrote_at, self._took = clock(), 0.0
        self._begun = False

    def keep(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, step: int, max_length: int) -> bool:
        """Lay the student out as it is now. Returns whether that was done: not where it would cost time, or the disk takes nothing."""
        began = self._clock()
        if began - self._wrote_at < WRITING_SHARE * self._took:
            return False
        try:
            if not self._begun:
                self._begin(model, tokenizer, max_length)
            partial = self.folder / "partial"
            save_file(apart(model.state_dict()), partial)
            kept = self.folder / f"step-{step:08d}.safetensors"
            os.replace(partial, kept)
            for older in self.folder.glob("step-*.safetensors"):
                if older != kept:
                    older.unlink()
        except (OSError, SafetensorError):
            return False
        finally:
            self._wrote_at = self._clock()
            self._took = self._wrote_at - began
        return True

    def drop(self) -> None:
        """The training is over: the student itself can be tried."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, max_length: int) -> None:
        """An earlier process may have left one, of a later step even than that from which the run goes on."""
        self.drop()
        self.folder.mkdir()
        config = copy.deepcopy(model.config)
        config.architectures = [type(model).__name__]
        config.save_pretrained(self.folder)
        tokenizer.save_pretrained(self.folder)
        (self.folder / PROVENANCE).write_text(json.dumps({"max_length": max_length}) + "\n", encoding="utf-8")
        self._begun = True


class Follower:
    """The reader's side: `model` has the newest weights that were laid out, `step` says of which step they are."""

    def __init__(self, folder: Path, auto_class: Any) -> None:
        """Raises: ProblemError(teacher_broken) where the config cannot be read; FileNotFoundError where no weights are there any more."""
        self._folder = folder
        self.step = -1
        self.model: PreTrainedModel = auto_class.from_config(teachers.load_config(folder)).float().eval()
        if not self.follow():
            raise FileNotFoundError(folder)

    def follow(self) -> bool:
        """Take newer weights where there are any. Returns whether there were; what was there before stays otherwise."""
        for _ in range(3):  # newer ones may take their place between the look and the reading
            newest = newest_step(self._folder)
            if newest is None or newest[0] == self.step:
                return False
            with contextlib.suppress(OSError, SafetensorError):
                self.model.load_state_dict(load_file(newest[1]))
                self.step = newest[0]
                return True
        return False


def is_trial(path: Path) -> bool:
    """Whether a folder holds a student that is still in training."""
    return newest_step(path) is not None


def newest_step(folder: Path) -> tuple[int, Path] | None:
    """The newest weights that were laid out, and their step."""
    found = [(int(named[1]), file) for file in folder.glob("step-*.safetensors") if (named := _WEIGHTS.fullmatch(file.name))]
    return max(found, default=None)
