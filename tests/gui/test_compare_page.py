"""The Compare page by clicks: choose, star, note, trash and undo, curves and settings, a student to try, a recipe to start from."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models import run_store
from distilstudio.gui.models.run_marks import RunMarks, read_marks, write_marks
from distilstudio.gui.models.run_records import RunRecord, run_folders
from distilstudio.gui.models.runs_table import COLUMNS, Column
from distilstudio.gui.pages.compare import ComparePage
from distilstudio.gui.tokens import DARK, LIGHT
from distilstudio.gui.widgets.plots_tradeoff import LEAST_SPREAD, Dot, dots_of
from distilstudio.gui.widgets.runs_table import RunsTable
from distilstudio.places import TRASH
from distilstudio.protocol.events import STAGES, ExamDone, ExportEnded, RunEnded, RunStarted
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_text import parse
from distilstudio.protocol.report import ExportReport
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, a_journal, a_report, make_run
from tests.gui.test_train_page import Shout

OFFSCREEN_WORDS = pytest.mark.qt_log_ignore("This plugin does not support")
"""A dialog asks for more than the platform without a screen can give."""


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Three finished runs and one that broke off; the newest first in the table."""
    runs = tmp_path / "runs"
    small = msgspec.structs.replace(
        a_report(0.88, megabytes=48.2, ms=1.2), exports=[ExportReport("onnx_int8", 18.4, 0.65, 0.99, {"accuracy": 0.87})]
    )
    make_run(runs, "2026-03-01 1000 half", RECIPE, a_report(0.91))
    make_run(
        runs, "2026-03-02 1000 hot", with_value(RECIPE, "loss.temperature", 4.0), a_report(0.925), journal=a_journal(None, 400)
    )
    make_run(runs, "2026-03-03 1000 tiny", with_value(RECIPE, "student.preset", "tiny"), small)
    make_run(runs, "2026-03-04 1000 broken off", finished=False)
    return runs


@pytest.fixture
def page(qtbot: QtBot, studio: Studio, runs: Path) -> ComparePage:
    studio.window.resize(1280, 800)
    studio.settings.set("runs_folder", str(runs))
    studio.window.show_page("compare")
    page = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == 4 and len(page.table.chosen) == 3, timeout=LONG_MS)
    return page


def cell(table: RunsTable, name: str, column: Column) -> QModelIndex:
    row = next(row for row in range(table.runs.rowCount()) if table.runs.record_at(row).name == name)
    return table.runs.index(row, COLUMNS.index(column))


def click(
    table: RunsTable, name: str, column: Column = "name", modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    index = cell(table, name, column)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, table.visualRect(index).center())


def names(page: ComparePage) -> list[str]:
    return [page.table.runs.record_at(row).name for row in range(page.table.runs.rowCount())]


def press(studio: Studio, name: str) -> None:
    studio.window.findChild(QPushButton, name).click()


def test_every_run_says_what_it_is_worth(page: ComparePage) -> None:
    assert names(page) == ["broken off", "tiny", "hot", "half"]
    words = {column: cell(page.table, "hot", column).data() for column in COLUMNS}
    assert (words["score"], words["kept"], words["megabytes"], words["ms"]) == ("92.5 %", "99 %", "70 MB", "3.7 ms")
    assert (words["task"], words["teacher"]) == ("Labels", "Starter")
    assert cell(page.table, "broken off", "score").data() == "–"
    assert "not finished" in cell(page.table, "broken off", "name").data()
    assert page.title() == "The best of 3 students keeps 99 % of its teacher."
    assert page.rail_note() == "4 runs"


def test_a_column_is_as_wide_as_its_words(page: ComparePage) -> None:
    table = page.table
    record = table.runs.record_at(0)
    asked = msgspec.structs.replace(record.recipe, task="qa")
    named = replace(record, folder=record.folder / "x", recipe=asked, marks=RunMarks(note="one with a long note"))
    at_first = table.columnWidth(COLUMNS.index("note"))
    table.runs.set_records([record, named])
    metrics = QFontMetrics(table.font())
    for column in ("made", "task", "score", "megabytes", "note"):
        at = COLUMNS.index(column)
        widest = max(metrics.horizontalAdvance(table.runs.index(row, at).data()) for row in range(2))
        assert table.columnWidth(at) >= widest + 16, column
    assert at_first < table.columnWidth(COLUMNS.index("note")), "an empty column leaves its room to the others"


