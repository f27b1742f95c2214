"""Take home: a finished run's student, its ONNX forms made by the real engine at one press, and what stands there before and after."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.lost_words import how_far
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.export import ExportPage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.protocol.events import STAGES, ExportEnded, ExportProgress, ModelsOpened, RunEnded, RunStarted
from distilstudio.protocol.recipe_text import parse
from distilstudio.protocol.report import ExportReport
from tests.engine.finished_runs import finished_run, report_of
from tests.gui.conftest import LONG_MS, close_and_lose, standing_window

ENGINE_MS = 120_000


@pytest.fixture
def real_studio(qtbot: QtBot, settings: Settings) -> Iterator[Studio]:
    """The window with the real engine behind it."""
    with standing_window(qtbot, settings, ends_ms=ENGINE_MS) as studio:
        yield studio


def page_of(studio: Studio) -> ExportPage:
    page = studio.window.page("export")
    assert isinstance(page, ExportPage)
    return page


def work_on(studio: Studio, base: Path) -> Path:
    """A finished run of the texts that the project is about."""
    run = finished_run(base, "classification")
    studio.settings.set("runs_folder", str(base))
    studio.project.set_recipe(parse((run / "recipe.toml").read_bytes()), "")
    return run


def test_before_the_first_run_the_page_says_what_will_be_there(studio: Studio) -> None:
    studio.window.show_page("export")
    page = page_of(studio)
    assert page.empty.isVisible()
    assert "press Distil" in page.empty.note_label.text()
    assert not page.make_button.isVisible()


def test_one_press_makes_both_files_and_tells_what_they_are(qtbot: QtBot, real_studio: Studio, tmp_path: Path) -> None:
    studio = real_studio
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    page = page_of(studio)
    assert page.cards["onnx"].facts.text() == "Not made yet."
    told: list[object] = []
    studio.client.job_event.connect(told.append)
    button = page.findChild(QPushButton, "export_onnx_button")
    assert isinstance(button, QPushButton)
    button.click()
    assert not button.isEnabled()
    assert page.stop_button.isVisible()
    qtbot.waitUntil(lambda: bool(told) and isinstance(told[-1], ExportEnded), timeout=ENGINE_MS)
    ended = told[-1]
    assert isinstance(ended, ExportEnded)
    assert ended.problem is None
    assert any(isinstance(event, ExportProgress) and event.step == "verify" and event.total for event in told)
    assert button.isEnabled()
    assert [one.kind for one in report_of(run).exports] == ["onnx", "onnx-int8"]
    for kind in ("onnx", "onnx-int8"):
        card = page.cards[kind]
        assert "Verified on 24 exam rows" in card.facts.text()
        assert "onnxruntime" in card.example.toPlainText()
        card.copy_button.click()
        assert QGuiApplication.clipboard().text() == card.example.toPlainText()
    assert studio.window.rail.button("export").isVisible()
    try_the_smallest(qtbot, studio, run)


def try_the_smallest(qtbot: QtBot, studio: Studio, run: Path) -> None:
    """The Try page offers what was exported too, and the chosen form is the one that answers."""
    with qtbot.waitSignal(studio.client.models_opened, timeout=ENGINE_MS):
        studio.trying.open_models("classification", "", str(run / "student"), False)
    studio.window.show_page("try")
    page = studio.window.page("try")
    assert isinstance(page, TryPage)
    card = page.sides["student"]
    assert [card.form.itemText(place) for place in range(card.form.count())] == ["As trained", "ONNX", "ONNX int8"]
    sizes: list[ModelsOpened] = []
    studio.client.models_opened.connect(sizes.append)
    with qtbot.waitSignal(studio.client.models_opened, timeout=ENGINE_MS):
        card.form.setCurrentIndex(2)
        card.form.activated.emit(2)
    weights = (run / "exports" / "onnx-int8" / "model.onnx").stat().st_size
    assert sizes[0].megabytes["student"] == pytest.approx(weights / 1e6)
    page.edit.setPlainText("a good film")
    qtbot.waitUntil(lambda: card.view is not None and bool(card.view.as_text()), timeout=ENGINE_MS)


def test_a_stopped_export_leaves_the_page_as_it_was(qtbot: QtBot, real_studio: Studio, tmp_path: Path) -> None:
    studio = real_studio
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    page = page_of(studio)
    page.make_button.click()
    with qtbot.waitSignal(
        studio.client.job_event, check_params_cb=lambda event: isinstance(event, ExportEnded), timeout=ENGINE_MS
    ):
        page.stop_button.click()
    assert page.make_button.isEnabled()
    assert page.cards["onnx"].facts.text() == "Not made yet."
    assert not (run / "exports").exists()


@pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog asks for more than the platform without a screen can give
def test_an_export_is_not_lost_by_closing_the_window_unless_that_is_wanted(
    qtbot: QtBot, real_studio: Studio, tmp_path: Path
) -> None:
    studio = real_studio
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    page = page_of(studio)
    page.make_button.click()
    studio.window.close()
    box = studio.closing.question
    assert box is not None
    assert box.text() == "The ONNX files are being written. Close and lose it?"
    assert "keeps nothing of it" in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert studio.window.isVisible()
    assert page.stop_button.isVisible()
    close_and_lose(studio, qtbot, ENGINE_MS)
    assert not (run / "exports").exists()


def test_it_is_said_how_far_an_export_is() -> None:
    state, words = ExportState(), []
    for progress in (ExportProgress("e", "read"), ExportProgress("e", "verify", 2, 3), ExportProgress("e", "time")):
        state.set_progress(progress)
        words.append(how_far(state))
    assert words == [
        "The ONNX files are being written.",
        "The ONNX files are being checked on the exam rows: 67 % done.",
        "The ONNX files are checked; now the time for one text is measured.",
    ]


def test_a_folder_is_packed_into_a_zip_that_stands_alone(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    card.zip_button.click()
    assert not card.zip_button.isEnabled()
    qtbot.waitUntil(card.zip_button.isEnabled, timeout=LONG_MS)
    assert card.packed.text() == f"Packed: {run / 'student.zip'}"
    with zipfile.ZipFile(run / "student.zip") as packed:
        packed.extractall(tmp_path / "home")
    for file in (run / "student").iterdir():
        assert (tmp_path / "home" / "student" / file.name).read_bytes() == file.read_bytes()


def test_a_zip_that_cannot_be_written_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    (run / "student.zip").mkdir()  # a folder stands where the file should go
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    card.zip_button.click()
    qtbot.waitUntil(card.zip_button.isEnabled, timeout=LONG_MS)
    shown = studio.window.problem_card.problem
    assert shown is not None
    assert shown.code == "run_folder"
    assert not list(run.glob("*.partial"))


def test_int8_that_costs_more_than_a_point_is_warned_of(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    report = report_of(finished_run(tmp_path, "classification"))
    one = ExportReport("onnx-int8", 18.0, 0.7, 0.95, {"accuracy": 0.48}, 300, 0.2, 7.2, "exports/onnx-int8")
    page = ExportPage(theme)
    qtbot.addWidget(page)
    page.show_run(tmp_path / "run", msgspec.structs.replace(report, exports=[one]))
    warning = page.cards["onnx-int8"].warning
    assert isinstance(warning, QLabel)
    assert not warning.isHidden()
    assert "2.0 points less" in warning.text()
    assert page.cards["onnx"].warning.isHidden()


def test_the_rail_tells_of_a_run_that_ended_while_another_page_was_shown(studio: Studio, tmp_path: Path) -> None:
    studio.window.show_page("export")
    studio.window.show_page("train")
    folder = finished_run(tmp_path, "classification")
    report = report_of(folder)
    button = studio.window.rail.button("export")
    assert button.note == "Files that stand alone"
    studio.run.begin("r1")
    studio.run.apply(RunStarted("r1", str(folder), STAGES, "cpu", "fp32"))
    studio.run.apply(RunEnded("r1", "done", report=report))
    assert button.note.startswith("Ready, ")
