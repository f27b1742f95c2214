"""A run that stopped is offered on the Start page; one click goes on with it, and the curves are there again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.stopped_runs import stopped_runs
from distilstudio.gui.remedies import remedy_for
from distilstudio.places import TRASH
from distilstudio.protocol.events import STAGES, RunEnded, RunStarted, StepsDone
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_text import render
from distilstudio.protocol.run_lock import RunLock
from distilstudio.protocol.saved_run import SavedRun
from distilstudio.protocol.wire import encode
from distilstudio.worker.client import Client
from distilstudio.worker.engine_command import Patience
from tests.fake_engine import load_transcript
from tests.gui.conftest import LONG_MS, replaying, standing_window


def stopped_run(runs: Path, name: str = "reviews", share: float = 0.62) -> Path:
    """A run folder as a killed engine leaves it: saved in the middle, the journal a little further, its last line torn."""
    folder = runs / name
    (folder / "checkpoint").mkdir(parents=True)
    (folder / "recipe.toml").write_text(render(Recipe()), encoding="utf-8")
    events = [event for event in load_transcript("good_run", "earlier") if not isinstance(event, RunEnded)]
    middle = next(place for place, event in enumerate(events) if isinstance(event, StepsDone)) + 1
    kept = b"".join(encode(event) for event in events[:middle])
    (folder / "events.jsonl").write_bytes(
        kept + b"".join(encode(event) for event in events[middle : middle + 2]) + b'{"type":"st'
    )
    saved = SavedRun(
        run_id="earlier",
        pinned=("a good film",),
        questions=(),
        recipe="",
        sources={},
        versions={},
        device="cpu",
        precision="fp32",
        threads=1,
        share=share,
        journal_bytes=len(kept),
    )
    (folder / "checkpoint" / "checkpoint.json").write_bytes(msgspec.json.encode(saved))
    return folder


def words(studio: Studio) -> str:
    label = studio.window.findChild(QLabel, "stopped_run_words")
    return label.text() if label is not None and label.isVisible() else ""


def test_without_a_stopped_run_nothing_is_offered(studio: Studio) -> None:
    assert words(studio) == ""


@pytest.mark.parametrize("engine_words", [("--speed", "1")])
def test_one_click_goes_on_with_it(qtbot: QtBot, studio: Studio) -> None:
    runs = studio.settings.runs_folder
    stopped_run(runs)
    studio.window.show_page("data")
    studio.window.show_page("start")
    assert words(studio) == "The run “reviews” stopped at 62 %."
    studio.window.findChild(QPushButton, "continue_run_button").click()
    assert studio.window.current == "train"
    assert studio.run.run_id == "earlier"
    assert studio.run.pinned == ("a good film",)
    qtbot.waitUntil(lambda: bool(studio.run.curves), timeout=LONG_MS)
    studio.window.show_page("start")
    assert words(studio) == ""  # it is under way
    qtbot.waitUntil(lambda: sum(isinstance(event, RunStarted) for event in studio.run.history) == 2, timeout=LONG_MS)
    studio.wiring.discard_run()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DISCARDED, timeout=LONG_MS)


@pytest.fixture
def going_on(studio: Studio) -> Path:
    """A run that stopped and has just been told to go on: its journal is still being read. Returns: its folder."""
    folder = stopped_run(studio.settings.runs_folder)
    studio.window.show_page("data")
    studio.window.show_page("start")
    studio.window.findChild(QPushButton, "continue_run_button").click()
    return folder


def test_stopped_again_before_the_engine_was_asked_it_stays_as_it_was(qtbot: QtBot, studio: Studio, going_on: Path) -> None:
    studio.wiring.finish_run()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.STOPPED, timeout=LONG_MS)
    assert (going_on / "checkpoint" / "checkpoint.json").is_file()
    studio.window.show_page("start")
    assert words(studio) == "The run “reviews” stopped at 62 %."


@pytest.mark.parametrize("asked", [False, True])
def test_discarded_before_its_engine_has_begun_it_lies_in_the_trash(
    qtbot: QtBot, studio: Studio, going_on: Path, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While its journal is read, and while its engine starts."""
    said: list[str] = []

    def discard() -> None:
        studio.wiring.discard_run()
        said.append(studio.window.page("train").subtitle())

    if asked:  # at once, before it can have begun
        resume = studio.client.resume_run
        monkeypatch.setattr(studio.client, "resume_run", lambda run_id, out: (resume(run_id, out), discard()))
    else:
        discard()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DISCARDED and not going_on.exists(), timeout=LONG_MS)
    assert said == ["The run is being ended and thrown away."]
    assert (going_on.parent / TRASH / going_on.name / "checkpoint" / "checkpoint.json").is_file()
    studio.window.show_page("start")
    assert words(studio) == ""


