"""What a screen reader finds: it goes from parent to child through Qt's accessible objects, not through widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.models.preview import PreviewModel
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.pinned_list import Chip
from distilstudio.gui.widgets.probability_bars import BarLabels, ProbabilityBars
from distilstudio.gui.widgets.recipe_form import RecipeRow
from distilstudio.gui.widgets.text_rows import TextButton, TextRow

MARKED_UP = "I <b>love</b> it & <img src='x.png'> would buy it again"


def objects_below(top: QWidget) -> Iterator[tuple[QAccessibleInterface, QObject | None]]:
    """Everything that a screen reader finds in a widget, and the object behind it (a cell of a table has none)."""
    yield from _below(QAccessible.queryAccessibleInterface(top))


def _below(here: QAccessibleInterface) -> Iterator[tuple[QAccessibleInterface, QObject | None]]:
    yield here, here.object()
    for place in range(here.childCount()):
        if (child := here.child(place)) is not None:
            yield from _below(child)


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of tool tips, as they are shown."""
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: shown.append(words))
    return shown


def rest_on(widget: QWidget) -> None:
    """Let the pointer rest on a widget."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(3, 3), widget.mapToGlobal(QPoint(3, 3))))


def test_roles_of_columns_are_found(loaded: Studio) -> None:
    loaded.window.show_page("data")
    found = [thing for _, thing in objects_below(loaded.window) if isinstance(thing, QComboBox)]
    roles = [combo for combo in found if combo.objectName().startswith("role_combo_")]
    assert [combo.accessibleName() for combo in roles] == ["Role of the column review", "Role of the column mood"]
    assert [combo.accessibleDescription() for combo in roles] == [combo.accessibleName() for combo in roles]
    assert [combo.currentText() for combo in roles] == ["Text", "Label"]


def test_nothing_is_told_with_marks_of_html(loaded: Studio) -> None:
    told = set()
    for key in ("start", "data", "teacher", "recipe", "train", "try", "compare", "export", "settings"):
        loaded.window.show_page(key)
        for spoken, thing in objects_below(loaded.window):
            if thing is not None:
                told |= {spoken.text(QAccessible.Text.Name), spoken.text(QAccessible.Text.Description)}
    assert len(told) > 100
    assert [words for words in told if "<span" in words or "&#x27;" in words] == []


@pytest.mark.parametrize("words", [MARKED_UP, "short"])
def test_a_text_button_tells_its_text_once_and_as_it_is(qtbot: QtBot, theme: Theme, words: str, tips: list[str]) -> None:
    button = TextButton(theme, TextRow(words))
    qtbot.addWidget(button)
    spoken = QAccessible.queryAccessibleInterface(button)
    assert (spoken.text(QAccessible.Text.Name), spoken.text(QAccessible.Text.Description)) == (words, "")
    rest_on(button)
    assert tips == [plain_tip(words)]
    assert "<b>" not in tips[0]


@pytest.mark.parametrize("kind", ["label", "chip", "bars", "names"])
def test_what_is_cut_is_whole_in_its_tip_and_never_html(qtbot: QtBot, theme: Theme, kind: str, tips: list[str]) -> None:
    widget = cut_widget(theme, kind)
    qtbot.addWidget(widget)
    widget.resize(40, 30)
    rest_on(widget)
    assert tips[0].startswith("<span>")
    assert "I &lt;b&gt;love&lt;/b&gt; it" in tips[0]
    assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description).count("<span") == 0


def cut_widget(theme: Theme, kind: str) -> QWidget:
    """A widget with words that it has no room for."""
    if kind == "label":
        label = ElidedLabel()
        label.set_text(MARKED_UP)
        return label
    if kind == "chip":
        chip = Chip(theme)
        chip.set_text(MARKED_UP)
        return chip
    if kind == "bars":
        bars = ProbabilityBars(theme, "teacher")
        bars.set_bars([(MARKED_UP, 0.5)])
        return bars
    names = BarLabels(theme)
    names.set_labels([MARKED_UP])
    return names


def test_a_label_with_room_has_no_tip(qtbot: QtBot, tips: list[str]) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text(MARKED_UP)
    label.resize(2000, 20)
    rest_on(label)
    assert tips == [""]


def test_a_long_cell_is_no_html(qapp: QApplication) -> None:
    model = PreviewModel()
    model.fill(["text"], [[MARKED_UP], ["short"]], "text", "", "", None, 0)
    tips = [model.data(model.index(row, 0, QModelIndex()), Qt.ItemDataRole.ToolTipRole) for row in (0, 1)]
    assert tips[1] is None
    assert "&lt;img" in tips[0]
    assert "<img" not in tips[0]


def test_a_value_that_a_screen_reader_puts_into_a_field_is_taken(loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    row = loaded.window.findChild(RecipeRow, "row_train.epochs")
    assert loaded.project.recipe.train.epochs != 1
    QAccessible.queryAccessibleInterface(row.editor).setText(QAccessible.Text.Value, "1")
    assert loaded.project.recipe.train.epochs == 1
    QAccessible.queryAccessibleInterface(row.editor).setText(QAccessible.Text.Value, "x")
    assert loaded.project.recipe.train.epochs == 1
    assert row.reason.text() == "Type a whole number."
