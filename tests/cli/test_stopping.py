"""Ctrl+C, SIGTERM, a closed terminal: the best student is kept, exit code 130; the third Ctrl+C gives up at once. A reader that goes away
and output that cannot be written end nothing."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from transformers import AutoModelForSequenceClassification

from distilstudio.cli import main
from distilstudio.commandline import distil
from distilstudio.commandline.run_stops import Stops
from distilstudio.engine.control import Control
from distilstudio.protocol.events import RunEvent, Stage, StageStarted, StepsDone
from distilstudio.protocol.wire import decode_event
from tests.cli.conftest import Json

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
LONG = ["--set", "train.epochs=1000", "train.early_stop_exams=0"]


LONG_OUT = ["distil", "recipe.toml", "--out", "out", *LONG]


@contextlib.contextmanager
def hears(sent: signal.Signals) -> Iterator[None]:
    """Processes that are started inside do not ignore this signal, although these tests may run under `nohup`."""
    before = signal.getsignal(sent)
    if before is signal.SIG_IGN:
        signal.signal(sent, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(sent, before)


def stopped(
    place: Path, sent: signal.Signals, *words: str, started: list[str] = LONG_OUT, at: tuple[str, ...] = ("  step ", "loss")
) -> subprocess.CompletedProcess[str]:
    """Distil in a process of its own, send it a signal at a line with these words, as when the student learns; wait for its end."""
    command = [sys.executable, "-m", "distilstudio", *started, *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        hears(sent),
        subprocess.Popen(
            command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process,
    ):
        assert process.stderr is not None
        seen = ""
        for line in process.stderr:
            seen += line
            if all(word in line for word in at):
                break
        process.send_signal(sent)
        out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, out, seen + err)


def test_ctrl_c_shows_the_score_board_of_what_was_learnt(place: Path) -> None:
    done = stopped(place, signal.SIGINT)
    assert done.returncode == 130, done.stderr
    assert "Stopping: the best student so far is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert "The run was stopped early" in done.stdout
    assert "Accuracy" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process at once")
def test_sigterm_leaves_a_student_without_an_exam_and_the_run_goes_on_again_and_again(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGTERM, resumed, SIGTERM, resumed, Ctrl+C: every step was done once, and the best student is examined at the end."""
    out = place / "out"
    first = stopped(place, signal.SIGTERM, "--json")
    assert first.returncode == 130, first.stderr
    assert json.loads(first.stdout) == {"outcome": "stopped", "student": str(out / "student")}
    assert not (out / "report.json").exists()
    AutoModelForSequenceClassification.from_pretrained(out / "student")
    again = stopped(place, signal.SIGTERM, started=["resume", "out"])
    assert again.returncode == 130, again.stderr
    assert "The run goes on where it was saved" in again.stderr
    done = stopped(place, signal.SIGINT, "--json", started=["resume", "out"])
    assert done.returncode == 130, done.stderr
    report = json.loads(done.stdout)
    assert report["outcome"] == "stopped"
    assert report == json.loads((out / "report.json").read_text())
    assert AutoModelForSequenceClassification.from_pretrained(out / "student").config.num_hidden_layers == 2
    lines = (out / "events.jsonl").read_bytes().splitlines()
    steps = [step for event in map(decode_event, lines) if isinstance(event, StepsDone) for step in event.steps]
    assert steps == list(range(1, len(steps) + 1))
    assert main(["resume", "out"]) == 1
    assert "There is nothing to go on with" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes a terminal in another way")
def test_a_terminal_that_is_closed_leaves_a_run_that_says_how_to_go_on(place: Path) -> None:
    done = stopped(place, signal.SIGHUP)
    assert done.returncode == 130, done.stderr
    assert "this is the best student up to then" in done.stdout
    assert "try out/student" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("resume out")
    assert not (place / "out" / "report.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process at once")
