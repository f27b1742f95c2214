"""Good settings by clicks: looked for with the real engine on the Recipe page, stopped, used, undone, and given up where the recipe changed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.pilot_remains import clear_pilots
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.pages.recipe import RecipePage
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.pilot_card import PilotCard
from distilstudio.protocol.commands import Role
from distilstudio.protocol.events import STAGES, RunStarted
from distilstudio.protocol.pilot import Pilot, PilotEnded, PilotProgress, Tried
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.run_lock import RunLock
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import EngineCommand, engine_command
from tests.engine.lessons import recipe
from tests.gui.conftest import LONG_MS, replaying, standing_window
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

ENGINE_MS = 120_000
TRIED = [Tried(1e-4, 4.0, 120, 0.912, 2), Tried(5e-5, 2.0, 120, 0.9, 2), Tried(2e-4, 4.0, 60, 0.89), Tried(2e-4, 8.0, 30, None)]
FOUND = Pilot("accuracy", 1e-4, 4.0, 5e-5, 2.0, 0.012, -0.01, 0.034, 160, TRIED, 180, 290.0)


@pytest.fixture
def real_studio(qtbot: QtBot, settings: Settings) -> Iterator[Studio]:
    """The window with the real engine for what takes long; what is asked of texts and teacher is answered by the replaying one."""

    def command(role: Role) -> EngineCommand:
        return replaying("--speed", "0")(role) if role == "tryout" else engine_command(role)

    with standing_window(qtbot, settings, lambda: Client(command=command), ends_ms=ENGINE_MS) as studio:
        yield studio


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> PilotCard:
    project = Project()
    card = PilotCard(theme, PilotState(project))
    qtbot.addWidget(card)
    card.set_recipe(5e-5, 2.0, "", "")
    return card


def shown_card(studio: Studio) -> PilotCard:
    """The page of the recipe with the card open."""
    studio.window.show_page("recipe")
    page = cast(RecipePage, studio.window.page("recipe"))
    assert not page.pilot.isVisible()
    page.find_button.click()
    assert page.pilot.isVisible()
    assert not page.forecast_card.isVisible()
    page.hood_button.click()
    assert not page.pilot.isVisible()
    page.find_button.click()
    assert page.pilot.isVisible()
    assert not page.hood_button.isChecked()
    return page.pilot


def work_on(studio: Studio, base: Path) -> PilotCard:
    """Tiny texts and a tiny teacher are chosen; the page of the recipe is shown."""
    write_csv(base / "train.csv", keyword_rows(80))
    write_csv(base / "test.csv", keyword_rows(20, seed=5))
    make_tiny_teacher(base / "teacher", layers=2)
    studio.settings.set("runs_folder", str(base / "runs"))
    chosen = recipe(teacher__epochs=6, teacher__learning_rate=5e-3, train__epochs=400)  # long trainings: the minute is used up
    studio.project.set_recipe(chosen, str(base))
    studio.wiring.ask_engine()
    return shown_card(studio)


@pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog asks for more than the platform without a screen can give
def test_settings_are_looked_for_and_left_as_the_run_begins(qtbot: QtBot, real_studio: Studio, tmp_path: Path) -> None:
    studio = real_studio
    card = work_on(studio, tmp_path)
    assert not card.button.isEnabled()
    assert "Choose" in card.step.text()
    qtbot.waitUntil(lambda: studio.project.ready, timeout=ENGINE_MS)
    told: list[object] = []
    studio.client.job_event.connect(told.append)
    card.minutes.setValue(1)
    card.button.click()
    assert card.stop_button.isVisible()
    assert not card.button.isVisible()
    qtbot.waitUntil(lambda: card.table.rowCount() >= 2, timeout=ENGINE_MS)
    assert "(yours)" in card.table.accessibleDescription()
    assert "Trying settings" in card.step.text()
    studio.window.close()
    box = studio.closing.question
    assert box is not None
    assert re.fullmatch(r"The search for good settings is \d+ % done\. Close and lose it\?", box.text())
    assert "what the teacher has learnt and answered is kept" in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Return)  # the usual answer keeps the window
    assert studio.window.isVisible()
    assert studio.closing.question is None
    studio.run.begin("run-9")
    studio.run.apply(RunStarted("run-9", str(tmp_path / "other"), STAGES, "cpu", "fp32"))
    qtbot.waitUntil(lambda: isinstance(told[-1], PilotEnded), timeout=ENGINE_MS)
    last = told[-1]
    assert isinstance(last, PilotEnded)
    assert last.outcome == "discarded"
    assert not card.button.isEnabled()
    assert "when the run is over" in card.step.text()
    assert {event.step for event in told if isinstance(event, PilotProgress)} == {"read", "teacher", "ask", "try"}
    assert (tmp_path / "runs/.pilot/teacher/model.safetensors").is_file()


def test_what_was_found_is_used_at_a_press_and_undone(qtbot: QtBot, loaded: Studio) -> None:
    studio = loaded
    card = shown_card(studio)
    state = card._state
    state.begin()
    state.end(FOUND)
    before = studio.project.recipe
    assert card.use_button.isVisible()
    card.use_button.click()
    assert (studio.project.recipe.train.learning_rate, studio.project.recipe.loss.temperature) == (1e-4, 4.0)
    assert not card.use_button.isVisible()
    assert "The recipe has them now." in card.words.text()
    studio.edits.undo()
    assert studio.project.recipe == before
    assert card.use_button.isVisible()
    studio.project.set_value("train.batch_rows", 8)
    assert not card.words.isVisible()
    assert not card.table.isVisible()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_searches_have_left_goes_when_a_window_starts_and_no_run_will_take_it_over(
    qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    settings.set("runs_folder", str(runs))
    kept, partial, run = runs / ".pilot", runs / ".pilot.partial", runs / "2026-03-01 1000 half"
    for folder in (kept / "teacher", partial / "teacher", run):
        folder.mkdir(parents=True)
    words = "import sys, pathlib; from distilstudio.protocol.run_lock import RunLock; RunLock(pathlib.Path(sys.argv[1])).take()"
    searching = subprocess.Popen(
        [sys.executable, "-c", f"{words}; print(flush=True); sys.stdin.read()", str(partial)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with searching:
        assert searching.stdout is not None
        searching.stdout.readline()
        list(clear_pilots(runs))
        assert partial.is_dir()  # a living process searches there
        searching.kill()
    assert (partial / "run.lock").is_file()
    list(clear_pilots(runs))
    assert not partial.exists()
    assert kept.is_dir()  # no run has begun since
    (run / "recipe.toml").touch()
    os.utime(kept, (1, 1))
    lock = RunLock(run)
    lock.take()
    list(clear_pilots(runs))
    assert kept.is_dir()  # the run may be taking it over
    lock.release()
    with standing_window(qtbot, settings, lambda: Client(command=replaying("--speed", "0"))):
        qtbot.waitUntil(lambda: not kept.exists(), timeout=LONG_MS)
    kept.mkdir()
    run.rename(tmp_path / "elsewhere")
    list(clear_pilots(runs))
    assert kept.is_dir()
    os.utime(kept, (1, 1))  # left long ago
    list(clear_pilots(runs))
    assert not kept.exists()


def test_a_search_for_another_recipe_is_given_up(qtbot: QtBot) -> None:
    project = Project()
    state = PilotState(project)
    state.begin()
    with qtbot.assertNotEmitted(state.abandoned):
        project.set_value("loss.temperature", 3.0)
    with qtbot.waitSignal(state.abandoned, timeout=LONG_MS):
        project.set_recipe(with_value(project.recipe, "student.preset", "tiny"), "")
    state.end(FOUND)
    assert state.found is None


def test_the_sentence_says_how_far_it_can_be_trusted(card: PilotCard) -> None:
    card._state.begin()
    card._state.end(FOUND)
    assert card.words.text() == (
        "Learning rate 0.0001 and temperature 4 did 1.2 points better than yours (95 %: −1.0 to 3.4) on 160 watched rows. "
        "So few rows cannot tell whether that is luck."
    )
    assert card.table.accessibleDescription() == (
        "0.0001, 4, 120, 91.2 %; 0.00005 (yours), 2, 120, 90.0 %; 0.0002, 4, 60, 89.0 %; 0.0002, 8, 30, lost its way"
    )
    card.table.resize(card.table.minimumSizeHint())
    shown = [place for place in range(4) if not card.table.isColumnHidden(place)]
    assert all(card.table.columnWidth(place) >= card.table.sizeHintForColumn(place) for place in shown)  # "(yours)" is not cut
    card._state.end(msgspec.structs.replace(FOUND, low=0.004))
    assert card.words.text().endswith("That is more than luck.")
    card._state.end(msgspec.structs.replace(FOUND, learning_rate=5e-5, temperature=2.0))
    assert card.words.text() == "Yours did best of the 4 settings that were tried: keep them."
    assert card.use_button.isHidden()
    blanks = msgspec.structs.replace(FOUND, score_name="perplexity", gain=0.2, low=0.1, high=0.3)
    card._state.end(blanks)
    assert "perplexity 18.1 % lower than with yours (95 %: 9.5 to 25.9)" in card.words.text()
