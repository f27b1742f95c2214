"""What is told of a process that ended: its status in words and the end of its log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from distilstudio.worker.engine_command import engine_command
from distilstudio.worker.engine_ending import TAIL_BYTES, Tail, died, log_size, log_tail, status_text


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("code", "crashed", "words"),
    [(0, False, "exit code 0"), (9, True, "signal 9 (SIGKILL)"), (11, True, "signal 11 (SIGSEGV)"), (99, True, "signal 99")],
)
def test_status(code: int, crashed: bool, words: str) -> None:
    assert status_text(code, crashed) == words


def test_tail_keeps_the_end_however_much_comes() -> None:
    tail = Tail(limit=10)
    for piece in (b"0123456789abc", b"", b"def", b"g"):
        tail.feed(piece)
    assert tail.text() == "789abcdefg"


def test_log_tail_is_of_this_process_only(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    assert log_tail(log, log_size(log)) == ""
    log.write_text("before\n")
    since = log_size(log)
    with log.open("a") as file:
        file.write("after\n")
    assert log_tail(log, since) == "after"
    log.write_text("new")
    assert log_tail(log, since) == "new"
    log.write_text("x" * (3 * TAIL_BYTES) + "end")
    assert len(log_tail(log, 0)) == TAIL_BYTES
    assert log_tail(log, 0).endswith("xend")


def test_problem_holds_status_and_every_trace() -> None:
    told = died("signal 9 (SIGKILL)", notes=["a note"], stderr="last words", log="log lines")
    assert told.code == "engine_died"
    assert told.values == {"status": "signal 9 (SIGKILL)"}
    assert told.what_to_do[0].startswith("If a run was under way"), "an engine that answers questions has none"
    assert [word in told.detail for word in ("a note", "SIGKILL", "last words", "log lines")] == [True] * 4


def test_own_engine_is_this_interpreter_with_this_package() -> None:
    command = engine_command("trainer")
    assert (command.program, command.arguments) == (sys.executable, ("-m", "distilstudio", "--engine", "trainer"))


def test_frozen_engine_is_the_same_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert engine_command("tryout").arguments == ("--engine", "tryout")


FOREIGN = ("torch", "transformers", "PySide6.QtGui", "PySide6.QtWidgets", "distilstudio.engine", "distilstudio.gui")


def test_worker_loads_no_widgets_and_no_engine() -> None:
    code = f"import sys, distilstudio.worker.client; print([name for name in sys.modules if name.startswith({FOREIGN})])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
