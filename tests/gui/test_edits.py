"""Undo and redo: steps of the model, and keys, buttons and the strip in the window."""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.edits import MERGE_MS, Edits
from distilstudio.gui.models.project import Project
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.usual import usual

Kind = TypeVar("Kind", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


class Clock:
    """A clock that goes when it is told, and a hand on the mouse."""

    def __init__(self) -> None:
        self.now = 0.0
        self.held = False

    def edits(self, project: Project) -> Edits:
        return Edits(project, lambda: self.held, lambda: self.now)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_the_program_found_out_stays_when_something_else_is_undone(qapp: QApplication, clock: Clock) -> None:
    """The teacher's labels were matched by a check-up, which was no step."""
    project = Project()
    edits = clock.edits(project)
    found, matched = {"LABEL_0": "neg", "LABEL_1": "pos"}, {"LABEL_0": "pos", "LABEL_1": "neg"}
    project.set_value("teacher.model", "/models/mine")
    project.set_value("loss.temperature", 5.0)
    project.set_value("data.corrections", {"0123456789abcdef": "drop"})
    project.set_value("loss.temperature", 6.0)
    edits.undo()
    adopted = msgspec.structs.replace(project.recipe, teacher=msgspec.structs.replace(project.recipe.teacher, labels=found))
    project.set_recipe(adopted, project.base, is_edit=False)
    for _ in range(2):
        edits.undo()
        assert project.recipe.teacher.labels == found
    assert (project.recipe.loss.temperature, project.recipe.data.corrections) == (usual().loss.temperature, {})
    edits.undo()
    assert project.recipe == usual()  # another teacher, whose labels have names of their own
    for _ in range(4):
        edits.redo()
        assert project.recipe.teacher.labels == found
    assert project.recipe.loss.temperature == 6.0
    project.set_value("teacher.labels", matched)
    edits.undo()
    assert project.recipe.teacher.labels == found


def test_every_kind_of_edit_goes_back_and_forth(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    seen = [project.recipe]
    for change in (
        lambda: project.set_recipe(Recipe(data=DataChoice(train="a.csv")), "/somewhere"),
        lambda: project.set_values({"data.text": "review", "data.label": "stars"}),
        lambda: project.set_value("data.encoding", "latin-1"),
        lambda: project.set_value("data.separator", ";"),
        lambda: project.set_value("data.drop_duplicates", True),
        lambda: project.set_value("task", "ner"),
        lambda: project.set_value("loss.temperature", 4.0),
        lambda: project.set_value("teacher.model", "/models/mine"),
    ):
        change()
        seen.append(project.recipe)
    assert edits.steps == len(seen) - 1
    for recipe in reversed(seen[:-1]):
        edits.undo()
        assert project.recipe == recipe
    assert edits.next_undo() is None
    for recipe in seen[1:]:
        edits.redo()
        assert project.recipe == recipe
    assert (edits.next_redo(), project.base) == (None, "/somewhere")


def test_what_is_undone_is_forgotten_with_the_next_edit(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    project.set_value("train.epochs", 5)
    edits.undo()
    project.set_value("train.seed", 7)
    assert edits.next_redo() is None
    edits.undo()
    assert project.recipe == usual()


def test_a_dragged_slider_is_one_edit(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    for temperature in (2.5, 3.0, 3.5):
        project.set_value("loss.temperature", temperature)
        clock.now += MERGE_MS / 2
    clock.held = True
    clock.now += 10 * MERGE_MS
    project.set_value("loss.temperature", 6.0)
    assert edits.steps == 1
    told = edits.next_undo()
    assert told is not None
    assert told.words == "Temperature: 2 → 6"
    edits.undo()
    assert project.recipe == usual()


def test_a_slider_taken_up_again_later_is_another_edit(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    project.set_value("loss.temperature", 4.0)
    clock.now += MERGE_MS + 1
    project.set_value("loss.temperature", 6.0)
    project.set_value("train.epochs", 9)
    assert edits.steps == 3


def test_a_slider_that_came_back_leaves_no_edit(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    project.set_value("loss.temperature", 4.0)
    project.set_value("loss.temperature", 2.0)
    assert edits.steps == 0
    assert edits.next_undo() is None


def test_choices_that_follow_quickly_stay_apart(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    project.set_value("data.text", "title")
    project.set_value("data.text", "body")
    assert edits.steps == 2


def test_what_the_program_finds_out_is_no_edit(qapp: QApplication, clock: Clock) -> None:
    project = Project()
    edits = clock.edits(project)
    project.set_recipe(msgspec.structs.replace(project.recipe, data=DataChoice(multi_label=True)), "", is_edit=False)
    assert edits.steps == 0


# In the window


def widget(studio: Studio, kind: type[Kind], name: str) -> Kind:
    found = studio.window.findChild(kind, name)
    assert found is not None
    return cast(Kind, found)


def press(studio: Studio, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    studio.window.activateWindow()
    qtbot.waitUntil(studio.window.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or studio.window, key, modifiers)


def strip_words(studio: Studio) -> str:
    return studio.window.undo_strip.words.text() if studio.window.undo_strip.isVisible() else ""


def test_keys_take_a_slider_back_and_do_it_again(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    slider = widget(loaded, QSlider, "temperature_slider")
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert loaded.project.recipe.loss.temperature == 2.3
    button = widget(loaded, QToolButton, "undo_edit_button")
    assert button.isVisible()
    assert button.toolTip() == "Undo: Temperature: 2 → 2.3 (Ctrl+Z)"
    press(loaded, qtbot, Qt.Key.Key_Z, CTRL)
    assert loaded.project.recipe.loss.temperature == 2.0
    assert strip_words(loaded) == "Undone: Temperature: 2.3 → 2"
    press(loaded, qtbot, Qt.Key.Key_Z, CTRL_SHIFT)
    assert loaded.project.recipe.loss.temperature == 2.3
    assert strip_words(loaded) == "Done again: Temperature: 2 → 2.3"
    loaded.window.undo_strip.undo_button.click()
    assert loaded.project.recipe.loss.temperature == 2.0


def test_undo_goes_where_it_is_seen(qtbot: QtBot, loaded: Studio) -> None:
    loaded.project.set_value("data.drop_duplicates", True)
    loaded.window.show_page("recipe")
    widget(loaded, QToolButton, "undo_edit_button").click()
    assert loaded.window.current == "data"
    assert not loaded.project.recipe.data.drop_duplicates
    assert strip_words(loaded) == "Undone: Leave out repeated texts: on → off"
    loaded.settings.set("language", "zh_CN")
    assert "Leave out" not in strip_words(loaded)
    loaded.settings.set("language", "en")
    assert strip_words(loaded) == "Undone: Leave out repeated texts: on → off"
    qtbot.waitUntil(lambda: loaded.project.ready, timeout=20_000)


def test_a_number_field_leaves_the_key_to_the_window(qtbot: QtBot, loaded: Studio) -> None:
    loaded.window.show_page("recipe")
    loaded.window.activateWindow()
    qtbot.waitUntil(loaded.window.isActiveWindow)
    field = widget(loaded, QWidget, "temperature_field")
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert loaded.project.recipe.loss.temperature == 5.0
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert loaded.project.recipe.loss.temperature == 2.0


def test_where_nothing_is_edited_the_key_does_nothing(qtbot: QtBot, loaded: Studio) -> None:
    loaded.project.set_value("train.epochs", 9)
    loaded.window.show_page("settings")
    assert not widget(loaded, QToolButton, "undo_edit_button").isVisible()
    press(loaded, qtbot, Qt.Key.Key_Z, CTRL)
    assert loaded.project.recipe.train.epochs == 9
    assert loaded.window.current == "settings"
