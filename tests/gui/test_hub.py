"""The Hub by clicks, with the real engine against the stand-in: search, download, a cut connection, going on, use; settings and token."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.choice_row import ChoiceRow
from distilstudio.gui.widgets.dataset_search import DatasetSearch
from distilstudio.protocol.hub import DatasetDescribed, DatasetPart, DatasetsFound
from distilstudio.protocol.problems import problem
from tests.gui.conftest import standing_window
from tests.hub_datasets import NAME, add_reviews
from tests.hub_stand_in import TOKEN, HubStandIn
from tests.tiny_models import make_tiny_teacher

MODEL = "ada/tiny"
LONG_MS = 90_000
T = TypeVar("T", bound=QWidget)


class Memory(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def memory() -> Iterator[Memory]:
    before, own = keyring.get_keyring(), Memory()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[HubStandIn]:
    folder = make_tiny_teacher(tmp_path / "tiny", ["<b>neg</b>", "pos"])
    with HubStandIn() as hub:
        about = {"tags": ["transformers", "en"], "card": {"license": "<i>mit</i>"}, "parameters": 40_000}
        hub.add_folder(MODEL, folder, downloads=700, **about)
        yield hub


@pytest.fixture
def studio(
    qtbot: QtBot, settings: Settings, stand_in: HubStandIn, memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """The whole window with the real engine, which keeps its models in this test's folder."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    settings.set("hub_endpoint", stand_in.endpoint)
    with standing_window(qtbot, settings, ends_ms=LONG_MS) as studio:
        yield studio


def find(studio: Studio, kind: type[T], name: str) -> T:
    found = studio.window.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def click(studio: Studio, name: str) -> None:
    QTest.mouseClick(find(studio, QPushButton, name), Qt.MouseButton.LeftButton)


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_search_download_cut_resume_and_use(studio: Studio, stand_in: HubStandIn, qtbot: QtBot) -> None:
    studio.window.show_page("teacher")
    click(studio, "teacher_hub_button")
    search = studio.window.page("teacher").hub_search  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(search.results) == 1, timeout=LONG_MS)
    shown = words_of(search.results[0])
    for words in (MODEL, "Licence <i>mit</i>", "Labels: <b>neg</b>, pos", "700 downloads", "✓ Fits this computer"):
        assert words in shown, shown
    labels = search.results[0].findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    licence = find(studio, QComboBox, "hub_licence_combo")
    for place, found in ((licence.findData("gpl-3.0"), 0), (0, 1)):
        licence.setCurrentIndex(place)
        licence.activated.emit(place)
        qtbot.waitUntil(lambda wanted=found: len(search.results) == wanted, timeout=LONG_MS)  # type: ignore[misc]
    stand_in.fails("/cdn/", times=1, cut=30_000)
    stand_in.fails("/cdn/", cut=0)
    click(studio, "hub_result_button")
    qtbot.waitUntil(lambda: not search.problem_card.isHidden(), timeout=LONG_MS)
    assert "The connection broke off while ada/tiny was downloaded." in words_of(search.problem_card)
    assert "paused, what has come is kept" in search.download_row.words.text()
    stand_in.faults = []
    click(studio, "download_pause_button")
    qtbot.waitUntil(lambda: studio.project.teacher is not None and studio.project.teacher.name == MODEL, timeout=LONG_MS)
    assert studio.project.recipe.teacher.model == MODEL
    assert not search.isVisible()
    assert [one.headers.get("range", "") for one in stand_in.seen if "/cdn/" in one.path][-1] == "bytes=30000-"
    assert studio.settings.existing_teachers() == [MODEL]


