"""What the window holds of the worker: commands go in as calls, events come out as signals.

Lives in the window's thread, and drops answers that are no longer asked for. Must not know: widgets, processes.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import uuid
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QObject, QThread, Signal, Slot

from distilstudio import places
from distilstudio.protocol.answered_file import AnswerFile, FileTold, SaveAnswers, StopAnswerFile
from distilstudio.protocol.check import CheckAnswer, CheckTeacher, StopCheck
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    ExportKind,
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
from distilstudio.protocol.events import ModelsOpened, Predicted, ProblemRaised, RunEnded, RunEvent, TeacherDescribed
from distilstudio.protocol.forecast import ForecastEnded, ForecastRun, StopForecast
from distilstudio.protocol.hub import (
    DescribeDataset,
    DownloadDataset,
    DownloadModel,
    HubAccess,
    HubAnswer,
    MeasureCache,
    SearchDatasets,
    SearchHub,
    StopDownload,
    TestConnection,
    UseHub,
)
from distilstudio.protocol.inspection import (
    DataAnswer,
    DataInspected,
    DataPreviewed,
    InspectData,
    LengthsMeasured,
    MeasureLengths,
    RowsShown,
    ShowRows,
)
from distilstudio.protocol.pilot import PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProveRun, StopProof
from distilstudio.protocol.recipe import DataChoice, Recipe, Task
from distilstudio.worker.engine_command import EngineCommand, Patience, engine_command
from distilstudio.worker.gpu_worker import GpuWorker
from distilstudio.worker.request_queue import Request, RequestKind, kind_of

_log = logging.getLogger(__name__)

ProblemKind = RequestKind | Literal["run", "engine"]
Answer = (
    DataAnswer | TeacherDescribed | ModelsOpened | Predicted | CheckAnswer | FileTold | HubAnswer | ForecastEnded | ProblemRaised
)


def _end_thread(thread: QThread, _worker: GpuWorker) -> None:
    """The way out without `shutdown`: the worker ends its processes as the thread's last act. Keeps both alive until then."""
    with contextlib.suppress(RuntimeError):  # at exit Qt may have deleted the thread before: then it has ended
        if thread.isRunning():
            thread.quit()
            thread.wait()


