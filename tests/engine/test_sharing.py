"""A run beside other programs: how many threads torch has between its events, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import torch

from distilstudio.engine.control import Control
from distilstudio.engine.device import threads
from distilstudio.engine.measures import ResourceMeter
from distilstudio.engine.neighbours import Neighbours
from distilstudio.engine.sharing import LOOK_EVERY_S, beside_others, free_now
from distilstudio.protocol.events import RunEvent, RunNote, RunPaused
from tests.engine.lessons import ended, recipe, run

CORES = 4


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(psutil, "cpu_count", lambda: CORES)
    before = torch.get_num_threads()
    torch.set_num_threads(CORES)
    yield
    torch.set_num_threads(before)


class Others:
    """Other programs, whose work a test sets; the clock is theirs, too."""

    def __init__(self) -> None:
        self.now = self.spent = self.busy = 0.0

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.spent += seconds * self.busy

    def neighbours(self) -> Neighbours:
        return Neighbours(lambda: self.now, lambda: self.spent)


def a_note(code: str, text: str, values: dict[str, str]) -> RunNote:
    return RunNote("run", code, text, values)


def worked(others: Others, busy: list[float], seen: list[int], *, begun_with: int = 0, seconds: float = 3.0) -> list[RunEvent]:
    """A run of one step for each of these; while it goes on others keep so many cores busy."""

    def steps() -> Iterator[RunEvent]:
        if begun_with:
            torch.set_num_threads(begun_with)
        yield RunPaused("run", paused=False)
        for cores in busy:
            others.busy = cores
            seen.append(torch.get_num_threads())
            others.pass_by(seconds)
            yield RunPaused("run", paused=False)

    return list(beside_others(steps(), a_note, others.neighbours(), lambda: others.now))


def test_cores_that_others_take_are_left_to_them_and_taken_again() -> None:
    seen: list[int] = []
    events = worked(Others(), [0, 1, 1, 3.2, 3.2, 3.2, 0.3, 0.3], seen)
    assert seen == [4, 4, 4, 3, 3, 1, 1, 4]
    assert torch.get_num_threads() == CORES
    (note,) = [event for event in events if isinstance(event, RunNote)]
    assert (note.code, note.values) == ("cores_shared", {"taken": "3", "cores": "4"})


def test_nothing_is_looked_for_in_between() -> None:
    seen: list[int] = []
    worked(Others(), [4] * 8, seen, seconds=LOOK_EVERY_S / 3)
    assert seen == [4, 4, 4, 4, 4, 4, 1, 1]


def test_what_is_busy_for_a_moment_changes_nothing() -> None:
    seen: list[int] = []
    events = worked(Others(), [0, 4, 0, 0, 2, 0], seen)
    assert set(seen) == {CORES}
    assert not any(isinstance(event, RunNote) for event in events)


def test_alone_a_run_keeps_all_cores_and_says_nothing() -> None:
    seen: list[int] = []
    events = worked(Others(), [0, 0.2, 0.6, 0.1], seen)
    assert set(seen) == {CORES}
    assert not any(isinstance(event, RunNote) for event in events)


def test_a_run_that_goes_on_takes_no_more_cores_than_it_was_begun_with() -> None:
    seen: list[int] = []
    worked(Others(), [0, 0, 2.8, 2.8, 0, 0], seen, begun_with=2)
    assert seen == [2, 2, 2, 2, 1, 2]
    assert torch.get_num_threads() == CORES


def test_how_many_cores_it_has_now_is_told_with_the_other_measures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distilstudio.engine.measures.SECONDS_BETWEEN", 0.0)
    meter, told = ResourceMeter("run", tmp_path), []
    for threads_now in (CORES, 1, 3):
        torch.set_num_threads(threads_now)
        told += [(now.cores_taken, now.cores) for now in meter.measure()]
    assert told == [(4, 4), (1, 4), (3, 4)]


def test_cores_are_given_back_when_a_run_fails_or_is_left() -> None:
    others = Others()

    def fails() -> Iterator[RunEvent]:
        yield RunPaused("run", paused=False)
        others.busy = 3.0
        for _ in range(2):
            others.pass_by(LOOK_EVERY_S)
            yield RunPaused("run", paused=False)
        assert torch.get_num_threads() == 1
        raise MemoryError

    with pytest.raises(MemoryError):
        list(beside_others(fails(), a_note, others.neighbours(), lambda: others.now))
    assert torch.get_num_threads() == CORES


def test_what_is_over_in_seconds_looks_first_and_takes_no_more_later(monkeypatch: pytest.MonkeyPatch) -> None:
    others = Others()
    others.busy = 1.9
    monkeypatch.setattr("distilstudio.engine.sharing.time.sleep", others.pass_by)
    monkeypatch.setattr("distilstudio.engine.sharing.Neighbours", others.neighbours)

    def two_threads() -> Iterator[RunEvent]:
        for _ in range(3):
            assert torch.get_num_threads() == 2
            others.pass_by(LOOK_EVERY_S)
            yield RunPaused("run", paused=False)

    with threads(free_now()):
        assert len(list(beside_others(two_threads(), a_note, others.neighbours(), lambda: others.now))) == 3
        assert torch.get_num_threads() == 2, "also for what is timed after the events"
    assert torch.get_num_threads() == CORES


def test_a_whole_run_beside_a_busy_processor_says_so_and_ends_well(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distilstudio.engine.sharing.LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("distilstudio.engine.neighbours.spent_by_others", lambda: time.monotonic() * (CORES - 1))
    monkeypatch.setattr("distilstudio.engine.neighbours.SHORTEST_SPAN_S", 1e-4)
    torch.set_num_threads(2)
    events = run(work, recipe())
    end = ended(events)
    assert (end.outcome, end.problem) == ("done", None)
    assert [event.values for event in events if isinstance(event, RunNote) and event.code == "cores_shared"] == [
        {"taken": "1", "cores": "2"}
    ]
    assert end.report is not None
    assert any("1 of 2 cores" in note for note in end.report.notes)
    assert torch.get_num_threads() == 2


def test_a_run_that_is_thrown_away_gives_the_cores_back(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distilstudio.engine.sharing.LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("distilstudio.engine.neighbours.spent_by_others", lambda: time.monotonic() * CORES)
    monkeypatch.setattr("distilstudio.engine.neighbours.SHORTEST_SPAN_S", 1e-4)
    seen = []

    def throw_away(event: RunEvent, control: Control) -> None:
        if isinstance(event, RunNote) and event.code == "cores_shared":
            seen.append(torch.get_num_threads())
            control.discard()

    assert ended(run(work, recipe(), at=throw_away)).outcome == "discarded"
    assert seen == [1]
    assert torch.get_num_threads() == CORES
