"""Runs that are asked for and wait for their turn, kept over restarts in a file of their own. Must not know: widgets, the client.

The file is written beside and renamed. One that cannot be read is put aside; a recipe in it that this version cannot read is left out.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from distilstudio import places
from distilstudio.gui.models.asked import to_watch
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run_records import run_of_student
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse, render

_log = logging.getLogger(__name__)
PINNED_MAX = 5


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
    """The queue. `changed`: another order, or another number. `failed`: a Problem; what could not be written still waits in memory."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file or places.user_folder() / "waiting_runs.json"
        self._runs = _read(self._file)

    @property
    def runs(self) -> tuple[WantedRun, ...]:
        """All of them, the next one first."""
        return tuple(self._runs)

    def add(self, wanted: WantedRun, place: int | None = None) -> None:
        """Put one at the end, or at a place."""
        self._runs.insert(len(self._runs) if place is None else place, wanted)
        self._keep()

    def remove(self, place: int) -> WantedRun:
        """Take one out. Returns: it, for `add`."""
        wanted = self._runs.pop(place)
        self._keep()
        return wanted

    def move_up(self, place: int) -> None:
        """Let one change places with the one before it."""
        if 0 < place < len(self._runs):
            self._runs[place - 1 : place + 1] = [self._runs[place], self._runs[place - 1]]
            self._keep()

    def _keep(self) -> None:
        content = [_Kept(render(run.recipe), run.base, run.texts, run.questions) for run in self._runs]
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(".new")
            with beside.open("wb") as stream:
                stream.write(msgspec.json.format(msgspec.json.encode(content)))
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self._file)
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(problem("recipe_not_saved", detail=repr(error), file=self._file.name, reason=reason))
        self.changed.emit()


def _read(file: Path) -> list[WantedRun]:
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=list[_Kept])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            file.replace(file.with_suffix(".unreadable"))
        return []
    found = []
    for one in kept:
        try:
            found.append(WantedRun(parse(one.recipe), one.base, one.texts, one.questions))
        except RecipeError as error:
            _log.warning("a waiting run is left out, its recipe cannot be read: %s", error)
    return found