def test_only_what_is_new_is_measured(page: ComparePage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, Column]] = []
    words = page.table.runs.words
    monkeypatch.setattr(page.table.runs, "words", lambda row, column: asked.append((row, column)) or words(row, column))
    page.table.sortByColumn(COLUMNS.index("score"), Qt.SortOrder.DescendingOrder)
    assert asked == []
    records = [page.table.runs.record_at(row) for row in range(4)]
    page.table.runs.set_records([*records[:3], replace(records[3], marks=RunMarks(note="another"))])
    assert len({row for row, _ in asked}) == 1


def test_stars_and_locks_can_be_seen_before_they_are_set(page: ComparePage, studio: Studio) -> None:
    for theme in (LIGHT, DARK):
        studio.theme.set_mode("dark" if theme.dark else "light")
        for column in ("star", "lock"):
            picture = page.table.itemDelegate().sign(column, False).pixmap(64, 64).toImage()  # type: ignore[attr-defined]
            inks = {
                picture.pixelColor(x, y).name() for x in range(64) for y in range(64) if picture.pixelColor(x, y).alpha() == 255
            }
            assert inks == {theme.muted}


def test_a_click_on_a_head_sorts(page: ComparePage) -> None:
    header = page.table.horizontalHeader()

    def head(column: Column, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
        return str(page.table.runs.headerData(COLUMNS.index(column), Qt.Orientation.Horizontal, role))

    assert (head("made"), head("megabytes")) == ("Date ↓", "Size")
    assert "keep a run out of the trash" in head("lock", Qt.ItemDataRole.ToolTipRole)
    middle = header.sectionViewportPosition(COLUMNS.index("megabytes")) + 20
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 10))
    assert names(page)[0] == "tiny"
    assert names(page)[-1] == "broken off"
    assert (head("made"), head("megabytes")) == ("Date", "Size ↑")


def test_chosen_runs_are_laid_over_each_other(qtbot: QtBot, page: ComparePage) -> None:
    click(page.table, "half")
    click(page.table, "hot", modifier=Qt.KeyboardModifier.ControlModifier)
    score, loss = page.curves_card.score_plot, page.curves_card.loss_plot
    qtbot.waitUntil(lambda: "half 9" in score.describe() and "hot 9" in score.describe(), timeout=LONG_MS)
    page.curves_card.tabs.setCurrentIndex(1)
    qtbot.waitUntil(loss.isVisible)
    loss.refresh()
    assert loss.accessibleDescription().startswith("half 0.2")
    longest = max(line.curve.getData()[0].max() for line in loss._lines)
    assert longest == 400
    page.curves_card.tabs.setCurrentIndex(2)
    assert page.curves_card.differences.differences() == [("Temperature", ["2", "4"])]
    click(page.table, "half")
    assert "two runs or more" in page.curves_card.differences.words.text()


def test_an_exam_before_the_first_step_is_something_to_show(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    exam = ExamDone("r", "distil", 0, "student", "watch", 160, "accuracy", {"accuracy": 0.7}, best=True)
    make_run(tmp_path / "runs", "2026-03-01 1000 zero", finished=False, journal=[exam])
    studio.settings.set("runs_folder", str(tmp_path / "runs"))
    studio.window.show_page("compare")
    plot = cast(ComparePage, studio.window.page("compare")).curves_card.score_plot
    qtbot.waitUntil(lambda: plot.describe() == "zero 70.0 %", timeout=LONG_MS)
    plot.refresh()
    assert not plot.empty_label.isVisible()


def test_no_more_runs_are_marked_than_are_compared(qtbot: QtBot, page: ComparePage, runs: Path) -> None:
    for number in range(4):
        make_run(runs, f"2026-02-0{number + 1} 1000 more {number}")
    page._store.refresh()
    qtbot.waitUntil(lambda: len(names(page)) == 8, timeout=LONG_MS)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.table.chosen) == 6
    marked = [page.table.runs.record_at(index.row()).folder for index in page.table.selectionModel().selectedRows()]
    assert {record.folder for record in page.table.chosen} == set(marked)
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.table.selectionModel().selectedRows()) == 6


