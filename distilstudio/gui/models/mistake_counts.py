"""How often each mistake was made, as a table's model: a grid of labels, a few kinds, or the most frequent pairs where a grid would be too large.

Must not know: widgets, sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from distilstudio.gui.models.mistakes import Spot, Which, counted
from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.protocol.mistakes import Mistakes, is_right

MOST_IN_GRID = 40
"""Of more labels the pairs that are taken for each other are listed."""
MOST_PAIRS = 500
Index = QModelIndex | QPersistentModelIndex


def is_too_large(mistakes: Mistakes) -> bool:
    """Whether there are too many labels for a grid that one can read."""
    return mistakes.shape == "grid" and len(mistakes.lines) > MOST_IN_GRID


class MistakeCounts(QAbstractTableModel):
    """Lines and columns of the exam's table; of pairs the two labels, and how often they were taken for each other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mistakes: Mistakes | None = None
        self._counts: dict[Spot, int] = {}
        self._pairs: list[Spot] = []
        self._lines: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._most = 0

    @property
    def lists_pairs(self) -> bool:
        """Whether there are too many labels for a grid."""
        return self._mistakes is not None and is_too_large(self._mistakes)

    def fill(self, mistakes: Mistakes | None, which: Which, lines: Sequence[str], columns: Sequence[str]) -> None:
        """Show others. lines, columns: their names in the person's language; of pairs the three heads are columns."""
        same = mistakes is self._mistakes and not self.lists_pairs  # then what is chosen in it stays chosen
        if not same:
            self.beginResetModel()
        self._mistakes, self._lines, self._columns = mistakes, list(lines), list(columns)
        self._counts = counted(mistakes, which) if mistakes is not None else {}
        wrong = {spot: number for spot, number in self._counts.items() if number and not self._is_right(spot)}
        self._most = max(wrong.values(), default=0)
        self._pairs = sorted(wrong, key=lambda spot: (-wrong[spot], spot))[:MOST_PAIRS] if self.lists_pairs else []
        if not same:
            self.endResetModel()
            return
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        for orientation, number in ((Qt.Orientation.Horizontal, self.columnCount()), (Qt.Orientation.Vertical, self.rowCount())):
            self.headerDataChanged.emit(orientation, 0, number - 1)

    def spot_at(self, index: Index) -> Spot:
        """Line and column of the exam's table."""
        return self._pairs[index.row()] if self.lists_pairs else (index.row(), index.column())

    def count_at(self, index: Index) -> int | None:
        """How often; None where a pair's label stands."""
        if self.lists_pairs and index.column() < 2:
            return None
        return self._counts.get(self.spot_at(index), 0)

    def is_right_at(self, index: Index) -> bool:
        """Whether what is counted is no mistake."""
        return not self.lists_pairs and self._is_right(self.spot_at(index))

    def share_at(self, index: Index) -> float:
        """The count as a share of the most frequent mistake's, 0..1."""
        count = self.count_at(index) or 0
        return 0.0 if self.is_right_at(index) or not self._most else count / self._most

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Lines, or pairs."""
        if parent.isValid() or self._mistakes is None:
            return 0
        return len(self._pairs) if self.lists_pairs else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns, or the three of a pair."""
        return 0 if parent.isValid() or self._mistakes is None else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names; whole in their tips."""
        names = self._columns if orientation is Qt.Orientation.Horizontal else self._lines
        if section >= len(names) or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return names[section] if role == Qt.ItemDataRole.DisplayRole else plain_tip(names[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A count, or a label of a pair; what it is of is told in its tip and to those who do not see the table."""
        count = self.count_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._label(index) if count is None else f"{count:,}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._told(index))
        return self._told(index) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _is_right(self, spot: Spot) -> bool:
        return self._mistakes is not None and is_right(self._mistakes.shape, *spot)

    def _label(self, index: Index) -> str:
        return self._lines[self.spot_at(index)[index.column()]]

    def _told(self, index: Index) -> str:
        line, column = self.spot_at(index)
        names = (self._lines[line], self._lines[column] if self.lists_pairs else self._columns[column])
        return f"{' → '.join(filter(None, names))}: {self._counts.get((line, column), 0):,}"
