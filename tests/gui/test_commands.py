"""Commands without a window: which fit what was typed, the best first, which letters fit, what was used last, and the rows of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt

from distilstudio.gui.models.commands import ICON_ROLE, MARKS_ROLE, SHORTCUT_ROLE, Command, CommandsModel, fitting, marks
from distilstudio.gui.models.settings import COMMANDS_MAX, Settings

COMMANDS = (
    Command("distil", "Distil"),
    Command("data", "Go to: Data", shortcut="Ctrl+1"),
    Command("hub", "Search the Hub for texts…"),
    Command("larger", "Text size: larger"),
    Command("teacher", "Open a teacher’s folder…"),
    Command("dark", "Theme: dark"),
)
CHINESE = (
    Command("dark", "主题：深色", "Theme: dark"),
    Command("light", "主题：浅色", "Theme: light"),
    Command("data", "前往：数据", "Go to: Data"),
    Command("hub", "在 Hub 上搜索文本…", "Search the Hub for texts…"),
)


def keys(commands: tuple[Command, ...], typed: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [command.key for command in fitting(commands, typed, recent)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dis", ["distil"]),
        ("DARK theme", ["dark"]),
        ("  dark   the ", ["dark"]),
        ("theme folder", []),
        ("te", ["larger", "hub", "teacher"]),  # at the head, then where a word begins
        ("te s", ["larger", "hub", "teacher"]),  # as they were typed, before the other way round
        ("old", ["teacher"]),
        ("ext", ["hub", "larger"]),
        ("ｄａｒｋ", ["dark"]),
        ("xyz", []),
    ],
)
def test_every_typed_word_must_occur_and_the_best_come_first(typed: str, found: list[str]) -> None:
    assert keys(COMMANDS, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("主题", ["dark", "light"]),
        ("深色", ["dark"]),
        ("theme", ["dark", "light"]),
        ("theme 深", ["dark"]),
        ("hub", ["hub"]),
        ("题数", []),
    ],
)
def test_in_chinese_the_english_words_fit_too(typed: str, found: list[str]) -> None:
    assert keys(CHINESE, typed) == found


def test_words_on_the_screen_fit_better_than_english_ones() -> None:
    both = (Command("english", "数据", "Hub of data"), Command("shown", "在 Hub 上搜索", "Search"))
    assert keys(both, "hub") == ["shown", "english"]


def test_without_words_those_used_last_come_first_and_the_rest_as_given() -> None:
    assert keys(COMMANDS, "", ("dark", "gone", "hub")) == ["dark", "hub", "distil", "data", "larger", "teacher"]
    assert keys(COMMANDS, "ext", ("larger",)) == ["larger", "hub"]
    assert keys(COMMANDS, "te", ("teacher",)) == ["larger", "teacher", "hub"]  # among equals only


@pytest.mark.parametrize(
    ("words", "typed", "spans"),
    [
        ("Theme: dark", "the dar", [(0, 3), (7, 3)]),
        ("Text size: larger", "tex t", [(0, 3)]),
        ("Open a teacher’s folder…", "s", [(15, 1)]),
        ("主题：深色", "主题：", [(0, 3)]),
        ("Undo: “😀 x” → y", "y", [(14, 1)]),
        ("Theme: dark", "", []),
    ],
)
def test_the_letters_that_fit_are_known(words: str, typed: str, spans: list[tuple[int, int]]) -> None:
    assert marks(words, typed) == spans


def test_a_row_tells_words_shortcut_icon_and_letters() -> None:
    model = CommandsModel()
    model.set_commands([Command("data", "Go to: Data", "", "data", "Ctrl+1"), Command("dark", "Theme: dark")], ())
    model.set_typed("dat")
    index = model.index(0, 0)
    assert (model.rowCount(), index.data(), index.data(SHORTCUT_ROLE), index.data(ICON_ROLE)) == (
        1,
        "Go to: Data",
        "Ctrl+1",
        "data",
    )
    assert index.data(MARKS_ROLE) == [(7, 3)]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Go to: Data, Ctrl+1"
    assert (model.row_of("data"), model.row_of("dark")) == (0, -1)
    assert model.data(QModelIndex()) is None


def test_the_same_commands_again_leave_the_rows_as_they_are() -> None:
    model, resets = CommandsModel(), []
    model.modelReset.connect(lambda: resets.append(True))
    for _ in range(2):
        model.set_commands(COMMANDS, ("dark",))
    assert len(resets) == 1
    assert model.command_at(0).key == "dark"


def test_commands_used_last_outlive_the_program(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for key in ("page_data", "undo", "page_data", *(f"k{number}" for number in range(COMMANDS_MAX - 2))):
        settings.remember_command(key)
    recent = Settings(tmp_path / "settings.json").saved.recent_commands
    assert recent[-2:] == ("page_data", "undo")
    assert len(recent) == COMMANDS_MAX
