"""A whole file on the page "Try it": dropped or chosen, answered, its table read, tried and saved; first with a real engine, then by signals."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.trying import RunModels
from distilstudio.gui.widgets.drop_veil import DropVeil
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.protocol.answered_file import AnsweredRow, AnswersSaved, FileAnswered, FileProgress
from distilstudio.protocol.events import ModelsOpened
from distilstudio.protocol.problems import problem
from tests.gui.conftest import standing_window
from tests.tiny_models import keyword_rows, make_tiny_teacher

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

ENGINE_MS = 120_000
MODELS = ModelsOpened(1, ["student"], {"student": 69.6}, {"student": 1}, ["neg", "pos"])
ROWS = [
    AnsweredRow(3, "<b>so</b>\nso", "", "neg", 0.5049),
    AnsweredRow(1, "good", "", "pos", 0.9996),
    AnsweredRow(2, "", "", "", None),
]


def drag(target: QWidget, path: Path) -> QDragEnterEvent:
    """A file comes over a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.setAccepted(False)
    enter.mime = mime  # an event does not keep it alive
    QApplication.sendEvent(target, enter)
    return enter


def drop(target: QWidget, path: Path) -> QDropEvent:
    """And is let go, as the window system tells it: to whom took the drag, the widget itself or one around it."""
    mime = drag(target, path).mimeData()
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.mime = mime
    QApplication.sendEvent(target, event)
    return event


def write(path: Path, texts: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "text"), *enumerate(texts, 1)])
    return path


def cells(page: TryPage) -> list[list[str]]:
    model = page.answered_file.model
    return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(model.rowCount())]


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def words(page: QWidget) -> str:
    found = page.findChild(QLabel, "try_file_words")
    assert isinstance(found, QLabel)
    return found.text()


# --- with an engine


