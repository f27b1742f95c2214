"""Which texts the models of a run have learnt from: numbers of them beside its student, so that a later run which begins from one of its models
examines it on others.

Must not know: how rows are set aside, models.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from distilstudio.engine.data.hashes import NO_HASHES, Hashes, hashes_of
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.runs import write_file
from distilstudio.protocol.recipe import Recipe

FILE = "learnt.safetensors"
BEFORE, LEARNT = "before", "learnt"
"""What had been learnt from when the run began, and what has been since it read its rows."""
_MODELS = ("student", "teacher")

_log = logging.getLogger(__name__)


def before(recipe: Recipe, base: Path) -> Hashes:
    """The texts that the models which this recipe begins from have learnt from, in runs for the same kind of work; as far as they lie in the
    folders of their runs."""
    named = [resolve(name, base) for name in (recipe.teacher.model, *recipe.teacher.more, recipe.student.start) if name]
    return _together(_read(folder.resolve().parent, LEARNT, recipe.task) for folder in named if folder.name in _MODELS)


def before_of(run: Path, task: str) -> Hashes:
    """The texts that a run's models had learnt from when it began; none where nothing was noted."""
    return _read(run, BEFORE, task)


def known(run: Path, recipe: Recipe, base: Path, goes_on: bool) -> Hashes:
    """The same for a run that begins or goes on. It is noted before any row is set aside by it: a run that goes on sets the same aside, whatever
    has become of the models that it began from."""
    if goes_on:
        return before_of(run, recipe.task)
    found = before(recipe, base)
    note(run, recipe.task, found)
    return found


def note(run: Path, task: str, earlier: Hashes, *own: pa.ChunkedArray) -> None:
    """Keep what had been learnt from before this run, and what it learns from itself: keys, by which rows are set aside, and what is the same
    in two rows, by which an exam's file is kept apart."""
    content = {BEFORE: earlier, LEARNT: _together((earlier, hashes_of(*own)))}
    write_file(run / FILE, save(content, {"task": task}))


def _read(run: Path, name: str, task: str) -> Hashes:
    path = run / FILE
    if not path.is_file():
        return NO_HASHES
    try:
        with safe_open(path, framework="numpy") as file:
            same = file.metadata().get("task") == task
            return np.asarray(file.get_tensor(name), np.uint64) if same else NO_HASHES
    except (OSError, SafetensorError) as error:
        _log.warning("%s cannot be read: %s", path, error)
        return NO_HASHES


def _together(parts: Iterable[Hashes]) -> Hashes:
    """Every number once, rising."""
    return np.unique(np.concatenate([NO_HASHES, *parts]))
