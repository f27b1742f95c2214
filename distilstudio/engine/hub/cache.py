"""The cache of downloaded models, in the layout that all programs of the Hub share. Must not know: the network.

Layout: models--ORG--NAME/blobs/HASH holds the bytes, snapshots/COMMIT/FILE points to them, refs/main names the commit.
Source: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import get_args

from distilstudio.engine.hub.access import Hub, RepoKind
from distilstudio.engine.refusals import WEIGHTS

PARTIAL = ".partial"
"""Ending of half a file. Not huggingface_hub's own ".incomplete": those are never gone on with, and its clean-up may take them."""


def folder_of(hub: Hub, name: str, kind: RepoKind = "model") -> Path:
    """Where everything of a model or a dataset lies."""
    return hub.cache / (f"{kind}s--" + name.replace("/", "--"))


def snapshot_of(hub: Hub, model: str) -> Path | None:
    """The files of a model as they were last looked at, whole or not."""
    return _snapshot_in(folder_of(hub, model))


def find(hub: Hub, model: str) -> Path | None:
    """The folder of a model that is here as a whole."""
    snapshot = snapshot_of(hub, model)
    return snapshot if snapshot is not None and _is_whole(snapshot) else None


def place(folder: Path, commit: str, name: str, blob: Path) -> None:
    """Let a snapshot's file be this blob: by a link, by a copy where the system has none."""
    file = folder / "snapshots" / commit / name
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + PARTIAL)
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(os.path.relpath(blob, file.parent))
    except OSError:  # Windows without the right to make links
        shutil.copyfile(blob, beside)
    beside.replace(file)


def noted_commit(folder: Path, revision: str = "main") -> str:
    """Which commit a revision was when it was last looked at; "" where it never was."""
    try:
        return (folder / "refs" / revision).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def note_commit(folder: Path, commit: str, revision: str = "main") -> None:
    """Remember which commit a revision is."""
    ref = folder / "refs" / revision
    ref.parent.mkdir(parents=True, exist_ok=True)
    beside = ref.with_name(ref.name + PARTIAL)
    beside.write_text(commit, encoding="utf-8")
    beside.replace(ref)


def drop_halves(hub: Hub, model: str) -> None:
    """Throw away what has come of files that are not whole."""
    for kind in get_args(RepoKind):
        for half in (folder_of(hub, model, kind) / "blobs").glob("*" + PARTIAL):
            half.unlink(missing_ok=True)


def measure(hub: Hub) -> tuple[int, int]:
    """Bytes in the cache, half files too, and number of models that are here as a whole."""
    size = models = 0
    for folder in hub.cache.glob("models--*"):
        snapshot = _snapshot_in(folder)
        models += snapshot is not None and _is_whole(snapshot)
        size += sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return size, models


def _snapshot_in(folder: Path) -> Path | None:
    commit = noted_commit(folder)
    snapshot = folder / "snapshots" / commit
    return snapshot if commit and snapshot.is_dir() else None


def _is_whole(snapshot: Path) -> bool:
    """Files are placed when they are whole, so those that are there are right; of several parts each has to be there."""
    present = {file.name for file in snapshot.iterdir() if file.exists()}
    if "config.json" not in present:
        return False
    for name in WEIGHTS:
        if name not in present:
            continue
        if not name.endswith(".index.json"):
            return True
        try:
            parts = set(json.loads((snapshot / name).read_text(encoding="utf-8"))["weight_map"].values())
        except (OSError, ValueError, KeyError, AttributeError):
            return False
        if parts <= present:
            return True
    return False
