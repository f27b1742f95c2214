"""Brings the wish for a proof run to the engine, and what comes of it to the page where runs are compared. Must not know: how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.held_job import HeldJob
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.protocol.proof import ProofEnded, ProofProgress
from distilstudio.protocol.side_jobs import JobEnded, JobEvent
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.compare import ComparePage


class Proving(HeldJob):
    """Holds the proof run that is under way."""

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        run: RunModel,
        store: RunStore,
        state: ProofState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(client, client.stop_proof, parent)
        self._window, self._client, self._run, self._store, self._state = window, client, run, store, state
        window.page_made.connect(self._on_page_made)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "compare":
            view = cast("ComparePage", self._window.page("compare")).proof
            view.proof_requested.connect(self._on_proof_requested)
            view.stop_requested.connect(self._stop)

    @Slot(object)
    def _on_proof_requested(self, folder: object) -> None:
        if not self._job_id and not self._run.is_live:
            self._job_id = self._client.prove_run(str(folder))
            self._state.set_progress(cast(Path, folder), ProofProgress(self._job_id, "read"))

    def _progressed(self, progress: JobEvent) -> None:
        if self._state.folder is not None:
            self._state.set_progress(self._state.folder, cast(ProofProgress, progress))

    def _ended(self, ended: JobEnded) -> None:
        folder, report = self._state.folder, cast(ProofEnded, ended).report
        self._state.end()
        self._store.refresh()
        if report is not None and str(folder) == self._run.out:
            self._run.renew_report(report)
