"""Take home: a finished run's student, its ONNX forms made by the real engine at one press, and what stands there before and after."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QFontInfo, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui import taking_home
from distilstudio.gui.app import Studio
from distilstudio.gui.lost_words import how_far
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.export import ExportPage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.trying import RunModels
from distilstudio.gui.widgets.code_view import CodeView
from distilstudio.gui.widgets.export_card import ExportCard
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


def exported(run: Path) -> None:
    """Both ONNX forms, as far as the window looks at them."""
    one = ExportReport("onnx", 18.0, 0.7, 1.0, {"accuracy": 0.5}, 300, 1e-6, 7.2, "exports/onnx")
    small = msgspec.structs.replace(one, kind="onnx-int8", megabytes=5.0, agreement=0.9995, folder="exports/onnx-int8")
    report = msgspec.structs.replace(report_of(run), exports=[one, small])
    (run / "report.json").write_bytes(msgspec.json.encode(report))
    for export in report.exports:
        put_weights(run / export.folder)


def put_weights(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"weights")
    (folder / "example.py").write_text("print('hello')\n", encoding="utf-8")


def pack(qtbot: QtBot, card: ExportCard) -> None:
    """Have a zip file made, and wait until it is done."""
    card.zip_button.click()
    assert card.zip_button.text() == "Packing …"
    qtbot.waitUntil(lambda: card.zip_button.text() == "Make a zip file", timeout=LONG_MS)


def test_before_the_first_run_the_page_says_what_will_be_there(studio: Studio) -> None:
    studio.window.show_page("export")
    page = page_of(studio)
    assert page.empty.isVisible()
    assert "press Distil" in page.empty.note_label.text()
    assert not page.make_button.isVisible()


def test_the_student_that_is_there_stands_first_and_the_blue_button_shows_it(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = work_on(studio, tmp_path)
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True)
    studio.window.show_page("export")
    page = page_of(studio)
    ready = page.cards["transformers"]
    others = [page.make_card, page.cards["onnx"], page.cards["onnx-int8"]]
    assert all(ready.mapTo(page, QPoint()).x() < other.mapTo(page, QPoint()).x() for other in others)
    assert all("Python" in card.note_label.text() for card in (ready, page.cards["onnx"]))
    button = studio.window.header.primary_button
    assert button.text() == "Open the folder"
    button.click()
    assert shown == [str(run / "student")]
    (run / "student" / "model.safetensors").unlink()
    for key in ("start", "export"):
        studio.window.show_page(key)
    button.click()
    assert (studio.window.current, len(shown)) == ("recipe", 1)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_example_programs_are_read_whole_in_a_box_that_is_no_taller_than_they_are(qtbot: QtBot) -> None:
    view = CodeView()
    qtbot.addWidget(view)
    assert view.sizeHint().height() < 4 * view.fontMetrics().lineSpacing(), "also before it has a text"
    view.resize(300, 600)
    view.show()
    view.setPlainText("classify = pipeline('text-classification', model='.')\nprint(classify('Not what I had hoped for.'))")
    view.resize(300, view.sizeHint().height())
    assert view.horizontalScrollBar().maximum() == view.verticalScrollBar().maximum() == 0
    few = view.sizeHint().height()
    assert few < 8 * view.fontMetrics().lineSpacing()
    view.setPlainText("\n".join(["line"] * 40))
    assert view.sizeHint().height() > 40 * view.fontMetrics().lineSpacing()
    assert view.minimumHeight() < 10 * view.fontMetrics().lineSpacing()


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
        studio.trying.open_models(RunModels("classification", "", str(run / "student"), False))
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
    (run / "exports" / "onnx" / "model.onnx").write_bytes(b"damaged")
    with qtbot.waitSignal(studio.client.models_opened, timeout=ENGINE_MS):
        card.form.setCurrentIndex(1)
        card.form.activated.emit(1)
    assert card.form.currentText() == "As trained"
    shown = studio.window.problem_card.problem
    assert shown is not None
    assert shown.code == "export_broken"


def test_a_stopped_export_leaves_the_page_as_it_was(qtbot: QtBot, real_studio: Studio, tmp_path: Path) -> None:
    studio = real_studio
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    page = page_of(studio)
    page.make_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.make_button, Qt.Key.Key_Space)
    assert studio.window.focusWidget() is page.stop_button
    assert page.stop_button.property("ring")
    with qtbot.waitSignal(
        studio.client.job_event, check_params_cb=lambda event: isinstance(event, ExportEnded), timeout=ENGINE_MS
    ):
        QTest.keyClick(page.stop_button, Qt.Key.Key_Space)
        assert page.stop_button.text() == "Stopping…"
        assert studio.window.focusWidget() is page.stop_button
    assert page.make_button.isEnabled()
    assert studio.window.focusWidget() is page.make_button
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
    pack(qtbot, card)
    assert card.packed.text() == f"Packed: {run / 'student.zip'}"
    with zipfile.ZipFile(run / "student.zip") as packed:
        packed.extractall(tmp_path / "home")
    for file in (run / "student").iterdir():
        assert (tmp_path / "home" / "student" / file.name).read_bytes() == file.read_bytes()


def test_a_zip_that_cannot_be_written_is_told(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    (run / "student.zip").mkdir()  # a folder stands where the file should go
    studio.window.show_page("export")
    pack(qtbot, page_of(studio).cards["transformers"])
    shown = studio.window.problem_card.problem
    assert shown is not None
    assert shown.code == "zip_not_written"
    assert not studio.window.problem_card.fix_button.isVisible()  # another folder for the runs would not help
    assert not list(run.glob("*.partial"))


def test_a_packed_folder_is_told_of_in_every_language_and_after_other_pages(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    base = tmp_path / "<b>fat"
    base.mkdir()
    run = work_on(studio, base)
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    pack(qtbot, card)
    assert card.packed.textFormat() == Qt.TextFormat.PlainText
    for key in ("try", "export"):
        studio.window.show_page(key)
    assert card.packed.isVisible()
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: not card.packed.text().startswith("Packed"), timeout=LONG_MS)
    assert card.packed.text().endswith(str(run / "student.zip"))
    assert card.packed.isVisible()


def test_a_folder_that_is_being_packed_is_not_packed_twice(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    go_on = Event()

    def slowly(folder: Path, target: Path) -> Iterator[Path]:
        begun.append(folder)
        go_on.wait(LONG_MS / 1000)
        yield target

    monkeypatch.setattr(taking_home, "zip_folder", slowly)
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    card.zip_button.click()
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: card.zip_button.text() != "Packing …", timeout=LONG_MS)
    studio.settings.set("language", "en")
    for key in ("try", "export"):
        studio.window.show_page(key)
    qtbot.waitUntil(lambda: card.zip_button.text() == "Packing …", timeout=LONG_MS)
    card.zip_button.click()
    page_of(studio).zip_requested.emit(run / "student")
    go_on.set()
    qtbot.waitUntil(lambda: card.zip_button.text() == "Make a zip file", timeout=LONG_MS)
    assert begun == [run / "student"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog asks for more than the platform without a screen can give
def test_a_zip_is_not_lost_by_closing_the_window_unless_that_is_wanted_and_leaves_nothing(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    run = work_on(studio, tmp_path)
    (run / "student" / "large.bin").write_bytes(bytes(range(256)) * 400_000)
    studio.window.show_page("export")
    page_of(studio).cards["transformers"].zip_button.click()
    studio.window.close()
    box = studio.closing.question
    assert box is not None
    assert box.text() == "A zip file is being packed. Close and lose it?"
    assert "the folder itself stays" in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(list(run.glob("*.partial"))), timeout=LONG_MS)
    close_and_lose(studio, qtbot, LONG_MS)
    assert not list(run.glob("student.zip*"))


def test_files_that_were_deleted_are_not_offered(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    exported(run)
    studio.window.show_page("export")
    page = page_of(studio)
    card = page.cards["onnx"]
    assert page.rail_note() == "Ready, from 5.0 MB"
    assert card.open_button.isVisible()
    shutil.rmtree(run / "exports")
    card.zip_button.click()  # deleted while the page was shown
    assert "not there any more" in card.facts.text()
    assert not card.zip_button.isVisible()
    assert studio.window.problem_card.problem is None
    assert (page.rail_state(), page.rail_note()) == ("todo", "Ready, 1.0 MB")
    for file in (run / "student").glob("*.safetensors"):
        file.unlink()
    for key in ("start", "export"):
        studio.window.show_page(key)
    assert page.cards["transformers"].facts.text() == "The student’s files are not there any more."
    assert not page.cards["transformers"].zip_button.isVisible()


@pytest.mark.qt_log_ignore("openUrl|support")
def test_where_nothing_shows_folders_it_is_said_where_it_is(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = work_on(studio, tmp_path)
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    card.open_button.click()
    assert card.packed.text() == f"No program shows folders here. It is {run / 'student'}"


def test_the_keyboard_stays_on_the_button_that_packs(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    work_on(studio, tmp_path)
    studio.window.show_page("export")
    card = page_of(studio).cards["transformers"]
    card.zip_button.setFocus()
    QTest.keyClick(card.zip_button, Qt.Key.Key_Space)
    assert card.zip_button.text() == "Packing …"
    assert studio.window.focusWidget() is card.zip_button
    qtbot.waitUntil(lambda: card.zip_button.text() == "Make a zip file", timeout=LONG_MS)
    assert studio.window.focusWidget() is card.zip_button


def test_what_is_promised_of_onnx_holds_for_every_student(studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    exported(run)
    studio.window.show_page("export")
    page = page_of(studio)
    assert "not kept" in page.make_card.note_label.text()
    assert "int8, which rounds, you are told how many rows it answers alike" in page.make_card.note_label.text()
    words = [page.make_card.title_label.text(), *(card.note_label.text() for card in page.cards.values())]
    assert not [said for said in words if "quarter" in said or "ONNX: smaller" in said]
    card = page.cards["onnx-int8"]
    assert "Verified on 300 exam rows: 99.9\u00a0% alike." in card.facts.text()  # 1,999 of 2,000; and no line ends before the %
    assert card.example_note.text() == "For whoever programs with it; to be run inside this folder:"


def test_example_programs_grow_with_the_text(studio: Studio, tmp_path: Path) -> None:
    exported(work_on(studio, tmp_path))
    studio.window.show_page("export")
    example = page_of(studio).cards["onnx"].example
    usual = QFontInfo(example.font()).pixelSize()
    studio.settings.set("text_percent", 200)
    assert QFontInfo(example.font()).pixelSize() == 2 * usual
    assert example.fontMetrics().horizontalAdvance("ii") == example.fontMetrics().horizontalAdvance("WW")


def test_int8_that_costs_more_than_a_point_is_warned_of(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    report = report_of(finished_run(tmp_path, "classification"))
    one = ExportReport("onnx-int8", 18.0, 0.7, 0.95, {"accuracy": 0.48}, 300, 0.2, 7.2, "exports/onnx-int8")
    page = ExportPage(theme)
    qtbot.addWidget(page)
    put_weights(tmp_path / "run" / one.folder)
    page.show_run(tmp_path / "run", msgspec.structs.replace(report, exports=[one]))
    warning = page.cards["onnx-int8"].warning
    assert isinstance(warning, QLabel)
    assert not warning.isHidden()
    assert "2.0 points less" in warning.text()
    assert page.cards["onnx"].warning.isHidden()


def test_int8_that_answers_otherwise_is_warned_of_though_it_scores_as_well(studio: Studio, tmp_path: Path) -> None:
    run = work_on(studio, tmp_path)
    exported(run)
    report = report_of(run)
    plain, small = report.exports
    small = msgspec.structs.replace(small, agreement=0.62)
    (run / "report.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(report, exports=[plain, small])))
    studio.window.show_page("export")
    page = page_of(studio)
    assert "answers 114 of 300 exam rows otherwise than the student" in page.cards["onnx-int8"].warning.text()
    assert not page.cards["onnx"].warning.isVisible()


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
