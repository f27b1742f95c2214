"""The project and its memory over a restart."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.project import Project
from distilstudio.gui.models.session import Session
from distilstudio.gui.models.settings import Settings
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe, RecipeError
from distilstudio.protocol.usual import usual
from tests.fake_engine import load_transcript


@pytest.fixture
def project(qapp: object) -> Project:
    """A project of which everything is known."""
    project = Project()
    (data,), (teacher,) = load_transcript("data_inspected"), load_transcript("teacher_described")
    project.set_data(data)
    project.set_teacher(teacher)
    return project


def test_a_value_is_changed_and_told(qtbot: QtBot, project: Project) -> None:
    with qtbot.waitSignal(project.recipe_changed):
        project.set_value("loss.temperature", 4.0)
    assert project.recipe.loss.temperature == 4.0
    assert project.ready


def test_same_value_is_not_told(qtbot: QtBot, project: Project) -> None:
    with qtbot.assertNotEmitted(project.recipe_changed):
        project.set_value("loss.temperature", 2.0)


def test_wrong_values_are_refused(project: Project) -> None:
    with pytest.raises(RecipeError):
        project.set_value("loss.temperature", -1.0)
    with pytest.raises(RecipeError):
        project.set_value("loss.warmth", 1.0)


@pytest.mark.parametrize(
    ("key", "value", "knows_data", "knows_teacher"),
    [
        ("data.train", "other.csv", False, True),
        ("teacher.model", "/models/other", True, False),
        ("train.epochs", 9, True, True),
        ("data.max_length", 64, True, True),
        ("data.copies", 2, True, True),
    ],
)
def test_what_is_known_is_forgotten_with_its_subject(
    project: Project, key: str, value: object, knows_data: bool, knows_teacher: bool
) -> None:
    project.set_value(key, value)
    assert (project.data is not None, project.teacher is not None) == (knows_data, knows_teacher)


def test_problem_takes_the_place_of_data(project: Project) -> None:
    project.set_data_problem(problem("data_empty", file="a.csv"))
    assert project.data is None
    assert not project.ready


def test_changed_since_the_last_run(project: Project) -> None:
    assert not project.changed_since_run
    project.mark_run(project.recipe)
    assert not project.changed_since_run
    project.set_value("train.epochs", 9)
    assert project.changed_since_run
    project.set_value("train.epochs", 12)
    assert not project.changed_since_run


def test_session_brings_the_recipe_back(qtbot: QtBot, settings: Settings) -> None:
    before = Project()
    session = Session(before, settings)
    before.set_recipe(Recipe(data=DataChoice(train="texts.csv")), "/somewhere")
    session.save()
    after = Project()
    assert Session(after, settings).restore()
    assert (after.recipe, after.base) == (before.recipe, "/somewhere")


def test_session_saves_by_itself(qtbot: QtBot, settings: Settings) -> None:
    project = Project()
    session = Session(project, settings)
    project.set_value("train.epochs", 7)
    qtbot.waitUntil(lambda: "epochs = 7" in settings.saved.session_recipe, timeout=5000)
    assert session.parent() is None


@pytest.mark.parametrize("saved", ["", "epochs = [", 'task = "juggling"'])
def test_session_that_cannot_be_read_is_left(qtbot: QtBot, settings: Settings, saved: str) -> None:
    settings.set("session_recipe", saved)
    project = Project()
    assert not Session(project, settings).restore()
    assert project.recipe == usual()


def test_data_with_one_label_can_be_shown_but_not_learnt_from(project: Project) -> None:
    assert project.data_finding is None
    data = project.data
    assert data is not None
    project.set_data(msgspec.structs.replace(data, labels=data.labels[:1]))
    assert project.data_finding is not None
    assert project.data_finding.code == "data_one_label"
    assert not project.ready
    project.set_data(msgspec.structs.replace(data, labels=[]))
    assert project.data_finding is not None
    assert project.data_finding.code == "data_no_label"
