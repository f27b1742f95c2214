"""What is known of the chosen teacher, a line each. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from distilstudio.gui.figures import count, gigabytes, listed, megabytes, parameters, percent
from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.gui.theme import Theme
from distilstudio.protocol.events import TeacherDescribed

FAMILY_NAMES = {
    "bert": "BERT",
    "roberta": "RoBERTa",
    "xlm-roberta": "XLM-RoBERTa",
    "camembert": "CamemBERT",
    "electra": "ELECTRA",
    "mpnet": "MPNet",
    "deberta-v2": "DeBERTa",
    "modernbert": "ModernBERT",
    "distilbert": "DistilBERT",
}
"""What their makers call them; the same in every language."""
LABELS_SHOWN = 8


class TeacherFacts(QWidget):
    """Names at the left, values at the right, and a mark on whether it fits this computer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teacher_facts")
        self._theme = theme
        self._teacher: TeacherDescribed | None = None
        self._task = "classification"
        self._lengths: TextLengths | None = None
        self._names, self._values = [QLabel() for _ in range(8)], [QLabel() for _ in range(8)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setProperty("kind", "note")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)  # some of it comes from the Hub
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)

    def show_teacher(self, teacher: TeacherDescribed, task: str = "classification") -> None:
        """Fill the lines. task: what it is to teach; guessed words and answers have no labels."""
        self._teacher, self._task = teacher, task
        self.retranslate()

    def show_lengths(self, lengths: TextLengths | None) -> None:
        """The person's texts in its word pieces, where they are foreign to it; None: not known."""
        if lengths is not self._lengths:
            self._lengths = lengths
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        teacher = self._teacher
        if teacher is None:
            return
        labels = listed(teacher.labels[:LABELS_SHOWN]) + ("…" if len(teacher.labels) > LABELS_SHOWN else "")
        needs = self.tr("needs about {0} GB of memory").format(gigabytes(teacher.needs_memory))
        fits = self.tr("✓ Yes, {0}").format(needs) if teacher.fits else self.tr("⚠ Hardly, it {0}").format(needs)
        reads = self._about_texts()
        lines = (
            (self.tr("Size"), self.tr("{0} layers × {1} wide").format(teacher.layers, teacher.width)),
            (self.tr("Parameters"), f"{parameters(teacher.parameters)} · {megabytes(teacher.megabytes)}"),
            (self.tr("Type of model"), FAMILY_NAMES.get(teacher.family, teacher.family)),
            (self.tr("Longest text"), self.tr("{0} word pieces").format(count(teacher.max_length))),
            self._about_head(teacher, labels),
            (self.tr("Licence"), teacher.licence or self.tr("not stated")),
            (self.tr("Fits this computer"), fits),
            (self.tr("Can read your texts"), reads),
        )
        for name, value, (title, words) in zip(self._names, self._values, lines, strict=True):
            name.setText(title)
            value.setText(words)
        for value, kind in zip(self._values[-2:], ("ok" if teacher.fits else "warn", "warn"), strict=True):
            value.setProperty("kind", kind)
            value.style().polish(value)
        for label in (self._names[-1], self._values[-1]):
            label.setVisible(bool(reads))
        self.setAccessibleName(self.tr("About the teacher"))
        self.setAccessibleDescription("; ".join(f"{title}: {words}" for title, words in lines if words))

    def _about_texts(self) -> str:
        for fact in self._lengths.health if self._lengths is not None else ():
            match fact.code:
                case "unknown_pieces":
                    return self.tr(
                        "⚠ Only in part: it does not know {0} of their word pieces. Choose one that was made for their language; the Hub has many."
                    ).format(percent(float(fact.values["share"])))
                case "split_words":
                    return self.tr(
                        "⚠ Not well: it splits their words into {0} pieces each. Choose one that was made for their language; the Hub has many."
                    ).format(f"{float(fact.values['pieces']):.1f}")
                case "split_characters":
                    return self.tr(
                        "⚠ Not well: it splits their characters into {0} pieces each. Choose one that was made for their language; the Hub has many."
                    ).format(f"{float(fact.values['pieces']):.1f}")
        return ""

    def _about_head(self, teacher: TeacherDescribed, labels: str) -> tuple[str, str]:
        if self._task == "mlm":
            return self.tr("Hidden words"), self.tr("it guesses them") if teacher.head_fits else self.tr(
                "it learns to guess them first"
            )
        if self._task == "qa":
            return self.tr("Questions"), self.tr("it answers them") if teacher.head_fits else self.tr(
                "it learns to answer them first"
            )
        return self.tr("Its labels"), labels or self.tr("none yet; it learns yours")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
