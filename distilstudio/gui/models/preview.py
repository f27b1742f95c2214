"""The first rows of a data file as a table model, with the role of each column. Must not know: widgets, files."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Role = Literal["text", "label", ""]
Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Cells as text. `role_of(column)` says which column is the text, which the label."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[str] = []
        self._rows: list[list[str]] = []
        self._text = self._label = self._between = ""

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self._columns

    def fill(self, columns: list[str], rows: list[list[str]], text: str, label: str, between: str = "") -> None:
        """Show other rows. `between`: the sign between the labels of one row, "" where each cell is one label."""
        self.beginResetModel()
        self._columns, self._rows = list(columns), rows
        self._text, self._label, self._between = text, label, between
        self.endResetModel()

    def role_of(self, column: int) -> Role:
        """What a column is used for."""
        name = self._columns[column]
        return "text" if name == self._text else "label" if name == self._label else ""

    def labels_of(self, cell: str) -> list[str]:
        """The labels in a cell of the label's column."""
        if not self._between:
            return [cell]
        return [part.strip() for part in cell.split(self._between) if part.strip()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of the preview."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of the file."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; rows may be shorter than the header."""
        row = self._rows[index.row()]
        cell = row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cell.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell if len(cell) > 40 else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns; rows are counted from 1."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)
