"""What the program remembers of the person's wishes between two starts. Must not know: widgets, what a setting looks like.

One JSON file. Where something in it is not understood, the rest holds, the file as it was is put aside, and that is told; it never stops
the start. Several windows may have it open: each writes only what was changed in it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from distilstudio import places
from distilstudio.gui.models import kept_file
from distilstudio.gui.models.run_records import TEACHER, is_part_of_run
from distilstudio.protocol.hub import is_hub_name
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import Task

LanguageChoice = Literal["system", "en", "zh_CN"]
ThemeChoice = Literal["system", "light", "dark"]
RECENT_MAX = 8
TEACHERS_MAX = 3
COMMANDS_MAX = 12


class Recent(Struct, frozen=True):
    """What was opened: a data file, a recipe, or a part of a dataset of the Hub, whose name stands as its path."""

    path: str
    kind: Literal["data", "recipe", "dataset"]
    config: str = ""
    split: str = ""
    task: Task | Literal[""] = ""
    """What the dataset's texts are for, which its name does not say."""


class Saved(Struct, frozen=True):
    """The content of the settings file. `session_*`: the recipe as it was when the window was last open.
    The Hub's token is not among them: it is in the system's keyring."""

    language: LanguageChoice = "system"
    theme: ThemeChoice = "system"
    text_percent: int = 100
    runs_folder: str = ""
    recent: tuple[Recent, ...] = ()
    recent_teachers: tuple[str, ...] = ()
    recent_commands: tuple[str, ...] = ()
    session_recipe: str = ""
    session_base: str = ""
    geometry: str = ""
    hub_endpoint: str = ""
    hub_proxy: str = ""
    offline: bool = False
    keep_awake: bool = True


class Settings(QObject):
    """The wishes. `changed` tells which one. `failed`, once: a Problem; what could not be written holds until the window is closed.
    `problem`: what was to be told of the file last, which may be of the time before anybody listened."""

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file or places.settings_file()
        self._unsaved: dict[str, object] = {}
        self._told = False
        self.problem: Problem | None = None
        values, whole = _read(self._file)
        self._saved = Saved(**values)
        if not whole:
            self.problem = problem("settings_unread", file=kept_file.put_aside(self._file))
            self._write(values)

    @property
    def saved(self) -> Saved:
        """All of them."""
        return self._saved

    @property
    def runs_folder(self) -> Path:
        """Where runs are put."""
        return Path(self._saved.runs_folder) if self._saved.runs_folder else places.runs_folder()

    def set(self, name: str, value: object) -> None:
        """Change one and write the file. Raises: AttributeError for an unknown name."""
        self.set_all({name: value})

    def set_all(self, values: Mapping[str, object]) -> None:
        """Change those that belong together, and write the file once. Raises: as `set`."""
        changed = [name for name, value in values.items() if getattr(self._saved, name) != value]
        if not changed:
            return
        self._saved = msgspec.structs.replace(self._saved, **values)
        self._write(values)
        for name in changed:
            self.changed.emit(name)

    def remember(self, entry: Recent) -> None:
        """Put it at the head of the recent ones. Each file, each part of a dataset, stands there once."""
        rest = tuple(recent for recent in self._newest("recent") if _place(recent) != _place(entry))
        self.set("recent", (entry, *rest)[:RECENT_MAX])

    def remember_teacher(self, folder: str) -> None:
        """Put a teacher's folder at the head of the recent ones."""
        rest = tuple(recent for recent in self._newest("recent_teachers") if recent != folder)
        self.set("recent_teachers", (folder, *rest)[:TEACHERS_MAX])

    def remember_trained(self, folder: str) -> None:
        """The same for a teacher that a run has trained. Of these only the newest is kept, so that they push no other one out."""
        others = tuple(recent for recent in self._newest("recent_teachers") if not is_part_of_run(Path(recent), TEACHER))
        self.set("recent_teachers", (folder, *others)[:TEACHERS_MAX])

    def remember_command(self, key: str) -> None:
        """Put a command of the palette at the head of those used last."""
        rest = tuple(recent for recent in self._newest("recent_commands") if recent != key)
        self.set("recent_commands", (key, *rest)[:COMMANDS_MAX])

    def existing_teachers(self) -> list[str]:
        """The teachers' folders that are still there, and models of the Hub, newest first."""
        return [model for model in self._saved.recent_teachers if Path(model).is_dir() or is_hub_name(model)]

    def existing_recent(self) -> list[Recent]:
        """The recent files that are still there, and parts of datasets of the Hub, newest first."""
        return [recent for recent in self._saved.recent if recent.kind == "dataset" or Path(recent.path).exists()]

    def _newest(self, name: str) -> Any:
        """As another window may have left it in the file meanwhile."""
        own = getattr(self._saved, name)
        return own if name in self._unsaved else _read(self._file)[0].get(name, own)

    def _write(self, values: Mapping[str, object]) -> None:
        """Put these into the file, and leave the others there as they are: another window may have changed them."""
        self._unsaved.update(values)
        try:
            kept = kept_file.read(self._file)
        except kept_file.UnreadableError:
            kept_file.put_aside(self._file)
            kept = None
        others = kept if isinstance(kept, dict) else {}
        try:
            kept_file.write(self._file, {**msgspec.structs.asdict(self._saved), **others, **self._unsaved})
        except OSError as error:  # a full disk or a read-only home must not take the window down
            self._tell_unsaved(error)
        else:
            self._unsaved.clear()

    def _tell_unsaved(self, error: OSError) -> None:
        if not self._told:
            self._told = True
            reason = error.strerror or str(error)
            self.problem = problem("settings_not_saved", repr(error), reason=reason, folder=self._file.parent)
            self.failed.emit(self.problem)


def _place(recent: Recent) -> tuple[str, str, str]:
    return recent.path, recent.config, recent.split


def _read(file: Path) -> tuple[dict[str, Any], bool]:
    """The values in the file that are understood, by their names, and whether that is all there is to them."""
    try:
        kept = kept_file.read(file)
    except kept_file.UnreadableError:
        return {}, False
    if not isinstance(kept, dict):
        return {}, kept is None
    values: dict[str, Any] = {}
    whole = True
    for field in msgspec.structs.fields(Saved):
        value = kept.get(field.name, field.default)
        try:
            values[field.name] = msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            whole = False
            if get_origin(field.type) is tuple and isinstance(value, list):
                values[field.name] = _entries(value, get_args(field.type)[0])
    return values, whole


def _entries(values: list[Any], kind: type) -> tuple[Any, ...]:
    """Those of a list that are understood."""
    found: list[Any] = []
    for value in values:
        with contextlib.suppress(msgspec.ValidationError):
            found.append(msgspec.convert(value, kind))
    return tuple(found)
