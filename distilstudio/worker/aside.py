"""Jobs beside the runs: a process for each, one at a time, and exactly one end for each whatever happens.

Lives in the worker thread. Must not know: the window, how a job is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Slot

from distilstudio.protocol.commands import ExportRun
from distilstudio.protocol.events import Event, ExportEnded
from distilstudio.protocol.pilot import PilotEnded, PilotRecipe
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.proof import ProofEnded
from distilstudio.protocol.side_jobs import Job, JobEnded, JobEvent, StopJob, id_of
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess
from distilstudio.worker.one_by_one import OneByOne


class Aside(OneByOne[Job]):
    """Takes jobs; neither training nor typing waits for them."""

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(make_process, parent)
        self._job: Job | None = None
        self._stopped = False

    def stop(self, command: StopJob) -> None:
        """End a job, also one that still waits."""
        for waiting in [one for one in self._waiting if id_of(one) == id_of(command)]:
            self._waiting.remove(waiting)
            self._drop(waiting)
        if self._process is not None and self._job is not None and id_of(self._job) == id_of(command):
            self._stopped = True
            if self._process.is_ready:
                self._process.send(command)
                self._process.expect_end()
            else:
                self._process.stop()

    def _drop(self, command: Job) -> None:
        self.event_told.emit(_end_of(command))

    def _begin(self, command: Job, process: EngineProcess) -> None:
        self._job, self._stopped = command, False

    def _over(self, ending: Ending) -> None:
        job, self._job = self._job, None
        if job is not None:
            # Of a job that was not wanted any more it is no matter how the process went.
            self.event_told.emit(_end_of(job, None if self._stopped else ending.problem))

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if self._job is None or not isinstance(event, JobEvent):
            return
        if isinstance(event, JobEnded):
            self._job = None
            if self._process is not None:
                self._process.stop()
        self.event_told.emit(event)


def _end_of(job: Job, told: Problem | None = None) -> JobEnded:
    """What is told of a job whose process went without saying so; one that went in good order was asked to."""
    outcome: Literal["discarded", "failed"] = "discarded" if told is None else "failed"
    if isinstance(job, ExportRun):
        return ExportEnded(job.export_id, outcome, problem=told)
    if isinstance(job, PilotRecipe):
        return PilotEnded(job.pilot_id, outcome, problem=told)
    return ProofEnded(job.proof_id, outcome, problem=told)
