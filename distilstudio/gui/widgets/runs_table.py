"""The table of saved runs: star and lock in a click, notes typed in place, chosen runs with the colour of their curves.

Must not know: files, the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.runs_table import COLUMNS, FIGURES, Column, RunsTableModel
from distilstudio.gui.run_words import cell_words, column_name, column_tip
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.plots import line_pen
from distilstudio.gui.widgets.run_looks import LOOKS, MOST_CHOSEN

SIGN_WIDTH = 34
MOST_WIDE: dict[Column, int] = {"teacher": 130, "note": 200}
"""At 100 %. A column is as wide as its head and its words, these no wider; the name takes what they leave."""
BESIDE_WORDS = 20
"""Pixels of a cell beside its words."""
LEAST_NAME = 130
LOOK = "QTableView { border: none; } QTableView::item { padding: 4px 5px; } QHeaderView::section { padding: 6px 5px; }"
"""Closer than other tables: twelve columns have to stand side by side."""
SIGNS: dict[Column, tuple[str, str]] = {"star": ("star", "star_full"), "lock": ("lock", "lock")}
WORDED: tuple[Column, ...] = tuple(column for column in COLUMNS if column not in SIGNS and column != "name")
"""Columns that are as wide as their words."""


class RunDelegate(QStyledItemDelegate):
    """Draws stars and locks as pictures, and the line of a chosen run before its name."""

    def __init__(self, theme: Theme, table: RunsTable) -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Words, side and ink by column; the sign columns have no words to draw.

        Qt would ask the model in Python for seven things of each cell, of which there are two: a third of the time that the table takes.
        """
        column = COLUMNS[index.column()]
        option.index = cast(QModelIndex, index)
        if column in SIGNS:
            return
        option.text = self._table.runs.words(index.row(), column)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.displayAlignment = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
        )
        if column not in ("name", "score", "kept"):
            option.palette.setColor(option.palette.ColorRole.Text, self._theme.color("muted"))
            option.palette.setColor(option.palette.ColorRole.HighlightedText, self._theme.color("muted"))

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """The runs are looked at again while a note is being typed: that stays as it is typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one cell."""
        column, record = COLUMNS[index.column()], self._table.runs.record_at(index.row())
        look = self._table.look_of(record.folder)
        if column == "name" and look >= 0:
            inner = QStyleOptionViewItem(option)
            super().paint(painter, option, self._table.runs.index(index.row(), COLUMNS.index("star")))
            inner.rect = option.rect.adjusted(self._theme.px(24), 0, 0, 0)
            super().paint(painter, inner, index)
            self._paint_line(painter, option.rect, look)
            return
        super().paint(painter, option, index)
        if column in SIGNS:
            self._paint_sign(painter, option.rect, column, record.marks.star if column == "star" else record.marks.lock)

    def _paint_line(self, painter: QPainter, cell: QRect, look: int) -> None:
        token, dash = LOOKS[look]
        painter.setPen(line_pen(getattr(self._theme.tokens, token), 2.6, dash))
        middle = cell.center().y() + 0.5
        painter.drawLine(QPointF(cell.left() + 8, middle), QPointF(cell.left() + 8 + self._theme.px(18), middle))

    def _paint_sign(self, painter: QPainter, cell: QRect, column: Column, is_set: bool) -> None:
        side, icon = self._theme.px(16), self.sign(column, is_set)
        icon.paint(painter, QRect(cell.center().x() - side // 2 + 1, cell.center().y() - side // 2 + 1, side, side))

    def sign(self, column: Column, is_set: bool) -> QIcon:
        """The picture of a star or a lock."""
        tokens = self._theme.tokens
        color = (tokens.label if column == "star" else tokens.text) if is_set else tokens.muted
        return self._theme.icon(SIGNS[column][is_set], color)


class RunsTable(QTableView):
    """`chosen_changed`: other runs are chosen. `star_toggled`, `lock_toggled`, `note_typed`: what a person marked, with the folder."""

    chosen_changed = Signal()
    star_toggled = Signal(object)
    lock_toggled = Signal(object)
    note_typed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_table")
        self._theme = theme
        self._chosen: list[Path] = []
        self._told: list[Path] = []
        self._looks: dict[Path, int] = {}
        self._restoring = False
        self._widths: dict[Column, int] = {}
        self._measured: dict[Path, tuple[RunRecord, dict[Column, int]]] = {}
        self.runs = RunsTableModel(cell_words, column_name, column_tip, self)
        self.setModel(self.runs)
        self._delegate = RunDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        # The head says in its words how it is sorted: Qt's arrow stands at the far end, beside the next column's head.
        self.horizontalHeader().setSortIndicatorShown(False)
        self.sortByColumn(COLUMNS.index("made"), Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setStyleSheet(LOOK)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.empty_label = QLabel(self.viewport())
        self.empty_label.setProperty("kind", "subtitle")
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_label.setWordWrap(True)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.runs.rows_about_to_move.connect(self._on_rows_about_to_move)
        self.runs.rows_moved.connect(self._on_rows_moved)
        theme.changed.connect(self._on_theme_changed)
        self._show_final_exams()
        self._on_theme_changed()
        self.retranslate()

    @property
    def chosen(self) -> list[RunRecord]:
        """Chosen runs in the order in which they were chosen."""
        rows = [(self.runs.row_of(folder)) for folder in self._chosen]
        return [self.runs.record_at(row) for row in rows if row >= 0]

    def look_of(self, folder: Path) -> int:
        """Which of LOOKS a run has; -1: it is not chosen."""
        return self._looks.get(folder, -1)

    def choose(self, folders: Sequence[Path]) -> None:
        """Choose these runs, where they are shown."""
        self._chosen = list(folders)[:MOST_CHOSEN]
        self._select_chosen()

    def show_empty(self, words: str) -> None:
        """Say this sentence in place of rows; "" when there are rows."""
        self.empty_label.setText(words)
        self.empty_label.setVisible(bool(words))

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Saved runs"))
        self.runs.retranslate()
        self._measured.clear()
        self._measure()

    def minimumSizeHint(self) -> QSize:
        """The head and a few rows: a page with large text scrolls rather than hide them."""
        return QSize(self._theme.px(320), self._theme.px(150))

    def sizeHint(self) -> QSize:
        """Modest, since layouts take it for the least height; it grows with the room there is."""
        return QSize(self._theme.px(320), self._theme.px(190))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()
        self.empty_label.setGeometry(self.viewport().rect().adjusted(40, 0, -40, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space sets star or lock where the cursor stands on one."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid() and COLUMNS[index.column()] in SIGNS:
            self._on_clicked(index)
        else:
            super().keyPressEvent(event)

    def commitData(self, editor: QWidget) -> None:
        """A note was typed: it is the store's matter, the table shows what the store says."""
        if isinstance(editor, QLineEdit) and self.currentIndex().isValid():
            self.note_typed.emit(self.runs.record_at(self.currentIndex().row()).folder, editor.text().strip())

    # Choosing and marking

    def _select_chosen(self, tell: bool = True) -> None:
        selection, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        self._restoring = True
        selection.clearSelection()
        for folder in self._chosen:
            row = self.runs.row_of(folder)
            if row >= 0:
                selection.select(self.runs.index(row, 0), flag.Select | flag.Rows)
        self._restoring = False
        if tell:
            self._give_looks()

    def _give_looks(self) -> None:
        """A run keeps its colour while it is chosen; a new one takes the first that is free."""
        looks = {folder: look for folder, look in self._looks.items() if folder in self._chosen}
        for folder in self._chosen:
            if folder not in looks:
                looks[folder] = next(look for look in range(MOST_CHOSEN) if look not in looks.values())
        self._looks = looks
        self.viewport().update()
        self._told = [record.folder for record in self.chosen]
        self.chosen_changed.emit()

    @Slot()
    def _on_selection_changed(self) -> None:
        if self._restoring:
            return
        rows = [self.runs.record_at(index.row()).folder for index in self.selectionModel().selectedRows()]
        kept = [folder for folder in self._chosen if folder in rows]
        self._chosen = (kept + [folder for folder in rows if folder not in kept])[:MOST_CHOSEN]
        if len(rows) > MOST_CHOSEN:  # what is marked is what is chosen
            self._select_chosen(tell=False)
        self._give_looks()

    @Slot()
    def _on_rows_about_to_move(self) -> None:
        self._restoring = True

    @Slot()
    def _on_rows_moved(self) -> None:
        """Rows stand elsewhere now; the same runs are chosen still."""
        self._show_final_exams()
        self._measure()
        self._select_chosen(tell=[record.folder for record in self.chosen] != self._told)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        folder = self.runs.record_at(index.row()).folder
        if COLUMNS[index.column()] == "star":
            self.star_toggled.emit(folder)
        elif COLUMNS[index.column()] == "lock":
            self.lock_toggled.emit(folder)

    # Look

    def _show_final_exams(self) -> None:
        """Their column takes room only where there are some."""
        hidden = not self.runs.has_final_exams
        if self.isColumnHidden(COLUMNS.index("final")) != hidden:
            self.setColumnHidden(COLUMNS.index("final"), hidden)
            self._share_width()

    @Slot()
    def _measure(self) -> None:
        """How wide each column has to be."""
        head_font = self._theme.font("note")
        head_font.setWeight(QFont.Weight.DemiBold)
        words, heads = QFontMetrics(self._theme.font("body")), QFontMetrics(head_font)
        self._measure_rows(words)
        for column in COLUMNS:
            if column == "name":
                continue
            wide = self._theme.px(SIGN_WIDTH)
            if column not in SIGNS:
                widest = max((widths[column] for _, widths in self._measured.values()), default=0)
                wide = max(widest, heads.horizontalAdvance(self.runs.head(column, is_sorted=True))) + BESIDE_WORDS
            self._widths[column] = min(wide, self._theme.px(MOST_WIDE.get(column, wide)))
        self._share_width()

    def _measure_rows(self, metrics: QFontMetrics) -> None:
        """Only what is new is measured: rows move at every sorting, search and look at the folder."""
        before, self._measured = self._measured, {}
        for row in range(self.runs.rowCount()):
            record = self.runs.record_at(row)
            known = before.get(record.folder)
            if known is None or known[0] is not record:
                known = record, {column: metrics.horizontalAdvance(self.runs.words(row, column)) for column in WORDED}
            self._measured[record.folder] = known

    def _share_width(self) -> None:
        rest = self.viewport().width()
        for column, width in self._widths.items():
            if self.isColumnHidden(COLUMNS.index(column)):
                continue
            self.setColumnWidth(COLUMNS.index(column), width)
            rest -= width
        self.setColumnWidth(COLUMNS.index("name"), max(rest, self._theme.px(LEAST_NAME)))

    @Slot()
    def _on_theme_changed(self) -> None:
        row = QFontMetrics(self._theme.font("body")).height() + 12
        self.verticalHeader().setDefaultSectionSize(row)
        for column in SIGNS:  # drawn now, not when the first rows are on their way to the screen
            for is_set in (False, True):
                self._delegate.sign(column, is_set)
        self._measured.clear()
        self._measure()
        self.viewport().update()
