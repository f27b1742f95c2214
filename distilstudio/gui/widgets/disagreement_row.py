"""One training row on which teacher and label differ: both answers, and three buttons. Must not know: the recipe, the engine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.excerpts import excerpt
from distilstudio.gui.figures import count, listed, percent
from distilstudio.gui.models.check_up import DROP, KEEP
from distilstudio.protocol.check import Disagreement, MarkedPart

MOST_CHARACTERS = 280
"""Of a longer text, as many round the first part in dispute."""


class DisagreementRow(QFrame):
    """`decided` with the row's key and what a recipe keeps of it; "" takes that back."""

    decided = Signal(str, str)

    def __init__(self, told: Disagreement, task: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = told
        self._task = task
        self.setObjectName("disagreement")
        self.setProperty("kind", "card")
        self._question, self._text, self._number = self._plain("step"), self._plain("body"), self._plain("note")
        self._names = [self._plain("note"), self._plain("note")]
        self._said, self._answered = self._plain("step"), self._plain("teacher")
        self.keep_button, self.take_button, self.drop_button = (
            self._button(name, decision)
            for name, decision in (
                ("disagreement_keep", KEEP),
                ("disagreement_take", told.take),
                ("disagreement_drop", DROP),
            )
        )
        self.take_button.setEnabled(bool(told.take))
        self._build()
        self.retranslate()

    def show_decision(self, decision: str) -> None:
        """Press the button of what was decided; none for ""."""
        for button in self._buttons():
            button.setChecked(bool(decision) and button.property("decision") == decision)

    def retranslate(self) -> None:
        """Set every text again."""
        told = self.told
        self._number.setText(self.tr("Row {0}").format(count(told.row + 1)))
        self._question.setText(told.question)
        self._question.setVisible(bool(told.question))
        self._text.setText(at_a_glance(told.text, [*told.said_parts, *told.answered_parts]))
        self._names[0].setText(self.tr("Your file says"))
        self._names[1].setText(self.tr("The teacher says"))
        self._said.setText(self._words(told.said))
        self._answered.setText(self.tr("{0} · {1} sure").format(self._words(told.answered), percent(told.confidence)))
        self.keep_button.setText(self.tr("Keep mine"))
        self.take_button.setText(self.tr("Take the teacher’s answer"))
        self.drop_button.setText(self.tr("Drop the row"))
        for button in self._buttons():
            button.setAccessibleName(f"{button.text()}: {told.text[:80]}")
        self.setAccessibleName(told.question or told.text[:200])
        both = ((self._names[0], self._said), (self._names[1], self._answered))
        self.setAccessibleDescription("; ".join(f"{name.text()}: {words.text()}" for name, words in both))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        both = QGridLayout()
        both.setHorizontalSpacing(12)
        both.setVerticalSpacing(2)
        both.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(zip(self._names, (self._said, self._answered), strict=True)):
            name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            both.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            both.addWidget(words, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in self._buttons():
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._number)
        self._number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self._question)
        layout.addWidget(self._text)
        layout.addLayout(both)
        layout.addLayout(buttons)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.keep_button, self.take_button, self.drop_button

    def _words(self, said: Sequence[str]) -> str:
        if said:
            return listed(said)
        return {"qa": self.tr("no answer in this passage"), "ner": self.tr("no names")}.get(self._task, self.tr("no label"))

    def _plain(self, kind: str) -> QLabel:
        label = QLabel()
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, decision: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setProperty("kind", "toggle")
        button.setProperty("decision", decision)
        button.setCheckable(True)
        button.clicked.connect(self._on_clicked)
        return button

    @Slot(bool)
    def _on_clicked(self, checked: bool) -> None:
        self.decided.emit(self.told.key, self.sender().property("decision") if checked else "")


def at_a_glance(text: str, parts: Sequence[MarkedPart]) -> str:
    """As much of a text as is read at a glance, with the parts in dispute where there are such."""
    line = " ".join(text.split())
    if len(line) <= MOST_CHARACTERS:
        return line
    cut, _ = excerpt(text, min((part.start for part in parts), default=0), MOST_CHARACTERS, least=MOST_CHARACTERS)
    return " ".join(cut.split())
