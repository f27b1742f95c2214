"""Kill -9 at random moments: runs of every kind of work are killed, resumed and killed again, and compared bit for bit in the end.

    python -m tests.stress.kills --kills 60 --windows 6 --seed 0

Each engine is a process of its own, forked from this one, which has torch loaded already; so a kill costs no start. Every other moment is
drawn evenly over the time that the run takes undisturbed; the others within the stage that was hit least so far, from that stage's own
event on, since short ones (asking the teacher, cutting the student, packing) would hardly ever be hit otherwise. Of the kills `--windows`
many are of whole windows with engines of their own, every second one of the engine behind the window; the run then goes on by a click in
the next window. Prints tables; the exit status is 1 where a run was lost or differs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from distilstudio.engine import batching, jobs, keeping
from distilstudio.engine.control import Control
from distilstudio.engine.quiet import hush
from distilstudio.protocol.commands import ResumeRun, StartRun
from distilstudio.protocol.events import STAGES, RunEnded, RunEvent, StageStarted, StepsDone
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.report import Report
from distilstudio.protocol.wire import WireError, decode_event
from tests.engine.lessons import favour
from tests.engine.test_resume import TASKS
from tests.stress.driving import TooLate
from tests.stress.killed_windows import KilledWindows, unsaved_seconds

SECONDS_BETWEEN_SAVES = 0.25
"""In place of 45: these runs take seconds."""
MOST_SECONDS = 120.0
TOKENS_AT_A_TIME = 24
"""In place of 2048: the teacher is asked in many batches, and can die between any two."""
MOST_WINDOWS = 10
"""Each takes two processes that load all libraries."""


@dataclass
class Tally:
    """What came of one kind of work."""

    kills: int = 0
    runs: int = 0
    lost: int = 0
    differ: int = 0
    most_redone: float = 0.0
    stages: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Kill, resume, compare, print."""
    words = _words()
    hush()
    torch.set_num_threads(1)
    keeping.SECONDS_BETWEEN = SECONDS_BETWEEN_SAVES
    keeping.WRITING_SHARE = 0
    batching.TOKENS_IN_CACHE = TOKENS_AT_A_TIME
    favour(pytest.MonkeyPatch(), "eager")  # the clock would choose anew for the run that is compared with
    draw, tallies = random.Random(words.seed), {task: Tally() for task in TASKS}
    with tempfile.TemporaryDirectory(prefix="kills-") as place:
        for number, task in enumerate(TASKS):
            share = words.kills // len(TASKS) + (number < words.kills % len(TASKS))
            _try_task(Path(place) / task, task, share, draw, tallies)
    _print(tallies)
    lost = _try_windows(min(words.windows, MOST_WINDOWS), draw) if words.windows else False
    return int(lost or any(tally.lost or tally.differ for tally in tallies.values()))


def _try_windows(kills: int, draw: random.Random) -> bool:
    """Kill windows and their engines in turns while one run goes on. Returns whether something was lost."""
    with tempfile.TemporaryDirectory(prefix="kills-windows-") as place:
        base = Path(place)
        TASKS["classification"](base)
        walk = KilledWindows(base, draw)
        try:
            for number in range(kills):
                walk.kill(of_window=number % 2 == 0)
            walk.finish()
        except (TooLate, LookupError) as error:
            print(f"windows: LOST: {error}")
            return True
        finally:
            walk.window.end(30)
        print(f"windows: {walk.words()}")
        return walk.lost


def _try_task(base: Path, task: str, kills: int, draw: random.Random, tallies: dict[str, Tally]) -> None:
    base.mkdir()
    tally = tallies[task]
    recipe = TASKS[task](base)
    straight = base / "straight" / "run"
    began = time.monotonic()
    if _wait(_fork(lambda: _start(recipe, straight, base, None)), MOST_SECONDS) != 0:
        raise SystemExit(f"{task}: the undisturbed run did not end")
    whole, seconds = time.monotonic() - began, _report_of(straight).seconds
    while tally.kills < kills:
        tally.runs += 1
        folder = base / f"killed {tally.runs}" / "run"
        for life in range(min(draw.randint(1, 6), kills - tally.kills)):
            doom = _doom(draw, folder, tallies, whole, seconds)
            work = _start if life == 0 else _go_on
            if (
                _wait(_fork(lambda folder=folder, work=work, doom=doom: work(recipe, folder, base, doom)), MOST_SECONDS)
                != -signal.SIGKILL
            ):
                break  # it ended before its death
            tally.kills += 1
            tally.stages[_stage_of(folder)] += 1
            tally.most_redone = max(tally.most_redone, unsaved_seconds(folder))
        if not (folder / "report.json").is_file():
            _wait(_fork(lambda folder=folder: _go_on(recipe, folder, base, None)), MOST_SECONDS)
        if not (folder / "report.json").is_file():
            tally.lost += 1
        elif not _same(straight, folder):
            tally.differ += 1


