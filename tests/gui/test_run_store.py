"""The runs folder: 500 runs are read beside the window, marks and the trash lose nothing, and the table sorts and finds."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from distilstudio.gui.models.background import Background
from distilstudio.gui.models.run_curves import RunCurves, read_curves
from distilstudio.gui.models.run_marks import MARKS_FILE, RunMarks, read_marks
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.runs_table import COLUMNS, RunsTableModel
from distilstudio.gui.models.settings import Settings
from distilstudio.places import TRASH
from distilstudio.protocol.events import ExamDone, StepsDone
from distilstudio.protocol.recipe import DataChoice, Recipe, TeacherChoice
from distilstudio.protocol.run_lock import RunLock
from tests.gui.run_folders import a_journal, a_report, make_run

LONG_MS = 20_000
MOST_OWN_S = 0.05
"""What the window's thread may compute between two turns of its loop."""


class Turns:
    """The longest the window's own thread computed between two turns of the event loop."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._on_turn)

    def __enter__(self) -> Turns:
        self._last = time.thread_time()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._on_turn()
        self._timer.stop()

    def _on_turn(self) -> None:
        now = time.thread_time()
        self.longest_s, self._last = max(self.longest_s, now - self._last), now


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    background = Background()
    yield background
    background.close()


@pytest.fixture
def runs(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir()
    settings.set("runs_folder", str(folder))
    return folder


@pytest.fixture
def store(settings: Settings, runs: Path, background: Background) -> RunStore:
    return RunStore(settings, background)


def read(qtbot: QtBot, store: RunStore) -> None:
    """Wait until the folder was gone through."""
    store.refresh()
    qtbot.waitUntil(lambda: store.is_read and store._reading is not None, timeout=LONG_MS)


def flush(qtbot: QtBot, background: Background) -> None:
    """Wait until everything asked for before is done."""
    arrived: list[bool] = []
    background.ask(iter([True]), arrived.append)
    qtbot.waitUntil(lambda: bool(arrived), timeout=LONG_MS)


def test_a_run_says_what_it_is(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    folder = make_run(runs, "2026-03-04 1506 my reviews", report=a_report(0.91))
    make_run(runs, "broken off", finished=False)
    (runs / "no run").mkdir()
    read(qtbot, store)
    whole, half = (store.record(folder), store.record(runs / "broken off"))
    assert len(store.runs) == 2
    assert whole is not None
    assert (whole.name, whole.made, whole.score, whole.teacher_score) == ("my reviews", datetime(2026, 3, 4, 15, 6), 0.91, 0.93)
    assert whole.size == sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    assert half is not None
    assert half.report is None
    assert half.score is None


def test_500_runs_are_read_without_a_stall(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    journal = a_journal(None, 20)
    for number in range(500):
        make_run(runs, f"2026-01-{1 + number % 28:02} {number % 24:02}00 run {number}", journal=journal)
    table = RunsTableModel(lambda record, column: f"{column} of {record.name}", str, str)
    store.changed.connect(lambda: table.set_records(store.runs))
    with Turns() as turns:
        read(qtbot, store)
        qtbot.waitUntil(lambda: table.rowCount() == 500, timeout=LONG_MS)
        for column in range(len(COLUMNS)):
            table.sort(column, Qt.SortOrder.DescendingOrder)
        table.set_search("run 499")
    assert table.rowCount() == 1
    assert turns.longest_s < MOST_OWN_S


def test_only_what_changed_is_read_again(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    folder, gone = make_run(runs, "one"), make_run(runs, "two")
    read(qtbot, store)
    before = store.record(folder)
    (gone / "recipe.toml").unlink()
    (runs / "three").mkdir()
    (runs / "three" / "recipe.toml").write_bytes((folder / "recipe.toml").read_bytes())
    with qtbot.waitSignal(store.changed, timeout=LONG_MS, check_params_cb=lambda: store.record(gone) is None):
        store.refresh()
    assert store.record(folder) is before
    assert store.record(runs / "three") is not None


def test_marks_are_on_the_disk(qtbot: QtBot, store: RunStore, runs: Path, background: Background) -> None:
    folder = make_run(runs, "one")
    read(qtbot, store)
    store.mark(folder, star=True)
    store.mark(folder, note="老师最好的学生", lock=True)
    flush(qtbot, background)
    assert read_marks(folder) == RunMarks(star=True, lock=True, note="老师最好的学生")
    assert not list(folder.glob("*.new"))
    (folder / MARKS_FILE).write_text("{")
    assert read_marks(folder) == RunMarks()


def test_marks_that_cannot_be_written_are_told(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    folder = make_run(runs, "one")
    read(qtbot, store)
    (folder / MARKS_FILE).mkdir()
    with qtbot.waitSignal(store.failed, timeout=LONG_MS) as told:
        store.mark(folder, star=True)
    assert told.args[0].code == "run_folder"
    assert str(folder) in told.args[0].what


def test_trash_and_back(qtbot: QtBot, store: RunStore, runs: Path, background: Background) -> None:
    first, locked = make_run(runs, "one"), make_run(runs, "two")
    read(qtbot, store)
    store.mark(locked, lock=True)
    with qtbot.waitSignal(store.thrown_away) as thrown:
        assert store.throw_away([first, locked]) == [runs / TRASH / "one"]
    assert [record.folder for record in store.runs] == [locked]
    assert [record.folder for record in store.trashed] == thrown.args[0]
    make_run(runs, "one")
    assert store.put_back(thrown.args[0]) == [runs / "one 2"]
    assert (runs / "one 2" / "student" / "model.safetensors").is_file()
    store.throw_away([runs / "one 2"])
    flush(qtbot, background)
    store.empty_trash()
    flush(qtbot, background)
    assert not list((runs / TRASH).iterdir())
    assert (locked / "recipe.toml").is_file()


def test_a_run_that_an_engine_works_on_is_not_thrown_away(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    folder = make_run(runs, "one")
    read(qtbot, store)
    engine = RunLock(folder)
    engine.take()
    with qtbot.waitSignal(store.failed) as told:
        assert store.throw_away([folder]) == []
    assert (told.args[0].code, told.args[0].values["path"]) == ("run_busy", str(folder))
    engine.release()
    assert store.throw_away([folder]) == [runs / TRASH / "one"]


def test_what_cannot_be_moved_stays_and_is_told(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    folder = make_run(runs, "one")
    read(qtbot, store)
    (runs / TRASH).write_text("a file in the way")
    with qtbot.waitSignal(store.failed) as told:
        assert store.throw_away([folder]) == []
    assert told.args[0].code == "run_folder"
    assert (folder / "recipe.toml").is_file()
    assert store.record(folder) is not None


def test_a_run_that_went_away_meanwhile_is_told_and_leaves_the_table(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    gone = make_run(runs, "one")
    read(qtbot, store)
    shutil.rmtree(gone)
    with qtbot.waitSignal(store.failed) as told:
        assert store.throw_away([gone]) == []
    assert told.args[0].code == "run_gone"
    assert str(gone) in told.args[0].what
    qtbot.waitUntil(lambda: store.runs == [], timeout=LONG_MS)


def test_another_runs_folder(qtbot: QtBot, store: RunStore, runs: Path, settings: Settings, tmp_path: Path) -> None:
    make_run(runs, "one")
    read(qtbot, store)
    make_run(tmp_path / "elsewhere", "other")
    settings.set("runs_folder", str(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: [record.name for record in store.runs] == ["other"], timeout=LONG_MS)


def test_table_sorts_by_value_and_finds_by_every_word(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    make_run(runs, "2026-03-01 1000 a", report=a_report(0.9, megabytes=9.5))
    make_run(runs, "2026-03-02 1000 b", report=a_report(0.8, megabytes=100.0))
    make_run(runs, "2026-03-03 1000 c", Recipe(task="ner", teacher=TeacherChoice(model="/m/large")), finished=False)
    read(qtbot, store)
    table = RunsTableModel(lambda record, column: record.recipe.task if column == "task" else record.teacher_name, str, str)
    table.set_records(store.runs)

    def names() -> list[str]:
        return [table.record_at(row).name for row in range(table.rowCount())]

    assert names() == ["c", "b", "a"]
    table.sort(COLUMNS.index("megabytes"), Qt.SortOrder.DescendingOrder)
    assert names() == ["b", "a", "c"]
    table.sort(COLUMNS.index("megabytes"), Qt.SortOrder.AscendingOrder)
    assert names() == ["a", "b", "c"], "a run without a value stays at the end"
    table.set_search("large NER")
    assert names() == ["c"]
    assert table.row_of(runs / "2026-03-01 1000 a") == -1


def test_curves_of_200000_steps_come_without_a_stall(qtbot: QtBot, runs: Path, background: Background) -> None:
    folder = make_run(runs, "long", journal=a_journal(a_report(), 200_000, at_a_time=10, exams=100))
    arrived: list[RunCurves] = []
    main = threading.get_ident()
    threads: set[int] = set()
    with Turns() as turns:
        background.ask(read_curves(folder), lambda curves: (arrived.append(curves), threads.add(threading.get_ident())))
        qtbot.waitUntil(lambda: bool(arrived), timeout=60_000)
    assert threads == {main}
    assert len(arrived[0].loss) == 200_000
    assert len(arrived[0].exam_steps) == 100
    assert turns.longest_s < MOST_OWN_S


def test_curves_are_what_the_journal_says(runs: Path) -> None:
    journal = a_journal(a_report(), 40)
    folder = make_run(runs, "one", journal=journal)
    with (folder / "events.jsonl").open("ab") as stream:
        stream.write(b'{"type":"steps_done","run_id":"run","stage":"dis')
    curves = list(read_curves(folder))[-1]
    assert curves is not None
    steps = [step for event in journal if isinstance(event, StepsDone) for step in event.steps]
    totals = [loss for event in journal if isinstance(event, StepsDone) for loss in event.losses["total"]]
    assert list(curves.loss.steps) == steps
    assert list(curves.loss.parts["total"].values) == totals
    assert list(curves.exam_scores) == [event.scores["accuracy"] for event in journal if isinstance(event, ExamDone)]
    assert len(list(read_curves(runs / "none"))[-1].loss) == 0  # type: ignore[union-attr]


def test_work_that_is_no_longer_wanted_never_arrives(qtbot: QtBot, background: Background) -> None:
    arrived: list[int] = []
    ticket = background.ask(iter(range(1000)), arrived.append)
    ticket.cancel()
    flush(qtbot, background)
    assert arrived == []


def test_recipe_of_a_record_is_the_run_s_own(qtbot: QtBot, store: RunStore, runs: Path) -> None:
    recipe = msgspec.structs.replace(Recipe(), data=DataChoice(train="/data/邮件.csv"))
    folder = make_run(runs, "邮件", recipe)
    read(qtbot, store)
    record = store.record(folder)
    assert record is not None
    assert record.recipe == recipe
