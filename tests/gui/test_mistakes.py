"""The tab "Mistakes" by clicks: a cell gives its texts, the filter, the language, what to do where there is nothing, and the way to Try it."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.mistake_counts import MOST_IN_GRID
from distilstudio.gui.models.mistake_rows import AT_A_TIME
from distilstudio.gui.pages.compare import ComparePage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import LIGHT
from distilstudio.gui.widgets.mistakes_view import MistakesView
from distilstudio.protocol.mistakes import MISTAKES_FILE, Mistakes
from distilstudio.protocol.recipe_fields import with_value
from tests.gui import mistakes as made
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, make_run


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


def a_run(runs: Path, name: str, kept: Mistakes | None, task: str = "classification", finished: bool = True) -> None:
    folder = make_run(
        runs, f"2026-03-0{1 + len(list(runs.glob('*')))} 1000 {name}", with_value(RECIPE, "task", task), finished=finished
    )
    if kept is not None:
        made.keep(folder, kept)


def opened(qtbot: QtBot, studio: Studio, runs: Path, name: str) -> MistakesView:
    """The tab, with this run chosen."""
    studio.window.resize(1280, 800)
    studio.settings.set("runs_folder", str(runs))
    studio.window.show_page("compare")
    page = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == len(list(runs.glob("2*"))), timeout=LONG_MS)
    choose(page, name)
    page.curves_card.show_mistakes()
    view = page.curves_card.mistakes
    qtbot.waitUntil(view.isVisible)
    if any((runs / folder / MISTAKES_FILE).is_file() for folder in runs.glob(f"*{name}")):
        qtbot.waitUntil(lambda: bool(view.words.text()) and view.table.counts.rowCount() > 0, timeout=LONG_MS)
    return view


def choose(page: ComparePage, name: str) -> None:
    records = (page.table.runs.record_at(row) for row in range(page.table.runs.rowCount()))
    page.table.choose([record.folder for record in records if record.name == name])


def click(view: MistakesView, line: int, column: int) -> None:
    index = view.table.counts.index(line, column)
    view.table.scrollTo(index)
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=view.table.visualRect(index).center())


def texts(view: MistakesView) -> list[str]:
    return [view.rows.row_at(row).text for row in range(view.rows.total)]


def filter_by(view: MistakesView, place: int) -> None:
    view.which.setFocus()
    view.which.setCurrentIndex(place)


@pytest.fixture
def view(qtbot: QtBot, studio: Studio, runs: Path) -> MistakesView:
    a_run(runs, "it", made.labels())
    return opened(qtbot, studio, runs, "it")


def test_it_says_how_often_the_student_errs_and_lists_the_surest_first(view: MistakesView) -> None:
    assert view.words.text() == "The student is wrong in 4 of 346 texts; its teacher would have been right in 3 of these."
    assert [row[0] for row in made.REVIEWS[:4]] == texts(view)
    assert view.heading.text() == "4 texts, the surest first."
    assert view.table.counts.data(view.table.counts.index(1, 0)) == "2"
    assert view.table.counts.is_right_at(view.table.counts.index(1, 1))
    assert not view.all_button.isVisible()


def test_a_click_on_a_cell_shows_its_texts(view: MistakesView) -> None:
    click(view, 1, 0)
    assert view.heading.text() == "“positive”, called “negative” by the student. 2 texts, the surest first."
    assert texts(view) == [made.REVIEWS[0][0], made.REVIEWS[3][0]]
    click(view, 1, 1)
    assert view.heading.text() == "“positive”, and the student says so. 1 of 171 texts are kept to be read, the surest first."
    QTest.mouseClick(view.all_button, Qt.MouseButton.LeftButton)
    assert len(texts(view)) == 4


def test_the_filter_holds_for_table_and_texts(view: MistakesView) -> None:
    assert [view.which.itemText(place) for place in range(3)] == [
        "All mistakes (4)",
        "Student wrong, teacher right (3)",
        "Both wrong (1)",
    ]
    filter_by(view, 1)
    assert texts(view) == [made.REVIEWS[place][0] for place in (0, 1, 3)]
    click(view, 0, 1)
    assert texts(view) == [made.REVIEWS[1][0]]
    assert view.table.counts.data(view.table.counts.index(0, 1)) == "1"
    filter_by(view, 2)
    assert texts(view) == [made.REVIEWS[2][0]], "the cell stays chosen"
    assert view.table.counts.data(view.table.counts.index(0, 0)) == "171", "what is right is counted whole"


def test_chinese_has_commas_and_brackets_of_its_own(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.names(), "ner")
    view = opened(qtbot, studio, runs, "it")
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: "（1）" in view.which.itemText(0))
    told = str(view.rows.data(view.rows.index(0), Qt.ItemDataRole.AccessibleTextRole))
    assert "Mei Lin（PERSON）、Verra（PLACE）、厦门（PLACE）" in told
    assert not {"(", ","} & set(told)


def test_small_words_are_drawn_in_ink(view: MistakesView) -> None:
    """Of the student's colour there is one for lines and dots, and a darker one for words."""
    picture = view.list.viewport().grab().toImage()
    drawn = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert LIGHT.student_ink in drawn
    assert LIGHT.student not in drawn


