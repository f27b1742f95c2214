"""The settings model and its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from distilstudio import places
from distilstudio.gui.app import Studio, _restore_window
from distilstudio.gui.models.settings import RECENT_MAX, Recent, Saved, Settings
from distilstudio.gui.theme import DARK
from distilstudio.protocol.hub import CacheMeasured
from distilstudio.protocol.problems import Problem
from distilstudio.worker.client import Client
from tests.gui.conftest import replaying, standing_window
from tests.gui.run_folders import make_run


def test_wishes_outlive_the_program(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    Settings(file).set("theme", "dark")
    assert Settings(file).saved.theme == "dark"


def test_what_is_not_understood_is_as_at_first_the_rest_holds_and_the_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    odd = {"theme": "purple", "text_percent": 120.5, "runs_folder": "/mine", "offline": True, "from_the_future": 1}
    file.write_text(json.dumps(odd | {"recent": [{"path": "x", "kind": "foo"}, {"path": "y", "kind": "data"}]}))
    settings = Settings(file)
    saved = settings.saved
    assert (saved.theme, saved.text_percent, saved.runs_folder, saved.offline) == ("system", 100, "/mine", True)
    assert saved.recent == (Recent("y", "data"),)
    assert settings.problem is not None
    assert (settings.problem.code, settings.problem.values["file"]) == ("settings_unread", "settings.unreadable")
    assert json.loads((tmp_path / "settings.unreadable").read_text())["theme"] == "purple"
    again = Settings(file)
    assert (again.problem, again.saved) == (None, saved)


@pytest.mark.parametrize("content", ['{"language": "en", "theme', "[1]"])
def test_every_torn_file_is_kept_under_a_name_of_its_own(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.json"
    for name in ("settings.unreadable", "settings.unreadable 2"):
        file.write_text(content)
        settings = Settings(file)
        assert settings.saved == Saved()
        assert settings.problem is not None
        assert settings.problem.values["file"] == name
        assert (tmp_path / name).read_text() == content


def test_a_mark_of_the_byte_order_is_read_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b'\xef\xbb\xbf{"theme": "dark"}')
    settings = Settings(file)
    assert (settings.saved.theme, settings.problem) == ("dark", None)


def test_two_windows_keep_what_each_of_them_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    Settings(file).set("language", "en")
    one, other = Settings(file), Settings(file)
    other.set("theme", "dark")
    other.remember_teacher("/models/theirs")
    other.set_all({"session_base": "/theirs", "session_recipe": "theirs"})
    one.remember_teacher("/models/mine")
    one.set("geometry", "QUJD")
    saved = Settings(file).saved
    assert (saved.language, saved.theme, saved.geometry) == ("en", "dark", "QUJD")
    assert saved.recent_teachers == ("/models/mine", "/models/theirs")
    one.set_all({"session_base": "", "session_recipe": "mine"})
    saved = Settings(file).saved
    assert (saved.session_base, saved.session_recipe) == ("", "mine")  # the recipe is read against the folder that belongs to it


def test_what_another_version_keeps_in_the_file_stays_there(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "dark", "from_the_future": 1}')
    settings = Settings(file)
    settings.set("theme", "light")
    assert settings.problem is None
    assert json.loads(file.read_text())["from_the_future"] == 1


def test_a_window_tells_all_that_it_found_of_its_files(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"language": "en", "theme": "purple"}')
    home.mkdir(parents=True, exist_ok=True)
    (home / "waiting_runs.json").write_text("{torn")
    with standing_window(qtbot, Settings(file), lambda: Client(command=replaying("--speed", "0"))) as studio:
        what = studio.window.problem_card.findChild(QLabel, "problem_what")
        assert what.text() == "Some of your settings could not be read, and are back at their defaults."
        studio.window.problem_card.dismiss_button.click()
        assert what.text() == "Some of the runs that waited could not be read, and are no longer waiting."
        studio.window.problem_card.dismiss_button.click()
        assert studio.window.problem_card.problem is None


def test_change_is_told_once(qtbot: QtBot, settings: Settings) -> None:
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.set("text_percent", 120)
    settings.set("text_percent", 120)
    assert told == ["text_percent"]
    with pytest.raises(AttributeError):
        settings.set("no_such_wish", 1)


def test_settings_that_cannot_be_written_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    told: list[Problem] = []
    settings.failed.connect(told.append)
    settings.set("theme", "dark")
    settings.set("language", "en")
    assert (settings.saved.theme, settings.saved.language) == ("dark", "en")
    assert [problem.code for problem in told] == ["settings_not_saved"]
    (tmp_path / "file").unlink()
    settings.set("offline", True)
    saved = Settings(tmp_path / "file" / "settings.json").saved
    assert (saved.theme, saved.language, saved.offline) == ("dark", "en", True)


def test_recent_files_newest_first_and_only_existing(tmp_path: Path, settings: Settings) -> None:
    files = [tmp_path / f"{number}.csv" for number in range(RECENT_MAX + 2)]
    for file in files:
        file.write_text("text,label\n")
        settings.remember(Recent(str(file), "data"))
    for split in ("train", "test", "train"):
        settings.remember(Recent("ada/reviews", "dataset", "default", split, "ner"))
    settings.remember(Recent(str(files[3]), "data"))
    files[-1].unlink()
    recent = [f"{Path(entry.path).name} {entry.split}".strip() for entry in settings.existing_recent()]
    assert recent[:4] == ["3.csv", "reviews train", "reviews test", "8.csv"]
    assert Settings(tmp_path / "settings.json").existing_recent() == settings.existing_recent()
    assert len(settings.saved.recent) == RECENT_MAX
    assert "9.csv" not in recent


def choose(studio: Studio, name: str, value: str) -> None:
    combo = studio.window.findChild(QComboBox, name)
    assert combo is not None
    combo.setCurrentIndex(combo.findData(value))


def test_language_is_switched_live(qtbot: QtBot, whole: Studio) -> None:
    whole.window.show_page("settings")
    title = whole.window.findChild(QLabel, "settings_headline")
    assert title is not None
    assert title.text() == "Settings"
    choose(whole, "language_combo", "zh_CN")
    qtbot.waitUntil(lambda: title.text() == "设置")
    assert whole.window.rail.button("recipe").text() == "学生与配方"
    choose(whole, "language_combo", "en")
    qtbot.waitUntil(lambda: title.text() == "Settings")
    assert whole.settings.saved.language == "en"


@pytest.mark.parametrize("geometry", ["é雪", "AAAA!!notbase64"])
def test_a_window_opens_where_its_old_place_is_not_understood(studio: Studio, geometry: str) -> None:
    studio.settings.set("geometry", geometry)
    size = studio.window.size()
    _restore_window(studio)
    assert studio.window.size() == size


def test_theme_is_switched_live(whole: Studio) -> None:
    choose(whole, "theme_combo", "dark")
    assert whole.theme.tokens is DARK
    assert whole.settings.saved.theme == "dark"


def test_text_size_is_switched_live(whole: Studio, qapp: QGuiApplication) -> None:
    slider = whole.window.findChild(QSlider, "text_size_slider")
    slider.setValue(14)
    assert whole.theme.text_percent == 140
    assert qapp.font().pixelSize() == 20
    slider.setValue(10)


def test_report_on_the_clipboard_is_the_one_shown(qtbot: QtBot, studio: Studio) -> None:
    places.logs_folder().mkdir(parents=True, exist_ok=True)
    (places.logs_folder() / "engine-trainer.log").write_text("loaded hf_abcdefghijkl\nrow “my secret text” read\n")
    studio.window.show_page("settings")
    shown = studio.window.findChild(QPlainTextEdit, "report_preview").toPlainText()
    studio.window.findChild(QPushButton, "copy_report_button").click()
    assert QGuiApplication.clipboard().text() == shown
    assert "== engine-trainer.log" in shown
    assert "hf_abc" not in shown
    assert "secret" not in shown


@pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog asks for more than the platform without a screen can give
def test_the_folder_of_the_runs_is_chosen_beginning_with_the_one_that_is_there(studio: Studio, tmp_path: Path) -> None:
    studio.settings.set("runs_folder", str(tmp_path / "not yet" / "there"))
    page = studio.window.page("settings")
    page.findChild(QPushButton, "runs_folder_button").click()
    dialog = page.findChild(QFileDialog, "runs_folder_dialog")
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.fileSelected.emit(str(tmp_path / "chosen"))
    dialog.close()
    assert studio.settings.runs_folder == tmp_path / "chosen"
    assert page.findChild(QLineEdit, "runs_folder_path").text() == str(tmp_path / "chosen")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_folder_for_runs_that_takes_nothing_is_told_when_it_is_chosen_or_opened(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before, nowhere = studio.settings.runs_folder, tmp_path / "file" / "runs"
    studio.window.show_page("settings")
    page, card = studio.window.page("settings"), studio.window.problem_card
    page.findChild(QPushButton, "runs_folder_button").click()
    dialog = page.findChild(QFileDialog, "runs_folder_dialog")
    dialog.fileSelected.emit(str(nowhere))
    dialog.close()
    assert studio.settings.runs_folder == before
    assert card.problem is not None
    assert card.problem.what == f"The folder {nowhere} cannot be used."
    card.dismiss()
    studio.settings.set("runs_folder", str(nowhere))
    page.findChild(QPushButton, "open_runs_button").click()
    assert card.problem is not None
    assert card.problem.code == "folder_refused"
    card.dismiss()
    page.hub_settings._state.take(CacheMeasured(1, str(nowhere), 0, 0))
    page.findChild(QPushButton, "open_cache_button").click()
    assert card.problem is not None
    assert (card.problem.code, card.problem.values["folder"]) == ("hub_folder", str(nowhere))


def test_recent_teachers_newest_first_and_only_existing(tmp_path: Path, settings: Settings) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c", "d")]
    for folder in folders:
        folder.mkdir()
        settings.remember_teacher(str(folder))
    folders[3].rmdir()
    assert settings.existing_teachers() == [str(tmp_path / "c"), str(tmp_path / "b")]
    settings.remember_teacher(str(folders[1]))
    assert settings.existing_teachers() == [str(tmp_path / "b"), str(tmp_path / "c")]


def test_of_the_teachers_that_runs_have_trained_the_newest_is_offered(settings: Settings, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "teacher").mkdir(parents=True)
        (tmp_path / name / "recipe.toml").touch()
    (tmp_path / "mine").mkdir()
    settings.remember_teacher(str(tmp_path / "mine"))
    for name in ("one", "two"):
        settings.remember_trained(str(tmp_path / name / "teacher"))
    assert settings.existing_teachers() == [str(tmp_path / "two" / "teacher"), str(tmp_path / "mine")]


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_how_full_the_folder_of_the_runs_is_and_the_trash_emptied(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.settings.set("runs_folder", str(tmp_path / "runs"))
    for name in ("good", "bad"):
        make_run(tmp_path / "runs", name)
    studio.window.show_page("settings")
    words, button = studio.window.findChild(QLabel, "runs_room_label"), studio.window.findChild(QPushButton, "clean_up_button")
    assert words is not None
    assert button is not None
    qtbot.waitUntil(lambda: words.text().startswith("2 runs take "))
    assert words.text().endswith(" are free on this disk")
    assert button.isHidden(), "nothing to clean up"
    studio.settings.set("runs_folder", str(tmp_path / "none"))
    qtbot.waitUntil(lambda: words.text().startswith("No run yet · "))
    studio.settings.set("runs_folder", str(tmp_path / "runs"))
    qtbot.waitUntil(lambda: words.text().startswith("2 runs take "))
    first, hub = (studio.window.findChild(QComboBox, name) for name in ("language_combo", "hub_endpoint_combo"))
    qtbot.waitUntil(lambda: first.mapTo(studio.window, QPoint()).x() == hub.mapTo(studio.window, QPoint()).x())
    trash = tmp_path / "runs" / places.TRASH
    trash.mkdir()
    (tmp_path / "runs" / "bad").rename(trash / "bad")
    studio.window.show_page("start")
    studio.window.show_page("settings")
    qtbot.waitUntil(lambda: words.text().startswith("1 run takes ") and "· the trash " in words.text())
    button.click()
    sure = studio.window.findChild(QPushButton, "empty_trash_yes_button")
    assert sure is not None
    sure.click()
    qtbot.waitUntil(lambda: "trash" not in words.text())
    qtbot.waitUntil(lambda: not list(trash.iterdir()))
    assert (tmp_path / "runs" / "good").is_dir()
