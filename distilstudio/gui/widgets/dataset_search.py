"""Search the Hugging Face Hub for texts, choose a part, download it, learn from it. Must not know: the client; it asks by signals.

What the Hub says is shown as plain text, never as markup.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import megabytes
from distilstudio.gui.models.hub import SETTINGS_HELP, HubState
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.dataset_result import DatasetResult, dataset_facts
from distilstudio.gui.widgets.download_row import DownloadRow
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.gui.widgets.result_list import ResultList
from distilstudio.protocol.hub import DatasetPart, named_in
from distilstudio.protocol.problems import Problem

TRAINING = "train"


class DatasetSearch(Card):
    """Words above; below what was found, or the parts of the one that was chosen."""

    search_requested = Signal(str)
    describe_requested = Signal(str)
    download_requested = Signal(str, str, str)
    pause_requested = Signal()
    cancel_requested = Signal()
    chosen = Signal(str, str, str)
    back_requested = Signal()
    settings_requested = Signal()

    def __init__(self, state: HubState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._state = state
        self.results: list[DatasetResult] = []
        self.words_edit = QLineEdit()
        self.search_button, self.back_button = QPushButton(), QPushButton()
        self.problem_card = ProblemCard(theme)
        self.download_row = DownloadRow(state, "dataset_download")
        self.parts_box = QWidget()
        self.config_combo, self.split_combo, self.use_button = QComboBox(), QComboBox(), QPushButton()
        self._config_label, self._split_label = QLabel(), QLabel()
        self._name, self._facts, self._part_words = QLabel(), QLabel(), QLabel()
        self._list = ResultList("dataset_results")
        self._build()
        self._connect()
        self.retranslate()

    def open_now(self) -> None:
        """Show what is most downloaded for the work in hand."""
        if self._state.datasets is None:
            self.search_requested.emit("")
        self.words_edit.setFocus()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Texts from the Hugging Face Hub"))
        self.set_note(
            self.tr(
                "Only your search words are sent. Texts are downloaded once, as tables, and then kept; no program in "
                "them is ever run."
            )
        )
        self.words_edit.setPlaceholderText(self.tr("A part of the name, or the whole name: organisation/name"))
        self.words_edit.setAccessibleName(self.tr("Search words"))
        self.search_button.setText(self.tr("Search"))
        self.use_button.setText(self.tr("Use these texts"))
        self.back_button.setText(self.tr("Back"))
        self._config_label.setText(self.tr("Part"))
        self._split_label.setText(self.tr("Learn from"))
        self.config_combo.setAccessibleName(self.tr("Part of the dataset"))
        self.split_combo.setAccessibleName(self.tr("Rows to learn from"))
        self._list.area.setAccessibleName(self.tr("Datasets found"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        for name, widget in (
            ("dataset_search", self),
            ("dataset_search_edit", self.words_edit),
            ("dataset_search_button", self.search_button),
            ("dataset_back_button", self.back_button),
            ("dataset_problem_card", self.problem_card),
            ("dataset_config_combo", self.config_combo),
            ("dataset_split_combo", self.split_combo),
            ("dataset_use_button", self.use_button),
        ):
            widget.setObjectName(name)
        self.back_button.setProperty("kind", "quiet")
        self._name.setProperty("kind", "step")
        for label in (self._facts, self._part_words):
            label.setProperty("kind", "note")
        for label in (self._name, self._facts, self._part_words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        first, parts = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.words_edit, 1)
        for button in (self.search_button, self.back_button):
            first.addWidget(button)
        for shown in (self._config_label, self.config_combo, self._split_label, self.split_combo, self.use_button):
            parts.addWidget(shown)
        parts.addStretch(1)
        for row in (first, parts):
            row.setSpacing(8)
        inside = QVBoxLayout(self.parts_box)
        inside.setContentsMargins(0, 8, 0, 8)
        inside.setSpacing(8)
        inside.addWidget(self._name)
        inside.addWidget(self._facts)
        inside.addLayout(parts)
        inside.addWidget(self._part_words)
        self.body.addLayout(first)
        for below in (self.problem_card, self.download_row, self.parts_box):
            self.body.addWidget(below)
        self.body.addWidget(self._list, 1)

    def _connect(self) -> None:
        self.search_button.clicked.connect(self._on_search)
        self.words_edit.returnPressed.connect(self._on_search)
        self.back_button.clicked.connect(self.back_requested)
        self.problem_card.fix_requested.connect(self._on_fix)
        self.config_combo.activated.connect(self._on_config)
        self.split_combo.activated.connect(self._on_split)
        self.use_button.clicked.connect(self._on_use)
        self.download_row.pause_requested.connect(self.pause_requested)
        self.download_row.cancel_requested.connect(self.cancel_requested)
        self.download_row.continue_requested.connect(self._on_continue)
        self._state.changed.connect(self._on_changed)

    def _part(self) -> DatasetPart | None:
        """What the two lists say."""
        described = self._state.dataset
        wanted = (self.config_combo.currentText(), self.split_combo.currentText())
        return next((part for part in described.parts if (part.config, part.split) == wanted), None) if described else None

    def _fill_parts(self) -> None:
        described = self._state.dataset
        if described is None:
            return
        with QSignalBlocker(self.config_combo):
            self.config_combo.clear()
            self.config_combo.addItems(list(dict.fromkeys(part.config for part in described.parts)))
        self._fill_splits()

    def _fill_splits(self) -> None:
        parts = self._state.dataset.parts if self._state.dataset is not None else []
        splits = [part.split for part in parts if part.config == self.config_combo.currentText()]
        with QSignalBlocker(self.split_combo):
            self.split_combo.clear()
            self.split_combo.addItems(splits)
            usual = next((place for place, split in enumerate(splits) if TRAINING in split), 0)
            self.split_combo.setCurrentIndex(usual)

    def _fill_list(self) -> None:
        self.results = [DatasetResult(found) for found in self._state.datasets or []]
        for result in self.results:
            result.chosen.connect(self.describe_requested)
        self._list.fill(self.results)

    def _show_state(self) -> None:
        state, described, part = self._state, self._state.dataset, self._part()
        if state.datasets_problem is None:
            self.problem_card.dismiss()
        else:
            helps = state.datasets_problem.code in (*SETTINGS_HELP, "hub_dataset_refused")
            self.problem_card.show_problem(state.datasets_problem, self.tr("Open the settings") if helps else "")
        self.parts_box.setVisible(described is not None)
        if described is not None:
            self._name.setText(described.name)
            self._facts.setText(" · ".join(dataset_facts(described.licence, described.downloads, described.gated)))
        if part is not None:
            self.use_button.setText(self.tr("Use these texts") if part.cached else self.tr("Download and use"))
            own = described is not None and described.own_files
            size = megabytes(part.megabytes) if own else self.tr("{0} as a table").format(megabytes(part.megabytes))
            words = [self.tr("{0}, already on this computer").format(size) if part.cached else size]
            if own:
                words.append(self.tr("The Hub has no copy of it as a table, so the dataset’s own files are read as they are."))
            self._part_words.setText(". ".join(words))
        self.use_button.setEnabled(part is not None and (part.cached or state.download == "none"))
        self._list.tell(self._told_words())

    def _told_words(self) -> str:
        if self._state.asking_datasets:
            return self.tr("Asking the Hub…")
        if self._state.datasets is None:
            return ""
        if self._state.datasets:
            return self.tr("The most downloaded come first.")
        return self.tr("Nothing was found. Try fewer words, or the whole name.")

    @Slot()
    def _on_search(self) -> None:
        words = self.words_edit.text().strip()
        # A whole name need not be found first; private datasets never are.
        if name := named_in(words):
            self.describe_requested.emit(name)
        else:
            self.search_requested.emit(words)

    @Slot(int)
    def _on_config(self, _place: int) -> None:
        self._fill_splits()
        self._show_state()

    @Slot(int)
    def _on_split(self, _place: int) -> None:
        self._show_state()

    @Slot()
    def _on_use(self) -> None:
        described, part = self._state.dataset, self._part()
        if described is not None and part is not None:
            wish = self.chosen if part.cached else self.download_requested
            wish.emit(described.name, part.config, part.split)

    @Slot(str)
    def _on_continue(self, name: str) -> None:
        config, split = self._state.part or ("", "")
        self.download_requested.emit(name, config, split)

    @Slot(str)
    def _on_changed(self, part: str) -> None:
        if part == "datasets":
            self._fill_list()
        if part == "dataset":
            self._fill_parts()
        if part in ("datasets", "dataset", "download"):
            self._show_state()

    @Slot(object)
    def _on_fix(self, _problem: Problem) -> None:
        self.settings_requested.emit()
