"""The check of conftest that a test leaves nothing behind, the closed network and the failing Qt warning: each seen to catch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = """
import sys, socket
from PySide6.QtCore import QObject, QProcess, QThread, QTimer, qWarning
from PySide6.QtWidgets import QWidget
kept = []
"""
PATIENT = "\nGRACE_S = 2.0\n"
"""How long the suite waits for what may yet end by itself; nothing here does."""
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


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of one test for each case and of an empty one after it, run by one process with the suite's own conftest and settings:
    by the test's name why it failed, or ""."""
    folder = tmp_path_factory.mktemp("cases")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests").mkdir()
    conftest = (ROOT / "tests" / "conftest.py").read_text("utf-8")
    assert PATIENT in conftest
    (folder / "tests" / "conftest.py").write_text(conftest.replace(PATIENT, "\nGRACE_S = 0.1\n"), "utf-8")
    cases = [written(name, body) for name, body in (LEAKS | CLEAN).items()]
    (folder / "tests" / "test_it.py").write_text(HEAD + "".join(cases), "utf-8")
    # A leaked thread ends the process with an abort after the report, so what was reported is read and not the exit code.
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-q",
            "--junitxml=told.xml",
            "--rootdir",
            folder,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (folder / "told.xml").is_file(), done.stdout + done.stderr
    assert done.returncode != 0, done.stdout
    told = ElementTree.parse(folder / "told.xml").iter("testcase")
    return {test.get("name", ""): "".join(test.itertext()) for test in told}


def written(case: str, body: str) -> str:
    """A test that does this, and the next one, which does nothing."""
    name, lines = case.replace(" ", "_"), body.replace("; ", "\n    ")
    return f"\n\ndef test_{name}(qtbot):\n    {lines}\n\n\ndef test_after_{name}(qtbot):\n    pass\n"


@pytest.mark.parametrize("leak", LEAKS)
def test_what_is_left_behind_is_caught(leak: str, outcomes: dict[str, str]) -> None:
    name = leak.replace(" ", "_")
    reason = {"warning": "something is off", "network": "must not use the network"}.get(leak, "left behind by the test")
    assert reason in outcomes[f"test_{name}"]
    assert outcomes[f"test_after_{name}"] == "", "blamed on the wrong test"


@pytest.mark.parametrize("case", CLEAN)
def test_what_is_put_away_passes(case: str, outcomes: dict[str, str]) -> None:
    name = case.replace(" ", "_")
    assert (outcomes[f"test_{name}"], outcomes[f"test_after_{name}"]) == ("", "")
