"""Goes on with a run that stopped: offers them on the Start page, fills the curves from its journal, then asks the engine.

Must not know: how a run is saved, how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.stopped_runs import StoppedRun, stopped_run_in, stopped_runs
from distilstudio.gui.pages.start import StartPage
from distilstudio.protocol.events import RunEnded, RunEvent
from distilstudio.worker.client import Client


class Continuing(QObject):
    """`begins`: this run goes on now, and the window is to treat it as its own."""

    begins = Signal(object)

    def __init__(self, window: MainWindow, client: Client, run: RunModel, settings: Settings, store: RunStore) -> None:
        super().__init__(window)
        self._window, self._client, self._run, self._settings, self._store = window, client, run, settings, store
        self._offered: list[StoppedRun] = []
        self._going_on: StoppedRun | None = None
        self._journal: Iterator[list[RunEvent]] = iter(())
        self._turn = QTimer(self)  # one portion of the journal at a time, so that the window stays quick
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)
        client.run_event.connect(self._on_run_event)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        page = self._window.page(key)
        if isinstance(page, StartPage):
            page.stopped_run.continue_requested.connect(self._on_continue)
            self._offer(page)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        page = self._window.page(key)
        if isinstance(page, StartPage):
            self._offer(page)

    def _offer(self, page: StartPage) -> None:
        self._offered = [] if self._run.is_live else stopped_runs(self._settings.runs_folder)
        page.stopped_run.set_runs([(stopped.folder.name, stopped.saved.share) for stopped in self._offered])

    @Slot(int)
    def _on_continue(self, place: int) -> None:
        if place < len(self._offered):
            self._go_on(self._offered[place])

    @Slot(object)
    def go_on(self, folder: object) -> None:
        """Go on with the run in this folder, if there is something to go on with; one that was taken up here is where it was then."""
        if self._going_on is not None and self._going_on.saved.run_id == self._run.run_id:
            folder = self._going_on.folder
        stopped = stopped_run_in(folder) if isinstance(folder, Path) else None
        if stopped is not None:
            self._go_on(stopped)

    def _go_on(self, stopped: StoppedRun) -> None:
        if self._run.is_live:
            return
        self._going_on = stopped
        self._run.begin(stopped.saved.run_id, stopped.saved.pinned, stopped.recipe.train.early_stop_exams)
        self._journal = stopped.journal()
        self.begins.emit(stopped)
        self._window.show_page("train")
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        """The engine is asked only when all that was told before stands on the page: its own events come behind it."""
        portion = next(self._journal, None)
        if portion is not None:
            for event in portion:
                self._run.apply(event)
            return
        self._turn.stop()
        if self._going_on is None:
            return
        run_id = self._going_on.saved.run_id
        self._client.resume_run(run_id, str(self._going_on.folder))
        if self._run.phase is Phase.STOPPING:  # before the engine was asked, so that it knew of no such run: it is told again
            (self._client.discard_run if self._run.is_discarding else self._client.finish_run)(run_id)

    @Slot(object)
    def _on_run_event(self, event: RunEvent) -> None:
        """An engine that was stopped before it had begun has thrown nothing away. Runs that the window's end drops are told as discarded
        too: only what the person threw away goes."""
        going_on = self._going_on
        if not isinstance(event, RunEnded) or event.outcome != "discarded" or not self._run.is_discarding or going_on is None:
            return
        if event.run_id == going_on.saved.run_id == self._run.run_id:
            self._going_on = None
            self._store.discard(going_on.folder)
