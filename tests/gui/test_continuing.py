"""A run that stopped is offered on the Start page; one click goes on with it, and the curves are there again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from distilstudio.gui.app import Studio
from distilstudio.gui.models.run import Phase
from distilstudio.gui.models.stopped_runs import newest_stopped_run
from distilstudio.protocol.events import RunEnded, RunStarted, StepsDone
from distilstudio.protocol.recipe import Recipe, render
from distilstudio.protocol.run_lock import RunLock
from distilstudio.protocol.saved_run import SavedRun
from distilstudio.protocol.wire import encode
from tests.fake_engine import load_transcript
from tests.gui.conftest import LONG_MS


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
    return label.text() if label.isVisible() else ""


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


def test_stopped_again_before_the_engine_was_asked_it_stays_as_it_was(qtbot: QtBot, studio: Studio) -> None:
    folder = stopped_run(studio.settings.runs_folder)
    studio.window.show_page("data")
    studio.window.show_page("start")
    studio.window.findChild(QPushButton, "continue_run_button").click()
    studio.wiring.discard_run()
    qtbot.waitUntil(lambda: studio.run.phase is Phase.STOPPED, timeout=LONG_MS)
    assert (folder / "checkpoint" / "checkpoint.json").is_file()
    studio.window.show_page("start")
    assert words(studio) == "The run “reviews” stopped at 62 %."


def test_what_was_told_after_the_save_is_left_out(tmp_path: Path) -> None:
    stopped_run(tmp_path)
    found = newest_stopped_run(tmp_path)
    assert found is not None
    events = [event for portion in found.journal() for event in portion]
    assert isinstance(events[-1], StepsDone)
    assert sum(isinstance(event, StepsDone) for event in events) == 1


def test_the_newest_is_offered_and_never_one_that_is_over_or_under_way(tmp_path: Path) -> None:
    assert newest_stopped_run(tmp_path / "nowhere") is None
    over, held = stopped_run(tmp_path, "over"), stopped_run(tmp_path, "held")
    (over / "report.json").write_text("{}")
    lock = RunLock(held)
    lock.take()
    assert newest_stopped_run(tmp_path) is None
    lock.release()
    (tmp_path / "broken" / "checkpoint").mkdir(parents=True)
    (tmp_path / "broken" / "checkpoint" / "checkpoint.json").write_text("{")
    found = newest_stopped_run(tmp_path)
    assert found is not None
    assert found.folder == held
