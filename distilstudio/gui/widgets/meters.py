"""Meters of this computer during a run: processor, memory, disk, graphics card. Must not know: who measures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from distilstudio.gui.figures import gigabytes, megabytes, percent
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.protocol.events import ResourcesMeasured


@dataclass
class _Meter:
    name: QLabel
    bar: CalmBar
    value: QLabel

    def set_visible(self, visible: bool) -> None:
        for widget in (self.name, self.bar, self.value):
            widget.setVisible(visible)

    def show(self, share: float, words: str) -> None:
        self.bar.setValue(round(1000 * min(1.0, max(0.0, share))))
        self.value.setText(words)
        self.bar.setAccessibleDescription(words)


class Meters(QWidget):
    """Bars with their figures, as of the newest measure."""

    def __init__(self, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._meters = [self._add_meter(grid, row) for row in range(4)]
        grid.setRowStretch(4, 1)
        self.retranslate()
        run.measured.connect(self._on_measured)

    def retranslate(self) -> None:
        """Set every text again."""
        names = (self.tr("Processor"), self.tr("Memory"), self.tr("Disk for the run"), self.tr("Graphics memory"))
        for meter, name in zip(self._meters, names, strict=True):
            meter.name.setText(name)
            meter.bar.setAccessibleName(name)
        self._on_measured()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_measured(self) -> None:
        now = self._run.resources
        self._meters[3].set_visible(now is not None and bool(now.gpu_memory_total))
        if now is None:
            for meter in self._meters:
                meter.show(0.0, "–")
            return
        self._show(now)

    def _show(self, now: ResourcesMeasured) -> None:
        processor, memory, disk, gpu = self._meters
        processor.show(now.processor, percent(now.processor))
        processor.value.setToolTip(
            self.tr("The run works with {0} of {1} cores; other programs want the rest.").format(now.cores_taken, now.cores)
            if now.beside_others
            else ""
        )
        of = self.tr("{0} / {1} GB")
        memory.show(
            now.memory_used / max(1, now.memory_total), of.format(gigabytes(now.memory_used), gigabytes(now.memory_total))
        )
        room = now.run_folder + now.disk_free
        disk.show(now.run_folder / max(1, room), megabytes(now.run_folder / 1e6))
        disk.value.setToolTip(self.tr("{0} GB are free.").format(gigabytes(now.disk_free)))
        if now.gpu_memory_total:
            used = now.gpu_memory_used or 0
            gpu.show(used / now.gpu_memory_total, of.format(gigabytes(used), gigabytes(now.gpu_memory_total)))

    def _add_meter(self, grid: QGridLayout, row: int) -> _Meter:
        name, bar, value = QLabel(), CalmBar(), QLabel()
        name.setProperty("kind", "note")
        bar.setRange(0, 1000)
        bar.setTextVisible(False)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(name, row, 0)
        grid.addWidget(bar, row, 1)
        grid.addWidget(value, row, 2)
        return _Meter(name, bar, value)
