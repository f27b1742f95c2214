"""What a run's exam came to, row by row: read in the background when it is wanted, and which of its rows are looked at.

Must not know: widgets, sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from distilstudio.gui.models.background import Background, Ticket
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.protocol.mistakes import ExamRow, Mistakes, Place, is_right, read_mistakes

Which = Literal["all", "lost", "both"]
"""all: the student's mistakes. lost: those that the teacher does not make. both: those that it makes too."""
Spot = tuple[int, int]
"""Line and column of a table's cell."""


@dataclass(frozen=True)
class ReadMistakes:
    """What was found in a run's folder. trouble: why there is nothing, "" where there is something."""

    folder: Path
    mistakes: Mistakes | None
    trouble: Literal["", "missing", "damaged"] = ""


class MistakesState(QObject):
    """The run that is looked at. `changed`: what it keeps has been read, or another one is wanted."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: tuple[Path, tuple[int, ...]] | None = None
        self._ticket: Ticket | None = None
        self._read: ReadMistakes | None = None

    @property
    def read(self) -> ReadMistakes | None:
        """What the wanted run keeps; None while it is being read, and where none is wanted."""
        return self._read

    def want(self, record: RunRecord | None) -> None:
        """Read this run, where it is not the one that was read; None: no run is looked at, and nothing is held in memory."""
        wanted = None if record is None else (record.folder, record.stamp[:2])  # marks and journal change nothing here
        if wanted == self._wanted:
            return
        if self._ticket is not None:
            self._ticket.cancel()
        self._wanted, self._read, self._ticket = wanted, None, None
        if record is not None:
            self._ticket = self._background.ask(_read(record.folder), self._on_read)
        self.changed.emit()

    def _on_read(self, read: ReadMistakes) -> None:
        self._read = read
        self.changed.emit()


def counted(mistakes: Mistakes, which: Which) -> dict[Spot, int]:
    """How often each cell was come to. What is right there is always counted whole."""
    return {
        (cell.line, cell.column): cell.count
        if which == "all" or is_right(mistakes.shape, cell.line, cell.column)
        else cell.teacher_right
        if which == "lost"
        else cell.count - cell.teacher_right
        for cell in mistakes.cells
    }


def wrong_rows(mistakes: Mistakes, which: Which) -> int:
    """In how many of all rows the student is wrong, so."""
    return {
        "all": mistakes.student_wrong,
        "lost": mistakes.teacher_right,
        "both": mistakes.student_wrong - mistakes.teacher_right,
    }[which]


def kept_rows(mistakes: Mistakes, which: Which, spot: Spot | None) -> list[ExamRow]:
    """The rows that can be read of a cell, or of all mistakes (None); the most confident first, of equals the earlier one."""
    if spot is None:
        rows = [row for row in mistakes.kept if not row.student.right and _is_meant(row.teacher.right, which)]
    elif is_right(mistakes.shape, *spot):
        rows = [row for row in mistakes.kept if any((place.line, place.column) == spot for place in row.places)]
    else:
        rows = [row for row in mistakes.kept if any(_is_at(place, spot, which) for place in row.places)]
    return sorted(rows, key=lambda row: (-row.student.confidence, row.number))


def _is_at(place: Place, spot: Spot, which: Which) -> bool:
    return (place.line, place.column) == spot and _is_meant(place.teacher_right, which)


def _is_meant(teacher_right: bool, which: Which) -> bool:
    return which == "all" or teacher_right == (which == "lost")


def _read(folder: Path) -> Iterator[ReadMistakes]:
    try:
        yield ReadMistakes(folder, read_mistakes(folder))
    except OSError:
        yield ReadMistakes(folder, None, "missing")
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield ReadMistakes(folder, None, "damaged")
