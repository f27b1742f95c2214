"""What the chosen runs were told differently: one row for each setting that is not the same everywhere. Must not know: files, curves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStackedLayout, QTableWidget, QTableWidgetItem, QWidget

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.setting_words import setting_name, written_apart
from distilstudio.protocol.recipe_fields import field_specs, value_of


class RunDifferences(QWidget):
    """Settings down, runs across; a sentence where there is nothing to tell apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_differences")
        self._records: list[RunRecord] = []
        self.table = QTableWidget()
        self.table.setObjectName("differences_table")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setStyleSheet("QTableView { border: none; }")
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.words = QLabel()
        self.words.setProperty("kind", "note")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.words)
        self._pages.addWidget(self.table)
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord]) -> None:
        """Compare these runs."""
        self._records = [record for record in records if not record.has_torn_recipe]  # how those were made is not known
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.table.setAccessibleName(self.tr("Settings in which the chosen runs differ"))
        differences = self.differences()
        if len(self._records) < 2:
            self.words.setText(
                self.tr("Choose two runs or more in the table (Ctrl or Shift and click): what differs is listed here.")
            )
        elif not differences:
            self.words.setText(self.tr("These runs have the same settings throughout."))
        self._pages.setCurrentIndex(int(bool(differences)))
        self.table.setColumnCount(len(self._records) + 1)
        self.table.setRowCount(len(differences))
        if differences:
            self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setHorizontalHeaderLabels([self.tr("Setting"), *(record.name for record in self._records)])
        for row, (title, values) in enumerate(differences):
            for column, words in enumerate([title, *values]):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(words))
                self.table.setItem(row, column, item)

    def differences(self) -> list[tuple[str, list[str]]]:
        """Each setting that differs: its title in the person's language, and the value of every run."""
        found = []
        for key in field_specs():
            values = [value_of(record.recipe, key) for record in self._records]
            if any(value != values[0] for value in values):
                found.append((setting_name(key), written_apart(key, values)))
        return found

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