def test_settings_that_differ_look_different_and_speak_the_language(
    qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path
) -> None:
    recipe = RECIPE
    for key, value in (
        ("student.preset", "tiny"),
        ("student.vocabulary", "used"),
        ("teacher.model", "/models/old/mine"),
        ("data.train", "/other/place/reviews.csv"),
        ("train.learning_rate", RECIPE.train.learning_rate + 1e-12),
    ):
        recipe = with_value(recipe, key, value)
    other = make_run(runs, "2026-03-05 1000 other", recipe)
    third = make_run(runs, "2026-03-06 1000 third", with_value(recipe, "teacher.model", "/models/new/mine"))
    differences = page.curves_card.differences
    studio.window.show_page("start")
    studio.window.show_page("compare")
    qtbot.waitUntil(lambda: len(names(page)) == 6, timeout=LONG_MS)
    page.table.choose([runs / "2026-03-01 1000 half", other])
    told = dict(differences.differences())
    assert told["Training texts"] == ["data/reviews.csv", "place/reviews.csv"]
    assert told["Learning rate"][0] != told["Learning rate"][1]
    page.table.choose([other, third])
    assert differences.differences() == [("Teacher", ["old/mine", "new/mine"])]
    page.table.choose([runs / "2026-03-01 1000 half", other])
    shout = Shout()
    QCoreApplication.installTranslator(shout)
    words = {word for _, values in differences.differences() for word in values}
    QCoreApplication.removeTranslator(shout)
    assert {"HALF", "TINY", "WHOLE", "USED", "STARTER"} <= words


def test_a_choice_made_while_the_folder_is_still_read_stays(
    qtbot: QtBot, studio: Studio, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The page looks at the folder whenever it is shown, which drops a reading that is under way: so it is shown before.
    studio.window.show_page("compare")
    page = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: page._store.is_read, timeout=LONG_MS)
    go_on, whole = threading.Event(), run_store.read_listed

    def slowly(folder: Path) -> RunRecord | None:
        return whole(folder) if folder.name.endswith("tiny") or go_on.wait(LONG_MS / 1000) else None

    monkeypatch.setattr(
        run_store, "run_folders", lambda folder: sorted(run_folders(folder), key=lambda one: "tiny" not in one.name)
    )
    monkeypatch.setattr(run_store, "read_listed", slowly)
    studio.settings.set("runs_folder", str(runs))
    qtbot.waitUntil(lambda: names(page) == ["tiny"], timeout=LONG_MS)
    click(page.table, "tiny")
    go_on.set()
    qtbot.waitUntil(lambda: page.table.runs.rowCount() == 4 and page._store.is_read, timeout=LONG_MS)
    assert [record.name for record in page.table.chosen] == ["tiny"]


def test_a_run_keeps_its_colour_while_it_is_chosen(page: ComparePage) -> None:
    click(page.table, "half")
    look = page.table.look_of(page.table.chosen[0].folder)
    for other in ("hot", "tiny"):
        click(page.table, other, modifier=Qt.KeyboardModifier.ControlModifier)
    looks = [page.table.look_of(record.folder) for record in page.table.chosen]
    assert looks[0] == look
    assert len(set(looks)) == 3


def test_every_model_is_a_dot(qtbot: QtBot, page: ComparePage) -> None:
    qtbot.waitUntil(lambda: any(dot.look >= 0 for dot in page.tradeoff._dots), timeout=LONG_MS)
    dots = page.tradeoff._dots
    assert sorted((dot.kind, dot.name) for dot in dots) == [
        ("export", "tiny onnx_int8"),
        ("student", "half"),
        ("student", "hot"),
        ("student", "tiny"),
        ("teacher", "teacher"),
    ]
    page.tradeoff.refresh()
    assert "hot 92.5 %, 70 MB, 3.7 ms" in page.tradeoff.accessibleDescription()
    wide = page.tradeoff.area.x_range()[1]
    page.across.setCurrentIndex(1)
    page.tradeoff.refresh()
    assert 7.24 < page.tradeoff.area.x_range()[1] < wide


