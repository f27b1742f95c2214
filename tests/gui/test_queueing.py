"""The queue: recipes wait while a run goes on, start one after the other, and are there again after a restart. Train more. Early stopping."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.waiting_runs import WaitingRuns, WantedRun, further
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots_score import ScorePlot
from distilstudio.protocol.events import ExamDone, RunEnded
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.recipe_learning import TrainChoice
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, make_run

SLOW = pytest.mark.parametrize("engine_words", [("--speed", "1")])


def primary(studio: Studio) -> QPushButton:
    button = studio.window.findChild(QPushButton, "primary_button")
    assert isinstance(button, QPushButton)
    return button


def wanted(name: str, epochs: int = 4) -> WantedRun:
    return WantedRun(Recipe(data=DataChoice(train=f"/data/{name}.csv"), train=TrainChoice(epochs=epochs)), "", ("good",))


def names(waiting: WaitingRuns) -> list[str]:
    return [run.name for run in waiting.runs]


def test_what_waits_is_there_again_after_a_restart_and_changes_places(tmp_path: Path) -> None:
    file = tmp_path / "new" / "waiting.json"
    waiting = WaitingRuns(file)
    for name in ("one", "two", "three"):
        waiting.add(wanted(name))
    waiting.move_up(2)
    waiting.move_up(0)
    assert names(WaitingRuns(file)) == ["one", "three", "two"]
    assert WaitingRuns(file).runs[0] == wanted("one")
    waiting.remove(0)
    assert names(WaitingRuns(file)) == ["three", "two"]


def test_a_file_that_cannot_be_read_is_put_aside_and_one_bad_recipe_left_out(tmp_path: Path) -> None:
    file = tmp_path / "waiting.json"
    file.write_text("{torn", encoding="utf-8")
    waiting = WaitingRuns(file)
    assert waiting.runs == ()
    assert waiting.problem is not None
    assert waiting.problem.code == "queue_unread"
    odd = '[{"recipe": "task = \\"cooking\\""}, {"recipe": "task = \\"ner\\""}, {"recipe": 3}]'
    file.write_text(odd, encoding="utf-8")
    waiting = WaitingRuns(file)
    assert [run.recipe.task for run in waiting.runs] == ["ner"]
    assert waiting.problem is not None
    assert waiting.problem.values["file"] == "waiting.unreadable 2"
    assert (tmp_path / "waiting.unreadable").read_text("utf-8") == "{torn"
    assert (tmp_path / "waiting.unreadable 2").read_text("utf-8") == odd
    again = WaitingRuns(file)
    assert (again.problem, again.runs) == (None, waiting.runs)


@pytest.mark.parametrize("found", ["{torn", '[{"recipe": "task = \\"cooking\\""}]'])
def test_a_file_that_is_not_whole_any_more_is_put_aside_and_told_before_it_is_written(tmp_path: Path, found: str) -> None:
    file = tmp_path / "waiting.json"
    waiting = WaitingRuns(file)
    waiting.add(wanted("one"))
    told: list[Problem] = []
    waiting.failed.connect(told.append)
    file.write_text(found, encoding="utf-8")  # another window, of another version
    waiting.add(wanted("two"))
    assert [(one.code, one.values["file"]) for one in told] == [("queue_unread", "waiting.unreadable")]
    assert (tmp_path / "waiting.unreadable").read_text("utf-8") == found
    assert names(waiting) == names(WaitingRuns(file)) == ["one", "two"]
    waiting.add(wanted("three"))
    assert len(told) == 1


def test_two_windows_share_the_queue_and_no_run_is_lost_or_started_twice(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "waiting.json"
    one = WaitingRuns(file)
    one.add(wanted("one"))
    one.add(wanted("two"))
    other = WaitingRuns(file)
    other.add(wanted("three"))
    one.add(wanted("four"))
    assert names(one) == ["one", "two", "three", "four"]
    assert other.take_first() == wanted("one")
    one.move_up(1)  # what is second there still, and is first by now
    one.remove(2)
    assert names(WaitingRuns(file)) == ["two", "three"]
    one.remove(1)
    with qtbot.waitSignal(other.changed):
        other.look_again()
    assert names(other) == ["two"]
    assert other.take_first() == wanted("two")
    assert one.take_first() is None


def test_a_queue_that_cannot_be_written_says_so_and_waits_on(tmp_path: Path) -> None:
    told: list[Problem] = []
    (tmp_path / "file").write_text("no folder")
    waiting = WaitingRuns(tmp_path / "file" / "waiting.json")
    waiting.failed.connect(told.append)
    waiting.add(wanted("one"))
    assert [problem.code for problem in told] == ["recipe_not_saved"]
    assert names(waiting) == ["one"]


def test_what_could_not_be_written_leaves_nothing_beside_it(tmp_path: Path) -> None:
    told: list[Problem] = []
    file = tmp_path / "waiting.json"
    waiting = WaitingRuns(file)
    waiting.failed.connect(told.append)
    (file / "in the way").mkdir(parents=True)
    waiting._keep()
    assert [problem.code for problem in told] == ["recipe_not_saved"]
    assert not list(tmp_path.glob("*.new"))


@SLOW
def test_a_recipe_waits_while_a_run_goes_on_and_then_starts(qtbot: QtBot, loaded: Studio) -> None:
    window = loaded.window
    window.show_page("recipe")
    assert primary(loaded).text() == "Distil"
    primary(loaded).click()
    first = loaded.run.run_id
    window.show_page("recipe")
    assert primary(loaded).text() == "Add to queue"
    loaded.project.set_value("loss.temperature", 4.0)
    primary(loaded).click()
    assert "1 run waits." in window.page("recipe").subtitle()
    assert window.page("train").rail_note().endswith("· 1 waits")
    assert names(WaitingRuns()) == ["train"]  # in the file too
    loaded.wiring.discard_run()
    qtbot.waitUntil(lambda: loaded.run.is_live and loaded.run.run_id != first, timeout=LONG_MS)
    assert window.current == "recipe"  # nobody is taken away from what they are at
    assert loaded.wiring.wanted.recipe.loss.temperature == 4.0
    assert loaded.waiting.runs == ()
    loaded.wiring.discard_run()
    assert window.page("train").subtitle() == "The run is being ended and thrown away."
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.DISCARDED, timeout=LONG_MS)


def test_the_list_on_the_train_page_is_changed_by_clicks_and_started(qtbot: QtBot, loaded: Studio) -> None:
    window, waiting = loaded.window, loaded.waiting
    page = window.page("train")
    window.show_page("train")
    assert not page.waiting.isVisible()
    for name in ("one", "two", "three"):
        waiting.add(replace(wanted(name), recipe=replace(loaded.project.recipe, data=DataChoice(train=f"/x/{name}.csv"))))
    assert page.waiting.isVisible()
    window.findChild(QPushButton, "move_up_1").click()
    assert names(waiting) == ["two", "one", "three"]
    window.findChild(QPushButton, "take_out_0").click()
    assert names(waiting) == ["one", "three"]
    loaded.settings.set("language", "zh_CN")
    told = page.waiting.undo.words
    qtbot.waitUntil(lambda: "two" in told.text() and "wait" not in told.text())
    loaded.settings.set("language", "en")
    page.waiting.undo.undo_button.click()
    assert names(waiting) == ["two", "one", "three"]
    window.findChild(QPushButton, "start_waiting_button").click()
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.DONE and not waiting.runs, timeout=LONG_MS)
    assert not page.waiting.isVisible()


def test_the_list_has_room_for_its_rows_whatever_is_done_to_it(qtbot: QtBot, loaded: Studio) -> None:
    window, waiting = loaded.window, loaded.waiting
    window.show_page("train")

    def is_seen() -> bool:
        """Every row of these few stands whole in the list."""
        buttons = [window.findChild(QPushButton, f"take_out_{place}") for place in range(len(waiting.runs))]
        return all(button.visibleRegion().boundingRect() == button.rect() for button in buttons)

    for name in ("one", "two", "three"):
        waiting.add(wanted(name))
    qtbot.waitUntil(is_seen)
    window.findChild(QPushButton, "move_up_2").click()
    qtbot.waitUntil(is_seen)
    window.findChild(QPushButton, "take_out_0").click()
    qtbot.waitUntil(is_seen)
    loaded.settings.set("language", "zh_CN")
    loaded.settings.set("text_percent", 150)
    qtbot.waitUntil(is_seen)


@pytest.mark.parametrize("engine_words", [("--speed", "0", "--fault", "kill_9")])
def test_a_run_that_fails_does_not_stop_the_queue(qtbot: QtBot, loaded: Studio) -> None:
    ended: list[RunEnded] = []
    loaded.client.run_event.connect(lambda event: ended.append(event) if isinstance(event, RunEnded) else None)
    loaded.waiting.add(wanted("second"))
    loaded.wiring.start_run()
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=LONG_MS)
    assert loaded.window.problem_card.problem.code == "engine_died"
    assert loaded.waiting.runs == ()


@pytest.mark.parametrize("engine_words", [("--speed", "0", "--fault", "no_teacher")])
def test_a_run_that_could_not_begin_waits_again_and_holds_the_queue(qtbot: QtBot, loaded: Studio) -> None:
    """Its recipe stands nowhere else; and what hindered it, a folder that went away, may hinder all."""
    ended: list[RunEnded] = []
    loaded.client.run_event.connect(lambda event: ended.append(event) if isinstance(event, RunEnded) else None)
    for name in ("first", "second"):
        loaded.waiting.add(wanted(name))
    loaded.window.show_page("train")
    start = loaded.window.findChild(QPushButton, "start_waiting_button")
    for attempt in (1, 2):
        start.click()
        assert names(loaded.waiting) == ["second"]
        qtbot.waitUntil(lambda: len(loaded.waiting.runs) == 2, timeout=LONG_MS)
        assert len(ended) == attempt
        assert names(loaded.waiting) == ["first", "second"]
        assert "could not begin" in loaded.window.page("train").waiting.note_label.text()
        assert start.isVisible()


def test_more_of_a_run_starts_from_its_student(qtbot: QtBot, loaded: Studio) -> None:
    """From Compare's menu, where the run's folder is; the row says what it came from."""
    first = make_run(loaded.settings.runs_folder, "2026-03-04 1506 reviews")
    loaded.window.show_page("compare")
    page = loaded.window.page("compare")
    qtbot.waitUntil(lambda: len(page.table.chosen) == 1, timeout=LONG_MS)
    page.menu.more.trigger()
    assert loaded.window.current == "train"
    assert loaded.wiring.wanted.recipe == further(first, RECIPE).recipe
    assert loaded.wiring.wanted.recipe.student.start == str(first / "student")
    assert loaded.wiring.wanted.started_from == "2026-03-04 1506 reviews"
    qtbot.waitUntil(lambda: loaded.run.phase is Phase.DONE, timeout=LONG_MS)
    loaded.window.findChild(QPushButton, "train_more_button").click()  # the replaying engine has left no folder
    assert loaded.window.problem_card.problem.code == "run_gone"


def test_a_recipe_that_learns_on_says_so_and_can_start_afresh(loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    words = loaded.window.findChild(QLabel, "start_words")
    assert not words.isVisible()
    loaded.project.set_value("student.start", "/runs/2026-03-04 1506 reviews/student")
    assert words.isVisible()
    assert "“2026-03-04 1506 reviews”" in words.text()
    loaded.window.findChild(QPushButton, "start_afresh_button").click()
    assert loaded.project.recipe.student.start == ""
    assert not words.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_a_recipe_begins_with_a_general_student_from_a_folder(loaded: Studio, tmp_path: Path) -> None:
    student = tmp_path / "general" / "student"
    student.mkdir(parents=True)
    (student / "config.json").write_text('{"architectures": ["BertForMaskedLM"]}')
    loaded.window.show_page("recipe")
    loaded.window.findChild(QPushButton, "start_folder_button").click()
    dialog = loaded.window.findChild(QFileDialog, "start_folder_dialog")
    dialog.fileSelected.emit(str(student.parent))  # the run's folder will do
    dialog.close()
    assert loaded.project.recipe.student.start == str(student)
    words = loaded.window.findChild(QLabel, "start_words")
    assert "“general” knows of the language" in words.text()
    loaded.project.set_value("task", "mlm")
    assert "“general” learns on" in words.text()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_holds_no_student_is_not_begun_with(loaded: Studio, tmp_path: Path, is_there: bool) -> None:
    wrong = tmp_path / "pictures"
    if is_there:
        wrong.mkdir()
    before = loaded.project.recipe
    loaded.window.page("recipe").take_start(str(wrong))
    assert loaded.project.recipe == before
    told = loaded.window.problem_card.problem
    assert told.what == f"The student in {wrong} cannot learn on in this run."
    assert told.why == "There is no model in that folder that can be loaded."


def test_early_stopping_is_counted_on_the_plot(qtbot: QtBot, theme: Theme) -> None:
    run = RunModel()
    plot = ScorePlot(theme, run)
    qtbot.addWidget(plot)
    run.begin("r", patience=3)

    def examine(step: int, score: float, waited: int, *, best: bool = False) -> str:
        scores = {"accuracy": score}
        run.apply(ExamDone("r", "distil", step, "student", "watch", 160, "accuracy", scores, best=best, waited=waited))
        plot.draw()
        return plot.describe()

    assert "no better exam" not in examine(10, 0.9, 0, best=True)
    assert "no better exam for 1 of 3 epochs." in examine(20, 0.8, 1)
    assert "best 90.0 % at step 30" in examine(30, 0.9, 2, best=True), "of equals the later is saved"
    assert [*plot._waiting.getData()[0]] == [10, 30], "but it waits since the first"
    examine(40, 0.85, 3)
    run.apply(RunEnded("r", "done"))
    assert "stopped early after 3 epochs without a better exam." in plot.describe()
    assert "best 90.0" in plot.describe()
