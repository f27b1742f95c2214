"""How many texts have how many word pieces, as bars, and the limit as a line that can be dragged. Must not know: recipes, the page around it."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import Plot, line_pen

BAR_PIXELS = 7
LEAST, MOST = 8, 8192
"""What a recipe takes as a limit."""


class LengthsPlot(Plot):
    """Bars left of the limit in the accent colour, those that are cut in the colour of a warning. `limit_dragged` with another limit."""

    limit_dragged = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "{:,.0f}".format, parent)
        self.setObjectName("lengths_plot")
        self._lengths: TextLengths | None = None
        self._limit = 128
        self._words = ""
        self._whole, self._cut = pg.BarGraphItem(x=[], height=[], width=1), pg.BarGraphItem(x=[], height=[], width=1)
        self.line = pg.InfiniteLine(movable=True, angle=90)
        for item in (self._whole, self._cut, self.line):
            self.area.addItem(item)
        self.area.box.setMouseEnabled(x=False, y=False)
        self.line.setCursor(Qt.CursorShape.SplitHCursor)
        self.line.sigDragged.connect(self._on_dragged)
        self.ghost.hide()
        self.set_colors()

    def sizeHint(self) -> QSize:
        """Low: it stands beside others."""
        return QSize(self.theme.px(240), self.theme.px(100))

    def minimumSizeHint(self) -> QSize:
        """Not lower; with large text a narrow column has to do."""
        return QSize(self.theme.px(110), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """There is no legend that could need a second line."""
        return False

    def show_lengths(self, lengths: TextLengths | None, limit: int, words: str) -> None:
        """Draw these lengths; `words`: what the drawing says, for who cannot see it."""
        self._lengths, self._limit, self._words = lengths, limit, words
        self.setAccessibleDescription(words)
        self.mark_dirty()

    def draw(self) -> None:
        """Bars by the room there is, and the line."""
        lengths = self._lengths
        known = lengths is not None and len(lengths) > 0
        self.area.show_axes(known)
        for item in (self._whole, self._cut, self.line):
            item.setVisible(known)
        if lengths is None or not known:
            return
        bars = lengths.bars(self._limit, max(12, self.area.columns() // BAR_PIXELS))
        width = float(bars.edges[1] - bars.edges[0])
        middles = bars.edges[:-1] + width / 2
        # A text of just the limit's length is whole: the bar that holds both kinds counts as whole.
        whole = bars.edges[:-1] <= self._limit
        for item, chosen in ((self._whole, whole), (self._cut, ~whole)):
            item.setOpts(x=middles[chosen], height=bars.counts[chosen], width=0.8 * width)
        self.area.box.setRange(
            xRange=(0, float(bars.edges[-1])), yRange=(0, 1.08 * max(1, int(bars.counts.max()))), padding=0, disableAutoRange=True
        )
        self.line.setBounds((LEAST, min(MOST, float(bars.edges[-1]))))
        if not self.line.moving:
            self.line.setValue(self._limit)

    def describe(self) -> str:
        """The sentence about the limit."""
        return self._words

    def set_colors(self) -> None:
        """Take colours from the theme."""
        self._whole.setOpts(brush=self.theme.color("accent"), pen=None)
        self._cut.setOpts(brush=self.theme.color("warn"), pen=None)
        self.line.setPen(line_pen(self.theme.tokens.text, 2, "dash"))
        self.line.setHoverPen(line_pen(self.theme.tokens.accent, 3))

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setAccessibleName(self.tr("How many texts have how many word pieces"))
        self.area.left.setToolTip(self.tr("Texts"))

    @Slot(object)
    def _on_dragged(self, _line: object) -> None:
        limit = round(float(self.line.value()))
        if limit != self._limit:
            self.limit_dragged.emit(limit)
