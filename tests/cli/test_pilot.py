"""`distil --pilot`: settings are tried first and used by the run, which finds its teacher's answers there already."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from distilstudio.cli import main
from distilstudio.commandline import distil
from distilstudio.commandline.pilot import PilotLines, pilot_words
from distilstudio.protocol.pilot import Pilot, PilotProgress, Tried
from distilstudio.protocol.recipe_text import parse
from tests.cli.conftest import Json


def test_a_run_begins_with_what_its_pilot_found(place: Path, told_json: Json, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["distil", "recipe.toml", "--out", "runs/piloted", "--pilot", "0.1", "--set", "train.epochs=1", "--json"]
    assert main(words) == 0
    told = capsys.readouterr()
    report = msgspec.json.decode(told.out)
    assert report["reused"] == ["ask_teacher"]  # this teacher came trained
    assert "Learning rate" in told.err
    assert "Trying settings …\n      learning rate " in told.err  # which no terminal hears
    made = parse((place / "runs/piloted/recipe.toml").read_bytes())
    shown = f"earning rate {made.train.learning_rate:g}, temperature {made.loss.temperature:g}"
    assert shown in told.err
    assert main(words) == 1  # the folder is taken, which is told at once
    assert told_json()["code"] == "run_folder"


@pytest.mark.parametrize("out", ["train.csv", "train.csv/run"])
def test_no_minute_is_spent_where_the_run_could_not_be_made(
    place: Path, told_json: Json, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.setattr(distil, "pilot_told", lambda *_: pytest.fail("settings were tried"))
    assert main(["distil", "recipe.toml", "--out", out, "--pilot", "5", "--json"]) == 1
    assert told_json()["code"] == "run_folder"


def test_a_log_gets_a_line_for_each_step_and_each_trial() -> None:
    """Each setting again when it was trained for longer, nothing twice, and now and then the time."""
    out, clock = io.StringIO(), [0.0]
    lines = PilotLines(Console(file=out, width=200), "", lambda: clock[0])
    first, other = Tried(1e-4, 2.0, 20, 0.75), Tried(3e-4, 4.0, 20, None)
    longer = msgspec.structs.replace(first, steps=60, score=0.8)
    for seconds, told in (
        (0, PilotProgress("p", "read")),
        (1, PilotProgress("p", "teacher", 0, 40)),
        (5, PilotProgress("p", "teacher", 20, 40)),
        (12, PilotProgress("p", "teacher", 30, 40, 75.0)),
        (13, PilotProgress("p", "try", 0, 60)),
        (20, PilotProgress("p", "try", 7, 60, 53.0, [first, other])),
        (25, PilotProgress("p", "try", 12, 60, 48.0, [first, other])),
        (31, PilotProgress("p", "try", 18, 60, 42.0, [longer, other])),
        (42, PilotProgress("p", "try", 29, 60, 31.0, [longer, other])),
    ):
        clock[0] = seconds
        lines.take(told)
    assert out.getvalue().splitlines() == [
        "Reading the texts …",
        "Training the teacher …",
        "      30 of 40  about 1:15 left",
        "Trying settings …",
        "      learning rate 0.0001, temperature 2, 20 steps: 75.0 %",
        "      learning rate 0.0003, temperature 4, 20 steps: no numbers any more",
        "      learning rate 0.0001, temperature 2, 60 steps: 80.0 %",
        "      29 of 60 s  about 0:31 left",
    ]


def test_minutes_must_be_some(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("0", "-2", "many", "inf"):
        assert main(["distil", "recipe.toml", "--pilot", word]) == 2
        assert "is no number of minutes" in capsys.readouterr().err
    assert main(["distil", "recipe.toml", "--out", "short", "--pilot", "0.0001"]) == 1
    assert "Give it more minutes" in capsys.readouterr().err
    assert not (place / "short").exists()


def test_what_was_found_is_told_with_its_doubt() -> None:
    found = Pilot("accuracy", 1e-4, 4.0, 5e-5, 2.0, 0.012, -0.01, 0.034, 160, [], 180, 290.0)
    assert pilot_words(found) == (
        "Used from here on: learning rate 0.0001, temperature 4; 1.2 points better than the recipe's own (95 %: −1.0 to 3.4), on 160 watch rows. "
        "So few rows cannot tell whether that is luck."
    )
    sure = msgspec.structs.replace(found, low=0.004)
    assert pilot_words(sure).endswith("That is more than luck.")
    own = msgspec.structs.replace(found, learning_rate=5e-5, temperature=2.0)
    assert pilot_words(own) == "Nothing was better than the recipe's own settings: learning rate 5e-05, temperature 2."
