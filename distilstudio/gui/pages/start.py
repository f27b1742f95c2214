"""Start: what this program does, the kinds of work, the sample, and what was open before. Must not know: the client."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from distilstudio.gui.models.settings import Recent, Settings
from distilstudio.gui.pages.page import Page, PrimaryAction
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.choice_row import ChoiceRow
from distilstudio.gui.widgets.distil_picture import DistilPicture
from distilstudio.gui.widgets.drop_area import TEXT_FILES
from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.stopped_run_card import StoppedRunCard
from distilstudio.gui.work_words import work_title

RECENT_SHOWN = 3
SAMPLES = ("sentiment", "entities", "questions")
"""Samples that come with the program, in the order of the task cards; the first one is "Show me"."""


class StartPage(Page):
    """Asks for the sample, for a file, or goes on to the data."""

    key: ClassVar[str] = "start"
    sample_requested = Signal(str)
    file_requested = Signal(str)
    dataset_requested = Signal(object)
    task_chosen = Signal(str)

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._open_button = QPushButton()
        self._open_button.setObjectName("open_button")
        self._open_button.clicked.connect(self._on_open)
        self._picture = DistilPicture(theme)
        self._tasks = {task: ChoiceRow(task, theme) for task in ("classification", "ner", "qa", "mlm")}
        for task, card in self._tasks.items():
            card.setObjectName(f"task_{task}")
            card.clicked.connect(self._on_task)
        self._samples = {sample: QPushButton() for sample in SAMPLES}
        for sample, button in self._samples.items():
            button.setObjectName(f"sample_{sample}_button")
            button.clicked.connect(self._on_sample)
        self.sample_button = self._samples[SAMPLES[0]]
        self.sample_button.setObjectName("sample_button")
        self._sample_words = self._note_label()
        self._privacy_sign, self._privacy = QLabel(), QLabel()
        self._no_recent = self._note_label()
        self._drop_sign, self._drop_words = QLabel(), self._note_label()
        self._recent_rows: list[ChoiceRow] = []
        self._recent: list[Recent] = []
        self.stopped_run = StoppedRunCard(theme)
        self._build()
        settings.changed.connect(self._on_settings_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()

    def title(self) -> str:
        """Headline."""
        return self.tr("Make a big language model small")

    def subtitle(self) -> str:
        """Line below it."""
        return self.tr("Bring your texts, pick a teacher, press one button. No programming.")

    def primary(self) -> PrimaryAction:
        """On to the data."""
        return PrimaryAction(self.tr("Start with my texts"), True, self.tr("Go to the first step: your texts"))

    def on_primary(self) -> None:
        """On to the data."""
        self.leave_to.emit("data")

    def secondary(self) -> list[QAbstractButton]:
        """Open a file."""
        return [self._open_button]

    def retranslate(self) -> None:
        """Set every text again."""
        self._open_button.setText(self.tr("Open…"))
        self._open_button.setToolTip(self.tr("Open a table of texts, or a recipe"))
        self._how_card.set_title(self.tr("How it works"))
        self._task_card.set_title(self.tr("What should the small model do?"))
        words = {
            "classification": self.tr("Reviews by mood, mails by topic, requests by urgency"),
            "ner": self.tr("People, places, products, or whatever is marked in your texts"),
            "qa": self.tr("The answer is marked in the passage that holds it"),
            "mlm": self.tr("Plain texts without labels: it learns to fill in words"),
        }
        for task, card in self._tasks.items():
            card.set_words(work_title(task), words[task])
        self._sample_card.set_title(self.tr("See it first"))
        samples = {
            "sentiment": (self.tr("Show me (3 minutes)"), self.tr("Short reviews, positive or negative")),
            "entities": (self.tr("Names"), self.tr("Sentences in which people, places, companies and products are marked")),
            "questions": (self.tr("Questions"), self.tr("Passages, and questions whose answers stand in them")),
        }
        for sample, (text, tip) in samples.items():
            self._samples[sample].setText(text)
            self._samples[sample].setToolTip(tip)
            self._samples[sample].setAccessibleDescription(tip)
        self._sample_words.setText(
            self.tr(
                "Short reviews, marked sentences, questions and a small teacher come with the program. Choose one, press the blue "
                "button on each page, then try your student."
            )
        )
        self._recent_card.set_title(self.tr("Open again"))
        self._no_recent.setText(self.tr("Files and recipes that you open will be listed here."))
        self._drop_words.setText(
            self.tr(
                "Or drop a file anywhere on this window: texts (CSV, Excel, JSON, Parquet …), a recipe, or a folder with a teacher."
            ).replace(" …", "\N{NO-BREAK SPACE}…")
        )
        self._privacy.setText(self.tr("Everything stays on this computer."))
        self._show_recent()

    def _build(self) -> None:
        self._how_card, self._task_card, self._sample_card, self._recent_card = Card(), Card(), Card(), Card()
        self._how_card.body.addWidget(self._picture, 1)
        self._task_card.body.setSpacing(8)
        for card in self._tasks.values():
            self._task_card.body.addWidget(card)
        self._task_card.body.addStretch(1)
        self._task_card.body.addLayout(self._drop_box())
        self._sample_card.body.addWidget(self._sample_words)
        buttons = FlowRow(8, 8)
        for button in self._samples.values():
            buttons.addWidget(button)
        self._sample_card.body.addLayout(buttons)
        self._recent_card.body.setSpacing(2)
        self._recent_card.body.addWidget(self._no_recent)
        self._recent_card.body.addStretch(1)
        row = FoldingRow()
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._sample_card)
        right.addWidget(self._recent_card, 1)
        row.addWidget(self._task_card, 1)
        row.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._privacy.setObjectName("privacy_label")
        self._privacy.setProperty("kind", "note")
        foot.addWidget(self._privacy_sign)
        foot.addWidget(self._privacy)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.stopped_run)
        layout.addWidget(self._how_card, 1)
        layout.addLayout(row, 1)
        layout.addLayout(foot)

    def _drop_box(self) -> QHBoxLayout:
        """Low: with four kinds of work and three files to open again the page is full."""
        box = QHBoxLayout()
        box.setSpacing(12)
        box.addWidget(self._drop_sign, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self._drop_words, 1)
        return box

    def _show_recent(self) -> None:
        for row in self._recent_rows:
            self._recent_card.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._recent_rows = []
        self._recent = self._settings.existing_recent()[:RECENT_SHOWN]
        for place, recent in enumerate(self._recent):
            row = ChoiceRow("recipe" if recent.kind == "recipe" else "data", self._theme, framed=False)
            row.set_words(*self._words_of(recent))
            row.setObjectName(f"recent_{place}")
            row.setProperty("place", place)
            row.clicked.connect(self._on_recent)
            self._recent_card.body.insertWidget(1 + place, row)
            self._recent_rows.append(row)
        self._no_recent.setVisible(not self._recent_rows)

    def _words_of(self, recent: Recent) -> tuple[str, str]:
        """What it is called, and where it is from."""
        if recent.kind == "dataset":
            parts = [self.tr("Hugging Face Hub"), recent.config, recent.split]
            return recent.path, " · ".join(part for part in parts if part)
        path = Path(recent.path)
        return path.name, str(path.parent).replace(str(Path.home()), "~")

    def _note_label(self) -> QLabel:
        label = QLabel()
        label.setProperty("kind", "note")
        label.setWordWrap(True)
        return label

    @Slot()
    def _on_task(self) -> None:
        card = self.sender()
        self.task_chosen.emit(next(task for task, one in self._tasks.items() if one is card))

    @Slot()
    def _on_sample(self) -> None:
        button = self.sender()
        self.sample_requested.emit(next(sample for sample, one in self._samples.items() if one is button))

    @Slot()
    def _on_recent(self) -> None:
        row = self.sender()
        assert isinstance(row, ChoiceRow)
        recent = self._recent[row.property("place")]
        if recent.kind == "dataset":
            self.dataset_requested.emit(recent)
        else:
            self.file_requested.emit(recent.path)

    @Slot()
    def _on_open(self) -> None:
        dialog = QFileDialog(self, self.tr("Open texts or a recipe"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Texts and recipes") + TEXT_FILES.replace(")", " *.toml)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file_requested)
        dialog.open()

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name == "recent":
            self._show_recent()

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens, side = self._theme.tokens, self._theme.px(16)
        drop = self._theme.px(32)
        self._drop_sign.setPixmap(self._theme.icon("drop", tokens.accent).pixmap(drop, drop))
        self._privacy_sign.setPixmap(self._theme.icon("lock", tokens.ok).pixmap(side, side))
        for button in self._samples.values():
            button.setIcon(self._theme.icon("play", tokens.accent))
