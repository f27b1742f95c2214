"""Parts of a dataset by the names of their files: training, validation and test, and tables cut into numbered files.

Files are named as the `datasets` library and the Hub name them: train-00000-of-00002.parquet. Must not know: what stands in the files.
Source: https://huggingface.co/docs/datasets/repository_structure
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

SPLITS = {
    "train": ("train", "training"),
    "test": ("test", "testing", "eval", "evaluation"),
    "validation": ("validation", "valid", "val", "dev"),
}
"""What the parts are called in the names of files and folders."""
SHARD = ".parquet"
_NUMBERED = re.compile(r"(?P<table>.+)-\d{5}-of-(?P<count>\d{5})\b")


def split_in(name: str) -> str:
    """The part that a path's name speaks of, by a word in the file's name, else in its folders'; "" where none does."""
    for part in reversed(PurePosixPath(name).parts):
        words = re.findall(r"[a-z]+", part.lower())
        for split, called in SPLITS.items():
            if any(word in called for word in words):
                return split
    return ""


def files_within(path: Path) -> list[Path]:
    """The files that are read for a path: all in a folder; all of a Parquet table that was cut into numbered files, where it is the first one."""
    if path.is_dir():
        return sorted(inner for inner in path.iterdir() if inner.is_file())
    if path.suffix != SHARD or not _NUMBERED.match(path.name):
        return [path]
    beside = sorted(file for file in path.parent.glob(f"*{SHARD}") if _table_of(file) == _table_of(path))
    return beside if beside[:1] == [path] else [path]


def splits_by_name(folder: Path) -> dict[str, Path]:
    """The parts that a folder's Parquet files are by their names, each by its first file. None where no file is to be learnt from by its name, or
    several tables are: then all of them are one."""
    first: dict[str, dict[tuple[str, str], Path]] = {}
    for path in sorted(folder.glob(f"*{SHARD}")):
        if split := split_in(path.name):
            first.setdefault(split, {}).setdefault(_table_of(path), path)
    return {split: next(iter(tables.values())) for split, tables in first.items()} if len(first.get("train", {})) == 1 else {}


def _table_of(path: Path) -> tuple[str, str]:
    """What is the same in the names of all files of a table."""
    numbered = _NUMBERED.match(path.name)
    return (numbered["table"], numbered["count"]) if numbered else (path.name, "")
