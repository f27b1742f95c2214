"""Runs that are asked for and wait for their turn, kept over restarts in a file of their own. Must not know: widgets, the client.

Where something in the file is not understood, the rest waits, the file as it was is put aside, and that is told.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from PySide6.QtCore import QLockFile, QObject, Signal

from distilstudio import places
from distilstudio.gui.models import kept_file
from distilstudio.gui.models.asked import to_watch
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run_records import run_of_student
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse, render

_log = logging.getLogger(__name__)
PINNED_MAX = 5
LOCK_MS = 2000
"""Longest wait for another window; one that holds the queue so long has stopped."""


class WantedRun(Struct, frozen=True):
    """A run as the person asked for it. Relative paths of the recipe are read against `base`; `texts`, `questions`: to watch it learn."""

    recipe: Recipe
    base: str = ""
    texts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """After its texts."""
        return Path(self.recipe.data.train).stem or self.recipe.task

    @property
    def started_from(self) -> str:
        """The run whose student learns on; empty where a student is cut from its teacher."""
        return run_of_student(self.recipe.student.start)

    @property
    def pinned(self) -> tuple[str, ...]:
        """What stands on the page beside the student's answers: what is asked, else the text."""
        questions = [*self.questions, *[""] * len(self.texts)]
        return tuple(question or text for text, question in zip(self.texts, questions, strict=False))


class _Kept(Struct, frozen=True):
    """One run in the file; its recipe as TOML, which is read as any recipe file is."""

    recipe: str
    base: str = ""
    texts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def wanted_by(project: Project) -> WantedRun:
    """The run that the project asks for."""
    pinned = to_watch(project.recipe.task, project.data, PINNED_MAX)
    return WantedRun(
        project.recipe, project.base, tuple(one.text for one in pinned), tuple(one.question for one in pinned if one.question)
    )


def further(run: Path, recipe: Recipe, texts: tuple[str, ...] = (), questions: tuple[str, ...] = ()) -> WantedRun:
    """More of a finished run: its recipe once more, from its student on."""
    return WantedRun(with_value(recipe, "student.start", str(run / "student")), "", texts, questions)


def new_run_folder(runs: Path, recipe: Recipe, now: datetime) -> Path:
    """A folder that is not there yet, named by date and data. It is not made: that is the engine's matter."""
    name = re.sub(r"[^\w\- ]+", " ", Path(recipe.data.train).stem).strip()[:40] or recipe.task
    return places.new_run_folder(runs, name, now)


class WaitingRuns(QObject):
    """The queue, which all open windows share by its file. `changed`: another order, or another number. `failed`: a Problem; what could not
    be written still waits in memory. `problem`: what is to be told of the file as it was found."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file or places.user_folder() / "waiting_runs.json"
        self._kept = True
        self.problem: Problem | None = None
        self._runs, whole = _read(self._file)
        if not whole:
            self.problem = self._put_aside()
            self._keep()

    @property
    def runs(self) -> tuple[WantedRun, ...]:
        """All of them, the next one first, as the file was when this window last looked at it."""
        return tuple(self._runs)

    def add(self, wanted: WantedRun, place: int | None = None) -> None:
        """Put one at the end, or at a place."""
        with self._changing() as runs:
            runs.insert(len(runs) if place is None else place, wanted)

    def take_first(self) -> WantedRun | None:
        """Take the next one out, to be started here and nowhere else. None: another window was quicker."""
        with self._changing() as runs:
            return runs.pop(0) if runs else None

    def remove(self, place: int) -> None:
        """Take one out, unless another window has done so meanwhile."""
        wanted = self._runs[place]
        with self._changing() as runs, contextlib.suppress(ValueError):
            del runs[_place_of(wanted, runs, place)]

    def move_up(self, place: int) -> None:
        """Let one change places with the one before it."""
        wanted = self._runs[place]
        with self._changing() as runs, contextlib.suppress(ValueError):
            place = _place_of(wanted, runs, place)
            if place:
                runs[place - 1 : place + 1] = [runs[place], runs[place - 1]]

    def look_again(self) -> None:
        """Another window may have changed the file."""
        before, self._runs = self._runs, self._now()
        if self._runs != before:
            self.changed.emit()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[list[WantedRun]]:
        """What is in the file now, to be changed and kept, while other windows wait for their turn."""
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(str(self._file.with_suffix(".lock")))
        lock.tryLock(LOCK_MS)
        try:
            if not _read(self._file)[1]:
                self.failed.emit(self._put_aside())
            self._runs = self._now()
            yield self._runs
            self._keep()
        finally:
            lock.unlock()
        self.changed.emit()

    def _now(self) -> list[WantedRun]:
        """What is in the file, or what should be, where it could not be written or read."""
        found, whole = _read(self._file)
        return found if whole and self._kept and self._file.exists() else self._runs

    def _put_aside(self) -> Problem:
        """The file is about to be written over, and not all of it was understood. Returns: what is to be told of that."""
        return problem("queue_unread", file=kept_file.put_aside(self._file))

    def _keep(self) -> None:
        try:
            kept_file.write(self._file, [_Kept(render(run.recipe), run.base, run.texts, run.questions) for run in self._runs])
            self._kept = True
        except OSError as error:
            self._kept = False
            reason = error.strerror or str(error)
            self.failed.emit(problem("recipe_not_saved", detail=repr(error), file=self._file.name, reason=reason))


def _place_of(wanted: WantedRun, runs: list[WantedRun], place: int) -> int:
    """Where it stands now; where it stood if that is one like it. Raises: ValueError where it is no longer there."""
    return place if place < len(runs) and runs[place] == wanted else runs.index(wanted)


def _read(file: Path) -> tuple[list[WantedRun], bool]:
    """The runs in the file that are understood, and whether that is all of them."""
    try:
        kept = kept_file.read(file)
    except kept_file.UnreadableError:
        return [], False
    if not isinstance(kept, list):
        return [], kept is None
    found = []
    for entry in kept:
        try:
            one = msgspec.convert(entry, _Kept)
            found.append(WantedRun(parse(one.recipe), one.base, one.texts, one.questions))
        except (msgspec.ValidationError, RecipeError) as error:
            _log.warning("a waiting run is left out, it cannot be read: %s", error)
    return found, len(found) == len(kept)
