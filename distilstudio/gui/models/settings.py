"""What the program remembers of the person's wishes between two starts. Must not know: widgets, what a setting looks like.

One JSON file, written beside and renamed. A file that cannot be read is put aside and the defaults hold; it never stops the start.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from distilstudio import places
from distilstudio.protocol.hub import is_hub_name
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
    """The wishes. `changed` tells which one."""

    changed = Signal(str)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file or places.user_folder() / "settings.json"
        self._saved = _read(self._file)

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
        if getattr(self._saved, name) == value:
            return
        self._saved = msgspec.structs.replace(self._saved, **{name: value})
        self._write()
        self.changed.emit(name)

    def remember(self, entry: Recent) -> None:
        """Put it at the head of the recent ones. Each file, each part of a dataset, stands there once."""
        rest = tuple(recent for recent in self._saved.recent if _place(recent) != _place(entry))
        self.set("recent", (entry, *rest)[:RECENT_MAX])

    def remember_teacher(self, folder: str) -> None:
        """Put a teacher's folder at the head of the recent ones."""
        rest = tuple(recent for recent in self._saved.recent_teachers if recent != folder)
        self.set("recent_teachers", (folder, *rest)[:TEACHERS_MAX])

    def remember_trained(self, folder: str) -> None:
        """The same for a teacher that a run has trained. Of these only the newest is kept, so that they push no other one out."""
        others = tuple(recent for recent in self._saved.recent_teachers if not is_trained_here(Path(recent)))
        self.set("recent_teachers", (folder, *others)[:TEACHERS_MAX])

    def remember_command(self, key: str) -> None:
        """Put a command of the palette at the head of those used last."""
        rest = tuple(recent for recent in self._saved.recent_commands if recent != key)
        self.set("recent_commands", (key, *rest)[:COMMANDS_MAX])

    def existing_teachers(self) -> list[str]:
        """The teachers' folders that are still there, and models of the Hub, newest first."""
        return [model for model in self._saved.recent_teachers if Path(model).is_dir() or is_hub_name(model)]

    def existing_recent(self) -> list[Recent]:
        """The recent files that are still there, and parts of datasets of the Hub, newest first."""
        return [recent for recent in self._saved.recent if recent.kind == "dataset" or Path(recent.path).exists()]

    def _write(self) -> None:
        # A settings file that cannot be written (full disk, read-only home) must not take the window down.
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(".new")
            with beside.open("wb") as stream:
                stream.write(msgspec.json.format(msgspec.json.encode(self._saved)))
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self._file)


def _place(recent: Recent) -> tuple[str, str, str]:
    return recent.path, recent.config, recent.split


def is_trained_here(folder: Path) -> bool:
    """Whether this is the teacher of one of the program's own runs."""
    return folder.name == "teacher" and (folder.parent / "recipe.toml").is_file()


def _read(file: Path) -> Saved:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Saved)
    except FileNotFoundError:
        return Saved()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            file.replace(file.with_suffix(".unreadable"))
        return Saved()
