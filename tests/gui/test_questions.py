"""Whose text is with the engine: the person's first, saved cases one after the other, overtaken ones again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.questions import MOST_REPEATS, Questions
from distilstudio.gui.models.test_cases import SavedCase

ONE, TWO = (SavedCase("classification", text, "positive") for text in ("one", "two"))


@pytest.fixture
def questions(qtbot: QtBot) -> Questions:
    questions = Questions()
    questions.set_sides(["teacher", "student"])
    return questions


@pytest.fixture
def asked(questions: Questions) -> list[str]:
    asked: list[str] = []
    questions.asked.connect(asked.append)
    return asked


def answer(questions: Questions) -> None:
    questions.take("student")
    questions.take("teacher")


def test_cases_go_one_after_the_other_when_both_sides_have_answered(questions: Questions, asked: list[str]) -> None:
    questions.queue([ONE, TWO])
    assert asked == ["one"]
    questions.take("student")
    assert asked == ["one"]
    questions.take("teacher")
    assert asked == ["one", "two"]
    assert questions.case == TWO
    answer(questions)
    assert questions.case is None


def test_typing_goes_first_and_the_case_comes_again(questions: Questions, asked: list[str]) -> None:
    questions.queue([ONE, TWO])
    questions.ask("typed")
    assert questions.case is None
    answer(questions)
    answer(questions)
    answer(questions)
    assert asked == ["one", "typed", "one", "two"]


def test_an_empty_text_asks_nothing_and_expects_nothing(questions: Questions, asked: list[str]) -> None:
    questions.ask("typed")
    questions.ask("  ")
    assert asked == ["typed"]
    assert not questions.expects("student")


def test_nothing_is_asked_without_models(qtbot: QtBot) -> None:
    questions = Questions()
    with qtbot.assertNotEmitted(questions.asked):
        questions.ask("typed")
        questions.queue([ONE])


def test_a_question_that_was_overtaken_is_asked_again_but_not_for_ever(
    questions: Questions, asked: list[str], qtbot: QtBot
) -> None:
    questions.patience.setInterval(1)
    questions.queue([ONE])
    qtbot.waitUntil(lambda: questions.case is None)
    assert asked == ["one"] * (1 + MOST_REPEATS)


def test_what_was_typed_is_not_asked_again(questions: Questions, asked: list[str], qtbot: QtBot) -> None:
    questions.ask("typed")
    assert not questions.patience.isActive()
    assert asked == ["typed"]


def test_other_models_make_open_questions_void(questions: Questions, asked: list[str]) -> None:
    questions.queue([ONE])
    questions.set_sides(["student"])
    assert not questions.expects("student")
    questions.ask("typed")
    questions.take("student")
    assert asked == ["one", "typed"]
