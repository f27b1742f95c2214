"""The export that goes on, of which run it is, and how far. Must not know: widgets, the client."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from distilstudio.protocol.events import ExportProgress


class ExportState(QObject):
    """`progress` and the `folder` of the run; None: none goes on. There is one at a time."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress: ExportProgress | None = None
        self.folder: Path | None = None

    @property
    def is_busy(self) -> bool:
        """Whether one goes on."""
        return self.progress is not None

    def set_progress(self, progress: ExportProgress | None, folder: Path | None = None) -> None:
        """The export of the run in this folder is so far; None: it is over, whatever came of it."""
        self.progress, self.folder = progress, folder if progress is not None else None
        self.changed.emit()
