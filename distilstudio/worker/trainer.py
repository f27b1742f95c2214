"""Runs: one trainer process for each, one after the other, and exactly one RunEnded for each run whatever happens.

Lives in the worker thread. Must not know: the window, how an engine trains.
"""

from __future__ import annotations

import logging
from collections import deque
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


class Trainer(QObject):
    """Takes runs, starts their processes, and ends each process with its run, so that all GPU memory comes back."""

    became_ready = Signal(object)
    event_told = Signal(object)
    gone = Signal()

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(parent)
        self._make_process = make_process
        self._waiting: deque[RunCommand] = deque()
        self._process: EngineProcess | None = None
        self._run: _Run | None = None
        self._closing = False

    @property
    def is_idle(self) -> bool:
        """No process is left."""
        return self._process is None

    def start_run(self, command: RunCommand) -> None:
        """Run this one; it waits while the process of the run before is there."""
        if self._closing:
            self.event_told.emit(RunEnded(command.run_id, "discarded"))
            return
        self._waiting.append(command)
        self._start_next()

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

    def shut_down(self) -> None:
        """End everything by the ladder; `gone` comes when no process is left."""
        self._closing = True
        while self._waiting:
            self.event_told.emit(RunEnded(self._waiting.popleft().run_id, "discarded"))
        if self._process is None:
            self.gone.emit()
        else:
            self._process.stop()

    def end_now(self) -> None:
        """End the process before this returns."""
        if self._process is not None:
            self._process.end_now()
            self._process = None

    def _start_next(self) -> None:
        if self._process is not None or not self._waiting:
            return
        command = self._waiting.popleft()
        self._run = _Run(command)
        process = self._process = self._make_process()
        process.setParent(self)
        process.became_ready.connect(self._on_ready)
        process.event_received.connect(self._on_event)
        process.went_silent.connect(self._on_silent)
        process.ended.connect(self._on_ended)
        process.send(command)
        process.start()

    def _drop_waiting(self, run_id: str) -> None:
        for command in self._waiting:
            if command.run_id == run_id:
                self._waiting.remove(command)
                self.event_told.emit(RunEnded(run_id, "discarded"))
                return

    @Slot(object)
    def _on_ready(self, ready: object) -> None:
        self.became_ready.emit(ready)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        run = self._run
        is_ours = isinstance(event, (*_RUN_EVENTS, ProblemRaised)) and getattr(event, "run_id", None) in (
            None,
            run and run.start.run_id,
        )
        if run is None or not is_ours:
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

    @Slot(object)
    def _on_ended(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        run, self._run = self._run, None
        if run is not None:
            outcome, told = self._outcome(run, ending)
            self.event_told.emit(RunEnded(run.start.run_id, outcome, problem=told))
        if self._closing:
            self.gone.emit()
        else:
            self._start_next()

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
