"""What a run folder says of itself, read from its recipe, its report and the person's marks. Must not know: Qt, widgets, the engine.

Reading never raises: a folder that is no run is None, and what cannot be read of a run is left out.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from distilstudio import places
from distilstudio.gui.models.run_marks import MARKS_FILE, RunMarks, read_marks
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.moments import local
from distilstudio.protocol.recipe import STARTER, Recipe, RecipeError, Task
from distilstudio.protocol.recipe_text import parse_kept
from distilstudio.protocol.report import Report

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2} \d{4}) (.+)", re.DOTALL)
"""How the program names run folders: by date, time and texts."""
STUDENT, TEACHER = "student", "teacher"
"""The folders of a run's small model, and of a teacher that it has trained itself."""


class _Begun(Struct):
    started: str = ""


class _Ended(Struct):
    ended: str = ""


_begun_decoder, _ended_decoder = msgspec.json.Decoder(_Begun), msgspec.json.Decoder(_Ended)


@dataclass(frozen=True)
class RunRecord:
    """One run folder. `report` is None until the run has come to an end; `size` counts bytes on the disk.

    made, ended: when it was begun and came to its end, by its own word. Runs of earlier versions say neither: then the folder's name tells
    when they were begun, and files' dates the rest, which another copy of the folder has anew. `ended` None: it has not.
    stamp: changes when a file that was read is written again.
    """

    folder: Path
    recipe: Recipe
    report: Report | None
    marks: RunMarks
    made: datetime
    ended: datetime | None
    size: int
    stamp: tuple[int, ...]
    has_torn_recipe: bool = False
    """Its recipe was damaged, or is of a version that this one cannot read; `recipe` then says nothing."""

    @property
    def name(self) -> str:
        """The folder's name without the date in front, which stands in a column of its own."""
        dated = _DATED.fullmatch(self.folder.name)
        return dated[2] if dated else self.folder.name

    @property
    def student(self) -> Path:
        """The small model; the engine renames it into its place when it is whole."""
        return self.folder / STUDENT

    @property
    def is_whole(self) -> bool:
        """It has come to its end, its student is there, and it is known how that was made."""
        return not self.has_torn_recipe and _is_finished(self.folder)

    @property
    def has_torn_report(self) -> bool:
        """It has come to its end, but its report was damaged since, or is of a version that this one cannot read."""
        return self.report is None and self.stamp[1] != 0

    @property
    def texts(self) -> tuple[Task, str]:
        """Its task, and the texts that its student learnt from."""
        return _texts_kept(self.recipe)

    @property
    def teacher(self) -> Path | None:
        """The teacher as this run trained it; None where it was taken as it was."""
        trained = self.folder / TEACHER
        return trained if trained.is_dir() else None

    @property
    def journal(self) -> Path:
        """Every event of the run, one a line."""
        return self.folder / "events.jsonl"

    @property
    def teacher_name(self) -> str:
        """The teacher as the recipe calls it, a folder by its last part, and a student that teaches by its run."""
        model = self.recipe.teacher.model
        return run_of_student(model) if Path(model).is_absolute() else model

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


def holds_model(folder: Path) -> bool:
    """Whether a folder holds a model at all, by the file that none is without; whether it can be used is for the engine to find out."""
    return (folder / "config.json").is_file()


def fills_in_words(student: Path) -> bool:
    """Whether a student knows a language and no kind of work: its head guesses hidden words."""
    try:
        config = msgspec.json.decode((student / "config.json").read_bytes())
        return any(str(name).endswith("ForMaskedLM") for name in config["architectures"])
    except (OSError, ValueError, KeyError, TypeError, msgspec.DecodeError):
        return False


def run_of_student(start: str) -> str:
    """The run that a student's folder belongs to, by name; else the folder's own."""
    place = Path(start)
    return place.parent.name if place.name == STUDENT else place.name


def is_part_of_run(folder: Path, name: str) -> bool:
    """Whether this is the folder called so, `STUDENT` or `TEACHER`, of one of the program's own runs that is there."""
    return folder.name == name and (folder.parent / "recipe.toml").is_file()


