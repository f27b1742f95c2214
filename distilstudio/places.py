"""Where the program's own files and the person's files are. Imports the standard library only; any room may ask.

Must not know: what is in the files.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

TRASH = ".trash"
"""In a folder of runs: those that were thrown away, until the person empties it."""


def resources() -> Path:
    """Folder with icons, translations and samples: beside the code in a checkout, inside the package when installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    here = Path(__file__).resolve().parent
    candidates += [here / "resources", here.parent / "resources"]
    return next((folder for folder in candidates if folder.is_dir()), candidates[-1])


def user_folder() -> Path:
    """Folder for the person's runs, settings and logs; `DISTILSTUDIO_HOME` sets another one. It is not made here."""
    own = os.environ.get("DISTILSTUDIO_HOME")
    if own:
        return Path(own)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share"))
    return base / "DistilStudio"


def runs_folder() -> Path:
    """Default folder for runs."""
    return user_folder() / "runs"


def new_run_folder(runs: Path, name: str, now: datetime) -> Path:
    """A folder among the runs that is not there yet, named by time and recipe. It is not made: that is the engine's matter."""
    return free_name(runs / f"{now:%Y-%m-%d %H%M} {name}")


def in_trash(run: Path) -> Path:
    """Where a run's folder goes that is thrown away: into the trash beside it, which is not made here."""
    return free_name(run.parent / TRASH / run.name)


def free_name(wanted: Path) -> Path:
    """This path, with a number behind its name where there is something already."""
    number, folder = 1, wanted
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name} {number}")
    return folder


def try_writing(folder: Path) -> None:
    """Make the folder where it is not there, and write into it. Raises: OSError where that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder):
        pass


def nearest(path: Path) -> Path:
    """What is there of a path: itself, or the nearest folder above it; itself again where not even the disk is there."""
    return next((place for place in (path, *path.parents) if place.exists()), path)


def settings_file() -> Path:
    """What was chosen in the window."""
    return user_folder() / "settings.json"


def logs_folder() -> Path:
    """Folder for logs of window and engines."""
    return user_folder() / "logs"
