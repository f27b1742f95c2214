"""Restarts an engine that hangs or has died, when the person says so: the run goes on in another one from where it was saved.

Must not know: how an engine is found to hang, how a run goes on.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import RunModel
from distilstudio.protocol.events import RunEnded, RunEvent
from distilstudio.protocol.problems import Problem
from distilstudio.worker.client import Client


class Restarting(QObject):
    """`go_on`: the engine of the run in this folder is gone, and the run is to go on."""

    go_on = Signal(object)

    def __init__(self, window: MainWindow, client: Client, run: RunModel) -> None:
        super().__init__(window)
        self._client, self._run = client, run
        self._silent = self._ended = ""
        client.problem_raised.connect(self._on_problem_raised)
        client.run_event.connect(self._on_run_event)
        window.problem_card.fix_requested.connect(self._on_fix_requested)

    @Slot(object, object)
    def _on_problem_raised(self, told: object, kind: object) -> None:
        if cast(Problem, told).code == "engine_silent" and kind == "run":
            self._silent = self._run.run_id

    @Slot(object)
    def _on_fix_requested(self, told: object) -> None:
        """An engine that only answers questions gives way to another one at the next question, by itself."""
        code = cast(Problem, told).code
        if code == "engine_died" and not self._run.is_live and self._run.out:
            self.go_on.emit(Path(self._run.out))
        elif code == "engine_silent" and self._run.is_live and self._silent == self._run.run_id:
            self._ended = self._run.run_id
            self._client.kill_run(self._run.run_id)

    @Slot(object)
    def _on_run_event(self, event: RunEvent) -> None:
        self._silent = ""
        if isinstance(event, RunEnded) and event.run_id == self._ended:
            self._ended = ""
            if event.outcome == "failed":
                self.go_on.emit(Path(self._run.out))
