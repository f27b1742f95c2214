"""The card under the table: scores, losses, settings or proofs of the chosen runs, one at a time. Must not know: files, the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.plots_overlay import OverlaidRun, OverlayPlot
from distilstudio.gui.widgets.proof_view import ProofView
from distilstudio.gui.widgets.run_differences import RunDifferences


class RunCurvesCard(Card):
    """Four tabs over the same runs."""

    def __init__(self, theme: Theme, proofs: ProofState, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.tabs = QTabBar()
        self.tabs.setObjectName("compare_tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.score_plot, self.loss_plot = OverlayPlot(theme, "score"), OverlayPlot(theme, "loss")
        self.differences, self.proof = RunDifferences(), ProofView(theme, proofs)
        self._stack = QStackedWidget()
        for widget in (self.score_plot, self.loss_plot, self.differences, self.proof):
            self.tabs.addTab("")
            self._stack.addWidget(widget)
        self._records: Sequence[RunRecord] = ()
        self._overlaid: Sequence[OverlaidRun] = ()
        self._waiting: list[QWidget] = []
        self._fill_later = QTimer(self, interval=0, singleShot=True)
        self._fill_later.timeout.connect(self._fill_next)
        self.tabs.currentChanged.connect(self._on_turned)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord], overlaid: Sequence[OverlaidRun]) -> None:
        """Compare these runs; both are in the order of choice. What is in front is filled now, the rest turn by turn: all at once would
        make the window stand still for as long as four of them take."""
        self._records, self._overlaid = records, overlaid
        self._fill([self.score_plot, self.loss_plot, self.differences, self.proof])

    def show_curves(self, overlaid: Sequence[OverlaidRun]) -> None:
        """Curves have arrived."""
        self._overlaid = overlaid
        self._fill([self.score_plot, self.loss_plot])

    def _fill(self, parts: list[QWidget]) -> None:
        """Fill what is in front of these now, and the others each in a turn of its own."""
        self._waiting += [part for part in parts if part not in self._waiting]
        self._fill_one(self._stack.currentWidget())
        if self._waiting:
            self._fill_later.start()

    def _fill_one(self, part: QWidget | None) -> None:
        if part is None or part not in self._waiting:
            return
        self._waiting.remove(part)
        match part:
            case OverlayPlot():
                part.show_runs(self._overlaid)
            case RunDifferences():
                part.show_runs(self._records)
            case ProofView():
                part.show_runs(self._records, [run.look for run in self._overlaid])

    @Slot()
    def _fill_next(self) -> None:
        if self._waiting:
            self._fill_one(self._waiting[0])
        if self._waiting:
            self._fill_later.start()

    @Slot(int)
    def _on_turned(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._fill_one(self._stack.currentWidget())

    def show_proof(self) -> None:
        """Turn to the proof."""
        self.tabs.setCurrentIndex(self._stack.indexOf(self.proof))

    def retranslate(self) -> None:
        """Set every text again."""
        titles = (self.tr("Exam score"), self.tr("Loss"), self.tr("Settings that differ"), self.tr("Proof"))
        for tab, words in enumerate(titles):
            self.tabs.setTabText(tab, words)
        self.tabs.setAccessibleName(self.tr("What to compare"))
        self.setAccessibleName(self.tr("Chosen runs"))
