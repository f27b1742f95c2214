"""Settings that a pilot has tried, the best first, the person's own marked. Must not know: the engine, the page around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from distilstudio.gui.figures import count, listed, score
from distilstudio.gui.models.plain_number import plain_number
from distilstudio.gui.theme import Theme
from distilstudio.protocol.pilot import Tried

STEPS = 2
"""The column that can be left out; it is in the description all the same."""
MOST_ROWS = 5
"""The best ones; the person's own is shown besides."""


class PilotTable(QTableWidget):
    """Learning rate, temperature, steps, score."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._theme = theme
        self._tried: list[Tried] = []
        self._own = (0.0, 0.0)
        self._score_name = ""
        self.setObjectName("pilot_table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.setStyleSheet("QTableView { border: none; }")
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.retranslate)
        self.retranslate()

    def fill(self, tried: Sequence[Tried], own: tuple[float, float], score_name: str) -> None:
        """Show these; own: learning rate and temperature that the recipe has."""
        if (list(tried), own, score_name) != (self._tried, self._own, self._score_name):
            self._tried, self._own, self._score_name = list(tried), own, score_name
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        shown = [one for place, one in enumerate(self._tried) if place < MOST_ROWS or self._is_own(one)]
        self.setHorizontalHeaderLabels([self.tr("Learning rate"), self.tr("Temperature"), self.tr("Steps"), self.tr("Score")])
        self.setRowCount(len(shown))
        for row, one in enumerate(shown):
            for column, words in enumerate(self._cells(one)):
                item = QTableWidgetItem(words)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(words)
                self.setItem(row, column, item)
        for column in range(4):
            head = self.horizontalHeaderItem(column)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            if head is not None:
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.tr("Settings that were tried, the best first"))
        self.setAccessibleDescription("; ".join(listed(self._cells(one)) for one in shown))
        self.setVisible(bool(shown))
        self.setFixedHeight(self.sizeHint().height())
        self._fit_columns()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        height = self.horizontalHeader().sizeHint().height() + self.rowCount() * self.verticalHeader().defaultSectionSize() + 4
        return QSize(self._theme.px(340), height)

    def minimumSizeHint(self) -> QSize:
        """As high, and so wide that without its steps nothing is cut."""
        needed = sum(width for place, width in enumerate(self._widths()) if place != STEPS)
        return QSize(max(self._theme.px(260), needed + 2 * self.frameWidth()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large type needs the room of the steps."""
        super().resizeEvent(event)
        self._fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        """What was filled before it had its look is measured with it."""
        super().showEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fit_columns(self) -> None:
        self.setColumnHidden(STEPS, False)  # of a hidden one nobody knows how wide its head is
        self.setColumnHidden(STEPS, sum(self._widths()) > self.viewport().width())
        self.updateGeometry()

    def _widths(self) -> list[int]:
        """What each column needs."""
        return [max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place)) for place in range(4)]

    def _is_own(self, one: Tried) -> bool:
        return (one.learning_rate, one.temperature) == self._own

    def _cells(self, one: Tried) -> list[str]:
        rate = plain_number(one.learning_rate)
        return [
            self.tr("{0} (yours)").format(rate) if self._is_own(one) else rate,
            f"{one.temperature:g}",
            count(one.steps),
            self.tr("lost its way") if one.score is None else score(self._score_name, one.score),
        ]
