"""Bring a model from the Hub into the cache: only the files that are needed, going on where half a file was left, each checked.

`huggingface_hub` throws half a file away when a connection breaks (since its 2.0), so the bytes are fetched here.
Must not know: what the model is for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx2
from huggingface_hub.utils._http import hf_raise_for_status

from distilstudio.engine.control import Control
from distilstudio.engine.hub import cache
from distilstudio.engine.hub.access import Hub, RepoKind
from distilstudio.engine.hub.aside import Aside
from distilstudio.engine.hub.faults import HUB_ERRORS, reason_of, told
from distilstudio.engine.known_families import FAMILIES
from distilstudio.engine.refusals import WEIGHTS, refusal
from distilstudio.engine.shortage import is_out_of_space
from distilstudio.protocol.hub import is_hub_name
from distilstudio.protocol.problems import ProblemError, problem

SMALL = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "sentencepiece.bpe.model",
    "spm.model",
    "tokenizer.model",
    "README.md",
    "LICENSE",
)
"""Files besides the weights that are of use; nothing else is ever fetched."""
_PART = re.compile(r"(model|pytorch_model)-\d{5}-of-\d{5}\.(safetensors|bin)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
TRIES = 4
"""In a row without a byte more."""
SECONDS_BETWEEN_TRIES = 1.0
SECONDS_BETWEEN_PROGRESS = 0.2
SPARE_BYTES = 64 * 1024 * 1024


class Stopped(Exception):
    """The person paused or cancelled."""


@dataclass(frozen=True)
class Remote:
    """A file on the Hub. checksum: SHA-256 of large files, git's SHA-1 of others; the Hub's ETag. place: what it is called here, "": the same."""

    name: str
    size: int
    checksum: str
    place: str = ""

    @property
    def here(self) -> str:
        """Where it lies below the snapshot's folder."""
        return self.place or self.name


@dataclass(frozen=True)
class Shelf:
    """What of a model, or of a dataset, is fetched, the small files first; of a dataset all files stand under `weights`."""

    model: str
    commit: str
    small: tuple[Remote, ...]
    weights: tuple[Remote, ...]
    kind: RepoKind = "model"

    @property
    def total(self) -> int:
        """Bytes of all."""
        return sum(file.size for file in (*self.small, *self.weights))

    @property
    def weights_bytes(self) -> int:
        """Bytes of the weights."""
        return sum(file.size for file in self.weights)


@dataclass(frozen=True)
class Progress:
    """Bytes on the disk, of how many."""

    done: int
    total: int
    bytes_per_second: float = 0.0


def look_up(hub: Hub, model: str) -> Shelf:
    """Ask the Hub which files a model has. Raises: ProblemError hub_…, teacher_refused, teacher_no_model."""
    if not is_hub_name(model):
        raise ProblemError(problem("hub_no_repo", model=model))
    if hub.offline:
        raise ProblemError(problem("hub_offline", model=model))
    try:
        info = hub.api.model_info(model, files_metadata=True)
    except HUB_ERRORS as error:
        raise told(error, hub.endpoint, model, hub.token) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProblemError(problem("hub_answer", repr(error), host=hub.endpoint, reason=str(error)[:200])) from error
    files = [
        Remote(one.rfilename, one.size or 0, one.lfs.sha256 if one.lfs is not None else one.blob_id or "")
        for one in info.siblings or []
    ]
    names = {file.name for file in files}
    config = {"model_type": (info.config or {}).get("model_type", "")}
    _refuse(model, names, config)
    weights = _weights(files)
    wanted = tuple(file for file in files if file.name in SMALL or (file.name in WEIGHTS and file.name.endswith(".json")))
    if not weights or "config.json" not in names:
        missing = [name for name in ("config.json", "model.safetensors") if name not in names]
        raise ProblemError(problem("teacher_no_model", path=model, missing=missing))
    small = tuple(file for file in wanted if not (file.name.startswith("pytorch_model") and _is_safe(weights)))
    if not _COMMIT.fullmatch(info.sha or "") or not all(_SUM.fullmatch(file.checksum) for file in (*small, *weights)):
        raise ProblemError(problem("hub_answer", host=hub.endpoint, reason="It gives no checksums."))
    return Shelf(model, info.sha or "", small, weights)


