"""The card under the table: scores, losses or settings of the chosen runs, one at a time. Must not know: files, the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.plots_overlay import OverlaidRun, OverlayPlot
from distilstudio.gui.widgets.run_differences import RunDifferences


class RunCurvesCard(Card):
    """Three tabs over the same runs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.tabs = QTabBar()
        self.tabs.setObjectName("compare_tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.score_plot, self.loss_plot = OverlayPlot(theme, "score"), OverlayPlot(theme, "loss")
        self.differences = RunDifferences()
        self._stack = QStackedWidget()
        for widget in (self.score_plot, self.loss_plot, self.differences):
            self.tabs.addTab("")
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord], overlaid: Sequence[OverlaidRun]) -> None:
        """Compare these runs; both are in the order of choice."""
        self.differences.show_runs(records)
        self.show_curves(overlaid)

    def show_curves(self, overlaid: Sequence[OverlaidRun]) -> None:
        """Curves have arrived."""
        self.score_plot.show_runs(overlaid)
        self.loss_plot.show_runs(overlaid)

    def retranslate(self) -> None:
        """Set every text again."""
        for tab, words in enumerate((self.tr("Exam score"), self.tr("Loss"), self.tr("Settings that differ"))):
            self.tabs.setTabText(tab, words)
        self.tabs.setAccessibleName(self.tr("What to compare"))
        self.setAccessibleName(self.tr("Chosen runs"))
