"""Every fault of the wire, and exactly what the window is told of it, in order. Afterwards no process and no thread is left."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from distilstudio.protocol.commands import Role
from distilstudio.protocol.events import StepsDone
from distilstudio.protocol.recipe import Recipe
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand, Patience
from tests.fake_engine import FLOOD_EVENTS, fault_names
from tests.worker.conftest import QUICK, WAIT_MS, Record, close, engines, fake_command

MakeClient = Callable[..., tuple[Client, Record]]

BEGUN = ["trainer_ready", "RunStarted", "StageStarted"]


@dataclass(frozen=True)
class Fault:
    """told: what the window gets. detail: stands in the problem's detail or values. stop_at: finish or discard the run when this was told."""

    name: str
    told: list[str]
    detail: str = ""
    stop_at: str = ""
    how: str = "finish"
    patience: Patience = field(default=QUICK)
    words: tuple[str, ...] = ()


FAULTS = [
    Fault("wrong_version", ["RunEnded failed engine_mismatch"], "9.9.9"),
    Fault("wrong_build", ["RunEnded failed engine_mismatch"], "other"),
    Fault("refused", ["RunEnded failed engine_mismatch"], "9.9.9"),
    Fault("no_ready", ["RunEnded failed engine_silent"], patience=replace(QUICK, ready_ms=400)),
    Fault("garbage_before_ready", ["RunEnded failed wire_garbled"], "Loading weights"),
    Fault("exit_before_ready", ["RunEnded failed engine_died"], "No module named 'torch'"),
    Fault("no_libraries", ["trainer_ready", "RunEnded failed engine_start"], "libtorch.so"),
    Fault("no_teacher", ["trainer_ready", "RunEnded failed teacher_missing"]),
    # In its own time: what it says after the garbage, its end among it, comes later and must not count.
    Fault("garbage", [*BEGUN, "RunEnded failed wire_garbled"], "Epoch 1/4", words=("--speed", "1")),
    Fault("unknown_tag", [*BEGUN, "RunEnded failed wire_garbled"], "moon_phase"),
    Fault("unknown_field", [*BEGUN, "RunEnded failed wire_garbled"], "mood"),
    Fault("torn_line", [*BEGUN, "RunEnded failed engine_died"], "in the middle of a line"),
    Fault(
        "huge_line", [*BEGUN, "RunEnded failed wire_garbled"], "over 1000000 bytes", patience=replace(QUICK, line_bytes=1_000_000)
    ),
    Fault("exit_0", [*BEGUN, "RunEnded failed engine_died"], "exit code 0"),
    Fault("exit_1", [*BEGUN, "RunEnded failed engine_died"], "RuntimeError: shapes differ"),
    Fault("kill_9", [*BEGUN, "RunEnded failed engine_died"], "SIGKILL"),
    Fault("foreign_run", [*BEGUN, "RunEnded done"]),
    Fault("after_end", [*BEGUN, "RunEnded done"]),
    Fault("stderr_flood", [*BEGUN, "RunEnded done"]),
    Fault("deaf", [*BEGUN, "RunEnded failed engine_died"], "SIGTERM", stop_at="StageStarted"),
    Fault("deaf", [*BEGUN, "RunEnded discarded engine_died"], "SIGTERM", stop_at="StageStarted", how="discard"),
    Fault("deaf_to_terminate", [*BEGUN, "RunEnded failed engine_died"], "SIGKILL", stop_at="StageStarted"),
    Fault("stdin_closed", [*BEGUN, "RunEnded failed engine_died"], "took no more commands", stop_at="StageStarted"),
    Fault(
        "silent",
        [*BEGUN, "problem run engine_silent", "RunEnded discarded"],
        stop_at="problem run engine_silent",
        how="discard",
        patience=replace(QUICK, silent_ms=400, stop_ms=5000),
    ),
]
# Told apart from the table: a flood joins its events, and questions have no run.
TESTED_BELOW = {"flood", "late_answer", "die_on_predict", "hang_on_predict"}


class Stopper(QObject):
    """Presses Finish or Discard when the window was told something."""

    def __init__(self, client: Client, record: Record, fault: Fault, run_id: str) -> None:
        super().__init__()
        self._client, self._record, self._fault, self._run_id = client, record, fault, run_id
        record.changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if self._record.told[-1] == self._fault.stop_at:
            press = self._client.finish_run if self._fault.how == "finish" else self._client.discard_run
            press(self._run_id)


def test_no_fault_is_left_out() -> None:
    assert {fault.name for fault in FAULTS} | TESTED_BELOW == set(fault_names())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}-{fault.how}" if fault.stop_at else fault.name)
