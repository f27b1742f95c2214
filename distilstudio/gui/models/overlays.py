"""Curves of the runs that are looked at: read once each, in the background, and again when their journal has grown. Must not know: widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from distilstudio.gui.models.background import Background, Ticket
from distilstudio.gui.models.run_curves import RunCurves, read_curves
from distilstudio.gui.models.run_records import RunRecord

MOST_KEPT = 24
"""Runs whose curves stay in memory; one of 200,000 steps takes 8 MB."""


class Overlays(QObject):
    """`changed`: curves have arrived."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._curves: dict[Path, RunCurves] = {}
        self._stamps: dict[Path, tuple[int, ...]] = {}
        self._tickets: dict[Path, Ticket] = {}

    def curves(self, folder: Path) -> RunCurves | None:
        """A run's curves; None while they are being read, or were not wanted."""
        return self._curves.get(folder)

    def want(self, records: Sequence[RunRecord]) -> None:
        """Read the curves of these runs, where they are not known; others that are being read are not wanted any more."""
        wanted = {record.folder: record.stamp for record in records}
        for folder in [folder for folder in self._tickets if wanted.get(folder) != self._stamps.get(folder)]:
            self._tickets.pop(folder).cancel()
            self._stamps.pop(folder, None)
        for folder, stamp in wanted.items():
            if self._stamps.get(folder) != stamp:
                self._stamps[folder] = stamp
                self._tickets[folder] = self._background.ask(read_curves(folder), self._on_read)

    def _on_read(self, curves: RunCurves) -> None:
        self._tickets.pop(curves.folder, None)
        self._curves.pop(curves.folder, None)
        self._curves[curves.folder] = curves
        while len(self._curves) > MOST_KEPT:
            oldest = next(iter(self._curves))
            del self._curves[oldest]
            self._stamps.pop(oldest, None)
        self.changed.emit()
