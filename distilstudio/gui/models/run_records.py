"""What a run folder says of itself, read from its recipe, its report and the person's marks. Must not know: Qt, widgets, the engine.

Reading never raises: a folder that is no run is None, and what cannot be read of a run is left out.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from distilstudio import places
from distilstudio.gui.models.run_marks import MARKS_FILE, RunMarks, read_marks
from distilstudio.protocol.recipe import STARTER, Recipe, RecipeError, parse
from distilstudio.protocol.report import Report

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2} \d{4}) (.+)", re.DOTALL)
"""How the program names run folders: by date, time and texts."""


@dataclass(frozen=True)
class RunRecord:
    """One run folder. `report` is None until the run has come to an end; `size` counts bytes on the disk; `made` is when it was begun.

    stamp: changes when a file that was read is written again.
    """

    folder: Path
    recipe: Recipe
    report: Report | None
    marks: RunMarks
    made: datetime
    size: int
    stamp: tuple[int, ...]

    @property
    def name(self) -> str:
        """The folder's name without the date in front, which stands in a column of its own."""
        dated = _DATED.fullmatch(self.folder.name)
        return dated[2] if dated else self.folder.name

    @property
    def student(self) -> Path:
        """The small model; the engine renames it into its place when it is whole."""
        return self.folder / "student"

    @property
    def teacher(self) -> Path | None:
        """The teacher as this run trained it; None where it was taken as it was."""
        trained = self.folder / "teacher"
        return trained if trained.is_dir() else None

    @property
    def journal(self) -> Path:
        """Every event of the run, one a line."""
        return self.folder / "events.jsonl"

    @property
    def teacher_name(self) -> str:
        """The teacher as the recipe calls it, a folder by its last part."""
        model = self.recipe.teacher.model
        return Path(model).name if Path(model).is_absolute() else model

    @property
    def started_from(self) -> str:
        """The run whose student learnt on in this one; empty where it was cut from its teacher."""
        return run_of_student(self.recipe.student.start)

    @property
    def is_starter(self) -> bool:
        """Whether the teacher is the one that comes with the program."""
        return self.recipe.teacher.model == STARTER

    @property
    def score(self) -> float | None:
        """The student's headline score in the exam."""
        return self.report.student.scores.get(self.report.score_name) if self.report else None

    @property
    def teacher_score(self) -> float | None:
        """The teacher's score in the same exam."""
        return self.report.teacher.scores.get(self.report.score_name) if self.report else None

    def command_line(self, now: datetime) -> str:
        """The words that do this run again in a terminal, into a folder that is not there yet."""
        out = places.new_run_folder(self.folder.parent, self.name, now)
        return shlex.join(["distilstudio", "distil", str(self.folder / "recipe.toml"), "--out", str(out)])


def run_of_student(start: str) -> str:
    """The run that a student's folder belongs to, by name; else the folder's own."""
    place = Path(start)
    return place.parent.name if place.name == "student" else place.name


def stamp_of(folder: Path) -> tuple[int, ...]:
    """When recipe, report and marks were last written, and how long the journal is; cheap to compare. Missing files count as 0."""
    times = [_stat(folder / name, "st_mtime_ns") for name in ("recipe.toml", "report.json", MARKS_FILE)]
    return (*times, _stat(folder / "events.jsonl", "st_size"), int((folder / "student").is_dir()))


def read_record(folder: Path) -> RunRecord | None:
    """Read one run folder; None where it is no run."""
    stamp = stamp_of(folder)
    try:
        recipe = parse((folder / "recipe.toml").read_bytes())
        made = _made(folder)
    except (OSError, RecipeError):
        return None
    return RunRecord(folder, recipe, _report(folder), read_marks(folder), made, folder_size(folder), stamp)


def run_folders(runs: Path) -> list[Path]:
    """Folders that may be runs, newest name first; what begins with a dot (the trash) is none. Empty where there is no such folder."""
    try:
        with os.scandir(runs) as found:
            names = [entry.name for entry in found if not entry.name.startswith(".") and entry.is_dir()]
    except OSError:
        return []
    return [runs / name for name in sorted(names, reverse=True)]


def newest_finished_run(runs: Path, recipe: Recipe) -> RunRecord | None:
    """The newest run of the same task and texts whose student is whole; None where there is none."""
    whole = [folder for folder in run_folders(runs) if (folder / "student").is_dir() and (folder / "report.json").is_file()]
    whole.sort(key=lambda folder: _stat(folder / "report.json", "st_mtime_ns"), reverse=True)
    for folder in whole:
        try:
            made_by = parse((folder / "recipe.toml").read_bytes())
        except (OSError, RecipeError):
            continue
        if (made_by.task, made_by.data.train) == (recipe.task, recipe.data.train):
            return read_record(folder)
    return None


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder; links are not followed, what vanishes meanwhile counts nothing."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def _report(folder: Path) -> Report | None:
    try:
        return msgspec.json.decode((folder / "report.json").read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _made(folder: Path) -> datetime:
    """By its name, since a copied folder has new times; else when its recipe was written."""
    dated = _DATED.fullmatch(folder.name)
    if dated:
        try:
            return datetime.strptime(dated[1], "%Y-%m-%d %H%M")
        except ValueError:
            pass
    return datetime.fromtimestamp((folder / "recipe.toml").stat().st_mtime)


def _stat(file: Path, name: str) -> int:
    try:
        return int(getattr(file.stat(), name))
    except OSError:
        return 0
