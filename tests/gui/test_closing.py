"""Closing the window while a run goes on: one question, and what each answer comes to; the icon in the tray meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase
from tests.gui.conftest import LONG_MS

OFFSCREEN_WORDS = pytest.mark.qt_log_ignore("This plugin does not support", "No such signal QPlatformNativeInterface")
"""A dialog and a tray ask for more than the platform without a screen can give."""
pytestmark = [OFFSCREEN_WORDS, pytest.mark.parametrize("engine_words", [("--speed", "1")])]


@pytest.fixture
def learning(qtbot: QtBot, loaded: Studio) -> Studio:
    """The window while a run goes on."""
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.RUNNING, timeout=LONG_MS)
    return loaded


@pytest.fixture
def with_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform without a screen has no tray; here it says that it has one."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))


def press(studio: Studio, button: str) -> None:
    box = studio.closing.question
    assert box is not None
    box.findChild(QPushButton, button).click()


def tray_action(studio: Studio, name: str) -> QAction:
    return next(action for action in studio.tray.menu.actions() if action.objectName() == name)


def discard(qtbot: QtBot, studio: Studio) -> None:
    studio.wiring.discard_run()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DISCARDED, timeout=LONG_MS)


def test_it_is_asked_once_and_saving_closes_the_window(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    learning.window.close()
    assert learning.window.isVisible()
    assert len(learning.window.findChildren(type(learning.closing.question))) == 1
    with qtbot.waitSignal(learning.client.closed, timeout=LONG_MS):
        press(learning, "close_save_button")
        assert not learning.window.isVisible()
    assert learning.run.phase is Phase.STOPPED
    assert learning.run.report is None  # no exam was taken: the run is kept for going on


def test_closing_can_be_thought_better_of(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    press(learning, "close_cancel_button")
    assert learning.window.isVisible()
    assert learning.run.is_live
    discard(qtbot, learning)


def test_without_a_tray_the_window_is_minimised_and_that_is_said(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    box = learning.closing.question
    assert box is not None
    assert "no tray" in box.informativeText()
    assert box.findChild(QPushButton, "close_keep_button").text() == "Keep training, minimised"
    press(learning, "close_keep_button")
    assert learning.window.isMinimized()
    assert learning.run.is_live
    learning.window.close()  # asked again: it was another press
    assert not learning.window.isMinimized()
    press(learning, "close_cancel_button")
    discard(qtbot, learning)


@pytest.mark.usefixtures("with_tray")
def test_in_the_tray_the_run_goes_on_and_the_window_comes_back(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    press(learning, "close_keep_button")
    assert not learning.window.isVisible()
    assert learning.run.is_live
    assert learning.window.page("train").title() in learning.tray.icon.toolTip()
    pause = tray_action(learning, "tray_pause")
    pause.trigger()
    qtbot.waitUntil(lambda: learning.run.phase is Phase.PAUSED, timeout=LONG_MS)
    assert pause.text() == "Continue"
    assert "Paused" in learning.tray.icon.toolTip()
    pause.trigger()
    qtbot.waitUntil(lambda: learning.run.phase is Phase.RUNNING, timeout=LONG_MS)
    tray_action(learning, "tray_open").trigger()
    assert learning.window.isVisible()
    discard(qtbot, learning)
    assert not pause.isVisible()


@pytest.mark.usefixtures("with_tray")
def test_a_tray_that_goes_gives_the_window_back(qtbot: QtBot, learning: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    learning.closing._look_out.setInterval(10)
    learning.window.close()
    press(learning, "close_keep_button")
    assert not learning.window.isVisible()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    qtbot.waitUntil(learning.window.isVisible, timeout=LONG_MS)
    discard(qtbot, learning)


@pytest.mark.usefixtures("with_tray")
def test_from_the_tray_it_can_be_saved_and_left(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    press(learning, "close_keep_button")
    leave = tray_action(learning, "tray_leave")
    assert leave.text() == "Save, stop and quit"
    with qtbot.waitSignal(learning.client.closed, timeout=LONG_MS):
        leave.trigger()
    assert learning.run.phase is Phase.STOPPED
    assert not learning.tray.icon.isVisible()


def test_a_run_that_ends_meanwhile_takes_the_question_away(qtbot: QtBot, learning: Studio) -> None:
    learning.window.close()
    discard(qtbot, learning)
    assert learning.closing.question is None
    assert learning.window.isVisible()
