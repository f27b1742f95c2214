"""The command palette in the whole window: when it opens, which commands each state of each page has, and that each does what its button does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui import command_words as words
from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase
from distilstudio.gui.widgets.command_palette import CommandPalette
from distilstudio.gui.widgets.drop_veil import DropVeil
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import a_journal, a_report, make_run

SLOW = pytest.mark.parametrize("engine_words", [("--speed", "1")])
OFFSCREEN_WORDS = pytest.mark.qt_log_ignore("This plugin does not support")
"""A dialog asks for more than the platform without a screen can give."""
TABLES = (*words.RUN_BUTTONS, *words.BUTTONS, *words.LAST_BUTTONS)
SWITCHES = {
    "theme_dark",
    "theme_system",
    "language_zh_CN",
    "language_system",
    "offline_True",
    "text_larger",
    "text_smaller",
    "demo",
}
ALWAYS = {"open_button", "sample_button", "sample_entities_button", "sample_questions_button", "data_hub_button"}
ALWAYS |= {"teacher_folder_button", "teacher_hub_button", "find_settings_button", "start_folder_button", "hood_button"}
ALWAYS |= {"open_runs_button", "hub_test_button", "copy_report_button"}
READY = {"distil", "teacher_check_button"}


def palette_of(studio: Studio) -> CommandPalette:
    palette = studio.window.findChild(CommandPalette, "command_palette")
    assert isinstance(palette, CommandPalette)
    return palette


def press_keys(studio: Studio) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(studio.window, Qt.Key.Key_P, modifiers)


def open_palette(qtbot: QtBot, studio: Studio) -> CommandPalette:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    press_keys(studio)
    palette = palette_of(studio)
    assert palette.is_open
    return palette


def told(palette: CommandPalette) -> dict[str, str]:
    """What is offered: words by key."""
    commands = [palette.commands.command_at(row) for row in range(palette.commands.rowCount())]
    assert len({command.key for command in commands}) == len(commands)
    return {command.key: command.words for command in commands}


def offered(qtbot: QtBot, studio: Studio, page: str) -> set[str]:
    """Keys of what is offered on a page."""
    studio.window.show_page(page)
    palette = open_palette(qtbot, studio)
    keys = set(told(palette))
    palette.dismiss()
    return keys


def run(qtbot: QtBot, studio: Studio, key: str) -> None:
    """Open the palette, type the words of a command, and press Enter on it."""
    palette = open_palette(qtbot, studio)
    palette.edit.setText(told(palette)[key])
    palette.list.setCurrentIndex(palette.commands.index(palette.commands.row_of(key), 0))
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert not palette.is_open


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the buttons that are pressed and of the actions that are triggered, without what comes of it."""
    pressed: list[str] = []
    monkeypatch.setattr(QAbstractButton, "click", lambda button: pressed.append(button.objectName()))
    monkeypatch.setattr(QAction, "trigger", lambda action: pressed.append(action.objectName()))
    return pressed


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Two finished runs, the newest of them with a journal."""
    runs, report = tmp_path / "runs", a_report(0.9)
    make_run(runs, "2026-03-01 1000 half", report=report)
    make_run(runs, "2026-03-02 1000 hot", report=report, journal=a_journal(report, 40))
    return runs


# --- opening and closing


def test_ctrl_shift_p_opens_it_and_the_same_keys_close_it(qtbot: QtBot, studio: Studio) -> None:
    button = studio.window.rail.button("start")
    button.setFocus()
    palette = open_palette(qtbot, studio)
    assert palette.parentWidget() is studio.window.centralWidget()
    assert palette.edit.hasFocus()
    press_keys(studio)
    assert not palette.is_open
    assert button.hasFocus()


def test_it_does_not_open_while_letters_are_composed(qtbot: QtBot, studio: Studio) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    studio.window.show_page("settings")
    field = studio.window.page("settings").hub_settings.proxy_edit
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("ni", []))
    press_keys(studio)
    assert not palette_of(studio).is_open
    done = QInputMethodEvent()
    done.setCommitString("你")
    QApplication.sendEvent(field, done)
    press_keys(studio)
    assert palette_of(studio).is_open


def test_it_does_not_open_while_something_is_dragged(qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    veil = studio.window.findChild(DropVeil)
    veil.cover()
    behind, card = veil.grab().toImage(), veil.panel()
    assert card.contains(veil.words_box())
    beside = [behind.pixelColor(card.center().x(), card.top() + 6), behind.pixelColor(card.left() + 12, card.bottom() - 6)]
    assert {color.name() for color in beside} == {studio.theme.tokens.surface}, "no word of the page shows through"
    press_keys(studio)
    assert not palette_of(studio).is_open
    veil.hide()
    monkeypatch.setattr(QGuiApplication, "mouseButtons", staticmethod(lambda: Qt.MouseButton.LeftButton))
    press_keys(studio)
    assert not palette_of(studio).is_open
    monkeypatch.undo()
    press_keys(studio)
    assert palette_of(studio).is_open


@OFFSCREEN_WORDS
@pytest.mark.parametrize("what", ["question", "menu"])
def test_it_does_not_open_over_a_question_or_a_menu(qtbot: QtBot, studio: Studio, what: str) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    box: QMessageBox | QMenu = QMessageBox(studio.window) if what == "question" else QMenu(studio.window)
    if isinstance(box, QMessageBox):
        box.open()
    else:
        box.addAction("one")
        box.popup(studio.window.mapToGlobal(QPoint(300, 300)))
    press_keys(studio)
    assert not palette_of(studio).is_open
    box.close()


def test_escape_in_the_demo_closes_the_palette_alone(qtbot: QtBot, studio: Studio) -> None:
    run(qtbot, studio, "demo")
    qtbot.waitUntil(studio.window.isFullScreen)
    palette = open_palette(qtbot, studio)
    assert told(palette)["demo"] == "End the demo mode"
    assert not {"text_larger", "text_smaller", "text_normal"} & set(told(palette))
    QTest.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert not palette.is_open
    assert studio.window.isFullScreen()
    run(qtbot, studio, "demo")
    qtbot.waitUntil(lambda: not studio.window.isFullScreen())


def test_a_page_shown_by_its_shortcut_closes_it(qtbot: QtBot, studio: Studio) -> None:
    palette = open_palette(qtbot, studio)
    QTest.keyClick(palette.edit, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert studio.window.current == "teacher"
    assert not palette.is_open
    assert studio.window.rail.button("teacher").hasFocus()


# --- which commands there are


def test_what_the_tables_name_is_there_in_the_same_words(whole: Studio) -> None:
    window = whole.window
    for row in TABLES:
        buttons = [button for button in window.findChildren(QAbstractButton, row.name)]
        assert len(buttons) == 1, row.name
        assert window.made(row.page) is not None
    for name, (text, _) in words.CHOSEN_RUN.items():
        assert window.page("compare").findChild(QAction, name).text() == text
    assert {key: window.rail.button(key).text() for key in window.page_keys()} == words.STEPS
    for key in window.page_keys():
        action = window.page(key).primary()
        assert action is None or action.text in words.PRIMARY[type(window.page(key)).__name__]


def test_an_empty_window_offers_what_can_be_done_with_nothing(qtbot: QtBot, whole: Studio) -> None:
    with_primary = {"start", "train", "try", "compare", "export"}
    for page in whole.window.page_keys():
        others = {f"page_{key}" for key in whole.window.page_keys() if key != page}
        more = {f"primary_{page}"} if page in with_primary else set()
        assert offered(qtbot, whole, page) == ALWAYS | SWITCHES | others | more


@pytest.mark.usefixtures("whole")
def test_with_texts_and_a_teacher_there_is_more(qtbot: QtBot, loaded: Studio) -> None:
    loaded.project.set_value("loss.temperature", 4.0)
    for page, more in (
        ("start", {"primary_start"}),
        ("data", {"primary_data", "undo"}),
        ("teacher", {"primary_teacher", "undo"}),
        ("recipe", {"undo"}),
    ):
        others = {f"page_{key}" for key in loaded.window.page_keys() if key != page}
        assert offered(qtbot, loaded, page) == ALWAYS | SWITCHES | READY | others | more


@pytest.mark.usefixtures("whole")
def test_every_button_that_is_offered_is_the_one_that_is_pressed(qtbot: QtBot, loaded: Studio, pressed: list[str]) -> None:
    rows = {row.name: row for row in TABLES}
    buttons = sorted(offered(qtbot, loaded, "start") & set(rows))
    assert len(buttons) == len(ALWAYS) + 1
    for name in buttons:
        loaded.window.show_page("export")
        pressed.clear()
        run(qtbot, loaded, name)
        assert pressed == [name]
        assert loaded.window.current == (rows[name].page if rows[name].place == "there" else "export")


def test_the_primary_button_is_pressed_as_it_is_called(qtbot: QtBot, loaded: Studio, pressed: list[str]) -> None:
    for page in ("start", "data", "teacher", "train", "compare", "export"):
        loaded.window.show_page(page)
        assert told(open_palette(qtbot, loaded))[f"primary_{page}"] == loaded.window.header.primary_button.text().replace(
            "&&", "&"
        )
        palette_of(loaded).dismiss()
        pressed.clear()
        run(qtbot, loaded, f"primary_{page}")
        assert pressed == ["primary_button"]


def test_pages_are_gone_to_as_by_their_shortcuts(qtbot: QtBot, studio: Studio) -> None:
    palette = open_palette(qtbot, studio)
    row = palette.commands.row_of("page_recipe")
    assert palette.commands.command_at(row).shortcut == "Ctrl+3"
    palette.dismiss()
    run(qtbot, studio, "page_recipe")
    assert studio.window.current == "recipe"
    assert studio.window.rail.button("recipe").hasFocus()
    assert studio.settings.saved.recent_commands == ("page_recipe",)
    studio.window.show_page("start")
    assert next(iter(told(open_palette(qtbot, studio)))) == "page_recipe"


def test_an_edit_is_undone_and_done_again_by_its_name(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    before = loaded.project.recipe.loss.temperature
    loaded.project.set_value("loss.temperature", 5.0)
    palette = open_palette(qtbot, loaded)
    assert told(palette)["undo"] == f"Undo: Temperature: {before:g} → 5"
    assert palette.commands.command_at(palette.commands.row_of("undo")).shortcut == "Ctrl+Z"
    assert "redo" not in told(palette)
    palette.dismiss()
    run(qtbot, loaded, "undo")
    assert loaded.project.recipe.loss.temperature == before
    run(qtbot, loaded, "redo")
    assert loaded.project.recipe.loss.temperature == 5.0


@pytest.mark.usefixtures("whole")
def test_what_is_open_already_is_not_offered_where_it_is_seen(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("data")
    run(qtbot, loaded, "find_settings_button")
    page = loaded.window.page("recipe")
    assert loaded.window.current == "recipe"
    assert page.pilot.isVisible()
    keys = offered(qtbot, loaded, "recipe")
    assert "find_settings_button" not in keys
    assert "pilot_button" in keys
    loaded.window.show_page("data")
    run(qtbot, loaded, "find_settings_button")  # only shown again: a second press would close it
    assert page.pilot.isVisible()


# --- a run


@SLOW
@OFFSCREEN_WORDS
@pytest.mark.usefixtures("whole")
def test_a_run_is_held_continued_discarded_and_another_put_into_the_queue(qtbot: QtBot, loaded: Studio) -> None:
    run(qtbot, loaded, "distil")
    assert loaded.window.current == "train"
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.RUNNING, timeout=LONG_MS)
    assert "primary_train" not in offered(qtbot, loaded, "train")
    loaded.window.show_page("data")
    run(qtbot, loaded, "add_to_queue")
    assert loaded.window.current == "recipe"
    assert len(loaded.waiting.runs) == 1
    loaded.waiting.remove(0)
    loaded.window.show_page("data")
    run(qtbot, loaded, "pause_run")
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.PAUSED, timeout=LONG_MS)
    assert loaded.window.current == "data"
    keys = offered(qtbot, loaded, "data")
    assert {"continue_run", "finish_button", "discard_button"} <= keys
    assert not {"pause_run", "distil", "replay_newest"} & keys
    run(qtbot, loaded, "continue_run")
    qtbot.waitUntil(lambda: loaded.run.phase is not Phase.PAUSED, timeout=LONG_MS)
    run(qtbot, loaded, "discard_button")
    assert loaded.window.current == "train"
    box = loaded.window.findChild(QMessageBox, "discard_question")
    assert box.isVisible()
    assert loaded.run.is_live
    box.findChild(QPushButton, "discard_yes_button").click()
    qtbot.waitUntil(lambda: not loaded.run.is_live, timeout=LONG_MS)
    assert not {"continue_run", "pause_run", "finish_button", "discard_button"} & offered(qtbot, loaded, "train")


@SLOW
def test_commands_of_a_run_go_while_the_palette_is_open_when_it_ends(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    run(qtbot, loaded, "distil")
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.RUNNING, timeout=LONG_MS)
    palette = open_palette(qtbot, loaded)
    assert "finish_button" in told(palette)
    loaded.wiring.finish_run()
    qtbot.waitUntil(lambda: "train_more_button" in told(palette), timeout=LONG_MS)
    assert "finish_button" not in told(palette)
    assert told(palette)["primary_train"] == "Try it"
    assert palette.edit.hasFocus()
    palette.chosen.emit("finish_button")  # chosen in the moment in which it went
    assert loaded.run.phase is Phase.STOPPED


# --- saved runs


def test_the_run_chosen_on_the_compare_page(qtbot: QtBot, whole: Studio, runs: Path, pressed: list[str]) -> None:
    assert not set(words.CHOSEN_RUN) & offered(qtbot, whole, "compare")
    whole.settings.set("runs_folder", str(runs))
    page = whole.window.page("compare")
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == 2 and bool(page.table.chosen), timeout=LONG_MS)
    page.table.choose([runs / "2026-03-02 1000 hot"])
    keys = offered(qtbot, whole, "compare")
    assert set(words.CHOSEN_RUN) | {"adopt_recipe_button", "replay_newest", "primary_compare"} <= keys
    for name in (*words.CHOSEN_RUN, "adopt_recipe_button"):
        pressed.clear()
        run(qtbot, whole, name)
        assert pressed == [name]
    page.table.choose([])
    assert not (set(words.CHOSEN_RUN) | {"adopt_recipe_button"}) & offered(qtbot, whole, "compare")
    page.table.choose([runs / "2026-03-02 1000 hot"])
    assert not (set(words.CHOSEN_RUN) | {"adopt_recipe_button"}) & offered(qtbot, whole, "start")


def test_the_newest_run_is_told_again_and_the_trash_shown(qtbot: QtBot, whole: Studio, runs: Path) -> None:
    whole.settings.set("runs_folder", str(runs))
    page = whole.window.page("compare")
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == 2, timeout=LONG_MS)
    assert "trash_button" not in offered(qtbot, whole, "start")
    run(qtbot, whole, "replay_newest")
    assert whole.window.current == "train"
    assert whole.window.page("train").replay_bar.name.text() == "hot"
    assert "replay_newest" not in offered(qtbot, whole, "train")
    run(qtbot, whole, "replay_stop_button")
    assert not whole.run.is_replay
    page.table.choose([runs / "2026-03-01 1000 half"])
    whole.window.show_page("compare")
    run(qtbot, whole, "throw_away_action")
    qtbot.waitUntil(lambda: len(page.table.runs.record_at(0).name) > 0 and page.table.runs.rowCount() == 1, timeout=LONG_MS)
    whole.window.show_page("start")
    run(qtbot, whole, "trash_button")
    assert page.trash_button.isChecked()
    keys = offered(qtbot, whole, "compare")
    assert "empty_trash_button" in keys
    assert "trash_button" not in keys


# --- the window itself


def test_settings_are_switched(qtbot: QtBot, studio: Studio) -> None:
    studio.window.page("settings")
    saved = studio.settings
    run(qtbot, studio, "theme_dark")
    assert studio.theme.mode == "dark"
    run(qtbot, studio, "text_larger")
    assert saved.saved.text_percent == 110
    run(qtbot, studio, "text_smaller")
    run(qtbot, studio, "text_smaller")
    assert saved.saved.text_percent == 90
    keys = offered(qtbot, studio, "start")
    assert "text_smaller" not in keys
    assert {"theme_light", "text_normal"} <= keys
    assert "theme_dark" not in keys
    run(qtbot, studio, "text_normal")
    assert saved.saved.text_percent == 100
    run(qtbot, studio, "offline_True")
    assert saved.saved.offline
    assert studio.window.page("settings").hub_settings.offline_check.isChecked()
    run(qtbot, studio, "offline_False")
    assert not saved.saved.offline


def test_the_report_is_on_the_clipboard_and_seen(qtbot: QtBot, studio: Studio) -> None:
    studio.window.page("settings")
    run(qtbot, studio, "copy_report_button")
    assert studio.window.current == "settings"
    assert "DistilStudio" in QApplication.clipboard().text()


@pytest.mark.usefixtures("whole")
def test_language_is_switched_while_it_is_open_and_english_words_still_fit(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("teacher")
    palette = open_palette(qtbot, loaded)
    loaded.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: told(palette)["primary_teacher"] == "下一步：学生与配方", timeout=LONG_MS)
    assert palette.is_open
    for typed, key in (
        ("next recipe", "primary_teacher"),
        ("copy problem", "copy_report_button"),
        ("mila", ""),
        ("take home", "page_export"),
    ):
        palette.edit.setText(typed)
        assert list(told(palette))[:1] == ([key] if key else [])
    palette.edit.setText("蒸馏")
    assert list(told(palette)) == ["distil"]
    palette.edit.setText("distil")
    assert "distil" in told(palette)
    loaded.settings.set("language", "en")
    qtbot.waitUntil(lambda: told(palette)["distil"] == "Distil", timeout=LONG_MS)