def test_a_run_that_nobody_discarded_is_never_deleted(
    qtbot: QtBot, studio: Studio, going_on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that waits for its engine when the program ends is told as discarded."""
    deleted: list[Path] = []
    monkeypatch.setattr(RunStore, "discard", lambda _store, folder: deleted.append(folder))
    studio.client.run_event.emit(RunEnded("earlier", "discarded"))
    assert studio.run.phase is Phase.DISCARDED
    assert deleted == []
    assert going_on.is_dir()


def test_what_was_told_after_the_save_is_left_out(tmp_path: Path) -> None:
    stopped_run(tmp_path)
    (found,) = stopped_runs(tmp_path)
    events = [event for portion in found.journal() for event in portion]
    assert isinstance(events[-1], StepsDone)
    assert sum(isinstance(event, StepsDone) for event in events) == 1


def test_none_is_offered_that_is_over_or_under_way(tmp_path: Path) -> None:
    assert stopped_runs(tmp_path / "nowhere") == []
    over, held = stopped_run(tmp_path, "over"), stopped_run(tmp_path, "held")
    (over / "report.json").write_text("{}")
    lock = RunLock(held)
    lock.take()
    assert stopped_runs(tmp_path) == []
    lock.release()
    (tmp_path / "broken" / "checkpoint").mkdir(parents=True)
    (tmp_path / "broken" / "checkpoint" / "checkpoint.json").write_text("{")
    assert [found.folder for found in stopped_runs(tmp_path)] == [held]


def test_all_that_stopped_are_offered_the_newest_first(qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved one after the other; two are shown, the others on demand, and each has its own button."""
    runs = studio.settings.runs_folder
    for number, name in enumerate(("mails", "reviews", "requests", "letters")):
        folder = stopped_run(runs, name, share=0.2 + number / 10)
        os.utime(folder / "checkpoint" / "checkpoint.json", (1000 + number, 1000 + number))
    studio.window.show_page("data")
    studio.window.show_page("start")
    card = studio.window.findChild(QFrame, "stopped_run_card")

    def offered() -> list[str]:
        return [
            label.text().replace("\N{NO-BREAK SPACE}", " ")
            for label in card.findChildren(QLabel)
            if label.text() and label.isVisible()
        ]

    newest = ["The run “letters” stopped at 50 %.", "The run “requests” stopped at 40 %."]
    assert offered() == newest
    more = studio.window.findChild(QPushButton, "more_stopped_runs_button")
    assert more.text() == "Show all 4 stopped runs"
    more.click()
    assert offered() == [*newest, "The run “reviews” stopped at 30 %.", "The run “mails” stopped at 20 %."]
    assert not more.isVisible()
    asked: list[str] = []
    resume = studio.client.resume_run
    monkeypatch.setattr(studio.client, "resume_run", lambda run_id, out: (asked.append(out), resume(run_id, out)))
    with qtbot.waitSignal(studio.client.run_event, timeout=LONG_MS):
        studio.window.findChild(QPushButton, "continue_run_button_2").click()
    assert asked == [str(runs / "reviews")]
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DONE, timeout=LONG_MS)


def test_an_engine_that_died_leaves_a_run_that_one_press_continues(tmp_path: Path, qtbot: QtBot) -> None:
    folder, run, project = stopped_run(tmp_path), RunModel(), Project()
    died = problem("engine_died", status="signal 9 (SIGKILL)")
    run.begin("earlier")
    run.apply(RunStarted("earlier", str(folder), STAGES, "cpu", "fp32"))
    run.apply(RunEnded("earlier", "failed", problem=died))
    remedy = remedy_for(died, project, run)
    assert remedy is not None
    assert (remedy.text, remedy.page) == ("Continue the run", "train")
    (folder / "checkpoint" / "checkpoint.json").unlink()
    again = remedy_for(died, project, run)
    assert again is not None
    assert again.text == "Go to the recipe", "nothing was saved yet"


@pytest.fixture
def impatient(qtbot: QtBot, settings: Settings) -> Iterator[Studio]:
    """A window that takes an engine for hung after two seconds; its run would last long."""
    words = replaying("--speed", "0.2", "--heartbeat-ms", "200")
    with standing_window(qtbot, settings, lambda: Client(command=words, patience=Patience(silent_ms=2000))) as studio:
        yield studio


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP here")
def test_an_engine_that_hangs_is_told_and_restarted_with_one_press(qtbot: QtBot, impatient: Studio) -> None:
    """The process is stopped for real: it neither works nor hears. Another one goes on with the run."""
    studio = impatient
    stopped_run(studio.settings.runs_folder)
    studio.window.show_page("data")
    studio.window.show_page("start")
    pids: list[int] = []
    studio.client.trainer_ready.connect(lambda ready: pids.append(ready.pid))
    studio.window.findChild(QPushButton, "continue_run_button").click()
    qtbot.waitUntil(lambda: bool(pids) and studio.run.phase is Phase.RUNNING, timeout=LONG_MS)
    os.kill(pids[0], signal.SIGSTOP)
    card = studio.window.problem_card
    qtbot.waitUntil(lambda: card.isVisible(), timeout=LONG_MS)
    told = [studio.window.findChild(QLabel, name).text() for name in ("problem_what", "problem_why")]
    assert told == ["The engine does not answer.", "Nothing was heard from it for 2 seconds."]
    assert card.fix_button.text() == "Restart the engine"
    assert studio.run.is_live
    card.fix_button.click()
    qtbot.waitUntil(lambda: len(pids) == 2 and studio.run.phase is Phase.RUNNING, timeout=LONG_MS)
    assert not psutil.pid_exists(pids[0])
    assert not card.isVisible()
    assert studio.run.run_id == "earlier"
    studio.wiring.discard_run()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.DISCARDED, timeout=LONG_MS)
