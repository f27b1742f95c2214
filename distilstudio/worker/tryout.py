"""Questions: the tryout process is started on first use, asked, and started again when it has died.

Lives in the worker thread. Must not know: the window, how a question is answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.answered_file import AnswersSaved, FileAnswered, FileProgress, StopAnswerFile
from distilstudio.protocol.check import CheckProgress, StopCheck, TeacherChecked
from distilstudio.protocol.commands import OpenModels, Predict
from distilstudio.protocol.events import Event, ModelsOpened, Predicted, ProblemRaised, TeacherDescribed
from distilstudio.protocol.forecast import ForecastEnded, StopForecast
from distilstudio.protocol.hub import (
    CacheMeasured,
    ConnectionTested,
    DatasetDescribed,
    DatasetsFound,
    DownloadEnded,
    DownloadProgress,
    HubFound,
    StopDownload,
    UseHub,
)
from distilstudio.protocol.inspection import DataInspected, DataPreviewed, LengthsMeasured, RowsShown
from distilstudio.protocol.problems import Problem
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess
from distilstudio.worker.request_queue import Request, RequestKind, RequestQueue, kind_of

_log = logging.getLogger(__name__)


class Tryout(QObject):
    """Takes questions and tells the answers to the newest of each kind."""

    became_ready = Signal(object)
    answered = Signal(object)
    problem_raised = Signal(object, object)
    gone = Signal()

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(parent)
        self._make_process = make_process
        self._process: EngineProcess | None = None
        self._retired: list[EngineProcess] = []
        self._silence: Problem | None = None
        self._queue = RequestQueue()
        self._opened: OpenModels | None = None
        self._reopening: int | None = None
        self._sides_left: set[str] = set()
        self._sides: frozenset[str] = frozenset()
        self._closing = False

    @property
    def is_idle(self) -> bool:
        """No process is left."""
        return self._process is None and not self._retired

    def ask(self, request: Request) -> None:
        """Ask now, or when the question before of this kind is answered."""
        if self._closing:
            return
        if self._process is not None and self._process.is_silent:
            self._retire(self._process, kind_of(request))
        due = self._queue.ask(request)
        if self._process is None:
            self._start(reopen=not isinstance(request, OpenModels))
        if due is not None:
            self._send(due)

    def tell(self, command: UseHub | StopDownload | StopCheck | StopForecast | StopAnswerFile) -> None:
        """Something that needs no answer, for the process that is there."""
        if self._process is not None:
            self._process.send(command)

    def warm(self) -> None:
        """Start the process, so that the first question finds it ready."""
        if self._process is None and not self._closing:
            self._start(reopen=True)

    def shut_down(self) -> None:
        """End the process by the ladder; `gone` comes when it is."""
        self._closing = True
        if self._process is not None:
            self._process.stop()
        elif not self._retired:
            self.gone.emit()

    def end_now(self) -> None:
        """End the process before this returns."""
        for process in (*self._retired, self._process):
            if process is not None:
                process.end_now()
        self._retired.clear()
        self._process = None

    def _retire(self, process: EngineProcess, asked_anew: RequestKind) -> None:
        """A new process takes over from one that does not answer; this one ends by the ladder, and nobody listens to it.

        What it was asked would be waited for without end: it is told as with one that died, but for the kind that is asked anew.
        """
        process.became_ready.disconnect(self._on_ready)
        process.event_received.disconnect(self._on_event)
        process.went_silent.disconnect(self._on_silent)
        process.ended.disconnect(self._on_ended)
        process.ended.connect(self._on_retired_ended)
        self._retired.append(process)
        self._process = None
        for kind in self._queue.clear():
            if kind != asked_anew:
                self.problem_raised.emit(self._silence, kind)
        process.stop()

    def _start(self, *, reopen: bool) -> None:
        process = self._process = self._make_process()
        process.setParent(self)
        process.became_ready.connect(self._on_ready)
        process.event_received.connect(self._on_event)
        process.went_silent.connect(self._on_silent)
        process.ended.connect(self._on_ended)
        self._reopening = None
        if reopen and self._opened is not None:
            # The models were open in the process that died; who types on must not notice that it is another one.
            self._reopening = self._opened.request_id
            process.send(self._opened)
        process.start()

    def _send(self, request: Request) -> None:
        if isinstance(request, Predict):
            self._sides_left = set(self._sides)
        if self._process is not None:
            self._process.send(request)

    def _finish(self, request_id: int) -> None:
        due = self._queue.finish(request_id)
        if due is not None:
            self._send(due)

    @Slot(object)
    def _on_ready(self, ready: object) -> None:
        self.became_ready.emit(ready)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case ProblemRaised(problem=told, request_id=int(request_id)):
                self._tell_problem(told, request_id)
            case ModelsOpened(request_id=request_id):
                self._take_models(event)
            case Predicted(request_id=request_id):
                self._take_predicted(event)
            case (
                DownloadProgress(request_id=request_id)
                | CheckProgress(request_id=request_id)
                | FileProgress(request_id=request_id)
                | DataPreviewed(request_id=request_id)
            ):
                self._tell(event, request_id)
            case (
                DataInspected(request_id=request_id)
                | RowsShown(request_id=request_id)
                | LengthsMeasured(request_id=request_id)
                | TeacherDescribed(request_id=request_id)
                | TeacherChecked(request_id=request_id)
                | FileAnswered(request_id=request_id)
                | AnswersSaved(request_id=request_id)
                | HubFound(request_id=request_id)
                | DatasetsFound(request_id=request_id)
                | DatasetDescribed(request_id=request_id)
                | DownloadEnded(request_id=request_id)
                | ConnectionTested(request_id=request_id)
                | CacheMeasured(request_id=request_id)
                | ForecastEnded(request_id=request_id)
            ):
                self._tell(event, request_id)
                self._finish(request_id)
            case _:
                _log.info("an event that answers no question is dropped: %s", type(event).__name__)

    def _tell(self, event: Event, request_id: int) -> None:
        if self._queue.newest_kind(request_id) is not None and self._queue.kind_in_flight(request_id) is not None:
            self.answered.emit(event)
        else:
            _log.debug("a late answer is dropped: %s %s", type(event).__name__, request_id)

    def _take_models(self, event: ModelsOpened) -> None:
        if event.request_id == self._reopening:
            self._reopening = None
            self._sides = frozenset(event.sides)
            self._sides_left = set(self._sides)
            return
        asked = self._queue.request(event.request_id)
        if isinstance(asked, OpenModels):
            self._opened = asked
            self._sides = frozenset(event.sides)
            self._sides_left = set(self._sides)
        self._tell(event, event.request_id)
        self._finish(event.request_id)

    def _take_predicted(self, event: Predicted) -> None:
        """A text is answered when each opened side has spoken."""
        if self._queue.kind_in_flight(event.request_id) is None:
            _log.debug("a late answer is dropped: Predicted %s", event.request_id)
            return
        self._tell(event, event.request_id)
        self._sides_left.discard(event.side)
        if not self._sides_left:
            self._finish(event.request_id)

    def _tell_problem(self, told: Problem, request_id: int) -> None:
        if request_id == self._reopening:
            self._reopening = None
            self._opened = None
            self.problem_raised.emit(told, "models")
            return
        kind = self._queue.kind_in_flight(request_id)
        if kind is not None and self._queue.newest_kind(request_id) is not None:
            self.answered.emit(ProblemRaised(told, request_id=request_id))
        self._finish(request_id)

    @Slot(object)
    def _on_silent(self, told: Problem) -> None:
        self._silence = told
        self.problem_raised.emit(told, "engine")

    @Slot(object)
    def _on_ended(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        unanswered = self._queue.clear()
        if self._closing:
            self._tell_gone()
        elif ending.problem is not None:
            for kind in unanswered or ("engine",):
                self.problem_raised.emit(ending.problem, kind)

    @Slot(object)
    def _on_retired_ended(self, _ending: Ending) -> None:
        # The one that ended is the sender; asking each for its state needs no sender().
        for process in [process for process in self._retired if process.has_ended]:
            self._retired.remove(process)
            process.deleteLater()
        if self._closing:
            self._tell_gone()

    def _tell_gone(self) -> None:
        if self.is_idle:
            self.gone.emit()
