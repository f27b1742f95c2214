"""An engine process without models: replays transcripts and plays every fault of the wire. Standard library and protocol only.

As a program: `python tests/fake_engine.py --engine trainer [--speed 20] [--run good_run] [--fault kill_9]`; `--speed 0` does not wait at all.
As a module: `load_transcript("good_run", run_id)` gives the events themselves, for tests of models and pages without a process.
Must not know: Qt, torch.
"""

from __future__ import annotations

import argparse
import os
import queue
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import msgspec

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from distilstudio import BUILD, __version__  # noqa: E402  (a plain program: the repository has to be on the path first)
from distilstudio.protocol import commands, events, inspection, wire  # noqa: E402
from distilstudio.protocol.forecast import Forecast, ForecastEnded, ForecastRun, VocabularyUse  # noqa: E402
from distilstudio.protocol.problems import problem  # noqa: E402

TRANSCRIPTS = ROOT / "tests" / "transcripts"
FLOOD_EVENTS = 20_000
FORECAST = Forecast(
    190.0,
    160.0,
    220.0,
    {"teacher": 100.0, "distil": 90.0},
    1_700_000_000,
    0,
    160_000_000,
    900_000_000,
    8 * 10**9,
    70 * 10**9,
    8.0,
    1_170,
    444,
    VocabularyUse(30_522, 8_522, 22_000),
)


class Line(msgspec.Struct, frozen=True):
    """One event of a transcript and how long the engine took to come to it."""

    wait_ms: int
    event: events.Event


_lines = msgspec.json.Decoder(Line)


def load_lines(name: str) -> list[Line]:
    """A transcript with its times."""
    return [_lines.decode(line) for line in (TRANSCRIPTS / f"{name}.jsonl").read_bytes().splitlines()]


def load_transcript(name: str, run_id: str = "run", request_id: int = 0) -> list[events.Event]:
    """The events of a transcript, carrying this run's or this request's id."""
    return [addressed(line.event, run_id, request_id) for line in load_lines(name)]


def addressed(event: events.Event, run_id: str, request_id: int) -> events.Event:
    """The same event under another id."""
    if isinstance(event, get_args(events.RunEvent)):
        return msgspec.structs.replace(event, run_id=run_id)
    if hasattr(event, "request_id"):
        return msgspec.structs.replace(event, request_id=request_id)
    return event