def test_fault_is_told_once_and_leaves_nothing(make_client: MakeClient, qtbot: QtBot, fault: Fault) -> None:
    client, record = make_client("--fault", fault.name, *fault.words, patience=fault.patience)
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        run_id = client.start_run(Recipe(), "/runs/one")
        stopper = Stopper(client, record, fault, run_id)
    close(qtbot, client)

    assert record.told == fault.told
    assert [end.run_id for end in record.ends] == [run_id]
    ended = record.ends[0].problem
    assert fault.detail in (f"{ended.detail} {ended.why}" if ended else "")
    assert engines() == []
    stopper.deleteLater()


def test_program_that_is_not_there(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client(command=lambda role: EngineCommand("/nowhere/python", ("--engine", role)))
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        client.start_run(Recipe(), "/runs/one")
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.describe_teacher("starter")
    assert record.told == ["RunEnded failed engine_start", "problem teacher engine_start"]
    assert record.ends[0].problem
    assert "/nowhere/python" in record.ends[0].problem.detail


def test_flood_reaches_the_window_whole_and_in_few_signals(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--fault", "flood")
    begun = time.monotonic()
    with qtbot.waitSignal(record.run_ended, timeout=WAIT_MS):
        client.start_run(Recipe(), "/runs/one")
    seconds = time.monotonic() - begun

    steps = [event for event in record.events if isinstance(event, StepsDone)]
    assert [step for event in steps for step in event.steps] == list(range(FLOOD_EVENTS))
    assert all(len(event.losses["soft"]) == len(event.learning_rate) == len(event.steps) for event in steps)
    # One StepsDone a batch, one batch each 50 ms: however quick the engine writes, the window is called no oftener.
    assert len(steps) <= seconds / 0.05 + 2
    assert record.told[:3] == BEGUN
    assert record.told[-1] == "RunEnded done"


def test_late_answer_of_an_old_question_is_dropped(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client("--fault", "late_answer")
    client.open_models("classification", "teacher", "student")
    qtbot.waitUntil(lambda: record.told == ["tryout_ready", "ModelsOpened"], timeout=WAIT_MS)
    for text in ("good", "very good"):
        before = len(record.told)
        newest = client.predict(text)
        qtbot.waitUntil(lambda before=before: len(record.told) == before + 2, timeout=WAIT_MS)
        assert [(answer.request_id, answer.side) for answer in record.answers[-2:]] == [(newest, "student"), (newest, "teacher")]


def faulty_once(fault: str, *words: str) -> Callable[[Role], EngineCommand]:
    """The first process has the fault, those after it are sound."""
    faults = itertools.chain([("--fault", fault)], itertools.repeat(()))
    return lambda role: fake_command("--speed", "0", *words, *next(faults))(role)


def test_tryout_that_dies_is_told_and_started_again_with_its_models(make_client: MakeClient, qtbot: QtBot) -> None:
    client, record = make_client(command=faulty_once("die_on_predict"))
    client.open_models("classification", "teacher", "student")
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.predict("good")
    client.predict("good")
    qtbot.waitUntil(lambda: record.told[-2:] == ["Predicted", "Predicted"], timeout=WAIT_MS)
    assert record.told == [
        "tryout_ready",
        "ModelsOpened",
        "problem predict engine_died",
        "tryout_ready",
        "Predicted",
        "Predicted",
    ]
    assert "SIGKILL" in record.problems[0][0].why


def test_tryout_that_hangs_is_told_and_the_next_question_gets_a_new_one(make_client: MakeClient, qtbot: QtBot) -> None:
    command = faulty_once("hang_on_predict", "--heartbeat-ms", "100000")
    client, record = make_client(command=command, patience=replace(QUICK, silent_ms=500))
    client.open_models("classification", "teacher", "student")
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.predict("good")
    newest = client.predict("good")
    qtbot.waitUntil(lambda: record.told[-2:] == ["Predicted", "Predicted"], timeout=WAIT_MS)
    assert record.told == [
        "tryout_ready",
        "ModelsOpened",
        "problem engine engine_silent",
        "tryout_ready",
        "Predicted",
        "Predicted",
    ]
    assert [answer.request_id for answer in record.answers[-2:]] == [newest, newest]


def test_what_a_hanging_tryout_was_asked_is_told_when_a_new_one_takes_over(make_client: MakeClient, qtbot: QtBot) -> None:
    """Nobody waits without end for the answer to a question that the new one was never asked."""
    command = faulty_once("hang_on_predict", "--heartbeat-ms", "100000")
    client, record = make_client(command=command, patience=replace(QUICK, silent_ms=500))
    client.open_models("classification", "teacher", "student")
    with qtbot.waitSignal(client.problem_raised, timeout=WAIT_MS):
        client.predict("good")
    with qtbot.waitSignal(client.teacher_described, timeout=WAIT_MS):
        client.describe_teacher("starter")
    assert record.told[2:] == [
        "problem engine engine_silent",
        "problem predict engine_silent",
        "tryout_ready",
        "TeacherDescribed",
    ]
