"""One sentence, the teacher's probabilities for it, what the student is shown at a temperature, and the formula with its numbers.

Must not know: recipes, where the sentence comes from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.models.softening import SMALLEST_SHARE, Lesson, teach
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.probability_bars import BarLabels, ProbabilityBars, percent_text, percents_apart

MOST_BARS = 4
MOST_TERMS = 3
MOST_LETTERS = 24
FEWEST_DIGITS, MOST_DIGITS = 2, 6
NOTHING = 0.0005
"""Less than this is not seen in a loss of three decimals."""


@dataclass(frozen=True)
class Example:
    """A text with both models' probabilities at temperature 1. No student's: it has not answered yet. word: the one of the text that they are of,
    "" where they are of all of it."""

    text: str
    labels: tuple[str, ...]
    teacher: tuple[float, ...]
    student: tuple[float, ...] | None
    word: str = ""


class TemperatureExplainer(QWidget):
    """Redrawn at every step of the slider; numbers come from `models.softening`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("temperature_explainer")
        self._example: Example | None = None
        self._temperature = 1.0
        self._several, self._task = False, "classification"
        self._teacher = ""
        self.sentence = ElidedLabel("note")
        self.effect = _text("")
        self.count, self.labels = _text("note"), BarLabels(theme)
        self.count.setWordWrap(False)
        self.headings = (_text("note"), _text("note"), _text("note"))
        self.columns = (
            ProbabilityBars(theme, "teacher", labels_shown=False),
            ProbabilityBars(theme, "accent", labels_shown=False),
            ProbabilityBars(theme, "student", labels_shown=False),
        )
        self.formula_title, self.formula, self.counted = _text("note"), _text(""), _text("note")
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.retranslate()

    @property
    def lesson(self) -> Lesson:
        """The numbers that are shown."""
        example = self._shown_example()
        return teach(example.teacher, example.student or self._even(example), self._temperature, self._several)

    def set_temperature(self, temperature: float) -> None:
        """Show another temperature, above 0."""
        self._temperature = temperature
        self._show()

    def set_example(
        self,
        text: str,
        labels: Sequence[str],
        teacher: Sequence[float],
        student: Sequence[float] | None = None,
        word: str = "",
    ) -> None:
        """Explain with one of the person's own sentences from now on. Raises: ValueError where the lengths differ."""
        if not labels or len(labels) != len(teacher) or (student is not None and len(student) != len(labels)):
            raise ValueError("an example wants as many probabilities as labels")
        self._example = Example(text, tuple(labels), tuple(teacher), None if student is None else tuple(student), word)
        self._show()

    def set_several(self, several: bool) -> None:
        """Whether a text may carry several labels: each then has a probability of its own, by sigmoid."""
        if several != self._several:
            self._several, self._example = several, None
            self._show()

    def set_task(self, task: str) -> None:
        """What has the probabilities: labels, hidden words, the tags of a word, answers."""
        if task != self._task:
            self._task, self._example = task, None
            self._show()

    def set_teacher(self, teacher: str) -> None:
        """Whose answers are explained: another one has not answered the sentence yet."""
        if teacher != self._teacher:
            self._teacher, self._example = teacher, None
            self._show()

    def clear_example(self) -> None:
        """Back to the worked example."""
        self._example = None
        self._show()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("What temperature does to the teacher’s answer"))
        self.headings[0].setText(self.tr("The teacher says"))
        self.headings[1].setText(self.tr("The student is shown"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _shown_example(self) -> Example:
        if self._example is not None:
            return self._example
        text = self.tr("Well, the ending surprised me.")
        if self._several:
            feelings = (self.tr("surprise"), self.tr("joy"), self.tr("anger"))
            return Example(text, feelings, (0.9, 0.6, 0.1), (0.7, 0.5, 0.2))
        labels = (self.tr("negative"), self.tr("neutral"), self.tr("positive"))
        if self._task == "ner":
            labels = (self.tr("no name"), self.tr("place"), self.tr("person"))
            return Example(self.tr("I met Jordan today."), labels, (0.1, 0.2, 0.7), (0.2, 0.3, 0.5), self.tr("Jordan"))
        if self._task == "qa":
            text, labels = self.tr("Who wrote the letter?"), (self.tr("no answer"), self.tr("Ada"), self.tr("Ada Lovelace"))
        if self._task == "mlm":
            text, labels = self.tr("Well, the ending ___ me."), (self.tr("bored"), self.tr("moved"), self.tr("surprised"))
        return Example(text, labels, (0.1, 0.2, 0.7), (0.2, 0.3, 0.5))

    def _even(self, example: Example) -> tuple[float, ...]:
        return (0.5 if self._several else 1 / len(example.labels),) * len(example.labels)

    def _show(self) -> None:
        example, lesson = self._shown_example(), self.lesson
        self.sentence.set_text(self._about(example))
        shown = self._most_likely(example)
        left_out = len(example.labels) - len(shown)
        counted = self.tr("{shown} of {all} labels").format(shown=len(shown), all=len(example.labels)) if left_out else ""
        self.count.setText(counted)
        self.labels.set_labels([example.labels[place] for place in shown])
        self.headings[2].setText(self.tr("The student answers") if example.student else self.tr("It would guess"))
        for heading, column in zip(self.headings, self.columns, strict=True):
            column.setAccessibleName(heading.text())
        numbers: list[list[float]] = [list(example.teacher), lesson.shown.tolist(), lesson.answered.tolist()]
        for column, shares in zip(self.columns, numbers, strict=True):
            column.set_bars([(example.labels[place], shares[place]) for place in shown])
        self.effect.setText(self._effect(example, lesson))
        self.formula_title.setText(
            self.tr("What the difference costs the student at temperature {temperature}").format(
                temperature=f"{self._temperature:g}"
            )
        )
        self.formula.setText(self._formula(lesson))
        self.counted.setText(self._counted(lesson))
        self.setAccessibleDescription(f"{self.effect.text()} {self._plain_formula(lesson)} {self.counted.text()}")

    def _about(self, example: Example) -> str:
        """Whose text it is that is explained."""
        worked = self._example is None
        if example.word:
            words = self.tr("Worked example: “{word}” in “{text}”") if worked else self.tr("“{word}” in your sentence: “{text}”")
        elif worked:
            words = self.tr("Worked example: “{text}”")
        else:
            words = self.tr("Your question: “{text}”") if self._task == "qa" else self.tr("Your sentence: “{text}”")
        return words.format(word=example.word, text=example.text)

    def _most_likely(self, example: Example) -> list[int]:
        best = sorted(range(len(example.labels)), key=lambda place: -example.teacher[place])[:MOST_BARS]
        return sorted(best) if len(example.labels) <= MOST_BARS else best

    def _effect(self, example: Example, lesson: Lesson) -> str:
        if self._several:
            return self._effect_on_each(example, lesson)
        if len(example.labels) < 2:
            return ""
        first, second, *_ = sorted(range(len(example.labels)), key=lambda place: -example.teacher[place])
        before, after = percents_apart(example.teacher[second], float(lesson.shown[second]))
        if abs(self._temperature - 1) < 1e-9:
            sentence = self.tr("The student is shown just what the teacher says: “{best}” {share}, “{second}” {before}.")
        elif self._temperature > 1:
            sentence = self.tr(
                "The teacher’s second thought, “{second}”, weighs {after} instead of {before}; “{best}” falls to {share}."
            )
        else:
            sentence = self.tr(
                "The teacher’s second thought, “{second}”, weighs only {after} instead of {before}; “{best}” rises to {share}."
            )
        values = {
            "best": _short(example.labels[first]),
            "second": _short(example.labels[second]),
            "before": before,
            "after": after,
        }
        return sentence.format(share=percent_text(float(lesson.shown[first])), **values)

    def _effect_on_each(self, example: Example, lesson: Lesson) -> str:
        """The likeliest label and the likeliest of those that are not given: temperature draws both towards one half."""
        order = sorted(range(len(example.labels)), key=lambda place: -example.teacher[place])
        first, other = order[0], next((place for place in order if example.teacher[place] < 0.5), order[-1])
        before, after = percents_apart(example.teacher[other], float(lesson.shown[other]))
        values = {
            "best": _short(example.labels[first]),
            "share": percent_text(float(lesson.shown[first])),
            "other": _short(example.labels[other]),
            "before": before,
            "after": after,
        }
        if abs(self._temperature - 1) < 1e-9:
            sentence = self.tr("Each label stands for itself. The student is shown just what the teacher says: “{best}” {share}.")
        elif self._temperature > 1:
            sentence = self.tr(
                "Each label stands for itself and moves towards one half: “{best}” to {share}, “{other}” from {before} to {after}."
            )
        else:
            sentence = self.tr(
                "Each label stands for itself and moves away from one half: “{best}” to {share}, “{other}” from {before} to {after}."
            )
        return sentence.format(**values)

    def _terms(self, lesson: Lesson) -> str:
        """The parts of the sum that can be seen in it. Where each label stands for itself, those of the likeliest: that it is given, or not."""
        if self._several:
            best = int(lesson.shown.argmax())
            on, guess = float(lesson.shown[best]), float(lesson.answered[best])
            return _sum_in_words([(on, guess), (1 - on, 1 - guess)], lesson.loss)
        order = sorted(range(len(lesson.shown)), key=lambda place: -float(lesson.shown[place]))
        most = MOST_TERMS if len(order) <= MOST_TERMS else MOST_TERMS - 1
        return _sum_in_words([(float(lesson.shown[place]), float(lesson.answered[place])) for place in order[:most]], lesson.loss)

    def _plain_formula(self, lesson: Lesson) -> str:
        loss = self.tr("{loss} on this sentence").format(loss=_in_nats(lesson.loss))
        return f"{self._sums(lesson)} = {loss}"

    def _sums(self, lesson: Lesson) -> str:
        if self._several:
            return f"L = −Σ yᵢ log ŷᵢ + (1−yᵢ) log (1−ŷᵢ) = −({self._terms(lesson)})"
        return f"L = −Σ yᵢ log ŷᵢ = −({self._terms(lesson)})"

    def _formula(self, lesson: Lesson) -> str:
        loss = self.tr("{loss} on this sentence").format(loss=f"<b>{_in_nats(lesson.loss)}</b>").replace(" ", "&nbsp;")
        return f"{self._sums(lesson)} = {loss}"

    def _counted(self, lesson: Lesson) -> str:
        sentence = self.tr("{own} of it is the teacher’s own doubt, which stays. The run counts the rest times T²: {sum}.")
        rest = max(0.0, lesson.loss - lesson.own_entropy)
        # So many that whoever multiplies it by T² gets what stands there.
        digits = 4 if 0.01 <= rest < 0.1 else 5 if 0.00001 <= rest < 0.01 else 3
        square = f"{lesson.temperature**2:.4g}"
        product = f"{square} × {rest:.{digits}f} = {lesson.counted:.3f}".replace(" ", "\N{NO-BREAK SPACE}")
        told = sentence.format(own=_in_nats(lesson.own_entropy), sum=product)
        if self._example is not None or abs(lesson.temperature - 1) < 1e-9:
            return told
        # The worked example's figure, which papers and lectures give too: nothing softened, 0.887 nats.
        example = self._shown_example()
        plain = teach(example.teacher, example.student or self._even(example), 1.0, self._several)
        whole = self.tr("At temperature 1 the whole is {loss}.").format(loss=_in_nats(plain.loss))
        return f"{told} {whole}"

    def _lay_out(self) -> None:
        columns = QGridLayout()
        columns.setHorizontalSpacing(16)
        columns.setVerticalSpacing(4)
        headings, bodies = (self.count, *self.headings), (self.labels, *self.columns)
        for place, (heading, body, share) in enumerate(zip(headings, bodies, (0, 1, 1, 1), strict=True)):
            heading.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
            columns.addWidget(heading, 0, place)
            columns.addWidget(body, 1, place)
            columns.setColumnStretch(place, share)
            body.let_grow()
        columns.setRowStretch(1, 100)
        columns.setRowStretch(2, 1)  # what the bars do not take is left below them
        panel = QFrame()
        panel.setProperty("kind", "hint")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(12, 6, 12, 6)
        inner.setSpacing(2)
        for label in (self.formula_title, self.formula, self.counted):
            inner.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.sentence)
        layout.addLayout(columns, 1)
        layout.addWidget(self.effect)
        layout.addWidget(panel)


def _sum_in_words(terms: Sequence[tuple[float, float]], whole: float) -> str:
    """Σ y·log ŷ of these pairs, in the fewest digits with which it is the sum that is told; "…" for what is not there, or would add nothing."""
    costs = [-share * math.log(max(guess, SMALLEST_SHARE)) for share, guess in terms]
    seen = [term for place, term in enumerate(terms) if costs[place] >= NOTHING] or list(terms[:1])
    rest = whole + sum(share * math.log(max(guess, SMALLEST_SHARE)) for share, guess in seen)
    written: list[tuple[str, str]] = []
    for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1):
        written = [(_in_digits(share, digits), _in_digits(guess, digits)) for share, guess in seen]
        shown = rest - sum(float(share) * math.log(float(guess)) for share, guess in written)
        if _in_nats(shown) == _in_nats(whole):
            break
    words = [f"{share}·log\N{NO-BREAK SPACE}{guess}" for share, guess in written]
    return " + ".join([*words, "…"] if rest >= NOTHING or len(seen) < len(terms) else words)


def _in_digits(share: float, digits: int) -> str:
    """With so many decimals, or more where that would be nothing; what is smaller than a millionth with a power of ten."""
    share = max(share, SMALLEST_SHARE)
    if share < 1e-6:
        return f"{share:.{digits - 1}e}"
    zeros = -math.floor(math.log10(share)) - 1
    return f"{share:.{max(digits, zeros + digits - 1)}f}"


def _in_nats(loss: float) -> str:
    return f"{max(0.0, loss):.3f}"


def _short(label: str) -> str:
    """A label's name within a sentence."""
    return label if len(label) <= MOST_LETTERS else f"{label[: MOST_LETTERS // 2 - 1]}…{label[-MOST_LETTERS // 2 :]}"


def _text(kind: str) -> QLabel:
    label = QLabel()
    if kind:
        label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
