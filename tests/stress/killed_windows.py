"""One run in the real window, whose window or engine is killed again and again; each next window goes on with it by a click.

Must not know: Qt, what a command line says.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path

from safetensors.torch import load_file

from distilstudio.protocol.events import StepsDone
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.saved_run import FILE, FOLDER, read_saved_run
from distilstudio.protocol.wire import decode_event
from tests.stress.driving import Window, gone_within

SECONDS_FOR_ENGINES_TO_END = 60.0
LONG = 300.0
LONGEST_LEARNING = 4.0
"""Seconds from a run's (next) beginning to its death, drawn evenly up to this."""
RECIPE = {
    "teacher.model": '"{base}/teacher"',
    "teacher.epochs": "4",
    "teacher.learning_rate": "0.001",
    "data.train": '"{base}/train.csv"',
    "train.epochs": "40",
    "train.batch_rows": "4",
    "train.early_stop_exams": "0",
    "train.precision": '"fp32"',
    "train.device": '"cpu"',
}


class KilledWindows:
    """`kill` as often as wanted, then `finish`; `lost` and `words` say what came of it."""

    def __init__(self, base: Path, draw: random.Random) -> None:
        self._base, self._draw = base, draw
        self._home = base / "home"
        self._home.mkdir()
        self._folder = Path()
        self._windows = self._engines = 0
        self._slowest_end = self._most_redone = 0.0
        self.lost = False
        self.window = Window(self._home)
        self._begin()

    def kill(self, of_window: bool) -> None:
        """Kill the window, or the engine behind it, some seconds from now; then go on."""
        time.sleep(self._draw.uniform(0.0, LONGEST_LEARNING))
        if of_window:
            self._windows += 1
            seconds = gone_within(self.window.kill(), SECONDS_FOR_ENGINES_TO_END)
            self.lost |= seconds is None
            self._slowest_end = max(self._slowest_end, seconds or SECONDS_FOR_ENGINES_TO_END)
            self.window = Window(self._home)
        else:
            self._engines += 1
            self.window.until(lambda: self.window.state()["engine"] > 0, LONG, "an engine to kill")
            os.kill(self.window.state()["engine"], signal.SIGKILL)
            self.window.until(lambda: self.window.state()["phase"] == "failed", LONG, "the window to hear of it")
            self._most_redone = max(self._most_redone, unsaved_seconds(self._folder))
        self._go_on()

    def finish(self) -> None:
        """Let the run come to its end, and look at what it left. Raises: TooLate."""
        self.window.until(lambda: self.window.state()["phase"] in ("done", "stopped", "failed"), LONG, "the end")
        report = json.loads((self._folder / "report.json").read_bytes())
        events = [decode_event(line) for line in (self._folder / "events.jsonl").read_bytes().splitlines()]
        steps = [step for event in events if isinstance(event, StepsDone) and event.stage == "distil" for step in event.steps]
        whole = steps == list(range(1, len(steps) + 1))
        weights = load_file(self._folder / "student" / "model.safetensors")
        self.lost |= not (whole and report["outcome"] == "done" and weights and not (self._folder / FOLDER).exists())

    def words(self) -> str:
        """One line."""
        return (
            f"{self._windows} windows and {self._engines} engines behind them killed, lost {int(self.lost)}; after a window's death its "
            f"engines ended by themselves within {self._slowest_end:.1f} s; at most {self._most_redone:.1f} s to do again"
        )

    def _begin(self) -> None:
        for key, value in RECIPE.items():
            self.window.say(f"choose {key} {value.format(base=self._base)}")
        self.window.until(lambda: bool(self.window.state()["ready"]), LONG, "data and teacher")
        self.window.say("page recipe")
        self.window.click("primary_button")
        self.window.until(lambda: self.window.state()["steps"] > 0, LONG, "the student to learn")
        self._folder = Path(self.window.state()["out"])
        # The first save is by time; a death before the teacher is saved costs seconds and is tried by the kills of engines.
        self.window.until(lambda: _saved_at(self._folder) > 0, LONG, "a first save")

    def _go_on(self) -> None:
        self.window.say("page data")
        self.window.say("page start")
        self.window.click("continue_run_button", LONG)
        self.window.until(lambda: self.window.state()["phase"] in ("running", "done"), LONG, "the run to go on")


def unsaved_seconds(folder: Path) -> float:
    """The run's own time between its last save and its last word, which is what has to be done again."""
    try:
        told = (folder / "events.jsonl").read_bytes()
        saved = read_saved_run(folder).journal_bytes
    except (OSError, ProblemError):
        return 0.0
    return max(0.0, _last_time(told) - _last_time(told[:saved]))


def _last_time(lines: bytes) -> float:
    """When the last event that is whole was told, in seconds; 0 where there is none."""
    whole = lines[: lines.rfind(b"\n") + 1].splitlines()
    told = decode_event(whole[-1]).at_ms if whole else 0
    return told / 1000 if isinstance(told, int) else 0.0


def _saved_at(folder: Path) -> float:
    try:
        return (folder / FOLDER / FILE).stat().st_mtime
    except OSError:
        return 0.0