class Client(QObject):
    """Owns the worker thread; every call returns at once."""

    trainer_ready = Signal(object)
    tryout_ready = Signal(object)
    device_found = Signal(object)
    run_event = Signal(object)
    job_event = Signal(object)
    data_previewed = Signal(object)
    data_inspected = Signal(object)
    rows_shown = Signal(object)
    lengths_measured = Signal(object)
    teacher_described = Signal(object)
    models_opened = Signal(object)
    predicted = Signal(object)
    check_told = Signal(object)
    file_told = Signal(object)
    hub_answered = Signal(object)
    forecast_ended = Signal(object)
    problem_raised = Signal(object, object)
    closed = Signal()

    _command_given = Signal(object)
    _warm_asked = Signal()
    _kill_asked = Signal(str)
    _batch_worked_off = Signal()
    _shutdown_asked = Signal()

    def __init__(
        self,
        command: Callable[[Role], EngineCommand] = engine_command,
        patience: Patience | None = None,
        logs: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._newest: dict[RequestKind, int] = {}
        self._runs: set[str] = set()
        self._closing = False
        self._worker = GpuWorker(command, patience or Patience(), logs or places.logs_folder())
        self._thread = QThread()
        self._thread.setObjectName("gpu-worker")
        self._worker.moveToThread(self._thread)
        self._connect()
        end = weakref.finalize(self, _end_thread, self._thread, self._worker)
        self.destroyed.connect(end)
        self._thread.start()

    def start_run(
        self, recipe: Recipe, out: str, base: str = "", pinned: Sequence[str] = (), questions: Sequence[str] = ()
    ) -> str:
        """Distil. A run waits for the one before it. Returns: its id."""
        run_id = uuid.uuid4().hex
        self._runs.add(run_id)
        self._give(StartRun(run_id, recipe, out, base, tuple(pinned), tuple(questions)))
        return run_id

    def resume_run(self, run_id: str, out: str) -> None:
        """Go on with the run in this folder, under the id that it had. A run waits for the one before it."""
        self._runs.add(run_id)
        self._give(ResumeRun(run_id, out))

    def finish_run(self, run_id: str) -> None:
        """End the training now and keep the best student."""
        self._give(StopRun(run_id, "finish"))

    def discard_run(self, run_id: str) -> None:
        """End the run at once; its folder goes."""
        self._give(StopRun(run_id, "discard"))

    def pause_run(self, run_id: str, paused: bool) -> None:
        """Hold the run after the step in hand, or go on with it."""
        self._give(PauseRun(run_id, paused))

    def kill_run(self, run_id: str) -> None:
        """End the engine of a run that hangs, at once; the run ends as failed, and what was saved stays."""
        self._kill_asked.emit(run_id)

    def export_run(self, out: str, kinds: Sequence[ExportKind]) -> str:
        """Write a finished run's student in other forms. Its progress and end come as `job_event`. Returns: its id."""
        export_id = uuid.uuid4().hex
        self._give(ExportRun(export_id, out, tuple(kinds)))
        return export_id

    def stop_export(self, export_id: str) -> None:
        """End an export; nothing of it is kept."""
        self._give(StopExport(export_id))

    def prove_run(self, out: str) -> str:
        """Train a finished run's small model without its teacher, and tell the gain as `job_event`. Returns: its id."""
        proof_id = uuid.uuid4().hex
        self._give(ProveRun(proof_id, out))
        return proof_id

    def stop_proof(self, proof_id: str) -> None:
        """End a proof run; nothing of it is kept."""
        self._give(StopProof(proof_id))

    def pilot_recipe(self, recipe: Recipe, out: str, minutes: float, base: str = "") -> str:
        """Look for good settings by short trainings. What comes of it is told as `job_event`. Returns: its id."""
        pilot_id = uuid.uuid4().hex
        self._give(PilotRecipe(pilot_id, recipe, out, minutes, base))
        return pilot_id

    def stop_pilot(self, pilot_id: str) -> None:
        """End a pilot."""
        self._give(StopPilot(pilot_id))

    def inspect_data(self, task: str, data: DataChoice, base: str = "") -> int:
        """Open, guess, count and preview a file. Answer: `data_inspected` (of a large file `data_previewed` before it), or a problem "data"."""
        return self._ask(InspectData(next(self._ids), cast(Task, task), data, base))

    def show_rows(self, task: str, data: DataChoice, base: str, first: int = 0, decided: bool = False) -> int:
        """Rows from somewhere in the file, or those decided about. Answer: `rows_shown`, or a problem of the kind "rows"."""
        return self._ask(ShowRows(next(self._ids), cast(Task, task), data, base, first, decided))

    def measure_lengths(self, task: str, data: DataChoice, base: str, model: str) -> int:
        """How many word pieces the texts have. Answer: `lengths_measured`, or a problem of the kind "lengths"."""
        return self._ask(MeasureLengths(next(self._ids), cast(Task, task), data, model, base))

    def describe_teacher(
        self,
        model: str,
        task: str = "classification",
        labels: Sequence[str] = (),
        multi_label: bool = False,
        called: Mapping[str, str] | None = None,
        more: Sequence[str] = (),
    ) -> int:
        """What a teacher is. Answer: `teacher_described`, or a problem of the kind "teacher"."""
        return self._ask(
            DescribeTeacher(next(self._ids), model, cast(Task, task), tuple(labels), multi_label, dict(called or {}), tuple(more))
        )

    def check_teacher(self, recipe: Recipe, base: str = "", whole: bool = False) -> int:
        """Let the recipe's teacher answer. Answers: `check_told` with CheckProgress and TeacherChecked, or a problem of the kind "check"."""
        return self._ask(CheckTeacher(next(self._ids), recipe, base, whole))

    def stop_check(self) -> None:
        """End the newest check-up."""
        self._give(StopCheck(self._newest.get("check", 0)))

    def open_models(
        self, task: str, teacher: str, student: str, multi_label: bool = False, called: Mapping[str, str] | None = None
    ) -> int:
        """Load models to try; an empty path leaves that side out. Answer: `models_opened`, or a problem of the kind "models"."""
        return self._ask(OpenModels(next(self._ids), cast(Task, task), teacher, student, multi_label, dict(called or {})))

    def predict(self, text: str, question: str = "") -> int:
        """Answer a text with the opened models. Answer: one `predicted` a side, or a problem of the kind "predict"."""
        return self._ask(Predict(next(self._ids), text, question))

    def answer_file(self, path: str, column: str = "") -> int:
        """Let the opened student answer every text of a file. Answers: `file_told` with FileProgress and FileAnswered, or a problem "file"."""
        return self._ask(AnswerFile(next(self._ids), path, column))

    def stop_file(self) -> None:
        """End the newest file that is answered; nothing of it is kept."""
        self._give(StopAnswerFile(self._newest.get("file", 0)))

    def save_answers(self, answers: str, path: str) -> int:
        """Save the table of a file that was answered. Answer: `file_told` with AnswersSaved, or a problem of the kind "save"."""
        return self._ask(SaveAnswers(next(self._ids), answers, path))

    def forecast_run(self, recipe: Recipe, out: str, base: str = "") -> int:
        """What a run of this recipe will take. Answer: `forecast_ended`, or a problem of the kind "forecast"."""
        return self._ask(ForecastRun(next(self._ids), recipe, out, base))

    def stop_forecast(self) -> None:
        """Leave off the forecast in hand."""
        self._give(StopForecast())

    def use_hub(self, access: HubAccess) -> None:
        """How the Hub is reached from now on."""
        self._give(UseHub(access))

    def search_hub(self, task: str, words: str = "", language: str = "", most_parameters: int = 0, licence: str = "") -> int:
        """Look for teachers. Answer: `hub_answered` with HubFound, or a problem of the kind "search"."""
        return self._ask(SearchHub(next(self._ids), cast(Task, task), words, language, most_parameters, licence))

    def download_model(self, model: str) -> int:
        """Get a model. Answers: `hub_answered` with DownloadProgress and DownloadEnded, or a problem of the kind "download"."""
        return self._ask(DownloadModel(next(self._ids), model))

    def search_datasets(self, task: str, words: str = "", language: str = "") -> int:
        """Look for datasets. Answer: `hub_answered` with DatasetsFound, or a problem of the kind "datasets"."""
        return self._ask(SearchDatasets(next(self._ids), cast(Task, task), words, language))

    def describe_dataset(self, name: str) -> int:
        """Which parts a dataset has. Answer: `hub_answered` with DatasetDescribed, or a problem of the kind "dataset"."""
        return self._ask(DescribeDataset(next(self._ids), name))

    def download_dataset(self, name: str, config: str = "", split: str = "") -> int:
        """Get a part of a dataset. Answers as those of `download_model`."""
        return self._ask(DownloadDataset(next(self._ids), name, config, split))

    def stop_download(self, model: str, how: Literal["pause", "cancel"]) -> None:
        """End the newest download; cancel throws half a file away, also of a download that has ended before."""
        self._give(StopDownload(self._newest.get("download", 0), model, how))

    def test_connection(self) -> int:
        """Reach the Hub step by step. Answer: `hub_answered` with ConnectionTested, or a problem of the kind "connection"."""
        return self._ask(TestConnection(next(self._ids)))

    def measure_cache(self) -> int:
        """How full the cache is. Answer: `hub_answered` with CacheMeasured, or a problem of the kind "cache"."""
        return self._ask(MeasureCache(next(self._ids)))

    def warm(self) -> None:
        """Start the tryout engine now, so that the first question finds it ready."""
        self._warm_asked.emit()

    def shutdown(self) -> None:
        """End both engines by the stop ladder. Returns at once; `closed` comes when nothing is left."""
        if not self._closing:
            self._closing = True
            self._shutdown_asked.emit()

    def _connect(self) -> None:
        worker, thread = self._worker, self._thread
        thread.started.connect(worker.start)
        # Both run in the thread itself, as its last acts; so timers and processes end where they live.
        thread.finished.connect(worker.end_now)
        thread.finished.connect(worker.deleteLater)
        thread.finished.connect(self._on_thread_finished)
        self._command_given.connect(worker.take)
        self._warm_asked.connect(worker.warm)
        self._kill_asked.connect(worker.kill_run)
        self._batch_worked_off.connect(worker.take_receipt)
        self._shutdown_asked.connect(worker.shut_down)
        worker.trainer_ready.connect(self.trainer_ready)
        worker.tryout_ready.connect(self.tryout_ready)
        worker.device_found.connect(self.device_found)
        worker.job_told.connect(self.job_event)
        worker.answered.connect(self._on_answered)
        worker.problem_raised.connect(self.problem_raised)
        worker.batch_ready.connect(self._on_batch)
        worker.all_gone.connect(self._on_all_gone)

    def _give(self, command: Command) -> None:
        if self._closing:
            _log.info("the worker is closing; %s is dropped", type(command).__name__)
            return
        self._command_given.emit(command)

    def _ask(self, request: Request) -> int:
        self._newest[kind_of(request)] = request.request_id
        self._give(request)
        return request.request_id

    @Slot(object)
    def _on_answered(self, event: Answer) -> None:
        kind = next((kind for kind, newest in self._newest.items() if newest == event.request_id), None)
        if kind is None:
            return
        match event:
            case DataPreviewed():
                self.data_previewed.emit(event)
            case DataInspected():
                self.data_inspected.emit(event)
            case RowsShown():
                self.rows_shown.emit(event)
            case LengthsMeasured():
                self.lengths_measured.emit(event)
            case TeacherDescribed():
                self.teacher_described.emit(event)
            case ModelsOpened():
                self.models_opened.emit(event)
            case Predicted():
                self.predicted.emit(event)
            case _ if isinstance(event, CheckAnswer):
                self.check_told.emit(event)
            case _ if isinstance(event, FileTold):
                self.file_told.emit(event)
            case _ if isinstance(event, HubAnswer):
                self.hub_answered.emit(event)
            case ForecastEnded():
                self.forecast_ended.emit(event)
            case ProblemRaised():
                self.problem_raised.emit(event.problem, kind)

    @Slot(object)
    def _on_batch(self, events: list[RunEvent | ProblemRaised]) -> None:
        try:
            for event in events:
                self._tell(event)
        finally:
            self._batch_worked_off.emit()

    def _tell(self, event: RunEvent | ProblemRaised) -> None:
        if isinstance(event, ProblemRaised):
            self.problem_raised.emit(event.problem, "run")
            return
        if event.run_id not in self._runs:
            return
        if isinstance(event, RunEnded):
            self._runs.discard(event.run_id)
        self.run_event.emit(event)

    @Slot()
    def _on_all_gone(self) -> None:
        self._thread.quit()

    @Slot()
    def _on_thread_finished(self) -> None:
        self._thread.wait()
        if self._closing:
            self.closed.emit()
