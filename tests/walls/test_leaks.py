"""The check of conftest that a test leaves nothing behind, the closed network and the failing Qt warning: each seen to catch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = """
import sys, socket
from PySide6.QtCore import QObject, QProcess, QThread, QTimer, qWarning
from PySide6.QtWidgets import QWidget
kept = []
"""
LEAKS = {
    "timer": "timer = QTimer(); timer.start(60_000); kept.append(timer)",
    "child timer": "parent = QObject(); QTimer(parent).start(60_000); kept.append(parent)",
    "thread": "thread = QThread(); thread.start(); kept.append(thread)",
    "process": "p = QProcess(); p.start(sys.executable, ['-c', 'input()']); assert p.waitForStarted(); kept.append(p)",
    "window": "window = QWidget(); window.show(); kept.append(window)",
    "hidden window": "kept.append(QWidget())",
    "warning": "qWarning('something is off')",
    "network": "socket.create_connection(('192.0.2.1', 80), timeout=1)",
}
CLEAN = {
    "own window": "window = QWidget(); qtbot.addWidget(window); window.show()",
    "timer that ends": "timer = QTimer(); timer.start(60_000); timer.stop(); kept.append(timer)",
    "thread that ends": "t = QThread(); t.start(); t.quit(); assert t.wait(5000); kept.append(t)",
    "loopback": "s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()).close(); s.close()",
}


def run_test_with(body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one test of the suite's own kind, with its conftest and its settings, in a folder of its own."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    indented = body.replace("; ", "\n    ")
    (folder / "tests" / "test_it.py").write_text(
        f"{HEAD}\n\ndef test_it(qtbot):\n    {indented}\n\n\ndef test_next(qtbot):\n    pass\n", "utf-8"
    )
    # A leaked thread ends the process with an abort after the report, so the words are read and not only the exit code.
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "--rootdir", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("leak", LEAKS)
def test_what_is_left_behind_is_caught(leak: str, tmp_path: Path) -> None:
    done = run_test_with(LEAKS[leak], tmp_path)
    assert done.returncode != 0, done.stdout
    reason = {"warning": "something is off", "network": "must not use the network"}.get(leak, "left behind by the test")
    assert reason in done.stdout
    assert "ERROR tests/test_it.py::test_next" not in done.stdout, "blamed on the wrong test"


@pytest.mark.parametrize("case", CLEAN)
def test_what_is_put_away_passes(case: str, tmp_path: Path) -> None:
    done = run_test_with(CLEAN[case], tmp_path)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
