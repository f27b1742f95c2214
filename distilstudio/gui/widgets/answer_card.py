"""One model's side on the page "Try it": who it is, how big and how fast, and its answer. Must not know: the task, the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, layers, megabytes, milliseconds
from distilstudio.gui.models.student_forms import StudentForm
from distilstudio.gui.widgets.card import Card
from distilstudio.protocol.answers import Answer
from distilstudio.protocol.commands import Side


class AnswerView(Protocol):
    """What the view of a task's answers has to offer; every one is a QWidget too."""

    def set_answer(self, answer: Answer, text: str) -> None:
        """Show the answer to a text."""

    def clear(self) -> None:
        """Show nothing."""

    def as_text(self) -> str:
        """What is shown, as a line."""


class AnswerCard(Card):
    """Title in the side's colour, facts, and below a view or a line that says what is being waited for.

    `form_chosen`: the folder of the form that is to answer, where the model is there in several.
    """

    form_chosen = Signal(str)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._side: Side = side
        self._facts: tuple[float, int] | None = None
        self._ms: float | None = None
        self._step: int | None = None
        self._view: AnswerView | None = None
        self.setObjectName(f"try_{side}_view")
        self.title_label.setProperty("kind", side)
        self.badge = QLabel()
        self.badge.setObjectName(f"try_{side}_badge")
        self.badge.setProperty("kind", "at_step")
        self._head.removeWidget(self.title_label)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title_label)
        head.addWidget(self.badge)
        head.addStretch(1)
        self.form = QComboBox()
        self.form.setObjectName(f"try_{side}_form")
        self.form.setVisible(False)
        self.form.activated.connect(self._on_form_activated)
        self._forms: list[StudentForm] = []
        head.addWidget(self.form)
        self._head.insertLayout(0, head)
        self.waiting = QLabel()
        self.waiting.setProperty("kind", "note")
        self.waiting.setWordWrap(True)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        waiting_page = QWidget()
        waiting_layout = QVBoxLayout(waiting_page)
        waiting_layout.setContentsMargins(0, 0, 0, 0)
        waiting_layout.addWidget(self.waiting)
        waiting_layout.addStretch(1)
        self._stack.addWidget(waiting_page)
        self.body.addWidget(holder, 1)
        self.retranslate()

    @property
    def view(self) -> AnswerView | None:
        """The view in use."""
        return self._view

    def set_view(self, view: QWidget) -> None:
        """Show this task's answers with this view from now on; it has to be an AnswerView."""
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(view)
        self._view = view  # type: ignore[assignment]  # QWidget and protocol at once cannot be said

    def set_facts(self, size: float | None, layers: int | None) -> None:
        """Megabytes and layers of the model; None: not known."""
        self._facts = None if size is None or layers is None else (size, layers)
        self._ms = None
        self.retranslate()

    def set_step(self, step: int | None) -> None:
        """The model is still in training, and its weights are of this step; None: it is finished."""
        if step != self._step:
            self._step = step
            self.retranslate()

    def set_forms(self, forms: Sequence[StudentForm], chosen: str) -> None:
        """Offer these forms of the model; `chosen` is the folder of the one that answers."""
        self._forms = list(forms)
        self.form.clear()
        self.form.addItems([self._form_name(form) for form in forms])
        self.form.setCurrentIndex(next((place for place, form in enumerate(forms) if form.folder == chosen), 0))
        self.form.setVisible(len(forms) > 1)

    @property
    def is_waiting(self) -> bool:
        """Whether a line stands in the place of an answer."""
        return self._stack.currentIndex() == 0

    def wait(self, words: str) -> None:
        """Say what is being waited for."""
        self.waiting.setText(words)
        self._stack.setCurrentIndex(0)
        if self._view is not None:
            self._view.clear()
        self.setAccessibleDescription(words)

    def show_answer(self, answer: Answer, ms: float, text: str = "") -> None:
        """Show the answer to a text, and how long it took."""
        if self._view is None:
            return
        self._ms = ms
        self._view.set_answer(answer, text)
        self._stack.setCurrentIndex(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Teacher") if self._side == "teacher" else self.tr("Student"))
        self.form.setAccessibleName(self.tr("Which form of the student answers"))
        for place, form in enumerate(self._forms):
            self.form.setItemText(place, self._form_name(form))
        self.badge.setVisible(self._step is not None)
        if self._step is not None:
            self.badge.setText(self.tr("step {0}").format(count(self._step)))
            self.badge.setToolTip(self.tr("Still in training; these are its answers at this step"))
        facts: list[str] = []
        if self._facts is not None:
            size, depth = self._facts
            facts += [megabytes(size), layers(depth)]
        if self._ms is not None:
            facts.append(milliseconds(self._ms))
        self.set_note(" · ".join(facts))
        if self._view is not None and not self.is_waiting:
            step = "" if self._step is None else f"{self.badge.text()} · "
            self.setAccessibleDescription(f"{step}{self.note_label.text()}. {self._view.as_text()}")

    @Slot(int)
    def _on_form_activated(self, place: int) -> None:
        self.form_chosen.emit(self._forms[place].folder)

    def _form_name(self, form: StudentForm) -> str:
        names = {"student": self.tr("As trained"), "onnx": self.tr("ONNX"), "onnx-int8": self.tr("ONNX int8")}
        return names[form.kind]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