def test_it_can_be_gone_through_by_keys(view: MistakesView) -> None:
    view.table.setFocus()
    view.table.selectionModel().setCurrentIndex(view.table.counts.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert "called “positive”" in view.heading.text()
    QTest.keyClick(view.table, Qt.Key.Key_Tab)
    assert view.window().focusWidget() is not view.table
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    QTest.keySequence(view.list, "Ctrl+C")
    words = QGuiApplication.clipboard().text().splitlines()
    assert words == [
        "Not the disaster I feared, but close.",
        "Your data: negative",
        "Teacher: positive (90 %, wrong)",
        "Student: positive (74 %, wrong)",
    ]
    assert view.rows.data(view.list.currentIndex(), Qt.ItemDataRole.AccessibleTextRole) == "\n".join(words)
    assert view.table.counts.data(view.table.counts.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "negative → positive: 2"


def test_a_text_is_tried(qtbot: QtBot, studio: Studio, view: MistakesView) -> None:
    QTest.mouseClick(view.try_button, Qt.MouseButton.LeftButton)
    assert studio.window.current == "try"
    page = cast(TryPage, studio.window.page("try"))
    assert page.input.text == made.REVIEWS[0][0]


def test_a_run_of_the_trash_is_not_tried(qtbot: QtBot, studio: Studio, runs: Path, view: MistakesView) -> None:
    page = cast(ComparePage, studio.window.page("compare"))
    page.menu.throw_away.trigger()
    page.trash_button.click()
    choose(page, "it")
    qtbot.waitUntil(lambda: len(texts(view)) == 4, timeout=LONG_MS)
    assert not view.try_button.isEnabled()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert studio.window.current == "compare"


def test_a_run_whose_recipe_cannot_be_read_is_not_tried(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.labels())
    a_run(runs, "old", None)
    for folder in runs.iterdir():
        (folder / "recipe.toml").write_text("[of_a_later_version]\nsetting = 1\n")
    view = opened(qtbot, studio, runs, "it (its recipe cannot be read)")
    page = cast(ComparePage, studio.window.page("compare"))
    choose(page, "it")
    qtbot.waitUntil(lambda: len(texts(view)) == 4, timeout=LONG_MS)
    assert not view.try_button.isEnabled()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert studio.window.current == "compare"
    choose(page, "old")
    qtbot.waitUntil(lambda: "earlier version" in view.empty.text(), timeout=LONG_MS)
    assert "new recipe" not in view.empty.text(), "that button is disabled"


def test_a_question_is_tried_with_its_passage(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.questions(), "qa")
    view = opened(qtbot, studio, runs, "it")
    assert view.words.text().startswith("The student misses the right answer to 3 of 83 questions;")
    assert [view.table.counts.headerData(line, Qt.Orientation.Vertical) for line in range(3)] == [
        "Right",
        "Right in part",
        "Wrong",
    ]
    click(view, 1, 0)
    assert view.heading.text() == "Right in part. 1 question."
    assert view.delegate.marked(view.rows.row_at(0)) == [["528 kilometres", "\xa0Your\xa0data"]]
    click(view, 2, 0)
    assert view.delegate.marked(view.rows.row_at(0)) == [["Lake Lindale", "\xa0Your\xa0data", "528 kilometres", "\xa0Student"]]
    QTest.mouseClick(view.try_button, Qt.MouseButton.LeftButton)
    page = cast(TryPage, studio.window.page("try"))
    assert (page.input.question, page.input.text) == ("Where does the Verra end?", view.rows.row_at(0).text)


def test_names_are_marked_in_their_sentence(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.names(), "ner")
    view = opened(qtbot, studio, runs, "it")
    heads = [view.table.counts.headerData(column, Qt.Orientation.Horizontal) for column in range(5)]
    assert heads == ["Found", "Missed", "Other type", "Other ends", "Invented"]
    click(view, 1, 2)
    assert view.heading.text().startswith("“PLACE”: called something else by the student.")
    yours, student = view.delegate.marked(view.rows.row_at(0))
    assert yours == ["Mei Lin", "\xa0PERSON", "Verra", "\xa0PLACE", "厦门", "\xa0PLACE"]
    assert student == ["Mei Lin", "\xa0PERSON", "Verra", "\xa0PERSON"]
    click(view, 0, 0)
    assert len(texts(view)) == 2, "a name that is right may stand beside one that is not"


def test_several_labels_have_a_line_each(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.several())
    view = opened(qtbot, studio, runs, "it")
    click(view, 0, 1)
    assert view.heading.text() == "“damage”: missed by the student. 1 text."
    assert texts(view) == ["Fast delivery, broken lid."]


def test_of_many_labels_the_pairs_are_listed(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    many = ("negative", "positive", *(f"topic {number}" for number in range(MOST_IN_GRID)))
    a_run(runs, "it", made.labels(names=many))
    view = opened(qtbot, studio, runs, "it")
    counts = view.table.counts
    assert counts.lists_pairs
    assert [[counts.data(counts.index(row, column)) for column in range(3)] for row in range(2)] == [
        ["negative", "positive", "2"],
        ["positive", "negative", "2"],
    ]
    click(view, 1, 2)
    assert texts(view) == [made.REVIEWS[0][0], made.REVIEWS[3][0]]
    filter_by(view, 2)
    assert counts.rowCount() == 1
    assert texts(view) == [made.REVIEWS[2][0]]


def counts_head(view: MistakesView) -> object:
    return view.table.counts.headerData(0, Qt.Orientation.Horizontal)


def test_of_many_labels_another_language_shows_all_again(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    """The pairs are listed anew, and none of them is chosen then."""
    many = ("negative", "positive", *(f"topic {number}" for number in range(MOST_IN_GRID)))
    a_run(runs, "it", made.labels(names=many))
    view = opened(qtbot, studio, runs, "it")
    click(view, 1, 2)
    assert len(texts(view)) == 2
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: counts_head(view) != "Your label")
    assert len(texts(view)) == 4
    assert not view.all_button.isVisible()
    click(view, 1, 2)
    QTest.mouseClick(view.all_button, Qt.MouseButton.LeftButton)
    assert len(texts(view)) == 4


def test_five_thousand_rows_answer_a_click_at_once(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "it", made.labels(5000))
    view = opened(qtbot, studio, runs, "it")
    click(view, 1, 0)
    took = []  # of the window's own thread: other programs may have the processor meanwhile
    for line, column in ((0, 1), (1, 0), (1, 1)):
        began = time.thread_time()
        click(view, line, column)
        view.list.viewport().repaint()
        took.append(time.thread_time() - began)
    assert view.rows.rowCount() == AT_A_TIME < view.rows.total
    assert min(took) < 0.05, took
    view.list.verticalScrollBar().setValue(view.list.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: view.rows.rowCount() > AT_A_TIME, timeout=LONG_MS)


def test_rows_never_lie_over_each_other(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    """A narrower window breaks the answers into more lines, also while the scroll bar comes."""
    a_run(runs, "it", made.labels(60))
    view = opened(qtbot, studio, runs, "it")
    for width in (1280, 1000, 1400, 900):
        studio.window.resize(width, 800)
        view.list.viewport().repaint()
        boxes = [view.list.visualRect(view.rows.index(row)) for row in range(view.rows.rowCount())]
        wanted = [view.list.sizeHintForIndex(view.rows.index(row)).height() for row in range(view.rows.rowCount())]
        assert [box.height() for box in boxes] == wanted, width
        assert all(one.bottom() < other.top() for one, other in itertools.pairwise(boxes)), width


def test_it_follows_the_language(studio: Studio, view: MistakesView) -> None:
    click(view, 1, 0)
    studio.settings.set("language", "zh_CN")
    assert view.table.counts.headerData(0, Qt.Orientation.Horizontal) == "negative", "labels are the person's own"
    assert len(texts(view)) == 2, "the cell stays chosen"
    studio.settings.set("language", "en")
    assert "called “negative”" in view.heading.text()


def test_where_there_is_nothing_it_says_why(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    a_run(runs, "old", None)
    a_run(runs, "words", None, "mlm")
    a_run(runs, "torn", made.labels())
    a_run(runs, "broken off", None, finished=False)
    next(runs.glob("*torn")).joinpath(MISTAKES_FILE).write_bytes(b'{"task": 5')
    view = opened(qtbot, studio, runs, "old")
    page = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: "earlier version" in view.empty.text(), timeout=LONG_MS)
    choose(page, "words")
    assert "guessing hidden words" in view.empty.text()
    choose(page, "torn")
    qtbot.waitUntil(lambda: "cannot be read" in view.empty.text(), timeout=LONG_MS)
    choose(page, "broken off")
    assert "has not come to its exam" in view.empty.text()
    page.table.choose([page.table.runs.record_at(row).folder for row in range(2)])
    assert "Choose one run alone" in view.empty.text()
    assert view.empty.isVisible()


def test_a_run_is_read_when_it_is_looked_at(qtbot: QtBot, studio: Studio, runs: Path) -> None:
    """Another run's mistakes come in its place, and the chart has its place back on another tab."""
    a_run(runs, "one", made.labels())
    a_run(runs, "two", made.several())
    view = opened(qtbot, studio, runs, "one")
    page = cast(ComparePage, studio.window.page("compare"))
    assert not page.tradeoff.isVisible()
    choose(page, "two")
    qtbot.waitUntil(lambda: "2 of 60" in view.words.text(), timeout=LONG_MS)
    page.curves_card.tabs.setCurrentIndex(0)
    assert page.tradeoff.isVisible()
    choose(page, "one")
    page.curves_card.show_mistakes()
    qtbot.waitUntil(lambda: "4 of 346" in view.words.text(), timeout=LONG_MS)
