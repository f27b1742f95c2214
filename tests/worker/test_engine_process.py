"""One engine's process by itself: how it is stopped before it is ready."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess
from pytestqt.qtbot import QtBot

from distilstudio.worker.engine_process import EngineProcess
from tests.worker.conftest import QUICK, WAIT_MS, fake_command


@pytest.mark.parametrize("is_greeted", [True, False])
def test_an_engine_that_is_not_ready_is_told_to_end_and_its_channel_is_closed_later(
    qtbot: QtBot, tmp_path: Path, is_greeted: bool
) -> None:
    """Closed at once, under Python's lock, it may wait for one of Qt's that the window's thread holds while it waits for Python's."""
    patient = replace(QUICK, stop_ms=10 * WAIT_MS)  # the ladder would come too late
    command, owner = fake_command("--fault", "no_ready")("tryout"), QObject()
    engine = EngineProcess("tryout", command, patient, tmp_path / "engine.log", owner)
    process = engine._process
    engine.start()
    if is_greeted:
        qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.Running and not process.bytesToWrite(), timeout=WAIT_MS)
    with qtbot.waitSignal(engine.ended, timeout=WAIT_MS):
        engine.stop()
        assert not is_greeted or process.bytesToWrite() > 0
    assert (process.exitStatus(), process.exitCode()) == (QProcess.ExitStatus.NormalExit, 0)
    owner.deleteLater()
