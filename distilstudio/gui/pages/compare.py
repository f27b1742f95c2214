"""The page on which runs are compared: a table of all, curves and settings of the chosen ones, and what each student costs and can.

Must not know: the client, how models are opened, how a run is replayed; it asks by signals.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QVBoxLayout

from distilstudio.gui.compare_words import headline, room_words
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.mistakes import MistakesState
from distilstudio.gui.models.overlays import Overlays
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.pages.page import Page, PrimaryAction
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.command_strip import CommandStrip
from distilstudio.gui.widgets.faces import FACES
from distilstudio.gui.widgets.folder_dialog import show_folder
from distilstudio.gui.widgets.plots_overlay import OverlaidRun
from distilstudio.gui.widgets.recipe_dialogs import ask_where_to_save, ask_which_to_open
from distilstudio.gui.widgets.run_curves_card import RunCurvesCard
from distilstudio.gui.widgets.run_menu import RunMenu
from distilstudio.gui.widgets.runs_table import RunsTable
from distilstudio.gui.widgets.tradeoff_card import TradeoffCard
from distilstudio.gui.widgets.trash_question import ask_to_empty
from distilstudio.gui.widgets.undo_strip import UndoStrip

DOTS_AFTER_MS = 40
CHOSEN_FIRST = 3
"""Runs that are chosen when the page is first seen, so that it shows something."""


class ComparePage(Page):
    """Shows the store. What is requested carries a RunRecord, `save_requested` a path too, `file_requested` only that."""

    key: ClassVar[str] = "compare"
    try_requested = Signal(object)
    adopt_requested = Signal(object)
    replay_requested = Signal(object)
    more_requested = Signal(object)
    save_requested = Signal(object, str)
    file_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        store: RunStore,
        overlays: Overlays,
        run: RunModel,
        proofs: ProofState,
        exports: ExportState,
        mistakes: MistakesState,
    ) -> None:
        super().__init__()
        self._store, self._overlays, self._run, self._proofs, self._exports = store, overlays, run, proofs, exports
        self._in_trash = self._was_filled = False
        self._undo: list[Path] = []
        self._commanded: list[Path] = []
        self._busy_with = ""
        self._worked_on: tuple[Path | None, ...] = ()
        # All runs are gone through for the chart: in a turn of the event loop of its own, and once for many choices.
        self._dots_due = QTimer(self, interval=DOTS_AFTER_MS, singleShot=True)
        self.adopt_button = self._button("adopt_recipe_button", "secondary", self._on_adopt)
        self.menu = RunMenu(self)
        self.trash_button = self._button("trash_button", "quiet", self._on_trash_shown)
        self.trash_button.setCheckable(True)
        self.empty_button = self._button("empty_trash_button", "quiet", self._on_empty_trash)
        self.search = QLineEdit()
        self.search.setObjectName("runs_search")
        self.search.setClearButtonEnabled(True)
        self.table = RunsTable(theme)
        self.undo, self.command = UndoStrip(), CommandStrip()
        self.curves_card = RunCurvesCard(theme, proofs, mistakes)
        self.proof = self.curves_card.proof
        self._runs_card, self._tradeoff_card = Card(), TradeoffCard(theme)
        self.tradeoff, self.across = self._tradeoff_card.plot, self._tradeoff_card.across
        self._build(theme)
        self._connect()
        self.retranslate()
        self._on_store_changed()

    # --- what the window asks

    def title(self) -> str:
        """How many runs there are, and the best of them."""
        return headline(self._store.runs, self.table.chosen)

    def subtitle(self) -> str:
        """Room on the disk, and how to choose."""
        return room_words(self._store.runs)

    def primary(self) -> PrimaryAction:
        """Try the chosen student; in the trash, put it back."""
        chosen = self.table.chosen
        if self._in_trash:
            return PrimaryAction(self.tr("Put back"), bool(chosen), self.tr("Move the chosen runs out of the trash"))
        if not self._store.runs:
            return PrimaryAction(self.tr("Go to the recipe"), True, self.tr("Runs are started on the recipe page."))
        why = "" if self._can_try() else self.tr("Choose one finished run in the table.")
        return PrimaryAction(self.tr("Try this one"), not why, why)

    def on_primary(self) -> None:
        """Do it."""
        if self._in_trash:
            self._store.put_back([record.folder for record in self.table.chosen])
        elif not self._store.runs:
            self.leave_to.emit("recipe")
        elif self._can_try():
            self.try_requested.emit(self.table.chosen[0])

    def secondary(self) -> list[QAbstractButton]:
        """What else can be done with the chosen run."""
        return [self.adopt_button, self.menu.button]

    def rail_note(self) -> str:
        """How many runs there are."""
        number = len(self._store.runs)
        return "" if not number else self.tr("1 run") if number == 1 else self.tr("{0} runs").format(number)

    def retranslate(self) -> None:
        """Set every text again."""
        self.adopt_button.setText(self.tr("Open as new recipe"))
        self.empty_button.setText(self.tr("Empty the trash…"))
        self.search.setPlaceholderText(self.tr("Search name, note, teacher"))
        self.search.setAccessibleName(self.tr("Search the runs"))
        self._runs_card.set_title(self.tr("Runs"))
        for part in (self.menu, self.undo, self.command, self.curves_card, self._tradeoff_card):
            part.retranslate()
        self._show_trash_button()
        self._show_actions()
        self._show_hindrance()
        self._show_empty()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the folder again."""
        super().showEvent(event)
        self._store.refresh()

    # --- building

    def _build(self, theme: Theme) -> None:
        self.search.setMaximumWidth(theme.px(260))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._runs_card.title_label)
        head.addStretch(1)
        for widget in (self.empty_button, self.trash_button, self.search):
            head.addWidget(widget, 1 if widget is self.search else 0)
        for part in (self.undo, self.command):
            self._runs_card.body.addWidget(part)
        self._runs_card.body.insertLayout(0, head)
        self._runs_card.body.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.curves_card, 53)
        below.addWidget(self._tradeoff_card, 45)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._runs_card, 5)
        layout.addLayout(below, 6)

    def _connect(self) -> None:
        table, menu = self.table, self.menu
        self._store.changed.connect(self._on_store_changed)
        self._store.thrown_away.connect(self._on_thrown_away)
        self._overlays.changed.connect(self._on_curves_read)
        self._run.changed.connect(self._on_run_changed)
        self._proofs.changed.connect(self._on_work_changed)
        self._exports.changed.connect(self._on_work_changed)
        self.search.textChanged.connect(self._on_search)
        table.chosen_changed.connect(self._on_chosen_changed)
        table.star_toggled.connect(self._on_star)
        table.lock_toggled.connect(self._on_lock)
        table.note_typed.connect(self._on_note)
        self._dots_due.timeout.connect(self._show_dots)
        self.undo.undone.connect(self._on_undo)
        self.curves_card.room_wanted.connect(self._tradeoff_card.setHidden)  # it lends its place
        menu.prove.triggered.connect(self.curves_card.show_proof)
        menu.replay.triggered.connect(self._on_replay)
        menu.more.triggered.connect(self._on_more)
        menu.folder.triggered.connect(self._on_folder)
        menu.command.triggered.connect(self._on_command)
        menu.save_recipe.triggered.connect(self._on_save_recipe)
        menu.open_recipe.triggered.connect(self._on_open_recipe)
        menu.throw_away.triggered.connect(self._on_throw_away)

    # --- what is shown

    @Slot()
    def _on_store_changed(self) -> None:
        if self._in_trash and not self._store.trashed:
            self._in_trash = False
            self.trash_button.setChecked(False)
        shown = self._store.trashed if self._in_trash else self._store.runs
        self.table.runs.set_records(shown)
        is_first = not self._was_filled and self._store.is_read and bool(shown)
        self._was_filled = self._was_filled or is_first
        if is_first and not self.table.chosen:  # a person may have chosen while the folder was still being read
            rows = range(min(CHOSEN_FIRST, self.table.runs.rowCount()))
            self.table.choose([self.table.runs.record_at(row).folder for row in rows])
        else:
            self._on_chosen_changed()
        if not any(self._store.record(folder) for folder in self._undo):
            self.undo.hide()
        self._show_trash_button()
        self._show_hindrance()
        self._show_empty()

    @Slot()
    def _on_chosen_changed(self) -> None:
        chosen = self.table.chosen
        self._overlays.want(chosen)
        self.curves_card.show_runs(chosen, self._overlaid())
        if [record.folder for record in chosen] != self._commanded:  # the command above the table is another run's
            self.command.hide()
        self._dots_due.start()
        self._show_actions()

    @Slot()
    def _on_curves_read(self) -> None:
        self.curves_card.show_curves(self._overlaid())

    def _overlaid(self) -> list[OverlaidRun]:
        table, curves = self.table, self._overlays.curves
        return [OverlaidRun(one.name, table.look_of(one.folder), curves(one.folder)) for one in table.chosen]

    @Slot()
    def _show_dots(self) -> None:
        looks = {record.folder: self.table.look_of(record.folder) for record in self.table.chosen}
        self._tradeoff_card.show_runs([record for record in self._store.runs if not record.has_torn_recipe], looks)

    @Slot()
    def _show_actions(self) -> None:
        one, can_try = self._one(), self._can_try()
        told = one is not None and not one.has_torn_recipe
        for control in (self.adopt_button, self.menu.command, self.menu.save_recipe):
            control.setEnabled(told)
        tip = self.tr("Start from the settings of this run")
        if one is None:
            tip = self.tr("Choose one run in the table.")
        elif not told:
            tip = self.tr("Its recipe cannot be read.")
        self.adopt_button.setToolTip(tip)
        self.menu.folder.setEnabled(one is not None)
        self.menu.more.setEnabled(can_try)
        self.curves_card.mistakes.set_allowed(can_try, told)
        self.menu.prove.setEnabled(told and one is not None and one.report is not None)
        self.menu.replay.setEnabled(one is not None and not self._run.is_live and one.journal.is_file())
        self.menu.throw_away.setEnabled(bool(self._disposable()))
        self.header_changed.emit()

    @Slot()
    def _on_run_changed(self) -> None:
        """A run tells something many times a second; here it matters only whether one is under way, and in which folder."""
        busy_with = self._run.out or "starting" if self._run.is_live else ""
        if busy_with != self._busy_with:
            self._busy_with = busy_with
            self._show_hindrance()
            self._show_actions()

    @Slot()
    def _on_work_changed(self) -> None:
        """Progress comes many times a second; here it matters only which runs are in hand."""
        worked_on = (self._proofs.folder, self._exports.folder)
        if worked_on != self._worked_on:
            self._worked_on = worked_on
            self._show_actions()

    def _show_hindrance(self) -> None:
        """Two trainings at a time would take each other's time and memory."""
        words = self.tr("It can be started when the run that goes on is over.") if self._busy_with else ""
        self.proof.set_hindrance(self.tr("Put the run back first.") if self._in_trash else words)

    def _show_trash_button(self) -> None:
        number = len(self._store.trashed)
        self.trash_button.setText(self.tr("Back to the runs") if self._in_trash else self.tr("Trash ({0})").format(number))
        self.trash_button.setVisible(number > 0)
        self.empty_button.setVisible(self._in_trash)

    def _show_empty(self) -> None:
        words = ""
        if self._store.is_read and not self.table.runs.rowCount():
            words = self.tr("No run fits this search.")
            if not self.search.text():
                words = self.tr(
                    "Each run that you start stands here in a line of its own: its score, how much of the teacher it keeps, its size and its speed. "
                    "Star the good ones, and lay their curves over each other below."
                )
        self.table.show_empty(words)

    def _one(self) -> RunRecord | None:
        return self.table.chosen[0] if len(self.table.chosen) == 1 and not self._in_trash else None

    def _can_try(self) -> bool:
        one = self._one()
        return one is not None and one.is_whole and one.recipe.task in FACES

    def _disposable(self) -> list[Path]:
        """Chosen runs that may go into the trash: not locked, and none that is going on, being proved or exported."""
        live = Path(self._run.out) if self._run.is_live and self._run.out else None
        busy = (live, self._proofs.folder, self._exports.folder)
        return [
            record.folder
            for record in self.table.chosen
            if not self._in_trash and not record.marks.lock and record.folder not in busy
        ]

    # --- what a person does

    @Slot(str)
    def _on_search(self, words: str) -> None:
        self.table.runs.set_search(words)
        self._show_empty()

    @Slot(object)
    def _on_star(self, folder: Path) -> None:
        record = self._store.record(folder)
        if record is not None:
            self._store.mark(folder, star=not record.marks.star)

    @Slot(object)
    def _on_lock(self, folder: Path) -> None:
        record = self._store.record(folder)
        if record is not None:
            self._store.mark(folder, lock=not record.marks.lock)

    @Slot(object, str)
    def _on_note(self, folder: Path, note: str) -> None:
        self._store.mark(folder, note=note)

    @Slot()
    def _on_throw_away(self) -> None:
        self._store.throw_away(self._disposable())

    @Slot(object)
    def _on_thrown_away(self, folders: list[Path]) -> None:
        self._undo = folders
        one, number = self._store.record(folders[0]), len(folders)
        if number == 1 and one is not None:
            self.undo.say(lambda: self.tr("“{name}” is in the trash.").format(name=one.name))
        else:
            self.undo.say(lambda: self.tr("{count} runs are in the trash.").format(count=number))

    @Slot()
    def _on_undo(self) -> None:
        self.table.choose(self._store.put_back(self._undo))
        self._undo = []

    @Slot()
    def _on_trash_shown(self) -> None:
        self._in_trash = self.trash_button.isChecked()
        self._on_store_changed()

    @Slot()
    def _on_empty_trash(self) -> None:
        ask_to_empty(self._store, self)

    @Slot()
    def _on_adopt(self) -> None:
        self.adopt_requested.emit(self.table.chosen[0])

    @Slot()
    def _on_replay(self) -> None:
        self.replay_requested.emit(self.table.chosen[0])

    @Slot()
    def _on_more(self) -> None:
        self.more_requested.emit(self.table.chosen[0])

    @Slot()
    def _on_folder(self) -> None:
        show_folder(self.table.chosen[0].folder)

    @Slot()
    def _on_command(self) -> None:
        one = self.table.chosen[0]
        self._commanded = [one.folder]
        self.command.show_command(one.command_line(datetime.now()))

    @Slot()
    def _on_save_recipe(self) -> None:
        record = self.table.chosen[0]
        ask_where_to_save(self, record.name, lambda path: self.save_requested.emit(record, path))

    @Slot()
    def _on_open_recipe(self) -> None:
        ask_which_to_open(self, self.file_requested.emit)
