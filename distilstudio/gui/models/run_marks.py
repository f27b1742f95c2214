"""What a person notes on a run: star, lock, a line of text; and the sentences that were pinned while it went on.

A small JSON file in the run folder, written beside and renamed. Must not know: widgets, what is in the rest of the folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct

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
        return msgspec.json.decode((folder / MARKS_FILE).read_bytes(), type=RunMarks)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return RunMarks()


def write_marks(folder: Path, marks: RunMarks) -> None:
    """Put the marks into a run folder. Raises: OSError, and then the old marks still stand."""
    file = folder / MARKS_FILE
    beside = file.with_suffix(".new")
    with beside.open("wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(marks), indent=1) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
