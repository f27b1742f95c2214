"""Jobs beside the runs: a process for each, one at a time, and exactly one end for each whatever happens.

Lives in the worker thread. Must not know: the window, how a job is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.commands import ExportRun, StopExport
from distilstudio.protocol.events import Event, ExportEnded, ExportEvent, ExportProgress
from distilstudio.protocol.pilot import PilotEnded, PilotEvent, PilotProgress, PilotRecipe, StopPilot
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.proof import ProofEnded, ProofEvent, ProofProgress, ProveRun, StopProof
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess

Job = ExportRun | ProveRun | PilotRecipe
StopJob = StopExport | StopProof | StopPilot
JobEvent = ExportEvent | ProofEvent | PilotEvent
_ENDS = (ExportEnded, ProofEnded, PilotEnded)


class Aside(QObject):
    """Takes jobs; neither training nor typing waits for them."""

    event_told = Signal(object)
    gone = Signal()

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(parent)
        self._make_process = make_process
        self._waiting: deque[Job] = deque()
        self._process: EngineProcess | None = None
        self._job: Job | None = None
        self._stopped = False
        self._closing = False

    @property
    def is_idle(self) -> bool:
        """No process is left."""
        return self._process is None

    def start(self, command: Job) -> None:
        """Do a job; it waits while the process of the job before is there."""
        if not self._closing:
            self._waiting.append(command)
            self._start_next()

    def stop(self, command: StopJob) -> None:
        """End a job, also one that still waits."""
        for waiting in [one for one in self._waiting if id_of(one) == id_of(command)]:
            self._waiting.remove(waiting)
            self.event_told.emit(_end_of(waiting))
        if self._process is not None and self._job is not None and id_of(self._job) == id_of(command):
            self._stopped = True
            if self._process.is_ready:
                self._process.send(command)
                self._process.expect_end()
            else:
                self._process.stop()

    def shut_down(self) -> None:
        """End everything by the ladder; `gone` comes when no process is left."""
        self._closing = True
        self._waiting.clear()
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
        self._job, self._stopped = self._waiting.popleft(), False
        process = self._process = self._make_process()
        process.setParent(self)
        process.event_received.connect(self._on_event)
        process.ended.connect(self._on_ended)
        process.send(self._job)
        process.start()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if self._job is None or not isinstance(event, JobEvent):
            return
        if isinstance(event, _ENDS):
            self._job = None
            if self._process is not None:
                self._process.stop()
        self.event_told.emit(event)

    @Slot(object)
    def _on_ended(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        job, self._job = self._job, None
        if job is not None:
            # Of a job that was not wanted any more it is no matter how the process went.
            self.event_told.emit(_end_of(job, None if self._stopped else ending.problem))
        if self._closing:
            self.gone.emit()
        else:
            self._start_next()


def id_of(message: Job | StopJob | JobEvent) -> str:
    """Which job it is about."""
    match message:
        case ExportRun() | StopExport() | ExportProgress() | ExportEnded():
            return message.export_id
        case ProveRun() | StopProof() | ProofProgress() | ProofEnded():
            return message.proof_id
        case PilotRecipe() | StopPilot() | PilotProgress() | PilotEnded():
            return message.pilot_id


def _end_of(job: Job, told: Problem | None = None) -> ExportEnded | ProofEnded | PilotEnded:
    """What is told of a job whose process went without saying so; one that went in good order was asked to."""
    outcome: Literal["discarded", "failed"] = "discarded" if told is None else "failed"
    if isinstance(job, ExportRun):
        return ExportEnded(job.export_id, outcome, problem=told)
    if isinstance(job, PilotRecipe):
        return PilotEnded(job.pilot_id, outcome, problem=told)
    return ProofEnded(job.proof_id, outcome, problem=told)
