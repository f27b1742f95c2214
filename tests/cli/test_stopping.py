"""Ctrl+C and SIGTERM: the best student is kept, exit code 130; the third Ctrl+C gives up at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from transformers import AutoModelForSequenceClassification

from distilstudio.cli import main
from distilstudio.commandline.distil import _Stops
from distilstudio.engine.control import Control
from distilstudio.protocol.events import StepsDone
from distilstudio.protocol.wire import decode_event

ROOT = Path(__file__).resolve().parents[2]
LONG = ["--set", "train.epochs=1000", "train.early_stop_exams=0"]


LONG_OUT = ["distil", "recipe.toml", "--out", "out", *LONG]


def stopped(place: Path, sent: signal.Signals, *words: str, started: list[str] = LONG_OUT) -> subprocess.CompletedProcess[str]:
    """Distil in a process of its own, send it a signal once the student learns, wait for its end."""
    command = [sys.executable, "-m", "distilstudio", *started, *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        seen = ""
        for line in process.stderr:
            seen += line
            if "  step " in line and "loss" in line:
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


def test_each_ctrl_c_asks_for_more_haste() -> None:
    control, stops = Control(), _Stops()
    before = signal.getsignal(signal.SIGINT)
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
