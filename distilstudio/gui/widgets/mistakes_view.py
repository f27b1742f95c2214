"""Where the student errs: a table of its mistakes, and beside it the texts of what is chosen there. Must not know: the client, other runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from distilstudio.gui.figures import bracketed, count, sentences
from distilstudio.gui.mistake_words import amount, column_names, headline, how_to_read, in_words, line_names, spot_words
from distilstudio.gui.models.mistakes import MistakesState, Spot, Which, counted, kept_rows, wrong_rows
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.mistake_list import MistakeList
from distilstudio.gui.widgets.mistake_table import MistakeTable
from distilstudio.protocol.mistakes import ExamRow, Mistakes, is_told

WAYS: tuple[Which, ...] = ("all", "lost", "both")
SIDE_BY_SIDE = 560
"""From this width on, at 100 %, the texts stand beside the table; else below it."""


class MistakesView(QWidget):
    """`try_requested` carries the run, a text, and what is asked about it. What is wanted is read when the view is seen."""

    try_requested = Signal(object, str, str)

    def __init__(self, theme: Theme, state: MistakesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mistakes_view")
        self._theme, self._state = theme, state
        self._records: list[RunRecord] = []
        self._spot: Spot | None = None
        self._shown: Mistakes | None = None
        self._may_try = self._may_adopt = False
        self.empty, self.words = QLabel(), QLabel()
        self.caption, self.heading = QLabel(), QLabel()
        self.which = QComboBox()
        self.which.setObjectName("mistakes_filter")
        self.table = MistakeTable(theme)
        self.list = MistakeList(theme, self._in_words)
        self.rows, self.delegate = self.list.rows, self.list.delegate
        self.all_button = self._button("mistakes_all_button", self._on_all)
        self.try_button = self._button("mistakes_try_button", self._on_try)
        self.copy_button = self._button("mistakes_copy_button", self._on_copy)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pages = QStackedLayout(self)
        self._prepare()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord]) -> None:
        """The chosen runs; the mistakes of one that is chosen alone are shown."""
        self._records = list(records)
        if self.isVisible():
            self._state.want(self._readable())
        self._show()

    def set_allowed(self, may_try: bool, may_adopt: bool) -> None:
        """Whether the chosen run's student can be tried, and its recipe taken for a new run."""
        self._may_try, self._may_adopt = may_try, may_adopt
        self._show()
        self._allow_try()

    def retranslate(self) -> None:
        """Set every text again."""
        self.which.setAccessibleName(self.tr("Which mistakes"))
        self.table.setAccessibleName(self.tr("How often each mistake was made"))
        self.list.setAccessibleName(self.tr("Texts of the exam, with all three answers"))
        self.all_button.setText(self.tr("Show all mistakes"))
        self.copy_button.setText(self.tr("Copy"))
        self.copy_button.setToolTip(self.tr("The text with all three answers"))
        self._show(anew=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is wanted now."""
        super().showEvent(event)
        self._state.want(self._readable())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the table, its texts stand below."""
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # --- what is shown

    def _one(self) -> RunRecord | None:
        return self._records[0] if len(self._records) == 1 else None

    def _readable(self) -> RunRecord | None:
        """The run whose answers are read."""
        one = self._one()
        return one if one is not None and one.report is not None and is_told(one.recipe.task) else None

    def _mistakes(self) -> Mistakes | None:
        one, read = self._readable(), self._state.read
        return read.mistakes if one is not None and read is not None and read.folder == one.folder else None

    @Slot()
    def _show(self, anew: bool = False) -> None:
        """What there is, or why there is nothing. anew: the same in other words."""
        mistakes = self._mistakes()
        self.empty.setText("" if mistakes is not None else self._reason())
        asks = mistakes is not None and mistakes.shape == "kinds"
        self.try_button.setText(self.tr("Try this question") if asks else self.tr("Try this text"))
        self._pages.setCurrentIndex(int(mistakes is not None))
        if mistakes is self._shown and not anew:
            return
        if mistakes is not self._shown:
            self._shown, self._spot = mistakes, None
        elif self.table.counts.lists_pairs:  # pairs are listed anew, and none of them is chosen then
            self._spot = None
        if mistakes is None:
            self.table.fill(None, "all", [], [])
            self.rows.set_rows([])
            return
        self.words.setText(headline(mistakes))
        self._name_ways(mistakes)
        self._fill_table()
        self._fill_list()

    def _name_ways(self, mistakes: Mistakes) -> None:
        """The three ways to look at it, each with its number."""
        names = (self.tr("All mistakes"), self.tr("Student wrong, teacher right"), self.tr("Both wrong"))
        for place, (which, name) in enumerate(zip(WAYS, names, strict=True)):
            self.which.setItemText(place, bracketed(name, count(wrong_rows(mistakes, which))))

    def _fill_table(self) -> None:
        assert self._shown is not None
        self.table.fill(self._shown, self._way(), line_names(self._shown), column_names(self._shown))
        self.caption.setText(how_to_read(self._shown))

    def _fill_list(self) -> None:
        assert self._shown is not None
        self.delegate.task = self._shown.task
        self.rows.set_rows(kept_rows(self._shown, self._way(), self._spot))
        self.heading.setText(self._heading(self._shown))
        self.all_button.setVisible(self._spot is not None)
        is_any = bool(self.rows.total)
        self.copy_button.setEnabled(is_any)
        self._allow_try()
        if is_any:
            self.list.setCurrentIndex(self.rows.index(0))
            self.list.scrollToTop()

    def _allow_try(self) -> None:
        self.try_button.setEnabled(self._may_try and bool(self.rows.total))

    def _heading(self, mistakes: Mistakes) -> str:
        """What is listed, and how much of it there is."""
        kept, spot = self.rows.total, self._spot
        here = "" if spot is None else self.tr("{0}.").format(spot_words(mistakes, spot))
        if not kept:
            return sentences(here, self.tr("There is none here."))
        every = wrong_rows(mistakes, self._way()) if spot is None else counted(mistakes, self._way()).get(spot, 0)
        if mistakes.shape == "per_type" and spot is not None:  # names are counted then, of which a text may hold several
            number = self.tr("{names} names; {kept} texts with such are kept, the surest first.")
            return sentences(here, number.format(names=count(every), kept=count(kept)))
        return sentences(here, amount(kept, every, asks=mistakes.shape == "kinds"))

    def _reason(self) -> str:
        """Why there is nothing to see, and what to do."""
        one, read = self._one(), self._state.read
        if one is None:
            return self.tr("Choose one run alone in the table: where its student errs, and on which texts, is shown here.")
        if not is_told(one.recipe.task):
            return self.tr(
                "This student learns a language by guessing hidden words: there is no right label to hold its answers against. Its perplexity "
                "says how well it guesses."
            )
        if one.report is None:
            return self.tr(
                "This run has not come to its exam. As soon as it has, the texts that its student gets wrong stand here."
            )
        if read is None:
            return self.tr("Reading what was answered in the exam…")
        if not self._may_adopt:  # nothing can be advised that could be done
            if read.trouble == "damaged":
                return self.tr("What this run has kept of its exam cannot be read.")
            return self.tr("This run comes from an earlier version, which kept the scores of its exam, not the answers.")
        if read.trouble == "damaged":
            return self.tr(
                "What this run has kept of its exam cannot be read. “Open as new recipe” and Distil make a run of the same recipe with a new one."
            )
        return self.tr(
            "This run comes from an earlier version, which kept the scores of its exam, not the answers. “Open as new recipe” and Distil make a "
            "run of the same recipe that keeps them."
        )

    def _way(self) -> Which:
        return WAYS[max(0, self.which.currentIndex())]

    def _in_words(self, row: ExamRow) -> str:
        return in_words(row, self._shown.task if self._shown is not None else "")

    # --- what a person does

    @Slot(object)
    def _on_spot_chosen(self, spot: object) -> None:
        if self._shown is not None and spot != self._spot:
            self._spot = cast("Spot | None", spot)
            self._fill_list()

    @Slot()
    def _on_way_chosen(self) -> None:
        if self._shown is None:
            return
        if self.table.counts.lists_pairs:
            self._spot = None
        self._fill_table()
        self._fill_list()

    @Slot()
    def _on_all(self) -> None:
        self.table.clearSelection()
        if self._shown is not None and self._spot is not None:
            self._spot = None
            self._fill_list()
        self.list.setFocus()

    @Slot()
    def _on_try(self) -> None:
        row, one = self._current(), self._one()
        if row is not None and one is not None and self._may_try:
            self.try_requested.emit(one, row.text, row.question)

    @Slot(QModelIndex)
    def _on_activated(self, _index: QModelIndex) -> None:
        self._on_try()

    @Slot()
    def _on_copy(self) -> None:
        row = self._current()
        if row is not None:
            QGuiApplication.clipboard().setText(self._in_words(row))

    def _current(self) -> ExamRow | None:
        index = self.list.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    # --- construction

    def _button(self, name: str, slot: object) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("kind", "quiet")
        button.clicked.connect(slot)
        return button

    def _prepare(self) -> None:
        self.empty.setObjectName("mistakes_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setObjectName("mistakes_words")
        self.heading.setObjectName("mistakes_heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        for label, kind in ((self.empty, "note"), (self.words, "step"), (self.caption, "note"), (self.heading, "note")):
            label.setProperty("kind", kind)
            label.setWordWrap(True)
        self.which.addItems([""] * len(WAYS))
        self._on_theme_changed()

    def _connect(self) -> None:
        self._state.changed.connect(self._show)
        self.table.chosen.connect(self._on_spot_chosen)
        self.which.currentIndexChanged.connect(self._on_way_chosen)
        self.list.activated.connect(self._on_activated)
        self.list.copy_asked.connect(self._on_copy)
        self._theme.changed.connect(self._on_theme_changed)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.words, 1)
        head.addWidget(self.which)
        foot.setSpacing(4)
        for button in (self.try_button, self.copy_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.all_button)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, (self.caption, self.table)), (right, (self.heading, self.list))):
            column.setSpacing(6)
            column.addWidget(parts[0])
            column.addWidget(parts[1], 1)
        right.addLayout(foot)
        self._both.setSpacing(16)
        self._both.addLayout(left, 1)
        self._both.addLayout(right, 1)
        shown = QWidget()
        layout = QVBoxLayout(shown)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(self._both, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(shown)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.list.setMinimumHeight(self._theme.px(150))
        self._turn()

    def _turn(self) -> None:
        beside = self.width() >= self._theme.px(SIDE_BY_SIDE)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
