"""Whose student is tried and taken home: which of the runs the person's last deed speaks of. Must not know: widgets, the client."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import RunRecord, read_record, texts_of
from distilstudio.gui.models.run_store import RunStore
from distilstudio.protocol.recipe import Task


class OfferedRun(QObject):
    """The run that has ended or was chosen last, and once other texts are opened the newest of theirs. `ended`: one has, and is offered now."""

    ended = Signal()

    def __init__(self, project: Project, run: RunModel, store: RunStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._run, self._store = project, run, store
        self._last: Path | None = None
        self._open_then: tuple[Task, str] | None = None
        self._is_chosen = False
        self._ended_run = ""
        run.changed.connect(self._on_run_changed)

    @property
    def is_chosen(self) -> bool:
        """The person has chosen a run to try, and has not gone elsewhere since: no other student takes its place."""
        return self._is_chosen

    def choose(self, folder: Path) -> None:
        """The student of this run, whatever else is open or under way."""
        self._is_chosen = True
        self._take(folder)

    def let_go(self) -> None:
        """The person has gone elsewhere."""
        self._is_chosen = False

    def record(self) -> RunRecord | None:
        """Read anew each time: it may be in the trash by now. None: there is no student."""
        last = read_record(self._last) if self._last is not None else None
        if last is not None and not last.is_whole:
            last = None
        recipe, base = self._project.recipe, self._project.base
        if last is not None and texts_of(recipe, base) in (self._open_then, last.texts):
            return last
        newest = self._store.newest_finished(recipe, base) if recipe.data.train else None
        return newest or last

    def _take(self, folder: Path) -> None:
        self._last, self._open_then = folder, texts_of(self._project.recipe, self._project.base)

    @Slot()
    def _on_run_changed(self) -> None:
        """A run tells something many times a second; here it matters only that one has ended with a student."""
        run = self._run
        if run.is_live:
            self._ended_run = ""
        elif run.report is not None and run.out and not run.is_replay and run.run_id != self._ended_run:
            self._ended_run = run.run_id
            self._take(Path(run.out))
            self.ended.emit()
