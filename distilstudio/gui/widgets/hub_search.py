"""Search the Hugging Face Hub for a teacher, download it, choose it. Must not know: the client; it asks by signals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from distilstudio.gui.figures import parameters
from distilstudio.gui.models.hub import SETTINGS_HELP, HubState
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.download_row import DownloadRow
from distilstudio.gui.widgets.hub_result import HubResult
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.gui.widgets.result_list import ResultList

TASKS = ("classification", "ner", "qa", "mlm")
LANGUAGES = ("", "en", "zh", "de", "fr", "es", "it", "pt", "ru", "ja", "ko", "ar", "hi", "multilingual")
SIZES = (0, 30_000_000, 150_000_000, 400_000_000)
"""Most parameters; 0: any."""
LICENCES = ("", "apache-2.0", "mit", "bsd-3-clause", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "gpl-3.0", "openrail")
"""As the Hub tags them."""
LICENCE_NAMES = ("Apache 2.0", "MIT", "BSD 3-Clause", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "GPL 3.0", "OpenRAIL")


class HubSearch(Card):
    """Words and choices above, models below, the download between."""

    search_requested = Signal(str, str, str, int, str)
    download_requested = Signal(str)
    pause_requested = Signal()
    cancel_requested = Signal()
    chosen = Signal(str)
    back_requested = Signal()
    settings_requested = Signal()

    def __init__(self, state: HubState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._state = state
        self.results: list[HubResult] = []
        self.words_edit = QLineEdit()
        self.words_edit.setObjectName("hub_search_edit")
        self.task_combo, self.language_combo = QComboBox(), QComboBox()
        self.size_combo, self.licence_combo = QComboBox(), QComboBox()
        self.search_button, self.back_button = QPushButton(), QPushButton()
        self.problem_card = ProblemCard(theme)
        self.problem_card.setObjectName("hub_problem_card")
        self.download_row = DownloadRow(state)
        self._list = ResultList("hub_results")
        self._build()
        self._connect()
        self.retranslate()

    def open_for(self, task: str) -> None:
        """Show what is most downloaded for this task."""
        if self._state.found is None or self.task_combo.currentData() != task:
            with QSignalBlocker(self.task_combo):
                self.task_combo.setCurrentIndex(max(0, self.task_combo.findData(task)))
            self._on_search()
        self.words_edit.setFocus()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("From the Hugging Face Hub"))
        self.set_note(self.tr("Your texts stay here: only your search words are sent. A model is downloaded once and then kept."))
        self.words_edit.setPlaceholderText(self.tr("A part of the name, the whole name, or nothing for the most downloaded"))
        self.words_edit.setAccessibleName(self.tr("Search words"))
        self.search_button.setText(self.tr("Search"))
        self.back_button.setText(self.tr("Back"))
        tasks = (self.tr("Sorts texts"), self.tr("Finds names"), self.tr("Answers questions"), self.tr("Knows the language"))
        _fill(self.task_combo, TASKS, tasks, self.tr("What it does"))
        _fill(self.language_combo, LANGUAGES, self._languages(), self.tr("Language of its texts"))
        sizes = (self.tr("Any size"), *(self.tr("Up to {0} parameters").format(parameters(most)) for most in SIZES[1:]))
        _fill(self.size_combo, SIZES, sizes, self.tr("Size"))
        _fill(self.licence_combo, LICENCES, (self.tr("Any licence"), *LICENCE_NAMES), self.tr("Licence"))
        self._list.area.setAccessibleName(self.tr("Models found"))
        self.problem_card.set_fix_text(self._fix_text())
        self._show_told()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _languages(self) -> tuple[str, ...]:
        return (
            self.tr("Any language"),
            *("English", "中文", "Deutsch", "Français", "Español", "Italiano", "Português", "Русский", "日本語", "한국어"),
            *("العربية", "हिन्दी", self.tr("Many languages")),
        )

    def _build(self) -> None:
        for name, widget in (
            ("hub_task_combo", self.task_combo),
            ("hub_language_combo", self.language_combo),
            ("hub_size_combo", self.size_combo),
            ("hub_licence_combo", self.licence_combo),
            ("hub_search_button", self.search_button),
            ("hub_back_button", self.back_button),
        ):
            widget.setObjectName(name)
        self.back_button.setProperty("kind", "quiet")
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.words_edit, 1)
        first.addWidget(self.search_button)
        first.addWidget(self.back_button)
        for combo in self._combos():
            second.addWidget(combo)
        second.addStretch(1)
        for row in (first, second):
            row.setSpacing(8)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.body.addWidget(self.problem_card)
        self.body.addWidget(self.download_row)
        self.body.addWidget(self._list, 1)

    def _combos(self) -> tuple[QComboBox, ...]:
        return self.task_combo, self.language_combo, self.size_combo, self.licence_combo

    def _connect(self) -> None:
        self.search_button.clicked.connect(self._on_search)
        self.words_edit.returnPressed.connect(self._on_search)
        for combo in self._combos():
            combo.activated.connect(self._on_search)
        self.back_button.clicked.connect(self.back_requested)
        self.problem_card.fix_requested.connect(self._on_fix)
        self.download_row.pause_requested.connect(self.pause_requested)
        self.download_row.cancel_requested.connect(self.cancel_requested)
        self.download_row.continue_requested.connect(self.download_requested)
        self._state.changed.connect(self._on_changed)

    def _fill_list(self) -> None:
        self.results = [HubResult(model) for model in self._state.found or []]
        for result in self.results:
            result.download_requested.connect(self.download_requested)
            result.chosen.connect(self.chosen)
        self._list.fill(self.results)

    def _show_told(self) -> None:
        found = self._state.found
        if self._state.searching:
            words = self.tr("Asking the Hub…")
        elif found is None:
            words = ""
        elif found:
            words = self.tr("The most downloaded come first.")
        else:
            words = self.tr("Nothing was found. Try fewer words, another language, any size or any licence.")
        self._list.tell(words)

    def _show_state(self) -> None:
        state = self._state
        if state.problem is None:
            self.problem_card.dismiss()
        else:
            self.problem_card.show_problem(state.problem, self._fix_text())
        for result in self.results:
            result.set_busy(state.download != "none")
        self._show_told()

    def _fix_text(self) -> str:
        """The button for the problem; "" where the settings do not help, or there is none."""
        told = self._state.problem
        helps = told is not None and told.code in (*SETTINGS_HELP, "hub_no_repo", "hub_forbidden")
        return self.tr("Open the settings") if helps else ""

    @Slot()
    def _on_search(self) -> None:
        language, most = self.language_combo.currentData(), self.size_combo.currentData()
        licence = self.licence_combo.currentData()
        self.search_requested.emit(self.task_combo.currentData(), self.words_edit.text(), language, most, licence)

    @Slot(str)
    def _on_changed(self, part: str) -> None:
        if part == "found" and not self._state.searching:
            self._fill_list()
        if part in ("found", "download"):
            self._show_state()

    @Slot(object)
    def _on_fix(self, _problem: object) -> None:
        self.settings_requested.emit()


def _fill(combo: QComboBox, values: tuple[str, ...] | tuple[int, ...], texts: tuple[str, ...], name: str) -> None:
    with QSignalBlocker(combo):
        if not combo.count():
            for value in values:
                combo.addItem("", value)
        for place, text in enumerate(texts):
            combo.setItemText(place, text)
    combo.setAccessibleName(name)
    combo.setToolTip(name)
