"""The proof run that goes on: of which run, and how far it is. Must not know: widgets, the client."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from distilstudio.protocol.proof import ProofProgress


class ProofState(QObject):
    """`folder` of the run that is being proved; None: none is. There is one at a time."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.progress: ProofProgress | None = None

    @property
    def is_busy(self) -> bool:
        """Whether one goes on."""
        return self.folder is not None

    def set_progress(self, folder: Path, progress: ProofProgress) -> None:
        """It is so far."""
        self.folder, self.progress = folder, progress
        self.changed.emit()

    def end(self) -> None:
        """It is over, whatever came of it."""
        self.folder = self.progress = None
        self.changed.emit()