@dataclass
class Doom:
    """When a process dies: so many seconds after it began (`stage` ""), or after this stage did. It kills itself, so that no stage is
    over before another process sees it."""

    stage: str
    seconds: float

    def see(self, event: RunEvent | None) -> None:
        """None: the process begins."""
        if (event is None) if not self.stage else (isinstance(event, StageStarted) and event.stage == self.stage):
            threading.Timer(self.seconds, os.kill, [os.getpid(), signal.SIGKILL]).start()


def _doom(draw: random.Random, folder: Path, tallies: dict[str, Tally], whole: float, seconds: dict[str, float]) -> Doom:
    if sum(tally.kills for tally in tallies.values()) % 2 == 0:
        return Doom("", draw.uniform(0.0, whole))
    told = _stage_of(folder)
    to_come = STAGES[STAGES.index(told) :] if told in STAGES else STAGES
    hits = {stage: sum(tally.stages[stage] for tally in tallies.values()) for stage in to_come}
    stage = draw.choice([stage for stage in to_come if hits[stage] == min(hits.values())])
    return Doom(stage, draw.uniform(0.0, seconds.get(stage, 0.0)))


def _start(recipe: Recipe, folder: Path, base: Path, doom: Doom | None) -> None:
    if folder.is_dir():
        folder.rename(folder.with_name(f"died at once {time.monotonic_ns()}"))
    _live(jobs.distil(StartRun("run", recipe, str(folder), str(base)), Control()), doom)


def _go_on(recipe: Recipe, folder: Path, base: Path, doom: Doom | None) -> None:
    """As a person would: continue where something was saved; a run that died before that is started again."""
    if (folder / "checkpoint" / "checkpoint.json").is_file() or (folder / "report.json").is_file():
        _live(jobs.resume(ResumeRun("run", str(folder)), Control()), doom)
    else:
        _start(recipe, folder, base, doom)


def _live(events: Iterator[RunEvent], doom: Doom | None) -> None:
    if doom is not None:
        doom.see(None)
    for event in events:
        if doom is not None:
            doom.see(event)
        if isinstance(event, RunEnded) and event.problem is not None and event.problem.code != "resume_nothing":
            print(event.problem, file=sys.stderr)


def _fork(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def _wait(child: int, seconds: float) -> int | None:
    """The process's exit status, −9 where it was killed; None where it has not ended within so many seconds, and was ended now."""
    ends = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= ends:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        time.sleep(0.005)


def _report_of(folder: Path) -> Report:
    return msgspec.json.decode((folder / "report.json").read_bytes(), type=Report)


def _stage_of(folder: Path) -> str:
    """The stage that the journal told of last."""
    try:
        with (folder / "events.jsonl").open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 20_000))
            lines = file.read().split(b"\n")[:-1]
    except OSError:
        return "preflight"
    for line in reversed(lines):
        with contextlib.suppress(WireError):  # the first one is cut
            if stage := getattr(decode_event(line), "stage", None):
                return str(stage)
    return "preflight"


def _same(straight: Path, other: Path) -> bool:
    for model in ("teacher", "student"):
        one, two = (load_file(folder / model / "model.safetensors") for folder in (straight, other))
        if one.keys() != two.keys() or not all(torch.equal(one[name], two[name]) for name in one):
            return False
    return _steps_of(straight) == _steps_of(other)


def _steps_of(folder: Path) -> list[tuple[str, int]]:
    events = [decode_event(line) for line in (folder / "events.jsonl").read_bytes().splitlines()]
    return [(event.stage, step) for event in events if isinstance(event, StepsDone) for step in event.steps]


def _print(tallies: dict[str, Tally]) -> None:
    print(f"{'':16} {'kills':>6} {'runs':>6} {'lost':>6} {'differ':>7} {'redone s':>9}  killed in")
    for task, tally in tallies.items():
        stages = ", ".join(f"{stage} {count}" for stage, count in tally.stages.most_common())
        print(f"{task:16} {tally.kills:6} {tally.runs:6} {tally.lost:6} {tally.differ:7} {tally.most_redone:9.2f}  {stages}")


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--windows", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
