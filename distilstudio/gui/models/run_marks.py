"""What a person notes on a run: star, lock, a line of text; and the sentences that were pinned while it went on.

A small JSON file in the run folder, written beside and renamed. Must not know: widgets, what is in the rest of the folder.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from distilstudio.gui.models import kept_file

MARKS_FILE = "marks.json"


class RunMarks(Struct, frozen=True):
    """`lock`: the run cannot be put into the trash. `pinned`: texts that the student answered at each exam, in their order."""

    star: bool = False
    lock: bool = False
    note: str = ""
    pinned: tuple[str, ...] = ()


def read_marks(folder: Path) -> RunMarks:
    """The marks of a run folder; none where there is no such file, or it cannot be read."""
    try:
        return msgspec.convert(kept_file.read(folder / MARKS_FILE), RunMarks)
    except (kept_file.UnreadableError, msgspec.ValidationError):
        return RunMarks()


def write_marks(folder: Path, marks: RunMarks) -> None:
    """Put the marks into a run folder. Raises: OSError, and then the old marks still stand."""
    folder.stat()  # one that has gone is not made again, with nothing but marks in it
    kept_file.write(folder / MARKS_FILE, marks)
