"""One engine process from its start to its end: handshake, lines, heartbeat, stop ladder.

Lives in the worker thread. Must not know: what a run or a question is, the window.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from distilstudio.protocol import wire
from distilstudio.protocol.commands import Command, Role, Shutdown
from distilstudio.protocol.events import DeviceFound, Event, Heartbeat, ProblemRaised, Ready
from distilstudio.protocol.problems import Problem, problem
from distilstudio.sender import ready_to_send
from distilstudio.worker.engine_command import EngineCommand, Patience
from distilstudio.worker.engine_ending import Ending, Tail, died, log_size, log_tail, status_text
from distilstudio.worker.stop_ladder import StopLadder

_log = logging.getLogger(__name__)


class EngineProcess(QObject):
    """Used once: start, send, stop; `ended` comes exactly once, whatever happens."""

    became_ready = Signal(object)
    device_found = Signal(object)
    event_received = Signal(object)
    went_silent = Signal(object)
    ended = Signal(object)

    def __init__(self, role: Role, command: EngineCommand, patience: Patience, log: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._role: Role = role
        self._patience = patience
        self._log_path = log
        self._log_start = 0
        self._splitter = wire.LineSplitter(patience.line_bytes)
        self._stderr = Tail()
        self._pending: list[Command] = []
        self._notes: list[str] = []
        self._fault: Problem | None = None
        self._ready = False
        self._is_silent = False
        self._stopping = False
        self._has_ended = False

        self._ladder = ready_to_send(StopLadder(patience, self))
        self._ladder.terminate_due.connect(self._on_terminate_due)
        self._ladder.kill_due.connect(self._on_kill_due)
        self._silence = ready_to_send(QTimer(self))
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._on_silence)
        self._process = self._make_process(command)

    @property
    def is_ready(self) -> bool:
        """The handshake is done and the engine takes commands."""
        return self._ready and not self._stopping

    @property
    def has_ended(self) -> bool:
        """The process is gone and `ended` was emitted, or is being."""
        return self._has_ended

    @property
    def is_silent(self) -> bool:
        """Nothing was heard for too long, and nothing since."""
        return self._is_silent

    def start(self) -> None:
        """Start the process and greet it. May emit `ended` before it returns."""
        try:
            self._log_path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            _log.exception("no folder for the engine's log")
        self._log_start = log_size(self._log_path)
        self._silence.start(self._patience.ready_ms)
        self._process.start()

    def send(self, command: Command) -> None:
        """Write a command, as soon as the engine is ready; one for an engine that is being stopped is dropped."""
        if self._stopping:
            _log.info("%s is being stopped; %s is dropped", self._role, type(command).__name__)
        elif self._ready:
            self._write(command)
        else:
            self._pending.append(command)

    def stop(self) -> None:
        """Ask the engine to save and exit, close its stdin, and begin the ladder."""
        if self._stopping:
            return
        self._stopping = True
        self._pending.clear()
        self._silence.stop()
        if self._process.state() == QProcess.ProcessState.Running:
            self._say_the_last()
        self._ladder.begin()

    def expect_end(self) -> None:
        """A command that ends the work was sent: begin the ladder without saying more."""
        self._ladder.begin()

    def kill(self) -> None:
        """End it at once: it hangs, and the person does not want to wait."""
        self._notes.append("did not answer, so it was killed as the person wished")
        self._process.kill()

    def grant_time(self) -> None:
        """The engine is visibly about to end its work: its first time begins anew."""
        self._ladder.begin_anew()

    def withdraw_ladder(self) -> None:
        """The end is in sight and may take its time; the heartbeat is watched on."""
        if not self._stopping:
            self._ladder.withdraw()

    def end_now(self) -> None:
        """End the process before this returns: the way out when nobody can wait for signals any more."""
        self._ladder.withdraw()
        self._silence.stop()
        self._has_ended = True
        process = self._process
        process.blockSignals(True)
        if process.state() == QProcess.ProcessState.NotRunning:
            return
        process.closeWriteChannel()
        if not process.waitForFinished(2000):
            process.terminate()
            if not process.waitForFinished(1000):
                process.kill()
                process.waitForFinished(1000)

    def _make_process(self, command: EngineCommand) -> QProcess:
        process = ready_to_send(QProcess(self))
        environment = QProcessEnvironment.systemEnvironment()
        own = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "DISTILSTUDIO_LOG": str(self._log_path)}
        for name, value in {**own, **command.environment}.items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        if sys.platform != "win32":
            # A session of its own: Ctrl+C in the terminal is for the window, which then ends its engines so that nothing is lost.
            process.setUnixProcessParameters(QProcess.UnixProcessFlag.CreateNewSession)
        process.setProgram(command.program)
        process.setArguments(list(command.arguments))
        process.started.connect(self._on_started)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_stderr)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        return process

    def _write(self, command: Command) -> None:
        self._process.write(wire.encode(command))

    def _say_the_last(self) -> None:
        """An engine that is not ready yet is told too: only where something waits to be written does Qt close the channel later, from its loop.

        Closed in this call, it takes one of Qt's locks while this thread has Python's, and the window's thread, which may be destroying
        something, can have taken them the other way round: seen once, when both stood still for ever.
        """
        self._write(Shutdown())
        self._process.closeWriteChannel()

    @Slot()
    def _on_started(self) -> None:
        self._write(wire.hello(self._role))
        if self._stopping:
            self._say_the_last()

    @Slot()
    def _on_output(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        if self._fault is not None or not data:
            return
        self._is_silent = False
        if self._ready and not self._stopping:
            self._silence.start(self._patience.silent_ms)
        try:
            self._take_lines(self._splitter.feed(data))
        except wire.WireError as error:
            self._give_up(problem("wire_garbled", detail=repr(error.line), reason=error.reason))

    @Slot()
    def _on_stderr(self) -> None:
        self._stderr.feed(bytes(self._process.readAllStandardError().data()))

    def _take_lines(self, lines: list[bytes]) -> None:
        for line in lines:
            self._receive(wire.decode_event(line))
            if self._fault is not None:
                return

    def _receive(self, event: Event) -> None:
        if isinstance(event, Heartbeat):
            return
        if isinstance(event, ProblemRaised) and event.request_id is None and event.run_id is None:
            self._give_up(event.problem)  # of the engine itself, which ends
        elif self._ready and isinstance(event, DeviceFound):
            self.device_found.emit(event.device)
        elif self._ready and not isinstance(event, Ready):
            self.event_received.emit(event)
        elif isinstance(event, Ready) and not self._ready:
            self._greet(event)
        else:
            raise wire.WireError(f"{type(event).__name__} out of its turn", wire.encode(event))

    def _greet(self, ready: Ready) -> None:
        refusal = wire.mismatch(ready)
        if refusal is not None:
            self._give_up(refusal)
            return
        if ready.role != self._role:
            raise wire.WireError(f"the engine says it is {ready.role}, not {self._role}", wire.encode(ready))
        if self._stopping:
            return
        self._ready = True
        self._silence.start(self._patience.silent_ms)
        self.became_ready.emit(ready)
        pending, self._pending = self._pending, []
        for command in pending:
            self.send(command)

    def _give_up(self, why: Problem) -> None:
        """Nothing this engine says counts any more; it is asked to save and exit."""
        _log.error("%s: %s %s %s", self._role, why.code, why.why, why.detail)
        self._fault = why
        self.stop()

    @Slot()
    def _on_silence(self) -> None:
        waited_ms = self._patience.silent_ms if self._ready else self._patience.ready_ms
        told = problem("engine_silent", seconds=round(waited_ms / 1000))
        if self._ready:
            self._is_silent = True
            self.went_silent.emit(told)
        else:
            self._give_up(told)

    @Slot()
    def _on_terminate_due(self) -> None:
        self._notes.append(f"did not stop within {self._patience.stop_ms / 1000:g} s, so it was terminated")
        self._process.terminate()

    @Slot()
    def _on_kill_due(self) -> None:
        self._notes.append(f"did not end within {self._patience.terminate_ms / 1000:g} s of that, so it was killed")
        self._process.kill()

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        reason = self._process.errorString()
        if error == QProcess.ProcessError.FailedToStart:
            self._fault = problem("engine_start", detail=self._process.program(), reason=reason)
            self._end(clean=False, status="")
        elif error == QProcess.ProcessError.WriteError and not self._stopping:
            # Its stdin is closed, so it believes that the window is gone: it gets the time to save and exit.
            self._notes.append(f"took no more commands: {reason}")
            self._stopping = True
            self._silence.stop()
            self._ladder.begin()

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, exit_code: int, exit_status: QProcess.ExitStatus) -> None:
        self._on_output()
        self._on_stderr()
        if self._fault is None and self._splitter.rest:
            self._notes.append(f"stopped in the middle of a line: {self._splitter.rest[:200]!r}")
        crashed = exit_status == QProcess.ExitStatus.CrashExit
        self._end(clean=not crashed and exit_code == 0, status=status_text(exit_code, crashed))

    def _end(self, *, clean: bool, status: str) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self._ladder.withdraw()
        self._silence.stop()
        told = self._fault
        if told is None and not (clean and self._stopping):
            told = died(status, notes=self._notes, stderr=self._stderr.text(), log=log_tail(self._log_path, self._log_start))
        self._stopping = True
        self.ended.emit(Ending(clean=clean and self._fault is None, problem=told))
