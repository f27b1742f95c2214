"""The table of an exam's mistakes: counts painted by how many they are, what is right set apart. Must not know: which run it is, its rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from distilstudio.gui.models.mistake_counts import MistakeCounts
from distilstudio.gui.models.mistakes import Which
from distilstudio.gui.theme import Theme
from distilstudio.gui.tokens import mixed
from distilstudio.protocol.mistakes import Mistakes

DEEPEST = 0.42
"""Share of the student's colour under the most frequent mistake; the figure on it stays easy to read in both themes."""
PALEST = 0.1
CELL, WIDEST, NAME = 60, 104, 120
"""Widths of a cell, of one whose column has a long name at most, and of the names beside the lines at 100 %; longer names are cut, and whole in their
tips."""
ROW = 34
Index = QModelIndex | QPersistentModelIndex


class CountDelegate(QStyledItemDelegate):
    """Paints one count."""

    def __init__(self, theme: Theme, counts: MistakeCounts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._counts = theme, counts

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, figure, and a frame where it is chosen."""
        count = self._counts.count_at(index)
        if count is None:
            super().paint(painter, option, index)
            return
        tokens, box = self._theme.tokens, option.rect.adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(index))
        painter.drawRoundedRect(box, 4, 4)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        is_right = self._counts.is_right_at(index)
        painter.setFont(self._theme.font("step" if count and not is_right else "body"))
        painter.setPen(QColor(tokens.text if count and not is_right else tokens.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._figure(index, count))
        painter.restore()

    def _figure(self, index: Index, count: int) -> str:
        if not count:
            return "–"
        return f"{count:,} ✓" if self._counts.is_right_at(index) else f"{count:,}"

    def _ground(self, index: Index) -> QColor:
        """Right ones lie on a ground of their own; the more mistakes, the more of the student's colour."""
        tokens, share = self._theme.tokens, self._counts.share_at(index)
        if self._counts.is_right_at(index):
            return QColor(tokens.sunk)
        if not share:
            return QColor(tokens.surface)
        return QColor(mixed(tokens.student, tokens.surface, PALEST + (DEEPEST - PALEST) * share))


class MistakeTable(QTableView):
    """`chosen` carries line and column of the exam's table, or None."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakes_table")
        self._theme = theme
        self.counts = MistakeCounts(self)
        self.setModel(self.counts)
        self.setItemDelegate(CountDelegate(theme, self.counts, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(
            "QTableView { border: none; } QTableView::item { padding: 2px 6px; } QHeaderView::section { border: none; }"
        )
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        theme.changed.connect(self._on_theme_changed)

    def fill(self, mistakes: Mistakes | None, which: Which, lines: list[str], columns: list[str]) -> None:
        """Show these; a cell that is chosen stays so while the exam is the same."""
        self.counts.fill(mistakes, which, lines, columns)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The names, and a few cells: it scrolls."""
        return QSize(self._theme.px(220), self._theme.px(120))

    def sizeHint(self) -> QSize:
        """It takes what room there is."""
        return QSize(self._theme.px(300), self._theme.px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Widths of the columns, and of the names beside the lines."""
        pairs, columns = self.counts.lists_pairs, self.counts.columnCount()
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultAlignment(
            Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignLeft if pairs else Qt.AlignmentFlag.AlignHCenter)
        )
        down.setVisible(not pairs)
        down.setMaximumWidth(max(self._theme.px(NAME), self.width() * (3 if columns == 1 else 2) // 5))
        down.setDefaultSectionSize(self._theme.px(ROW))
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if pairs else behaviour.SelectItems)
        wanted = [
            min(max(across.sectionSizeHint(column), self._theme.px(CELL)), self._theme.px(WIDEST)) for column in range(columns)
        ]
        spare = max(0, self.viewport().width() - sum(wanted))
        for column, width in enumerate(wanted):
            across.resizeSection(column, width + spare // columns)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fit()
        self.viewport().update()

    @Slot()
    def _on_selected(self) -> None:
        found = self.selectionModel().selectedIndexes()
        self.chosen.emit(self.counts.spot_at(found[0]) if found else None)
