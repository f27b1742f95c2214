"""Runs: one trainer process for each, one after the other, and exactly one RunEnded for each run whatever happens.

Lives in the worker thread. Must not know: the window, how an engine trains.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.commands import PauseRun, RunCommand, StopRun
from distilstudio.protocol.events import (
    Event,
    ExamDone,
    Outcome,
    ProblemRaised,
    RunEnded,
    RunEvent,
    StageDone,
    StageProgress,
    StageStarted,
)
from distilstudio.protocol.hub import UseHub
from distilstudio.protocol.problems import Problem
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess
from distilstudio.worker.one_by_one import OneByOne

_log = logging.getLogger(__name__)
_RUN_EVENTS = get_args(RunEvent)
_LAST_STAGES = ("exam", "pack")


@dataclass
class _Run:
    """The run in hand and what the person asked of it."""

    start: RunCommand
    has_begun: bool = False
    stage: str = ""
    stop: Literal["", "finish", "discard"] = ""


class Trainer(OneByOne[RunCommand]):
    """Takes runs, starts their processes, and ends each process with its run, so that all GPU memory comes back."""

    became_ready = Signal(object)

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(make_process, parent)
        self._run: _Run | None = None

    def stop_run(self, command: StopRun) -> None:
        """Finish or discard a run, also one that still waits."""
        run = self._run
        if run is None or run.start.run_id != command.run_id:
            self._drop_waiting(command.run_id)
            return
        if run.stop == "discard" or self._process is None:
            return
        run.stop = command.how
        if not self._process.is_ready:
            self._process.stop()
            return
        self._process.send(command)
        if command.how == "discard" or run.stage not in _LAST_STAGES:
            self._process.expect_end()

    def pause_run(self, command: PauseRun) -> None:
        """Hold the run in hand, or go on with it."""
        if self._process is not None and self._run is not None and self._run.start.run_id == command.run_id:
            self._process.send(command)

    def kill_run(self, run_id: str) -> None:
        """End the process of a run that hangs; what was saved stays. The run then ends as failed."""
        if self._process is not None and self._run is not None and self._run.start.run_id == run_id:
            self._process.kill()

    def tell(self, command: UseHub) -> None:
        """Something to know for the process that is there; the next one is told when it is made."""
        if self._process is not None:
            self._process.send(command)

    def _drop(self, command: RunCommand) -> None:
        self.event_told.emit(RunEnded(command.run_id, "discarded"))

    def _begin(self, command: RunCommand, process: EngineProcess) -> None:
        self._run = _Run(command)
        process.became_ready.connect(self._on_ready)
        process.went_silent.connect(self._on_silent)

    def _over(self, ending: Ending) -> None:
        run, self._run = self._run, None
        if run is not None:
            outcome, told = self._outcome(run, ending)
            self.event_told.emit(RunEnded(run.start.run_id, outcome, problem=told))

    def _drop_waiting(self, run_id: str) -> None:
        for command in self._waiting:
            if command.run_id == run_id:
                self._waiting.remove(command)
                self._drop(command)
                return

    @Slot(object)
    def _on_ready(self, ready: object) -> None:
        self.became_ready.emit(ready)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        run = self._run
        if run is None or not isinstance(event, _RUN_EVENTS) or event.run_id != run.start.run_id:
            _log.info("an event of no run in hand is dropped: %s", type(event).__name__)
            return
        if isinstance(event, RunEnded):
            self._end_run(event)
            return
        run.has_begun = True
        if isinstance(event, StageStarted):
            run.stage = event.stage
        self._watch_stop(run, event)
        self.event_told.emit(event)

    def _watch_stop(self, run: _Run, event: Event) -> None:
        """Finishing takes an exam, which may last: the ladder waits only until that has begun, and while stages come to their ends."""
        if run.stop != "finish" or self._process is None:
            return
        if run.stage in _LAST_STAGES and isinstance(event, StageStarted | StageProgress | ExamDone):
            self._process.withdraw_ladder()
        elif isinstance(event, StageStarted | StageDone):
            self._process.grant_time()

    def _end_run(self, event: RunEnded) -> None:
        self._run = None
        self.event_told.emit(event)
        if self._process is not None:
            self._process.stop()

    @Slot(object)
    def _on_silent(self, told: Problem) -> None:
        run = self._run
        if run is None or self._process is None:
            return
        self.event_told.emit(ProblemRaised(told, run_id=run.start.run_id))
        if run.stop:
            self._process.expect_end()

    def _outcome(self, run: _Run, ending: Ending) -> tuple[Outcome, Problem | None]:
        """What a run came to whose process ended without saying so."""
        if run.stop and not run.has_begun:
            # Nothing was made that could be lost, so it does not matter how the process went.
            return ("discarded" if run.stop == "discard" else "stopped"), None
        if run.stop == "discard":
            return "discarded", ending.problem
        if ending.problem is None and (run.stop or self._closing):
            return "stopped", None
        return "failed", ending.problem
