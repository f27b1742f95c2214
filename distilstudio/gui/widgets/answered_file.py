"""A file whose texts the student answers: how far it is, then the table of its answers, least sure first, and its way to the disk.

Must not know: the client, what is in the file.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QWidget,
)

from distilstudio.gui.figures import count, rows, sentences, time_left
from distilstudio.gui.models.answered_rows import AnsweredRows
from distilstudio.gui.models.run import SecondsLeft
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.protocol.answered_file import AnswersSaved, FileAnswered, FileProgress
from distilstudio.protocol.problems import Problem

FEWEST_LINES = 6
"""So many rows of the table are seen in the lowest window."""


class AnsweredFile(Card):
    """Stands in the place of another widget while there is a file. `stop_requested`, `left`; `save_requested` with a path; `text_chosen` with a
    text of the table and what is asked about it."""

    stop_requested = Signal()
    left = Signal()
    save_requested = Signal(str)
    text_chosen = Signal(str, str)

    def __init__(self, theme: Theme, in_place_of: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._in_place_of = in_place_of
        self._path = Path()
        self._progress: FileProgress | None = None
        self._answered: FileAnswered | None = None
        self._saved: AnswersSaved | None = None
        self._saving = False
        self.setObjectName("try_file_card")
        self.words = QLabel()
        self.words.setObjectName("try_file_words")
        self.words.setProperty("kind", "note")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.title_label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.title_label, self.words):  # a long name of a file does not widen the page
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self.problem_card = ProblemCard(theme)
        self.problem_card.setObjectName("try_file_problem")
        self.model = AnsweredRows(self)
        self.table = self._make_table(theme)
        self.stop_button = self._button("try_file_stop_button", "secondary")
        self.save_button = self._button("try_file_save_button", "secondary")
        self.back_button = self._button("try_file_back_button", "quiet")
        self.stop_button.clicked.connect(self._on_stop)
        self.save_button.clicked.connect(self._on_save)
        self.back_button.clicked.connect(self._on_back)
        self._build()
        self.retranslate()
        self.hide()

    @property
    def is_busy(self) -> bool:
        """The student is answering."""
        return self._progress is not None

    def begin(self, path: str) -> None:
        """The student answers this file from now on."""
        self._path, self._progress = Path(path), FileProgress(0, 0, 0)
        self._answered, self._saved, self._saving = None, None, False
        self.model.set_rows([])
        self.problem_card.dismiss()
        self._in_place_of.hide()
        self.show()
        self.retranslate()

    def show_progress(self, progress: FileProgress) -> None:
        """How far it is."""
        self._progress = progress
        self._show_words()

    def show_answers(self, answered: FileAnswered) -> None:
        """The table is there."""
        self._progress, self._answered = None, answered
        self.model.set_rows(answered.first)
        self._fit_columns()
        self.table.scrollToTop()
        self.retranslate()

    def show_saved(self, saved: AnswersSaved) -> None:
        """The table lies on the disk."""
        self._saved, self._saving = saved, False
        self.problem_card.dismiss()
        self._show_words()

    def show_problem(self, problem: Problem) -> None:
        """It cannot be answered, or not be saved; a table that is there stays."""
        self._progress, self._saving = None, False
        self.problem_card.show_problem(problem)
        self.retranslate()

    def leave(self) -> None:
        """Give the place back."""
        self._progress = None
        self.hide()
        self._in_place_of.show()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("The student’s answers to {file}").format(file=self._path.name))
        heads = (self.tr("Question"), self.tr("Text"), self.tr("Answer"), self.tr("Confidence"))
        self.model.set_heads(*heads)
        self.table.setAccessibleName(self.tr("Texts with the student’s answers, least sure first"))
        self.stop_button.setText(self.tr("Stop"))
        self.save_button.setText(self.tr("Save the table…"))
        self.back_button.setText(self.tr("Back to typing"))
        self.stop_button.setVisible(self.is_busy)
        self.bar.setVisible(self.is_busy)
        self.save_button.setVisible(self._answered is not None)
        self.table.setVisible(self._answered is not None)
        self.back_button.setVisible(not self.is_busy)
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # --- what is said

    def _show_words(self) -> None:
        now = self._progress
        self.save_button.setEnabled(not self._saving)
        if now is not None:
            self.bar.setRange(0, now.total)
            self.bar.setValue(now.done)
            self.words.setText(self._progress_words(now))
            self.bar.setAccessibleName(self.title_label.text())
            self.bar.setAccessibleDescription(self.words.text())
        elif self._answered is not None:
            self.words.setText(self._table_words(self._answered))
        else:
            self.words.clear()

    def _progress_words(self, now: FileProgress) -> str:
        if not now.total:
            return self.tr("Reading the file…")
        left = now.seconds_left
        return sentences(
            self.tr("{0} of {1} answered.").format(count(now.done), count(now.total)),
            "" if left is None else time_left(SecondsLeft(left, left, left)),
            self.tr("What you type is answered first."),
        )

    def _table_words(self, answered: FileAnswered) -> str:
        shown = len(answered.first)
        if self._saving:
            return self.tr("Saving…")
        if self._saved is not None:
            return self.tr("Saved as {file}: {rows}.").format(file=Path(self._saved.path).name, rows=rows(self._saved.rows))
        if shown < answered.rows:
            words = self.tr("{shown} of {rows} are shown, those that the student is least sure of; all of them are saved.")
            return words.format(shown=count(shown), rows=rows(answered.rows))
        return self.tr("{rows}, least sure first. Choose one to try it.").format(rows=rows(answered.rows))

    # --- what the person does

    @Slot()
    def _on_stop(self) -> None:
        self.leave()
        self.stop_requested.emit()

    @Slot()
    def _on_back(self) -> None:
        self.leave()
        self.left.emit()

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        if row.text:
            self.text_chosen.emit(row.text, row.question)

    @Slot()
    def _on_save(self) -> None:
        name = self.tr("{file} answers").format(file=self._path.stem) + ".csv"
        dialog = QFileDialog(self, self.tr("Save the table"), str(self._path.parent))
        dialog.setObjectName("try_file_save_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table (CSV)") + " (*.csv)", self.tr("Workbook (XLSX)") + " (*.xlsx)"])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("xlsx" if "*.xlsx" in chosen else "csv"))
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_place_chosen(self, path: str) -> None:
        self._saving = True
        self._show_words()
        self.save_requested.emit(path)

    # --- construction

    def _button(self, name: str, kind: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("kind", kind)
        return button

    def _make_table(self, theme: Theme) -> QTableView:
        table = QTableView()
        table.setObjectName("try_file_table")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setStyleSheet("QTableView { border: none; }")
        table.setMinimumHeight(theme.px(36) * (FEWEST_LINES + 1))
        table.clicked.connect(self._on_chosen)
        table.activated.connect(self._on_chosen)
        return table

    def _fit_columns(self) -> None:
        """A short answer gets what it needs; a long one, of names, shares the room with the text."""
        header, last = self.table.horizontalHeader(), self.model.columnCount() - 1
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(last, QHeaderView.ResizeMode.ResizeToContents)
        if self.table.sizeHintForColumn(last - 1) <= self.width() // 4:
            header.setSectionResizeMode(last - 1, QHeaderView.ResizeMode.ResizeToContents)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.words, 1)
        for button in (self.stop_button, self.back_button, self.save_button):
            head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.problem_card)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
