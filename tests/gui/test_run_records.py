"""The last student of the same texts is found again after a restart, and the Try page takes it up."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from distilstudio.engine.wishes import with_whole_paths
from distilstudio.gui.app import Studio
from distilstudio.gui.models.run_records import newest_finished_run, newest_of, read_record, run_folders, texts_of
from distilstudio.protocol.events import STAGES, RunStarted
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.recipe_text import render
from tests.gui.conftest import LONG_MS
from tests.gui.run_folders import a_report
from tests.gui.run_folders import make_run as write_run

RECIPE = Recipe(data=DataChoice(train="/data/reviews.csv"))
TEXTS = texts_of(RECIPE, "")


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
    found = newest_finished_run(tmp_path, TEXTS)
    assert found is not None
    assert found.folder == wanted
    assert found.teacher is None
    (wanted / "teacher").mkdir()
    assert found.teacher == wanted / "teacher"


def test_a_run_keeps_its_own_time_when_its_folder_is_copied(tmp_path: Path) -> None:
    """Copies have new dates and may have new names; the order in the store, and which student is the last one, stay."""
    first = msgspec.structs.replace(a_report(), started="2026-03-04T14:06:07.089+00:00", ended="2026-03-04T14:09:00.000+00:00")
    second = msgspec.structs.replace(first, started="2026-03-04T14:06:08.000+00:00", ended="2026-03-04T14:07:00.000+00:00")
    cut_off = RunStarted("run", "/out", STAGES, "cpu", "fp32", "2026-03-04T14:06:07.500+00:00")
    for name, report in (("2020-01-01 0000 newest ended", first), ("b", second), ("c", None)):
        folder = write_run(tmp_path, name, report=report, finished=report is not None, journal=[cut_off])
        for file in folder.iterdir():
            os.utime(file, (5, 5))
    records = {folder.name: read_record(folder) for folder in run_folders(tmp_path)}
    made = {name: record.made.astimezone(UTC) for name, record in records.items() if record is not None}
    assert sorted(made, key=lambda name: made[name]) == ["2020-01-01 0000 newest ended", "c", "b"]
    assert made["c"] == datetime(2026, 3, 4, 14, 6, 7, 500_000, UTC)
    newest = newest_finished_run(tmp_path, TEXTS)
    assert newest == newest_of([record for record in records.values() if record is not None], TEXTS)
    assert newest == records["2020-01-01 0000 newest ended"]


def test_texts_are_known_by_what_the_engine_writes_of_them(tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text("text,label\n")
    (tmp_path / "linked").symlink_to(tmp_path)
    for train, base in (
        ("reviews.csv", tmp_path),
        (str(tmp_path / "linked" / "reviews.csv"), ""),
        ("stanfordnlp/imdb", tmp_path),
    ):
        recipe = Recipe(data=DataChoice(train=train))
        kept = with_whole_paths(recipe, Path(base))
        assert texts_of(recipe, str(base)) == (kept.task, kept.data.train)


def test_nothing_to_find(tmp_path: Path) -> None:
    assert newest_finished_run(tmp_path / "no such folder", TEXTS) is None
    assert newest_finished_run(tmp_path, TEXTS) is None


def test_try_page_takes_the_last_student_up(qtbot: QtBot, loaded: Studio, tmp_path: Path) -> None:
    """The sample's recipe names its texts beside itself, the run's folder by their whole path."""
    make_run(tmp_path, "mine", with_whole_paths(loaded.project.recipe, Path(loaded.project.base)))
    loaded.settings.set("runs_folder", str(tmp_path))
    assert not loaded.trying.has_models
    with qtbot.waitSignal(loaded.client.models_opened, timeout=LONG_MS):
        loaded.window.show_page("try")
    assert loaded.trying.has_models
