"""Rows of an exam as a list's model, some at a time. Must not know: widgets, how a row is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.protocol.mistakes import ExamRow

AT_A_TIME = 40
"""More are taken when the person scrolls to them: to measure thousands of texts for their height takes seconds."""
Index = QModelIndex | QPersistentModelIndex


class MistakeRows(QAbstractListModel):
    """`in_words`: all that is said of a row, for those who hear it."""

    def __init__(self, in_words: Callable[[ExamRow], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_words = in_words
        self._rows: Sequence[ExamRow] = ()
        self._shown = 0

    @property
    def total(self) -> int:
        """How many there are, with those that were not taken yet."""
        return len(self._rows)

    def set_rows(self, rows: Sequence[ExamRow]) -> None:
        """Show others."""
        self.beginResetModel()
        self._rows, self._shown = rows, min(AT_A_TIME, len(rows))
        self.endResetModel()

    def row_at(self, row: int) -> ExamRow:
        """The row of a line."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """As many as were taken."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        """Take some more."""
        more = min(AT_A_TIME, len(self._rows) - self._shown)
        if parent.isValid() or more <= 0:
            return
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text; its whole as a tip."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._in_words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(whole_text(row)) if len(row.text) > 80 else None
        return row.question or row.text if role == Qt.ItemDataRole.DisplayRole else None


def whole_text(row: ExamRow) -> str:
    """As much of a row's text as is kept, with a sign where it is cut."""
    return ("…" if row.cut_before else "") + row.text + ("…" if row.cut_behind else "")