def stamp_of(folder: Path) -> tuple[int, ...]:
    """When recipe, report and marks were last written, and how long the journal is; cheap to compare. Missing files count as 0."""
    times = [_stat(folder / name, "st_mtime_ns") for name in ("recipe.toml", "report.json", MARKS_FILE)]
    return (*times, _stat(folder / "events.jsonl", "st_size"), int((folder / STUDENT).is_dir()))


def read_record(folder: Path) -> RunRecord | None:
    """Read one run folder; None where it is no run, or where it cannot be told how it was made."""
    record = read_listed(folder)
    return None if record is None or record.has_torn_recipe else record


def read_listed(folder: Path) -> RunRecord | None:
    """Read one run folder, for a list of all there are; None where it is no run."""
    stamp, report = stamp_of(folder), _report(folder)
    recipe = _recipe(folder)
    try:
        written = _written(folder / "recipe.toml")
        made = local(report.started if report is not None else _begun(folder)) or _named(folder) or written
        ended = (local(report.ended) or _written(folder / "report.json")) if report is not None else None
    except OSError:
        return None
    size = folder_size(folder)
    return RunRecord(
        folder, recipe or Recipe(), report, read_marks(folder), made, ended, size, stamp, has_torn_recipe=recipe is None
    )


def run_folders(runs: Path) -> list[Path]:
    """Folders that may be runs, newest name first; what begins with a dot (the trash) is none. Empty where there is no such folder."""
    try:
        with os.scandir(runs) as found:
            names = [entry.name for entry in found if not entry.name.startswith(".") and entry.is_dir()]
    except OSError:
        return []
    return [runs / name for name in sorted(names, reverse=True)]


def texts_of(recipe: Recipe, base: str) -> tuple[Task, str]:
    """The task and the texts that it is learnt from: a file by its whole path, as the engine writes it into a run's folder."""
    name = recipe.data.train
    place = Path(base, os.path.expanduser(name))
    return recipe.task, name if not name or (is_dataset_name(name) and not place.exists()) else str(place.resolve())


def newest_of(records: Sequence[RunRecord], texts: tuple[Task, str]) -> RunRecord | None:
    """The one of these runs of this task and these texts with a whole student that ended last; None where there is none."""
    same = [record for record in records if record.ended is not None and record.texts == texts]
    same.sort(key=lambda record: record.ended or datetime.min, reverse=True)
    return next((record for record in same if record.student.is_dir()), None)


def newest_finished_run(runs: Path, texts: tuple[Task, str]) -> RunRecord | None:
    """The same among all runs of a folder, which takes a while where there are hundreds."""
    whole = [folder for folder in run_folders(runs) if _is_finished(folder)]
    whole.sort(key=_ended, reverse=True)
    for folder in whole:
        made_by = _recipe(folder)
        if made_by is not None and _texts_kept(made_by) == texts:
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


def _is_finished(folder: Path) -> bool:
    return (folder / STUDENT).is_dir() and (folder / "report.json").is_file()


def _recipe(folder: Path) -> Recipe | None:
    try:
        return parse_kept((folder / "recipe.toml").read_bytes())
    except (OSError, RecipeError):
        return None


def _report(folder: Path) -> Report | None:
    try:
        return msgspec.json.decode((folder / "report.json").read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _texts_kept(recipe: Recipe) -> tuple[Task, str]:
    """The same of a recipe in a run's folder, where the path is whole already."""
    return recipe.task, recipe.data.train


def _begun(folder: Path) -> str:
    """When the run was begun, as its journal's first line says; "" where it says nothing."""
    try:
        with (folder / "events.jsonl").open("rb") as journal:
            return _begun_decoder.decode(journal.readline()).started
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _named(folder: Path) -> datetime | None:
    """When the run was begun, as its folder's name says."""
    dated = _DATED.fullmatch(folder.name)
    try:
        return datetime.strptime(dated[1], "%Y-%m-%d %H%M") if dated else None
    except ValueError:
        return None


def _ended(folder: Path) -> datetime:
    """When a finished run came to its end."""
    report = folder / "report.json"
    try:
        said = _ended_decoder.decode(report.read_bytes()).ended
        return local(said) or _written(report)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return datetime.min


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime)


def _stat(file: Path, name: str) -> int:
    try:
        return int(getattr(file.stat(), name))
    except OSError:
        return 0
