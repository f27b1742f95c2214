"""Runs one after the other: takes a recipe into the queue while a run goes on, starts the next when it is over, and trains a student more.

Must not know: how it looks, how a run is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import RunRecord, read_record
from distilstudio.gui.models.waiting_runs import WaitingRuns, WantedRun, further, wanted_by
from distilstudio.gui.wiring import Wiring
from distilstudio.protocol.problems import problem

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.compare import ComparePage
    from distilstudio.gui.pages.recipe import RecipePage
    from distilstudio.gui.pages.train import TrainPage


class Queueing(QObject):
    """A run that fails does not stop the queue: its problem stays on the card, and the next one starts. But one that failed before it had a
    folder has left nothing, and what hindered it may hinder all: it waits again, and none starts by itself. `is_leaving`: nothing starts then."""

    def __init__(
        self,
        window: MainWindow,
        project: Project,
        run: RunModel,
        waiting: WaitingRuns,
        wiring: Wiring,
        is_leaving: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._project, self._run = window, project, run
        self._waiting, self._wiring, self._is_leaving = waiting, wiring, is_leaving
        self._told: tuple[bool, int] | None = None
        self._taken: WantedRun | None = None
        window.page_made.connect(self._on_page_made)
        wiring.run_over.connect(self._on_run_over)
        run.changed.connect(self._tell_recipe_page)
        waiting.changed.connect(self._tell_recipe_page)
        waiting.failed.connect(wiring.show_problem)
        window.page_shown.connect(self._on_page_shown)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        page = self._window.page(key)
        match key:
            case "recipe":
                cast("RecipePage", page).queue_requested.connect(self._on_queue_requested)
                self._told = None
                self._tell_recipe_page()
            case "train":
                train = cast("TrainPage", page)
                train.more_requested.connect(self._on_more_of_this)
                train.waiting.start_requested.connect(self._on_start_requested)
            case "compare":
                cast("ComparePage", page).more_requested.connect(self._on_more_requested)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        if key in ("recipe", "train"):
            self._waiting.look_again()

    @Slot()
    def _tell_recipe_page(self) -> None:
        """A run tells something many times a second; here it matters only whether one goes on, and how many wait."""
        now = (self._run.is_live, len(self._waiting.runs))
        page = self._window.made("recipe")
        if page is not None and now != self._told:
            self._told = now
            cast("RecipePage", page).set_queue(*now)

    @Slot()
    def _on_queue_requested(self) -> None:
        if self._project.ready:
            self._waiting.add(wanted_by(self._project))

    @Slot()
    def _on_run_over(self) -> None:
        """The next one starts where the person is; only who watches the runs is shown it."""
        if self._run.came_to_nothing:
            # Another one was asked for by hand, and stands on its page.
            if self._taken is not None and self._taken is self._wiring.wanted:
                self._waiting.add(self._taken, 0)
        else:
            self._start_next()

    @Slot()
    def _on_start_requested(self) -> None:
        self._start_next()

    def _start_next(self) -> None:
        if self._waiting.runs and not self._run.is_live and not self._is_leaving():
            self._taken = self._waiting.take_first()
            if self._taken is not None:
                self._wiring.begin_run(self._taken)

    @Slot()
    def _on_more_of_this(self) -> None:
        """Of the run on the page; its folder has the recipe with whole paths."""
        folder, last = Path(self._run.out), self._wiring.wanted
        record = read_record(folder)
        if record is None:
            self._wiring.show_problem(problem("run_gone", path=folder))
        else:
            self._begin(further(folder, record.recipe, last.texts, last.questions))

    @Slot(object)
    def _on_more_requested(self, record: RunRecord) -> None:
        """Of a run in the store; of its questions the passages are not known any more, so nothing is watched there."""
        texts = () if record.recipe.task == "qa" else record.marks.pinned
        self._begin(further(record.folder, record.recipe, texts))

    def _begin(self, wanted: WantedRun) -> None:
        if self._run.is_live:
            self._waiting.add(wanted)
        else:
            self._wiring.begin_run(wanted)
        self._window.show_page("train")
