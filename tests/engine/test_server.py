"""The engine as a process of its own: the handshake, what it refuses, what never reaches the wire, and how it ends."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from safetensors.torch import load_file

from distilstudio import BUILD, __version__, places
from distilstudio.engine import scratch
from distilstudio.engine.service import Service
from distilstudio.protocol.check import CheckTeacher, TeacherChecked
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    Hello,
    OpenModels,
    PauseRun,
    Predict,
    ResumeRun,
    Shutdown,
    StartRun,
    StopRun,
)
from distilstudio.protocol.events import (
    DeviceFound,
    Event,
    Heartbeat,
    ModelsOpened,
    Predicted,
    ProblemRaised,
    Ready,
    RunEnded,
    RunNote,
    RunPaused,
    StepsDone,
    TeacherDescribed,
)
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.inspection import DataInspected, InspectData, RowsShown, ShowRows
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.wire import decode_event, encode, hello
from tests.engine.lessons import recipe

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which a test gives up on an answer; none waits so long when all is well."""


class Engine:
    """One engine process, its events as they come, and what it said that was no event."""

    def __init__(self, role: str, log: Path | None = None, code: str = "") -> None:
        environment = (
            os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)} | ({"DISTILSTUDIO_LOG": str(log)} if log else {})
        )
        words = ["-c", code] if code else ["-m", "distilstudio", "--engine", role]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
        )
        self.seen: list[Event] = []
        self.garbage: list[bytes] = []
        self._coming: queue.Queue[Event | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                self._coming.put(decode_event(line))
            except ValueError:
                self.garbage.append(line)
        self._coming.put(None)

    def send(self, *commands: Command | bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(one if isinstance(one, bytes) else encode(one) for one in commands))
        self.process.stdin.flush()

    def until(self, *kinds: type[Any], where: Callable[[Any], bool] = lambda event: True) -> Any:
        """The next event of one of these kinds; what came before it is in `seen`."""
        while True:
            event = self._coming.get(timeout=PATIENCE)
            assert event is not None, self._how_it_ended()
            self.seen.append(event)
            if isinstance(event, kinds) and where(event):
                return event

    def _how_it_ended(self) -> str:
        assert self.process.stderr is not None
        said = self.process.stderr.read()[-2000:].decode(errors="replace")
        return f"the engine ended with {self.process.wait(PATIENCE)}; before it said {self.seen[-3:]}; its log ends {said}"

    def close(self) -> None:
        """The window is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def ends(self) -> int:
        """Its exit status; every event up to the end is in `seen`."""
        status = self.process.wait(PATIENCE)
        while (event := self._coming.get(timeout=PATIENCE)) is not None:
            self.seen.append(event)
        return status

    def stop(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            if pipe is not self.process.stdout:
                pipe.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def start() -> Iterator[Callable[..., Engine]]:
    engines: list[Engine] = []

    def begin(*words: Any, **more: Any) -> Engine:
        engines.append(Engine(*words, **more))
        return engines[-1]

    yield begin
    for engine in engines:
        engine.stop()


@pytest.fixture(scope="module")
def tryout() -> Iterator[Engine]:
    """One try-out engine that has greeted, for all requests."""
    engine = Engine("tryout")
    engine.send(hello("tryout"))
    engine.until(Ready)
    yield engine
    engine.stop()


def long_recipe(**values: Any) -> Recipe:
    return recipe(train__epochs=1000, train__early_stop_exams=0, **values)


@pytest.fixture(scope="module")
def trainer() -> Iterator[Engine]:
    """One trainer that has greeted; every test ends the run that it begins."""
    engine = Engine("trainer")
    engine.send(hello("trainer"))
    engine.until(Ready)
    yield engine
    engine.stop()


def go_to_the_middle(engine: Engine, work: Path) -> None:
    """Begin a run and wait until its student learns."""
    engine.send(StartRun("run", long_recipe(), str(work / "runs" / "one"), str(work)))
    engine.until(StepsDone, where=lambda event: event.stage == "distil")


# -- handshake -----------------------------------------------------------------------------------------------------------------


def test_it_greets_back(tryout: Engine) -> None:
    [ready] = [event for event in tryout.seen if isinstance(event, Ready)]
    assert (ready.version, ready.build, ready.role, ready.pid) == (__version__, BUILD, "tryout", tryout.process.pid)
    device = tryout.until(DeviceFound).device
    assert device.cores >= 1
    assert device.precision in {"fp32", "bf16", "fp16"}


GATED = """
import pathlib, sys, time
from importlib.machinery import PathFinder

class Gate:
    def find_spec(self, name, path, target=None):
        if name != "torch":
            return None
        spec = PathFinder.find_spec(name, path)
        load = spec.loader.exec_module
        def pass_gate(module):
            {gate}
            load(module)
        spec.loader.exec_module = pass_gate
        return spec

sys.meta_path.insert(0, Gate())
from distilstudio.engine import server
sys.exit(server.main("tryout"))
"""
"""An engine that meets a gate before it has torch."""


def test_files_are_looked_at_while_the_models_libraries_are_loaded(
    start: Callable[..., Engine], shared_work: Path, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    gate = f"while not pathlib.Path({str(opened)!r}).exists(): time.sleep(0.01)"
    engine = start("tryout", code=GATED.format(gate=gate))
    data, base = DataChoice(train="train.csv"), str(shared_work)
    engine.send(
        hello("tryout"),
        DescribeTeacher(1, str(shared_work / "teacher")),
        CheckTeacher(2, recipe(), base),
        InspectData(3, "classification", data, base),
    )
    assert engine.until(DataInspected).request_id == 3
    engine.send(ShowRows(4, "classification", data, base, 10))
    assert engine.until(RowsShown).first == 10
    assert {type(event) for event in engine.seen} <= {Ready, Heartbeat, DataInspected, RowsShown}
    opened.touch()
    engine.until(DeviceFound)
    waited = [engine.until(TeacherDescribed, TeacherChecked).request_id for _ in range(2)]
    assert sorted(waited) == [1, 2]


def test_libraries_that_cannot_be_loaded_are_told_and_end_it(start: Callable[..., Engine]) -> None:
    engine = start("tryout", code=GATED.format(gate="raise ImportError('libtorch.so: cannot open')"))
    engine.send(hello("tryout"))
    told = engine.until(ProblemRaised).problem
    assert told.code == "engine_start"
    assert "libtorch.so" in told.why
    assert engine.ends() == 1


GREETINGS: list[tuple[bytes, str]] = [
    (encode(Hello("0.0.0", BUILD, "tryout")), "engine_mismatch"),
    (encode(Hello(__version__, "another", "tryout")), "engine_mismatch"),
    (encode(hello("trainer")), "wire_garbled"),
    (encode(Shutdown()), "wire_garbled"),
    (b"good morning\n", "wire_garbled"),
    (b"\xff\xfe\x00\n", "wire_garbled"),
]


@pytest.mark.parametrize(("line", "code"), GREETINGS)
def test_a_wrong_greeting_is_told_and_ends_it(line: bytes, code: str, start: Callable[..., Engine]) -> None:
    engine = start("tryout")
    engine.send(line)
    assert engine.until(ProblemRaised).problem.code == code
    assert engine.ends() != 0
    assert not any(isinstance(event, Ready) for event in engine.seen)


def test_a_window_that_is_gone_before_it_greets(start: Callable[..., Engine]) -> None:
    engine = start("tryout")
    engine.close()
    assert engine.ends() != 0
    assert engine.seen == []


def test_garbage_after_the_greeting_is_told_and_ends_it(start: Callable[..., Engine]) -> None:
    engine = start("tryout")
    engine.send(hello("tryout"), b'{"type":"predict"}\n')
    assert engine.until(ProblemRaised).problem.code == "wire_garbled"
    engine.ends()


# -- requests ------------------------------------------------------------------------------------------------------------------


def test_data_is_inspected(tryout: Engine, shared_work: Path) -> None:
    tryout.send(InspectData(11, "classification", DataChoice(train="train.csv"), str(shared_work)))
    found = tryout.until(DataInspected)
    assert (found.request_id, found.rows, found.columns) == (11, 80, ["text", "label"])


def test_a_teacher_is_described(tryout: Engine, shared_work: Path) -> None:
    tryout.send(DescribeTeacher(12, str(shared_work / "teacher"), labels=("pos", "neg")))
    found = tryout.until(TeacherDescribed)
    assert (found.request_id, found.layers, found.head_fits) == (12, 4, True)


def test_models_are_opened_and_answer_the_student_first(tryout: Engine, shared_work: Path) -> None:
    teacher = str(shared_work / "teacher")
    tryout.send(OpenModels(10, "classification", "", ""), Predict(10, "nothing is open"))
    told = tryout.until(ProblemRaised)
    assert (told.request_id, told.problem.code) == (10, "model_not_open")
    tryout.send(OpenModels(13, "classification", teacher, teacher), Predict(14, "a good film"), Predict(15, "so bad"))
    assert tryout.until(ModelsOpened).sides == ["student", "teacher"]
    found = [tryout.until(Predicted) for _ in range(4)]
    assert [(one.request_id, one.side) for one in found] == [(14, "student"), (14, "teacher"), (15, "student"), (15, "teacher")]
    assert [one.answer.labels[0].label for one in found] == ["pos", "pos", "neg", "neg"]
    assert all(one.ms > 0 for one in found)


def test_a_request_that_fails_is_told_under_its_number_and_the_next_is_answered(tryout: Engine, shared_work: Path) -> None:
    tryout.send(
        InspectData(21, "classification", DataChoice(train="gone.csv"), str(shared_work)),
        DescribeTeacher(22, "/no/such/folder"),
        OpenModels(23, "classification", "", str(shared_work)),
        DescribeTeacher(24, str(shared_work / "teacher")),
    )
    told = [tryout.until(ProblemRaised, TeacherDescribed) for _ in range(4)]  # a file is looked at in a thread of its own
    problems = [one for one in told if isinstance(one, ProblemRaised)]
    assert sorted((one.request_id, one.problem.code) for one in problems) == [
        (21, "data_missing"),
        (22, "teacher_missing"),
        (23, "teacher_no_model"),
    ]
    assert [one.request_id for one in told if isinstance(one, TeacherDescribed)] == [24]


# -- the wire ------------------------------------------------------------------------------------------------------------------


def test_what_libraries_print_goes_to_the_log(start: Callable[..., Engine], tmp_path: Path, shared_work: Path) -> None:
    noisy = """
import os, sys
from distilstudio.engine import jobs, server
real = jobs.answer
def loud(*words):
    print("noise from print", flush=True)
    os.write(1, b"noise from C\\n")
    os.system("echo noise from a child")
    sys.__stdout__.write("noise from the old stdout\\n"); sys.__stdout__.flush()
    return real(*words)
jobs.answer = loud
sys.exit(server.main("tryout"))
"""
    log = tmp_path / "logs" / "engine.log"
    engine = start("tryout", log=log, code=noisy)
    engine.send(hello("tryout"), DescribeTeacher(1, str(shared_work / "teacher")))
    engine.until(TeacherDescribed, ProblemRaised)
    engine.send(Shutdown())
    assert engine.ends() == 0
    assert engine.garbage == []
    assert isinstance(engine.seen[-1], TeacherDescribed)
    said = log.read_text()
    assert all(f"noise from {what}" in said for what in ("print", "C", "a child", "the old stdout"))


# -- runs ----------------------------------------------------------------------------------------------------------------------


def test_a_run_pauses_goes_on_and_finishes_on_command(trainer: Engine, work: Path) -> None:
    engine = trainer
    go_to_the_middle(engine, work)
    engine.send(PauseRun("run", True))
    assert engine.until(RunPaused).paused
    before = len(engine.seen)
    engine.until(Heartbeat)  # it lives while it holds
    assert not any(isinstance(event, StepsDone) for event in engine.seen[before:])
    engine.send(StopRun("another run"), PauseRun("run", False))
    assert not engine.until(RunPaused).paused
    engine.until(StepsDone)
    engine.send(StopRun("run"), StopRun("run"))
    end = engine.until(RunEnded)
    assert (end.outcome, end.run_id) == ("stopped", "run")
    assert (work / "runs" / "one" / "student" / "model.safetensors").is_file()
    assert engine.garbage == []


def test_it_beats_while_it_computes(trainer: Engine, work: Path) -> None:
    engine = trainer
    go_to_the_middle(engine, work)
    worked = psutil.Process(engine.process.pid).cpu_times
    before = worked()
    assert engine.until(Heartbeat).pid == engine.process.pid
    assert engine.until(StepsDone)
    engine.until(Heartbeat)
    # By the seconds that it computed, not by the clock: a machine with other work gives it few of them.
    assert worked().user - before.user < 10
    engine.send(StopRun("run", "discard"))
    assert engine.until(RunEnded).outcome == "discarded"
    assert not (work / "runs" / "one").exists()


def test_a_run_may_come_under_the_name_of_the_one_that_has_just_ended(tmp_path: Path) -> None:
    ends: list[RunEnded] = []
    again = StartRun("run", recipe(), str(tmp_path / "two"), str(tmp_path))

    class Sink:
        def write(self, event: Event) -> None:
            if isinstance(event, RunEnded):  # so quick an answer met the run before while it was put away
                ends.append(event)
                service.receive(again if len(ends) == 1 else Shutdown())

    service = Service("trainer", Sink(), os.getpid, lambda status: None)
    service.receive(StartRun("run", recipe(), str(tmp_path / "one"), str(tmp_path)))
    service.load()
    assert service.serve() == 0
    assert [end.problem and end.problem.code for end in ends] == ["teacher_missing"] * 2


def test_the_window_gone_in_the_middle_leaves_a_student_and_no_process(start: Callable[..., Engine], work: Path) -> None:
    engine = start("trainer")
    engine.send(hello("trainer"))
    go_to_the_middle(engine, work)
    before = time.monotonic()
    engine.close()
    assert engine.ends() == 0
    assert time.monotonic() - before < 20
    assert (work / "runs" / "one" / "student" / "model.safetensors").is_file()
    journal = (work / "runs" / "one" / "events.jsonl").read_bytes().splitlines()
    last = decode_event(journal[-1])
    assert isinstance(last, RunEnded)
    assert last.outcome == "stopped"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_a_killed_forecast_has_left_goes_when_the_next_engine_starts(start: Callable[..., Engine], work: Path) -> None:
    home = places.user_folder() / "scratch"
    engine = start("tryout")
    engine.send(hello("tryout"))
    engine.until(Ready)
    engine.send(ForecastRun(1, recipe(), str(work / "runs"), str(work)))
    deadline = time.monotonic() + 2 * PATIENCE
    while not list(home.glob("forecast-*/*/run/recipe.toml")):
        assert time.monotonic() < deadline
        assert engine.process.poll() is None
        time.sleep(0.001)
    engine.process.kill()
    engine.ends()
    assert list(home.glob("forecast-*/*/run"))
    with scratch.folder("forecast") as living:
        another = start("tryout")
        another.send(hello("tryout"))
        another.until(Ready)
        assert list(home.glob(f"forecast-*/{scratch.INSIDE}")) == [living]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_in_the_middle_it_goes_on_in_another_process(start: Callable[..., Engine], work: Path) -> None:
    folder = work / "runs" / "one"
    engine = start("trainer")
    engine.send(hello("trainer"))
    go_to_the_middle(engine, work)
    engine.process.send_signal(signal.SIGKILL)
    assert engine.ends() == -signal.SIGKILL
    with (folder / "events.jsonl").open("ab") as journal:
        journal.write(b'{"type":"steps_done","run_id":"ru')  # the line that it was writing
    again = start("trainer")
    again.send(hello("trainer"), ResumeRun("run", str(folder)))
    assert again.until(RunNote).code == "resumed"
    again.until(StepsDone)
    again.send(StopRun("run", "finish"))
    assert again.until(RunEnded).report is not None
    steps = [
        step
        for line in (folder / "events.jsonl").read_bytes().splitlines()
        for event in [decode_event(line)]
        if isinstance(event, StepsDone) and event.stage == "distil"
        for step in event.steps
    ]
    assert steps == list(range(1, len(steps) + 1))
    assert load_file(folder / "student" / "model.safetensors").keys() < load_file(work / "teacher" / "model.safetensors").keys()


def test_a_bad_run_does_not_end_the_engine(trainer: Engine, work: Path) -> None:
    engine = trainer
    for number, values in enumerate(({"data__train": "gone.csv"}, {"train__epochs": 1})):
        engine.send(StartRun(f"run {number}", recipe(**values), str(work / "runs" / str(number)), str(work)))
        end = engine.until(RunEnded)
        assert end.run_id == f"run {number}"
        assert end.outcome == ("failed", "done")[number]
