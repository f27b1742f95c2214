"""How guessed words look: the sentence with its blanks filled in, and the likeliest words of each blank as bars.

Offsets of blanks count code points, as Python does. Must not know: which model answered.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import bracketed, listed
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.probability_bars import ProbabilityBars, percent_text
from distilstudio.protocol.answers import Answer, Blank, Blanks

MOST_BARS = 5
MOST_BLANKS = 3
"""Blanks that get bars of their own; the others are filled in in the sentence."""
FEWER_BARS = 3
"""Where there are several blanks."""
SURE_SHARE = 0.5
"""A word with less of the probability than this is called not sure."""
CONTEXT = 90
"""Signs that are shown on either side of the blanks of a long text."""
NO_WORD = "–"


class WordsView(QWidget):
    """A headline (the words), the sentence with them, and bars; readable as text by its accessible description."""

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blanks: tuple[Blank, ...] = ()
        self._text = ""
        self._shown = False
        self.headline = ElidedLabel("big")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.titles = [QLabel() for _ in range(MOST_BLANKS)]
        self.bars = [ProbabilityBars(theme, color) for _ in range(MOST_BLANKS)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.headline)
        layout.addWidget(self.sentence)
        for title, bars in zip(self.titles, self.bars, strict=True):
            title.setProperty("kind", "note")
            layout.addWidget(title)
            layout.addWidget(bars)
        layout.addStretch(1)
        self.retranslate()

    def set_answer(self, answer: Answer, text: str) -> None:
        """Show the words for the blanks of this text. Raises: TypeError for the answer of another task."""
        if not isinstance(answer, Blanks):
            raise TypeError(f"words are shown here, not {type(answer).__name__}")
        self._blanks, self._text, self._shown = tuple(answer.blanks), text, True
        self.retranslate()

    def clear(self) -> None:
        """Show nothing."""
        self._blanks, self._text, self._shown = (), "", False
        self.retranslate()

    def as_text(self) -> str:
        """Everything that is shown, as a line."""
        bars = [bars.as_text() for bars in self.bars if bars.bars()]
        return ". ".join(part for part in (self.headline.text(), *bars) if part)

    def retranslate(self) -> None:
        """Set every text again."""
        if self._blanks:
            self.headline.set_text(listed(written(best(blank)) for blank in self._blanks))
            self.sentence.setText(_filled(self._text, self._blanks))
        else:
            self.headline.set_text(self.tr("No blank in this text") if self._shown else "")
            self.sentence.setText(self.tr("Write ___ where a word is missing.") if self._shown else "")
        several = len(self._blanks) > 1
        for place, (title, bars) in enumerate(zip(self.titles, self.bars, strict=True)):
            blank = self._blanks[place] if place < len(self._blanks) else None
            title.setText(self.tr("Blank {0}").format(place + 1))
            title.setVisible(several and blank is not None)
            most = FEWER_BARS if several else MOST_BARS
            bars.set_bars([(written(one.word), one.score) for one in blank.words[:most]] if blank is not None else [])
            bars.setVisible(place == 0 or blank is not None)
            bars.setAccessibleName(self.tr("Likeliest words for blank {0}").format(place + 1))
        self.setAccessibleDescription(self.as_text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class WordsFace:
    """General distillation, as the page "Try it" sees it."""

    def view(self, theme: Theme, side: str) -> QWidget:
        """Headline, sentence and bars."""
        return WordsView(theme, side)

    def short(self, answer: Answer) -> tuple[str, bool]:
        """The likeliest word of each blank, and whether all are sure."""
        blanks = answer.blanks if isinstance(answer, Blanks) else []
        if not blanks:
            return QCoreApplication.translate("WordsView", "No blank in this text") if isinstance(answer, Blanks) else "", True
        return listed(_told(blank) for blank in blanks), all(_share(blank) >= SURE_SHARE for blank in blanks)

    def compare(self, teacher: Answer, student: Answer) -> tuple[str, bool]:
        """Both sides in a sentence, and whether they take other words."""
        if not isinstance(teacher, Blanks) or not isinstance(student, Blanks):
            return "", False
        if not student.blanks:
            return QCoreApplication.translate("WordsView", "Write ___ where a word is missing."), False
        said = {"teacher": _quoted(teacher.blanks), "student": _quoted(student.blanks)}
        if _best_words(teacher) != _best_words(student):
            text = QCoreApplication.translate("WordsView", "They differ: the teacher takes {teacher}, the student {student}.")
            return text.format(**said), True
        text = QCoreApplication.translate("WordsView", "They agree: the teacher takes {teacher}, the student {student}.")
        return text.format(**said), False

    def expected(self, answer: Answer) -> str:
        """The likeliest words; nothing where there is no blank."""
        return " · ".join(_best_words(answer)) if isinstance(answer, Blanks) else ""

    def is_right(self, answer: Answer, expected: str) -> bool:
        """Whether the same words are likeliest."""
        return isinstance(answer, Blanks) and self.expected(answer).casefold() == expected.casefold()

    def choices(self, labels: Sequence[str]) -> list[str] | None:
        """Words cannot be listed."""
        return None


def best(blank: Blank) -> str:
    """The likeliest word."""
    return blank.words[0].word if blank.words else NO_WORD


def written(word: str) -> str:
    """A word piece as people write it: what continues a word begins with a hyphen."""
    return f"-{word[2:]}" if word.startswith("##") and len(word) > 2 else word


def _share(blank: Blank) -> float:
    return blank.words[0].score if blank.words else 0.0


def _told(blank: Blank) -> str:
    return f"{written(best(blank))} {percent_text(_share(blank))}"


def _quoted(blanks: Sequence[Blank]) -> str:
    return listed(bracketed(f"“{written(best(blank))}”", percent_text(_share(blank))) for blank in blanks)


def _best_words(answer: Blanks) -> list[str]:
    return [written(best(blank)) for blank in answer.blanks]


def _filled(text: str, blanks: Sequence[Blank]) -> str:
    """The text around the blanks as HTML, their likeliest words bold; what is far from them is left out."""
    start, end = max(0, blanks[0].start - CONTEXT), min(len(text), blanks[-1].end + CONTEXT)
    parts, at = ["…" if start else ""], start
    for blank in blanks:
        word = best(blank)
        before = text[at : blank.start]
        parts.append(html.escape(before.rstrip() if word.startswith("##") else before))
        parts.append(f"<b>{html.escape(word.removeprefix('##') or word)}</b>")
        at = blank.end
    return "".join([*parts, html.escape(text[at:end]), "…" if end < len(text) else ""])