def test_a_download_is_paused_by_going_offline_and_cancelled(
    studio: Studio, stand_in: HubStandIn, qtbot: QtBot, tmp_path: Path
) -> None:
    stand_in.fails("/cdn/", piece=500, pause_s=LONG_MS / 1000)
    studio.window.show_page("teacher")
    click(studio, "teacher_hub_button")
    search = studio.window.page("teacher").hub_search  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(search.results) == 1, timeout=LONG_MS)
    click(studio, "hub_result_button")
    qtbot.waitUntil(lambda: " of " in search.download_row.words.text(), timeout=LONG_MS)
    studio.settings.set("offline", True)
    qtbot.waitUntil(lambda: "paused, what has come is kept" in search.download_row.words.text(), timeout=LONG_MS)
    assert "set to stay offline" in words_of(search.problem_card)
    studio.settings.set("offline", False)
    click(studio, "download_pause_button")
    qtbot.waitUntil(lambda: len(stand_in.asked_for("/cdn/ada/tiny/model.safetensors")) == 2, timeout=LONG_MS)
    click(studio, "download_cancel_button")
    assert "stopping…" in search.download_row.words.text()
    qtbot.waitUntil(lambda: search.download_row.isHidden(), timeout=LONG_MS)
    assert search.problem_card.isHidden()
    assert not list((tmp_path / "cache").rglob("*.partial"))
    assert search.results[0].button.isEnabled()


def test_what_was_said_of_a_download_goes_with_it(studio: Studio, stand_in: HubStandIn, qtbot: QtBot) -> None:
    stand_in.fails("/cdn/", flip=True)
    studio.window.show_page("teacher")
    click(studio, "teacher_hub_button")
    search = studio.window.page("teacher").hub_search  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(search.results) == 1, timeout=LONG_MS)
    click(studio, "hub_result_button")
    qtbot.waitUntil(lambda: not search.problem_card.isHidden(), timeout=LONG_MS)
    assert "The file was thrown away." in words_of(search.problem_card)
    assert search.download_row.isHidden()
    stand_in.faults = []
    stand_in.fails("/cdn/", times=1, cut=30_000)
    stand_in.fails("/cdn/", status=503)
    click(studio, "hub_result_button")
    qtbot.waitUntil(lambda: "paused" in search.download_row.words.text(), timeout=LONG_MS)
    assert not search.problem_card.isHidden()
    click(studio, "download_cancel_button")
    qtbot.waitUntil(lambda: search.download_row.isHidden(), timeout=LONG_MS)
    assert search.problem_card.isHidden()


def test_connection_token_and_offline(
    studio: Studio, stand_in: HubStandIn, memory: Memory, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    studio.window.show_page("settings")
    label = find(studio, QLabel, "hub_test_label")
    cache = find(studio, QLineEdit, "hub_cache_path")
    qtbot.waitUntil(lambda: cache.text() == str(tmp_path / "cache"), timeout=LONG_MS)
    edit = find(studio, QLineEdit, "hub_token_edit")
    edit.setFocus()
    QTest.keyClicks(edit, "hf_wrong")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    click(studio, "hub_test_button")
    qtbot.waitUntil(lambda: "does not accept the token" in label.text(), timeout=LONG_MS)
    edit.selectAll()
    QTest.keyClicks(edit, TOKEN)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: TOKEN in memory.kept.values(), timeout=LONG_MS)
    click(studio, "hub_test_button")
    qtbot.waitUntil(lambda: "The token is right (ada)" in label.text(), timeout=LONG_MS)
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and TOKEN.encode() in file.read_bytes()]
    find(studio, QCheckBox, "offline_check").click()
    assert settings.saved.offline
    assert label.isHidden()
    asked = len(stand_in.seen)
    studio.window.show_page("teacher")
    click(studio, "teacher_hub_button")
    search = studio.window.page("teacher").hub_search  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not search.problem_card.isHidden(), timeout=LONG_MS)
    assert "set to stay offline" in words_of(search.problem_card)
    assert len(stand_in.seen) == asked
    settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: search.problem_card.fix_button.text() == "打开设置", timeout=LONG_MS)
    settings.set("language", "en")
    qtbot.waitUntil(lambda: search.problem_card.fix_button.text() == "Open the settings", timeout=LONG_MS)
    search.problem_card.fix_button.click()
    assert studio.window.page("settings").isVisible()


