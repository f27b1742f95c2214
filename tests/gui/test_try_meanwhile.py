"""A student that is still in training is tried: real engines, a tiny teacher, typing while the run goes on, is paused, and has ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.try_it import TryPage
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from tests.gui.conftest import standing_window
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

ENGINE_MS = 120_000
"""Two engines load torch, on a machine that may be busy."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Rows and a teacher that does not know them, beside a recipe that would learn for hours."""
    make_tiny_teacher(tmp_path / "teacher", ["ham", "spam"])
    write_csv(tmp_path / "train.csv", keyword_rows(400))
    return tmp_path


@pytest.fixture
def live(qtbot: QtBot, settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """The whole window with its own engines, on one thread each."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    settings.set("runs_folder", str(place / "runs"))
    with standing_window(qtbot, settings, ends_ms=ENGINE_MS) as studio:
        yield studio


def begin(qtbot: QtBot, studio: Studio, place: Path) -> None:
    recipe = Recipe()
    for key, value in {
        "teacher.model": "teacher",
        "teacher.epochs": 4,
        "teacher.learning_rate": 3e-3,
        "data.train": "train.csv",
        "train.epochs": 100,
        "train.batch_rows": 4,
        "train.early_stop_exams": 0,
        "train.precision": "fp32",
        "train.device": "cpu",
    }.items():
        recipe = with_value(recipe, key, value)
    studio.project.set_recipe(recipe, str(place))
    qtbot.waitUntil(lambda: studio.project.ready, timeout=ENGINE_MS)
    studio.wiring.start_run()


def step_of(studio: Studio) -> int:
    """What the badge says; -1 while it says nothing."""
    badge = studio.window.findChild(QLabel, "try_student_badge")
    return int(badge.text().removeprefix("step ").replace(",", "")) if badge.isVisible() and badge.text() else -1


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_typing_while_it_trains(qtbot: QtBot, live: Studio, place: Path) -> None:
    page = cast(TryPage, live.window.page("try"))
    begin(qtbot, live, place)
    live.window.show_page("try")
    qtbot.waitUntil(lambda: step_of(live) >= 0 or live.run.phase is Phase.FAILED, timeout=ENGINE_MS)
    assert live.run.phase is Phase.RUNNING
    assert page.subtitle() == "This student is still learning: after each of its practice exams it answers anew."

    live.window.findChild(QPlainTextEdit, "try_text_edit").setPlainText("a lovely film")
    qtbot.waitUntil(lambda: "student" in page._answers, timeout=ENGINE_MS)
    first = page._answers["student"]
    assert first.step == step_of(live)
    assert "step" in page.sides["student"].accessibleDescription()

    qtbot.waitUntil(lambda: step_of(live) > (first.step or 0), timeout=ENGINE_MS)
    assert page._answers["student"].answer != first.answer, "it has learnt, and nobody typed"
    assert live.run.is_live

    live.window.findChild(QAbstractButton, "pause_button").click()
    qtbot.waitUntil(lambda: live.run.phase is Phase.PAUSED, timeout=ENGINE_MS)
    live.window.findChild(QPlainTextEdit, "try_text_edit").setPlainText("an awful soup")
    qtbot.waitUntil(lambda: page._asked_text == "an awful soup" and "student" in page._answers, timeout=ENGINE_MS)
    held = page._answers["student"]
    assert held.step == step_of(live)
    assert live.run.phase is Phase.PAUSED

    live.window.findChild(QAbstractButton, "finish_button").click()
    qtbot.waitUntil(lambda: live.run.phase is Phase.STOPPED, timeout=ENGINE_MS)
    qtbot.waitUntil(lambda: step_of(live) < 0 and "student" in page._answers, timeout=ENGINE_MS)
    assert page._answers["student"].step is None, "now it is the finished student that answers"
    assert not (Path(live.run.out) / "trial").exists()
