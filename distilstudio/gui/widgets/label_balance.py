"""How often each label comes, as bars with figures; many labels scroll. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from distilstudio.gui.figures import count, percent
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.up_down_area import UpDownArea
from distilstudio.protocol.inspection import LabelCount

MOST = 200
"""Rows that are made; what is behind them is told by its number."""
AT_ONCE = 5
"""Rows that there is room for without scrolling."""
ACROSS, DOWN = 10, 3


class LabelBalance(UpDownArea):
    """The labels, most frequent first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_balance")
        self._labels: list[LabelCount] = []
        self._rows = 0
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(ACROSS)
        self._grid.setVerticalSpacing(DOWN)
        self._grid.setColumnStretch(0, 1)
        self.setWidget(self._content)

    def sizeHint(self) -> QSize:
        """Room for a handful of labels; of more, half a row shows that there are more."""
        whole = self._content.sizeHint()
        made = min(len(self._labels), MOST)
        if made <= AT_ONCE:
            return whole
        return QSize(whole.width(), round(whole.height() * (AT_ONCE + 0.5) / (made + (len(self._labels) > MOST) / 2)))

    def minimumSizeHint(self) -> QSize:
        """Not less high."""
        return QSize(120, self.sizeHint().height())

    def fill(self, labels: list[LabelCount], rows: int = 0) -> None:
        """Show these counts. `rows`: how many rows carry a label, where one may carry several; else it is their sum."""
        ordered = sorted(labels, key=lambda label: -label.rows)
        if (ordered, rows) != (self._labels, self._rows):
            self._labels, self._rows = ordered, rows
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        total = self._rows or sum(label.rows for label in self._labels) or 1
        for row, label in enumerate(self._labels[:MOST]):
            self._add_row(row, label, label.rows / total)
        more = len(self._labels) - MOST
        if more > 0:
            note = QLabel(self.tr("and {0} more").format(more))
            note.setProperty("kind", "note")
            self._grid.addWidget(note, 2 * MOST, 0, 1, 2)
        self.verticalScrollBar().setValue(0)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if len(self._labels) > AT_ONCE else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        # Room for the bar, so that it hides no figure.
        self._grid.setContentsMargins(0, 0, 12 if len(self._labels) > AT_ONCE else 0, 0)
        self.updateGeometry()
        self.setAccessibleName(self.tr("How often each label comes"))
        self.setAccessibleDescription("; ".join(f"{label.label} {count(label.rows)}" for label in self._labels))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _add_row(self, row: int, label: LabelCount, share: float) -> None:
        bar, figure = QProgressBar(), QLabel(f"{count(label.rows)} · {percent(share)}")
        bar.setRange(0, 1000)
        bar.setTextVisible(False)
        bar.setValue(min(1000, round(1000 * share)))
        bar.setAccessibleName(label.label)
        figure.setProperty("kind", "note")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = ElidedLabel()
        name.set_text(label.label)
        self._grid.addWidget(name, 2 * row, 0)
        self._grid.addWidget(figure, 2 * row, 1)
        self._grid.addWidget(bar, 2 * row + 1, 0, 1, 2)
        # Layouts show what is added a turn of the event loop later; until then the size asked for would be that of no rows.
        for widget in (name, figure, bar):
            widget.show()
