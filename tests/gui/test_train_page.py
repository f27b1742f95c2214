"""The Train page: a recorded run goes in; headline, buttons, plots, chips and the score board are read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.figures import (
    duration,
    gigabytes,
    megabytes,
    milliseconds,
    pace,
    parameters,
    percent,
    smallness,
    time_left,
    unbroken,
)
from distilstudio.gui.models.background import Background
from distilstudio.gui.models.replay import Replay
from distilstudio.gui.models.run import RunModel, SecondsLeft
from distilstudio.gui.models.waiting_runs import WaitingRuns
from distilstudio.gui.pages.train import TrainPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.corner_card import INSIDE, CornerCard
from distilstudio.gui.widgets.plots_score import ScorePlot
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    PinnedAnswered,
    ResourcesMeasured,
    RunEnded,
    RunEvent,
    RunPaused,
    RunStarted,
    StageDone,
    StageStarted,
    StepsDone,
)
from distilstudio.protocol.report import ExportReport
from tests.fake_engine import load_transcript

TEXTS = ["A warm, funny film.", "Not the disaster I feared.", "Two hours I will not get back."]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def run(qtbot: QtBot) -> RunModel:
    return RunModel()


@pytest.fixture
def replay(run: RunModel) -> Iterator[Replay]:
    background = Background()
    yield Replay(run, background)
    background.close()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, run: RunModel, replay: Replay) -> TrainPage:
    page = TrainPage(theme, run, replay, WaitingRuns())
    qtbot.addWidget(page)
    return page


def feed(run: RunModel, name: str = "good_run", until: int = 0) -> None:
    """The whole of a recorded run, or until so many answers to the pinned texts came."""
    run.begin("r1", TEXTS)
    answered = 0
    for event in cast(list[RunEvent], load_transcript(name, "r1")):
        run.apply(event)
        answered += isinstance(event, PinnedAnswered)
        if until and answered == until:
            return


def child(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def test_headlines_from_nothing_to_the_end(page: TrainPage, run: RunModel) -> None:
    assert page.title() == "Nothing is being trained yet."
    assert page.primary() is not None
    run.begin("r1", TEXTS)
    assert page.title() == "Getting ready…"
    assert page.rail_state() == "busy"
    feed(run, until=3)
    assert page.title() == "Your student now knows 98 % of what its teacher knows."
    assert "Best so far at step 90; it is saved." in page.subtitle()
    feed(run)
    assert page.title() == "Your student keeps 98 % of its teacher and is 1.9× faster."
    assert page.rail_state() == "done"


def test_primary_of_a_live_run_is_finish_and_then_try(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    run.begin("r1")
    run.apply(RunStarted("r1", "/out", STAGES, "cpu", ""))
    assert page.primary() is None
    assert not page.finish_button.isHidden()
    feed(run)
    action = page.primary()
    assert action is not None
    assert (action.text, action.enabled) == ("Try it", True)
    assert page.finish_button.isHidden()
    with qtbot.waitSignal(page.leave_to) as left:
        page.on_primary()
    assert left.args == ["try"]


def test_buttons_ask(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    run.begin("r1")
    assert not page.pause_button.isEnabled()
    run.apply(RunStarted("r1", "/out", STAGES, "cpu", ""))
    with qtbot.waitSignal(page.pause_requested) as asked:
        page.pause_button.click()
    assert asked.args == [True]
    run.apply(RunPaused("r1", True))
    assert page.pause_button.text() == "Continue"
    assert "Paused" in page.subtitle()
    with qtbot.waitSignal(page.pause_requested) as asked:
        page.pause_button.click()
    assert asked.args == [False]
    with qtbot.waitSignal(page.finish_requested):
        page.finish_button.click()
    run.stop_asked()
    assert not page.finish_button.isEnabled()


@pytest.mark.parametrize(
    ("discard", "subtitle", "note"),
    [
        (False, "Finishing with the best student so far: its exam, then packing.", "Finishing…"),
        (True, "The run is being ended and thrown away.", "Discarding…"),
    ],
)
def test_how_a_run_was_stopped_is_said(page: TrainPage, run: RunModel, discard: bool, subtitle: str, note: str) -> None:
    feed(run, until=1)
    run.stop_asked(discard=discard)
    assert (page.subtitle(), page.rail_note()) == (subtitle, note)


def test_who_stops_before_there_is_a_student_is_not_told_of_one(page: TrainPage, run: RunModel) -> None:
    feed(run, until=1)
    run.apply(RunEnded("r1", "stopped"))
    assert page.subtitle() == "It was stopped before there was a student to keep."


def test_cores_that_other_programs_want_are_told_while_it_gets_fewer(page: TrainPage, run: RunModel) -> None:
    feed(run, until=1)
    rows_a_second = page._computer_card.note_label.text()
    assert rows_a_second.endswith("rows a second")
    for taken, note in ((1, f"{rows_a_second}, 1 of 2 cores"), (2, rows_a_second)):
        run.apply(ResourcesMeasured("r1", 0.5, 1, 2, 3, 4, cores_taken=taken, cores=2))
        assert page._computer_card.note_label.text() == note


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
@pytest.mark.parametrize("sure", [True, False])
def test_discard_asks_once_before_work_is_lost(page: TrainPage, run: RunModel, qtbot: QtBot, sure: bool) -> None:
    run.begin("r1")
    asked: list[None] = []
    page.discard_requested.connect(lambda: asked.append(None))
    page.discard_button.click()
    question = page.findChild(QMessageBox, "discard_question")
    assert isinstance(question, QMessageBox)
    assert not asked
    role = QMessageBox.ButtonRole.DestructiveRole if sure else QMessageBox.ButtonRole.RejectRole
    next(button for button in question.buttons() if question.buttonRole(button) == role).click()
    assert len(asked) == sure
    qtbot.waitUntil(lambda: page._question is None)


def test_failed_run_says_why(page: TrainPage, run: RunModel) -> None:
    feed(run, "failed_run")
    assert page.title() == "The run ended early."
    assert "same label, “positive”" in page.subtitle()
    assert page.rail_note() == "Ended early"
    assert "Get ready: ended here" in child(page, "train_stage_list").accessibleDescription()


def test_plots_tell_their_last_values(page: TrainPage, run: RunModel) -> None:
    for plot in (page.loss_plot, page.score_plot):
        plot.refresh()
    assert "mistakes get smaller" in page.loss_plot.accessibleDescription()
    feed(run, until=3)
    for plot in (page.loss_plot, page.score_plot):
        plot.refresh()
    assert page.loss_plot.objectName() == "loss_plot"
    assert page.loss_plot.accessibleDescription().startswith("Step 90: total 0.1")
    assert "follow the teacher" in page.loss_plot.accessibleDescription()
    assert "follow the labels" in page.loss_plot.accessibleDescription()
    assert page.score_plot.accessibleDescription() == "Student 91.2 % at step 90; best 91.2 % at step 90. Teacher 93.1 %."


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_the_words_of_an_empty_plot_have_a_ground(page: TrainPage, qtbot: QtBot, theme: Theme) -> None:
    theme.apply()
    page.resize(1008, 690)
    page.show()
    for plot in (page.score_plot, page.loss_plot):
        plot.refresh()
        label = plot.empty_label
        picture = label.grab().toImage()
        edge = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in (0, picture.height() - 1)}
        assert edge == {theme.tokens.surface}
        assert label.height() < plot.area.height() / 2, "the ghost is seen round the words"


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_plots_redraw_by_themselves_when_seen(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    feed(run, until=2)
    assert page.loss_plot.accessibleDescription() == ""
    page.show()
    qtbot.waitUntil(lambda: page.loss_plot.accessibleDescription().startswith("Step 60"))
    page.hide()


def test_teachers_losses_come_first_and_can_be_shown_again(page: TrainPage, run: RunModel) -> None:
    run.begin("r1")
    run.apply(StageStarted("r1", "teacher", 40))
    run.apply(StepsDone("r1", "teacher", [1, 2], {"total": [0.7, 0.6], "hard": [0.7, 0.6]}, [1e-5, 1e-5]))
    page.loss_plot.refresh()
    assert page.loss_plot.accessibleDescription() == "Step 2: teacher’s loss 0.600"
    run.apply(StageStarted("r1", "distil", 100))
    run.apply(StepsDone("r1", "distil", [1], {"total": [0.9], "soft": [0.5], "hard": [0.4]}, [1e-5]))
    run.apply(StageDone("r1", "teacher", 3.0))
    button = cast(QPushButton, child(page, "teacher_loss_button"))
    button.click()
    page.loss_plot.refresh()
    assert page.loss_plot.accessibleDescription() == "Step 2: teacher’s loss 0.600"
    button.click()
    page.loss_plot.refresh()
    assert page.loss_plot.accessibleDescription() == "Step 1: total 0.900, follow the teacher 0.500, follow your data 0.400"


@pytest.mark.parametrize(
    ("score_name", "words"), [("accuracy", "follow the labels"), ("f1", "follow your answers"), ("perplexity", "guess the words")]
)
def test_the_legend_says_what_the_run_learns_from(page: TrainPage, run: RunModel, score_name: str, words: str) -> None:
    run.begin("r1")
    run.apply(StageStarted("r1", "distil", 100))
    run.apply(ExamDone("r1", "distil", 0, "student", "watch", 20, score_name, {score_name: 2.0}))
    run.apply(StepsDone("r1", "distil", [1], {"total": [0.9], "hard": [0.4]}, [1e-5]))
    page.loss_plot.refresh()
    assert words in page.loss_plot.accessibleDescription()


def test_a_long_run_is_drawn_with_few_points(page: TrainPage, run: RunModel) -> None:
    run.begin("r1")
    run.apply(StageStarted("r1", "distil", 200_000))
    steps = np.arange(200_000)
    run.apply(StepsDone("r1", "distil", steps.tolist(), {"total": (1 / (1 + steps)).tolist()}, []))
    page.loss_plot.refresh()
    line = page.loss_plot._lines["total"]
    assert 0 < len(line.raw.getData()[0]) <= 2 * page.loss_plot.area.columns()
    assert 0 < len(line.smooth.getData()[0]) <= page.loss_plot.area.columns()


class Paints(QObject):
    """How often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.number += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_what_is_new_is_painted_once(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    """Other ranges and other words at the axes are laid out before the painting; a bar that moves waits for it."""
    page.resize(1000, 700)
    run.begin("r")
    run.apply(StepsDone("r", "distil", [1, 2], {"total": [0.9, 0.8]}, [1e-5] * 2))
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.loss_plot.accessibleDescription().startswith("Step 2:"))
    bar = page.stages.items[3].bar
    bar.setRange(0, 1000)
    for _ in range(3):  # what was under way is painted
        QCoreApplication.processEvents()
    plot, moved = Paints(page.loss_plot.area.viewport()), Paints(bar)
    run.apply(StepsDone("r", "distil", list(range(3, 12_000)), {"total": [123.4] * 11_997}, [1e-5] * 11_997))
    bar.setValue(500)
    page.loss_plot.refresh()
    assert (plot.number, moved.number) == (0, 0)
    qtbot.waitUntil(lambda: moved.number > 0 and plot.number > 0)
    for _ in range(3):
        QCoreApplication.processEvents()
    assert plot.number == 1


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_a_page_comes_before_its_plots_have_drawn_what_is_new(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    page.resize(1000, 700)
    feed(run, until=4)
    area = page.loss_plot.area
    page.show()
    assert area.is_behind
    empty = area.grab().toImage()
    qtbot.waitUntil(lambda: not area.is_behind)
    assert page.loss_plot.accessibleDescription().startswith("Step ")
    assert area.grab().toImage() != empty


def test_stage_strip_says_what_was_not_needed_and_what_was_reused(page: TrainPage, run: RunModel) -> None:
    run.begin("r1")
    run.apply(RunStarted("r1", "/out", tuple(stage for stage in STAGES if stage != "teacher"), "cpu", ""))
    run.apply(StageStarted("r1", "ask_teacher", note="reused"))
    run.apply(StageDone("r1", "ask_teacher", 0.0))
    told = child(page, "train_stage_list").accessibleDescription()
    assert "Train the teacher: not needed" in told
    assert "Ask the teacher: reused" in told


def test_pinned_sentences_change_their_answers(page: TrainPage, run: RunModel) -> None:
    run.begin("r1", TEXTS)
    pinned = child(page, "pinned_list")
    assert pinned.accessibleDescription().count("not asked yet") == 3
    feed(run, until=1)
    first = pinned.accessibleDescription()
    assert "unsure" in first
    feed(run, until=4)
    assert pinned.accessibleDescription() != first
    assert "“A warm, funny film.” positive 96 %" in pinned.accessibleDescription()


def test_a_run_without_pinned_sentences_promises_none(page: TrainPage, run: RunModel) -> None:
    words = child(page, "pinned_list").findChild(QLabel)
    assert words is not None
    assert words.text().startswith("A few of your own sentences will stand here")
    run.begin("r1")
    assert (words.isHidden(), words.text()) == (False, "No sentences were pinned when this run began.")
    run.begin("r2", TEXTS)
    assert words.isHidden()


def test_score_board_and_log_at_the_end(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    assert page.board.isHidden()
    feed(run)
    qtbot.waitUntil(lambda: not page.board.isHidden())
    told = page.board.accessibleDescription()
    assert "98 % of the teacher kept" in told
    assert "Size: teacher 91 MB, student 70 MB" in told
    assert "One text takes: teacher 7.2 ms, student 3.7 ms" in told
    assert "int8" not in told
    (name,) = [label for label in page.board.findChildren(QLabel) if label.text() == "Macro-F1"]
    assert "label by label" in name.toolTip()
    folder = cast(QPushButton, child(page, "run_folder_button"))
    assert (folder.isEnabled(), folder.toolTip()) == (False, "The run’s folder is not there any more.")
    assert "Processor · bf16" in [value.text().split(", ")[-1] for value in page.facts.findChildren(QLabel)]
    assert run.report is not None
    small = ExportReport("onnx-int8", 17.6, 1.4, 0.99, {"accuracy": 0.912, "macro_f1": 0.91})
    run.renew_report(msgspec.structs.replace(run.report, exports=[small]))
    qtbot.waitUntil(lambda: "◆ ONNX int8, 91.2 %, 91.0 %, 18 MB, 1.4 ms" in page.board.accessibleDescription())
    log = cast(QPlainTextEdit, child(page, "run_log")).toPlainText()
    assert "bf16 is 2.1 times as fast as fp32 here." in log
    assert log.splitlines()[-1] == "Done."


def test_the_curve_is_not_called_the_exam_whose_score_is_another(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    def called() -> list[str]:
        return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]

    feed(run, until=1)
    assert "Practice exams" in called()
    assert "On texts held back from training, not the exam’s own; higher is better" in called()
    feed(run)
    qtbot.waitUntil(lambda: not page.board.isHidden())
    assert "On texts held back from training; the exam’s own score stands above" in called()
    assert "Practice exams" in called()
    assert called().count("Exam score") == 1, "the board's"
    log = cast(QPlainTextEdit, child(page, "run_log")).toPlainText()
    assert "Practice exam at step 120: student scores 91.9 % on " in log
    assert "\nExam: student scores 91.5 % on 200 rows." in log


class Shout(QTranslator):
    """Every string in capitals, so that a text that was not set again is seen."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return re.sub(r"[^{}]+(?![^{]*})", lambda words: words[0].upper(), source)


def test_language_is_switched_live(page: TrainPage, run: RunModel, qapp: QApplication) -> None:
    feed(run, until=3)
    translator = Shout()
    QCoreApplication.installTranslator(translator)
    try:
        for widget in [page, *page.findChildren(QWidget)]:
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
        assert page.title() == "YOUR STUDENT NOW KNOWS 98 % OF WHAT ITS TEACHER KNOWS."
        assert page.pause_button.text() == "PAUSE"
        assert "DISTIL" in child(page, "train_stage_list").accessibleDescription()
        page.loss_plot.refresh()
        assert "TOTAL" in page.loss_plot.accessibleDescription()
    finally:
        QCoreApplication.removeTranslator(translator)


def test_figures_read_well() -> None:
    assert time_left(SecondsLeft(360, 300, 420)) == "About 6 min left (5 to 7)."
    assert time_left(SecondsLeft(40, 35, 50)) == "About 40 s left (35 to 50)."
    assert time_left(SecondsLeft(2, 1, 3)) == "A few seconds left."
    assert time_left(SecondsLeft(60, 40, 80)) == "About 1 min left (40 s to 1 min)."
    assert time_left(SecondsLeft(59.6, 55, 62)) == "About 1 min left (55 s to 1 min)."
    assert time_left(SecondsLeft(3590, 3500, 3595)) == "About 1 h left (58 min to 1 h)."
    assert [duration(seconds) for seconds in (0.2, 59, 61, 7800)] == ["1 s", "59 s", "1 min", "2 h 10 min"]
    assert [duration(seconds) for seconds in (59.6, 3590, 7210)] == ["1 min", "1 h", "2 h"]
    assert [megabytes(size) for size in (0.43, 90.9, 1340)] == ["0.4 MB", "91 MB", "1.3 GB"]
    assert [milliseconds(time) for time in (0.65, 7.24, 51.2)] == ["0.65 ms", "7.2 ms", "51 ms"]
    assert gigabytes(5.24e9) == "5.2"
    assert [percent(share, 1) for share in (0.913, 1999 / 2000, 1 - 1e-9, 1.0, 1.024)] == [
        "91.3 %",
        "99.9 %",
        "100.0 %",
        "100.0 %",
        "102.4 %",
    ]
    assert [percent(share) for share in (0.0, 0.994, 0.996)] == ["0 %", "99 %", "99 %"]
    assert unbroken("18 MB: 0.4 ms, 99.9 % alike") == "18\u00a0MB: 0.4\u00a0ms, 99.9\u00a0% alike"
    assert unbroken("4 min (Exam 10 s), 3 sentences") == "4\u00a0min (Exam 10\u00a0s), 3 sentences"
    assert [parameters(number) for number in (22_714_754, 110_000_000, 900)] == ["22.7 million", "110 million", "900"]
    QLocale.setDefault(QLocale("zh_CN"))
    try:
        assert [parameters(number) for number in (22_714_754, 110_000_000)] == ["2271 ten thousand", "1.1 hundred million"]
    finally:
        QLocale.setDefault(QLocale("en"))
    assert [pace(times) for times in (1.94, 1.02, 0.96, 0.4)] == ["1.9× faster", "as fast", "as fast", "2.5× slower"]
    assert [smallness(times) for times in (1.3, 1.0, 0.5)] == ["77 % of the size", "of the same size", "200 % of the size"]


def test_a_student_that_is_slower_and_larger_is_not_praised(page: TrainPage, run: RunModel, qtbot: QtBot) -> None:
    feed(run)
    assert run.report is not None
    large = msgspec.structs.replace(run.report.student, megabytes=2 * run.report.teacher.megabytes)
    run.renew_report(msgspec.structs.replace(run.report, student=large, speedup=0.1))
    assert page.title() == "Your student keeps 98 % of its teacher and is 10.0× slower."
    qtbot.waitUntil(lambda: "10.0× slower, 200 % of the size" in page.board.accessibleDescription())


def test_of_few_watched_texts_the_kept_exam_is_not_called_the_best(theme: Theme, qtbot: QtBot) -> None:
    run = RunModel()
    plot = ScorePlot(theme, run)
    qtbot.addWidget(plot)
    run.begin("r")
    for step, score, word in ((0, 0.6, "best"), (50, 0.8, "best"), (90, 0.7, "kept:")):
        run.apply(ExamDone("r", "distil", step, "student", "watch", 10, "accuracy", {"accuracy": score}, best=True))
        plot.draw()
        assert plot._word.textItem.toPlainText().split()[0] == word
    assert plot.describe() == "Student 70.0 % at step 90; kept is 70.0 % at step 90."


def test_there_is_no_102_percent(theme: Theme, qtbot: QtBot) -> None:
    run = RunModel()
    plot = ScorePlot(theme, run)
    qtbot.addWidget(plot)
    run.begin("r")
    for step, score in ((0, 0.93), (50, 1.0)):
        run.apply(ExamDone("r", "distil", step, "student", "watch", 160, "accuracy", {"accuracy": score}, best=True))
    plot.draw()
    assert plot.area.left.tickValues(90.0, 104.0, 210.0)[0][1] == [90, 92, 94, 96, 98, 100]


def test_a_title_goes_into_a_second_line_rather_than_under_the_button(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Log for the curious")
    host = QWidget()
    qtbot.addWidget(host)
    card = CornerCard(button, host)
    card.body.addWidget(QWidget(), 1)
    card.set_title("Watch it learn")
    card.resize(800, 200)
    host.show()
    line = card.title_label.height()
    card.resize(button.width() + card.title_label.fontMetrics().horizontalAdvance("Watch it le") + 2 * INSIDE, 200)
    qtbot.waitUntil(lambda: card.title_label.height() >= 2 * line)
    words = card.title_label.contentsRect().translated(card.title_label.pos())
    assert not words.intersects(button.geometry())
    button.hide()
    qtbot.waitUntil(lambda: card.title_label.height() == line)


def test_a_second_run_forgets_the_first(page: TrainPage, run: RunModel) -> None:
    feed(run)
    page.loss_plot.refresh()
    run.begin("r2", ["Another sentence."])
    for plot in (page.loss_plot, page.score_plot):
        plot.refresh()
    assert page.loss_plot.accessibleDescription() == "The curves start here with the first step of learning."
    assert page.board.isHidden()
    assert child(page, "pinned_list").accessibleDescription() == "“Another sentence.” not asked yet"
    assert cast(QPlainTextEdit, child(page, "run_log")).toPlainText() == ""


def test_every_control_has_a_name(page: TrainPage, run: RunModel) -> None:
    feed(run)
    for name in ("train_stage_list", "loss_plot", "score_plot", "pinned_list", "run_log"):
        assert child(page, name).accessibleName(), name
    for button in page.findChildren(QPushButton):
        assert button.text() or button.accessibleName() or button.isHidden(), button.objectName()
    assert page.pause_button.focusPolicy() != Qt.FocusPolicy.NoFocus
