"""Brings the wish for a proof run to the engine, and what comes of it to the page where runs are compared. Must not know: how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.protocol.proof import ProofEvent, ProofProgress
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.compare import ComparePage


class Proving(QObject):
    """Holds the proof run that is under way."""

    problem_met = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        run: RunModel,
        store: RunStore,
        state: ProofState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._client, self._run, self._store, self._state = window, client, run, store, state
        self._proof_id = ""
        window.page_made.connect(self._on_page_made)
        client.proof_event.connect(self._on_proof_event)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "compare":
            view = cast("ComparePage", self._window.page("compare")).proof
            view.proof_requested.connect(self._on_proof_requested)
            view.stop_requested.connect(self._on_stop_requested)

    @Slot(object)
    def _on_proof_requested(self, folder: object) -> None:
        if not self._proof_id and not self._run.is_live:
            self._proof_id = self._client.prove_run(str(folder))
            self._state.set_progress(cast(Path, folder), ProofProgress(self._proof_id, "read"))

    @Slot()
    def _on_stop_requested(self) -> None:
        self._client.stop_proof(self._proof_id)

    @Slot(object)
    def _on_proof_event(self, event: ProofEvent) -> None:
        folder = self._state.folder
        if event.proof_id != self._proof_id or folder is None:
            return
        if isinstance(event, ProofProgress):
            self._state.set_progress(folder, event)
            return
        self._proof_id = ""
        self._state.end()
        self._store.refresh()
        if event.report is not None and str(folder) == self._run.out:
            self._run.renew_report(event.report)
        if event.problem is not None:
            self.problem_met.emit(event.problem)