def test_without_a_keyring_the_token_is_kept_for_now_and_that_is_said(
    studio: Studio, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: str) -> None:
        raise RuntimeError("no keyring service here")

    monkeypatch.setattr(memory, "get_password", locked)
    monkeypatch.setattr(memory, "set_password", locked)
    studio.window.show_page("settings")
    edit = find(studio, QLineEdit, "hub_token_edit")
    QTest.keyClicks(edit, "hf_mine")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settings_page = studio.window.page("settings")
    qtbot.waitUntil(lambda: "No keyring was found, so a token is forgotten" in words_of(settings_page), timeout=LONG_MS)


def test_who_looks_at_the_token_before_the_keyring_answers_does_not_delete_it(
    studio: Studio, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.set_password("DistilStudio", "huggingface.co", TOKEN)
    answers = threading.Event()

    def slow(service: str, username: str) -> str | None:
        answers.wait(LONG_MS / 1000)
        return memory.kept.get((service, username))

    monkeypatch.setattr(memory, "get_password", slow)
    studio.window.show_page("settings")
    edit, proxy = find(studio, QLineEdit, "hub_token_edit"), find(studio, QLineEdit, "hub_proxy_edit")
    for leaving in (lambda: proxy.setFocus(), lambda: QTest.keyClick(edit, Qt.Key.Key_Return)):
        QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
        leaving()
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    answers.set()
    qtbot.waitUntil(lambda: edit.text() == TOKEN, timeout=LONG_MS)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert list(memory.kept.values()) == [TOKEN]
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not memory.kept, timeout=LONG_MS)


