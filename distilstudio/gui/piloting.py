"""Brings the wish for good settings to the engine, and what was found into the recipe. Must not know: how it looks, how they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.pilot import PilotEvent, PilotProgress
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.recipe import RecipePage


class Piloting(QObject):
    """Holds the search that is under way. It ends when a run begins: that wants the computer for itself."""

    problem_met = Signal(object)

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
        super().__init__(parent)
        self._window, self._client, self._project, self._run = window, client, project, run
        self._settings, self._state = settings, state
        self._pilot_id = ""
        window.page_made.connect(self._on_page_made)
        run.changed.connect(self._on_run_changed)
        state.abandoned.connect(self._stop)
        client.pilot_event.connect(self._on_pilot_event)

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
        if not self._pilot_id and project.ready and not self._run.is_live:
            self._state.begin()
            self._pilot_id = self._client.pilot_recipe(
                project.recipe, str(self._settings.runs_folder), float(minutes), project.base
            )

    @Slot()
    def _on_run_changed(self) -> None:
        if self._pilot_id and self._run.is_live:
            self._stop()

    @Slot()
    def _stop(self) -> None:
        if self._pilot_id:
            self._client.stop_pilot(self._pilot_id)

    @Slot()
    def _on_use_requested(self) -> None:
        found = self._state.found
        if found is not None:
            self._project.set_values({"train.learning_rate": found.learning_rate, "loss.temperature": found.temperature})

    @Slot(object)
    def _on_pilot_event(self, event: PilotEvent) -> None:
        if event.pilot_id != self._pilot_id:
            return
        if isinstance(event, PilotProgress):
            self._state.set_progress(event)
            return
        self._pilot_id = ""
        self._state.end(event.pilot)
        if event.problem is not None:
            self.problem_met.emit(event.problem)
