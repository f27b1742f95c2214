"""Datasets of the Hub: search, what parts one has, which files a part is, and where it is once it is here. Must not know: what rows mean.

What is taken is the Hub's own copy of every dataset that it can show (revision refs/convert/parquet, a folder for each config and in it one for
each split); where there is none, the dataset's own files, if they can be read as they are. Nothing of a dataset is ever run.
Source: https://huggingface.co/docs/dataset-viewer/parquet
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from huggingface_hub.utils._http import hf_raise_for_status

from distilstudio.engine.data.readers.parquet import EXAM_SPLITS, TRAIN_SPLITS
from distilstudio.engine.hub import cache
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.download import Remote, Shelf
from distilstudio.engine.hub.faults import HUB_ERRORS, offline, told
from distilstudio.engine.hub.plain_files import own_files
from distilstudio.protocol.hub import DatasetDescribed, DatasetPart, HubDataset, SearchDatasets, is_hub_name
from distilstudio.protocol.problems import ProblemError, problem

REVISION = "refs/convert/parquet"
OWN_FILES = "distilstudio/own-files"
"""Under this name is noted which commit the dataset's own files are of, laid out by parts as the copy is."""
MOST_FOUND = 20
CATEGORIES = {
    "classification": "text-classification",
    "ner": "token-classification",
    "qa": "question-answering",
    "mlm": "fill-mask",
}
_FILE = re.compile(r"([^/]+)/([^/]+)/\d+\.parquet")
_PARTIAL = re.compile(r"partial-")
_SUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def search(hub: Hub, asked: SearchDatasets) -> list[HubDataset]:
    """The most downloaded datasets for a task. Raises: ProblemError hub_…."""
    _refuse_offline(hub, "")
    wanted: dict[str, Any] = {"sort": "downloads", "limit": MOST_FOUND, "full": "true"}
    # Many a dataset does not say what it is for: who names one shall find it all the same.
    wanted["filter"] = [] if asked.words else [f"task_categories:{CATEGORIES[asked.task]}"]
    if asked.language:
        wanted["filter"].append(f"language:{asked.language}")
    if asked.words:
        wanted["search"] = asked.words
    found = _ask(hub, "/api/datasets", wanted, "")
    if not isinstance(found, list):
        raise _strange(hub, "no list")
    return [_card(hub, one) for one in found[:MOST_FOUND] if isinstance(one, dict) and is_hub_name(str(one.get("id", "")))]


def describe(hub: Hub, number: int, name: str) -> DatasetDescribed:
    """What a dataset is, and its parts in the order of the Hub, the likeliest config first. Raises: ProblemError hub_…."""
    about, files, commit = _look_up(hub, name)
    own = any(file.place for file in files)
    parts: dict[tuple[str, str], list[Remote]] = {}
    for file in files:
        config, split = _place_of(file)
        parts.setdefault((config, split), []).append(file)
    listed = [
        DatasetPart(config, split, sum(file.size for file in inside) / 1e6, _is_here(hub, name, commit, config, split))
        for (config, split), inside in sorted(parts.items(), key=lambda part: (part[0][0] != "default", part[0][0]))
    ]
    card = _card(hub, about)
    return DatasetDescribed(number, name, card.licence, card.downloads, card.gated, listed, own)


def shelf_of(hub: Hub, name: str, config: str, split: str) -> Shelf:
    """The files of a part, and of the part to examine on beside it. Empty: the likeliest. Raises: ProblemError hub_…, data_no_part."""
    _, files, commit = _look_up(hub, name)
    found = [_place_of(file) for file in files]
    config, split = chosen_part(list(dict.fromkeys(found)), name, config, split)
    wanted = {split, exam_split([one for where, one in found if where == config], split)}
    inside = tuple(file for file, place in zip(files, found, strict=True) if place[0] == config and place[1] in wanted)
    return Shelf(name, commit, (), inside, "dataset")


def chosen_part(parts: list[tuple[str, str]], name: str, config: str, split: str) -> tuple[str, str]:
    """Config and split as said, else the likeliest. Raises: ProblemError(data_no_part) for one that is not there."""
    configs = list(dict.fromkeys(config for config, _ in parts))
    told_parts = [f"{one}/{other}" for one, other in parts[:20]]
    where = config or ("default" if "default" in configs else configs[0])
    splits = [one for other, one in parts if other == where]
    if not splits or (split and split not in splits):
        raise ProblemError(problem("data_no_part", name=name, part=f"{where}/{split}".rstrip("/"), parts=told_parts))
    return where, split or next((one for one in (*TRAIN_SPLITS, "partial-train") if one in splits), splits[0])


def exam_split(splits: list[str], split: str) -> str:
    """The split to examine on beside this one; "" where there is none, or where this is no split to learn from."""
    if _PARTIAL.sub("", split) not in TRAIN_SPLITS:
        return ""
    return next((one for one in (*EXAM_SPLITS, *(f"partial-{other}" for other in EXAM_SPLITS)) if one in splits), "")


