"""The export that goes on, and how far it is. Must not know: widgets, the client, of which run it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from distilstudio.protocol.events import ExportProgress


class ExportState(QObject):
    """`progress`; None: none goes on. There is one at a time."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress: ExportProgress | None = None

    @property
    def is_busy(self) -> bool:
        """Whether one goes on."""
        return self.progress is not None

    def set_progress(self, progress: ExportProgress | None) -> None:
        """It is so far; None: it is over, whatever came of it."""
        self.progress = progress
        self.changed.emit()
