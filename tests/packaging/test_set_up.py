"""The tested versions, and what decides between window and terminal."""

from __future__ import annotations

import re
import runpy
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


def commands_of(start: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What start.py would run, without running it."""
    ran: list[list[str]] = []

    def note(command: list[str]) -> int:
        ran.append(command)
        return 0

    monkeypatch.setitem(start["main"].__globals__, "run", note)
    assert start["main"]() == 0
    return ran
