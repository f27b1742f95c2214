"""Exports: a process for each, one at a time, and exactly one ExportEnded for each whatever happens.

Lives in the worker thread. Must not know: the window, how a model is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.commands import ExportRun, StopExport
from distilstudio.protocol.events import Event, ExportEnded, ExportProgress
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess


class Exporter(QObject):
    """Takes exports; neither training nor typing waits for them."""

    event_told = Signal(object)
    gone = Signal()

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(parent)
        self._make_process = make_process
        self._waiting: deque[ExportRun] = deque()
        self._process: EngineProcess | None = None
        self._export: ExportRun | None = None
        self._closing = False

    @property
    def is_idle(self) -> bool:
        """No process is left."""
        return self._process is None

    def start(self, command: ExportRun) -> None:
        """Export; it waits while the process of the export before is there."""
        if not self._closing:
            self._waiting.append(command)
            self._start_next()

    def stop(self, command: StopExport) -> None:
        """End an export, also one that still waits."""
        for waiting in [one for one in self._waiting if one.export_id == command.export_id]:
            self._waiting.remove(waiting)
            self.event_told.emit(ExportEnded(command.export_id, "discarded"))
        if self._process is not None and self._export is not None and self._export.export_id == command.export_id:
            if self._process.is_ready:
                self._process.send(command)
                self._process.expect_end()
            else:
                self._process.stop()

    def shut_down(self) -> None:
        """End everything by the ladder; `gone` comes when no process is left."""
        self._closing = True
        self._waiting.clear()
        if self._process is None:
            self.gone.emit()
        else:
            self._process.stop()

    def end_now(self) -> None:
        """End the process before this returns."""
        if self._process is not None:
            self._process.end_now()
            self._process = None

    def _start_next(self) -> None:
        if self._process is not None or not self._waiting:
            return
        self._export = self._waiting.popleft()
        process = self._process = self._make_process()
        process.setParent(self)
        process.event_received.connect(self._on_event)
        process.ended.connect(self._on_ended)
        process.send(self._export)
        process.start()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if self._export is None or not isinstance(event, ExportProgress | ExportEnded):
            return
        if isinstance(event, ExportEnded):
            self._export = None
            if self._process is not None:
                self._process.stop()
        self.event_told.emit(event)

    @Slot(object)
    def _on_ended(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        export, self._export = self._export, None
        if export is not None:
            is_wanted = ending.problem is None  # a process that went in good order was asked to
            self.event_told.emit(ExportEnded(export.export_id, "discarded" if is_wanted else "failed", problem=ending.problem))
        if self._closing:
            self.gone.emit()
        else:
            self._start_next()