class FakeEngine:
    """Answers every command from the transcripts; a fault is a function that is called at its moment."""

    def __init__(self, role: commands.Role, speed: float, run: str, fault: str, heartbeat_ms: int) -> None:
        self.role: commands.Role = role
        self.speed = speed
        self.run_name = run
        self.fault = fault
        self.run_id = ""
        self.mute = False
        self.deaf = False
        self.paused = False
        self.last_request = 0
        self._heartbeat_s = heartbeat_ms / 1000
        self._next_heartbeat = time.monotonic()
        self._opened = False
        self._inbox: queue.Queue[commands.Command | None] = queue.Queue()
        self._playing: deque[Line] = deque()
        self._due = 0.0

    def serve(self) -> int:
        """Until Shutdown or the end of stdin. Returns: the exit code."""
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            try:
                command = self._inbox.get(timeout=self._wait())
            except queue.Empty:
                self._play()
                continue
            if command is None or isinstance(command, commands.Shutdown):
                if not self.deaf:
                    self._say_stopped()
                    return 0
                while command is None:  # deaf to the end of stdin too: lives on until it is killed
                    self._play()
                    time.sleep(0.01)
            else:
                self._answer(command)
            self._play()

    def say(self, event: events.Event) -> None:
        """Write one event to the wire."""
        self.write(wire.encode(event))

    def write(self, data: bytes) -> None:
        """Write bytes to the wire, valid or not."""
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def play(self, lines: list[Line]) -> None:
        """Replay these lines next, in their time."""
        self._playing = deque(lines)
        self._due = time.monotonic() + self._seconds(lines[0].wait_ms) if lines else 0.0

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            command = wire.decode_command(line)
            self._inbox.put(command)
            if self.fault == "stdin_closed" and isinstance(command, commands.StartRun):
                return  # a read in progress would keep the pipe open
        self._inbox.put(None)

    def _seconds(self, wait_ms: int) -> float:
        return wait_ms / 1000 / self.speed if self.speed else 0.0

    def _wait(self) -> float:
        moments = [self._next_heartbeat]
        if self._playing and not self.paused:
            moments.append(self._due)
        return max(min(moments) - time.monotonic(), 0.0001)

    def _play(self) -> None:
        now = time.monotonic()
        if now >= self._next_heartbeat:
            self._next_heartbeat = now + self._heartbeat_s
            if not self.mute:
                self.say(events.Heartbeat(os.getpid()))
        while self._playing and not self.paused and self._inbox.empty() and time.monotonic() >= self._due:
            line = self._playing.popleft()
            self.say(addressed(line.event, self.run_id, 0))
            self._due = time.monotonic() + (self._seconds(self._playing[0].wait_ms) if self._playing else 0.0)

    def _answer(self, command: commands.Command) -> None:
        match command:
            case commands.Hello():
                FAULTS_AT_HELLO.get(self.fault, say_ready)(self)
            case commands.StartRun() | commands.ResumeRun():
                self.run_id = command.run_id
                FAULTS_AT_RUN.get(self.fault, FakeEngine.play_run)(self)
            case commands.StopRun() if not self.deaf:
                self._stop_run(command.how)
            case commands.PauseRun():
                self.paused = command.paused
                self.say(events.RunPaused(self.run_id, command.paused))
            case inspection.InspectData():
                self._reply("data_inspected", command.request_id)
            case inspection.ShowRows():
                self._reply("rows_shown", command.request_id)
            case inspection.MeasureLengths():
                self._reply("lengths_measured", command.request_id)
            case commands.DescribeTeacher():
                self._reply("teacher_described", command.request_id)
            case ForecastRun():
                self.say(ForecastEnded(command.request_id, FORECAST))
            case commands.OpenModels():
                self._opened = True
                self._reply("models_opened", command.request_id)
            case commands.Predict():
                FAULTS_AT_PREDICT.get(self.fault, FakeEngine.predict)(self, command.request_id)
                self.last_request = command.request_id

    def play_run(self) -> None:
        """Replay the chosen run from its start."""
        self.play(load_lines(self.run_name))

    def predict(self, request_id: int) -> None:
        """Answer a text, or say that no model is open."""
        self._reply("predict" if self._opened else "no_model", request_id)

    def _reply(self, name: str, request_id: int) -> None:
        for line in load_lines(name):
            time.sleep(self._seconds(line.wait_ms))
            self.say(addressed(line.event, self.run_id, request_id))

    def _stop_run(self, how: str) -> None:
        self.paused = False
        if how == "discard":
            self.play([Line(50, events.RunEnded(self.run_id, "discarded"))])
            return
        lines = load_lines("stopped_run")
        at = next(
            number
            for number, line in enumerate(lines)
            if isinstance(line.event, events.RunNote) and line.event.code == "stopping"
        )
        self.play(lines[at:])

    def _say_stopped(self) -> None:
        if self._playing:
            self.say(events.RunEnded(self.run_id, "stopped"))


def say_ready(engine: FakeEngine, version: str = __version__, build: str = BUILD) -> None:
    """Answer Hello."""
    engine.say(events.Ready(version, build, engine.role, os.getpid()))
    engine.say(events.DeviceFound(events.DeviceInfo("cpu", "Fake processor, 2 cores", 2, 16 * 1024**3)))


def _begin(engine: FakeEngine) -> None:
    for event in load_transcript("good_run", engine.run_id)[:2]:
        engine.say(event)


def _then(*after: Callable[[FakeEngine], object]) -> Callable[[FakeEngine], None]:
    """The first two events of a run, and then the fault."""

    def play_fault(engine: FakeEngine) -> None:
        _begin(engine)
        for step in after:
            step(engine)

    return play_fault


def _refuse(engine: FakeEngine) -> None:
    engine.say(events.ProblemRaised(problem("engine_mismatch", window=f"{__version__} ({BUILD})", engine="9.9.9 (other)")))
    os._exit(1)


def _stay_silent(_engine: FakeEngine) -> None:
    """Say nothing at all."""


def _tell_end(engine: FakeEngine) -> None:
    engine.say(load_transcript("good_run", engine.run_id)[-1])


def _flood_steps(engine: FakeEngine) -> None:
    for first in range(FLOOD_EVENTS):
        losses: dict[str, list[float | None]] = {"total": [0.5], "soft": [0.2], "hard": [0.3]}
        engine.say(events.StepsDone(engine.run_id, "distil", [first], losses, [5e-5], 600.0, 16000.0))


def _flood_stderr(_engine: FakeEngine) -> None:
    for number in range(4000):
        sys.stderr.write(f"warning {number}: " + "x" * 1000 + "\n")


def _lack_teacher(engine: FakeEngine) -> None:
    """The run ends before it has begun."""
    engine.say(events.RunEnded(engine.run_id, "failed", problem=problem("teacher_missing", path="/away/teacher")))


def _tear_line(engine: FakeEngine) -> None:
    engine.write(wire.encode(load_transcript("good_run", engine.run_id)[-1])[:100])


