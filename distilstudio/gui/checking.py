"""Between a teacher's check-up and the window: asks the client, feeds the state, keeps what was decided in the recipe.

Must not know: how anything looks, how a teacher is asked.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.check_up import CheckState
from distilstudio.gui.models.project import Project
from distilstudio.gui.widgets.check_up_card import CheckUpCard
from distilstudio.protocol.check import CheckAnswer
from distilstudio.protocol.problems import Problem
from distilstudio.worker.client import Client

KIND = "check"


class Checking(QObject):
    """Everything it holds belongs to others."""

    def __init__(self, window: MainWindow, client: Client, state: CheckState, project: Project) -> None:
        super().__init__(window)
        self._window, self._client, self._state, self._project = window, client, state, project
        window.page_made.connect(self._on_page_made)
        client.check_told.connect(self._on_told)
        client.problem_raised.connect(self._on_problem)
        state.again_wanted.connect(self._on_again)
        state.abandoned.connect(client.stop_check)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        card = self._window.page(key).findChild(CheckUpCard)
        if isinstance(card, CheckUpCard):
            card.check_requested.connect(self._ask)
            card.stop_requested.connect(self._on_stop)

    @Slot(bool)
    def _ask(self, whole: bool) -> None:
        if self._state.running:
            self._client.stop_check()
        self._state.begin(whole)
        self._client.check_teacher(self._project.recipe, self._project.base, whole)

    @Slot()
    def _on_again(self) -> None:
        self._ask(self._state.whole)

    @Slot()
    def _on_stop(self) -> None:
        self._state.begin_stop()
        self._client.stop_check()

    @Slot(object)
    def _on_told(self, answer: object) -> None:
        self._state.take(cast(CheckAnswer, answer))

    @Slot(object, object)
    def _on_problem(self, told: object, kind: object) -> None:
        if kind == KIND:
            self._state.take_problem(cast(Problem, told))
