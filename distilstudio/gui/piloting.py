"""Brings the wish for good settings to the engine, and what was found into the recipe. Must not know: how it looks, how they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.held_job import HeldJob
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.pilot import PilotEnded, PilotProgress
from distilstudio.protocol.side_jobs import JobEnded, JobEvent
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.recipe import RecipePage


class Piloting(HeldJob):
    """Holds the search that is under way. It ends when a run begins: that wants the computer for itself."""

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        project: Project,
        run: RunModel,
        settings: Settings,
        state: PilotState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(client, client.stop_pilot, parent)
        self._window, self._client, self._project, self._run = window, client, project, run
        self._settings, self._state = settings, state
        window.page_made.connect(self._on_page_made)
        run.changed.connect(self._on_run_changed)
        state.abandoned.connect(self._stop)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "recipe":
            card = cast("RecipePage", self._window.page("recipe")).pilot
            card.start_requested.connect(self._on_start_requested)
            card.stop_requested.connect(self._stop)
            card.use_requested.connect(self._on_use_requested)

    @Slot(int)
    def _on_start_requested(self, minutes: int) -> None:
        project = self._project
        if not self._job_id and project.ready and not self._run.is_live:
            self._state.begin()
            folder = str(self._settings.runs_folder)
            self._job_id = self._client.pilot_recipe(project.recipe, folder, float(minutes), project.base)

    @Slot()
    def _on_run_changed(self) -> None:
        if self._run.is_live:
            self._stop()

    @Slot()
    def _on_use_requested(self) -> None:
        found = self._state.found
        if found is not None:
            self._project.set_values({"train.learning_rate": found.learning_rate, "loss.temperature": found.temperature})

    def _progressed(self, progress: JobEvent) -> None:
        self._state.set_progress(cast(PilotProgress, progress))

    def _ended(self, ended: JobEnded) -> None:
        self._state.end(cast(PilotEnded, ended).pilot)
