"""A Hugging Face Hub of one's own on 127.0.0.1: enough of its API for search, info and downloads of models and datasets, and every way in
which it can fail.

The real `huggingface_hub` and `datasets` clients talk to it. Large files are redirected to another host name, as the Hub does to its CDN.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_right"
LARGE = (".safetensors", ".bin", ".gguf", ".parquet")
PARQUET = "refs/convert/parquet"
PIECE = 1 << 14
LONG_S = 1000.0


@dataclass
class Repo:
    """A repository; of a dataset its name in `HubStandIn.repos` begins with "datasets/". `tags` hold library, language and licence as on the Hub.

    parquet: the files of the revision with the Hub's own Parquet copy of a dataset; None: there is none. forbidden: 403 without being gated.
    """

    files: dict[str, bytes]
    downloads: int = 0
    tags: list[str] = field(default_factory=list)
    pipeline_tag: str = "text-classification"
    card: dict[str, Any] = field(default_factory=dict)
    parameters: int = 0
    gated: bool = False
    private: bool = False
    parquet: dict[str, bytes] | None = None
    forbidden: bool = False

    @property
    def commit(self) -> str:
        """Changes with every file."""
        return commit_of(self.files)

    def revision(self, name: str) -> dict[str, bytes] | None:
        """The files of a revision, by its name or its commit."""
        if name in ("main", self.commit):
            return self.files
        return self.parquet if name == PARQUET or (self.parquet is not None and name == commit_of(self.parquet)) else None


def commit_of(files: dict[str, bytes]) -> str:
    """A hash of names and contents, of a commit's length."""
    digest = hashlib.sha1()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + content)
    return digest.hexdigest()


@dataclass
class Fault:
    """What goes wrong with paths that hold `where`. `times`: how often; -1 without end.

    status: answer with it. cut: end the connection after so many bytes of the body. pause_s: wait between pieces of `piece` bytes.
    flip: one byte of the body is another. no_ranges: a Range is not understood. silent: never answer.
    """

    where: str
    times: int = -1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = -1
    pause_s: float = 0.0
    piece: int = PIECE
    flip: bool = False
    no_ranges: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Seen:
    """A request that came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


class HubStandIn:
    """Serves until `close`; a context manager."""

    def __init__(self) -> None:
        self.repos: dict[str, Repo] = {}
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._closed = threading.Event()
        self._came = threading.Condition()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add_folder(self, name: str, folder: Path, **about: Any) -> Repo:
        """A repository with the files of a saved model."""
        files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        self.repos[name] = Repo(files, **about)
        return self.repos[name]

    def fails(self, where: str, **how: Any) -> Fault:
        """Let requests whose path holds `where` fail."""
        fault = Fault(where, **how)
        self.faults.append(fault)
        return fault

    def take_fault(self, path: str) -> Fault | None:
        """The fault for this request, counted down."""
        for fault in self.faults:
            if fault.where in path and fault.times != 0:
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None

    def note(self, request: Seen) -> None:
        """A request has come."""
        with self._came:
            self.seen.append(request)
            self._came.notify_all()

    def wait(self, seconds: float) -> bool:
        """Rest; True when the server was closed meanwhile."""
        return self._closed.wait(seconds)

    def wait_until_asked(self, where: str, seconds: float) -> None:
        """Until a request came whose path holds `where`."""
        with self._came:
            assert self._came.wait_for(lambda: any(where in one.path for one in self.seen), seconds), where

    def asked_for(self, ending: str, method: str = "GET") -> list[Seen]:
        """Requests whose path ends so."""
        return [one for one in self.seen if one.method == method and one.path.endswith(ending)]

    def close(self) -> None:
        """End the server and its thread."""
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> HubStandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_sha1(content: bytes) -> str:
    """The id that git gives to a file: the ETag of small files on the Hub."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _asked_of(rest: str) -> tuple[str, str, str, str]:
    """Name, kind of question, revision and folder of a path below /api/datasets/."""
    parts = rest.split("/")
    name, kind = "/".join(parts[:2]), parts[2] if len(parts) > 2 else ""
    behind = "/".join(parts[3:])
    revision = PARQUET if behind.startswith(PARQUET) else behind.partition("/")[0] or "main"
    return name, kind, revision, behind.removeprefix(revision).strip("/")


def _sibling(file: str, content: bytes, blobs: bool) -> dict[str, Any]:
    about: dict[str, Any] = {"rfilename": file}
    if blobs:
        about |= {"size": len(content), "blobId": git_sha1(content)}
        about |= {"lfs": {"sha256": sha256(content), "size": len(content), "pointerSize": 130}} if file.endswith(LARGE) else {}
    return about


