"""The background GPU worker: lives in one thread, with the engine processes and everything that talks to them.

Brings the window's commands to the right engine, and the engines' events to the window in few deliveries. Must not know: widgets, torch.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.protocol.answered_file import AnswerFile, SaveAnswers, StopAnswerFile
from distilstudio.protocol.check import CheckTeacher, StopCheck
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    ExportRun,
    OpenModels,
    PauseRun,
    Predict,
    ResumeRun,
    Role,
    StartRun,
    StopExport,
    StopRun,
)
from distilstudio.protocol.event_batch import EventBatch
from distilstudio.protocol.events import Event
from distilstudio.protocol.forecast import ForecastRun, StopForecast
from distilstudio.protocol.hub import (
    DescribeDataset,
    DownloadDataset,
    DownloadModel,
    MeasureCache,
    SearchDatasets,
    SearchHub,
    StopDownload,
    TestConnection,
    UseHub,
)
from distilstudio.protocol.inspection import InspectData, MeasureLengths, ShowRows
from distilstudio.protocol.pilot import PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProveRun, StopProof
from distilstudio.sender import ready_to_send
from distilstudio.worker.aside import Aside
from distilstudio.worker.engine_command import EngineCommand, Patience
from distilstudio.worker.engine_process import EngineProcess
from distilstudio.worker.trainer import Trainer
from distilstudio.worker.tryout import Tryout


class GpuWorker(QObject):
    """Made in the window's thread, moved to its own; every object with a process or a timer is made there, by `start`."""

    trainer_ready = Signal(object)
    tryout_ready = Signal(object)
    device_found = Signal(object)
    answered = Signal(object)
    job_told = Signal(object)
    problem_raised = Signal(object, object)
    batch_ready = Signal(object)
    all_gone = Signal()

    def __init__(self, command: Callable[[Role], EngineCommand], patience: Patience, logs: Path) -> None:
        super().__init__()
        self._command = command
        self._patience = patience
        self._logs = logs
        self._batch = EventBatch()
        self._hub: UseHub | None = None
        self._batch_is_out = False
        self._has_told_gone = False

    @Slot()
    def start(self) -> None:
        """First thing in the thread."""
        self._pace = ready_to_send(QTimer(self))
        self._pace.setSingleShot(True)
        self._pace.setInterval(self._patience.batch_ms)
        self._pace.timeout.connect(self._deliver)
        self._trainer = ready_to_send(Trainer(lambda: self._make_process("trainer"), self))
        self._trainer.became_ready.connect(self._on_trainer_ready)
        self._trainer.event_told.connect(self._on_run_event)
        self._trainer.gone.connect(self._on_gone)
        self._tryout = ready_to_send(Tryout(lambda: self._make_process("tryout"), self))
        self._tryout.became_ready.connect(self._on_tryout_ready)
        self._tryout.answered.connect(self._on_answered)
        self._tryout.problem_raised.connect(self._on_problem)
        self._tryout.gone.connect(self._on_gone)
        self._exporter, self._prover, self._piloter = (self._make_aside() for _ in range(3))

    @Slot(object)
    def take(self, command: Command) -> None:
        """A command of the window."""
        match command:
            case StartRun() | ResumeRun():
                self._trainer.start(command)
            case StopRun():
                self._trainer.stop_run(command)
            case PauseRun():
                self._trainer.pause_run(command)
            case ExportRun():
                self._exporter.start(command)
            case StopExport():
                self._exporter.stop(command)
            case ProveRun():
                self._prover.start(command)
            case StopProof():
                self._prover.stop(command)
            case PilotRecipe():
                self._piloter.start(command)
            case StopPilot():
                self._piloter.stop(command)
            case InspectData() | ShowRows() | MeasureLengths() | DescribeTeacher() | OpenModels() | Predict() | CheckTeacher():
                self._tryout.ask(command)
            case SearchHub() | SearchDatasets() | DescribeDataset() | DownloadModel() | DownloadDataset():
                self._tryout.ask(command)
            case ForecastRun() | TestConnection() | MeasureCache() | AnswerFile() | SaveAnswers():
                self._tryout.ask(command)
            case StopDownload() | StopCheck() | StopForecast() | StopAnswerFile():
                self._tryout.tell(command)
            case UseHub():
                self._hub = command
                self._tryout.tell(command)
                self._trainer.tell(command)
            case _:
                raise TypeError(f"no command of the window: {command!r}")

    @Slot()
    def warm(self) -> None:
        """Start the tryout engine before it is needed."""
        self._tryout.warm()

    @Slot(str)
    def kill_run(self, run_id: str) -> None:
        """End the process of a run that hangs."""
        self._trainer.kill_run(run_id)

    @Slot()
    def take_receipt(self) -> None:
        """The window has worked the last batch off. It gets the next only then: while it is busy, events are joined here, not heaped up there."""
        self._batch_is_out = False
        self._deliver()

    @Slot()
    def shut_down(self) -> None:
        """End both engines by the ladder; `all_gone` comes after the last event."""
        self._trainer.shut_down()
        self._tryout.shut_down()
        for aside in (self._exporter, self._prover, self._piloter):
            aside.shut_down()

    @Slot()
    def end_now(self) -> None:
        """Last thing in the thread: nothing may outlive it."""
        self._pace.stop()
        self._trainer.end_now()
        self._tryout.end_now()
        for aside in (self._exporter, self._prover, self._piloter):
            aside.end_now()

    def _make_aside(self) -> Aside:
        """Jobs of one kind; those of different kinds do not wait for each other."""
        aside = ready_to_send(Aside(lambda: self._make_process("trainer"), self))
        aside.event_told.connect(self._on_job_event)
        aside.gone.connect(self._on_gone)
        return aside

    def _make_process(self, role: Role) -> EngineProcess:
        process = ready_to_send(EngineProcess(role, self._command(role), self._patience, self._logs / f"engine-{role}.log", self))
        process.device_found.connect(self._on_device_found)
        if self._hub is not None:
            process.send(self._hub)
        return process

    @Slot()
    def _deliver(self) -> None:
        if self._batch and not self._batch_is_out and not self._pace.isActive():
            self._batch_is_out = True
            self._pace.start()
            self.batch_ready.emit(self._batch.take())

    @Slot(object)
    def _on_run_event(self, event: Event) -> None:
        self._batch.add(event)
        self._deliver()

    @Slot(object)
    def _on_job_event(self, event: Event) -> None:
        self.job_told.emit(event)

    @Slot(object)
    def _on_trainer_ready(self, ready: object) -> None:
        self.trainer_ready.emit(ready)

    @Slot(object)
    def _on_tryout_ready(self, ready: object) -> None:
        self.tryout_ready.emit(ready)

    @Slot(object)
    def _on_device_found(self, device: object) -> None:
        self.device_found.emit(device)

    @Slot(object)
    def _on_answered(self, event: Event) -> None:
        self.answered.emit(event)

    @Slot(object, object)
    def _on_problem(self, told: object, kind: object) -> None:
        self.problem_raised.emit(told, kind)

    @Slot()
    def _on_gone(self) -> None:
        parts = (self._trainer, self._tryout, self._exporter, self._prover, self._piloter)
        if self._has_told_gone or not all(part.is_idle for part in parts):
            return
        self._has_told_gone = True
        if self._batch:
            self.batch_ready.emit(self._batch.take())
        self.all_gone.emit()
