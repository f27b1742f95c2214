"""A person's bad day, by clicks in the real window with its own engines: pause, continue, finish now, kill -9 of the engine and of the window.

    python -m tests.stress.by_clicks --pictures FOLDER [--platform xcb] [--home FOLDER] [--quick]

With `--platform xcb` it starts its own X server (Xvfb) and the window stands on a real screen; without, it is drawn into memory. The bundled
sample with a short recipe; `--quick` takes the tests' rows and tiny teacher instead, which a busy machine trains in seconds. Prints what
happened and how long it took; the exit status is 1 where something did not come.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from safetensors.torch import load_file

from distilstudio.protocol.events import StepsDone
from distilstudio.protocol.report import Report
from distilstudio.protocol.wire import decode_event
from tests.stress.driving import TooLate, Window, gone_within
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

LONG = 900.0
"""Seconds for a whole stage on a slow, busy machine."""
KILLED_AFTER = 10
"""Steps."""
STARTS = 3
"""On a machine that is far too busy an engine may take longer to start than the window waits; a person presses once more."""
SHORT_RECIPE = {
    "teacher.epochs": "1",
    "train.epochs": "3",
    "train.least_steps": "0",
    "train.early_stop_exams": "0",
    "train.precision": '"fp32"',
    "student.preset": '"quarter"',
    "data.max_length": "32",
}
QUICK_RECIPE = {
    "teacher.model": '"{home}/teacher"',
    "data.train": '"{home}/train.csv"',
    "data.exam": '""',
    "data.max_length": "64",
    "teacher.epochs": "4",
    "teacher.learning_rate": "0.002",
    "train.epochs": "60",
    "train.batch_rows": "4",
    "train.early_stop_exams": "0",
    "train.precision": '"fp32"',
    "train.device": '"cpu"',
}


class Day:
    """One walk through the window; each step says what was seen."""

    def __init__(self, home: Path, pictures: Path, platform: str, display: str, recipe: dict[str, str]) -> None:
        self._recipe = recipe
        self._home, self._pictures, self._platform, self._display = home, pictures, platform, display
        self._began, self._number = time.monotonic(), 0
        self.window = self._open()

    def _open(self) -> Window:
        return Window(self._home, self._platform, self._display)

    def tell(self, words: str, picture: bool = True) -> None:
        """Say what was seen, and keep a picture of it."""
        self._number += 1
        if picture:
            self.window.say(f"picture {self._pictures / f'{self._number:02}.png'}")
        print(f"{time.monotonic() - self._began:6.0f} s  {self._number:2}  {words}", flush=True)

    def phase(self, *wanted: str, seconds: float = LONG) -> None:
        """Wait until the run stands there."""
        self.window.until(lambda: self.window.state()["phase"] in wanted, seconds, f"the run to be {wanted}")

    def learns(self, steps: int) -> None:
        """Wait until the student has learnt so many steps."""

        def there() -> bool:
            state = self.window.state()
            if state["phase"] == "failed":
                raise TooLate(f"the run failed: {state}")
            return bool(state["steps"] >= steps)

        self.window.until(there, LONG, f"{steps} steps")

    def begin_run(self) -> Path:
        """From the recipe's page to a run under way."""
        for _ in range(STARTS):
            self.window.say("page recipe")
            self.window.click("primary_button", LONG)
            self.window.until(lambda: bool(self.window.state()["out"]) or self._has_failed(), LONG, "the run's folder")
            if not self._has_failed():
                return Path(self.window.state()["out"])
            self.tell(f"it did not start: {self.window.state()['problem']}; once more")
        raise TooLate("no engine has started")

    def _has_failed(self) -> bool:
        return bool(self.window.state()["phase"] == "failed")

    def offered(self) -> str:
        """What the Start page offers to go on with."""
        self.window.say("page data")
        self.window.say("page start")
        return str(self.window.see("stopped_run_words")["text"])

    def pause_and_finish(self) -> None:
        """The first run: sample, pause, continue, finish now."""
        self.window.click("sample_button")
        self.window.until(lambda: bool(self.window.state()["ready"]), LONG, "data and teacher")
        for key, value in self._recipe.items():
            self.window.say(f"choose {key} {value.format(home=self._home)}")
        self.window.until(lambda: bool(self.window.state()["ready"]), LONG, "data and teacher")
        self.begin_run()
        self.learns(5)
        self.window.click("pause_button")
        self.phase("paused")
        steps = self.window.state()["steps"]
        time.sleep(2)
        assert self.window.state()["steps"] == steps, "a paused run does not go on"
        self.tell(f"paused at step {steps}; the button says “{self.window.see('pause_button')['text']}”")
        self.window.click("pause_button")
        self.learns(steps + 5)
        self.tell("continued")
        self.window.click("finish_button")
        self.phase("stopped")
        time.sleep(1)
        self.tell(f"finished now: “{self.window.state()['title']}”")

    def kill_engine_and_window(self) -> Path:
        """The second run: its engine dies, then the window; each time it goes on from the Start page."""
        folder = self.begin_run()
        self.learns(KILLED_AFTER)
        os.kill(self.window.state()["engine"], signal.SIGKILL)
        self.phase("failed", seconds=60)
        self.tell(f"engine killed; the card says {self.window.state()['problem']}")
        words = self.offered()
        self.tell(f"the Start page says “{words}”")
        self.window.click("continue_run_button")
        self.phase("running")
        self.learns(15)
        self.tell("it goes on")
        engines = self.window.kill()
        seconds = gone_within(engines, 60)
        if seconds is None:
            raise TooLate("an engine lived on without its window for 60 s")
        print(f"          window killed; its engines ended by themselves after {seconds:.1f} s", flush=True)
        self.window = self._open()
        words = self.offered()
        self.tell(f"a new window; the Start page says “{words}”")
        if not words:
            raise TooLate("nothing is offered")
        self.window.click("continue_run_button")
        self.phase("done")
        time.sleep(1)
        self.tell(f"done: “{self.window.state()['title']}”")
        return folder

    def compare(self, killed: Path) -> None:
        """The same recipe without any trouble; both in the table. Both have the same attention kernel (see `steady_engine`); where one left
        cores to another program, it had fewer threads, and its last digits may be others."""
        straight = self.begin_run()
        self.phase("done")
        kernels = [_report_of(folder).kernels["student learns"] for folder in (killed, straight)]
        assert kernels[0] == kernels[1], kernels
        one, two = (load_file(folder / "student" / "model.safetensors") for folder in (killed, straight))
        apart = max(float((one[name] - two[name]).abs().max()) for name in one)
        same = "the same bits" if apart == 0 else f"up to {apart:.1g} apart"
        print(f"          weights of the killed run and of one that nothing disturbed (both {kernels[0]}): {same}", flush=True)
        shared = any(b'"cores_shared"' in (folder / "events.jsonl").read_bytes() for folder in (killed, straight))
        if shared:
            print(
                "          other programs kept the processor busy, so the bits say nothing; try again when it is quiet",
                flush=True,
            )
        elif apart:
            begun = "before" if first_losses(killed) != first_losses(straight) else "after"
            raise AssertionError(f"the killed run has other weights; they began to differ {begun} anything was killed")
        self.window.say("page compare")
        time.sleep(3)
        self.tell("the runs beside each other")
        self.window.say("page start")
        self.tell(f"the Start page offers nothing: “{self.offered()}”")


