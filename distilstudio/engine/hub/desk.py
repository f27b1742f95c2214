"""Answers what the window asks about the Hub, each question in a thread of its own, so that typing never waits for the network.

Must not know: the wire, how the Hub is spoken to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from weakref import WeakSet

from distilstudio.engine.control import Control
from distilstudio.engine.hub import cache, connection, dataset, download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.hub.aside import Aside
from distilstudio.engine.hub.download import Shelf
from distilstudio.engine.hub.search import search
from distilstudio.engine.translate import tell_all
from distilstudio.protocol.commands import HubCommand
from distilstudio.protocol.events import Event
from distilstudio.protocol.hub import (
    CacheMeasured,
    ConnectionTested,
    DatasetsFound,
    DescribeDataset,
    DownloadDataset,
    DownloadEnded,
    DownloadModel,
    DownloadProgress,
    HubFound,
    HubRequest,
    MeasureCache,
    SearchDatasets,
    SearchHub,
    StopDownload,
    TestConnection,
    UseHub,
)


class Desk:
    """Holds the way to the Hub that is in force, and the downloads under way."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._downloads: dict[int, Control] = {}
        self.hub = Hub()
        self._in_use = WeakSet([self.hub])

    def take(self, command: HubCommand) -> None:
        """Take a command; returns at once."""
        match command:
            case UseHub(access=access):
                self._use(Hub(access))
            case StopDownload(request_id=request_id, model=model, how=how):
                control = self._downloads.get(request_id)
                if control is not None:
                    control.discard() if how == "cancel" else control.finish()
                elif how == "cancel":
                    cache.drop_halves(self.hub, model)
            case _:
                if isinstance(command, DownloadModel | DownloadDataset):
                    self._downloads[command.request_id] = Control()
                name = f"hub-{command.request_id}"
                threading.Thread(target=self._answer, args=(command, self.hub), name=name, daemon=True).start()

    def _use(self, hub: Hub) -> None:
        """From now on. What is under way goes on as it began; only offline holds for all of it."""
        if hub.offline:
            for earlier in self._in_use:
                earlier.close()
        self.hub = hub
        self._in_use.add(hub)

    def _answer(self, command: HubRequest, hub: Hub) -> None:
        try:
            tell_all(self._tell, self._events(command, hub), command.request_id)
        finally:
            self._downloads.pop(command.request_id, None)

    def _events(self, command: HubRequest, hub: Hub) -> Iterator[Event]:
        number = command.request_id
        match command:
            case SearchHub():
                yield HubFound(number, search(hub, command))
            case TestConnection():
                yield ConnectionTested(number, *connection.test_connection(hub))
            case MeasureCache():
                yield CacheMeasured(number, str(hub.cache), *cache.measure(hub))
            case SearchDatasets():
                yield DatasetsFound(number, dataset.search(hub, command))
            case DescribeDataset(name=name):
                yield dataset.describe(hub, number, name)
            case DownloadModel(model=model):
                here = cache.find(hub, model)
                if here is not None:
                    yield DownloadEnded(number, model, "done", str(here))
                    return
                yield from self._download(number, model, partial(download.look_up, hub, model), hub)
            case DownloadDataset(name=name, config=config, split=split):
                yield from self._download(number, name, partial(dataset.shelf_of, hub, name, config, split), hub)

    def _download(self, number: int, name: str, look_up: Callable[[], Shelf], hub: Hub) -> Iterator[Event]:
        control = self._downloads[number]
        try:
            with Aside(partial(download.go_on, hub, name, control)) as aside:
                shelf = aside.wait_for(look_up)
            for now in download.fetch(hub, shelf, control):
                yield DownloadProgress(number, name, now.done, now.total, now.bytes_per_second)
        except download.Stopped:
            if control.stop == "discard":  # perhaps before the Hub had said what there is to fetch
                cache.drop_halves(hub, name)
            yield DownloadEnded(number, name, "cancelled" if control.stop == "discard" else "paused")
            return
        here = cache.find(hub, name) if shelf.kind == "model" else dataset.note_whole(hub, shelf)
        yield DownloadEnded(number, name, "done", str(here or ""))
