"""The runs folder as the window knows it: every run with the person's marks, and the trash beside them. Reads in the background.

Must not know: widgets, the client, what happens inside a run.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio import places
from distilstudio.gui.models.background import Background, Ticket
from distilstudio.gui.models.run_marks import RunMarks, write_marks
from distilstudio.gui.models.run_records import (
    RunRecord,
    newest_finished_run,
    newest_of,
    read_listed,
    run_folders,
    stamp_of,
    texts_of,
)
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.run_lock import PROOF, is_held

TELL_AFTER_MS = 80
"""Records that arrive one after the other are told together."""


@dataclass(frozen=True)
class _Read:
    """The whole folder was gone through; what was not seen is no longer there."""

    seen: frozenset[Path]


class RunStore(QObject):
    """`changed`: records or marks are others. `thrown_away`: folders in the trash that an undo brings back. `failed`: a Problem."""

    changed = Signal()
    thrown_away = Signal(object)
    failed = Signal(object)

    def __init__(self, settings: Settings, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._background = settings, background
        self._records: dict[Path, RunRecord] = {}
        self._sorted: tuple[list[RunRecord], list[RunRecord]] | None = None
        self._folder = settings.runs_folder
        self._reading: Ticket | None = None
        self._is_read = False
        self._tell = QTimer(self, interval=TELL_AFTER_MS, singleShot=True)
        self._tell.timeout.connect(self.changed)
        settings.changed.connect(self._on_settings_changed)

    @property
    def folder(self) -> Path:
        """Where the runs are."""
        return self._folder

    @property
    def is_read(self) -> bool:
        """Whether the folder was gone through once."""
        return self._is_read

    @property
    def runs(self) -> list[RunRecord]:
        """Every run that was read so far, but for those in the trash."""
        return self._sort()[0]

    @property
    def trashed(self) -> list[RunRecord]:
        """Runs in the trash."""
        return self._sort()[1]

    def record(self, folder: Path) -> RunRecord | None:
        """A run by its folder."""
        return self._records.get(folder)

    def newest_finished(self, recipe: Recipe, base: str) -> RunRecord | None:
        """The last student of the same task and texts; hundreds of runs are known by heart, once they were read."""
        texts = texts_of(recipe, base)
        return newest_of(self.runs, texts) if self._is_read else newest_finished_run(self._folder, texts)

    @Slot()
    def refresh(self) -> None:
        """Look at the folder again; what has not changed is not read again."""
        if self._reading is not None:
            self._reading.cancel()
        known = {folder: record.stamp for folder, record in self._records.items()}
        self._reading = self._background.ask(_read_all(self._folder, known), self._on_read)

    def mark(self, folder: Path, **marks: Any) -> None:
        """Change star, lock, note or pinned of a run; the file is written in the background."""
        record = self._records.get(folder)
        if record is None:
            return
        wanted = msgspec.structs.replace(record.marks, **marks)
        if wanted == record.marks:
            return
        self._records[folder] = replace(record, marks=wanted)
        self._sorted = None
        self._background.ask(_write(folder, wanted), self.failed.emit)
        # A record that is being read may have the old marks.
        self.refresh()
        self.changed.emit()

    def pin(self, folder: Path, texts: tuple[str, ...]) -> None:
        """A run has begun in this folder, with these pinned sentences; they are needed when it is looked at again."""
        if folder.is_dir():
            self._background.ask(_write(folder, RunMarks(pinned=texts)), self.failed.emit)
            self.refresh()

    def throw_away(self, folders: Iterable[Path]) -> list[Path]:
        """Move runs into the trash; locked ones stay, and those that an engine works on. Returns: where they are now, for `put_back`."""
        moved = []
        for folder in folders:
            record = self._records.get(folder)
            if record is None or record.marks.lock:
                continue
            if is_held(folder) or is_held(folder / PROOF):
                self.failed.emit(problem("run_busy", path=folder))
                continue
            moved += self._move(record, places.in_trash(folder))
        if moved:
            self.refresh()
            self.changed.emit()
            self.thrown_away.emit(moved)
        return moved

    def discard(self, folder: Path) -> None:
        """Move a run into the trash that was discarded while it went on, where its engine has not done so."""
        record = self._records.get(folder) or read_listed(folder)
        if record is not None and folder.is_dir():
            self._records[folder] = record
            self._move(record, places.in_trash(folder))
        self.refresh()
        self.changed.emit()

    def put_back(self, folders: Iterable[Path]) -> list[Path]:
        """Move runs out of the trash. Returns: where they are now."""
        records = [self._records[folder] for folder in folders if folder in self._records]
        moved = [place for record in records for place in self._move(record, places.free_name(self._folder / record.folder.name))]
        if moved:
            self.refresh()
            self.changed.emit()
        return moved

    def empty_trash(self) -> None:
        """Delete what is in the trash for good, in the background."""
        gone = [record.folder for record in self.trashed]
        for folder in gone:
            del self._records[folder]
        self._sorted = None
        self._background.ask(_delete(gone), self.failed.emit)
        self.changed.emit()

    def _move(self, record: RunRecord, new: Path) -> list[Path]:
        old = record.folder
        try:
            new.parent.mkdir(exist_ok=True)
            old.rename(new)
        except OSError as error:
            self.failed.emit(_cannot(old, error))
            self.refresh()  # the folder may have gone meanwhile
            return []
        del self._records[old]
        self._records[new] = replace(record, folder=new)
        self._sorted = None
        return [new]

    def _sort(self) -> tuple[list[RunRecord], list[RunRecord]]:
        """Runs and trash; asked for several times a moment, and comparing 500 paths takes 3 ms."""
        if self._sorted is None:
            runs = [record for record in self._records.values() if record.folder.parent == self._folder]
            trashed = [record for record in self._records.values() if record.folder.parent != self._folder]
            self._sorted = runs, trashed
        return self._sorted

    def _on_read(self, result: RunRecord | _Read) -> None:
        self._sorted = None
        match result:
            case RunRecord():
                self._records[result.folder] = result
            case _Read(seen):
                self._records = {folder: record for folder, record in self._records.items() if folder in seen}
                self._is_read = True
        if not self._tell.isActive():
            self._tell.start()

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name == "runs_folder":
            self._folder = self._settings.runs_folder
            self._records.clear()
            self._sorted = None
            self._is_read = False
            self.changed.emit()
            self.refresh()


def _read_all(runs: Path, known: dict[Path, tuple[int, ...]]) -> Iterator[RunRecord | _Read | None]:
    seen = set()
    for folder in [*run_folders(runs), *run_folders(runs / places.TRASH)]:
        if folder in known and known[folder] == stamp_of(folder):
            seen.add(folder)
            yield None
            continue
        record = read_listed(folder)
        if record is not None:
            seen.add(folder)
        yield record
    yield _Read(frozenset(seen))


def _write(folder: Path, marks: RunMarks) -> Iterator[Problem]:
    try:
        write_marks(folder, marks)
    except OSError as error:
        yield _cannot(folder, error)


def _delete(folders: list[Path]) -> Iterator[Problem | None]:
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if folder.is_dir():  # else it went another way
                yield _cannot(folder, error)
        yield None


def _cannot(folder: Path, error: OSError) -> Problem:
    if not folder.is_dir():
        return problem("run_gone", detail=repr(error), path=folder)
    return problem("run_folder", detail=repr(error), path=folder, reason=error.strerror or str(error))
