"""`proof`: what a run's teacher was worth, as a sentence or as JSON, alone or at the end of `distil`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from distilstudio.cli import main
from distilstudio.commandline.proof import proof_words
from distilstudio.protocol.proof import points
from distilstudio.protocol.report import Proof
from tests.cli.conftest import Json


def test_a_run_is_proved_alone_and_at_its_end(place: Path, told_json: Json, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(place / "run", place / "mine", copy_function=shutil.copy)
    assert main(["proof", "mine", "--json"]) == 0
    proof = told_json()
    assert (proof["rows"], proof["start"]) == (60, "base")
    assert proof["gain"] == pytest.approx(proof["student"]["accuracy"] - proof["alone"]["accuracy"])
    assert main(["exam", "mine/proof/student", "--task", "classification", "--data", "exam.csv", "--json"]) == 0
    assert told_json()["scores"]["accuracy"] == pytest.approx(proof["alone"]["accuracy"])
    assert main(["distil", "recipe.toml", "--out", "second", "--proof", "--json", "--set", "train.epochs=1"]) == 0
    report = told_json()
    assert (report["proof"]["rows"], report["proof"]["start"]) == (60, "teacher")
    assert report["proof"]["student"]["accuracy"] == pytest.approx(report["student"]["scores"]["accuracy"])
    assert main(["proof", "mine"]) == 0
    shown = capsys.readouterr().out
    assert "60 exam rows" in shown
    assert "Accuracy: without the teacher" in shown
    assert "the model as it came" in shown


def test_a_folder_that_is_no_run_is_told(place: Path, told_json: Json) -> None:
    assert main(["proof", ".", "--json"]) == 1
    assert told_json()["code"] == "proof_no_run"


def test_every_interval_has_its_sentence() -> None:
    told = [proof_words(Proof(1200, {}, {}, gain, low, high, 2000, "base")) for gain, low, high in INTERVALS]
    assert told == [
        "The teacher's help is worth 3.1 points (95 %: 1.9 to 4.3) on 1,200 exam rows.",
        "No gain that 1,200 exam rows could show: 0.4 points (95 %: −0.8 to 1.6). More exam rows would tell finer.",
        "The teacher did harm: −2.0 points (95 %: −3.0 to −1.0) on 1,200 exam rows. The labels alone teach this student more.",
    ]
    assert points(-0.0001) == "0.0"


INTERVALS = ((0.031, 0.019, 0.043), (0.004, -0.008, 0.016), (-0.02, -0.03, -0.01))
