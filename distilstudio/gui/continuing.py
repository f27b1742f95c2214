"""Goes on with a run that stopped: offers them on the Start page, fills the curves from its journal, then asks the engine.

Must not know: how a run is saved, how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.stopped_runs import StoppedRun, stopped_run_in, stopped_runs
from distilstudio.gui.pages.start import StartPage
from distilstudio.protocol.events import RunEnded, RunEvent
from distilstudio.worker.client import Client


class Continuing(QObject):
    """`begins`: this run goes on now, and the window is to treat it as its own."""

    begins = Signal(object)

    def __init__(self, window: MainWindow, client: Client, run: RunModel, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._client, self._run, self._settings = window, client, run, settings
        self._offered: list[StoppedRun] = []
        self._going_on: StoppedRun | None = None
        self._journal: Iterator[list[RunEvent]] = iter(())
        self._turn = QTimer(self)  # one portion of the journal at a time, so that the window stays quick
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)

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
        if self._run.phase is Phase.STOPPING:  # stopped again before the engine was asked: the run stays as it was saved
            self._run.apply(RunEnded(self._run.run_id, "stopped"))
        elif self._going_on is not None:
            self._client.resume_run(self._going_on.saved.run_id, str(self._going_on.folder))
