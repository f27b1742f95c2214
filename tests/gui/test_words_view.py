"""General distillation on the page "Try it": a sentence with blanks goes in, the likeliest words of both sides come out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.test_cases import SavedCases
from distilstudio.gui.pages.recipe import RecipePage
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.words_view import WordsFace, WordsView
from distilstudio.protocol.answers import Blank, Blanks, Labels, WordScore
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ModelsOpened, Predicted
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

MODELS = ModelsOpened(1, ["teacher", "student"], {"teacher": 91.0, "student": 69.6}, {"teacher": 6, "student": 3}, [])
TEXT = "😀 The ___ flows into the __ & the sea<b>."


def blanks(*words: str) -> Blanks:
    """The first two blanks of TEXT with these words, the first of each likelier than a second one."""
    spans = [(6, 9), (25, 27)]
    return Blanks([Blank(*span, [WordScore(word, 0.7), WordScore("it", 0.1)]) for span, word in zip(spans, words, strict=False)])


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, home: Path) -> TryPage:
    page = TryPage(theme, SavedCases())
    qtbot.addWidget(page)
    page.set_task("mlm")
    page.resize(1008, 690)
    page.show()
    page.set_models(MODELS)
    return page


def say(page: TryPage, side: Side, answer: Blanks) -> WordsView:
    page.show_answer(Predicted(1, side, answer, 4.0))
    shown = page.sides[side].view
    assert isinstance(shown, WordsView)
    return shown


def test_a_typed_blank_is_filled_in_on_both_sides(qtbot: QtBot, page: TryPage) -> None:
    assert "___" in page.edit.placeholderText()
    with qtbot.waitSignal(page.text_edited) as asked:
        qtbot.keyClicks(page.edit, "the ___ flows")
    assert asked.args == ["the ___ flows"]
    page.input.put(TEXT)
    view = say(page, "student", blanks("river", "lake"))
    assert view.headline.text() == "river, lake"
    assert view.sentence.text() == "😀 The <b>river</b> flows into the <b>lake</b> &amp; the sea&lt;b&gt;."
    assert [bars.bars() for bars in view.bars] == [[("river", 0.7), ("it", 0.1)], [("lake", 0.7), ("it", 0.1)], []]
    assert "river 70" in page.sides["student"].accessibleDescription()
    say(page, "teacher", blanks("Rhine", "lake"))
    assert page.banner_text.text().startswith("They differ: the teacher takes “Rhine”")
    say(page, "teacher", blanks("river", "lake"))


def test_a_text_without_a_blank_says_how_to_make_one(page: TryPage) -> None:
    page.input.put("no gap")
    view = say(page, "student", Blanks([]))
    assert (view.headline.text(), view.sentence.text()) == ("No blank in this text", "Write ___ where a word is missing.")
    action = page.primary()
    assert action is not None
    assert (action.enabled, action.tip) == (False, "Write ___ in the text where a word is missing first.")
    view.clear()
    assert view.headline.text() == view.sentence.text() == ""


def test_what_continues_a_word_is_joined_to_it(page: TryPage) -> None:
    page.input.put("walk ___ home")
    view = say(page, "student", Blanks([Blank(5, 8, [WordScore("##ing", 0.6)])]))
    assert view.headline.text() == "-ing"
    assert view.sentence.text() == "walk<b>ing</b> home"


def test_a_saved_case_wants_the_same_words_again(page: TryPage) -> None:
    face = WordsFace()
    assert face.short(blanks("river", "lake")) == ("river 70\N{NO-BREAK SPACE}%, lake 70\N{NO-BREAK SPACE}%", True)
    kept = face.expected(blanks("river", "lake"))
    assert face.is_right(blanks("River", "lake"), kept)
    assert not face.is_right(blanks("river", "sea"), kept)
    assert face.short(Labels([])) == ("", True)
    with pytest.raises(TypeError):
        WordsView.set_answer(face.view(page._theme, "student"), Labels([]), "")  # type: ignore[arg-type]


def test_where_there_are_no_labels_no_page_speaks_of_them(whole: Studio) -> None:
    whole.project.set_recipe(with_value(Recipe(), "task", "mlm"), "")
    whole.window.show_page("recipe")
    whole.window.findChild(QPushButton, "hood_button").click()
    spoken = set()
    for key in ("data", "teacher", "recipe", "train", "try"):
        whole.window.show_page(key)
        page = whole.window.page(key)
        for widget in page.findChildren(QWidget):
            if widget.isVisibleTo(page):
                spoken |= {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()}
                spoken |= {widget.text()} if isinstance(widget, QLabel | QAbstractButton) else set()
    assert {words for words in spoken if "label" in words.lower()} == {"Hard targets (labels or hidden words)"}
    recipe_page = cast(RecipePage, whole.window.page("recipe"))
    assert "“moved”" in recipe_page.explainer.effect.text()
