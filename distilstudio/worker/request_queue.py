"""Questions to the tryout engine: of each kind one is in flight, the newest waits, and older ones are forgotten.

Must not know: processes, what a question is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from distilstudio.protocol.answered_file import AnswerFile, FileQuestion, SaveAnswers
from distilstudio.protocol.check import CheckTeacher
from distilstudio.protocol.commands import DescribeTeacher, OpenModels, Predict, Question
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.hub import (
    DescribeDataset,
    DownloadDataset,
    DownloadModel,
    HubRequest,
    MeasureCache,
    SearchDatasets,
    SearchHub,
    TestConnection,
)
from distilstudio.protocol.inspection import InspectData, MeasureLengths, ShowRows

Request = Question | CheckTeacher | FileQuestion | ForecastRun | HubRequest
RequestKind = Literal[
    "data",
    "rows",
    "lengths",
    "teacher",
    "models",
    "predict",
    "check",
    "file",
    "save",
    "search",
    "datasets",
    "dataset",
    "download",
    "connection",
    "cache",
    "forecast",
]

_KINDS: dict[type[Request], RequestKind] = {
    InspectData: "data",
    ShowRows: "rows",
    MeasureLengths: "lengths",
    DescribeTeacher: "teacher",
    OpenModels: "models",
    Predict: "predict",
    CheckTeacher: "check",
    AnswerFile: "file",
    SaveAnswers: "save",
    SearchHub: "search",
    DownloadModel: "download",
    DownloadDataset: "download",
    SearchDatasets: "datasets",
    DescribeDataset: "dataset",
    TestConnection: "connection",
    MeasureCache: "cache",
    ForecastRun: "forecast",
}


def kind_of(request: Request) -> RequestKind:
    """The kind of question, as `problem_raised` names it."""
    return _KINDS[type(request)]


@dataclass
class _Line:
    newest: int = -1
    in_flight: Request | None = None
    waiting: Request | None = None


class RequestQueue:
    """One line for each kind of question."""

    def __init__(self) -> None:
        self._lines: dict[RequestKind, _Line] = {kind: _Line() for kind in _KINDS.values()}

    def ask(self, request: Request) -> Request | None:
        """Take a question in. Returns: what is to be sent now."""
        line = self._lines[kind_of(request)]
        line.newest = request.request_id
        if line.in_flight is not None:
            line.waiting = request
            return None
        line.in_flight = request
        return request

    def finish(self, request_id: int) -> Request | None:
        """The question in flight has its whole answer. Returns: what is to be sent now."""
        kind = self.kind_in_flight(request_id)
        if kind is None:
            return None
        line = self._lines[kind]
        line.in_flight, line.waiting = line.waiting, None
        return line.in_flight

    def kind_in_flight(self, request_id: int) -> RequestKind | None:
        """The kind of this question while it is in flight."""
        for kind, line in self._lines.items():
            if line.in_flight is not None and line.in_flight.request_id == request_id:
                return kind
        return None

    def newest_kind(self, request_id: int) -> RequestKind | None:
        """The kind of this question if no newer one of its kind was asked."""
        return next((kind for kind, line in self._lines.items() if line.newest == request_id), None)

    def request(self, request_id: int) -> Request | None:
        """The question in flight by its id."""
        kind = self.kind_in_flight(request_id)
        return None if kind is None else self._lines[kind].in_flight

    def clear(self) -> list[RequestKind]:
        """Forget everything. Returns: the kinds that were still to be answered."""
        open_kinds = [kind for kind, line in self._lines.items() if line.in_flight is not None]
        for line in self._lines.values():
            line.in_flight = line.waiting = None
        return open_kinds