def _tree(files: dict[str, bytes], inside: str, recursive: bool) -> list[dict[str, Any]]:
    """Files and folders below a folder."""
    start = f"{inside}/" if inside else ""
    found: dict[str, dict[str, Any]] = {}
    for file, content in files.items():
        if not file.startswith(start):
            continue
        below = file.removeprefix(start).split("/")
        for depth in range(1, len(below)) if recursive else range(1, min(2, len(below))):
            folder = start + "/".join(below[:depth])
            found[folder] = {"type": "directory", "oid": git_sha1(folder.encode()), "size": 0, "path": folder}
        if recursive or len(below) == 1:
            found[file] = {"type": "file", "oid": git_sha1(content), "size": len(content), "path": file}
            if file.endswith(LARGE):
                found[file]["lfs"] = {"oid": sha256(content), "size": len(content), "pointerSize": 130}
    return list(found.values())


def _handler_of(hub: HubStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        pass

    Handler.hub = hub
    return Handler


class _Handler(BaseHTTPRequestHandler):
    hub: HubStandIn
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *_args: object) -> None:
        """Nothing on the screen."""

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._answer()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), parse_qs(parts.query)
        self.hub.note(Seen(self.command, path, query, {name.lower(): value for name, value in self.headers.items()}))
        fault = self.hub.take_fault(path)
        if fault is not None and fault.silent:
            self.hub.wait(LONG_S)
            self.close_connection = True
        elif fault is not None and fault.status:
            self._send(fault.status, b"{}", fault.headers)
        elif path == "/api/whoami-v2":
            self._whoami()
        elif path in ("/api/models", "/api/datasets"):
            self._json(self._search(query, path == "/api/datasets"))
        elif path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"), query)
        elif path.startswith("/api/datasets/"):
            self._dataset(path.removeprefix("/api/datasets/"), query)
        elif "/resolve/" in path:
            self._resolve(path.strip("/"), fault)
        elif path.startswith("/cdn/"):
            self._cdn(path.removeprefix("/cdn/"), fault)
        else:
            self._send(404, b"{}")

    @property
    def _has_token(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _whoami(self) -> None:
        if self._has_token:
            self._json({"name": "ada", "type": "user"})
        else:
            self._send(
                401,
                b'{"error":"Invalid credentials in Authorization header"}',
                {"X-Error-Message": "Invalid credentials in Authorization header"},
            )

    def _search(self, query: dict[str, list[str]], datasets: bool = False) -> list[dict[str, Any]]:
        found = []
        for name, repo in self.hub.repos.items():
            if name.startswith("datasets/") != datasets:
                continue
            tags = {*repo.tags, repo.pipeline_tag}
            wanted = {*query.get("filter", []), *query.get("pipeline_tag", [])}
            words = query.get("search", [""])[0].lower()
            at_most = query.get("num_parameters", [""])[0].partition("max:")[2]
            fits = (
                not at_most or 0 < repo.parameters <= float(at_most.rstrip("KMB")) * {"K": 1e3, "M": 1e6, "B": 1e9}[at_most[-1]]
            )
            if wanted <= tags and words in name.lower() and fits and not repo.private:
                found.append((name, repo))
        if query.get("sort") == ["downloads"]:
            found.sort(key=lambda one: -one[1].downloads)
        limit = int(query.get("limit", ["1000"])[0])
        return [self._about(name, repo, set(query.get("expand", []))) for name, repo in found[:limit]]

    def _about(self, name: str, repo: Repo, expand: set[str]) -> dict[str, Any]:
        config = (
            json.loads(repo.files.get("config.json", b"{}") or b"{}")
            if repo.files.get("config.json", b"{").startswith(b"{")
            else {}
        )
        everything = {
            "downloads": repo.downloads,
            "tags": repo.tags,
            "pipeline_tag": repo.pipeline_tag,
            "cardData": repo.card,
            "gated": "manual" if repo.gated else False,
            "safetensors": {"parameters": {"F32": repo.parameters}, "total": repo.parameters} if repo.parameters else None,
            "config": {key: config[key] for key in ("architectures", "model_type") if key in config},
            "siblings": [{"rfilename": file} for file in repo.files],
            "sha": repo.commit,
        }
        name = name.removeprefix("datasets/")
        chosen = {key: value for key, value in everything.items() if not expand or key in expand}
        return {"_id": name, "id": name, "modelId": name, "private": repo.private, **chosen}

    def _info(self, rest: str, query: dict[str, list[str]]) -> None:
        name = "/".join(rest.split("/")[:2])
        repo = self.hub.repos.get(name)
        if repo is None or (repo.private and not self._has_token):
            self._send(401 if not self._has_token else 404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        about = self._about(name, repo, set())
        if query.get("blobs"):
            about["siblings"] = [
                {"rfilename": file, "size": len(content), "blobId": git_sha1(content)}
                | ({"lfs": {"sha256": sha256(content), "size": len(content), "pointerSize": 130}} if file.endswith(LARGE) else {})
                for file, content in repo.files.items()
            ]
        self._json(about)

    def _dataset(self, rest: str, query: dict[str, list[str]]) -> None:
        """Info, file tree, paths of a revision: what `datasets` asks for before it downloads, and /parquet."""
        name, kind, revision, inside = _asked_of(rest)
        repo = self.hub.repos.get("datasets/" + name)
        if not self._may_see(repo):
            return
        assert repo is not None
        files = repo.revision(revision)
        if kind == "parquet":
            parts: dict[str, dict[str, list[str]]] = {}
            for file in repo.parquet or {}:
                config, split, _ = file.split("/")
                address = f"{self.hub.endpoint}/api/datasets/{name}/parquet/{config}/{split}/{len(parts)}.parquet"
                parts.setdefault(config, {}).setdefault(split, []).append(address)
            self._json(parts)
        elif files is None:
            self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        elif kind == "tree":
            self._json(_tree(files, inside, "true" in query.get("recursive", [""])[0].lower()))
        elif kind == "paths-info":
            length = int(self.headers.get("Content-Length", "0"))
            asked = parse_qs(self.rfile.read(length).decode()).get("paths", [])
            self._json([one for one in _tree(files, "", True) if one["path"] in asked])
        else:
            about = self._about("datasets/" + name, repo, set())
            about["sha"] = commit_of(files)
            about["siblings"] = [_sibling(file, content, bool(query.get("blobs"))) for file, content in files.items()]
            self._json(about)

    def _may_see(self, repo: Repo | None) -> bool:
        """Whether a repository is there for this request; else the refusal is sent."""
        if repo is None or (repo.private and not self._has_token):
            self._send(401 if not self._has_token else 404, b"{}", {"X-Error-Code": "RepoNotFound"})
        elif repo.forbidden:
            self._send(403, b"{}")
        else:
            return True
        return False

    def _resolve(self, path: str, fault: Fault | None) -> None:
        name, _, rest = path.partition("/resolve/")
        repo = self.hub.repos.get(name)
        revision = PARQUET if rest.startswith(PARQUET) else rest.partition("/")[0]
        file = rest.removeprefix(revision).lstrip("/")
        files = repo.revision(revision) if repo is not None else None
        if repo is None or (repo.private and not self._has_token):
            self._send(401, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        files = {} if files is None else files
        common = {"X-Repo-Commit": commit_of(files)}
        if repo.gated and not self._has_token:
            self._send(401, b"{}", {**common, "X-Error-Code": "GatedRepo"})
        elif repo.forbidden:
            self._send(403, b"{}", common)
        elif file not in files:
            self._send(404, b"{}", {**common, "X-Error-Code": "EntryNotFound"})
        elif file.endswith(LARGE):
            content = files[file]
            where = f"http://localhost:{self.hub.port}/cdn/{name}/{file}"
            linked = {"X-Linked-Size": str(len(content)), "X-Linked-Etag": f'"{sha256(content)}"', "Location": where}
            self._send(302, b"", {**common, **linked})
        else:
            content = files[file]
            self._body(content, {**common, "ETag": f'"{git_sha1(content)}"'}, fault)

    def _cdn(self, path: str, fault: Fault | None) -> None:
        if self.headers.get("Authorization"):
            self._send(400, b"a signed address takes no token")
            return
        name = max((name for name in self.hub.repos if path.startswith(name + "/")), key=len)
        file, repo = path.removeprefix(name + "/"), self.hub.repos[name]
        content = (repo.files | (repo.parquet or {}))[file]
        self._body(content, {"ETag": f'"{sha256(content)}"'}, fault)

    def _body(self, content: bytes, headers: dict[str, str], fault: Fault | None) -> None:
        """A file, or the part of it that is asked for."""
        fault = fault or Fault("")
        if fault.flip:
            content = content[:-1] + bytes([content[-1] ^ 1])
        asked = self.headers.get("Range", "")
        if asked and not fault.no_ranges:
            start = int(asked.removeprefix("bytes=").partition("-")[0])
            if start >= len(content):
                self._send(416, b"", {"Content-Range": f"bytes */{len(content)}"})
                return
            headers = {**headers, "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
            self._start(206, len(content) - start, headers)
            content = content[start:]
        else:
            self._start(200, len(content), headers)
        if self.command == "HEAD":
            return
        for place in range(0, len(content), fault.piece):
            piece = content[place : place + fault.piece]
            if 0 <= fault.cut < place + len(piece):
                self.wfile.write(piece[: fault.cut - place])
                self.wfile.flush()
                self.close_connection = True
                return
            self.wfile.write(piece)
            if fault.pause_s and self.hub.wait(fault.pause_s):
                return

    def _start(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(length), "Accept-Ranges": "bytes", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _json(self, what: object) -> None:
        self._send(200, json.dumps(what).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self._start(status, len(content), headers or {})
        if self.command != "HEAD":
            self.wfile.write(content)
