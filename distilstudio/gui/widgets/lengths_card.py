"""How long the texts are and where they are cut: bars with the limit, the limit as a number, what it means in a sentence, and what to do.

Must not know: the engine, the page around it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, percent, sentences
from distilstudio.gui.models.text_lengths import STEP, TextLengths
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.health_list import BUTTON_LOOK
from distilstudio.gui.widgets.plots_lengths import LEAST, MOST, LengthsPlot
from distilstudio.protocol.recipe import Task


class LengthsCard(Card):
    """`limit_chosen` with another limit, `rows_requested` with the numbers of the rows that are too long."""

    limit_chosen = Signal(int)
    rows_requested = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("lengths_card")
        self._lengths: TextLengths | None = None
        self._limit = 128
        self._task: Task = "classification"
        self.plot = LengthsPlot(theme)
        self._heading, self._caption, self.words = QLabel(), QLabel(), QLabel()
        self._heading.setProperty("kind", "card_title")
        self._heading.setWordWrap(True)
        self._caption.setProperty("kind", "note")
        self.words.setProperty("kind", "note")
        self.words.setObjectName("lengths_words")
        self.words.setWordWrap(True)
        self.field = QSpinBox()
        self.field.setObjectName("max_length_field")
        self.field.setRange(LEAST, MOST)
        self.field.setSingleStep(STEP)
        self.field.setKeyboardTracking(False)
        self.field.lineEdit().setTextMargins(8, 0, 0, 0)
        self._caption.setBuddy(self.field)
        self.show_button, self.fit_button = QPushButton(), QPushButton()
        self._lay_out()
        self.plot.limit_dragged.connect(self._on_chosen)
        self.field.valueChanged.connect(self._on_chosen)
        self.show_button.clicked.connect(self._on_show)
        self.fit_button.clicked.connect(self._on_fit)
        self.retranslate()

    def _lay_out(self) -> None:
        """Low, since the facts on the data's health want the room: the limit beside the title, the buttons beside the words."""
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._heading, 1)
        top.addWidget(self._caption)
        top.addWidget(self.field)
        buttons = QVBoxLayout()
        buttons.setSpacing(0)
        for button, name in ((self.show_button, "lengths_show_button"), (self.fit_button, "lengths_fit_button")):
            button.setObjectName(name)
            button.setProperty("kind", "quiet")
            button.setStyleSheet(BUTTON_LOOK)
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.words, 1)
        middle.addLayout(buttons)
        self.body.setSpacing(4)
        self.body.addLayout(top)
        self.body.addLayout(middle)
        self.body.addWidget(self.plot, 1)

    def show_lengths(self, lengths: TextLengths | None, limit: int, task: Task) -> None:
        """Show these lengths and this limit; that is no choice of the person's."""
        self._lengths, self._limit, self._task = lengths, limit, task
        self.retranslate()

    def sentence(self) -> str:
        """What the limit means for these texts."""
        lengths, limit = self._lengths, count(self._limit)
        if lengths is None:
            return self.tr("The texts are being measured with the teacher’s word pieces…")
        if not len(lengths):
            return ""
        over = lengths.over(self._limit)
        words = self._sentence_none(limit) if not over else self._sentence(self._share(), limit)
        if lengths.is_sample:
            sample = self.tr("Estimated from {0} of {1} rows.").format(count(len(lengths)), count(lengths.total))
            return sentences(words, sample)
        return words

    def retranslate(self) -> None:
        """Set every text again."""
        words = self.sentence()
        self._heading.setText(self.tr("Length of the texts"))
        self.setAccessibleName(self._heading.text())
        self.words.setText(words)
        self.plot.show_lengths(self._lengths, self._limit, words)
        self._caption.setText(self.tr("Limit"))
        self.field.setAccessibleName(self.tr("Longest text in word pieces"))
        self.field.setToolTip(self.tr("Word pieces that a model reads at a time; more take longer and need more memory"))
        with QSignalBlocker(self.field):
            self.field.setValue(self._limit)
        self.show_button.setText(self.tr("Show"))
        self.show_button.setAccessibleName(self.tr("Show the rows: {0}").format(words))
        lengths = self._lengths
        fitting = lengths.fitting() if lengths is not None else self._limit
        self.fit_button.setText(self.tr("Raise to {0}").format(count(fitting)))
        self.fit_button.setToolTip(self.tr("Then 99 of 100 texts are read whole, as far as the teacher can"))
        self.fit_button.setProperty("limit", fitting)
        over = lengths is not None and lengths.over(self._limit) > 0
        self.show_button.setVisible(over)
        self.fit_button.setVisible(over and fitting > self._limit)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _share(self) -> str:
        share = self._lengths.share_over(self._limit) if self._lengths is not None else 0.0
        return percent(share) if share >= 0.01 else percent(share, 1) if share >= 0.0005 else self.tr("Under 0.1 %")

    def _sentence(self, share: str, limit: str) -> str:
        match self._task:
            case "ner":
                return self.tr("{0} of the sentences are longer than {1} word pieces; they are read in windows.").format(
                    share, limit
                )
            case "qa":
                return self.tr(
                    "{0} of the passages, with their questions, are longer than {1} word pieces; they are read in windows."
                ).format(share, limit)
            case "mlm":
                return self.tr("{0} of the texts are longer than {1} word pieces; they are read in parts, none is lost.").format(
                    share, limit
                )
        return self.tr("{0} of the texts are longer than {1} word pieces and are cut.").format(share, limit)

    def _sentence_none(self, limit: str) -> str:
        match self._task:
            case "ner":
                return self.tr("No sentence is longer than {0} word pieces.").format(limit)
            case "qa":
                return self.tr("No passage is longer than {0} word pieces, with its question.").format(limit)
        return self.tr("No text is longer than {0} word pieces.").format(limit)

    @Slot(int)
    def _on_chosen(self, limit: int) -> None:
        if limit != self._limit:
            self.limit_chosen.emit(limit)

    @Slot()
    def _on_fit(self) -> None:
        self.limit_chosen.emit(self.fit_button.property("limit"))

    @Slot()
    def _on_show(self) -> None:
        if self._lengths is not None:
            self.rows_requested.emit(self._lengths.rows_over(self._limit))
