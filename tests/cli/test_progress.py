"""How a run's progress looks: recorded runs shown as lines and as bars, in 80 columns, with and without colour."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from distilstudio.commandline.progress import Bars, Figures, Lines, clock, view_for
from distilstudio.commandline.telling import console
from distilstudio.protocol import wire
from distilstudio.protocol.events import ExamDone, RunEvent, StageStarted, StepsDone
from distilstudio.protocol.recipe import Recipe

RECORDED = Path(__file__).resolve().parents[1] / "transcripts" / "good_run.jsonl"
CONTROL_CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")


def recorded() -> list[RunEvent]:
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    events = [wire.decode_event(json.dumps(json.loads(line)["event"]).encode()) for line in lines]
    return [event for event in events if isinstance(event, RunEvent)]


def shown(*, terminal: bool, width: int = 80, **options: bool) -> str:
    out = io.StringIO()
    words = Console(file=out, force_terminal=terminal, width=width, highlight=False, markup=False, emoji=False, **options)
    with view_for(words, Recipe()) as view:
        for event in recorded():
            view.take(event)
    return out.getvalue()


def test_a_log_gets_plain_lines_in_the_order_of_the_stages() -> None:
    text = shown(terminal=False)
    assert "\x1b" not in text
    assert "\r" not in text
    heads = re.findall(r"^\[(\d)/8\] [^:…]+:", text, re.MULTILINE)
    assert heads == [str(number) for number in range(1, 9)]
    assert "best so far" in text


def test_a_terminal_of_80_columns_gets_bars_that_fit() -> None:
    text = CONTROL_CODE.sub("", shown(terminal=True))
    lines = re.split(r"[\r\n]+", text)
    assert any(line.startswith("Distilling ") and "rows/s" in line and "loss" in line for line in lines)
    bars = [line for line in lines if re.match(r"(Checking|Teacher|Distilling|Exam|Packing) ", line)]
    assert bars
    assert max(len(line) for line in bars) <= 80
    last = [line for line in bars if line.startswith("Packing")][-1]
    assert "100 %" in last


def test_a_person_who_wants_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert COLOUR.search(shown(terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOUR.search(shown(terminal=True))


def test_what_is_no_terminal_or_a_dumb_one_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(view_for(console(), Recipe()), Lines)
    monkeypatch.setenv("TERM", "xterm")
    assert isinstance(view_for(Console(file=io.StringIO(), force_terminal=True), Recipe()), Bars)
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(view_for(Console(file=io.StringIO(), force_terminal=True), Recipe()), Lines)


def test_signs_of_markup_in_a_sentence_are_shown_as_they_are() -> None:
    out = io.StringIO()
    Lines(Console(file=out, width=80, markup=False, emoji=False, highlight=False), Recipe()).say("label [bold] :smile: 3")
    assert out.getvalue() == "label [bold] :smile: 3\n"


def test_figures_leave_out_what_is_not_known_or_not_finite() -> None:
    figures = Figures()
    figures.apply(StageStarted("run", "distil", 10))
    assert figures.details() == ""
    figures.apply(StepsDone("run", "distil", [1, 2], {"total": [None, 0.5]}, [1e-5, 1e-5], rows_per_second=1234.5))
    assert figures.details() == "1,234 rows/s  loss 0.500"
    figures.apply(StepsDone("run", "distil", [3], {"total": [None]}, [1e-5]))
    figures.apply(ExamDone("run", "distil", 3, "student", "watch", 20, "accuracy", {"accuracy": 0.873}))
    assert figures.details() == "1,234 rows/s  loss 0.500  exam 87.3 %"
    assert figures.done == 3


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0:00"), (80, "1:20"), (3599.6, "1:00:00"), (3725, "1:02:05")])
def test_time_is_told_as_on_a_clock(seconds: float, told: str) -> None:
    assert clock(seconds) == told
