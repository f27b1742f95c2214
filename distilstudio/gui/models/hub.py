"""What is known of the Hub: models found, the download under way, the last connection test, the cache. Must not know: widgets, the client."""

from __future__ import annotations

from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from distilstudio.protocol.hub import (
    CacheMeasured,
    ConnectionTested,
    DatasetDescribed,
    DatasetsFound,
    DownloadEnded,
    DownloadProgress,
    HubAnswer,
    HubDataset,
    HubFound,
    HubModel,
)
from distilstudio.protocol.problems import Problem

DownloadState = Literal["none", "running", "stopping", "paused"]
SETTINGS_HELP = ("hub_offline", "hub_offline_search", "hub_unreachable", "hub_proxy", "hub_gated", "hub_token", "hub_answer")
"""Problems of any search that the settings may help with."""


class HubState(QObject):
    """Fed with answers; `changed` names the part that is new: "found", "datasets", "dataset", "download", "connection", "cache".
    `arrived`: a model is here; `dataset_arrived`: a part of a dataset is, by name, config and split."""

    changed = Signal(str)
    arrived = Signal(str)
    dataset_arrived = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: list[HubModel] | None = None
        self.searching = False
        self.problem: Problem | None = None
        self.datasets: list[HubDataset] | None = None
        self.dataset: DatasetDescribed | None = None
        self.asking_datasets = False
        self._looked_into = ""
        """The dataset asked about last; "" where a search came after it."""
        self.datasets_problem: Problem | None = None
        self.model = ""
        self.part: tuple[str, str] | None = None
        """Config and split of the download under way; None where that is a model."""
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

    def begin_datasets(self, name: str = "") -> None:
        """The Hub is asked about datasets, or about the one of this name."""
        self._looked_into = name
        self.asking_datasets, self.datasets_problem = True, None
        self.changed.emit("dataset")

    def begin_download(self, model: str, part: tuple[str, str] | None = None) -> None:
        """A download is asked for, or goes on: of a model, or of this part of a dataset."""
        if (model, part) != (self.model, self.part):
            self.progress = None
        self.model, self.part, self.download = model, part, "running"
        self.problem = self.datasets_problem = None
        self.changed.emit("download")

    def begin_stop(self) -> None:
        """Pause or cancel was asked for."""
        self.download = "stopping"
        self.changed.emit("download")

    def forget_download(self) -> None:
        """Nothing is under way any more, and what was said of it no longer holds."""
        self.model, self.part, self.download, self.progress = "", None, "none", None
        self.problem = self.datasets_problem = None
        self.changed.emit("download")

    def begin_test(self) -> None:
        """The connection is tried."""
        self.connecting, self.connection, self.connection_problem = True, None, None
        self.changed.emit("connection")

    def forget_test(self) -> None:
        """The Hub is reached in another way from now on: what the last test found, or will find, was about the old one."""
        self.connecting, self.connection, self.connection_problem = False, None, None
        self.changed.emit("connection")

    def take(self, answer: HubAnswer) -> None:
        """An answer of the engine."""
        match answer:
            case HubFound(models=models):
                self.found, self.searching = models, False
                self.changed.emit("found")
            case DatasetsFound(datasets=datasets):
                self.datasets = datasets
                if not self._looked_into:  # else one was asked about while the search went on, and stays open
                    self.dataset, self.asking_datasets = None, False
                self.changed.emit("datasets")
            case DatasetDescribed(name=name) if name == self._looked_into:
                self.dataset, self.asking_datasets = answer, False
                self.changed.emit("dataset")
            case DownloadProgress(model=model) if model == self.model:
                self.progress = answer
                self.changed.emit("download")
            case DownloadEnded(model=model) if model == self.model:
                self._end_download(answer)
            case ConnectionTested() if self.connecting:
                self.connection, self.connecting = answer, False
                self.changed.emit("connection")
            case CacheMeasured():
                self.cache = answer
                self.changed.emit("cache")

    def take_problem(self, told: Problem, kind: str) -> None:
        """Something went wrong with a question. Half a download is kept, and can be gone on with."""
        if kind == "connection" and self.connecting:
            self.connecting, self.connection_problem = False, told
            self.changed.emit("connection")
        elif kind == "search":
            self.searching, self.problem = False, told
            self.changed.emit("found")
        elif kind == ("dataset" if self._looked_into else "datasets"):
            self.asking_datasets, self.datasets_problem = False, told
            self.changed.emit(kind)
        elif kind == "download":
            if told.code == "hub_damaged":  # thrown away
                self.progress = None
            self.download = "paused" if self.progress is not None else "none"
            self.problem, self.datasets_problem = (told, None) if self.part is None else (None, told)
            self.changed.emit("download")

    def _end_download(self, ended: DownloadEnded) -> None:
        if ended.outcome == "paused":
            self.download = "paused"
            self.changed.emit("download")
            return
        part = self.part
        self.forget_download()
        if ended.outcome == "done" and part is not None:
            self.dataset_arrived.emit(ended.model, *part)
        elif ended.outcome == "done":
            here = (msgspec.structs.replace(one, cached=one.cached or one.name == ended.model) for one in self.found or [])
            self.found = list(here)
            self.changed.emit("found")
            self.arrived.emit(ended.model)
