"""The journal's own clock: it never goes back, and goes on where an earlier process stopped."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from distilstudio.engine import jobs, keeping
from distilstudio.engine.control import Control
from distilstudio.engine.journal import Journal
from distilstudio.protocol.commands import ResumeRun
from distilstudio.protocol.events import RunEnded, RunEvent, RunNote, StepsDone
from distilstudio.protocol.wire import decode_event, encode
from tests.engine.lessons import ended, recipe, run


def times(file: Path) -> list[int]:
    found = [decode_event(line).at_ms for line in file.read_bytes().splitlines()]  # type: ignore[union-attr]
    assert all(isinstance(at, int) for at in found)
    return found  # type: ignore[return-value]


def test_every_line_carries_the_runs_own_time(tmp_path: Path) -> None:
    now = [100.0]
    journal = Journal(tmp_path / "events.jsonl", lambda: now[0])
    for seconds in (0.0, 0.25, 3.0):
        now[0] = 100.0 + seconds
        journal.append(journal.stamp(RunNote("run", "a", "a", {})))
    assert times(tmp_path / "events.jsonl") == [0, 250, 3000]


def test_the_clock_goes_on_in_the_next_process(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    lines = [encode(RunNote("run", "a", "a", {}, at_ms=at)) for at in (0, 700, 900)]
    file.write_bytes(b"".join(lines) + b'{"type":"run_no')
    now = [5.0]
    journal = Journal(file, lambda: now[0])
    journal.cut(len(lines[0]) + len(lines[1]) + 3)
    now[0] = 5.1
    journal.append(journal.stamp(RunNote("run", "b", "b", {})))
    assert times(file) == [0, 700, 800]


def test_a_journal_without_times_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    line = msgspec.json.encode(RunNote("run", "a", "a", {})) + b"\n"
    assert b"at_ms" not in line
    file.write_bytes(line)
    journal = Journal(file, lambda: 1.0)
    journal.cut(len(line))
    assert journal.stamp(RunNote("run", "b", "b", {})).at_ms == 0


def test_a_run_whose_date_is_set_back_tells_times_that_rise(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The date goes back by a day at every look: neither the times, nor the seconds of stages, nor the moments to save follow it."""
    real, looks = time.time, [0]

    def back() -> float:
        looks[0] += 1
        return real() - 86_400 * looks[0]

    monkeypatch.setattr(time, "time", back)
    monkeypatch.setattr(keeping, "SECONDS_BETWEEN", 0.0)
    saves: list[float] = []
    keep = keeping.Keeper.keep
    monkeypatch.setattr(keeping.Keeper, "keep", lambda self, *standing: (saves.append(1), keep(self, *standing))[1])
    began = time.monotonic()

    def leave(event: RunEvent, control: Control) -> None:
        if isinstance(event, StepsDone) and event.stage == "distil":
            control.leave()

    run(work, recipe(), at=leave)
    file = work / "runs" / "one" / "events.jsonl"
    before = times(file)
    events = list(jobs.resume(ResumeRun("run", str(file.parent)), Control()))
    took = time.monotonic() - began
    report = ended(events).report
    assert report is not None
    found = times(file)
    assert found == sorted(found)
    assert found[-1] > before[-1] - 1000
    assert found[-1] <= 1000 * took
    assert 0 < sum(report.seconds.values()) <= took
    assert len(saves) > 3
    assert isinstance(decode_event(file.read_bytes().splitlines()[-1]), RunEnded)
