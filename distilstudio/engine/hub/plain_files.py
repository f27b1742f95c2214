"""Which of a dataset's own files can be read as they are, and which part each of them is: for datasets of which the Hub has no Parquet copy.

Parts are as the dataset's card names them, else as its files are called, as the `datasets` library goes by them; nothing of a dataset is run.
Source: https://huggingface.co/docs/datasets/repository_structure
Must not know: the network, what stands in the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from distilstudio.engine.data.readers.shards import split_in
from distilstudio.engine.hub.download import Remote

ENDINGS = (".parquet", ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".xlsx")
"""The best first: of files of two kinds that are one part those of the first kind are taken."""
_ABOUT = ("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json", "config.json", "metadata.json")
"""What is written about texts, and holds none."""
_WHOLE = "train"
"""What files are where none says what it is."""


def own_files(files: list[Remote], card: dict[str, Any]) -> list[Remote]:
    """The files that can be read, each put at config/split/name. card: the metadata of the dataset's card."""
    readable = [file for file in files if _is_readable(file.name)]
    named = list(_named_by_card(readable, card.get("configs")))
    parts: dict[tuple[str, str], list[Remote]] = {}
    for config, split, file in named or _named_by_files(readable):
        parts.setdefault((_plain(config), _plain(split)), []).append(file)
    return [put for (config, split), inside in parts.items() for put in _put(config, split, inside)]


def _is_readable(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in ENDINGS and not hidden and path.name.lower() not in _ABOUT


def _named_by_card(files: list[Remote], configs: Any) -> Iterator[tuple[str, str, Remote]]:
    """What the card says: a list of configs, each with one pattern of names, several, or one for each split."""
    for config in configs if isinstance(configs, list) else []:
        if not isinstance(config, dict):
            continue
        name, told = str(config.get("config_name", "default")), config.get("data_files")
        for split, patterns in _patterns(told):
            for file in files:
                if any(fnmatchcase(file.name, pattern) for pattern in patterns):
                    yield name, split, file


def _patterns(told: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(told, dict):
        told = [{"split": split, "path": path} for split, path in told.items()]
    for one in told if isinstance(told, list) else [told]:
        if isinstance(one, str):
            yield _WHOLE, [one]
        elif isinstance(one, dict):
            path = one.get("path")
            yield str(one.get("split", _WHOLE)), [str(name) for name in (path if isinstance(path, list) else [path])]


def _named_by_files(files: list[Remote]) -> Iterator[tuple[str, str, Remote]]:
    """By a word in the file's name, else in its folder's; where any file has one, those without are none of the parts."""
    found = [(split_in(file.name), file) for file in files]
    told = any(split for split, _ in found)
    for split, file in found:
        if split or not told:
            yield "default", split or _WHOLE, file


def _put(config: str, split: str, files: list[Remote]) -> Iterator[Remote]:
    """Parquet files of a part are one table. Of several others each is a part of its own: they may have other columns."""
    endings = [PurePosixPath(file.name).suffix.lower() for file in files]
    best = min(endings, key=ENDINGS.index)
    files = [file for file, ending in zip(files, endings, strict=True) if ending == best]
    for file in files:
        several = len(files) > 1 and best != ENDINGS[0]
        where = _plain(PurePosixPath(file.name).stem) if several else split
        yield replace(file, place=f"{config}/{where}/{_plain(file.name)}")


def _plain(words: str) -> str:
    """As one folder's name."""
    return re.sub(r"[^\w.-]+", "_", words).strip("._") or "part"
