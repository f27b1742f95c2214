"""Run folders beside each other, and the files in them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from distilstudio.engine.runs import RunFolder, write_file


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


def test_a_file_that_finds_no_room_leaves_the_one_before_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write_file(tmp_path / "report.json", b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_file(tmp_path / "report.json", b"after")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"report.json": b"before"}
