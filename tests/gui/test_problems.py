"""A problem in the person's language, its remedy, its card, the report, and what nobody caught."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.crash import CrashWatch
from distilstudio.gui.figures import bracketed
from distilstudio.gui.i18n import Language
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.project import Project
from distilstudio.gui.problem_report import scrub
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.remedies import remedy_for
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.protocol.events import RunNote
from distilstudio.protocol.problem_sentences import CATALOGUE
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import RecipeError
from distilstudio.protocol.recipe_faults import RECIPE_REASONS, recipe_problem
from distilstudio.protocol.recipe_text import parse
from tests.fake_engine import load_transcript


@pytest.fixture
def chinese(qapp: object) -> object:
    """Simplified Chinese, for one test."""
    language = Language("zh_CN")
    yield language
    language.set_choice("en")


def test_sentences_in_chinese_with_values(chinese: Language) -> None:
    texts = problem_texts(problem("data_missing", file="评论.csv", place="/评论.csv"))
    assert texts.what == "找不到文件 评论.csv。"
    assert texts.what_to_do == ["请重新选择文件。"]


def test_braces_in_a_value_stay(qapp: object) -> None:
    assert (
        problem_texts(problem("data_missing", file="{reason}.csv", place="/{reason}.csv")).what
        == "The file {reason}.csv cannot be found."
    )


class Marking(QTranslator):
    """A language in which what is wrong with a recipe is said with a star before it."""

    def translate(self, context: str, sentence: str, *_: object) -> str:
        """As Qt asks for it."""
        return f"* {sentence}" if context == "Problem" and sentence in RECIPE_REASONS else sentence


def test_what_is_wrong_with_a_recipe_is_translated_with_its_values(qapp: QApplication) -> None:
    marking = Marking()
    qapp.installTranslator(marking)
    try:
        for text, reason in (
            ("[train]\nepochs = '{low}'", "A whole number between 1 and 1000 is expected, not “{low}”."),
            ("[trian]", "There is no such section. Did you mean [train]?"),
        ):
            with pytest.raises(RecipeError) as caught:
                parse(text)
            assert problem_texts(recipe_problem(caught.value)).why == f"* {reason}"
    finally:
        qapp.removeTranslator(marking)


@pytest.mark.parametrize(
    "told", [Problem("from_the_future", "What.", "Why.", ["Do."]), Problem("data_missing", "What.", "Why.", ["Do."])]
)
def test_unknown_code_or_missing_value_leaves_the_engines_words(qapp: object, told: Problem) -> None:
    texts = problem_texts(told)
    assert (texts.what, texts.why, texts.what_to_do) == ("What.", "Why.", ["Do."])


def some_problem(code: str) -> Problem:
    """A problem of a code with some value at every place of its sentences."""
    words = CATALOGUE[code]
    names = re.findall(r"\{(\w+)\}", " ".join([words.what, words.why, *words.what_to_do]))
    return problem(code, **dict.fromkeys(names, "3"))


@pytest.mark.parametrize("code", CATALOGUE)
def test_remedies_lead_somewhere_and_can_be_applied(studio_keys: list[str], code: str) -> None:
    project = Project()
    remedy = remedy_for(some_problem(code), project)
    if remedy is None:
        assert not code.startswith(("data_", "teacher_m"))
        return
    assert remedy.text
    assert remedy.page in studio_keys
    if remedy.apply is not None:
        remedy.apply()


@pytest.fixture
def studio_keys(qapp: object) -> list[str]:
    """Pages of the window."""
    return ["start", "data", "teacher", "recipe", "train", "try", "export", "settings"]


def test_card_says_what_why_and_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    card = ProblemCard(theme, host)
    assert card.isHidden()
    card.show_problem(problem("data_empty", file="a.csv", detail="trace"), "Go to the data")
    words = [label.text() for label in card.findChildren(QLabel)]
    assert "The file a.csv is empty." in words
    assert "There is not one row in it to learn from." in words
    assert card.accessibleName() == "Problem: The file a.csv is empty."
    with qtbot.waitSignal(card.fix_requested):
        card.fix_button.click()
    card.copy_button.click()
    assert "trace" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(card.dismissed):
        card.dismiss_button.click()
    assert card.isHidden()


def test_card_without_remedy_has_no_button_for_it(qtbot: QtBot, theme: Theme) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    card = ProblemCard(theme, host)
    card.show_problem(problem("internal", reason="x"))
    assert not card.fix_button.isVisibleTo(card)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("token=hf_AbCdEfGhIjKlMn", "hf_AbC"),
        ("Authorization: Bearer abc.def.ghi", "abc.def"),
        ("proxy http://joe:pass@proxy:80/", "joe:pass"),
        ("row “the waiter was rude” has no label", "waiter"),
        ('ValueError: could not read "the waiter was rude"', "waiter"),
    ],
)
def test_report_is_free_of_secrets(line: str, gone: str) -> None:
    assert gone not in scrub(line)


def test_report_keeps_the_trace_without_the_home_path() -> None:
    line = f'  File "{Path.home()}/studio/app.py", line 3, in main'
    assert scrub(line) == '  File "~/studio/app.py", line 3, in main'


def test_exception_nobody_caught_becomes_a_card(qtbot: QtBot, studio: Studio) -> None:
    crash = CrashWatch()
    crash.crashed.connect(studio.wiring.show_problem)

    def fail() -> None:
        try:
            raise RuntimeError("boom")
        except RuntimeError as error:
            crash.on_exception(RuntimeError, error, error.__traceback__)

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: studio.window.problem_card.isVisible())
    shown = studio.window.problem_card.problem
    assert shown.code == "internal"
    assert "boom" in shown.detail


def test_card_follows_the_language(qtbot: QtBot, studio: Studio) -> None:
    studio.wiring.show_problem(problem("teacher_labels", teacher="joy", data="positive"))
    card = studio.window.problem_card
    assert card.fix_button.text() == "Train the teacher first"
    studio.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: card.dismiss_button.text() == "关闭")
    assert card.fix_button.text() == "先训练教师模型"


@pytest.mark.qt_log_ignore("OpenType support missing")
def test_the_card_is_whole_in_large_letters_in_a_small_window(qtbot: QtBot, theme: Theme) -> None:
    theme.set_text_percent(200)
    window = MainWindow(theme, {})
    qtbot.addWidget(window, before_close_func=MainWindow.close_now)
    window.resize(900, 560)
    window.show()
    card = window.problem_card
    told = problem("run_folder", path="/media/ada/disk/runs/2026-11-27 1549 reviews", reason="No such file or directory")
    card.show_problem(told, "Choose another folder…")
    qtbot.waitUntil(lambda: card.height() >= card.layout().totalHeightForWidth(card.width()))
    for label in card.findChildren(QLabel):
        assert not label.hasHeightForWidth() or label.height() >= label.heightForWidth(label.width()), label.text()
    for button in (card.fix_button, card.copy_button, card.dismiss_button):
        assert button.width() >= button.sizeHint().width()
        assert card.rect().contains(button.geometry())
    room = card.parentWidget()
    assert room is not None
    assert room.height() <= window.height() / 2
    qtbot.keyClick(card.copy_button, Qt.Key.Key_Tab)
    assert not card.dismiss_button.visibleRegion().isEmpty()
    card.dismiss()
    assert not room.isVisible()


class ChineseSigns(QTranslator):
    """Knows the signs between names, nothing else."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return {", ": "、", "{0} ({1})": "{0}（{1}）"}.get(source, source) if context == "Figures" else source


