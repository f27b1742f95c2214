"""Texts of a file with the student's answers, as a table's model. Must not know: widgets, how answers are made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.protocol.answered_file import AnsweredRow

SHOWN_SIGNS = 300
"""Of a cell; no more of them fit into its line."""
NOTHING = "–"
"""The student's answer is that there is none: no name, no label that fits."""

Index = QModelIndex | QPersistentModelIndex


class AnsweredRows(QAbstractTableModel):
    """Question (where any is asked), text, answer, confidence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[AnsweredRow] = ()
        self._heads: Sequence[str] = ("", "", "", "")
        self.asks = False

    def set_rows(self, rows: Sequence[AnsweredRow]) -> None:
        """Show others."""
        self.beginResetModel()
        self._rows, self.asks = list(rows), any(row.question for row in rows)
        self.endResetModel()

    def set_heads(self, question: str, text: str, answer: str, confidence: str) -> None:
        """What stands above the columns."""
        self._heads = (question, text, answer, confidence)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def row_at(self, row: int) -> AnsweredRow:
        """The text of a line."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """As many as are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One less where nothing is asked."""
        return 4 if self.asks else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names above, numbers of the file's rows beside."""
        if orientation is Qt.Orientation.Vertical:
            return str(self._rows[section].row) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section if self.asks else section + 1]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in one line; the whole of it as its tip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        words = self._words(self._rows[index.row()], index.column() if self.asks else index.column() + 1)
        return (
            " ".join(words[: 2 * SHOWN_SIGNS].split())[:SHOWN_SIGNS] if role == Qt.ItemDataRole.DisplayRole else plain_tip(words)
        )

    def _words(self, row: AnsweredRow, column: int) -> str:
        if column < 2:
            return row.text if column else row.question
        if row.confidence is None:
            return ""
        # Cut, not rounded: 99.96 % is not certain.
        return f"{int(1000 * row.confidence) / 10:.1f} %" if column == 3 else row.answer or NOTHING

    def _side(self, column: int) -> Qt.AlignmentFlag:
        is_last = column == self.columnCount() - 1
        return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if is_last else Qt.AlignmentFlag.AlignLeft)
