"""The card under the table: scores, losses, settings, proofs or mistakes of the chosen runs, one at a time. Must not know: files, the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from distilstudio.gui.learning_words import of_score, practice
from distilstudio.gui.models.mistakes import MistakesState
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.mistakes_view import MistakesView
from distilstudio.gui.widgets.plots_overlay import OverlaidRun, OverlayPlot
from distilstudio.gui.widgets.proof_view import ProofView
from distilstudio.gui.widgets.run_differences import RunDifferences

HIGHER = 420
"""Pixels at 100 %."""


class RunCurvesCard(Card):
    """Five tabs over the same runs. `room_wanted`: what is shown now needs the width of the page, or does not any more."""

    room_wanted = Signal(bool)

    def __init__(self, theme: Theme, proofs: ProofState, mistakes: MistakesState, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self.tabs = QTabBar()
        self.tabs.setObjectName("compare_tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.score_plot, self.loss_plot = OverlayPlot(theme, "score"), OverlayPlot(theme, "loss")
        self.differences, self.proof = RunDifferences(), ProofView(theme, proofs)
        self.mistakes = MistakesView(theme, mistakes)
        self._stack = QStackedWidget()
        self._score_note = QLabel()
        self._score_note.setObjectName("practice_note")
        self._score_note.setProperty("kind", "note")
        self._score_note.setWordWrap(True)
        for widget in (self._explained_score(), self.loss_plot, self.differences, self.proof, self.mistakes):
            self.tabs.addTab("")
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._on_tab)
        theme.changed.connect(self._fit)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.retranslate()

    def _explained_score(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._score_note)
        layout.addWidget(self.score_plot, 1)
        return page

    def show_runs(self, records: Sequence[RunRecord], overlaid: Sequence[OverlaidRun]) -> None:
        """Compare these runs; both are in the order of choice."""
        self.differences.show_runs(records)
        self.proof.show_runs(records, [run.look for run in overlaid])
        self.mistakes.show_runs(records)
        self.show_curves(overlaid)

    def show_curves(self, overlaid: Sequence[OverlaidRun]) -> None:
        """Curves have arrived."""
        self.score_plot.show_runs(overlaid)
        self.loss_plot.show_runs(overlaid)
        self._explain_score()

    def _explain_score(self) -> None:
        self._score_note.setText(of_score("perplexity" if self.score_plot.falls else "", is_examined=True))

    def show_proof(self) -> None:
        """Turn to the proof."""
        self.tabs.setCurrentIndex(self._stack.indexOf(self.proof))

    def show_mistakes(self) -> None:
        """Turn to the mistakes."""
        self.tabs.setCurrentIndex(self._stack.indexOf(self.mistakes))

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.room_wanted.emit(self._stack.currentWidget() is self.mistakes)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """A table with texts beside it wants more height than a curve."""
        self.setMinimumHeight(self._theme.px(HIGHER) if self._stack.currentWidget() is self.mistakes else 0)

    def retranslate(self) -> None:
        """Set every text again."""
        self._explain_score()
        names = (practice(), self.tr("Loss"), self.tr("Settings that differ"), self.tr("Proof"), self.tr("Mistakes"))
        for tab, words in enumerate(names):
            self.tabs.setTabText(tab, words)
        self.tabs.setAccessibleName(self.tr("What to compare"))
        self.setAccessibleName(self.tr("Chosen runs"))
