"""The page where texts come in: drop area, preview with roles in its header, how the file is read, labels, and the health of the data.

Must not know: the client; it asks by signals.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from distilstudio.gui.data_words import counted, file_in_words, missing_words, wait_words, wanted_words
from distilstudio.gui.figures import count, rows, sentences
from distilstudio.gui.models.check_up import KEEP, counts_of
from distilstudio.gui.models.data_shown import from_preview, from_problem, is_same_file, labelled_rows, with_fix, with_role
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.remedies import remedy_for
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.arrived_texts import ArrivedTexts
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.column_roles import ColumnRoles
from distilstudio.gui.widgets.dataset_search import DatasetSearch
from distilstudio.gui.widgets.drop_area import DropArea
from distilstudio.gui.widgets.example_card import ExampleCard
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.health_list import DECIDED, HealthList
from distilstudio.gui.widgets.label_balance import LabelBalance
from distilstudio.gui.widgets.lengths_card import LengthsCard
from distilstudio.gui.widgets.other_task import OtherTask
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.gui.widgets.reading_options import ReadingOptions
from distilstudio.gui.widgets.rows_card import RowsCard
from distilstudio.gui.widgets.unlabelled_file import UnlabelledFile
from distilstudio.protocol.inspection import DataInspected, HealthFact, RowsShown
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import DataChoice

SAMPLES: dict[str, str] = {"classification": "sentiment", "ner": "entities", "qa": "questions"}
FEWEST_LABELS: dict[str, int] = {"classification": 2, "ner": 1}
"""Labels that there must be to learn anything; none where answers have no names."""


class DataPage(Page):
    """Chooses the texts and what their columns mean."""

    key: ClassVar[str] = "data"

    data_requested = Signal(object)
    rows_wanted = Signal(int)
    sample_requested = Signal(str)
    task_requested = Signal(str)

    def __init__(self, project: Project, theme: Theme, hub: HubState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dataset_search, self._choosing = DatasetSearch(hub, theme), QWidget()
        self.arrived, self.other_task = ArrivedTexts(hub, project), OtherTask(project, self)
        self._project = project
        self._shown: DataInspected | None = None
        """What the preview shows: also while another reading is under way, or when it could not be used."""
        self._gone: dict[str, str] | None = None
        """Decisions about rows that are not in the file."""
        self.problem_card = ProblemCard(theme)
        self.drop_area = DropArea(theme)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self._busy_words = QLabel()
        self._busy_words.setProperty("kind", "note")
        self.rows_card = RowsCard(theme)
        self.table = self.rows_card.table
        self.column_roles, self.options = ColumnRoles(), ReadingOptions()
        self.unlabelled = UnlabelledFile()
        self.balance = LabelBalance()
        self.health = HealthList(theme)
        self.lengths_card = LengthsCard(theme)
        self._lengths: TextLengths | None = None
        self._lengths_come = False
        self._labels_card, self._health_card, self._example_card = Card(), Card(), ExampleCard(theme)
        self._build()
        self.drop_area.file_chosen.connect(self.take_file)
        self.drop_area.hub_requested.connect(self._on_hub)
        for wish in (self.dataset_search.chosen, self.arrived.taken):
            wish.connect(self.take_dataset)
        self.dataset_search.download_requested.connect(self.arrived.expect)
        self.dataset_search.back_requested.connect(self._on_back)
        self.dataset_search.settings_requested.connect(self._on_settings)
        self.other_task.wanted.connect(self.task_requested)
        self.drop_area.sample_requested.connect(self._on_sample)
        for roles in (self.table, self.column_roles):
            roles.role_chosen.connect(self._on_role_chosen)
        self.options.chosen.connect(self._on_reading_chosen)
        self.unlabelled.chosen.connect(self._on_unlabelled_chosen)
        self.health.rows_requested.connect(self._on_rows_requested)
        self.rows_card.window_wanted.connect(self.rows_wanted)
        self.lengths_card.rows_requested.connect(self._on_rows_requested)
        self.lengths_card.limit_chosen.connect(self._on_limit_chosen)
        self.health.fix_requested.connect(self._on_fix_chosen)
        self.problem_card.fix_requested.connect(self._on_fix)
        project.data_changed.connect(self._on_changed)
        project.recipe_changed.connect(self._on_changed)
        self.retranslate()

    @property
    def is_loading(self) -> bool:
        """A file is chosen and nothing is known of it yet."""
        project = self._project
        return bool(project.recipe.data.train) and project.data is None and project.data_problem is None

    @property
    def is_counting(self) -> bool:
        """The first rows of a large file are shown, and the rest is still read."""
        return self.is_loading and self._project.data_preview is not None

    def title(self) -> str:
        """What we think the columns are, as a question."""
        if self._project.data_problem is not None:
            return self.tr("This file needs a look")
        if self.is_loading and self._shown is None:
            return self.tr("Reading your texts…")
        shown = self._shown
        if shown is None:
            return self.tr("Which texts should the student learn from?")
        text, label = shown.data.text, shown.data.label
        if self._project.recipe.task == "ner":
            return self.tr("These are the marked texts")
        if self._project.recipe.task == "qa":
            return self.tr("These are the questions and their passages")
        if self._project.recipe.task == "mlm":
            return self.tr("These are the texts")
        if not text or not label:
            return self.tr("Which column is the text, and which the label?")
        if {"text", "label"} & set(shown.data.guessed):
            return self.tr("We think “{0}” is the text and “{1}” is the label. Right?").format(text, label)
        return self.tr("“{0}” is the text and “{1}” is the label.").format(text, label)

    def subtitle(self) -> str:
        """Where to change it, and how many rows there are."""
        if self._project.data_problem is not None:
            return self.tr("Nothing is lost; choose another file, or change how it is read.")
        shown = self._shown
        if shown is None:
            return "" if self.is_loading else wanted_words(self._project.recipe.task)
        if self.is_counting:
            return self.tr("{0}.").format(rows(shown.rows)) if shown.rows else self.tr("The rows are being counted.")
        words = self.tr("{0}, {1} for the exam.").format(rows(shown.rows), count(shown.exam_rows))
        if self._project.recipe.task != "classification":
            return words
        return sentences(words, self.tr("Change the columns in the head of the table."))

    def primary(self) -> PrimaryAction:
        """On to the teacher."""
        known = self._project.data
        task = self._project.recipe.task
        ready = known is not None and len(known.labels) >= FEWEST_LABELS.get(task, 0)
        if task == "classification":
            ready = ready and known is not None and bool(known.data.text and known.data.label)
        ready = ready and self._project.data_finding is None
        return PrimaryAction(self.tr("Next: choose a teacher"), ready, "" if ready else missing_words(task))

    def on_primary(self) -> None:
        """Go on."""
        self.leave_to.emit("teacher")

    def rail_note(self) -> str:
        """File, rows, labels."""
        if self._project.data_problem is not None or self._project.data_finding is not None:
            return self.tr("Needs a look")
        known = self._project.data
        if known is None:
            return self.tr("Reading…") if self.is_loading else self.tr("Your texts")
        return " · ".join([Path(self._project.recipe.data.train).name, *counted(known)])

    def rail_state(self) -> RailState:
        """Mark of the step."""
        if self.is_loading:
            return "busy"
        return "done" if self._project.data is not None and self._project.data_finding is None else "todo"

    def retranslate(self) -> None:
        """Set every text again."""
        self._labels_card.set_title(self.tr("Labels"))
        self._health_card.set_title(self.tr("Health of the data"))
        self.busy.setAccessibleName(self.tr("Reading the file"))
        self.arrived.retranslate()
        self.other_task.retranslate()
        self._on_changed()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Another file: every guess starts afresh, the exam's share stays."""
        self._shown = None
        self.data_requested.emit(msgspec.structs.replace(self._kept_choice(), train=path))

    @Slot(str, str, str)
    def take_dataset(self, name: str, config: str, split: str) -> None:
        """A part of a dataset of the Hub that is on this computer."""
        old = self._project.recipe.data
        self._shown = None
        self._on_back()
        choice = msgspec.structs.replace(self._kept_choice(), train=name, config=config, split=split)
        # The same again was only missing on this computer.
        self.data_requested.emit(old if (old.train, old.config, old.split) == (name, config, split) else choice)

    def _kept_choice(self) -> DataChoice:
        """What was chosen that does not speak of one file."""
        old = self._project.recipe.data
        return DataChoice(exam_fraction=old.exam_fraction, max_length=old.max_length, copies=old.copies)

    @Slot()
    def _on_hub(self) -> None:
        self._choosing.hide()
        self.dataset_search.show()
        self.dataset_search.open_now()

    @Slot()
    def _on_back(self) -> None:
        self.dataset_search.hide()
        self._choosing.show()

    @Slot()
    def _on_settings(self) -> None:
        self.leave_to.emit("settings")

    def set_lengths(self, lengths: TextLengths | None, *, is_coming: bool = False) -> None:
        """How long the texts are; None: not known. is_coming: they are being measured, and their card keeps its place until then."""
        self._lengths, self._lengths_come = lengths, is_coming
        self._on_changed()

    def show_window(self, window: RowsShown) -> None:
        """Rows from somewhere in the file, as `rows_wanted` asked for, or those that were decided about."""
        self.rows_card.show_window(window)
        if window.decided == []:
            self._gone = self._project.recipe.data.corrections
            self._on_changed()

    def _build(self) -> None:
        self.rows_card.body.insertWidget(0, self.column_roles)
        self.rows_card.body.addWidget(self.options)
        self.rows_card.body.addWidget(self.unlabelled)
        self._labels_card.body.addWidget(self.balance)
        self._health_card.body.addWidget(self.health, 1)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self._labels_card)
        side.addWidget(self._health_card, 1)
        side.addWidget(self.lengths_card)
        self._loaded = QWidget()
        row = FoldingRow(self._loaded)
        row.addWidget(self.rows_card, 2)
        row.addLayout(side, 1)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addWidget(self.arrived)
        both.addWidget(self.other_task)
        for part in (self._choosing, self.dataset_search):
            both.addWidget(part, 1)
        self.dataset_search.hide()
        layout = QVBoxLayout(self._choosing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.problem_card)
        layout.addWidget(self.drop_area)
        layout.addWidget(self.busy)
        layout.addWidget(self._busy_words)
        layout.addWidget(self._loaded, 1)
        layout.addWidget(self._example_card)
        layout.addStretch(1)
        self._page_layout = layout

    @Slot()
    def _on_changed(self) -> None:
        project = self._project
        choice = project.recipe.data
        if project.data is not None:
            self._shown = project.data
        elif project.data_preview is not None:
            self._shown = from_preview(project.data_preview)
        elif not choice.train or (self._shown is not None and not is_same_file(self._shown, choice)):
            self._shown = None
        self._show_problem(project.data_problem or project.data_finding)
        shown = self._shown or from_problem(project.data_problem, project.recipe.task, choice)
        self.busy.setVisible(self.is_loading)
        self._busy_words.setVisible(self.is_loading and (self._shown is None or self.is_counting))
        self._busy_words.setText(wait_words(is_counting=self.is_counting))
        self._loaded.setVisible(shown is not None)
        empty = shown is None and not self.is_loading
        self.drop_area.set_task(project.recipe.task)
        self._example_card.set_task(project.recipe.task)
        self._example_card.setVisible(empty)
        inviting = empty and not choice.train
        self._page_layout.setStretchFactor(self.drop_area, 1 if inviting else 0)
        # The air at the foot is wanted only where nothing else takes the room.
        self._page_layout.setStretch(self._page_layout.count() - 1, 0 if inviting or shown is not None else 1)
        self.drop_area.show_file(file_in_words(choice, self._shown, self.is_counting) if choice.train else "")
        self.options.offer_several(project.recipe.task == "classification")
        self.unlabelled.show_file(choice.unlabelled)
        self.unlabelled.setVisible(project.recipe.task != "mlm")
        self.options.show_choice(choice, self._shown.data if self._shown else None)
        if shown is not None:
            self.column_roles.show_roles(shown.data, project.recipe.task)
            self.rows_card.show_data(shown)
            self.table.setVisible(bool(shown.columns))
            # A sentence may hold many names of one type: each is a share of all names, not of the sentences.
            self.balance.fill(shown.labels, 0 if project.recipe.task == "ner" else labelled_rows(shown))
            self._show_health(shown)
        self._labels_card.setVisible(self._shown is not None and bool(self._shown.labels))
        self._health_card.setVisible(self._shown is not None)
        self._health_card.set_note(self.tr("Shown as soon as all rows are read.") if self.is_counting else "")
        self.health.setVisible(not self.is_counting)
        self.header_changed.emit()

    def _show_health(self, shown: DataInspected) -> None:
        """What a limit cuts is counted where the lengths are known; until then the engine's estimate is told."""
        recipe, lengths = self._project.recipe, self._lengths
        known = lengths is not None and len(lengths) > 0
        facts = [fact for fact in shown.health if not (known and fact.code == "long_texts")]
        strange = lengths.health if lengths is not None else []
        self.health.fill([*self._decided(), *strange, *facts], recipe.task)
        shows = known or (lengths is None and self._lengths_come)
        self.lengths_card.setVisible(shows and self._shown is not None and not self.is_counting)
        if shows:
            self.lengths_card.show_lengths(lengths, recipe.data.max_length, recipe.task)

    def _decided(self) -> list[HealthFact]:
        """What the person decided about single rows, where that changes anything."""
        corrections = self._project.recipe.data.corrections
        _, taken, dropped = counts_of(corrections)
        values = {"taken": str(taken), "dropped": str(dropped)} | ({"gone": "1"} if self._gone == corrections else {})
        return [HealthFact(DECIDED, "ok", values)] if taken or dropped else []

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self.problem_card.dismiss()
            return
        if problem.code == "data_not_here":
            self.problem_card.show_problem(problem, self.tr("Download it"))
            return
        remedy = remedy_for(problem, self._project)
        # "Go to the data" is no remedy on this page.
        self.problem_card.show_problem(problem, remedy.text if remedy is not None and remedy.apply is not None else "")

    @Slot()
    def _on_sample(self) -> None:
        self._shown = None
        if sample := SAMPLES.get(self._project.recipe.task):
            self.sample_requested.emit(sample)

    @Slot(str, str)
    def _on_role_chosen(self, column: str, role: str) -> None:
        recipe = self._project.recipe
        shown = self._shown or from_problem(self._project.data_problem, recipe.task, recipe.data)
        if shown is None:
            return
        self.data_requested.emit(with_role(recipe.data, shown, column, role))

    @Slot(object)
    def _on_reading_chosen(self, choice: DataChoice) -> None:
        self.data_requested.emit(choice)

    @Slot(str)
    def _on_unlabelled_chosen(self, path: str) -> None:
        self.data_requested.emit(msgspec.structs.replace(self._project.recipe.data, unlabelled=path))

    @Slot(str, bool)
    def _on_fix_chosen(self, code: str, wanted: bool) -> None:
        choice = self._project.recipe.data
        if code == DECIDED:
            kept = {key: said for key, said in choice.corrections.items() if said == KEEP}
            self._project.set_value("data.corrections", kept)
            return
        self.data_requested.emit(with_fix(choice, code, wanted))

    @Slot(int)
    def _on_limit_chosen(self, limit: int) -> None:
        self._project.set_value("data.max_length", limit)

    @Slot(list)
    def _on_rows_requested(self, numbers: list[int]) -> None:
        self.rows_card.go_to(numbers)

    @Slot(object)
    def _on_fix(self, problem: Problem) -> None:
        if problem.code == "data_not_here":
            choice = self._project.recipe.data
            self._choosing.hide()
            self.dataset_search.show()
            self.dataset_search.download_requested.emit(choice.train, choice.config, choice.split)
            return
        remedy = remedy_for(problem, self._project)
        if remedy is not None and remedy.apply is not None:
            remedy.apply()
