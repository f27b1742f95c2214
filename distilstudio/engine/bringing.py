"""Brings what a run needs and is still on the Hub: its teachers, and a dataset. Must not know: what the run does with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from distilstudio.engine.control import Control
from distilstudio.engine.data.files import files_of
from distilstudio.engine.hub import dataset, download
from distilstudio.engine.hub.access import Hub
from distilstudio.protocol.events import StageProgress
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import DataChoice


def bring(run_id: str, shelves: Iterable[download.Shelf], hub: Hub, control: Control) -> Iterator[StageProgress]:
    """Download all that stands on these shelves. Progress is told in kilobytes. Raises: download.Stopped, ProblemError hub_…."""
    for shelf in shelves:
        for now in download.fetch(hub, shelf, control):
            yield StageProgress(run_id, "preflight", now.done // 1000, now.total // 1000)
        if shelf.kind == "dataset":
            dataset.note_whole(hub, shelf)


def shelf_of_data(data: DataChoice, base: Path, hub: Hub) -> download.Shelf | None:
    """The part of a dataset that is still on the Hub; None where the files are here. Raises: ProblemError data_…, hub_…."""
    try:
        files_of(data, base)
    except ProblemError as error:
        if error.problem.code != "data_not_here":
            raise
        return dataset.shelf_of(hub, data.train, data.config, data.split)
    return None