def test_names_in_a_row_stand_apart_as_each_language_has_it(qapp: QApplication) -> None:
    told = problem("teacher_labels", teacher=["joy", "anger, cold"], data=["positive"])
    assert told.why == problem_texts(told).why == "Teacher: joy, anger, cold. Your texts: positive."
    assert bracketed("joy", "98 %") == "joy (98 %)"
    signs = ChineseSigns()
    qapp.installTranslator(signs)
    try:
        assert problem_texts(told).why == "Teacher: joy、anger, cold. Your texts: positive."
        assert bracketed("joy", "98 %") == "joy（98 %）"
    finally:
        qapp.removeTranslator(signs)


def test_fix_changes_the_recipe_and_goes_there(studio: Studio) -> None:
    studio.wiring.show_problem(problem("teacher_labels", teacher="joy", data="positive"))
    studio.window.problem_card.fix_button.click()
    assert studio.project.recipe.teacher.fine_tune == "yes"
    assert studio.window.current == "recipe"
    assert not studio.window.problem_card.isVisible()


def test_reason_of_the_system_is_translated(chinese: Language) -> None:
    texts = problem_texts(problem("run_folder", path="/runs/1", reason="Read-only file system"))
    assert texts.why == "这个磁盘只能读取，不能写入。"
    assert problem_texts(problem("run_folder", path="/runs/1", reason="Odd.")).why == "Odd."


@pytest.mark.parametrize(("silent", "speaks"), [("run", "run"), ("engine", "engine"), ("engine teacher", "engine")])
def test_silence_is_over_when_the_engine_speaks(studio: Studio, silent: str, speaks: str) -> None:
    """Of the engine that answers questions it may have been told once more for each that was open."""
    for kind in silent.split():
        studio.client.problem_raised.emit(problem("engine_silent", seconds=30), kind)
    assert studio.window.problem_card.problem is not None
    if speaks == "run":
        studio.client.run_event.emit(RunNote("r1", "precision", "", {}))
    else:
        studio.client.data_inspected.emit(load_transcript("data_inspected")[0])
    assert studio.window.problem_card.problem is None
