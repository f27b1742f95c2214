"""The first rows of a data file as a table model, with the role of each column. Must not know: widgets, files."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.protocol.inspection import MarkedSpan

NO_LABEL = "–"
Role = Literal["text", "label", ""]
Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Cells as text. `role_of(column)` says which column is the text, which the label."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[str] = []
        self._rows: list[list[str]] = []
        self._text = self._label = ""
        self._first = 0
        self._marks: list[list[MarkedSpan]] | None = None
        self._row_labels: list[list[str]] | None = None

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self._columns

    @property
    def text_column(self) -> int:
        """Number of the column that holds the text, −1 where none does."""
        return self._columns.index(self._text) if self._text in self._columns else -1

    @property
    def is_marked(self) -> bool:
        """Whether something is marked in the texts, so that one column shows all of a row."""
        return self._marks is not None and self.text_column >= 0

    def marked(self, row: int) -> tuple[str, list[MarkedSpan]]:
        """The text of a row and what is marked in it."""
        marks = self._marks[row] if self._marks is not None and row < len(self._marks) else []
        return self._rows[row][self.text_column], marks

    def question(self, row: int) -> str:
        """What is asked about a row's text: in the column that is neither text nor label; "" where nothing is."""
        asked = next((place for place, name in enumerate(self._columns) if name not in (self._text, self._label)), -1)
        return " ".join(self._rows[row][asked].split()) if self.is_marked and asked >= 0 else ""

    def fill(
        self,
        columns: list[str],
        rows: list[list[str]],
        text: str,
        label: str,
        row_labels: list[list[str]] | None = None,
        marks: list[list[MarkedSpan]] | None = None,
        first: int = 0,
    ) -> None:
        """Show other rows. `row_labels`: the labels of each, None where each cell is one label. `marks`: spans of each text. `first`: the number
        of the first row in the file."""
        self.beginResetModel()
        self._first = first
        self._marks = marks
        self._columns, self._rows = list(columns), rows
        self._text, self._label, self._row_labels = text, label, row_labels
        self.endResetModel()

    def role_of(self, column: int) -> Role:
        """What a column is used for."""
        name = self._columns[column]
        return "text" if name == self._text else "label" if name == self._label else ""

    def labels_of(self, row: int, cell: str) -> list[str]:
        """The labels of a row whose cell in the label's column shows `cell`; NO_LABEL where it says that none fits."""
        if self._row_labels is None or row >= len(self._row_labels):
            return [cell]
        return self._row_labels[row] or ([NO_LABEL] if cell else [])

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
        if role == Qt.ItemDataRole.AccessibleTextRole and self.is_marked:
            return ". ".join(part for part in (self.question(index.row()), *row[self.text_column :]) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell) if len(cell) > 40 else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns; rows are counted from 1."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section] if orientation == Qt.Orientation.Horizontal else str(self._first + section + 1)