@pytest.fixture
def live(qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """The whole window with its own engine, on one thread."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    with standing_window(qtbot, settings, ends_ms=ENGINE_MS) as studio:
        yield studio


def test_a_dropped_file_is_answered_tried_and_saved(qtbot: QtBot, live: Studio, tmp_path: Path) -> None:
    page = cast(TryPage, live.window.page("try"))
    live.trying.open_models(RunModels("classification", "", str(make_tiny_teacher(tmp_path / "m", ["neg", "pos"])), False))
    live.window.show_page("try")
    qtbot.waitUntil(page.file_offer.isVisible, timeout=ENGINE_MS)
    texts = [text for text, _ in keyword_rows(40)]
    drop(page, write(tmp_path / "texts.csv", [*texts, "", "=1+1"]))
    page.edit.type_over("a good film")
    qtbot.waitUntil(lambda: len(cells(page)) == 42, timeout=ENGINE_MS)
    assert words(page) == "42 rows, least sure first. Choose one to try it."
    shown = cells(page)
    sure = [float(row[2].removesuffix(" %").removesuffix("\N{NO-BREAK SPACE}%")) for row in shown[:-1]]
    assert sure == sorted(sure)
    assert shown[-1] == ["", "", ""]
    qtbot.waitUntil(lambda: "student" in page._answers, timeout=ENGINE_MS)

    table = page.findChild(QTableView, "try_file_table")
    assert isinstance(table, QTableView)
    place = table.visualRect(page.answered_file.model.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.edit.toPlainText() == shown[0][0]
    qtbot.waitUntil(lambda: page._asked_text == shown[0][0] and "student" in page._answers, timeout=ENGINE_MS)
    assert shown[0][1] in page.sides["student"].accessibleDescription()

    button(page, "try_file_save_button").click()
    dialog = page.findChild(QFileDialog, "try_file_save_dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "answers.csv"))
    dialog.reject()
    card = page.answered_file.problem_card
    qtbot.waitUntil(card.isVisible, timeout=ENGINE_MS)
    assert card.problem is not None
    assert card.problem.code == "answers_not_saved"
    assert not live.window.problem_card.isVisible(), "it is told where it was asked for"
    assert len(cells(page)) == 42
    page.answered_file.save_requested.emit(str(tmp_path / "answers.csv"))
    qtbot.waitUntil(lambda: words(page) == "Saved as answers.csv: 42 rows.", timeout=ENGINE_MS)
    assert not card.isVisible()
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["answer"] for row in rows] == [row[1] for row in shown]
    assert {row["text"] for row in rows if row["text"].startswith("'")} == {"'=1+1"}

    (tmp_path / "none.csv").write_text("a,b\n1,2\n3,4\n")
    drop(page, tmp_path / "none.csv")
    qtbot.waitUntil(card.isVisible, timeout=ENGINE_MS)
    assert card.problem.code == "data_roles_unclear"
    assert not table.isVisible()
    button(page, "try_file_back_button").click()
    assert page.examples.isVisible()
    drop(page, tmp_path / "texts.csv")
    button(page, "try_file_stop_button").click()
    assert page.examples.isVisible()
    drop(page, tmp_path / "texts.csv")
    qtbot.waitUntil(lambda: len(cells(page)) == 42, timeout=ENGINE_MS)


# --- by signals


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> TryPage:
    page = TryPage(theme)
    qtbot.addWidget(page)
    page.resize(1008, 690)
    page.show()
    page.set_models(MODELS)
    return page


def test_a_file_is_offered_where_a_student_is_open_that_gives_answers(page: TryPage) -> None:
    offer = button(page, "try_file_button")
    assert offer.isVisible()
    page.set_task("mlm")
    assert not offer.isVisible(), "a file of texts has no gaps"
    page.set_task("ner")
    assert offer.isVisible()
    page.set_opening()
    assert not offer.isVisible()
    page.set_models(MODELS)
    page.clear_models()
    assert not offer.isVisible()


def test_the_button_asks_for_a_file(qtbot: QtBot, page: TryPage) -> None:
    button(page, "try_file_button").click()
    dialog = page.findChild(QFileDialog, "try_file_dialog")
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(page.file_offer.file_chosen) as chosen:
        dialog.fileSelected.emit("/x/texts.csv")
    assert chosen.args == ["/x/texts.csv"]
    dialog.reject()


def test_a_dragged_file_is_told_what_becomes_of_it(qtbot: QtBot, page: TryPage, tmp_path: Path) -> None:
    veil = next(child for child in page.findChildren(DropVeil))
    assert drag(page, write(tmp_path / "t.csv", ["good"])).isAccepted()
    assert veil.isVisible()
    assert veil.accessibleName() == "Let go to have the student answer every text of it"
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not veil.isVisible()
    with qtbot.waitSignal(page.file_offer.file_chosen) as chosen:
        drop(page, tmp_path / "t.csv")
    assert chosen.args == [str(tmp_path / "t.csv")]
    assert not veil.isVisible()


def test_what_is_no_file_of_texts_is_the_windows_business(qtbot: QtBot, page: TryPage, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[train]\n")
    with qtbot.assertNotEmitted(page.file_offer.file_chosen):
        for path in (tmp_path, tmp_path / "mine.toml", tmp_path / "gone.csv"):
            assert not drag(page, path).isAccepted()
        page.clear_models()
        assert not drag(page, write(tmp_path / "t.csv", ["good"])).isAccepted()


def test_without_a_student_a_dropped_file_is_new_texts_of_the_project(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.window.show_page("try")
    (tmp_path / "reviews.csv").write_text("text,label\nfine,positive\n")
    drop(studio.window.page("try"), tmp_path / "reviews.csv")
    assert studio.window.current == "data"
    assert studio.project.recipe.data.train == str(tmp_path / "reviews.csv")


def test_how_far_it_is_is_said_and_stop_gives_the_lists_back(qtbot: QtBot, page: TryPage) -> None:
    shown = page.answered_file
    shown.begin("/x/my <b>texts.csv")
    assert not page.examples.isVisible()
    assert shown.title_label.text() == "The student’s answers to my <b>texts.csv"
    assert shown.title_label.textFormat() == Qt.TextFormat.PlainText
    assert words(page) == "Reading the file…"
    shown.show_progress(FileProgress(7, 300, 1200))
    assert words(page) == "300 of 1,200 answered. What you type is answered first."
    shown.show_progress(FileProgress(7, 600, 1200, 240.0))
    assert words(page) == "600 of 1,200 answered. About 4 min left. What you type is answered first."
    assert (shown.bar.value(), shown.bar.maximum()) == (600, 1200)
    assert not button(page, "try_file_back_button").isVisible()
    with qtbot.waitSignal(shown.stop_requested):
        button(page, "try_file_stop_button").click()
    assert page.examples.isVisible()
    assert not shown.isVisible()


def test_the_table_says_how_many_rows_there_are_in_all(qtbot: QtBot, page: TryPage) -> None:
    shown = page.answered_file
    shown.begin("/x/t.csv")
    shown.show_answers(FileAnswered(7, "/scratch", 12_345, ROWS))
    assert words(page) == "3 of 12,345 rows are shown, those that the student is least sure of; all of them are saved."
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in cells(page)] == [
        ["<b>so</b> so", "neg", "50.4 %"],
        ["good", "pos", "99.9 %"],
        ["", "", ""],
    ]
    tip = shown.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    with qtbot.waitSignal(shown.text_chosen) as chosen:
        shown.table.activated.emit(shown.model.index(0, 2))
    assert chosen.args == ["<b>so</b>\nso", ""]
    assert page.edit.toPlainText() == "<b>so</b>\nso"
    with qtbot.assertNotEmitted(shown.text_chosen):
        shown.table.activated.emit(shown.model.index(2, 0))
    shown.show_saved(AnswersSaved(8, "/y/answers.xlsx", 12_345))
    assert words(page) == "Saved as answers.xlsx: 12,345 rows."


def test_it_is_saved_under_the_name_and_in_the_form_that_are_chosen(qtbot: QtBot, page: TryPage, tmp_path: Path) -> None:
    shown = page.answered_file
    shown.begin(str(tmp_path / "texts.v2.csv"))
    shown.show_answers(FileAnswered(7, "/scratch", 3, ROWS))
    save = button(page, "try_file_save_button")
    save.click()
    dialog = page.findChild(QFileDialog, "try_file_save_dialog")
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles() == [str(tmp_path / "texts.v2 answers.csv")]
    assert dialog.nameFilters() == ["Table (CSV) (*.csv)", "Workbook (XLSX) (*.xlsx)"]
    with qtbot.waitSignal(shown.save_requested) as saved:
        dialog.fileSelected.emit("/y/answers.xlsx")
    dialog.reject()
    assert saved.args == ["/y/answers.xlsx"]
    assert words(page) == "Saving…"
    assert not save.isEnabled()
    shown.show_problem(problem("answers_not_saved", file="answers.xlsx", reason="No space left on device"))
    assert save.isEnabled()
    assert shown.table.isVisible()
    assert words(page) == "3 rows, least sure first. Choose one to try it."


def test_a_question_of_the_table_is_asked_about_its_passage(page: TryPage) -> None:
    page.set_task("qa")
    shown = page.answered_file
    shown.begin("/x/t.csv")
    shown.show_answers(FileAnswered(7, "/scratch", 2, [AnsweredRow(1, "It is 5 km long.", "How long?", "", 0.7)]))
    assert cells(page)[0][:3] == ["How long?", "It is 5 km long.", "–"]
    shown.table.clicked.emit(shown.model.index(0, 0))
    assert (page.input.question, page.edit.toPlainText()) == ("How long?", "It is 5 km long.")


def test_a_file_that_cannot_be_answered_says_why_and_the_person_goes_back(page: TryPage) -> None:
    shown = page.answered_file
    shown.begin("/x/t.csv")
    shown.show_problem(problem("data_empty", file="t.csv"))
    card = page.findChild(ProblemCard, "try_file_problem")
    assert isinstance(card, ProblemCard)
    assert card.isVisible()
    assert not button(page, "try_file_save_button").isVisible()
    assert not button(page, "try_file_stop_button").isVisible()
    button(page, "try_file_back_button").click()
    assert page.examples.isVisible()
    shown.begin("/x/other.csv")
    assert not card.isVisible()
