"""The last student of the same texts is found again after a restart, and the Try page takes it up."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run_records import newest_finished_run
from distilstudio.protocol.recipe import DataChoice, Recipe, render
from tests.gui.conftest import LONG_MS

RECIPE = Recipe(data=DataChoice(train="/data/reviews.csv"))


def make_run(runs: Path, name: str, recipe: Recipe = RECIPE, *, seconds: int = 0, student: bool = True) -> Path:
    folder = runs / name
    (folder / ("student" if student else "student.partial")).mkdir(parents=True)
    (folder / "recipe.toml").write_text(render(recipe))
    (folder / "report.json").write_text("{}")
    os.utime(folder / "report.json", (seconds, seconds))
    return folder


def test_newest_run_with_a_whole_student_of_these_texts(tmp_path: Path) -> None:
    wanted = make_run(tmp_path, "b", seconds=2)
    make_run(tmp_path, "a", seconds=1)
    make_run(tmp_path, "other texts", Recipe(data=DataChoice(train="/data/mails.csv")), seconds=3)
    make_run(tmp_path, "not whole", seconds=4, student=False)
    (make_run(tmp_path, "spoilt", seconds=5) / "recipe.toml").write_text("task = ")
    found = newest_finished_run(tmp_path, RECIPE)
    assert found is not None
    assert found.folder == wanted
    assert found.teacher is None
    (wanted / "teacher").mkdir()
    assert found.teacher == wanted / "teacher"


def test_nothing_to_find(tmp_path: Path) -> None:
    assert newest_finished_run(tmp_path / "no such folder", RECIPE) is None
    assert newest_finished_run(tmp_path, RECIPE) is None


def test_try_page_takes_the_last_student_up(qtbot: QtBot, loaded: Studio, tmp_path: Path) -> None:
    mine = msgspec.structs.replace(loaded.project.recipe)
    make_run(tmp_path, "mine", mine)
    loaded.settings.set("runs_folder", str(tmp_path))
    assert not loaded.trying.has_models
    with qtbot.waitSignal(loaded.client.models_opened, timeout=LONG_MS):
        loaded.window.show_page("try")
    assert loaded.trying.has_models
