"""The computer stays awake while a student is trained: when it is asked to, and that real services are asked and let go of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.awake import Awake
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.wake_locks import LinuxLock, MacLock, WindowsLock, wake_lock_for
from distilstudio.protocol.events import RunEnded, RunPaused, StageStarted
from distilstudio.protocol.proof import ProofProgress
from tests.gui.conftest import LONG_MS
from tests.gui.desktop_bus import NEEDS_BUS, a_desktop


class Told:
    """Remembers what it was asked for: what is tested here is when, not how."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def hold(self, why: str) -> None:
        assert why
        self.calls.append("hold")

    def release(self) -> None:
        self.calls.append("release")


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QObject]:
    owner = QObject()
    yield owner
    owner.deleteLater()


def test_from_the_first_step_to_the_last_but_not_while_paused(settings: Settings, parent: QObject) -> None:
    run, lock = RunModel(parent), Told()
    Awake(run, settings, lock, parent)
    run.begin("run")
    run.apply(StageStarted("run", "distil", 100))
    assert lock.calls == ["hold"]
    run.apply(RunPaused("run", paused=True))
    assert lock.calls == ["hold", "release"]
    run.apply(RunPaused("run", paused=False))
    run.apply(RunEnded("run", "done"))
    assert lock.calls == ["hold", "release", "hold", "release"]
    run.begin_replay("earlier")
    assert len(lock.calls) == 4  # nobody works on a run that is only told again


def test_proofs_and_searches_are_work_too(settings: Settings, parent: QObject) -> None:
    lock, proofs, pilots = Told(), ProofState(parent), PilotState(Project(parent=parent), parent)
    Awake(RunModel(parent), settings, lock, parent, (proofs, pilots))
    proofs.set_progress(Path("run"), ProofProgress("proof-1", "read"))
    pilots.begin()
    proofs.end()
    assert lock.calls == ["hold"]
    pilots.end(None)
    assert lock.calls == ["hold", "release"]


def test_the_person_decides_also_while_it_goes_on(settings: Settings, parent: QObject) -> None:
    run, lock = RunModel(parent), Told()
    settings.set("keep_awake", False)
    Awake(run, settings, lock, parent)
    run.begin("run")
    assert lock.calls == []
    settings.set("keep_awake", True)
    settings.set("keep_awake", False)
    assert lock.calls == ["hold", "release"]


def test_the_settings_page_has_it_switched_on(qtbot: QtBot, studio: Studio) -> None:
    studio.window.show_page("settings")
    check = studio.window.findChild(QCheckBox, "keep_awake_check")
    assert check.isChecked()
    check.click()
    assert not studio.settings.saved.keep_awake


@NEEDS_BUS
def test_logind_is_asked_and_its_lock_closed(qtbot: QtBot, parent: QObject) -> None:
    with a_desktop("login1") as desktop:
        lock = LinuxLock(parent, desktop.address, desktop.address)
        lock.hold("A student is being trained")
        qtbot.waitUntil(lambda: lock.held_by == "system", timeout=LONG_MS)
        assert desktop.said == [("Inhibit", "ssss", ["sleep:idle", "DistilStudio", "A student is being trained", "block"])]
        assert not desktop.is_let_go()
        lock.release()
        qtbot.waitUntil(desktop.is_let_go, timeout=LONG_MS)
        assert lock.held_by == ""


@NEEDS_BUS
def test_without_logind_the_screen_saver_is_asked(qtbot: QtBot, parent: QObject) -> None:
    with a_desktop("ScreenSaver") as desktop:
        lock = LinuxLock(parent, desktop.address, desktop.address)
        lock.hold("A student is being trained")
        qtbot.waitUntil(lambda: lock.held_by == "session", timeout=LONG_MS)
        assert desktop.said == [("Inhibit", "ss", ["DistilStudio", "A student is being trained"])]
        assert desktop.has_caller()
        lock.release()
        qtbot.waitUntil(lambda: not desktop.has_caller(), timeout=LONG_MS)  # the service watches who asked


def test_where_nobody_can_be_asked_nothing_comes_of_it(parent: QObject, caplog: pytest.LogCaptureFixture) -> None:
    lock = LinuxLock(parent, "unix:path=/nowhere", "unix:path=/nowhere")
    lock.hold("A student is being trained")
    assert "does not let itself be kept awake" in caplog.text
    assert lock.held_by == ""
    lock.release()


def test_each_system_has_its_way(parent: QObject) -> None:
    assert isinstance(wake_lock_for("win32", parent), WindowsLock)
    assert isinstance(wake_lock_for("darwin", parent), MacLock)
    assert isinstance(wake_lock_for("linux", parent), LinuxLock)
