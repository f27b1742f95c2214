"""The page on which a run is watched: headline, stages, live curves, pinned sentences, meters, log; at the end the score board.

Must not know: the client; it asks by signals.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, duration, percent, score, sentences, time_left
from distilstudio.gui.learning_words import of_loss, of_score, practice
from distilstudio.gui.models.exams import score_of
from distilstudio.gui.models.replay import Replay
from distilstudio.gui.models.run import LIVE, Phase, RunModel
from distilstudio.gui.models.waiting_runs import WaitingRuns
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.score_words import headline
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.corner_card import CornerCard
from distilstudio.gui.widgets.meters import Meters
from distilstudio.gui.widgets.page_scroller import settle
from distilstudio.gui.widgets.pinned_list import PinnedList
from distilstudio.gui.widgets.plots_loss import LossPlot
from distilstudio.gui.widgets.plots_score import ScorePlot
from distilstudio.gui.widgets.replay_bar import ReplayBar
from distilstudio.gui.widgets.run_facts import RunFacts
from distilstudio.gui.widgets.run_log import RunLog
from distilstudio.gui.widgets.score_board import ScoreBoard
from distilstudio.gui.widgets.stage_strip import StageStrip
from distilstudio.gui.widgets.waiting_list import WaitingList
from distilstudio.protocol.scores import LOWER_IS_BETTER

BOARD_AFTER_MS = 30
ENDED = (Phase.DONE, Phase.STOPPED)


class TrainPage(Page):
    """Watches one run."""

    key = "train"

    pause_requested = Signal(bool)
    finish_requested = Signal()
    discard_requested = Signal()
    more_requested = Signal()

    def __init__(self, theme: Theme, run: RunModel, replay: Replay, waiting: WaitingRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run, self._replay, self._queue = run, replay, waiting
        # Both show themselves when there is something to show: without a parent each would be a window of its own for a moment.
        self.waiting = WaitingList(waiting, run, self)
        self.replay_bar = ReplayBar(replay, self)
        self.pause_button = self._button("pause_button", "secondary", self._on_pause)
        self.discard_button = self._button("discard_button", "secondary", self._on_discard)
        # The one primary action while a run is live; the window's own primary button takes its place at the end ("Try it").
        self.finish_button = self._button("finish_button", "primary", self._on_finish)
        self.more_button = self._button("train_more_button", "secondary", self._on_more)
        self._log_button = self._button("log_button", "quiet", self._on_log)
        self._log_button.setCheckable(True)
        self._teacher_button = self._button("teacher_loss_button", "quiet", self._on_teacher_loss)
        self._teacher_button.setCheckable(True)
        self._question: QMessageBox | None = None
        # The board makes both plots lay themselves out and draw anew: a turn of the event loop of its own keeps the end of a run smooth.
        self._board_due = QTimer(self)
        self._board_due.setSingleShot(True)
        self._board_due.setInterval(BOARD_AFTER_MS)
        self.stages = StageStrip(theme, run)
        self.board = ScoreBoard(theme)
        self.loss_plot = LossPlot(theme, run)
        self.score_plot = ScorePlot(theme, run)
        self.pinned = PinnedList(theme, run)
        self.meters = Meters(run)
        self.facts = RunFacts(QPushButton())
        self.log = RunLog(run)
        self._loss_card, self._pinned_card = CornerCard(self._teacher_button), CornerCard(self._log_button)
        self._score_card = Card()
        self._computer_card = CornerCard(self.facts.open_button)
        self._build()
        self.retranslate()
        self._board_due.timeout.connect(self._on_board_due)
        run.changed.connect(self._on_changed)
        run.measured.connect(self._on_measured)
        replay.changed.connect(self.header_changed)
        waiting.changed.connect(self.header_changed)

    # What the window asks

    def title(self) -> str:
        """How much of the teacher the student knows, in a sentence."""
        run = self._run
        match run.phase:
            case Phase.IDLE:
                return self.tr("Nothing is being trained yet.")
            case Phase.STARTING:
                return self.tr("Getting ready…")
            case Phase.FAILED:
                return self.tr("The run ended early.")
            case Phase.DISCARDED:
                return self.tr("The run was discarded.")
            case Phase.DONE | Phase.STOPPED if run.report is not None:
                return headline(run.report)
        if run.best is not None and run.teacher_score is not None and run.score_name in LOWER_IS_BETTER:
            return self.tr("Where a word is hidden, your student hesitates between {0} words, its teacher between {1}.").format(
                score(run.score_name, score_of(run.best)), score(run.score_name, run.teacher_score)
            )
        if run.kept is not None:
            return self.tr("Your student now knows {0} of what its teacher knows.").format(percent(run.kept))
        return self._stage_title()

    def rail_title(self) -> str:
        """Name of the step."""
        return self.tr("Train")

    def subtitle(self) -> str:
        """Time left and the best so far, or how it ended."""
        run = self._run
        if run.is_replay and self._replay.is_over and run.phase in LIVE:
            return self.tr("The replay is over; this run never came to its end.")
        if run.is_replay and run.phase in (Phase.STARTING, Phase.DONE, Phase.STOPPED):
            return self.tr("This run is over; you see it again as it went.")
        match run.phase:
            case Phase.IDLE:
                return self.tr("Choose texts and a teacher, then press “Distil” on the recipe page.")
            case Phase.STARTING:
                return self.tr("The engine starts; this takes a few seconds.")
            case Phase.STOPPING if run.is_discarding:
                return self.tr("The run is being ended and thrown away.")
            case Phase.STOPPING:
                return self.tr("Finishing with the best student so far: its exam, then packing.")
            case Phase.PAUSED:
                return self.tr("Paused. Nothing is lost; press Continue to go on.")
            case Phase.FAILED if run.problem is not None:
                texts = problem_texts(run.problem)
                return texts.what
            case Phase.DISCARDED:
                return self.tr("Your texts, teacher and recipe are as they were.")
            case Phase.DONE:
                return self.tr("Done. It is saved; type a sentence to try it.")
            case Phase.STOPPED if run.report is None:
                return self.tr("It was stopped before there was a student to keep.")
            case Phase.STOPPED:
                return self.tr("Finished early with the best student. It is saved; type a sentence to try it.")
        return sentences(self._time_words(), self._best_words())

    def primary(self) -> PrimaryAction | None:
        """After the end: try it. While a run is live its own button stands there."""
        if self._run.is_live:
            return None
        if self._run.is_replay:
            return PrimaryAction(self.tr("Back to the runs"), tip=self.tr("End the replay"))
        if self._run.phase in ENDED:
            return PrimaryAction(self.tr("Try it"))
        return PrimaryAction(self.tr("Go to the recipe"), tip=self.tr("Runs are started on the recipe page."))

    def on_primary(self) -> None:
        """Go to trying, or to where runs start; from a replay back to where it was chosen."""
        if self._run.is_replay:
            self._replay.stop()
            self.leave_to.emit("compare")
            return
        self.leave_to.emit("try" if self._run.phase in ENDED else "recipe")

    def secondary(self) -> list[QAbstractButton]:
        """Pause, discard, finish; after the end more of it."""
        return [self.pause_button, self.discard_button, self.finish_button, self.more_button]

    def rail_note(self) -> str:
        """A word on how it stands, and how many wait."""
        number = len(self._queue.runs)
        waiting = self.tr("1 waits") if number == 1 else self.tr("{0} wait").format(number)
        return f"{self._state_note()} · {waiting}" if number else self._state_note()

    def _state_note(self) -> str:
        run = self._run
        if run.is_replay:
            return self.tr("Replay")
        words = {
            Phase.IDLE: self.tr("Watch it learn"),
            Phase.STARTING: self.tr("Getting ready…"),
            Phase.PAUSED: self.tr("Paused"),
            Phase.STOPPING: self.tr("Discarding…") if run.is_discarding else self.tr("Finishing…"),
            Phase.FAILED: self.tr("Ended early"),
            Phase.DISCARDED: self.tr("Discarded"),
        }
        if run.phase in words:
            return words[run.phase]
        if run.phase in ENDED:
            return self.tr("{0} of the teacher kept").format(percent(run.kept)) if run.kept is not None else self.tr("Done")
        left = run.seconds_left
        return self.tr("Learning") if left is None else self.tr("Learning · {0} left").format(duration(left.likely))

    def rail_state(self) -> RailState:
        """Mark of the step."""
        if self._run.is_live:
            return "busy"
        return "done" if self._run.phase in ENDED else "todo"

    def retranslate(self) -> None:
        """Set every text again."""
        self.discard_button.setText(self.tr("Discard"))
        self.discard_button.setToolTip(self.tr("End the run now and put its folder into the trash"))
        self.finish_button.setText(self.tr("Finish now, keep the best"))
        self.finish_button.setToolTip(self.tr("Stop learning, and take the best student so far to its exam"))
        self.more_button.setText(self.tr("Train more"))
        self.more_button.setToolTip(
            self.tr("As many epochs again for this student, as a run of its own; this one stays as it is")
        )
        self._loss_card.set_title(self.tr("Loss"))
        self._score_card.set_title(practice())
        self._pinned_card.set_title(self.tr("Watch it learn"))
        self._on_changed()
        self._on_measured()

    # Building

    def _build(self) -> None:
        self._loss_card.body.addWidget(self.loss_plot, 1)
        self._score_card.body.addWidget(self.score_plot, 1)
        self._pinned_card.body.addWidget(self.pinned, 1)
        self._pinned_card.body.addWidget(self.log, 1)
        self._computer_card.body.addWidget(self.meters, 1)
        self._computer_card.body.addWidget(self.facts, 1)
        self.log.hide()
        grid = QGridLayout()
        grid.setSpacing(16)
        grid.addWidget(self._loss_card, 0, 0)
        grid.addWidget(self._score_card, 0, 1)
        grid.addWidget(self._pinned_card, 1, 0)
        grid.addWidget(self._computer_card, 1, 1)
        grid.setColumnStretch(0, 53)
        grid.setColumnStretch(1, 45)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.replay_bar)
        layout.addWidget(self.stages)
        layout.addWidget(self.waiting)
        layout.addWidget(self.board)
        layout.addLayout(grid, 1)

    # Words

    def _stage_title(self) -> str:
        return {
            "preflight": self.tr("Getting ready…"),
            "data": self.tr("Reading your texts…"),
            "teacher": self.tr("The teacher learns from your texts first."),
            "ask_teacher": self.tr("The teacher answers every text once."),
            "student": self.tr("Building the student from its teacher…"),
            "distil": self.tr("Your student has begun to learn."),
            "exam": self.tr("Teacher and student take the exam."),
            "pack": self.tr("Packing your student…"),
        }[self._run.stage or "preflight"]

    def _time_words(self) -> str:
        left = self._run.seconds_left
        return time_left(left) if left is not None else self.tr("Working out how long it will take…")

    def _best_words(self) -> str:
        best = self._run.best
        return self.tr("Best so far at step {0}; it is saved.").format(count(best.step)) if best is not None else ""

    # Following the run

    @Slot()
    def _on_changed(self) -> None:
        run = self._run
        live = run.is_live
        for button in (self.pause_button, self.discard_button, self.finish_button):
            button.setVisible(live)
        self.more_button.setVisible(run.phase in ENDED and run.report is not None and not run.is_replay)
        self._score_card.set_note(of_score(run.score_name, is_examined=run.report is not None))
        paused = run.phase is Phase.PAUSED
        self.pause_button.setText(self.tr("Continue") if paused else self.tr("Pause"))
        self.pause_button.setToolTip(self.tr("Go on with the run") if paused else self.tr("Pause the run after the current step"))
        self.pause_button.setEnabled(run.phase in (Phase.RUNNING, Phase.PAUSED))
        self.finish_button.setEnabled(run.phase in (Phase.RUNNING, Phase.PAUSED))
        self.discard_button.setEnabled(run.phase is not Phase.STOPPING)
        if not live and self._question is not None:
            self._question.close()
        self._choose_loss()
        self._show_result()
        self._on_measured()
        self.header_changed.emit()

    def _choose_loss(self) -> None:
        """The student's losses as soon as it learns, the teacher's before; a button shows the teacher's again."""
        curves = self._run.curves
        both = "teacher" in curves and "distil" in curves
        self._teacher_button.setVisible(both)
        if not both:
            self._teacher_button.setChecked(False)
        teacher = self._teacher_button.isChecked() if both else "teacher" in curves or self._run.stage == "teacher"
        self.loss_plot.show_stage("teacher" if teacher else "distil")
        self._loss_card.set_title(self.tr("Loss of the teacher") if teacher else self.tr("Loss"))
        self._loss_card.set_note(of_loss(self._run.score_name, self.loss_plot.stage))
        self._teacher_button.setText(self.tr("Show the student’s loss") if teacher else self.tr("Show the teacher’s loss"))

    @Slot()
    def _on_board_due(self) -> None:
        self.board.show()
        settle()

    def _show_result(self) -> None:
        report = self._run.report
        if report is None:
            self._board_due.stop()
            self.board.hide()
        elif self.board.isHidden():
            self._board_due.start()
        self.meters.setVisible(report is None)
        self.facts.setVisible(report is not None)
        self.facts.open_button.setVisible(report is not None)
        if report is not None:
            self.board.show_report(report)
            self.facts.show_run(report, self._run.out)
        step = self._run.answers_step
        self._pinned_card.set_note(
            self.tr("Pinned sentences, answered again at each practice exam")
            if step is None
            else self.tr("Pinned sentences, answered again at each practice exam; last at step {0}").format(count(step))
        )
        self._log_button.setText(self.tr("Hide the log") if self._log_button.isChecked() else self.tr("Log for the curious"))
        self._computer_card.set_title(self.tr("This computer") if report is None else self.tr("This run"))

    @Slot()
    def _on_measured(self) -> None:
        pace, now = self._run.rows_per_second, self._run.resources
        words = (
            (self.tr("1 row a second") if round(pace) == 1 else self.tr("{0} rows a second").format(count(pace)))
            if pace is not None
            else self.tr("Rows a second, processor and memory")
        )
        if pace is not None and now is not None and now.beside_others:
            words = self.tr("{0}, {1} of {2} cores").format(words, now.cores_taken, now.cores)
        self._computer_card.set_note(words if self._run.report is None else "")

    # What a person presses

    @Slot()
    def _on_pause(self) -> None:
        self.pause_requested.emit(self._run.phase is not Phase.PAUSED)

    @Slot()
    def _on_more(self) -> None:
        self.more_requested.emit()

    @Slot()
    def _on_finish(self) -> None:
        self.finish_requested.emit()

    @Slot()
    def _on_discard(self) -> None:
        question = QMessageBox(self)
        question.setObjectName("discard_question")
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Discard the run?"))
        question.setText(self.tr("Discard this run?"))
        question.setInformativeText(
            self.tr("What was saved of it goes into the trash, on the page Compare. “Finish now” keeps the best student.")
        )
        discard = question.addButton(self.tr("Discard it"), QMessageBox.ButtonRole.DestructiveRole)
        keep = question.addButton(self.tr("Go on training"), QMessageBox.ButtonRole.RejectRole)
        discard.setObjectName("discard_yes_button")
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        discard.clicked.connect(self._on_discard_sure)
        question.finished.connect(self._on_question_closed)
        self._question = question
        question.open()

    @Slot()
    def _on_discard_sure(self) -> None:
        if self._run.is_live:
            self.discard_requested.emit()

    @Slot(int)
    def _on_question_closed(self, _result: int) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

    @Slot()
    def _on_log(self) -> None:
        shown = self._log_button.isChecked()
        self.log.setVisible(shown)
        self.pinned.setVisible(not shown)
        self._show_result()

    @Slot()
    def _on_teacher_loss(self) -> None:
        self._choose_loss()