def _write_huge_line(engine: FakeEngine) -> None:
    engine.write(b'{"type":"run_note","text":"' + b"x" * (wire.MAX_LINE_BYTES + 1000) + b'"}\n')


def _tell_foreign(engine: FakeEngine) -> None:
    for event in load_transcript("good_run", "another-run"):
        engine.say(event)


def _close_stdin(engine: FakeEngine) -> None:
    os.close(0)
    engine.deaf = True


def _turn_deaf(engine: FakeEngine) -> None:
    engine.deaf = True


def _ignore_terminate(_engine: FakeEngine) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _fall_silent(engine: FakeEngine) -> None:
    engine.mute = True


def _lack_libraries(engine: FakeEngine) -> None:
    """Ready, and then what the files are read with is all that there is."""
    engine.say(events.Ready(__version__, BUILD, engine.role, os.getpid()))
    engine.say(events.ProblemRaised(problem("engine_start", detail="libtorch.so", reason="ImportError")))
    os._exit(1)


def _exit(code: int, words: str = "") -> Callable[[FakeEngine], None]:
    def leave(_engine: FakeEngine) -> None:
        sys.stderr.write(words)
        sys.stderr.flush()
        os._exit(code)

    return leave


def _write(data: bytes) -> Callable[[FakeEngine], None]:
    return lambda engine: engine.write(data)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _predict_late(engine: FakeEngine, request_id: int) -> None:
    """The answers to the request before come once more, before those that are asked for."""
    for event in load_transcript("predict", request_id=engine.last_request):
        engine.say(event)
    engine.predict(request_id)


FAULTS_AT_HELLO: dict[str, Callable[[FakeEngine], object]] = {
    "wrong_version": lambda engine: say_ready(engine, version="9.9.9"),
    "wrong_build": lambda engine: say_ready(engine, build="other"),
    "refused": _refuse,
    "no_ready": _stay_silent,
    "garbage_before_ready": lambda engine: (engine.write(b"Loading weights: 100%\n"), say_ready(engine)),
    "no_libraries": _lack_libraries,
    "exit_before_ready": _exit(3, "ModuleNotFoundError: No module named 'torch'\n"),
}
FAULTS_AT_RUN: dict[str, Callable[[FakeEngine], object]] = {
    "garbage": _then(_write(b"Epoch 1/4 loss=0.3\n"), FakeEngine.play_run),
    "no_teacher": _lack_teacher,
    "unknown_tag": _then(_write(b'{"type":"moon_phase","run_id":"x"}\n'), FakeEngine.play_run),
    "unknown_field": _then(_write(b'{"type":"heartbeat","pid":1,"mood":"fine"}\n'), FakeEngine.play_run),
    "torn_line": _then(_tear_line, _exit(1)),
    "huge_line": _then(_write_huge_line, FakeEngine.play_run),
    "exit_0": _then(_exit(0)),
    "exit_1": _then(_exit(1, "RuntimeError: shapes differ\n")),
    "kill_9": _then(_die),
    "flood": _then(_flood_steps, _tell_end),
    "foreign_run": _then(_tell_foreign, _tell_end),
    "after_end": _then(_tell_end, FakeEngine.play_run),
    "deaf": _then(_turn_deaf),
    "deaf_to_terminate": _then(_turn_deaf, _ignore_terminate),
    "silent": _then(_fall_silent),
    "stderr_flood": _then(_flood_stderr, _tell_end),
    "stdin_closed": _then(_close_stdin),
}
FAULTS_AT_PREDICT: dict[str, Callable[[FakeEngine, int], None]] = {
    "late_answer": _predict_late,
    "die_on_predict": _die,
    "hang_on_predict": lambda engine, _request_id: _turn_deaf(engine),
}


def fault_names() -> Iterator[str]:
    """Every fault that can be played."""
    yield from (*FAULTS_AT_HELLO, *FAULTS_AT_RUN, *FAULTS_AT_PREDICT)


def main() -> int:
    """Entry of the process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=get_args(commands.Role), required=True)
    parser.add_argument(
        "--speed", type=float, default=float(os.environ.get("DISTILSTUDIO_FAKE_SPEED", "1")), help="0: no waiting"
    )
    parser.add_argument("--run", default="good_run")
    parser.add_argument("--fault", default="", choices=("", *fault_names()))
    parser.add_argument("--heartbeat-ms", type=int, default=2000)
    words = parser.parse_args()
    return FakeEngine(words.engine, words.speed, words.run, words.fault, words.heartbeat_ms).serve()


if __name__ == "__main__":
    # Not sys.exit: the listening thread holds the lock of stdin's buffer, and the interpreter's own end aborts on that.
    os._exit(main())
