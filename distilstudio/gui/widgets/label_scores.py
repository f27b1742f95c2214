"""How well a teacher knows each label, a row each. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from distilstudio.gui.figures import count, percent
from distilstudio.gui.theme import Theme
from distilstudio.protocol.check import LabelScores

MOST_ROWS_SEEN = 6
"""More are scrolled."""


class LabelScoresTable(QTableWidget):
    """Label, exam rows, precision, recall, F1; the weakest label first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._theme = theme
        self._scores: list[LabelScores] = []
        self.setObjectName("label_scores_table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(theme.px(56))
        self.setStyleSheet("QTableView { border: none; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.retranslate()

    def fill(self, scores: list[LabelScores]) -> None:
        """Show these."""
        self._scores = sorted(scores, key=lambda one: (one.f1, one.label))
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        titles = (
            (self.tr("Label"), ""),
            (self.tr("Exam"), self.tr("How many of the exam rows carry it (names, where names are marked)")),
            (self.tr("Right"), self.tr("Of what it calls so, this share is so (precision)")),
            (self.tr("Found"), self.tr("Of those that are so, it finds this share (recall)")),
            (self.tr("F1"), self.tr("Both in one figure: the harmonic mean of the two")),
        )
        self.setHorizontalHeaderLabels([title for title, _ in titles])
        for column, (_, words) in enumerate(titles):
            head = self.horizontalHeaderItem(column)
            if head is not None:
                head.setToolTip(words)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setRowCount(len(self._scores))
        for row, one in enumerate(self._scores):
            cells = (one.label, count(one.rows), percent(one.precision), percent(one.recall), percent(one.f1))
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.setAccessibleName(self.tr("How well the teacher knows each label"))
        self.setAccessibleDescription("; ".join(self._sentence(one) for one in self._scores))
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As high as its rows, up to some."""
        rows = min(len(self._scores), MOST_ROWS_SEEN)
        height = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + 4
        return QSize(self._theme.px(340), height)

    def minimumSizeHint(self) -> QSize:
        """As high, and narrower."""
        return QSize(self._theme.px(260), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _sentence(self, one: LabelScores) -> str:
        return self.tr("{0}: {1} in the exam, right {2}, found {3}, F1 {4}").format(
            one.label, count(one.rows), percent(one.precision), percent(one.recall), percent(one.f1)
        )