def fetch_description(hub: Hub, shelf: Shelf, control: Control | None = None) -> Path:
    """Bring the small files only: enough to say what the model is. Returns: its folder. Raises: as `fetch`."""
    folder = cache.folder_of(hub, shelf.model, shelf.kind)
    with _disk_told(hub, shelf):
        for _ in _fetch_files(hub, shelf, shelf.small, control or Control()):
            pass
        cache.note_commit(folder, shelf.commit)
    snapshot = folder / "snapshots" / shelf.commit
    try:
        config = json.loads((snapshot / "config.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ProblemError(problem("teacher_broken", path=shelf.model, reason=f"config.json: {error}")) from error
    _refuse(shelf.model, {file.name for file in (*shelf.small, *shelf.weights)}, config if isinstance(config, dict) else {})
    return snapshot


def fetch(hub: Hub, shelf: Shelf, control: Control) -> Iterator[Progress]:
    """Bring everything; what is here already is not asked for. Yields now and then how far it is.

    Stopped by `control`: finish and leave keep half a file, discard throws it away.
    Raises: Stopped; ProblemError hub_…, teacher_refused, teacher_family.
    """
    try:
        with _disk_told(hub, shelf):
            _check_room(hub, shelf)
            if shelf.kind == "model":
                fetch_description(hub, shelf, control)
            yield from _fetch_files(hub, shelf, (*shelf.small, *shelf.weights), control)
    except Stopped:
        if control.stop == "discard":
            cache.drop_halves(hub, shelf.model)
        raise
    yield Progress(shelf.total, shelf.total)


def go_on(hub: Hub, model: str, control: Control) -> None:
    """Looked at while the Hub is waited for. Raises: Stopped; ProblemError(hub_offline) where the person went offline meanwhile."""
    control.wait()
    if control.stop:
        raise Stopped
    if hub.offline:
        raise ProblemError(problem("hub_offline", model=model))


def missing_bytes(hub: Hub, shelf: Shelf) -> int:
    """What is still to come."""
    blobs = cache.folder_of(hub, shelf.model, shelf.kind) / "blobs"
    return sum(file.size - _have(blobs, file) for file in (*shelf.small, *shelf.weights))


def _refuse(model: str, names: set[str], config: dict[str, object]) -> None:
    reason = refusal(names, config)
    if reason:
        raise ProblemError(problem("teacher_refused", path=model, reason=reason))
    family = config.get("model_type")
    if family and family not in FAMILIES:
        raise ProblemError(problem("teacher_family", family=family, families=list(FAMILIES)))


def _weights(files: list[Remote]) -> tuple[Remote, ...]:
    """Safetensors, in one file or in parts; old .bin files only where there are none."""
    by_name = {file.name: file for file in files}
    for stem, ending in (("model", "safetensors"), ("pytorch_model", "bin")):
        if f"{stem}.{ending}" in by_name:
            return (by_name[f"{stem}.{ending}"],)
        if f"{stem}.{ending}.index.json" in by_name:
            return tuple(file for file in files if (part := _PART.fullmatch(file.name)) and part.groups() == (stem, ending))
    return ()


def _is_safe(weights: tuple[Remote, ...]) -> bool:
    return weights[0].name.endswith(".safetensors")


def _have(blobs: Path, file: Remote) -> int:
    """Bytes of a file that are here."""
    for name in (file.checksum, file.checksum + cache.PARTIAL):
        if (blobs / name).is_file():
            return min((blobs / name).stat().st_size, file.size)
    return 0


def _check_room(hub: Hub, shelf: Shelf) -> None:
    hub.cache.mkdir(parents=True, exist_ok=True)
    needed, free = missing_bytes(hub, shelf), shutil.disk_usage(hub.cache).free
    if free < needed + SPARE_BYTES:
        raise _no_room(hub, shelf, needed, free)


def _no_room(hub: Hub, shelf: Shelf, needed: int, free: int, detail: str = "") -> ProblemError:
    sizes = {"needed": f"{needed / 1e6:.0f} MB", "free": f"{free / 1e6:.0f} MB"}
    return ProblemError(problem("hub_disk", detail, model=shelf.model, folder=hub.cache, **sizes))


@contextlib.contextmanager
def _disk_told(hub: Hub, shelf: Shelf) -> Iterator[None]:
    """Tell what the disk says while files come. Raises: ProblemError(hub_disk, hub_folder)."""
    try:
        yield
    except OSError as error:
        if is_out_of_space(error):
            free = shutil.disk_usage(hub.cache).free
            raise _no_room(hub, shelf, missing_bytes(hub, shelf), free, repr(error)) from error
        reason = error.strerror or str(error)
        raise ProblemError(problem("hub_folder", repr(error), folder=hub.cache, reason=reason)) from error


def _fetch_files(hub: Hub, shelf: Shelf, files: tuple[Remote, ...], control: Control) -> Iterator[Progress]:
    folder = cache.folder_of(hub, shelf.model, shelf.kind)
    blobs = folder / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)
    here, started, told_at = sum(_have(blobs, file) for file in files), time.monotonic(), 0.0
    arrived = 0
    with Aside(partial(go_on, hub, shelf.model, control)) as aside, _client(hub, aside) as client:
        for file in files:
            if not (blobs / file.checksum).is_file():
                for piece in _fetch_file(hub, client, aside, shelf, file, blobs):
                    arrived += piece
                    now = time.monotonic()
                    if now - told_at > SECONDS_BETWEEN_PROGRESS:
                        told_at = now
                        yield Progress(here + arrived, shelf.total, max(arrived, 0) / max(now - started, 0.1))
                _check(shelf, file, blobs)
            cache.place(folder, shelf.commit, file.here, blobs / file.checksum)


@contextlib.contextmanager
def _client(hub: Hub, aside: Aside) -> Iterator[httpx2.Client]:
    """An HTTP client that is closed where it is used: a thread that still waits must not lose its connection to another one's."""
    client = hub.client_factory()()
    try:
        yield client
    finally:
        aside.do_later(client.close)


def _fetch_file(hub: Hub, client: httpx2.Client, aside: Aside, shelf: Shelf, file: Remote, blobs: Path) -> Iterator[int]:
    """Bring the rest of one file. Yields the bytes that came; fewer than none where the Hub made us begin anew."""
    half = blobs / (file.checksum + cache.PARTIAL)
    tries, last = 0, httpx2.TransportError("The connection ended early.")
    while (have := _have(blobs, file)) < file.size or not half.exists():
        if tries == TRIES:
            raise _broken_off(hub, shelf, last) from last
        if tries:
            aside.wait_for(partial(time.sleep, SECONDS_BETWEEN_TRIES))
        tries += 1
        try:
            for piece in _stream(hub, client, aside, shelf, file, half, have):
                tries = 0 if piece > 0 else tries
                yield piece
        except httpx2.TransportError as error:
            last = error
        except HUB_ERRORS as error:
            raise told(error, hub.endpoint, shelf.model, hub.token, shelf.kind) from error


def _stream(hub: Hub, client: httpx2.Client, aside: Aside, shelf: Shelf, file: Remote, half: Path, have: int) -> Iterator[int]:
    """One request. What comes is on the disk before it is told."""
    where = shelf.model if shelf.kind == "model" else f"datasets/{shelf.model}"
    address = f"{hub.endpoint}/{where}/resolve/{shelf.commit}/{quote(file.name)}"
    # Ranges count the bytes that are sent, so these must be the file's own.
    headers = {**hub.headers(), "Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    request = client.build_request("GET", address, headers=headers)
    answer = aside.wait_for(lambda: client.send(request, stream=True))
    try:
        aside.wait_for(lambda: hf_raise_for_status(answer))
        goes_on, pieces = answer.status_code == 206, answer.iter_bytes()
        with half.open("ab" if goes_on else "wb", buffering=0) as out:
            if have and not goes_on:
                yield -have
            while piece := aside.wait_for(lambda: next(pieces, b"")):
                out.write(piece)
                yield len(piece)
    finally:
        aside.do_later(answer.close)


def _broken_off(hub: Hub, shelf: Shelf, last: Exception) -> ProblemError:
    done = shelf.total - missing_bytes(hub, shelf)
    if not done:
        return told(last, hub.endpoint, shelf.model, hub.token, shelf.kind)
    amounts = {"done": f"{done / 1e6:.1f} MB", "total": f"{shelf.total / 1e6:.1f} MB"}
    return ProblemError(problem("hub_cut", repr(last), model=shelf.model, reason=reason_of(last), **amounts))


def _check(shelf: Shelf, file: Remote, blobs: Path) -> None:
    """Compare with the Hub's checksum and put the whole file in its place. Raises: ProblemError(hub_damaged)."""
    half = blobs / (file.checksum + cache.PARTIAL)
    digest = hashlib.sha256() if len(file.checksum) == 64 else hashlib.sha1(b"blob %d\0" % half.stat().st_size)
    with half.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    found = digest.hexdigest()
    if found != file.checksum:
        half.unlink()
        raise ProblemError(problem("hub_damaged", file=file.name, model=shelf.model, found=found, expected=file.checksum))
    half.replace(blobs / file.checksum)
