"""One job beside a run, held by its id until it has ended. Must not know: which job it is, how it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.side_jobs import JobEnded, JobEvent, id_of
from distilstudio.worker.client import Client


class HeldJob(QObject):
    """Who builds on it says what its progress and its end come to. `problem_met`: it has failed."""

    problem_met = Signal(object)

    def __init__(self, client: Client, end: Callable[[str], None], parent: QObject | None) -> None:
        """end: asks the engine to leave the job with this id."""
        super().__init__(parent)
        self._job_id, self._end_job = "", end
        client.job_event.connect(self._on_job_event)

    @Slot()
    def _stop(self) -> None:
        if self._job_id:
            self._end_job(self._job_id)

    def _progressed(self, progress: JobEvent) -> None:
        raise NotImplementedError

    def _ended(self, ended: JobEnded) -> None:
        raise NotImplementedError

    @Slot(object)
    def _on_job_event(self, event: object) -> None:
        told = cast(JobEvent, event)
        if id_of(told) != self._job_id:
            return
        if not isinstance(told, JobEnded):
            self._progressed(told)
            return
        self._job_id = ""
        self._ended(told)
        if told.problem is not None:
            self.problem_met.emit(told.problem)
