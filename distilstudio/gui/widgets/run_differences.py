"""What the chosen runs were told differently: one row for each setting that is not the same everywhere. Must not know: files, curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStackedLayout, QTableWidget, QTableWidgetItem, QWidget

from distilstudio.gui.models.plain_tip import plain_tip
from distilstudio.gui.models.run_records import RunRecord, run_of_student
from distilstudio.gui.value_words import value_words
from distilstudio.protocol.recipe import STARTER
from distilstudio.protocol.recipe_fields import FieldSpec, field_specs, value_of

MOST_PAIRS = 6
"""Of names that stand for other names so many are written out; of more, their number."""


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
        self._records = list(records)
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
            self.words.setText(self.tr("These runs were told the same in everything."))
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
        for key, spec in field_specs().items():
            values = [value_of(record.recipe, key) for record in self._records]
            if any(value != values[0] for value in values):
                found.append((QCoreApplication.translate("Recipe", spec.title), self._write_all(spec, values)))
        return found

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _write_all(self, spec: FieldSpec, values: list[object]) -> list[str]:
        """Each value in few words; where two that differ would look the same, in as many as it takes."""
        words = [self._write(spec, value) for value in values]
        if len(set(words)) == len({repr(value) for value in values}):
            return words
        if spec.kind == "str":
            return ends_apart([str(value) for value in values])
        return [self._write_whole(value) for value in values]

    def _write_whole(self, value: object) -> str:
        if isinstance(value, list):
            return ", ".join(str(one) for one in value) or "–"
        if isinstance(value, dict):
            return ", ".join(f"{name} = {said or '–'}" for name, said in value.items()) or "–"
        return str(value)

    def _write(self, spec: FieldSpec, value: object) -> str:
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, list):  # layers count from 1 in the window
            return ", ".join(str(one + 1) if isinstance(one, int) else Path(one).name for one in value) or "–"
        if isinstance(value, dict):
            return (
                ", ".join(f"{name} = {said or '–'}" for name, said in value.items())
                if len(value) <= MOST_PAIRS
                else f"{len(value):,}"
            )
        text = str(value)
        if spec.kind == "choice" or (spec.key == "teacher.model" and text == STARTER):
            return value_words(text)
        if Path(text).is_absolute():
            return run_of_student(text)
        return text or "–"


def ends_apart(paths: Sequence[str]) -> list[str]:
    """The last parts of each path, as few as tell the different ones apart: "old/reviews.csv", "new/reviews.csv"."""
    parts = [Path(path).parts for path in paths]
    for number in range(1, 1 + max(map(len, parts))):
        ends = [part[-number:] for part in parts]
        if len(set(ends)) == len(set(parts)):
            return [str(Path(*end)) if end else "–" for end in ends]
    return list(paths)
