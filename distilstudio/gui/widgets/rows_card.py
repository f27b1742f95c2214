"""Rows of the file: the first ones, or those around a place that somebody wants to see. Must not know: the engine, the page around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from distilstudio.gui.figures import count
from distilstudio.gui.models.found_rows import FoundRows
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.data_table import DataTable
from distilstudio.protocol.inspection import DataInspected, RowsShown

WINDOW = 200
"""Rows that the engine tells at a time."""


class RowsCard(Card):
    """`window_wanted` with the number of a row from which on rows are to be shown, which `show_window` then takes."""

    window_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.table = DataTable(theme)
        self._shown: DataInspected | None = None
        self._window: RowsShown | None = None
        self._found = FoundRows(WINDOW)
        self._where = QLabel()
        self._where.setObjectName("rows_found_words")
        self._where.setProperty("kind", "note")
        self.first_button = QPushButton()
        self.first_button.setObjectName("first_rows_button")
        self.first_button.setProperty("kind", "quiet")
        self.first_button.setStyleSheet('QPushButton { padding: 0px 6px; } QPushButton[ring="true"]:focus { padding: 0px 5px; }')
        self.first_button.clicked.connect(self._on_first)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._where, 1)
        row.addWidget(self.first_button)
        self.body.addWidget(self._foot)
        self.body.addWidget(self.table, 1)
        self.retranslate()

    def show_data(self, shown: DataInspected) -> None:
        """The first rows of what was found in a file; of the same finding, what is shown stays."""
        if shown == self._shown:
            return
        self._shown = shown
        self._found.forget()
        self._fill(None)

    def go_to(self, rows: Sequence[int]) -> None:
        """Go to these rows, and mark them; asked for the same ones again, to the next place where there are some."""
        if not rows or self._shown is None:
            return
        first = self._found.next(rows)
        if first == self._first:
            self._mark()
        elif first == 0:
            self._fill(None)
        else:
            self.window_wanted.emit(first)

    def show_window(self, window: RowsShown) -> None:
        """Rows from the middle of the file, as they were wanted; of those that were decided about the next place."""
        if self._shown is None or window.decided == []:
            return
        first = self._found.next(window.decided) if window.decided else window.first
        if first != window.first:
            self.window_wanted.emit(first)
        else:
            self._fill(window if first or not window.decided else None)

    def retranslate(self) -> None:
        """Set every text again."""
        if self._window is None:
            self.set_title(self.tr("The first rows"))
        else:
            last = self._window.first + len(self._window.preview)
            self.set_title(self.tr("Rows {0} to {1}").format(count(self._window.first + 1), count(last)))
        self.first_button.setText(self.tr("The first rows"))
        self.first_button.setVisible(self._window is not None)
        several = self._found.places > 1
        self._where.setText(
            self.tr("Place {0} of {1}; press Show again for the next.").format(self._found.place, count(self._found.places))
            if several
            else ""
        )
        self._foot.setVisible(several or self._window is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def _first(self) -> int:
        return self._window.first if self._window is not None else 0

    def _fill(self, window: RowsShown | None) -> None:
        shown = self._shown
        assert shown is not None
        self._window = window
        found = shown.data
        rows = shown if window is None else window
        self.table.fill(shown.columns, rows.preview, found.text, found.label, rows.row_labels, rows.marks, self._first)
        self._mark()

    def _mark(self) -> None:
        self.table.show_rows([row - self._first for row in self._found.rows if row >= self._first])
        self.retranslate()

    @Slot()
    def _on_first(self) -> None:
        self._found.forget()
        self._fill(None)
