"""A workplace for the command line: a tiny teacher, two files and a recipe, and one finished run for all tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from distilstudio.cli import main
from tests.tiny_models import keyword_rows, make_tiny_teacher, write_csv

RECIPE = """\
[teacher]
model = "teacher"
epochs = 4
learning_rate = 5e-3
[data]
train = "train.csv"
exam = "exam.csv"
[train]
epochs = 2
learning_rate = 3e-3
precision = "fp32"
device = "cpu"
"""

Json = Callable[[], Any]


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace in which `run` has been distilled."""
    folder = tmp_path_factory.mktemp("workplace")
    make_tiny_teacher(folder / "base")
    write_csv(folder / "train.csv", keyword_rows(300))
    write_csv(folder / "exam.csv", keyword_rows(60, seed=5))
    (folder / "recipe.toml").write_text(RECIPE.replace('"teacher"', '"base"'), encoding="utf-8")
    assert main(["distil", str(folder / "recipe.toml"), "--out", str(folder / "run")]) == 0
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    shutil.copytree(folder / "run" / "teacher", folder / "teacher")
    return folder


@pytest.fixture
def place(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workplace of one test, which is the current folder too; its teacher knows the labels already."""
    folder = tmp_path / "place"
    shutil.copytree(finished, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def told_json(capsys: pytest.CaptureFixture[str]) -> Json:
    """What stands on stdout since the last look: one JSON object and nothing else."""

    def read() -> Any:
        out = capsys.readouterr().out
        found = json.loads(out)
        assert isinstance(found, dict)
        return found

    return read
