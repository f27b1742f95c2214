"""The tested versions, and what decides between window and terminal."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
DECLARED = [Requirement(line) for line in [*PROJECT["dependencies"], *EXTRAS]]
LINES = [
    line for line in (ROOT / "packaging" / "constraints.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")
]
PINS = {canonicalize_name(name): Version(number) for name, _, number in (line.partition("==") for line in LINES)}
HERE = [requirement for requirement in DECLARED if requirement.marker is None or requirement.marker.evaluate()]


def test_every_line_is_an_exact_pin() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    assert len(PINS) == len(LINES)


def test_no_build_of_pytorch_and_no_cuda_is_forced_on_anyone() -> None:
    assert not [name for name in PINS if re.match(r"nvidia|cuda|triton", name)]
    assert PINS[canonicalize_name("torch")].local is None


@pytest.mark.parametrize("requirement", HERE, ids=lambda requirement: requirement.name)
def test_what_is_declared_is_pinned_within_its_range(requirement: Requirement) -> None:
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


def test_everything_that_comes_along_is_pinned() -> None:
    waiting, seen = list(HERE), set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            version(name)
        except PackageNotFoundError:
            continue
        assert name in PINS, f"{name} is not pinned"
        for line in requires(name) or []:
            further = Requirement(line)
            extras = requirement.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    assert len(seen) > 30


def test_the_trap_of_pyside_is_kept_out_of_old_pythons() -> None:
    for requirement in (requirement for requirement in DECLARED if requirement.name == "PySide6-Essentials"):
        assert requirement.marker is not None
        if requirement.marker.evaluate({"python_version": "3.11"}):
            assert Version("6.12.0") not in requirement.specifier


@pytest.fixture
def start() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "start.py"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_the_sample_is_distilled_in_the_terminal(start: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert commands_of(start, monkeypatch) == [[sys.executable, "-m", "distilstudio", "distil", "--sample", "sentiment"]]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_a_screen_that_does_not_answer_leads_to_the_terminal(
    start: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":no-such-screen")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert commands_of(start, monkeypatch)[0][-3:] == ["distil", "--sample", "sentiment"]
    assert "The window cannot open" in capfd.readouterr().out


def test_with_a_screen_the_window_opens_with_the_sample(start: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert commands_of(start, monkeypatch) == [[sys.executable, "-m", "distilstudio", "--sample", "sentiment"]]


def test_a_screen_that_stays_silent_leads_to_the_terminal(
    start: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setitem(start["main"].__globals__, "PROBE", "import time; time.sleep(60)")
    monkeypatch.setitem(start["main"].__globals__, "PATIENCE_S", 0.1)
    assert commands_of(start, monkeypatch)[0][-3:] == ["distil", "--sample", "sentiment"]
    assert "The window cannot open: the screen has not answered" in capsys.readouterr().out


def test_where_no_environment_can_be_made_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    set_up = runpy.run_path(str(ROOT / "packaging" / "set_up.py"))
    (tmp_path / ".venv").write_text("a file")
    monkeypatch.setitem(set_up["main"].__globals__, "VENV", tmp_path / ".venv")
    with pytest.raises(SystemExit, match=r"\.venv cannot be made .* Take away what is called so"):
        set_up["main"](["run"])
    assert (tmp_path / ".venv").read_text() == "a file"


@pytest.mark.parametrize("old", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_a_python_that_is_too_old_is_told_so(monkeypatch: pytest.MonkeyPatch, old: tuple[int, int, int]) -> None:
    monkeypatch.setattr(sys, "version_info", old)
    with pytest.raises(SystemExit, match=rf"needs Python 3\.11 or newer; this is {'.'.join(map(str, old))}"):
        runpy.run_path(str(ROOT / "packaging" / "check_python.py"))


@pytest.mark.skipif(shutil.which("make") is None, reason="make is needed")
@pytest.mark.parametrize("works", [True, False])
def test_an_environment_whose_python_has_gone_is_made_anew(tmp_path: Path, works: bool) -> None:
    """As after an upgrade of the system. The Python is looked at before anything that an old one could not read."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(shutil.which("true") or "true" if works else "python-of-before")
    (tmp_path / ".venv" / ".ready-run").touch()
    done = subprocess.run(["make", "-n", "run"], cwd=tmp_path, capture_output=True, text=True, check=True)
    steps = [line.split("packaging/")[1] for line in done.stdout.splitlines() if "packaging/" in line]
    assert steps == ([] if works else ["check_python.py", "set_up.py run"]) + ["start.py"]


def commands_of(start: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What start.py would run, without running it."""
    ran: list[list[str]] = []

    def note(command: list[str]) -> int:
        ran.append(command)
        return 0

    monkeypatch.setitem(start["main"].__globals__, "run", note)
    assert start["main"]() == 0
    return ran
