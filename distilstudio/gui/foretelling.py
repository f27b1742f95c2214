"""Asks what the run will take, once the person rests on the recipe page, and tells the page. Must not know: how it is found out, how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Slot

from distilstudio.gui.lost_words import Study
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.forecast import Forecast, ForecastEnded
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Recipe
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.recipe import RecipePage

REST_MS = 1200
"""So long nothing must have been changed: who still moves a slider does not want the computer to be busy."""


class Foretelling(QObject):
    """`due` fires when the person has rested. While a run goes on, a proof, a search for settings or an export, nothing is measured: it
    would slow them and be slowed by them."""

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        project: Project,
        run: RunModel,
        settings: Settings,
        parent: QObject | None = None,
        studies: Sequence[Study] = (),
    ) -> None:
        super().__init__(parent)
        self._studies = studies
        for study in studies:
            study.changed.connect(self._on_study_changed)
        self._window, self._client, self._project, self._run, self._settings = window, client, project, run, settings
        self._asked: tuple[Recipe, str] | None = None
        self._answered: tuple[Recipe, str] | None = None
        self._was_beside_others = self._run_was_live = False
        self.due = QTimer(self)
        self.due.setSingleShot(True)
        self.due.setInterval(REST_MS)
        self.due.timeout.connect(self._ask)
        window.page_shown.connect(self._on_page_shown)
        project.recipe_changed.connect(self._on_changed)
        project.data_changed.connect(self._on_changed)
        project.teacher_changed.connect(self._on_changed)
        run.changed.connect(self._on_run_changed)
        client.forecast_ended.connect(self._on_forecast_ended)
        client.problem_raised.connect(self._on_problem_raised)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        if key == "recipe":
            if self._was_beside_others:  # they may have gone; the engine measures again only where they have
                self._answered = None
            self._on_changed()
        else:
            self._leave_off()

    @Slot()
    def _on_changed(self) -> None:
        """What is known of another recipe is no longer told of this one."""
        if self._window.current != "recipe":
            return
        if self._now() != self._answered:
            self._answered = None
            self._show(None)
            self.due.start()

    @Slot()
    def _ask(self) -> None:
        if self._window.current != "recipe" or not self._project.ready or self._is_busy():
            return
        self._asked = self._now()
        self._client.forecast_run(self._project.recipe, str(self._settings.runs_folder), self._project.base)
        self._page().forecast_card.set_measuring(True)

    def _is_busy(self) -> bool:
        return self._run.is_live or any(study.is_busy for study in self._studies)

    @Slot()
    def _on_study_changed(self) -> None:
        """What could not be measured meanwhile is measured afterwards."""
        if not self._is_busy():
            self._on_changed()
        elif self._asked is not None:
            self._leave_off()

    @Slot()
    def _on_run_changed(self) -> None:
        """A run tells something many times a second; here it matters only whether one is under way."""
        if self._run.is_live != self._run_was_live:
            self._run_was_live = self._run.is_live
            self._on_study_changed()

    def _leave_off(self) -> None:
        self.due.stop()
        if self._asked is not None:
            self._asked = None
            self._client.stop_forecast()
            self._show(None)

    @Slot(object)
    def _on_forecast_ended(self, ended: object) -> None:
        forecast = cast(ForecastEnded, ended).forecast
        if self._asked is None or self._asked != self._now():
            return
        self._answered, self._asked = self._asked, None
        self._was_beside_others = forecast is not None and forecast.beside_others
        self._show(forecast)
        if forecast is not None:
            self._project.set_vocabulary_use(forecast.vocabulary)

    @Slot(object, object)
    def _on_problem_raised(self, told: object, kind: object) -> None:
        """What cannot be rehearsed could not be run either: the card says why. What to do tells the run itself, should it be started."""
        if kind == "forecast" and self._asked is not None and self._asked == self._now():
            self._asked = None
            self._show(None, cast(Problem, told))

    def _show(self, forecast: Forecast | None, failed: Problem | None = None) -> None:
        if self._window.made("recipe") is not None:
            self._page().forecast_card.set_measuring(False)
            self._page().set_forecast(forecast, failed)

    def _now(self) -> tuple[Recipe, str]:
        return self._project.recipe, self._project.base

    def _page(self) -> RecipePage:
        return cast("RecipePage", self._window.page("recipe"))
