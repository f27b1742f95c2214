"""Serve commands in order; stop and pause take effect at once. Must not know: stdin, stdout, lines."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from distilstudio import BUILD, __version__
from distilstudio.engine import device, jobs, scratch
from distilstudio.engine.checking import Checking
from distilstudio.engine.control import Control
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.forecast import Forecaster
from distilstudio.engine.hub.desk import Desk
from distilstudio.engine.pilot import pilot
from distilstudio.engine.proof import prove
from distilstudio.engine.teachers import is_far
from distilstudio.engine.translate import to_problem
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.check import CheckTeacher, StopCheck
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    ExportRun,
    PauseRun,
    Question,
    ResumeRun,
    Role,
    RunCommand,
    Shutdown,
    StartRun,
    StopExport,
    StopRun,
)
from distilstudio.protocol.events import Event, ProblemRaised, Ready
from distilstudio.protocol.forecast import ForecastEnded, ForecastRun, StopForecast
from distilstudio.protocol.hub import HubRequest, StopDownload, UseHub
from distilstudio.protocol.inspection import InspectData
from distilstudio.protocol.pilot import PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProveRun, StopProof


class EventSink(Protocol):
    """Where events go."""

    def write(self, event: Event) -> None:
        """Take one event; any thread may call it."""
        ...


class Service:
    """Holds the queue of commands, the run in hand and the opened models of one engine process."""

    def __init__(self, role: Role, output: EventSink, pid: Callable[[], int], exit_now: Callable[[int], object]) -> None:
        self._role, self._output, self._pid, self._exit_now = role, output, pid, exit_now
        self._inbox: queue.Queue[Command | None] = queue.Queue()
        self._controls: dict[str, Control] = {}
        self._lock = threading.Lock()
        self._tryout = TryOut()
        self._looked_at = LookedAt()
        self._desk = Desk(output.write)
        self._checking = Checking(output.write)
        self._forecaster = Forecaster()
        self._leaving = False
        if role == "tryout":  # one to a window, the first to start
            scratch.tidy()

    def ready(self) -> Ready:
        """The answer to Hello."""
        precision = device.choose("auto", "auto").precision
        return Ready(__version__, BUILD, self._role, self._pid(), device.describe(precision))

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
            case CheckTeacher() | StopCheck():
                self._checking.take(command, self._desk.hub)
            case DescribeTeacher(model=model) if is_far(model, Path.cwd(), self._desk.hub):
                # The Hub is asked, which may take its time: nobody who types is to wait for that.
                threading.Thread(target=self._answer, args=(command,), name="describe", daemon=True).start()
            case InspectData():
                # Millions of rows take a while to be checked; who types meanwhile is answered.
                threading.Thread(target=self._answer, args=(command,), name="inspect", daemon=True).start()
            case ForecastRun():
                threading.Thread(target=self._forecast, args=(command,), name="forecast", daemon=True).start()
            case StopForecast():
                self._forecaster.stop()
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
        """End as soon as the student is saved, at once where no run is in hand: the window is gone, or wants this process to go."""
        self._leaving = True
        if not self._controls:
            self._exit_now(0)
        for control in list(self._controls.values()):
            control.leave()
        self._inbox.put(None)

    def serve(self) -> int:
        """Do commands one after the other until there are no more. Returns the exit status."""
        while (command := self._inbox.get()) is not None and not self._leaving:
            if isinstance(command, RunCommand):
                self._distil(command)
            elif isinstance(command, ExportRun):
                self._export(command)
            elif isinstance(command, ProveRun):
                self._prove(command)
            elif isinstance(command, PilotRecipe):
                self._pilot(command)
            elif isinstance(command, Question):
                self._answer(command)
        return 0

    def _distil(self, command: RunCommand) -> None:
        hub = self._desk.hub
        if isinstance(command, StartRun):
            self._work(command.run_id, lambda control: jobs.distil(command, control, hub))
        else:
            self._work(command.run_id, lambda control: jobs.resume(command, control, hub))

    def _export(self, command: ExportRun) -> None:
        from distilstudio.engine.export import export  # onnxruntime is loaded when it is needed

        self._work(command.export_id, lambda control: export(command, control))

    def _prove(self, command: ProveRun) -> None:
        self._work(command.proof_id, lambda control: prove(command, control, self._desk.hub))

    def _pilot(self, command: PilotRecipe) -> None:
        self._work(command.pilot_id, lambda control: pilot(command, control, self._desk.hub))

    def _work(self, job: str, begin: Callable[[Control], Iterator[Event]]) -> None:
        """Do a job that can be stopped, and tell of it."""
        control = self._controls[job]
        for event in begin(control):
            self._output.write(event)
        with self._lock:
            if self._controls[job] is control:  # once its end was told, another one may have come under the same name
                del self._controls[job]

    def _forecast(self, command: ForecastRun) -> None:
        try:
            self._output.write(ForecastEnded(command.request_id, self._forecaster.forecast(command, self._desk.hub)))
        except Exception as error:
            self._output.write(ProblemRaised(to_problem(error, Path.cwd()), request_id=command.request_id))

    def _answer(self, command: Question) -> None:
        try:
            for event in jobs.answer(command, self._tryout, self._desk.hub, self._looked_at):
                self._output.write(event)
        except Exception as error:
            self._output.write(ProblemRaised(to_problem(error, Path.cwd()), request_id=command.request_id))
