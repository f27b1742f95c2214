"""Whose student is tried and taken home: the run that ended or was chosen last, and once other texts are opened the newest of theirs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.pages.compare import ComparePage
from distilstudio.protocol.events import RunStarted, TrialReady
from distilstudio.protocol.recipe import DataChoice, Recipe
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import RECIPE, a_journal, a_report, make_run

MAILS, MORE, NEW = (Recipe(data=DataChoice(train=f"/data/{name}.csv")) for name in ("mails", "more", "new"))


@pytest.fixture
def runs(studio: Studio) -> Path:
    """The folder of runs; the project is about the reviews."""
    studio.project.set_recipe(RECIPE, "")
    return studio.settings.runs_folder


@pytest.fixture
def tried(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs whose student was loaded, in order."""
    loaded: list[str] = []
    ask = studio.client.open_models

    def open_models(task: str, teacher: str, student: str, *more: object) -> int:
        loaded.append(Path(student).parent.name)
        return ask(task, teacher, student, *more)

    monkeypatch.setattr(studio.client, "open_models", open_models)
    return loaded


def end_run(studio: Studio, folder: Path) -> None:
    """A run of this session ends in this folder."""
    studio.run.begin("run")
    for event in a_journal(a_report(), 20):
        studio.run.apply(msgspec.structs.replace(event, out=str(folder)) if isinstance(event, RunStarted) else event)


def taken_home(studio: Studio) -> str:
    """What the page says whose student it is."""
    studio.window.show_page("data")
    studio.window.show_page("export")
    return studio.window.findChild(QLabel, "page_subtitle").text().partition("”")[0].partition("“")[2]


def try_again(studio: Studio) -> None:
    studio.window.show_page("data")
    studio.window.show_page("try")


def test_the_page_says_whose_student_is_taken_home(studio: Studio, runs: Path) -> None:
    assert taken_home(studio) == ""
    make_run(runs, "2026-03-01 1000 reviews")
    assert taken_home(studio) == "2026-03-01 1000 reviews"


def test_other_texts_that_are_opened_have_their_own_student(studio: Studio, runs: Path, tried: list[str]) -> None:
    make_run(runs, "mails", MAILS)
    end_run(studio, make_run(runs, "reviews"))
    for recipe, name in ((RECIPE, "reviews"), (MAILS, "mails"), (RECIPE, "reviews")):
        studio.project.set_recipe(recipe, "")
        assert taken_home(studio) == name
        try_again(studio)
    assert tried == ["reviews", "mails", "reviews"]


def test_a_run_that_ends_beside_other_texts_is_offered_until_others_are_opened(
    studio: Studio, runs: Path, tried: list[str]
) -> None:
    """As one does that had waited for its turn: the train page has just told of it."""
    make_run(runs, "reviews")
    make_run(runs, "more", MORE)
    end_run(studio, make_run(runs, "mails", MAILS))
    assert taken_home(studio) == "mails"
    try_again(studio)
    studio.project.set_recipe(MORE, "")
    assert taken_home(studio) == "more"
    studio.project.set_recipe(NEW, "")
    assert taken_home(studio) == "mails", "these have no run: then the one on the train page"
    assert tried == ["mails"]


def test_an_older_run_is_offered_when_the_newest_is_thrown_away(studio: Studio, runs: Path, tried: list[str]) -> None:
    make_run(runs, "older")
    newest = make_run(runs, "newest")
    end_run(studio, newest)
    assert taken_home(studio) == "newest"
    try_again(studio)
    shutil.move(newest, runs.parent / "trash")
    assert taken_home(studio) == "older"
    try_again(studio)
    assert tried == ["newest", "older"]


def test_the_student_that_was_chosen_stays_while_another_learns(
    qtbot: QtBot, studio: Studio, runs: Path, tried: list[str], tmp_path: Path
) -> None:
    """Until the person goes elsewhere: then it is the one in training again, and after the run its own."""
    trial = TrialReady("run", 10, str(tmp_path / "live" / "trial"))
    Path(trial.folder).mkdir(parents=True)
    older, live = make_run(runs, "older"), make_run(runs, "of the run")
    studio.window.show_page("compare")
    compare = cast(ComparePage, studio.window.page("compare"))
    qtbot.waitUntil(lambda: compare.table.runs.rowCount() == 2, timeout=LONG_MS)
    studio.run.begin("run")
    studio.run.apply(RunStarted("run", str(live), ("distil",), "cpu", "fp32"))
    studio.client.run_event.emit(trial)
    compare.table.choose([older])
    compare.on_primary()
    assert studio.window.current == "try"
    studio.client.run_event.emit(trial)
    assert tried == ["older"]
    try_again(studio)
    assert tried == ["older", "live"]
    studio.window.show_page("compare")
    compare.on_primary()
    with qtbot.waitSignal(studio.wiring.run_over, timeout=LONG_MS):
        studio.client.run_event.emit(a_journal(a_report(), 20)[-1])
    assert tried == ["older", "live", "older"], "it is being looked at"
    try_again(studio)
    assert tried == ["older", "live", "older", "of the run"]
    assert taken_home(studio) == "of the run"
