"""The one entry: which words lead to the window, to the engine and to the command line, and which are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from distilstudio import __main__ as program
from distilstudio import __version__
from distilstudio.__main__ import WRONG_WORDS, main
from distilstudio.protocol import wire
from distilstudio.protocol.commands import Role
from distilstudio.protocol.events import Ready

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "distilstudio", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, input=said)


@pytest.mark.parametrize(
    "words",
    [
        ["--no-such-word"],
        ["--sample"],
        ["--sample", "no-such-sample"],
        ["--engine"],
        ["--engine", "cook"],
        ["--sample", "sentiment", "more"],
    ],
    ids=" ".join,
)
def test_wrong_words_are_refused_with_the_right_ones(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == WRONG_WORDS == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage: distilstudio" in told.err
    assert words[-1] in told.err


def test_a_sample_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--sample", "no-such-sample"])
    assert "sentiment" in capsys.readouterr().err


def test_the_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["distilstudio", __version__])


def test_a_command_that_is_not_known_is_refused_by_the_command_line() -> None:
    done = run("no-such-command")
    assert done.returncode == WRONG_WORDS
    assert "no-such-command" in done.stderr


def test_a_file_or_a_folder_leads_to_the_window_and_a_command_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(program, "_open_window", lambda words: opened.append(words) or 0)
    monkeypatch.chdir(tmp_path)
    for name in ("run", "export"):
        Path(name).mkdir()
    Path("texts.csv").touch()
    assert [main([word]) for word in ("run", "texts.csv")] == [0, 0]
    assert opened == [["run"], ["texts.csv"]]
    assert main(["export"]) == WRONG_WORDS


def test_help_lists_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("distil", "try", "exam", "doctor"):
        assert command in done.stdout


@pytest.mark.parametrize("role", ["trainer", "tryout"])
def test_an_engine_says_that_it_is_ready_and_ends_when_the_window_is_gone(role: Role) -> None:
    done = run("--engine", role, said=wire.encode(wire.hello(role)).decode())
    assert done.returncode == 0, done.stderr
    events = [wire.decode_event(line.encode()) for line in done.stdout.splitlines()]
    assert [event.role for event in events if isinstance(event, Ready)] == [role]


def test_an_engine_that_nobody_greets_ends_at_once() -> None:
    done = run("--engine", "trainer")
    assert (done.returncode, done.stdout) == (1, "")
