"""The text field of "Try it": rests, composes, pastes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.typing_edit import TypingEdit

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> TypingEdit:
    edit = TypingEdit(theme)
    qtbot.addWidget(edit)
    return edit


def compose(edit: TypingEdit, letters: str, commit: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    event.setCommitString(commit)
    QApplication.sendEvent(edit, event)


def test_many_keys_settle_once(qtbot: QtBot, edit: TypingEdit) -> None:
    said: list[str] = []
    edit.settled.connect(said.append)
    with qtbot.waitSignal(edit.settled):
        qtbot.keyClicks(edit, "good food")
    assert said == ["good food"]


def test_nothing_settles_while_an_input_method_composes(qtbot: QtBot, edit: TypingEdit) -> None:
    said: list[str] = []
    edit.settled.connect(said.append)
    qtbot.keyClicks(edit, "a")
    compose(edit, "ni")
    compose(edit, "ni hao")
    assert edit.composing
    with qtbot.assertNotEmitted(edit.settled, wait=250):
        pass
    with qtbot.waitSignal(edit.settled):
        compose(edit, "", commit="你好")
    assert said == ["a你好"]


def test_composing_that_is_given_up_still_settles_what_was_typed_before(qtbot: QtBot, edit: TypingEdit) -> None:
    qtbot.keyClicks(edit, "a")
    compose(edit, "ni")
    with qtbot.waitSignal(edit.settled) as settled:
        compose(edit, "")
    assert settled.args == ["a"]


def test_the_same_text_does_not_settle_twice(qtbot: QtBot, edit: TypingEdit) -> None:
    with qtbot.waitSignal(edit.settled):
        qtbot.keyClicks(edit, "ab")
    with qtbot.assertNotEmitted(edit.settled, wait=250):
        qtbot.keyClicks(edit, "c")
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)


@pytest.mark.parametrize("html_only", [True, False])
def test_pasted_html_becomes_plain(qtbot: QtBot, edit: TypingEdit, html_only: bool) -> None:
    data = QMimeData()
    data.setHtml("<p>A <b>good</b> film &amp; more</p>")
    if not html_only:
        data.setText("A good film & more")
    assert edit.canInsertFromMimeData(data)
    edit.insertFromMimeData(data)
    assert edit.toPlainText() == "A good film & more"


def test_markup_that_is_typed_stays_as_it_is(qtbot: QtBot, edit: TypingEdit) -> None:
    with qtbot.waitSignal(edit.settled) as settled:
        edit.type_over("<b>x</b> 👩‍👩‍👧 厦门\nline two")
    assert settled.args == ["<b>x</b> 👩‍👩‍👧 厦门\nline two"]


def test_it_grows_with_its_lines_up_to_a_limit(qtbot: QtBot, edit: TypingEdit) -> None:
    edit.resize(400, 60)
    edit.show()
    heights = []
    for lines in (1, 3, 6, 40):
        edit.setPlainText("\n".join(["x"] * lines))
        heights.append(edit.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]