@pytest.mark.parametrize("scores", [(0.797, 0.8), (0.999, 1.0), (0.0, 0.001)])
def test_students_that_differ_by_chance_stand_close(page: ComparePage, scores: tuple[float, float]) -> None:
    page.tradeoff.show_dots([Dot(str(score), "student", 70.0, 5.0, score, score_name="accuracy") for score in scores])
    page.tradeoff.refresh()
    low, high = page.tradeoff.area.box.viewRange()[1]
    assert high - low >= LEAST_SPREAD
    assert low <= 100 * scores[0] < 100 * scores[1] <= high


def test_a_dot_says_which_teacher_it_is(page: ComparePage, runs: Path) -> None:
    first, other = (page.table.runs.record_at(row) for row in (1, 2))
    assert first.report is not None
    scores = {name: value - 0.1 for name, value in first.report.teacher.scores.items()}
    weaker = msgspec.structs.replace(first.report, teacher=msgspec.structs.replace(first.report.teacher, scores=scores))
    dots = dots_of([replace(first, report=weaker), other], {}, "teacher")
    assert [dot.name for dot in dots if dot.kind == "teacher"] == ["teacher · tiny", "teacher · hot"]
    assert [dot.name for dot in dots if dot.kind == "student" and dot.named] == ["tiny", "hot"], "of a few each has its name"


def test_star_lock_and_note_are_kept(qtbot: QtBot, page: ComparePage, runs: Path) -> None:
    folder = runs / "2026-03-01 1000 half"
    click(page.table, "half", "star")
    click(page.table, "half", "lock")
    index = cell(page.table, "half", "note")
    page.table.edit(index)
    editor = page.table.viewport().findChild(QLineEdit)
    QTest.keyClicks(editor, "for the shop")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read_marks(folder).note == "for the shop", timeout=LONG_MS)
    assert read_marks(folder).star
    assert read_marks(folder).lock
    assert cell(page.table, "half", "note").data() == "for the shop"
    click(page.table, "half")
    assert not page.menu.throw_away.isEnabled(), "a locked run stays"
    page.table.setCurrentIndex(cell(page.table, "half", "lock"))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.menu.throw_away.isEnabled()


def test_a_note_that_is_being_typed_stays_when_runs_come_go_and_change(
    qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path
) -> None:
    table, folder = page.table, runs / "2026-03-01 1000 half"
    chosen = [record.name for record in table.chosen]
    table.selectionModel().setCurrentIndex(cell(table, "half", "note"), QItemSelectionModel.SelectionFlag.NoUpdate)
    table.edit(table.currentIndex())
    editor = table.viewport().findChild(QLineEdit)
    QTest.keyClicks(editor, "for the")
    make_run(runs, "2026-12-01 1000 newest")
    shutil.rmtree(next(run for run in runs.iterdir() if run.name.endswith("hot")))
    write_marks(folder, RunMarks(star=True))
    studio.comparing._store.refresh()
    qtbot.waitUntil(lambda: "newest" in names(page) and "hot" not in names(page), timeout=LONG_MS)
    qtbot.waitUntil(lambda: studio.comparing._store.record(folder).marks.star, timeout=LONG_MS)
    table.sortByColumn(COLUMNS.index("name"), Qt.SortOrder.AscendingOrder)
    assert editor.text() == "for the"
    QTest.keyClicks(editor, " shop")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read_marks(folder).note == "for the shop", timeout=LONG_MS)
    assert [record.name for record in table.chosen] == [name for name in chosen if name != "hot"]
    picked = [table.runs.record_at(index.row()).name for index in table.selectionModel().selectedRows()]
    assert sorted(picked) == sorted(record.name for record in table.chosen)


def test_search_leaves_what_fits(page: ComparePage) -> None:
    QTest.keyClicks(page.search, "HOT")
    assert names(page) == ["hot"]
    QTest.keyClicks(page.search, " never")
    assert page.table.empty_label.text() == "No run fits this search."
    page.search.clear()
    assert len(names(page)) == 4


