"""How often each label comes, as bars with figures. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from distilstudio.gui.figures import count, percent
from distilstudio.gui.widgets.pinned_list import ElidedLabel
from distilstudio.protocol.events import LabelCount

MOST = 5


class LabelBalance(QWidget):
    """The most frequent labels; the rest in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_balance")
        self._labels: list[LabelCount] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)

    def fill(self, labels: list[LabelCount]) -> None:
        """Show these counts."""
        self._labels = sorted(labels, key=lambda label: -label.rows)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        total = sum(label.rows for label in self._labels) or 1
        for row, label in enumerate(self._labels[:MOST]):
            self._add_row(row, label, label.rows / total)
        more = len(self._labels) - MOST
        if more > 0:
            note = QLabel(self.tr("and {0} more").format(more))
            note.setProperty("kind", "note")
            self._grid.addWidget(note, 2 * MOST, 0, 1, 2)
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
        bar.setValue(round(1000 * share))
        bar.setAccessibleName(label.label)
        figure.setProperty("kind", "note")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(ElidedLabel(label.label), 2 * row, 0)
        self._grid.addWidget(figure, 2 * row, 1)
        self._grid.addWidget(bar, 2 * row + 1, 0, 1, 2)
