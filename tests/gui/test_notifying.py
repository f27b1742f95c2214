"""The end of a run when the window is not in front: the note, the marks, and that they go when they are seen."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from distilstudio.gui import notifying
from distilstudio.gui.app import Studio
from distilstudio.gui.desktop_notes import note_command, show_note
from distilstudio.gui.models.run import Phase
from distilstudio.gui.widgets.step_rail import StepButton
from tests.gui.conftest import LONG_MS
from tests.gui.desktop_bus import NEEDS_BUS, a_desktop

Said = list[tuple[str, str]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What the desktop was told; the window is never in front."""
    told: Said = []
    monkeypatch.setattr(notifying.MainWindow, "isActiveWindow", lambda _window: False)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, title, text, _sign: told.append((title, text)))
    return told


def train_step(studio: Studio) -> StepButton:
    return studio.window.rail.button("train")


@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface", "This plugin does not support")
def test_a_student_that_is_ready_is_told_and_marked_until_seen(qtbot: QtBot, loaded: Studio, said: Said) -> None:
    loaded.wiring.start_run()
    loaded.window.show_page("data")
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.DONE, timeout=LONG_MS)
    assert said == [("Your student is ready", loaded.window.page("train").title())]
    assert "of its teacher" in said[0][1]
    assert loaded.window.windowTitle() == "● Your student is ready – DistilStudio"
    assert train_step(loaded).is_marked
    assert train_step(loaded).accessibleDescription().startswith("new, done")
    QApplication.sendEvent(loaded.window, QEvent(QEvent.Type.WindowActivate))
    assert loaded.window.windowTitle() == "DistilStudio"
    assert train_step(loaded).is_marked  # another page is in front
    loaded.tray.clicked.emit()
    assert loaded.window.current == "train"
    assert not train_step(loaded).is_marked


@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface")
@pytest.mark.parametrize("engine_words", [("--speed", "0", "--fault", "kill_9")])
def test_a_run_that_failed_is_told_too(qtbot: QtBot, loaded: Studio, said: Said) -> None:
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.FAILED, timeout=LONG_MS)
    assert said == [("The run ended early", loaded.window.page("train").subtitle())]
    assert said[0][1]


@NEEDS_BUS
@pytest.mark.skipif(shutil.which("gdbus") is None, reason="needs the program gdbus")
def test_without_a_tray_the_desktop_is_told_over_its_bus(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_desktop("Notifications") as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
        assert show_note("你的学生好了", "It's “94 %” of C:\\it & <b>more</b>")
        qtbot.waitUntil(lambda: bool(desktop.said), timeout=LONG_MS)
        member, signature, said = desktop.said[0]
        assert (member, signature) == ("Notify", "susssasa{sv}i")
        assert said[:2] == ["DistilStudio", 0]
        assert said[3:5] == ["你的学生好了", "It's “94 %” of C:\\it &amp; &lt;b&gt;more&lt;/b&gt;"]


def test_the_first_program_that_is_there_is_used() -> None:
    assert note_command("a", "b", lambda _name: None) == []
    assert note_command("a", "b", lambda name: name)[0] == "gdbus"
    words = note_command("a", "<b>", lambda name: name if name == "notify-send" else None)
    assert (words[0], words[-2:]) == ("notify-send", ["a", "&lt;b&gt;"])
