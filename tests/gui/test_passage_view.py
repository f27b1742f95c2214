"""Question answering on the page "Try it": both fields, the marked answer, what differs, and passages of 20,000 signs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.test_cases import SavedCases
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.passage_view import AnswersFace, PassageView
from distilstudio.protocol.answers import Answers, AnswerSpan, Labels
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ModelsOpened, Predicted

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

MODELS = ModelsOpened(1, ["teacher", "student"], {"teacher": 91.0, "student": 69.6}, {"teacher": 6, "student": 3}, [])
PASSAGE = "😀 The Verra flows into Lake Lindale after 528 kilometres.\nEs ist 永嘉县 😀 gut."
NOTHING = AnswerSpan(0, 0, "", 0.1)


def span(words: str, score: float, passage: str = PASSAGE) -> AnswerSpan:
    start = passage.index(words)
    return AnswerSpan(start, start + len(words), words, score)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, home: Path) -> TryPage:
    page = TryPage(theme, SavedCases())
    qtbot.addWidget(page)
    page.set_task("qa")
    page.resize(1008, 690)
    page.show()
    page.set_models(MODELS)
    return page


def say(page: TryPage, side: Side, *answers: AnswerSpan) -> None:
    page.show_answer(Predicted(1, side, Answers(list(answers)), 4.0))


def view(page: TryPage, side: str) -> PassageView:
    shown = page.sides[side].view
    assert isinstance(shown, PassageView)
    return shown


def test_a_question_and_a_passage_are_asked_together(qtbot: QtBot, page: TryPage) -> None:
    asked: list[tuple[str, str]] = []
    page.text_edited.connect(lambda text: asked.append((text, page.asked_question)))
    page.edit.setFocus()
    with qtbot.waitSignal(page.edit.settled):
        qtbot.keyClicks(page.edit, "the soup was good")
    assert asked == []
    with qtbot.waitSignal(page.text_edited):
        qtbot.keyClicks(page.question_edit, "what was good?")
    assert asked == [("the soup was good", "what was good?")]
    assert page.question_edit.objectName() == "try_question_edit"
    assert page.edit.objectName() == "try_text_edit"


@pytest.mark.parametrize("words", ["528 kilometres", "永嘉县", "Verra", "gut."])
def test_the_answer_is_marked_behind_wide_signs(page: TryPage, words: str) -> None:
    page.input.put(PASSAGE, "what?")
    say(page, "student", span(words, 0.8), NOTHING)
    shown = view(page, "student")
    assert shown.headline.text() == words
    assert shown.passage.marked() == [words]
    assert shown.passage.toPlainText() == PASSAGE
    assert shown.bars.bars() == [(words, 0.8), ("No answer here", 0.1)]
    assert words in page.sides["student"].accessibleDescription()


def test_no_answer_marks_nothing(page: TryPage) -> None:
    page.input.put(PASSAGE, "what?")
    say(page, "student", AnswerSpan(0, 0, "", 0.7), span("Verra", 0.2))
    assert view(page, "student").headline.text() == "No answer here"
    assert view(page, "student").passage.marked() == []
    assert view(page, "student").bars.bars()[1] == ("Verra", 0.2)


def test_next_best_answers_are_marked_where_they_do_not_overlap(page: TryPage) -> None:
    page.input.put(PASSAGE, "what?")
    say(page, "teacher", span("528 kilometres", 0.6), span("after 528 kilometres", 0.2), span("Verra", 0.1))
    assert view(page, "teacher").passage.marked() == ["528 kilometres", "Verra"]


@pytest.mark.parametrize(
    ("teacher", "student", "sentence", "differ"),
    [
        (
            span("Verra", 0.9),
            span("Verra", 0.8),
            "They agree: the teacher says “Verra” (90\xa0%), the student “Verra” (80\xa0%).",
            False,
        ),
        (span("Verra", 0.9), span("Verra", 0.3), "They agree, but the student is not sure: “Verra” (30\xa0%).", False),
        (
            span("Verra", 0.9),
            AnswerSpan(0, 0, "", 0.6),
            "They differ: the teacher says “Verra” (90\xa0%), the student there is no answer (60\xa0%).",
            True,
        ),
        (
            span("gut.", 0.9),
            span("gut", 0.8),
            "They agree: the teacher says “gut.” (90\xa0%), the student “gut” (80\xa0%).",
            False,
        ),
    ],
)
def test_what_differs_is_said(page: TryPage, teacher: AnswerSpan, student: AnswerSpan, sentence: str, differ: bool) -> None:
    page.input.put(PASSAGE, "what?")
    say(page, "student", student)
    say(page, "teacher", teacher)
    assert page.banner_text.text() == sentence
    assert page.banner_text.property("kind") == ("warn" if differ else "note")


def test_questions_of_the_data_bring_their_passage(qtbot: QtBot, page: TryPage) -> None:
    page.set_questions(
        [("what is one?", "the first passage"), ("what is two?", "the second passage"), ("what is one?", "a third")]
    )
    rows = page.examples.buttons
    assert [button.row.text for button in rows] == ["what is one?", "what is two?"]
    with qtbot.waitSignal(page.text_edited) as asked:
        qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert (asked.args, page.asked_question) == (["the second passage"], "what is two?")
    assert page.question_edit.toPlainText() == "what is two?"
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert page.edit.toPlainText() == "the first passage"


def test_a_question_is_saved_with_its_passage_and_checked_again(page: TryPage) -> None:
    page.input.put(PASSAGE, "how long?")
    say(page, "student", span("528 kilometres", 0.8), NOTHING)
    say(page, "teacher", span("528 kilometres", 0.8), NOTHING)
    action = page.primary()
    assert action is not None
    assert action.enabled
    page.on_primary()
    case = page.case_list.rows[0].case
    assert (case.text, case.question, case.expected) == (PASSAGE, "how long?", "528 kilometres")
    face = AnswersFace()
    assert face.is_right(Answers([span("528 kilometres", 0.5)]), "528 Kilometres")
    assert not face.is_right(Answers([NOTHING]), "528 kilometres")
    assert face.is_right(Answers([NOTHING]), face.expected(Answers([NOTHING])))
    assert face.expected(Answers([])) == face.expected(Labels([])) == ""


def test_the_same_question_about_two_passages_brings_each_its_own(qtbot: QtBot, page: TryPage) -> None:
    """As a test case and in the history, the newest above."""
    passages = ["Anna leads Alpha.", "Bert leads Beta."]
    for passage in passages:
        page.input.put(passage, "who leads?")
        say(page, "student", span(passage.split()[0], 0.8, passage), NOTHING)
        say(page, "teacher", span(passage.split()[0], 0.8, passage), NOTHING)
        page.on_primary()
    page.hide()
    page.show()
    for buttons in ([row.button for row in page.case_list.rows], page.history.buttons):
        brought = []
        for button in buttons:
            page.input.put("", "")
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            brought.append((page.question_edit.toPlainText(), page.edit.toPlainText()))
        assert brought == [("who leads?", passage) for passage in reversed(passages)]


def test_a_passage_of_20_000_signs_stays_fluid(page: TryPage) -> None:
    passage = ("😀 The soup was good and we came again. " * 600)[:20_000] + " The end is here."
    page.input.put(passage, "where?")
    answers = [span("The end", 0.6, passage), NOTHING]
    say(page, "student", *answers)
    started = time.perf_counter()
    for _ in range(20):
        view(page, "student").clear()
        say_again = Predicted(1, "student", Answers(answers), 4.0)
        page.sides["student"].show_answer(say_again.answer, say_again.ms, passage)
    assert (time.perf_counter() - started) / 20 < 0.1  # a frame or two; laying the passage out anew each time takes more
    shown = view(page, "student").passage
    assert shown.marked() == ["The end"]
    assert shown.verticalScrollBar().value() > 0


def test_the_fields_of_other_tasks_have_no_question(page: TryPage) -> None:
    assert page.question_edit.isVisible()
    page.set_task("classification")
    assert not page.question_edit.isVisible()
    page.input.put("just a text")
    assert page.input.question == ""
    assert page.input.is_complete