def test_a_locked_keyring_is_told_as_locked(
    studio: Studio, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")

    monkeypatch.setattr(memory, "get_password", locked)
    studio.window.show_page("settings")
    page = studio.window.page("settings")
    qtbot.waitUntil(lambda: "keyring of your system is locked. Unlock it" in words_of(page), timeout=LONG_MS)
    assert "No keyring was found" not in words_of(page)
    assert [label.toolTip() for label in page.findChildren(QLabel) if "keyring" in label.text()] == [
        "Failed to unlock the collection!"
    ]


def test_own_address_and_mirror(studio: Studio, settings: Settings) -> None:
    studio.window.show_page("settings")
    combo = find(studio, QComboBox, "hub_endpoint_combo")
    assert combo.currentText() == "Own address"
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert settings.saved.hub_endpoint == "https://hf-mirror.com"
    edit = find(studio, QLineEdit, "hub_endpoint_edit")

    def choose(place: int) -> None:
        combo.setCurrentIndex(place)
        combo.activated.emit(place)

    choose(2)
    assert edit.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert (settings.saved.hub_endpoint, combo.currentIndex(), edit.isHidden()) == ("https://hf-mirror.com", 1, True)
    choose(2)
    QTest.keyClicks(edit, " https://hub.example/ ")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (settings.saved.hub_endpoint, edit.text()) == ("https://hub.example", "https://hub.example")
    edit.setText("  ")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert find(studio, QLineEdit, "hub_token_edit").hasFocus()
    assert (settings.saved.hub_endpoint, combo.currentIndex(), edit.isHidden()) == ("", 0, True)
    choose(2)
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert (settings.saved.hub_endpoint, combo.currentIndex(), edit.isHidden()) == ("", 0, True)
    choose(1)
    choose(0)
    assert settings.saved.hub_endpoint == ""


def test_a_dataset_is_searched_looked_into_cut_off_gone_on_with_and_used(
    studio: Studio, stand_in: HubStandIn, qtbot: QtBot, tmp_path: Path
) -> None:
    add_reviews(stand_in)
    studio.window.show_page("data")
    click(studio, "data_hub_button")
    search = find(studio, DatasetSearch, "dataset_search")
    qtbot.waitUntil(lambda: len(search.results) == 1, timeout=LONG_MS)
    for words in (NAME, "< 1K rows", "Licence cc-by-4.0", "900 downloads"):
        assert words in words_of(search.results[0])
    assert {label.textFormat() for label in search.results[0].findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    click(studio, "dataset_result_button")
    qtbot.waitUntil(lambda: search.parts_box.isVisible(), timeout=LONG_MS)
    assert [search.config_combo.itemText(place) for place in range(search.config_combo.count())] == ["default", "small"]
    assert (search.split_combo.currentText(), search.use_button.text()) == ("train", "Download and use")
    stand_in.fails("/cdn/", times=1, cut=500)
    stand_in.fails("/cdn/", cut=0)
    click(studio, "dataset_use_button")
    qtbot.waitUntil(lambda: not search.problem_card.isHidden(), timeout=LONG_MS)
    assert "The connection broke off while ada/reviews was downloaded." in words_of(search.problem_card)
    stand_in.faults = []
    QTest.mouseClick(search.download_row.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.project.data is not None, timeout=LONG_MS)
    page = studio.window.page("data")
    assert (studio.project.recipe.data.train, studio.project.recipe.data.split) == (NAME, "train")
    assert not search.isVisible()
    assert page.subtitle().startswith("160 rows, 40 for the exam.")
    assert page.rail_note() == "reviews · 160 rows · 2 labels"
    # Opened again by a click, also where it was cleaned up since.
    studio.openings.open_sample("sentiment")
    qtbot.waitUntil(lambda: studio.project.data is not None, timeout=LONG_MS)
    shutil.rmtree(tmp_path / "cache")
    studio.window.show_page("start")
    row = find(studio, ChoiceRow, "recent_0")
    assert (row.text(), row.accessibleDescription()) == (NAME, "Hugging Face Hub · default · train")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    card = page.problem_card  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not card.isHidden(), timeout=LONG_MS)
    assert "ada/reviews is not on this computer yet." in words_of(card)
    assert card.fix_button.text() == "Download it"
    card.fix_button.click()
    qtbot.waitUntil(lambda: studio.project.data is not None, timeout=LONG_MS)
    choice = studio.project.recipe.data
    assert (choice.train, choice.config, choice.split) == (NAME, "default", "train")
    assert page.subtitle().startswith("160 rows, 40 for the exam.")
    assert not search.isVisible()


def test_a_dataset_that_was_opened_stays_when_an_older_search_is_answered(qtbot: QtBot, theme: Theme) -> None:
    state, late = HubState(), DatasetsFound(1, [])
    search = DatasetSearch(state, theme)
    qtbot.addWidget(search)
    state.begin_datasets()
    state.begin_datasets(NAME)
    state.take(late)
    assert "Asking the Hub…" in words_of(search)
    state.take(DatasetDescribed(2, NAME, "", 0, False, [DatasetPart("default", "train", 1.0, False)]))
    assert not search.parts_box.isHidden()
    state.take(late)
    state.take_problem(problem("hub_down", host="hub", status=503), "datasets")
    assert not search.parts_box.isHidden()
    assert search.problem_card.isHidden()
    state.begin_datasets()
    state.take(late)
    state.take(DatasetDescribed(2, NAME, "", 0, False, []))
    assert search.parts_box.isHidden()


def test_a_dataset_that_asks_for_terms_says_what_to_do(studio: Studio, stand_in: HubStandIn, qtbot: QtBot) -> None:
    add_reviews(stand_in).gated = True
    studio.window.show_page("data")
    click(studio, "data_hub_button")
    search = find(studio, DatasetSearch, "dataset_search")
    qtbot.waitUntil(lambda: len(search.results) == 1, timeout=LONG_MS)
    assert "asks you to accept its terms first" in words_of(search.results[0])
    QTest.keyClicks(search.words_edit, f"https://huggingface.co/datasets/{NAME}")
    QTest.keyClick(search.words_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: search.use_button.isVisible() or not search.problem_card.isHidden(), timeout=LONG_MS)
    click(studio, "dataset_use_button")
    qtbot.waitUntil(lambda: not search.problem_card.isHidden(), timeout=LONG_MS)
    assert f"Open {stand_in.endpoint}/datasets/ada/reviews and accept the terms." in words_of(search.problem_card)
    search.problem_card.fix_button.click()
    assert studio.window.page("settings").isVisible()
