"""Demo mode: full screen and large type by key or button, and everything as it was afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio


def test_f11_makes_the_page_large_and_escape_puts_everything_back(qtbot: QtBot, whole: Studio) -> None:
    window = whole.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert not window.rail.isVisible()
    assert whole.theme.text_percent == 150
    assert whole.settings.saved.text_percent == 100
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.rail.isVisible()
    assert whole.theme.text_percent == 100
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_a_text_size_chosen_meanwhile_holds_afterwards(qtbot: QtBot, whole: Studio) -> None:
    button = whole.window.findChild(QPushButton, "demo_button")
    button.click()
    whole.window.page("settings").text_slider.setValue(12)
    button.click()
    assert (whole.theme.text_percent, whole.settings.saved.text_percent) == (120, 120)


def test_the_replay_bar_has_a_button_for_it(qtbot: QtBot, whole: Studio) -> None:
    button = whole.window.findChild(QPushButton, "demo_button")
    button.click()
    qtbot.waitUntil(whole.window.isFullScreen)
    button.click()
    qtbot.waitUntil(lambda: not whole.window.isFullScreen())