def main() -> int:
    """Walk."""
    words = _words()
    words.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clicks-") as place, _screen(words.platform) as display:
        home = words.home or Path(place)
        if words.quick:
            make_tiny_teacher(home / "teacher")
            write_csv(home / "train.csv", keyword_rows(200))
        recipe = QUICK_RECIPE if words.quick else SHORT_RECIPE
        day = Day(home, words.pictures.absolute(), words.platform, display, recipe)
        try:
            day.pause_and_finish()
            day.compare(day.kill_engine_and_window())
        except (TooLate, LookupError, AssertionError) as error:
            print(f"FAILED: {error}", flush=True)
            with contextlib.suppress(TooLate, LookupError, OSError):
                day.tell("as it was then")
            return 1
        finally:
            day.window.end()
    return 0


def _report_of(folder: Path) -> Report:
    return msgspec.json.decode((folder / "report.json").read_bytes(), type=Report)


def first_losses(folder: Path) -> list[float | None]:
    """Of the student's first steps, all told before the first kill."""
    losses: list[float | None] = []
    for line in (folder / "events.jsonl").read_bytes().splitlines():
        event = decode_event(line)
        if isinstance(event, StepsDone) and event.stage == "distil":
            losses += event.losses["total"]
        if len(losses) >= KILLED_AFTER:
            break
    return losses[:KILLED_AFTER]


@contextlib.contextmanager
def _screen(platform: str) -> Iterator[str]:
    """An X server of its own; gives its name."""
    if platform != "xcb":
        yield ""
        return
    if shutil.which("Xvfb") is None:
        raise SystemExit("Xvfb is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--platform", default="offscreen", choices=("offscreen", "xcb"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--home", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
