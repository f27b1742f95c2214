"""The result of a run: what was kept, what was won, teacher beside student. Must not know: runs under way, files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.figures import listed, pace, percent, smallness
from distilstudio.gui.proof_words import worth
from distilstudio.gui.score_words import (
    figure_glosses,
    figure_names,
    final_words,
    flattery_words,
    model_figures,
    model_names,
    models_in,
    teachers_words,
)
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.protocol.report import ExportReport, ModelReport, Report
from distilstudio.protocol.scores import LOWER_IS_BETTER

INSIDE, BETWEEN, CELL_GAP = 16, 28, 20
KINDS = ("teacher", "student", "onnx", "onnx-int8")
"""Rows of the table; the last two only where the student was exported so."""
MARKS = "■●◆◆"
"""Before the names of the rows."""


class ScoreBoard(Card):
    """A big figure at the left, a small table of both models at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("score_board")
        self._theme = theme
        self._report: Report | None = None
        self._big, self._kept_words, self._won = QLabel(), QLabel(), QLabel()
        self._big.setProperty("kind", "title")
        self._kept_words.setProperty("kind", "note")
        self._won.setProperty("kind", "student")
        self._names = [QLabel() for _ in range(5)]
        self._rows = [[QLabel() for _ in range(6)] for _ in KINDS]
        self._teacher, self._student, *self._exported = self._rows
        row = QHBoxLayout()
        row.setSpacing(BETWEEN)
        self._left = self._make_left()
        row.addLayout(self._left)
        line = QFrame()
        line.setFixedWidth(1)
        line.setObjectName("score_board_line")
        self._line = line
        row.addWidget(line)
        row.addLayout(self._make_table(), 1)
        self.body.addLayout(row)
        self._flattery, self._teachers, self._final, self._proof = (QLabel() for _ in range(4))
        self._remarks = {
            "flattery_line": self._flattery,
            "teachers_line": self._teachers,
            "final_exam_words": self._final,
            "proof_line": self._proof,
        }
        for name, label in self._remarks.items():
            label.setObjectName(name)
            label.setProperty("kind", "note")
            label.setWordWrap(True)
            self.body.addWidget(label)
        theme.changed.connect(self._paint)
        self._paint()
        self.retranslate()

    def show_report(self, report: Report) -> None:
        """Fill the board."""
        self._report = report
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        report = self._report
        score_name = report.score_name if report is not None else ""
        for label, name in zip(self._names, figure_names(score_name), strict=True):
            label.setText(name)
            label.setToolTip(figure_glosses(score_name).get(name, ""))
        names = model_names()
        for mark, cells, kind in zip(MARKS, self._rows, KINDS, strict=True):
            cells[0].setText(f"{mark} {names[kind]}")
        if report is None:
            return
        self._big.setText(percent(report.kept))
        kept = self.tr("of the teacher kept")
        if score_name in LOWER_IS_BETTER:
            kept += "\n" + self.tr("(its perplexity ÷ the student’s)")
        self._kept_words.setText(kept)
        smaller = report.teacher.megabytes / report.student.megabytes if report.student.megabytes else 1.0
        self._won.setText(self.tr("{0}, {1}").format(pace(report.speedup), smallness(smaller)))
        models = models_in(report)
        for cells, kind in zip(self._rows, KINDS, strict=True):
            self._fill(cells, models.get(kind), score_name)
        self._flattery.setText(flattery_words(report))
        self._flattery.setVisible(bool(report.data.learnt_before))
        self._teachers.setText(teachers_words(report))
        self._teachers.setVisible(bool(report.teachers))
        self._final.setText(final_words(report))
        self._final.setVisible(report.final_exam is not None)
        self._proof.setText(worth(report.proof) if report.proof is not None else "")
        self._proof.setVisible(report.proof is not None)
        self._fit_columns()
        self.setAccessibleName(self.tr("Score board"))
        self.setAccessibleDescription(self._spoken())

    def _fill(self, cells: list[QLabel], model: ModelReport | ExportReport | None, score_name: str) -> None:
        figures = [""] * 5 if model is None else [figure or "–" for figure in model_figures(model, score_name)]
        cells[0].setVisible(model is not None)
        for cell, figure in zip(cells[1:], figures, strict=True):
            cell.setText(figure)

    def minimumSizeHint(self) -> QSize:
        """Without the columns that can be left out where there is no room."""
        return QSize(self._theme.px(400), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the least needed columns of a narrow board; all figures stay in its description."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        self.body.activate()
        room = self.width() - 2 * INSIDE - self._left.sizeHint().width() - 2 * BETWEEN - self._teacher[0].sizeHint().width()
        for column in (1, 3, 4, 2, 5):
            room -= max(cells[column].sizeHint().width() for cells in [[self._names[0], *self._names], *self._rows]) + CELL_GAP
            shown = room >= 0 or column == 1
            self._names[column - 1].setVisible(shown)
            for cells in self._rows:
                cells[column].setVisible(shown and bool(cells[column].text()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _spoken(self) -> str:
        pairs = zip(self._names, self._teacher[1:], self._student[1:], strict=True)
        rows = [
            self.tr("{0}: teacher {1}, student {2}").format(name.text(), one.text(), other.text()) for name, one, other in pairs
        ]
        rows += [listed(cell.text() for cell in cells) for cells in self._exported if cells[1].text()]
        final = [label.text() for label in self._remarks.values() if label.text()]
        return "; ".join([f"{self._big.text()} {self._kept_words.text()}".replace("\n", " "), self._won.text(), *rows, *final])

    def _make_left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addStretch(1)
        for label in (self._big, self._kept_words, self._won):
            left.addWidget(label)
        left.addStretch(1)
        return left

    def _make_table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(CELL_GAP)
        grid.setVerticalSpacing(2)
        for column, label in enumerate(self._names, start=1):
            label.setProperty("kind", "note")
            grid.addWidget(label, 0, column, Qt.AlignmentFlag.AlignRight)
            grid.setColumnStretch(column, 1)
        for row, (cells, kind) in enumerate(zip(self._rows, KINDS, strict=True), start=1):
            cells[0].setProperty("kind", "teacher" if kind == "teacher" else "student")
            grid.addWidget(cells[0], row, 0)
            for column, cell in enumerate(cells[1:], start=1):
                cell.setProperty("kind", "step" if kind == "student" else "")
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignRight)
        return grid

    def _paint(self) -> None:
        tokens = self._theme.tokens
        self._big.setStyleSheet(f"font-size: {self._theme.px(34)}px; font-weight: 700; color: {tokens.student_ink};")
        self._line.setStyleSheet(f"background: {tokens.border}; border: none;")
