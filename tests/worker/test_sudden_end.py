"""The window's process ends without closing the client: no engine may outlive it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.fake_engine import ROOT

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from distilstudio.protocol.recipe import Recipe
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import Patience
from tests.worker.conftest import fake_command

app = QCoreApplication([])
client = Client(fake_command("--speed", "1"), Patience(), Path(sys.argv[1]))
pids = []

def tell(ready):
    pids.append(ready.pid)
    if len(pids) == 2:
        print(*pids, flush=True)
        {act}

client.trainer_ready.connect(tell)
client.tryout_ready.connect(tell)
client.start_run(Recipe(), "/runs/one")
client.warm()
app.exec()
"""
ACTS = {
    "leaves the event loop": "app.quit()",
    "is killed": "pass",
    "gets Ctrl+C": "pass",
}


def engines_of(act: str, tmp_path: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A window's process that has reached its act, and its two engines."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", WINDOW.replace("{act}", ACTS[act]), str(tmp_path)]
    window = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    assert window.stdout
    pids = [int(pid) for pid in window.stdout.readline().split()]
    assert len(pids) == 2
    return window, list(_living(pids))


def _living(pids: list[int]) -> Iterator[psutil.Process]:
    """Those of them that have not ended yet: some acts end them at once."""
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            yield psutil.Process(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("act", ACTS)
def test_no_engine_outlives_the_window(act: str, tmp_path: Path) -> None:
    window, engines = engines_of(act, tmp_path)
    if act == "is killed":
        window.kill()
    elif act == "gets Ctrl+C":
        # As a terminal does: to the whole group of the window. The engines are in no such group, and are ended by their stdin.
        os.killpg(window.pid, signal.SIGINT)
        os.killpg(window.pid, signal.SIGKILL)
    _, errors = window.communicate(timeout=30)
    _, alive = psutil.wait_procs(engines, timeout=30)
    assert alive == []
    assert "QThread" not in errors
    assert "QProcess" not in errors
    if act == "leaves the event loop":
        assert (window.returncode, errors) == (0, "")