def test_trash_undo_and_back(qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path) -> None:
    click(page.table, "tiny")
    page.menu.throw_away.trigger()
    assert page.undo.words.text() == "“tiny” is in the trash."
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: "tiny" in page.undo.words.text() and "trash" not in page.undo.words.text())
    studio.settings.set("language", "en")
    assert not (runs / "2026-03-03 1000 tiny").exists()
    press(studio, "undo_button")
    assert (runs / "2026-03-03 1000 tiny" / "report.json").is_file()
    assert [record.name for record in page.table.chosen] == ["tiny"]
    page.menu.throw_away.trigger()
    press(studio, "trash_button")
    assert names(page) == ["tiny"]
    click(page.table, "tiny")
    assert not page.menu.more.isEnabled(), "a run of the trash is to be put back first"
    press(studio, "primary_button")
    assert (runs / "2026-03-03 1000 tiny" / "report.json").is_file()
    assert len(names(page)) == 4


def test_a_run_that_is_being_exported_stays(
    studio: Studio, page: ComparePage, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, hot = runs / "2026-03-01 1000 half", runs / "2026-03-02 1000 hot"
    studio.run.begin("run")
    studio.run.apply(RunStarted("run", str(half), STAGES, "cpu", ""))
    studio.run.apply(RunEnded("run", "done", report=a_report()))
    page.table.choose([half])
    assert page.menu.throw_away.isEnabled()
    monkeypatch.setattr(studio.client, "export_run", lambda _folder, _kinds: "job")
    studio.window.show_page("export")
    press(studio, "export_onnx_button")
    assert not page.menu.throw_away.isEnabled()
    page.table.choose([half, hot])
    page.menu.throw_away.trigger()
    assert (half.is_dir(), hot.is_dir()) == (True, False)
    studio.client.job_event.emit(ExportEnded("job", "discarded"))
    assert page.menu.throw_away.isEnabled()


@OFFSCREEN_WORDS
def test_trash_is_emptied_only_when_one_is_sure(qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path) -> None:
    click(page.table, "tiny")
    page.menu.throw_away.trigger()
    press(studio, "trash_button")
    press(studio, "empty_trash_button")
    assert (runs / TRASH / "2026-03-03 1000 tiny").is_dir()
    press(studio, "empty_trash_yes_button")
    qtbot.waitUntil(lambda: not (runs / TRASH / "2026-03-03 1000 tiny").exists(), timeout=LONG_MS)
    assert len(names(page)) == 3


def test_with_large_letters_the_tabs_are_reached_by_arrows_that_can_be_pressed(
    qtbot: QtBot, studio: Studio, page: ComparePage
) -> None:
    tabs = page.curves_card.tabs
    studio.settings.set("text_percent", 200)
    arrows = tabs.findChildren(QToolButton)
    qtbot.waitUntil(lambda: all(arrow.isVisible() for arrow in arrows))
    assert [arrow.width() >= 24 for arrow in arrows] == [True, True]


def test_a_student_is_tried(qtbot: QtBot, studio: Studio, page: ComparePage) -> None:
    assert not studio.window.findChild(QPushButton, "primary_button").isEnabled(), "three are chosen"
    click(page.table, "half")
    with qtbot.waitSignal(studio.client.models_opened, timeout=LONG_MS):
        press(studio, "primary_button")
    assert studio.window.current == "try"


def test_a_student_whose_report_is_torn_can_be_tried(qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path) -> None:
    report = runs / "2026-03-01 1000 half" / "report.json"
    report.write_bytes(report.read_bytes()[:99])
    page._store.refresh()
    half = "half (its report cannot be read)"
    qtbot.waitUntil(lambda: half in [page.table.runs.words(row, "name") for row in range(4)], timeout=LONG_MS)
    click(page.table, "half")
    assert studio.window.findChild(QPushButton, "primary_button").isEnabled()
    assert not page.menu.prove.isEnabled()
    click(page.table, "broken off")
    assert not studio.window.findChild(QPushButton, "primary_button").isEnabled()


def test_a_run_whose_recipe_is_torn_says_so_and_can_be_looked_at_and_thrown_away(
    qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path
) -> None:
    recipe = runs / "2026-03-01 1000 half" / "recipe.toml"
    recipe.write_text("[of_a_later_version]\nsetting = 1\n")
    page._store.refresh()
    half = "half (its recipe cannot be read)"
    assert page.title() == "The best of 3 students keeps 99 % of its teacher."
    qtbot.waitUntil(lambda: half in [page.table.runs.words(row, "name") for row in range(4)], timeout=LONG_MS)
    assert page.title() == "The best of 2 students keeps 99 % of its teacher."
    for column in ("task", "teacher"):
        page.table.sortByColumn(COLUMNS.index(column), Qt.SortOrder.AscendingOrder)
        assert names(page)[-1] == "half", "nothing is known of it there"
    click(page.table, "half")
    click(page.table, "hot", modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.curves_card.differences.differences() == []
    click(page.table, "half")
    assert not studio.window.findChild(QPushButton, "primary_button").isEnabled()
    offered = (page.adopt_button, page.menu.command, page.menu.save_recipe, page.menu.prove, page.menu.more)
    assert [one.isEnabled() for one in offered] == [False] * 5
    assert [page.table.runs.words(page.table.currentIndex().row(), column) for column in ("task", "teacher")] == ["–", "–"]
    assert page.menu.folder.isEnabled()
    page.menu.throw_away.trigger()
    assert not recipe.exists()
    assert (runs / TRASH / "2026-03-01 1000 half" / "recipe.toml").is_file()


def test_a_run_s_recipe_is_the_next_one_s_beginning(studio: Studio, page: ComparePage) -> None:
    click(page.table, "hot")
    press(studio, "adopt_recipe_button")
    assert studio.window.current == "recipe"
    assert studio.project.recipe == with_value(RECIPE, "loss.temperature", 4.0)


def test_command_line_can_be_copied(studio: Studio, page: ComparePage, runs: Path) -> None:
    click(page.table, "hot")
    page.menu.command.trigger()
    words = page.command.edit.text()
    assert words.startswith(f"distilstudio distil '{runs / '2026-03-02 1000 hot' / 'recipe.toml'}' --out ")
    press(studio, "copy_command_button")
    assert QGuiApplication.clipboard().text() == words
    click(page.table, "hot", "star")
    assert page.table.chosen[0].marks.star
    assert page.command.isVisible()
    click(page.table, "half")
    assert not page.command.isVisible(), "it would do another run again than the chosen one"
    page.menu.command.trigger()
    page.menu.throw_away.trigger()
    assert not page.command.isVisible()


@OFFSCREEN_WORDS
def test_recipe_goes_out_and_comes_in(qtbot: QtBot, studio: Studio, page: ComparePage, tmp_path: Path) -> None:
    def answer(path: str) -> None:
        dialog = page.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(path)
        dialog.reject()

    click(page.table, "hot")
    page.menu.save_recipe.trigger()
    answer(str(tmp_path / "hot.toml"))
    assert parse((tmp_path / "hot.toml").read_bytes()).loss.temperature == 4.0
    page.menu.save_recipe.trigger()
    answer(str(tmp_path / "no such folder" / "hot.toml"))
    assert studio.window.problem_card.problem.code == "recipe_not_saved"
    studio.project.set_recipe(Recipe(), "")
    page.menu.open_recipe.trigger()
    answer(str(tmp_path / "hot.toml"))
    assert studio.project.recipe.loss.temperature == 4.0
    assert studio.window.current == "data"


def test_pinned_sentences_of_a_run_are_kept_with_it(qtbot: QtBot, studio: Studio, page: ComparePage, runs: Path) -> None:
    folder = make_run(runs, "under way", finished=False)
    studio.run.begin("r1", ["Great.", "非常好"])
    studio.client.run_event.emit(RunStarted("r1", str(folder), STAGES, "cpu", "fp32"))
    qtbot.waitUntil(lambda: read_marks(folder).pinned == ("Great.", "非常好"), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "under way" in names(page), timeout=LONG_MS)
    click(page.table, "under way")
    studio.run.apply(RunStarted("r1", str(folder), STAGES, "cpu", "fp32"))
    assert not page.menu.throw_away.isEnabled(), "it is going on"
    studio.run.clear()
    assert page.menu.throw_away.isEnabled()


def test_an_empty_page_says_what_will_be_there(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.settings.set("runs_folder", str(tmp_path / "none"))
    studio.window.show_page("compare")
    page = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: "a line of its own" in page.table.empty_label.text(), timeout=LONG_MS)
    assert "dot" in page.tradeoff.describe()
    press(studio, "primary_button")
    assert studio.window.current == "recipe"
