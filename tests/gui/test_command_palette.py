"""The command palette's panel: keys and clicks in, the chosen command out; where the focus goes; what it tells while it is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.commands import Command
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.command_palette import CommandPalette
from distilstudio.gui.widgets.command_rows import pieces
from tests.gui.test_spoken import objects_below

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
KEYS = [f"k{number}" for number in range(14)]
COMMANDS = [Command(key, f"Command {number}", "", "data", f"Ctrl+{number}") for number, key in enumerate(KEYS)]


@pytest.fixture
def body(qtbot: QtBot) -> QWidget:
    """A window with three fields, and room below them."""
    body = QWidget()
    column = QVBoxLayout(body)
    for _ in range(3):
        column.addWidget(QLineEdit())
    column.addStretch(1)
    qtbot.addWidget(body)
    body.resize(900, 700)
    body.show()
    body.activateWindow()
    qtbot.waitUntil(body.isActiveWindow)
    return body


@pytest.fixture
def field(body: QWidget) -> QLineEdit:
    """The one in the middle, which has the focus."""
    field = body.findChildren(QLineEdit)[1]
    field.setFocus()
    return field


@pytest.fixture
def palette(theme: Theme, body: QWidget, field: QLineEdit) -> CommandPalette:
    """The palette over that window, open."""
    palette = CommandPalette(theme, body)
    palette.open_with(COMMANDS, ())
    return palette


def current(palette: CommandPalette) -> str:
    return palette.list.currentIndex().data()


def test_it_stands_at_the_top_in_the_middle_and_has_the_focus(palette: CommandPalette, body: QWidget) -> None:
    assert palette.isVisible()
    assert not palette.isWindow()
    assert abs(palette.geometry().center().x() - body.rect().center().x()) <= 1
    assert palette.y() < 40
    assert palette.edit.hasFocus()
    assert palette.edit.placeholderText()
    assert current(palette) == "Command 0"
    body.resize(500, 260)
    assert body.rect().contains(palette.geometry())


def test_up_down_and_page_move_and_enter_runs(qtbot: QtBot, palette: CommandPalette, field: QLineEdit) -> None:
    edit, seen = palette.edit, []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(edit, key)
        seen.append(current(palette).removeprefix("Command "))
    assert seen == ["1", "0", "13", "0", "9", "0"]
    QTest.keyClick(edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert chosen.args == ["k1"]
    assert not palette.is_open
    assert field.hasFocus()


def test_what_is_typed_leaves_what_fits(qtbot: QtBot, palette: CommandPalette) -> None:
    high = palette.height()
    QTest.keyClicks(palette.edit, "13")
    assert (palette.commands.rowCount(), current(palette)) == (1, "Command 13")
    assert palette.height() < high
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.edit, Qt.Key.Key_Enter)
    assert chosen.args == ["k13"]
    palette.open_with(COMMANDS, ("k5",))
    assert (palette.edit.text(), current(palette)) == ("", "Command 5")


def test_nothing_that_fits_is_said_in_a_sentence(qtbot: QtBot, palette: CommandPalette) -> None:
    QTest.keyClicks(palette.edit, "xyz")
    assert palette.empty.isVisible()
    assert not palette.list.isVisible()
    assert palette.empty.text().endswith(".")
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    assert palette.is_open
    palette.edit.clear()
    assert palette.list.isVisible()
    assert not palette.empty.isVisible()


@pytest.mark.parametrize("way", ["escape", "escape in the list", "click elsewhere"])
def test_it_closes_and_the_focus_is_where_it_was(
    qtbot: QtBot, palette: CommandPalette, body: QWidget, field: QLineEdit, way: str
) -> None:
    place = QPoint(5, body.height() - 5)
    with qtbot.assertNotEmitted(palette.chosen):
        if way == "click elsewhere":
            QTest.mouseClick(body.childAt(place), Qt.MouseButton.LeftButton, pos=place)
        else:
            if way == "escape in the list":
                QTest.keyClick(palette.edit, Qt.Key.Key_Tab)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not palette.is_open
    assert field.hasFocus()
    assert body.childAt(place) is None  # nothing lies over the window


def test_a_field_that_is_gone_gets_no_focus(qtbot: QtBot, palette: CommandPalette, field: QLineEdit) -> None:
    field.deleteLater()
    qtbot.waitSignal(field.destroyed).wait()
    palette.dismiss()
    assert QApplication.focusWidget() is None
    palette.open_with(COMMANDS, ())
    palette.dismiss()
    assert not palette.is_open


def test_who_takes_the_focus_keeps_it(palette: CommandPalette, field: QLineEdit) -> None:
    field.setFocus()
    assert not palette.is_open
    assert field.hasFocus()


def test_tab_goes_to_the_list_and_back_and_letters_to_the_line(qtbot: QtBot, palette: CommandPalette) -> None:
    QTest.keyClick(palette.edit, Qt.Key.Key_Tab)
    assert palette.list.hasFocus()
    QTest.keyClick(palette.list, Qt.Key.Key_Down)
    assert current(palette) == "Command 1"
    QTest.keyClick(palette.list, Qt.Key.Key_Backtab)
    assert palette.edit.hasFocus()
    QTest.keyClick(palette.edit, Qt.Key.Key_Tab)
    QTest.keyClicks(palette.list, "7")
    assert palette.edit.hasFocus()
    assert (palette.edit.text(), current(palette)) == ("7", "Command 7")
    QTest.keyClick(palette.edit, Qt.Key.Key_Tab)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.list, Qt.Key.Key_Return)
    assert chosen.args == ["k7"]


def test_a_click_on_a_row_runs_it_once(palette: CommandPalette) -> None:
    chosen: list[str] = []
    palette.chosen.connect(chosen.append)
    place = palette.list.visualRect(palette.commands.index(2, 0)).center()
    QTest.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["k2"]


def test_other_commands_leave_the_choice_and_the_words(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.edit, "1")
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    assert current(palette) == "Command 10"
    palette.show_commands(COMMANDS[5:], ())
    assert (palette.edit.text(), current(palette)) == ("1", "Command 10")
    palette.show_commands([*COMMANDS[:10], COMMANDS[13]], ())
    assert current(palette) == "Command 1"  # what stands in its row now


def test_a_screen_reader_finds_line_list_and_rows(palette: CommandPalette) -> None:
    found = list(objects_below(palette))
    assert [thing.objectName() for _, thing in found if thing is not None][:1] == ["command_palette"]
    names = {thing.objectName(): spoken.text(QAccessible.Text.Name) for spoken, thing in found if thing is not None}
    assert names["palette_edit"]
    assert names["palette_list"]
    rows = [spoken for spoken, _ in found if spoken.role() == QAccessible.Role.ListItem]
    assert [row.text(QAccessible.Text.Name) for row in rows[:2]] == ["Command 0, Ctrl+0", "Command 1, Ctrl+1"]
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    assert palette.edit.accessibleDescription() == "Command 1, Ctrl+1, 2 of 14"
    QTest.keyClicks(palette.edit, "xyz")
    assert palette.edit.accessibleDescription() == ""


def test_up_and_down_are_spoken_once(palette: CommandPalette, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    palette.show_commands(COMMANDS, ())  # the same again, as while a run goes on
    QTest.keyClicks(palette.edit, "xyz")
    assert said == ["Command 1, Ctrl+1, 2 of 14", palette.empty.text()]


def test_another_look_and_text_size_while_it_is_open(palette: CommandPalette, body: QWidget, theme: Theme) -> None:
    light = palette.grab().toImage().pixelColor(palette.width() // 2, palette.height() - 4)
    theme.set_mode("dark")
    dark = palette.grab().toImage().pixelColor(palette.width() // 2, palette.height() - 4)
    assert (light.name(), dark.name()) == ("#ffffff", "#1c2027")
    row = palette.list.visualRect(palette.commands.index(0, 0)).height()
    theme.set_text_percent(200)
    assert palette.list.visualRect(palette.commands.index(0, 0)).height() > 1.5 * row
    assert body.rect().contains(palette.geometry())


def test_words_are_cut_where_a_mark_begins_or_ends() -> None:
    assert pieces("Theme: dark", [(0, 2), (7, 4)]) == [("Th", True), ("eme: ", False), ("dark", True)]
    assert pieces("Theme: d…", [(7, 4)]) == [("Theme: ", False), ("d…", True)]
    assert pieces("Theme", []) == [("Theme", False)]