def kept_files(hub: Hub, name: str, config: str, split: str) -> tuple[Path, Path | None]:
    """Where a part is that is here as a whole, and the part to examine on: folders of Parquet files, or a file.

    Raises: ProblemError(data_not_here, data_no_part).
    """
    folder = cache.folder_of(hub, name, "dataset")
    commit = _noted(folder)
    whole = folder / "whole" / commit if commit else folder / "whole"
    parts = sorted((mark.parent.name, mark.name) for mark in whole.glob("*/*")) if commit else []
    if not parts or (config and config not in {one for one, _ in parts}) or (split and split not in {one for _, one in parts}):
        raise ProblemError(problem("data_not_here", name=name))
    config, split = chosen_part(parts, name, config, split)
    exam = exam_split([one for other, one in parts if other == config], split)
    inside = folder / "snapshots" / commit / config
    return _as_read(inside / split), _as_read(inside / exam) if exam else None


def note_whole(hub: Hub, shelf: Shelf) -> Path:
    """Remember that all files of these parts are here. Returns: the folder of the config."""
    folder = cache.folder_of(hub, shelf.model, "dataset")
    cache.note_commit(folder, shelf.commit, OWN_FILES if any(file.place for file in shelf.weights) else REVISION)
    config = ""
    for file in shelf.weights:
        config, split = _place_of(file)
        mark = folder / "whole" / shelf.commit / config / split
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return folder / "snapshots" / shelf.commit / config


def _look_up(hub: Hub, name: str) -> tuple[dict[str, Any], list[Remote], str]:
    """What the Hub says of a dataset, the files of its Parquet copy, or its own where there is none, and their commit."""
    if not is_hub_name(name):
        raise ProblemError(problem("hub_no_dataset", name=name))
    _refuse_offline(hub, name)
    about = _ask(hub, f"/api/datasets/{name}", {}, name)
    try:
        files, commit = _files_of(hub, name, REVISION)
    except ProblemError as error:
        if error.problem.code != "hub_no_dataset":
            raise
        files, commit = [], ""  # the dataset is there, its copy is not
    files = [file for file in files if _FILE.fullmatch(file.name)]
    if not files:
        card = about.get("cardData") if isinstance(about, dict) else None
        files, commit = _files_of(hub, name, "main")
        files = own_files(files, card if isinstance(card, dict) else {})
    if not files:
        raise ProblemError(problem("hub_no_parquet", name=name))
    if not re.fullmatch(r"[0-9a-f]{40}", commit) or not all(_SUM.fullmatch(file.checksum) for file in files):
        raise _strange(hub, "It gives no checksums.")
    return about, files, commit


def _files_of(hub: Hub, name: str, revision: str) -> tuple[list[Remote], str]:
    """All files of a revision, and its commit."""
    told_of = _ask(hub, f"/api/datasets/{name}/revision/{revision.replace('/', '%2F')}", {"blobs": "true"}, name)
    try:
        files = [
            Remote(str(one["rfilename"]), int(one.get("size") or 0), str((one.get("lfs") or {}).get("sha256") or one["blobId"]))
            for one in told_of["siblings"]
            if ".." not in str(one["rfilename"])
        ]
        return files, str(told_of["sha"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _strange(hub, repr(error)) from error


def _ask(hub: Hub, path: str, params: dict[str, Any], name: str) -> Any:
    """One question to the Hub."""
    try:
        with hub.client_factory()() as client:
            answer = client.get(hub.endpoint + path, params=params, headers=hub.headers())
            hf_raise_for_status(answer)
            return answer.json()
    except HUB_ERRORS as error:
        raise told(error, hub.endpoint, name, hub.token, "dataset") from error
    except ValueError as error:
        raise _strange(hub, str(error)[:200]) from error


def _card(hub: Hub, about: Any) -> HubDataset:
    tags = [tag for tag in about.get("tags") or [] if isinstance(tag, str)]
    card = about.get("cardData") if isinstance(about.get("cardData"), dict) else {}
    stated = card.get("license")
    stated = stated[0] if isinstance(stated, list) and stated else stated
    licence = stated if isinstance(stated, str) else _tagged(tags, "license:")
    name = str(about.get("id", ""))
    downloads = about.get("downloads")
    here = _noted(cache.folder_of(hub, name, "dataset")) != ""
    return HubDataset(
        name,
        licence,
        downloads if isinstance(downloads, int) else 0,
        _tagged(tags, "size_categories:"),
        bool(about.get("gated")),
        here,
    )


def _tagged(tags: list[str], prefix: str) -> str:
    return next((tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)), "")


def _place_of(file: Remote) -> tuple[str, str]:
    config, split, _ = file.here.split("/")
    return config, split


def _noted(folder: Path) -> str:
    """The commit of what is here of a dataset; "" where nothing is."""
    return cache.noted_commit(folder, REVISION) or cache.noted_commit(folder, OWN_FILES)


def _as_read(part: Path) -> Path:
    """A folder of Parquet files, or the one file of another kind in it."""
    files = list(part.iterdir()) if part.is_dir() else []
    return files[0] if len(files) == 1 and files[0].suffix.lower() != ".parquet" else part


def _is_here(hub: Hub, name: str, commit: str, config: str, split: str) -> bool:
    return (cache.folder_of(hub, name, "dataset") / "whole" / commit / config / split).is_file()


def _refuse_offline(hub: Hub, name: str) -> None:
    if hub.offline:
        raise offline(name)


def _strange(hub: Hub, reason: str) -> ProblemError:
    return ProblemError(problem("hub_answer", host=hub.endpoint, reason=reason[:200]))
