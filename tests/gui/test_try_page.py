"""The page "Try it" by clicks and keys; answers are handed in as the client would."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.test_cases import SavedCase, SavedCases
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.labels_view import LabelsView
from distilstudio.gui.widgets.text_rows import MOST_SHOWN
from distilstudio.protocol.answers import Labels, LabelScore
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ModelsOpened, Predicted
from distilstudio.protocol.problems import problem

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

MODELS = ModelsOpened(
    1, ["teacher", "student"], {"teacher": 91.0, "student": 69.6}, {"teacher": 6, "student": 1}, ["negative", "positive"]
)


def labels(**scores: float) -> Labels:
    return Labels([LabelScore(name, score) for name, score in sorted(scores.items(), key=lambda pair: -pair[1])])


POSITIVE, NEGATIVE = labels(positive=0.97, negative=0.03), labels(positive=0.1, negative=0.9)


@pytest.fixture
def cases(home: Path) -> SavedCases:
    return SavedCases()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, cases: SavedCases) -> TryPage:
    page = TryPage(theme, cases)
    qtbot.addWidget(page)
    page.resize(1008, 690)
    page.show()
    return page


@pytest.fixture
def opened(page: TryPage) -> TryPage:
    page.set_models(MODELS)
    return page


def say(page: TryPage, side: Side, answer: Labels, ms: float = 1.0) -> None:
    page.show_answer(Predicted(1, side, answer, ms))


def say_both(page: TryPage, student: Labels, teacher: Labels) -> None:
    say(page, "student", student)
    say(page, "teacher", teacher, 7.2)


def view(page: TryPage, side: str) -> LabelsView:
    shown = page.sides[side].view
    assert isinstance(shown, LabelsView)
    return shown


def test_before_there_is_a_student_the_page_invites(qtbot: QtBot, page: TryPage) -> None:
    assert page.invitation.isVisible()
    assert not page.edit.isVisible()
    assert page.primary().text == "Go to the recipe"
    with qtbot.waitSignal(page.leave_to) as left:
        page.on_primary()
    assert left.args == ["recipe"]
    assert page._cases.cases("classification") == []


def test_while_models_open_one_can_type_already(qtbot: QtBot, page: TryPage) -> None:
    page.set_opening()
    assert page.edit.isVisible()
    assert page.sides["student"].waiting.text() == "The model is being loaded…"
    with qtbot.waitSignal(page.edit.settled), qtbot.assertNotEmitted(page.text_edited):
        qtbot.keyClicks(page.edit, "Good.")
    with qtbot.waitSignal(page.text_edited) as asked:
        page.set_models(MODELS)
    assert asked.args == ["Good."]


def test_typing_asks_once_and_both_answers_are_shown(qtbot: QtBot, opened: TryPage) -> None:
    asked: list[str] = []
    opened.text_edited.connect(asked.append)
    with qtbot.waitSignal(opened.text_edited):
        qtbot.keyClicks(opened.edit, "A fine film")
    say_both(opened, POSITIVE, labels(positive=0.98, negative=0.02))
    assert asked == ["A fine film"]
    assert view(opened, "student").bars.bars() == [("positive", 0.97), ("negative", 0.03)]
    assert opened.sides["teacher"].note_label.text() == "91 MB · 6 layers · 7.2 ms"
    assert opened.sides["student"].note_label.text() == "70 MB · 1 layer · 1.0 ms"
    assert "positive 97\N{NO-BREAK SPACE}%" in opened.sides["student"].accessibleDescription()
    assert opened.banner_text.text().startswith("They agree")


def test_a_text_that_waits_for_its_answer_is_told_so(qtbot: QtBot, page: TryPage) -> None:
    waiting = page.sides["student"].waiting
    page.set_opening()
    with qtbot.waitSignal(page.edit.settled):
        qtbot.keyClicks(page.edit, "Good.")
    page.set_models(MODELS)
    assert (waiting.text(), page.banner_text.text()) == ("Answering…", "Your text is being answered…")
    page.show_problem(problem("internal", reason="x"))
    assert waiting.text() == "No answer came this time."
    with qtbot.waitSignal(page.edit.settled):
        page.edit.type_over("")
    assert waiting.text() == "Type a text above; the answer appears here."
    with qtbot.waitSignal(page.edit.settled):
        qtbot.keyClicks(page.edit, "Bad.")
    assert waiting.text() == "Answering…"
    say_both(page, POSITIVE, POSITIVE)
    with qtbot.waitSignal(page.edit.settled):
        qtbot.keyClicks(page.edit, " Or so.")
    assert not page.sides["student"].is_waiting, "the answer to the text before stays until the new one comes"


def test_a_disagreement_is_flagged(opened: TryPage) -> None:
    opened.edit.type_over("I wanted to hate this game.")
    say_both(opened, labels(positive=0.45, negative=0.55), labels(positive=0.61, negative=0.39))
    words = opened.banner_text.text().replace("\N{NO-BREAK SPACE}", " ")
    assert words == "They differ: the teacher says positive (61 %), the student negative (55 %)."
    assert opened.banner.property("kind") == "notice"
    assert view(opened, "student").doubt.text() == "not sure"
    assert view(opened, "student").doubt.isVisible()
    assert not view(opened, "teacher").doubt.isVisible()


def test_an_answer_that_nobody_asked_for_is_not_shown(opened: TryPage) -> None:
    say(opened, "student", POSITIVE)
    assert view(opened, "student").bars.bars() == []
    opened.edit.type_over("x")
    opened.edit.type_over("")
    say(opened, "student", POSITIVE)
    assert view(opened, "student").bars.bars() == []


def test_a_label_that_looks_like_markup_is_shown_as_it_is(opened: TryPage) -> None:
    opened.edit.type_over("<i>text</i>")
    say_both(opened, labels(**{"<b>x</b>": 0.9, "y": 0.1}), labels(**{"<b>x</b>": 0.1, "y": 0.9}))
    shown = view(opened, "student")
    assert shown.headline.text() == "<b>x</b>"
    for label in (shown.headline, opened.banner_text):
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert "<b>x</b>" in label.text()
    assert opened.edit.toPlainText() == "<i>text</i>"


def test_many_labels_show_the_top_five(opened: TryPage) -> None:
    scores = [LabelScore(f"a very long intent name that goes on and on, number {number}", 1 / 77) for number in range(77)]
    opened.edit.type_over("x")
    say(opened, "student", Labels(scores))
    assert len(view(opened, "student").bars.bars()) == 5
    assert view(opened, "student").more.text() == "and 72 more"
    layout = opened.layout()
    assert layout is not None
    assert layout.totalMinimumSize().width() <= 1008


def test_several_labels_at_once(opened: TryPage) -> None:
    opened.edit.type_over("x")
    found = [LabelScore("joy", 0.9), LabelScore("love", 0.7), LabelScore("fear", 0.1)]
    say(opened, "student", Labels(found, several=True))
    assert view(opened, "student").headline.text() == "joy, love"
    opened.edit.type_over("y")
    say(opened, "student", Labels([LabelScore("joy", 0.1)], several=True))
    assert view(opened, "student").headline.text() == "No label fits"


def test_examples_fill_the_field(qtbot: QtBot, opened: TryPage) -> None:
    opened.set_examples(["厦门大学真美 👍", "<b>bold</b>"])
    with qtbot.waitSignal(opened.text_edited) as asked:
        qtbot.mouseClick(opened.examples.buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["厦门大学真美 👍"]
    assert opened.edit.toPlainText() == "厦门大学真美 👍"
    assert "<b>" not in opened.examples.buttons[1].toolTip()


def test_of_a_pasted_book_the_lists_tell_its_beginning_and_bring_it_whole(
    qtbot: QtBot, opened: TryPage, cases: SavedCases
) -> None:
    book = "word " * 20_000
    opened.set_examples([book])
    cases.save(SavedCase("classification", book, "positive"))
    example, case = opened.examples.buttons[0], opened.case_list.rows[0].button
    for button in (example, case):
        assert len(button.accessibleName()) <= MOST_SHOWN + 1
        assert len(button.tip) <= MOST_SHOWN + len("…\n→ positive")
        opened.edit.type_over("")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert opened.edit.toPlainText() == book


def test_tried_texts_are_kept_and_come_back(qtbot: QtBot, opened: TryPage) -> None:
    opened.edit.type_over("Good.")
    say_both(opened, POSITIVE, POSITIVE)
    opened.edit.type_over("Bad.")
    assert [(button.row.text, button.row.tone) for button in opened.history.buttons] == [("Good.", "ok")]
    say(opened, "student", labels(positive=0.5, negative=0.5))
    opened.hide()
    opened.show()
    assert [(button.row.text, button.row.tone) for button in opened.history.buttons] == [("Bad.", "warn"), ("Good.", "ok")]
    opened.history.buttons[1].setFocus()
    qtbot.keyClick(opened.history.buttons[1], Qt.Key.Key_Space)
    assert opened.edit.toPlainText() == "Good."


def test_saving_a_test_case(qtbot: QtBot, opened: TryPage, cases: SavedCases) -> None:
    action = opened.primary()
    assert action is not None
    assert not action.enabled
    opened.edit.type_over("Bad 👎")
    with qtbot.waitSignal(opened.header_changed):
        say_both(opened, NEGATIVE, POSITIVE)
    action = opened.primary()
    assert action is not None
    assert action.enabled
    opened.on_primary()
    assert SavedCases().cases("classification") == [SavedCase("classification", "Bad 👎", "negative")]
    assert opened.case_list.rows[0].button.accessibleDescription() == "right"


def test_saved_cases_are_asked_of_the_models_that_open(page: TryPage, cases: SavedCases) -> None:
    cases.save(SavedCase("classification", "Bad.", "negative"))
    cases.save(SavedCase("classification", "Good.", "positive"))
    cases.save(SavedCase("classification", "other labels", "sports"))
    asked: list[str] = []
    page.text_edited.connect(asked.append)
    page.set_models(MODELS)
    say_both(page, POSITIVE, POSITIVE)
    say_both(page, POSITIVE, NEGATIVE)
    assert asked == ["Good.", "Bad."]
    assert [row.button.accessibleDescription() for row in page.case_list.rows] == ["right", "wrong"]
    assert view(page, "student").bars.bars() == []


def test_nothing_is_asked_behind_the_persons_back_but_all_of_it_on_return(page: TryPage, cases: SavedCases) -> None:
    cases.save(SavedCase("classification", "Good.", "positive"))
    asked: list[str] = []
    page.text_edited.connect(asked.append)
    page.hide()
    page.set_models(MODELS)
    assert asked == []
    page.show()
    page.edit.type_over("typed")
    page.hide()
    page.show()
    say_both(page, NEGATIVE, NEGATIVE)
    say_both(page, POSITIVE, POSITIVE)
    assert asked == ["Good.", "typed", "typed", "Good."]
    assert view(page, "student").headline.text() == "negative"


def test_the_wanted_answer_can_be_changed_and_a_case_removed(qtbot: QtBot, page: TryPage, cases: SavedCases) -> None:
    cases.save(SavedCase("classification", "Good.", "negative"))
    page.set_models(MODELS)
    say_both(page, POSITIVE, POSITIVE)
    row = page.case_list.rows[0]
    assert row.button.accessibleDescription() == "wrong"
    row.combo.setFocus()
    qtbot.keyClick(row.combo, Qt.Key.Key_Down)
    say_both(page, POSITIVE, POSITIVE)
    assert row.button.accessibleDescription() == "right"
    assert cases.cases("classification") == [SavedCase("classification", "Good.", "positive")]
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert cases.cases("classification") == []
    assert page.case_list.empty.isVisible()


def test_typing_goes_before_saved_cases(page: TryPage, cases: SavedCases) -> None:
    cases.save(SavedCase("classification", "Good.", "positive"))
    page.set_models(MODELS)
    page.edit.type_over("typed")
    say_both(page, NEGATIVE, NEGATIVE)
    assert view(page, "student").headline.text() == "negative"
    say_both(page, POSITIVE, POSITIVE)
    assert view(page, "student").headline.text() == "negative"
    assert page.case_list.rows[0].button.accessibleDescription() == "right"


def test_a_problem_is_told_in_its_own_words(opened: TryPage) -> None:
    told = problem("data_empty", file="a.csv")
    opened.edit.type_over("x")
    opened.show_problem(told)
    assert opened.banner_text.text().startswith(told.what)
    opened.edit.type_over("y")
    say_both(opened, POSITIVE, POSITIVE)
    assert opened.banner_text.text().startswith("They agree")


def test_a_student_without_its_teacher(opened: TryPage) -> None:
    opened.set_models(ModelsOpened(2, ["student"], {"student": 10.0}, {"student": 2}, ["negative", "positive"]))
    assert not opened.sides["teacher"].isVisible()
    opened.edit.type_over("x")
    say(opened, "student", POSITIVE)
    assert view(opened, "student").headline.text() == "positive"


def test_a_change_of_language_keeps_text_and_answers(opened: TryPage) -> None:
    opened.edit.type_over("Good.")
    say_both(opened, POSITIVE, POSITIVE)
    QApplication.sendEvent(opened, QEvent(QEvent.Type.LanguageChange))
    assert opened.edit.toPlainText() == "Good."
    assert view(opened, "student").headline.text() == "positive"
    assert opened.sides["student"].note_label.text() == "70 MB · 1 layer · 1.0 ms"


def test_names_for_people_and_scripts(opened: TryPage) -> None:
    assert opened.objectName() == "page_try"
    assert opened.edit.objectName() == "try_text_edit"
    assert [opened.sides[side].objectName() for side in ("teacher", "student")] == ["try_teacher_view", "try_student_view"]
    assert opened.edit.accessibleName()
