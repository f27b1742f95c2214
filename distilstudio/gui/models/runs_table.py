"""The table of runs: which rows a search leaves, in which order, and each cell's words. Must not know: how it is drawn, files.

Rows are sorted here and not by a proxy: Qt would call back into Python for every comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.protocol.scores import merit

Column = Literal["star", "name", "made", "task", "teacher", "score", "kept", "final", "megabytes", "ms", "disk", "lock", "note"]
COLUMNS: tuple[Column, ...] = get_args(Column)
FIGURES: tuple[Column, ...] = ("score", "kept", "final", "megabytes", "ms", "disk")
"""Columns of numbers: set to the right, the largest first when they are sorted."""
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RunsTableModel(QAbstractTableModel):
    """`write` gives a cell its words, `name_column` a column its name, `explain_column` a sentence on it: all in the person's language.
    `rows_about_to_move`, `rows_moved`: before and after rows come, go or stand elsewhere, or say something else."""

    rows_about_to_move = Signal()
    rows_moved = Signal()

    def __init__(
        self,
        write: Callable[[RunRecord, Column], str],
        name_column: Callable[[Column], str],
        explain_column: Callable[[Column], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._write, self._name_column, self._explain_column = write, name_column, explain_column
        self._all: list[RunRecord] = []
        self._shown: list[RunRecord] = []
        self._rows: dict[Path, int] = {}
        self._haystacks: dict[Path, str] = {}
        self._search = ""
        self._order: tuple[Column, bool] = ("made", True)

    def set_records(self, records: Sequence[RunRecord]) -> None:
        """Show these runs from now on."""
        self._all = list(records)
        self._haystacks.clear()
        self._arrange()

    def set_search(self, words: str) -> None:
        """Leave the runs in which every word stands: in name, note, kind of work or teacher."""
        self._search = words
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; runs without a value there stay at the end."""
        self._order = (COLUMNS[column], order == Qt.SortOrder.DescendingOrder)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._arrange()

    def retranslate(self) -> None:
        """Words in another language."""
        self._haystacks.clear()
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    @property
    def has_final_exams(self) -> bool:
        """Whether any of the runs that are shown took a final exam."""
        return any(final_score(record) is not None for record in self._shown)

    def record_at(self, row: int) -> RunRecord:
        """The run of a row."""
        return self._shown[row]

    def words(self, row: int, column: Column) -> str:
        """What stands in a cell."""
        return self._write(self._shown[row], column)

    def head(self, column: Column, *, is_sorted: bool) -> str:
        """A column's name; with an arrow where the rows are sorted by it."""
        name = self._name_column(column)
        return f"{name} {'↓' if self._order[1] else '↑'}" if is_sorted else name

    def row_of(self, folder: Path) -> int:
        """The row of a run; -1: it is not shown."""
        return self._rows.get(folder, -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Runs that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and alignment of a cell."""
        if not index.isValid():
            return None
        record, column = self._shown[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._write(record, column)
        if role == Qt.ItemDataRole.EditRole:
            return record.marks.note if column == "note" else self._write(record, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in ("name", "note", "teacher"):
            return plain_tip(self._write(record, column))
        if role == Qt.ItemDataRole.TextAlignmentRole and column in FIGURES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._name_column(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._explain_column(column))
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column in ("star", "lock") else self.head(column, is_sorted=column == self._order[0])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Notes can be typed in place."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if COLUMNS[index.column()] == "note" else flags

    def _arrange(self) -> None:
        words = self._search.casefold().split()
        found = [record for record in self._all if not words or all(word in self._haystack(record) for word in words)]
        column, falling = self._order
        with_value = [(key, record) for record in found if (key := _key(record, column)) is not None]
        with_value.sort(key=lambda pair: pair[0], reverse=falling)
        placed = {record.folder for _, record in with_value}
        rows = [record for _, record in with_value] + [record for record in found if record.folder not in placed]
        if rows != self._shown:
            self._show(rows)

    def _show(self, rows: list[RunRecord]) -> None:
        """Other runs, or the same in another order. Rows go, move and come rather than all anew: in one of them a note may be being typed."""
        self.rows_about_to_move.emit()
        self._take_out({record.folder for record in rows})
        staying = {record.folder for record in self._shown}
        self._order_as([record for record in rows if record.folder in staying])
        self._put_in(rows)
        self._rows = {record.folder: row for row, record in enumerate(rows)}
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
        self.rows_moved.emit()

    def _take_out(self, wanted: set[Path]) -> None:
        for row in reversed(range(len(self._shown))):
            if self._shown[row].folder not in wanted:
                self.beginRemoveRows(_ROOT, row, row)
                del self._shown[row]
                self.endRemoveRows()

    def _order_as(self, rows: list[RunRecord]) -> None:
        places = {record.folder: row for row, record in enumerate(rows)}
        moved = [places[record.folder] for record in self._shown]
        if moved == sorted(moved):
            self._shown = rows
            return
        self.layoutAboutToBeChanged.emit()
        self._shown = rows
        before = self.persistentIndexList()
        self.changePersistentIndexList(before, [self.index(moved[index.row()], index.column()) for index in before])
        self.layoutChanged.emit()

    def _put_in(self, rows: list[RunRecord]) -> None:
        for row, record in enumerate(rows):
            if row == len(self._shown) or self._shown[row].folder != record.folder:
                self.beginInsertRows(_ROOT, row, row)
                self._shown.insert(row, record)
                self.endInsertRows()

    def _haystack(self, record: RunRecord) -> str:
        if record.folder not in self._haystacks:
            parts = (record.folder.name, record.marks.note, self._write(record, "task"), self._write(record, "teacher"))
            self._haystacks[record.folder] = " ".join(parts).casefold()
        return self._haystacks[record.folder]


def final_score(record: RunRecord) -> float | None:
    """The student's headline score in the final exam; None where no rows were kept back for one."""
    report = record.report
    return report.final_exam.student.get(report.score_name) if report is not None and report.final_exam is not None else None


def _merit(record: RunRecord, score: float | None) -> float | None:
    """A score by which runs are sorted: more is better."""
    return merit(record.report.score_name, score) if record.report is not None and score is not None else None


def _key(record: RunRecord, column: Column) -> Any:
    """What a column is sorted by; None: the run has no such value."""
    report = record.report
    match column:
        case "star":
            return (record.marks.star, record.made)
        case "lock":
            return (record.marks.lock, record.made)
        case "name":
            return record.name.casefold()
        case "made":
            return record.made
        case "task":
            return None if record.has_torn_recipe else record.recipe.task
        case "teacher":
            return None if record.has_torn_recipe else record.teacher_name.casefold()
        case "note":
            return record.marks.note.casefold() or None
        case "disk":
            return record.size
        case "score":
            return _merit(record, record.score)
        case "kept":
            return report.kept if report else None
        case "final":
            return _merit(record, final_score(record))
        case "megabytes":
            return report.student.megabytes if report else None
        case "ms":
            return report.student.ms_per_text if report else None
