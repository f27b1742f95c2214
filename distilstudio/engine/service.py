"""Serve commands in order; stop and pause take effect at once. Must not know: stdin, stdout, lines.

The models' libraries take seconds to load. Files are looked at and the Hub is asked meanwhile; what needs the libraries waits for them.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from distilstudio import BUILD, __version__
from distilstudio.engine import scratch
from distilstudio.engine.control import Control
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.hub.desk import Desk
from distilstudio.engine.hub.far import is_far
from distilstudio.engine.quiet import loading
from distilstudio.engine.translate import tell_all
from distilstudio.protocol.answered_file import AnswerFile, SaveAnswers, StopAnswerFile
from distilstudio.protocol.check import CheckTeacher, StopCheck
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    ExportRun,
    PauseRun,
    Question,
    ResumeRun,
    Role,
    Shutdown,
    StartRun,
    StopExport,
    StopRun,
)
from distilstudio.protocol.events import DeviceFound, Event, Ready
from distilstudio.protocol.forecast import ForecastRun, StopForecast
from distilstudio.protocol.hub import HubRequest, StopDownload, UseHub
from distilstudio.protocol.inspection import InspectData, ShowRows
from distilstudio.protocol.pilot import PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProveRun, StopProof

if TYPE_CHECKING:
    from distilstudio.engine.workbench import AtOnce, Job, Workbench


class EventSink(Protocol):
    """Where events go."""

    def write(self, event: Event) -> None:
        """Take one event; any thread may call it."""
        ...


class Service:
    """Holds the queue of commands and the controls of the jobs in hand of one engine process."""

    def __init__(self, role: Role, output: EventSink, pid: Callable[[], int], exit_now: Callable[[int], object]) -> None:
        self._role, self._output, self._pid, self._exit_now = role, output, pid, exit_now
        self._inbox: queue.Queue[Command | None] = queue.Queue()
        self._controls: dict[str, Control] = {}
        self._lock = threading.Lock()
        self._bench: Workbench | None = None
        self._early: list[AtOnce] = []
        self._looked_at = LookedAt()
        self._desk = Desk(output.write)
        self._leaving = False
        if role == "tryout":  # one to a window, the first to start
            scratch.tidy()

    def ready(self) -> Ready:
        """The answer to Hello."""
        return Ready(__version__, BUILD, self._role, self._pid())

    def receive(self, command: Command) -> None:
        """Take a command from the thread that reads the wire."""
        match command:
            case StopRun(run_id=run_id, how=how) if run_id in self._controls:
                control = self._controls[run_id]
                control.finish() if how == "finish" else control.discard()
            case PauseRun(run_id=run_id, paused=paused) if run_id in self._controls:
                self._controls[run_id].pause(paused)
            case StopExport(export_id=job) | StopProof(proof_id=job) | StopPilot(pilot_id=job) if job in self._controls:
                self._controls[job].discard()
            case StopRun() | PauseRun() | StopExport() | StopProof() | StopPilot():
                pass  # that run has ended meanwhile
            case Shutdown():
                self.abandon()
            case _ if isinstance(command, UseHub | StopDownload | HubRequest):
                self._desk.take(command)
            case InspectData() | ShowRows():
                # Millions of rows take a while to be checked; who types meanwhile is answered.
                threading.Thread(target=self._look, args=(command,), name="look", daemon=True).start()
            case CheckTeacher() | StopCheck() | ForecastRun() | StopForecast() | StopAnswerFile() | SaveAnswers():
                self._take_at_once(command)
            case DescribeTeacher(model=model, more=more) if any(
                is_far(one, Path.cwd(), self._desk.hub) for one in (model, *more)
            ):
                self._take_at_once(command)  # the Hub is asked, which may take its time
            case (
                StartRun(run_id=job)
                | ResumeRun(run_id=job)
                | ExportRun(export_id=job)
                | ProveRun(proof_id=job)
                | PilotRecipe(pilot_id=job)
            ):
                with self._lock:
                    self._controls[job] = Control()
                self._inbox.put(command)
            case _:
                self._inbox.put(command)

    def abandon(self) -> None:
        """End as soon as the student is saved, at once where no job was begun: the window is gone, or wants this process to go."""
        self._leaving = True
        if self._bench is None or not self._controls:
            self._exit_now(0)
        for control in list(self._controls.values()):
            control.leave()
        self._inbox.put(None)

    def load(self) -> None:
        """Load the models' libraries, and do at once what came for them meanwhile. Raises: whatever a broken library raises."""
        with loading():
            from distilstudio.engine.workbench import Workbench  # torch and transformers: seconds

        bench = Workbench(self._output.write, self._looked_at)
        self._output.write(DeviceFound(bench.device()))
        with self._lock:
            for command in self._early:
                bench.take(command, self._desk.hub)
            self._bench = bench

    def serve(self) -> int:
        """Do commands one after the other until there are no more; all is loaded. Returns the exit status."""
        bench = self._bench
        assert bench is not None
        while (command := self._inbox.get()) is not None and not self._leaving:
            match command:
                case StartRun(run_id=name) | ResumeRun(run_id=name):
                    self._work(bench, name, command)
                case ExportRun(export_id=name) | ProveRun(proof_id=name) | PilotRecipe(pilot_id=name):
                    self._work(bench, name, command)
                case AnswerFile():  # in its turn: the models that it needs may be opened right before it
                    bench.take(command, self._desk.hub)
                case _ if isinstance(command, Question):
                    bench.answer(command, self._desk.hub)
        return 0

    def _take_at_once(self, command: AtOnce) -> None:
        with self._lock:
            if self._bench is None:
                self._early.append(command)
            else:
                self._bench.take(command, self._desk.hub)

    def _work(self, bench: Workbench, name: str, job: Job) -> None:
        """Do a job that can be stopped, and tell of it."""
        control = self._controls[name]
        for event in bench.begin(job, control, self._desk.hub):
            self._output.write(event)
        with self._lock:
            if self._controls[name] is control:  # once its end was told, another one may have come under the same name
                del self._controls[name]

    def _look(self, command: InspectData | ShowRows) -> None:
        tell_all(self._output.write, self._looked_at.answers(command), command.request_id)
