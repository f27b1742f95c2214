"""Connects the saved runs with the rest: a run that begins or ends, a student to try, a recipe to start from, a replay.

Must not know: how it looks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.offered_run import OfferedRun
from distilstudio.gui.models.replay import Replay
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.openings import Openings
from distilstudio.gui.trying import Trying
from distilstudio.protocol.events import RunEnded, RunStarted
from distilstudio.protocol.problems import problem
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.compare import ComparePage
    from distilstudio.gui.pages.try_it import TryPage


class Comparing(QObject):
    """Answers the wishes of the page "Compare"."""

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        store: RunStore,
        run: RunModel,
        replay: Replay,
        openings: Openings,
        trying: Trying,
        offered: OfferedRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._store, self._run, self._replay = window, store, run, replay
        self._openings, self._trying, self._offered = openings, trying, offered
        window.page_made.connect(self._on_page_made)
        client.run_event.connect(self._on_run_event)
        replay.failed.connect(self._on_replay_failed)
        openings.run_met.connect(self._on_run_met)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "compare":
            page = cast("ComparePage", self._window.page("compare"))
            page.try_requested.connect(self._on_try_requested)
            page.curves_card.mistakes.try_requested.connect(self._on_text_requested)
            page.replay_requested.connect(self.replay)
            page.adopt_requested.connect(self._on_adopt_requested)
            page.save_requested.connect(self._on_save_requested)
            page.file_requested.connect(self._openings.open_path)
            self._store.refresh()

    @Slot(object)
    def _on_run_event(self, event: object) -> None:
        match event:
            case RunStarted():
                self._store.pin(Path(event.out), self._run.pinned)
            case RunEnded():
                self._store.refresh()

    @Slot(object)
    def _on_try_requested(self, record: RunRecord) -> None:
        self._offered.choose(record.folder)
        self._trying.open_run(record)
        self._window.show_page("try")

    @Slot(object, str, str)
    def _on_text_requested(self, record: RunRecord, text: str, question: str) -> None:
        """A text of the run's exam, for both of its models to answer again."""
        self._on_try_requested(record)
        cast("TryPage", self._window.page("try")).input.put(text, question)

    @Slot(object)
    def _on_run_met(self, record: RunRecord) -> None:
        """A run was pointed at, wherever its folder is: its student is tried; without one it is looked at among the others."""
        if record.is_whole:
            self._on_try_requested(record)
        elif record.folder.parent.resolve() == self._store.folder.resolve():
            self._window.show_page("compare")
        else:
            self._openings.failed.emit(problem("model_not_open"))

    @Slot(object)
    def replay(self, record: RunRecord) -> None:
        """Tell a run again on the Train page."""
        self._replay.begin(record)
        self._window.show_page("train")

    @Slot(object)
    def _on_replay_failed(self, _problem: object) -> None:
        """Back to where another one can be chosen; the table is read again."""
        if self._window.current == "train":
            self._window.show_page("compare")

    @Slot(object)
    def _on_adopt_requested(self, record: RunRecord) -> None:
        self._openings.adopt_recipe(record.recipe)

    @Slot(object, str)
    def _on_save_requested(self, record: RunRecord, path: str) -> None:
        self._openings.save_recipe(record.recipe, path)
