"""How many threads answer a text, by what other programs leave of the processor."""

from __future__ import annotations

import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import torch

from distilstudio.engine.neighbours import SHORT_TEXT, Neighbours, spent_by_others, threads_beside, threads_for
from distilstudio.engine.tryout import OpenModel

SHORT, LONG = SHORT_TEXT, SHORT_TEXT + 1


@pytest.mark.parametrize(
    ("characters", "cores", "free", "threads"),
    [
        (SHORT, 1, 1.0, 1),
        (SHORT, 2, 2.0, 1),
        (SHORT, 8, 8.0, 4),
        (SHORT, 8, 1.8, 2),
        (LONG, 2, 2.0, 2),
        (LONG, 2, 1.6, 2),
        (LONG, 2, 1.2, 1),
        (LONG, 2, 0.0, 1),
        (LONG, 8, 5.1, 5),
        (LONG, 2, 34.0, 2),
    ],
)
def test_a_text_is_answered_by_the_cores_that_are_free(characters: int, cores: int, free: float, threads: int) -> None:
    assert threads_for(characters, cores, free) == threads


@pytest.mark.parametrize(
    ("now", "free", "threads"),
    [
        (8, 8.0, 8),
        (8, 7.4, 8),  # a window that draws
        (8, 7.2, 7),
        (8, 4.5, 4),
        (8, 4.1, 4),
        (8, -0.5, 1),  # counts that do not quite agree
        (4, 4.5, 4),
        (4, 4.7, 5),
        (4, 8.0, 8),
        (4, 60.0, 8),
        (1, 1.5, 1),
        (1, 1.7, 2),
        (1, 0.0, 1),
    ],
)
def test_training_takes_the_cores_that_are_free_and_leaves_small_change(now: int, free: float, threads: int) -> None:
    assert threads_beside(now, 8, free) == threads


def test_cores_that_a_process_may_not_use_are_free_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda: 64)
    now, spent = 0.0, 0.0
    neighbours = Neighbours(lambda: now, lambda: spent)
    now, spent = 2.0, 60.0
    assert neighbours.free_cores() == 34.0


def test_others_are_counted_between_questions_and_not_within_a_burst() -> None:
    now, spent = 100.0, 7.0
    neighbours = Neighbours(lambda: now, lambda: spent)
    assert neighbours.busy_cores() == 0.0
    now, spent = 102.0, 10.0
    assert neighbours.busy_cores() == 1.5
    now, spent = 102.1, 10.0  # the other model's answer, a moment later
    assert neighbours.busy_cores() == 1.5
    now, spent = 104.0, 9.9  # a virtual machine's counts may go back
    assert neighbours.busy_cores() == 0.0


def test_what_another_process_computes_is_seen() -> None:
    program = "import time\nends = time.process_time() + 1\nwhile time.process_time() < ends: pass"
    before = spent_by_others()
    subprocess.run([sys.executable, "-c", program], check=True)
    assert spent_by_others() - before > 0.9


def test_rest_guests_that_are_counted_already_and_ones_own_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")
    whole = namedtuple("Whole", names)(10.0, 1.0, 2.0, 50.0, 3.0, 0.0, 0.0, 0.5, 1.0, 0.25)  # type: ignore[misc]
    own = SimpleNamespace(cpu_times=lambda: SimpleNamespace(user=2.0, system=1.0))
    monkeypatch.setattr(psutil, "cpu_times", lambda: whole)
    monkeypatch.setattr(psutil, "Process", lambda: own)
    assert spent_by_others() == 10.0 + 1.0 + 2.0 + 0.5 - 3.0


def test_an_answer_leaves_the_number_of_threads_as_it_was(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = OpenModel.load(work / "teacher", "classification")
    before, seen = torch.get_num_threads(), []
    pass_through = OpenModel._pass

    def look(self: OpenModel, text: str, question: str) -> object:
        seen.append(torch.get_num_threads())
        return pass_through(self, text, question)

    monkeypatch.setattr(OpenModel, "_pass", look)
    monkeypatch.setattr("distilstudio.engine.tryout.threads_for", lambda characters, cores, free: cores + 1)
    model.answer("a good film")
    assert set(seen) == {before + 1}
    assert torch.get_num_threads() == before
