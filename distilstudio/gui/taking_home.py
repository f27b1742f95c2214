"""Brings the run that is offered to the page where it is taken home, and its exports to the engine and back. Must not know: how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.held_job import HeldJob
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.background import Background
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.offered_run import OfferedRun
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.zip_state import ZipState
from distilstudio.gui.models.zipping import zip_folder
from distilstudio.protocol.events import ExportEnded, ExportProgress
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.report import Report
from distilstudio.protocol.side_jobs import JobEnded, JobEvent
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.export import ExportPage


class TakingHome(HeldJob):
    """The run on the page, and the export that is under way. `exported`: the student of this run's folder has new forms."""

    exported = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        run: RunModel,
        offered: OfferedRun,
        background: Background,
        state: ExportState,
        zips: ZipState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(client, client.stop_export, parent)
        self._window, self._client, self._run, self._offered = window, client, run, offered
        self._background = background
        self.state, self._zips = state, zips
        self._folder: Path | None = None
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)
        offered.ended.connect(self._on_run_ended)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "export":
            page = self._page()
            page.export_requested.connect(self._on_export_requested)
            page.stop_requested.connect(self._stop)
            page.zip_requested.connect(self._on_zip_requested)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        """Look again each time: a run may have ended since. While an export goes on, its run stays."""
        if key == "export" and not self._job_id:
            self._take_offered()

    @Slot()
    def _on_run_ended(self) -> None:
        """The step rail tells at once that there is something to take home."""
        if not self._job_id and self._window.made("export"):
            self._take_offered()

    @Slot()
    def _on_export_requested(self) -> None:
        if self._folder is not None and not self._job_id:
            self._job_id = self._client.export_run(str(self._folder), ("onnx", "onnx-int8"))
            self._show_progress(ExportProgress(self._job_id, "read"))

    @Slot(object)
    def _on_zip_requested(self, wanted: object) -> None:
        folder = cast(Path, wanted)
        if self._zips.is_packing(folder):
            return

        def told(result: Path | Problem) -> None:
            if isinstance(result, Problem):
                self.problem_met.emit(result)
            self._zips.end(folder, None if isinstance(result, Problem) else result)

        self._zips.begin(folder)
        self._background.ask(zip_folder(folder, folder.with_name(folder.name + ".zip")), told)

    def _progressed(self, progress: JobEvent) -> None:
        self._show_progress(cast(ExportProgress, progress))

    def _show_progress(self, progress: ExportProgress | None) -> None:
        self._page().set_progress(progress)
        self.state.set_progress(progress, self._folder)

    def _ended(self, ended: JobEnded) -> None:
        report = cast(ExportEnded, ended).report
        self._show_progress(None)
        self._show()
        if report is not None and str(self._folder) == self._run.out:
            self._run.renew_report(report)
        if report is not None:
            self.exported.emit(self._folder)

    def _take_offered(self) -> None:
        found = self._offered.record()
        self._folder = found.folder if found is not None else None
        self._show()

    def _show(self) -> None:
        report = None
        if self._folder is not None:
            try:
                report = msgspec.json.decode((self._folder / "report.json").read_bytes(), type=Report)
            except (OSError, msgspec.DecodeError):  # moved or damaged since it was found: then there is nothing to take home
                self._folder = None
        self._page().show_run(self._folder, report)

    def _page(self) -> ExportPage:
        return cast("ExportPage", self._window.page("export"))
