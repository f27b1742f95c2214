"""Run folders beside each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from distilstudio.engine.runs import RunFolder


def test_a_run_that_is_deleted_while_one_looks_around_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name in enumerate(("older", "newer", "gone", "own")):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1_000_000 + place, 1_000_000 + place))
    (tmp_path / "a file").touch()
    listed = list(tmp_path.iterdir())

    def deleted_when_listed(folder: Path) -> Iterator[Path]:
        assert folder == tmp_path
        yield from listed
        (tmp_path / "gone").rmdir()

    monkeypatch.setattr(Path, "iterdir", deleted_when_listed)
    found = list(RunFolder(tmp_path / "own").siblings())
    assert [folder.name for folder in found if folder.name != "gone"] == ["newer", "older"]
