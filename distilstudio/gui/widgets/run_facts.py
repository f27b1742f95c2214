"""What a finished run took and where it is. Must not know: runs under way, what is in the folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from distilstudio.gui.fact_words import pace_words, rows_words
from distilstudio.gui.figures import duration
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.folder_dialog import show_folder
from distilstudio.protocol.report import Report


class RunFacts(QWidget):
    """Time, pace, device, rows and folder. `open_button` stands elsewhere in the card; it opens the folder."""

    def __init__(self, open_button: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._folder = ""
        self._names = [QLabel() for _ in range(5)]
        self._values = [ElidedLabel() for _ in range(5)]
        self.open_button = open_button
        self.open_button.setObjectName("run_folder_button")
        self.open_button.clicked.connect(self._on_open)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setProperty("kind", "note")
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        grid.setRowStretch(len(self._names), 1)

    def show_run(self, report: Report, folder: str) -> None:
        """Fill the lines."""
        self._report, self._folder = report, folder
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        report = self._report
        if report is None:
            return
        lines = (
            (self.tr("Time taken"), duration(sum(report.seconds.values()))),
            (self.tr("Pace"), pace_words(report)),
            (self.tr("Rows"), rows_words(report)),
            (self.tr("Saved in"), self._folder),
            (self.tr("Learnt on from"), report.started_from),
        )
        for name, value, (title, words) in zip(self._names, self._values, lines, strict=True):
            name.setText(title)
            value.set_text(words)
            name.setVisible(bool(words))
            value.setVisible(bool(words))
        self.open_button.setText(self.tr("Open the folder"))
        is_there = Path(self._folder).is_dir()
        self.open_button.setEnabled(is_there)
        self.open_button.setToolTip("" if is_there else self.tr("The run’s folder is not there any more."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_open(self) -> None:
        show_folder(Path(self._folder))
