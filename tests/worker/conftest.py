"""A client on the fake engine, and what it told in order; a test that leaves a process or a thread behind fails."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject, Signal, Slot
from pytestqt.qtbot import QtBot

from distilstudio.protocol.commands import Role
from distilstudio.protocol.events import ProblemRaised, RunEnded
from distilstudio.protocol.problems import Problem
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand, Patience
from tests import fake_engine

QUICK = Patience(ready_ms=20_000, silent_ms=20_000, stop_ms=300, terminate_ms=300)
WAIT_MS = 30_000


def fake_command(*words: str) -> Callable[[Role], EngineCommand]:
    """How to start the fake engine with these arguments."""
    return lambda role: EngineCommand(sys.executable, (str(fake_engine.__file__), "--engine", role, *words))


def engines() -> list[psutil.Process]:
    """Engine processes of this test's process that still live."""
    return [child for child in psutil.Process().children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]


class Record(QObject):
    """Writes down every signal of a client, in order."""

    run_ended = Signal()
    changed = Signal()

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.told: list[str] = []
        self.events: list[object] = []
        self.problems: list[tuple[Problem, str]] = []
        self.answers: list[object] = []
        client.trainer_ready.connect(self._on_trainer_ready)
        client.tryout_ready.connect(self._on_tryout_ready)
        client.run_event.connect(self._on_run_event)
        client.problem_raised.connect(self._on_problem)
        for signal in (client.data_inspected, client.teacher_described, client.models_opened, client.predicted):
            signal.connect(self._on_answer)

    @property
    def ends(self) -> list[RunEnded]:
        return [event for event in self.events if isinstance(event, RunEnded)]

    def _note(self, words: str) -> None:
        self.told.append(words)
        self.changed.emit()

    @Slot(object)
    def _on_trainer_ready(self, ready: object) -> None:
        self._note("trainer_ready")

    @Slot(object)
    def _on_tryout_ready(self, ready: object) -> None:
        self._note("tryout_ready")

    @Slot(object)
    def _on_run_event(self, event: object) -> None:
        self.events.append(event)
        if isinstance(event, RunEnded):
            code = f" {event.problem.code}" if event.problem else ""
            self._note(f"RunEnded {event.outcome}{code}")
            self.run_ended.emit()
        else:
            self._note(type(event).__name__)

    @Slot(object)
    def _on_answer(self, event: object) -> None:
        self.answers.append(event)
        self._note(type(event).__name__)

    @Slot(object, object)
    def _on_problem(self, told: Problem, kind: str) -> None:
        assert not isinstance(told, ProblemRaised)
        self.problems.append((told, kind))
        self._note(f"problem {kind} {told.code}")


@pytest.fixture
def make_client(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., tuple[Client, Record]]]:
    """Clients on the fake engine; each is shut down at the end, and nothing may be left."""
    made: list[Client] = []

    def make(
        *words: str, patience: Patience = QUICK, command: Callable[[Role], EngineCommand] | None = None
    ) -> tuple[Client, Record]:
        client = Client(command or fake_command("--speed", "0", *words), patience, logs=tmp_path / "logs")
        made.append(client)
        return client, Record(client)

    yield make
    for client in made:
        close(qtbot, client)
    made.clear()
    assert engines() == []


def close(qtbot: QtBot, client: Client) -> None:
    """Shut a client down and wait until nothing of it is left; one that is closed already stays so."""
    if client._thread.isFinished():
        return
    with qtbot.waitSignal(client.closed, timeout=WAIT_MS):
        client.shutdown()
    assert client._thread.isFinished()