@pytest.mark.parametrize(
    ("words", "at", "said"),
    [
        (["--out", "out"], ("Loading PyTorch",), "Interrupted."),
        (["--out", "out", "--set", "teacher.model=base", "teacher.epochs=100"], ("] Teacher …",), "before the student learnt"),
        (["--out", "runs/out", "--pilot", "5"], ("Trying settings",), "Interrupted: no run was begun."),
    ],
    ids=["loading", "teacher", "pilot"],
)
def test_a_request_to_end_is_answered_at_every_stage(place: Path, words: list[str], at: tuple[str, ...], said: str) -> None:
    done = stopped(place, signal.SIGTERM, started=["distil", "recipe.toml", *words], at=at)
    assert done.returncode == 130, done.stderr
    assert said in done.stdout + done.stderr
    assert "try out/student" not in done.stdout
    assert ("resume out" in done.stdout) == (at == ("] Teacher …",))
    assert not list(place.rglob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_run_goes_on_when_nobody_reads_any_more(place: Path) -> None:
    command = [sys.executable, "-m", "distilstudio", "distil", "recipe.toml", "--out", "out"]
    listens, told = os.pipe()
    with subprocess.Popen(command, cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=told, stderr=told) as process:
        os.close(told)
        with os.fdopen(listens, encoding="utf-8") as reader:
            assert reader.readline() == "Loading PyTorch …\n"
        process.wait(timeout=120)
    assert (place / "out" / "report.json").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such place here")
@pytest.mark.parametrize("words", [["--version"], ["exam", "--help"]])
def test_output_that_cannot_be_written_is_a_problem_of_its_own(place: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "distilstudio", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Problem: What came of it could not be written out."
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_each_ctrl_c_asks_for_more_haste() -> None:
    control, stops = Control(), Stops()
    before = signal.getsignal(signal.SIGINT)
    stops.take(StageStarted("run", "distil"))
    with stops.listening(control):
        signal.raise_signal(signal.SIGINT)
        assert control.stop == "finish"
        signal.raise_signal(signal.SIGINT)
        assert control.stop == "leave"
        assert [sentence.split(":")[0] for sentence in stops.news()] == ["Stopping", "Leaving"]
        assert stops.news() == []
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("teacher", "the student has learnt nothing yet"),
        ("distil", "the best student so far is kept"),
        ("exam", "The student has learnt all"),
    ],
)
def test_what_ctrl_c_keeps_is_told_as_it_is_at_this_stage(stage: Stage, said: str) -> None:
    stops = Stops()
    stops.take(StageStarted("run", stage))
    with stops.listening(Control()):
        signal.raise_signal(signal.SIGINT)
    assert said in stops.news()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_process_that_was_told_to_outlive_its_terminal_does() -> None:
    control, before = Control(), signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Stops().listening(control):
            signal.raise_signal(signal.SIGHUP)
        assert control.stop == ""
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process at once")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_who_asks_to_end_while_the_run_is_packed_gets_its_report_and_no_proof_run(
    place: Path, monkeypatch: pytest.MonkeyPatch, told_json: Json, sent: signal.Signals
) -> None:
    take = Stops.take

    def take_and_ask(stops: Stops, event: RunEvent) -> None:
        take(stops, event)
        if isinstance(event, StageStarted) and event.stage == "pack":
            signal.raise_signal(sent)

    monkeypatch.setattr(Stops, "take", take_and_ask)
    monkeypatch.setattr(distil, "prove_with_bar", lambda _: pytest.fail("a proof run was begun"))
    assert main(["distil", "recipe.toml", "--out", "out", "--proof", "--json", "--set", "train.epochs=1"]) == 0
    assert told_json()["student"]["scores"]["accuracy"] > 0


def test_a_third_ctrl_c_names_what_to_type_to_go_on(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """The signals come from inside, one at each step, so that no clock decides."""
    take = Stops.take

    def take_and_interrupt(stops: Stops, event: RunEvent) -> None:
        take(stops, event)
        if isinstance(event, StepsDone):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Stops, "take", take_and_interrupt)
    monkeypatch.setattr(Control, "finish", lambda _: None)
    monkeypatch.setattr(Control, "leave", lambda _: None)
    assert main(LONG_OUT) == 130
    told = capsys.readouterr().err.splitlines()
    assert told[-2] == "Interrupted."
    assert told[-1].endswith("resume out")
