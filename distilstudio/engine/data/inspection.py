"""What the data page shows of a file: columns, guesses, a preview, counts and health. Must not know: the window, models.

As long as a table can be shown it is shown: unclear columns stay empty, so that the person can choose them in the header.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from distilstudio.engine import scratch
from distilstudio.engine.data.beginning import beginning_of
from distilstudio.engine.data.files import files_of, stamps_of
from distilstudio.engine.data.health import MOST_ROWS_NAMED
from distilstudio.engine.data.kinds import kind_of
from distilstudio.engine.data.kinds.kind import Opened, Sample
from distilstudio.engine.data.more_texts import new_rows, told_text
from distilstudio.engine.data.preview import EXAMPLES, PREVIEW_ROWS
from distilstudio.engine.data.reading import resolve
from distilstudio.protocol.inspection import (
    DataAnswer,
    DataInspected,
    DataPreviewed,
    DataQuestion,
    HealthFact,
    InspectData,
    MeasureLengths,
    RowsShown,
    ShowRows,
)
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice, Task

__all__ = ["EXAMPLES", "LookedAt", "inspect_data", "preview_data"]

MOST_HELD_BYTES = 512_000_000
"""A larger file is read again for each question rather than held."""
ROWS_BEFORE = 5
"""Shown above the first row that was decided about, so that one sees where it is."""
_OF_NO_MATTER = DataChoice()
"""What a file is read without: a change of these needs no other reading."""


@dataclass(frozen=True)
class _Key:
    task: Task
    choice: DataChoice
    base: str
    stamps: tuple[tuple[str, int, int], ...]


class LookedAt:
    """The file that was looked at last, so that the next question about it is answered without reading it again."""

    def __init__(self) -> None:
        self._key: _Key | None = None
        self._opened: Opened | None = None
        self._lock = threading.Lock()  # a question may come while the file is still read for another one

    def answers(self, command: InspectData | ShowRows) -> Iterator[DataAnswer]:
        """What there is to tell, the first rows of a large file before the rest. Raises: ProblemError as `inspect`."""
        if isinstance(command, ShowRows):
            yield self.show(command)
            return
        if (first := preview_data(command)) is not None:
            yield first
        yield self.inspect(command)

    def inspect(self, command: InspectData) -> DataInspected:
        """Open, guess, count and preview.

        Raises: ProblemError where nothing can be shown (the file, the exam file, or that of texts without labels cannot be read).
        """
        choice, opened = command.data, self._open(command)
        found = opened.inspected(command.request_id, choice)
        if not choice.unlabelled:
            return found
        path = resolve(choice.unlabelled, Path(command.base))
        more = kind_of(command.task).more(path, told_text(choice, found.data), None)
        rows = new_rows(more, *opened.known())
        values = {"rows": str(len(rows)), "file": path.name, "left_out": str(len(more) - len(rows))}
        told = msgspec.structs.replace(found.data, unlabelled=str(path))
        return msgspec.structs.replace(found, data=told, health=[*found.health, HealthFact("more_texts", "ok", values)])

    def show(self, command: ShowRows) -> RowsShown:
        """Rows from somewhere in the file, or from the first one on that was decided about."""
        opened, first = self._open(command), command.first
        decided = opened.decided(command.data)[:MOST_ROWS_NAMED] if command.decided else None
        if decided is not None:
            first = 0 if not decided or decided[0] < PREVIEW_ROWS else decided[0] - ROWS_BEFORE
        shown = opened.window(first)
        return RowsShown(command.request_id, first, shown.cells, shown.marks, decided, shown.labels)

    def sample(self, command: MeasureLengths, most: int) -> Sample:
        """Texts from all over the file."""
        return self._open(command).sample(most)

    def _open(self, command: DataQuestion) -> Opened:
        key = _key_of(command)
        with self._lock:
            if self._opened is not None and key == self._key:
                return self._opened
            self._key = self._opened = None  # before the next one is read, so that never two are held
            opened = kind_of(command.task).open(command.data, Path(command.base))
            if opened.size <= MOST_HELD_BYTES:
                self._key, self._opened = key, opened
            return opened


def preview_data(command: InspectData) -> DataPreviewed | None:
    """The first rows of a large file with what they look like, at once; `inspect` tells the rest. None where that is quick, or refuses."""
    try:
        path, _ = files_of(command.data, Path(command.base))
        with scratch.folder("preview") as folder:
            short = beginning_of(path, folder, command.data.sheet)
            if short is None:
                return None
            choice = msgspec.structs.replace(command.data, train=str(short[0]), exam="", unlabelled="")
            found = kind_of(command.task).open(choice, Path(command.base)).inspected(command.request_id, choice)
    except ProblemError:
        return None
    told = msgspec.structs.replace(found.data, train=str(path))
    return DataPreviewed(command.request_id, told, found.columns, found.preview, short[1], found.marks, found.row_labels)


def inspect_data(command: InspectData) -> DataInspected:
    """Open, guess, count and preview, and keep nothing. Raises: ProblemError as `LookedAt.inspect`."""
    return LookedAt().inspect(command)


def _key_of(command: DataQuestion) -> _Key:
    choice = command.data
    read = msgspec.structs.replace(
        choice,
        **{
            name: getattr(_OF_NO_MATTER, name)
            for name in (
                "unlabelled",
                "exam_fraction",
                "final_exam_rows",
                "leave_out",
                "drop_duplicates",
                "drop_contradictions",
                "max_length",
                "copies",
                "corrections",
                "empty_is_none",
            )
        },
    )
    return _Key(command.task, read, command.base, stamps_of(files_of(choice, Path(command.base))))
