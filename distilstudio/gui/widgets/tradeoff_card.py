"""The card "Size, speed and quality": what each student costs and can, over megabytes or milliseconds. Must not know: files, the table of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabBar, QWidget

from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.plots_tradeoff import TradeoffPlot, dots_of


class TradeoffCard(Card):
    """Two tabs, one for each cost, over the same chart."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.plot, self.across = TradeoffPlot(theme), QTabBar()
        self.across.setDrawBase(False)
        self.across.setExpanding(False)
        self.across.addTab("")
        self.across.addTab("")
        self.body.addWidget(self.across)
        self.body.addWidget(self.plot, 1)
        self.across.currentChanged.connect(self._on_across)
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord], looks: Mapping[Path, int]) -> None:
        """Show the models of all these runs. looks: of those that are chosen."""
        self.plot.show_dots(dots_of(records, looks, self.tr("teacher")))
        self._say_what_is_better()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Size, speed and quality"))
        self._say_what_is_better()
        self.across.setTabText(0, self.tr("Megabytes"))
        self.across.setTabText(1, self.tr("Milliseconds a text"))
        self.across.setAccessibleName(self.tr("What is measured across"))

    def _say_what_is_better(self) -> None:
        self.set_note(
            self.tr("Perplexity: down is better, left is smaller or faster")
            if self.plot.falls
            else self.tr("Up is better, left is smaller or faster")
        )

    @Slot(int)
    def _on_across(self, tab: int) -> None:
        self.plot.set_across("ms" if tab else "MB")
