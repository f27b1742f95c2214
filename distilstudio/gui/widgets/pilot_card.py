"""The card that finds good settings: for how many minutes, how far it is, what was found, and "Use these". Must not know: the client, the project."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from distilstudio.gui.figures import count, duration, sentences
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.plain_number import plain_number
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.flow_row import FlowRow
from distilstudio.gui.widgets.pilot_table import PilotTable
from distilstudio.protocol.pilot import Pilot
from distilstudio.protocol.proof import points
from distilstudio.protocol.scores import LOWER_IS_BETTER

USUAL_MINUTES, MOST_MINUTES = 5, 600


class PilotCard(Card):
    """`start_requested` carries the minutes. What it shows is the state's; `set_recipe` says what stands in the recipe and what is missing."""

    start_requested = Signal(int)
    stop_requested = Signal()
    use_requested = Signal()

    def __init__(self, theme: Theme, state: PilotState, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("pilot_card")
        self._state = state
        self._own, self._score_name, self._hindrance = (0.0, 0.0), "", ""
        self.words, self.step = QLabel(), QLabel()
        self.words.setObjectName("pilot_words")
        self.step.setProperty("kind", "note")
        for label in (self.words, self.step):
            label.setWordWrap(True)
        self.table = PilotTable(theme)
        self.minutes = QSpinBox()
        self.minutes.setObjectName("pilot_minutes")
        self.minutes.setRange(1, MOST_MINUTES)
        self.minutes.setValue(USUAL_MINUTES)
        self.minutes.lineEdit().setTextMargins(8, 0, 0, 0)
        self.button, self.stop_button, self.use_button = QPushButton(), QPushButton(), QPushButton()
        self.button.setObjectName("pilot_button")
        self.stop_button.setObjectName("pilot_stop_button")
        self.use_button.setObjectName("pilot_use_button")
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self._lay_out()
        self.button.clicked.connect(self._on_start)
        self.stop_button.clicked.connect(self.stop_requested)
        self.use_button.clicked.connect(self.use_requested)
        state.changed.connect(self._show_state)
        self.retranslate()

    def set_recipe(self, learning_rate: float, temperature: float, score_name: str, hindrance: str) -> None:
        """What the recipe says now, how its kind of work is scored, and why nothing can be looked for; empty: it can."""
        self._own, self._score_name, self._hindrance = (learning_rate, temperature), score_name, hindrance
        self._show_state()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Find good settings"))
        self.set_note(
            self.tr(
                "Short trainings try learning rates and temperatures around yours, on rows set aside from your texts, never on the exam. "
                "The teacher is prepared first, as the run would; that is not lost."
            )
        )
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.setAccessibleName(self.tr("Minutes for trying settings"))
        self.stop_button.setText(self.tr("Stop"))
        self.use_button.setText(self.tr("Use these"))
        self.bar.setAccessibleName(self.tr("Progress of the search"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _show_state(self) -> None:
        state, found = self._state, self._state.found
        self.button.setText(self.tr("Look again") if found else self.tr("Find good settings"))
        self.button.setEnabled(not self._hindrance)
        self.button.setToolTip(self._hindrance)
        self.button.setVisible(not state.running)
        self.minutes.setVisible(not state.running)
        self.stop_button.setVisible(state.running)
        self.bar.setVisible(state.running)
        self.use_button.setVisible(found is not None and not found.keeps_own and not state.is_used)
        self.words.setText(self._sentence(found) if found else "")
        self.words.setVisible(found is not None)
        own = self._own if found is None else (found.own_learning_rate, found.own_temperature)
        tried = found.tried if found else state.progress.tried if state.progress else []
        self.table.fill(tried, own, found.score_name if found else self._score_name)
        self.step.setText(self._step_words())
        self.step.setVisible(bool(self.step.text()))

    def _step_words(self) -> str:
        progress = self._state.progress
        if not self._state.running:
            return self._hindrance
        if progress is None:
            return self.tr("Reading the texts …")
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        words = {
            "read": self.tr("Reading the texts …"),
            "teacher": self.tr("The teacher is trained first …"),
            "ask": self.tr("The teacher is asked about every row …"),
            "try": self.tr("Trying settings …"),
        }
        left = progress.seconds_left
        more = self.tr("About {0} left.").format(duration(left)) if left is not None else ""
        return sentences(words[progress.step], more, self.tr("Closing the window or starting a run ends it."))

    def _sentence(self, found: Pilot) -> str:
        """What to make of it, and how far it can be trusted."""
        if found.keeps_own:
            return self.tr("Yours did best of the {0} settings that were tried: keep them.").format(count(len(found.tried)))
        share = (lambda nats: -math.expm1(-nats)) if found.score_name in LOWER_IS_BETTER else float
        text = (
            self.tr(
                "Learning rate {rate} and temperature {temperature}: perplexity {gain} % lower than with yours (95 %: {low} to {high}) on {rows} "
                "watched rows."
            )
            if found.score_name in LOWER_IS_BETTER
            else self.tr(
                "Learning rate {rate} and temperature {temperature} did {gain} points better than yours (95 %: {low} to {high}) on {rows} "
                "watched rows."
            )
        )
        told = text.format(
            rate=plain_number(found.learning_rate),
            temperature=f"{found.temperature:g}",
            gain=points(share(found.gain)),
            low=points(share(found.low)),
            high=points(share(found.high)),
            rows=count(found.rows),
        )
        sure = self.tr("That is more than luck.") if found.low > 0 else self.tr("So few rows cannot tell whether that is luck.")
        used = self.tr("The recipe has them now.") if self._state.is_used else ""
        return sentences(told, sure, used)

    @Slot()
    def _on_start(self) -> None:
        self.start_requested.emit(self.minutes.value())

    def _lay_out(self) -> None:
        buttons, row = FlowRow(8, 8), QHBoxLayout()
        for widget in (self.use_button, self.button, self.minutes):
            buttons.addWidget(widget)
        row.setSpacing(8)
        row.addWidget(self.stop_button)
        row.addWidget(self.bar, 1)
        for part in (self.words, self.table):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.body.addLayout(row)
        self.body.addWidget(self.step)
        self.body.addStretch(1)
