"""The page "Try it": type a text and see teacher and student answer side by side. Must not know: the client, how answers are made.

What differs from task to task is the task's Face.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from distilstudio.gui.models.questions import Questions
from distilstudio.gui.models.test_cases import SavedCase, SavedCases
from distilstudio.gui.models.tried_texts import TriedTexts
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.theme import Theme
from distilstudio.gui.try_words import banner_words, problem_words, save_failed_words, unsaved_words, waiting_words, what_to_type
from distilstudio.gui.widgets.answer_card import AnswerCard
from distilstudio.gui.widgets.answered_file import AnsweredFile
from distilstudio.gui.widgets.faces import FACES
from distilstudio.gui.widgets.file_offer import FileOffer
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.text_rows import TextRow
from distilstudio.gui.widgets.try_banner import TryBanner
from distilstudio.gui.widgets.try_input import TryInput
from distilstudio.gui.widgets.try_invitation import TryInvitation
from distilstudio.gui.widgets.try_lists import TryLists
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ModelsOpened, Predicted
from distilstudio.protocol.problems import Problem

SIDES: tuple[Side, ...] = ("teacher", "student")
WITH_QUESTION, WITH_GAPS = ("qa",), ("mlm",)
"""Tasks that want a question beside the text, and a blank in it."""
RESTED_MS = 1500
"""A text that has stood this long with its answer counts as tried and goes into the history."""


class TryPage(Page):
    """Emits `text_edited` for every text that wants an answer: what is typed, and saved cases when nothing is being typed."""

    key: ClassVar[str] = "try"
    text_edited = Signal(str)

    def __init__(self, theme: Theme, cases: SavedCases | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._task = "classification"
        self._models: ModelsOpened | None = None
        self._opening = False
        self._problem: Problem | None = None
        self._answers: dict[str, Predicted] = {}
        self._asked_text = self._asked_about = ""
        self._cases = cases or SavedCases(parent=self)
        self._tried = TriedTexts()
        self._questions = Questions(self)
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.setInterval(RESTED_MS)
        self.input = TryInput(theme)
        self.edit, self.question_edit = self.input.edit, self.input.question_edit
        self.sides: dict[str, AnswerCard] = {side: AnswerCard(side) for side in SIDES}
        self.banner, self._lists = TryBanner(), TryLists(theme)
        self.banner_text = self.banner.text
        self.file_offer, self.answered_file = FileOffer(theme, self), AnsweredFile(theme, in_place_of=self._lists)
        self.examples, self.history, self.case_list = self._lists.examples, self._lists.history, self._lists.cases
        self.invitation = TryInvitation(theme)
        self._lay_out()
        self._make_views()
        self._connect()
        self.retranslate()

    @property
    def _has_models(self) -> bool:
        """Models answer, or are being loaded."""
        return self._opening or self._models is not None

    # --- what the window asks

    def title(self) -> str:
        """Headline."""
        return self.tr("Try it")

    def subtitle(self) -> str:
        """One line below."""
        if self._models is not None and self._models.step is not None:
            return self.tr("This student is still learning: after each of its practice exams it answers anew.")
        return self.tr("Answers as you type. Nothing leaves this computer.")

    def primary(self) -> PrimaryAction:
        """Keep the text with the student's answer; without a student, on to where one is made."""
        if not self._has_models:
            return PrimaryAction(self.tr("Go to the recipe"), tip=self.tr("Students are distilled on the recipe page."))
        missing = "" if self._can_save() else unsaved_words(self._task, is_answered="student" in self._answers)
        return PrimaryAction(self.tr("Save as test case"), not missing, missing)

    def on_primary(self) -> None:
        """Save the text; the student's own answer is taken as the wanted one until the person says otherwise in the list."""
        if not self._has_models:
            self.leave_to.emit("recipe")
            return
        student = self._answers.get("student")
        if not self._can_save() or student is None:
            return
        expected = FACES[self._task].expected(student.answer)
        case = SavedCase(self._task, self.input.text.strip(), expected, self.input.question)
        self._cases.save(case)
        self.case_list.set_right(case, True)

    def rail_note(self) -> str:
        """What to do here."""
        return "" if self._models is None else what_to_type(self._task)

    def rail_state(self) -> RailState:
        """Trying is never done."""
        return "todo"

    # --- what is told to the page

    def set_task(self, task: str) -> None:
        """Answers of another task from now on. Raises: KeyError where there is no view for it."""
        if task == self._task:
            return
        if task not in FACES:
            raise KeyError(task)
        self._task = task
        self._tried = TriedTexts()
        self.input.set_asking(task in WITH_QUESTION)
        self.input.set_gaps(task in WITH_GAPS)
        self.invitation.set_guesses(task in WITH_GAPS)
        self._make_views()
        self.retranslate()
        self._show_cases()

    def set_opening(self) -> None:
        """Models are being loaded."""
        self._opening, self._models, self._problem = True, None, None
        self._questions.set_sides(())
        self._answers.clear()
        self._show_state()

    def set_models(self, models: ModelsOpened) -> None:
        """These models answer from now on; the text that stands and all saved cases are asked anew."""
        self._models, self._opening, self._problem = models, False, None
        self._answers.clear()
        for side, card in self.sides.items():
            card.set_facts(models.megabytes.get(side), models.layers.get(side))
            card.set_step(models.step if side == "student" else None)
            card.setVisible(side in models.sides)
        self._questions.set_sides(models.sides)
        self._show_cases()
        self._show_state()
        self._ask()
        self._ask_cases()

    def ask_again(self) -> None:
        """The student has learnt on: what stands is asked anew; the old answer stays until the new one comes."""
        if self.isVisible() and self.input.is_complete:
            self._ask()

    def clear_models(self) -> None:
        """There is no student to try."""
        self._models, self._opening = None, False
        self._questions.set_sides(())
        self._answers.clear()
        self._show_state()

    def show_answer(self, predicted: Predicted) -> None:
        """One side's answer to the newest `text_edited`."""
        if not self._questions.expects(predicted.side):
            return
        case = self._questions.case
        self._problem = None
        if case is None:
            self._answers[predicted.side] = predicted
            self.sides[predicted.side].set_step(predicted.step)
            self.sides[predicted.side].show_answer(predicted.answer, predicted.ms, self._asked_text)
            self._show_banner()
            if predicted.side == "student":
                self._rested.start()
                self.header_changed.emit()
        elif predicted.side == "student":
            self.case_list.set_right(case, FACES[self._task].is_right(predicted.answer, case.expected))
        self._questions.take(predicted.side)

    def show_problem(self, problem: Problem) -> None:
        """The newest text has no answer; say why."""
        self._problem = problem
        self._questions.give_up()
        self._show_waiting()
        self._show_banner()

    def set_examples(self, texts: Sequence[str]) -> None:
        """Texts of the person's own data to begin with."""
        self.examples.set_rows([TextRow(text) for text in texts])

    def set_questions(self, questions: Sequence[tuple[str, str]]) -> None:
        """Questions of the person's own data, each with its passage, to begin with; each question once, with its first passage."""
        firsts = dict(reversed(questions))
        self.examples.set_rows(
            [TextRow(asked, passage=firsts[asked]) for asked in dict.fromkeys(question for question, _ in questions)]
        )

    @property
    def asked_question(self) -> str:
        """What is asked about the text of the last `text_edited`; empty but for question answering."""
        return self._questions.question

    # --- words

    def retranslate(self) -> None:
        """Set every text again."""
        self.input.retranslate()
        for card in self.sides.values():
            card.retranslate()
        self._lists.retranslate()
        self.invitation.retranslate()
        self._show_history()
        self._show_state()

    # --- what the person does

    @Slot()
    def _on_settled(self) -> None:
        self._remember()
        self._answers.clear()
        self._problem = None
        self._ask()
        if not self.input.is_complete:
            self._show_state()
        else:
            self._show_waiting()
            self._show_banner()
        self.header_changed.emit()

    @Slot(object)
    def _on_row_chosen(self, row: TextRow) -> None:
        self._put(row.text, row.passage)

    @Slot(object)
    def _on_case_chosen(self, case: SavedCase) -> None:
        self._put(case.question or case.text, case.text)

    @Slot(str, str)
    def _on_answered_chosen(self, text: str, question: str) -> None:
        self.input.put(text, question)

    @Slot(object, str)
    def _on_expected(self, case: SavedCase, label: str) -> None:
        self._cases.expect(case, label)
        self._ask_cases()

    @Slot(object)
    def _on_removed(self, case: SavedCase) -> None:
        self._cases.remove(case)

    @Slot(str)
    def _on_save_failed(self, reason: str) -> None:
        self.banner.say(save_failed_words(reason), "warn")

    def showEvent(self, event: QShowEvent) -> None:
        """Cases are asked when there is somebody to see them."""
        super().showEvent(event)
        if self._models is not None and "student" not in self._answers:
            self._ask()
        self._ask_cases()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last counts as tried; nothing is asked behind the person's back."""
        super().hideEvent(event)
        self._remember()
        self._questions.stop()

    # --- what is shown

    @Slot()
    def _remember(self) -> None:
        """Put the text that was answered into the history."""
        self._rested.stop()
        student = self._answers.get("student")
        if student is not None and self._tried.add(self._asked_text, student.answer, self._asked_about):
            self._show_history()

    def _ask(self) -> None:
        """Ask what stands in the fields, where it is enough to be answered."""
        self._asked_text, self._asked_about = self.input.text, self.input.question
        self._questions.ask(self._asked_text if self.input.is_complete else "", self._asked_about)

    def _put(self, text: str, passage: str) -> None:
        """Try a text of a list; where questions are asked, the list shows those, each about its passage."""
        if self._task in WITH_QUESTION:
            self.input.put(passage, text)
        else:
            self.input.put(text)

    def _ask_cases(self) -> None:
        if self._models is not None and self.isVisible():
            self._questions.queue(self._shown_cases())

    def _shown_cases(self) -> list[SavedCase]:
        return self._cases.cases(self._task, FACES[self._task].choices(self._models.labels) if self._models else None)

    @Slot()
    def _show_cases(self) -> None:
        labels = self._models.labels if self._models else sorted({case.expected for case in self._shown_cases()})
        self.case_list.set_cases(self._shown_cases(), FACES[self._task].choices(labels))

    def _show_history(self) -> None:
        rows = []
        for tried in self._tried.texts():
            words, sure = FACES[self._task].short(tried.answer)
            text, passage = (tried.question, tried.text) if tried.question else (tried.text, "")
            rows.append(TextRow(text, words, "ok" if sure else "warn", passage))
        self.history.set_rows(rows)

    def _show_state(self) -> None:
        self._pages.setCurrentIndex(int(self._has_models))
        for side, card in self.sides.items():
            if side not in self._answers:
                card.wait(self._waiting_words())
        answers_files = self._models is not None and "student" in self._models.sides and self._task not in WITH_GAPS
        self.file_offer.setVisible(answers_files)
        self._show_banner()
        self.header_changed.emit()

    def _show_waiting(self) -> None:
        """Say it anew where nothing else stands; an answer to the text before stays until the new one comes."""
        for card in self.sides.values():
            if card.is_waiting:
                card.wait(self._waiting_words())

    def _waiting_words(self) -> str:
        failed, complete = self._problem is not None, self.input.is_complete
        return waiting_words(self._task, is_opening=self._opening, has_failed=failed, is_complete=complete)

    def _show_banner(self) -> None:
        if self._problem is not None:
            self.banner.say(problem_words(self._problem), "warn")
            return
        answers = {side: one.answer for side, one in self._answers.items()}
        teacher, student = answers.get("teacher"), answers.get("student")
        if teacher is not None and student is not None and not self._opening:
            words, differ = FACES[self._task].compare(teacher, student)
            self.banner.say(words, "warn" if differ else "note")
            return
        complete = self.input.is_complete
        if self._opening or not complete or all(card.is_waiting for card in self.sides.values()):
            self.banner.say(banner_words(is_opening=self._opening, is_complete=complete))

    def _can_save(self) -> bool:
        student = self._answers.get("student")
        return student is not None and bool(FACES[self._task].expected(student.answer)) and self.input.is_complete

    # --- construction

    def _make_views(self) -> None:
        for side, card in self.sides.items():
            card.set_view(FACES[self._task].view(self._theme, side))

    def _connect(self) -> None:
        self.input.settled.connect(self._on_settled)
        self._questions.asked.connect(self.text_edited)
        self._rested.timeout.connect(self._remember)
        self.examples.chosen.connect(self._on_row_chosen)
        self.history.chosen.connect(self._on_row_chosen)
        self.case_list.chosen.connect(self._on_case_chosen)
        self.case_list.expected.connect(self._on_expected)
        self.case_list.removed.connect(self._on_removed)
        self._cases.changed.connect(self._show_cases)
        self._cases.save_failed.connect(self._on_save_failed)
        self.answered_file.text_chosen.connect(self._on_answered_chosen)

    def _lay_out(self) -> None:
        answers = FoldingRow()
        for card in self.sides.values():
            answers.addWidget(card, 1)
        trying = QWidget()
        layout = QVBoxLayout(trying)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.input)
        layout.addLayout(answers)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.banner, 1)
        below.addWidget(self.file_offer)
        layout.addLayout(below)
        layout.addWidget(self._lists, 1)
        layout.addWidget(self.answered_file, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.invitation)
        self._pages.addWidget(trying)
