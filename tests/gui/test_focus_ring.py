"""The ring is for those who come by keyboard; focus never falls on a button that destroys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio


def test_ring_after_tab_and_none_after_a_click(qtbot: QtBot, studio: Studio) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    studio.window.show_page("recipe")
    button = studio.window.findChild(QPushButton, "hood_button")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    studio.window.rail.button("recipe").setFocus(Qt.FocusReason.TabFocusReason)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.property("ring") is True
    studio.window.rail.button("recipe").setFocus(Qt.FocusReason.TabFocusReason)
    assert button.property("ring") is False
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not button.property("ring")
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)


def test_focus_does_not_fall_from_distil_to_discard(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.activateWindow()
    qtbot.waitUntil(loaded.window.isActiveWindow)
    loaded.window.show_page("recipe")
    primary = loaded.window.findChild(QPushButton, "primary_button")
    primary.setFocus()
    primary.click()
    assert loaded.window.current == "train"
    assert QApplication.focusWidget() is loaded.window.rail.button("train")
