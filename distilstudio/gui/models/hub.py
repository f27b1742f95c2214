"""What is known of the Hub: models found, the download under way, the last connection test, the cache. Must not know: widgets, the client."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from distilstudio.protocol.hub import (
    CacheMeasured,
    ConnectionTested,
    DownloadEnded,
    DownloadProgress,
    HubAnswer,
    HubFound,
    HubModel,
)
from distilstudio.protocol.problems import Problem

DownloadState = Literal["none", "running", "stopping", "paused"]


class HubState(QObject):
    """Fed with answers; `changed` names the part that is new: "found", "download", "connection", "cache". `arrived`: a model is here."""

    changed = Signal(str)
    arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: list[HubModel] | None = None
        self.searching = False
        self.problem: Problem | None = None
        self.model = ""
        self.download: DownloadState = "none"
        self.progress: DownloadProgress | None = None
        self.connection: ConnectionTested | None = None
        self.connecting = False
        self.connection_problem: Problem | None = None
        self.cache: CacheMeasured | None = None

    def begin_search(self) -> None:
        """The Hub is asked."""
        self.searching, self.problem = True, None
        self.changed.emit("found")

    def begin_download(self, model: str) -> None:
        """A download is asked for, or goes on."""
        if model != self.model:
            self.progress = None
        self.model, self.download, self.problem = model, "running", None
        self.changed.emit("download")

    def begin_stop(self) -> None:
        """Pause or cancel was asked for."""
        self.download = "stopping"
        self.changed.emit("download")

    def forget_download(self) -> None:
        """Nothing is under way any more."""
        self.model, self.download, self.progress = "", "none", None
        self.changed.emit("download")

    def begin_test(self) -> None:
        """The connection is tried."""
        self.connecting, self.connection, self.connection_problem = True, None, None
        self.changed.emit("connection")

    def take(self, answer: HubAnswer) -> None:
        """An answer of the engine."""
        match answer:
            case HubFound(models=models):
                self.found, self.searching = models, False
                self.changed.emit("found")
            case DownloadProgress(model=model) if model == self.model:
                self.progress = answer
                self.changed.emit("download")
            case DownloadEnded(model=model) if model == self.model:
                self._end_download(answer)
            case ConnectionTested():
                self.connection, self.connecting = answer, False
                self.changed.emit("connection")
            case CacheMeasured():
                self.cache = answer
                self.changed.emit("cache")

    def take_problem(self, told: Problem, kind: str) -> None:
        """Something went wrong with a question. Half a download is kept, and can be gone on with."""
        if kind == "connection":
            self.connecting, self.connection_problem = False, told
            self.changed.emit("connection")
        elif kind == "search":
            self.searching, self.problem = False, told
            self.changed.emit("found")
        elif kind == "download":
            self.download, self.problem = "paused" if self.progress is not None else "none", told
            self.changed.emit("download")

    def _end_download(self, ended: DownloadEnded) -> None:
        if ended.outcome == "paused":
            self.download = "paused"
            self.changed.emit("download")
            return
        self.forget_download()
        if ended.outcome == "done":
            here = (msgspec.structs.replace(one, cached=one.cached or one.name == ended.model) for one in self.found or [])
            self.found = list(here)
            self.changed.emit("found")
            self.arrived.emit(ended.model)
