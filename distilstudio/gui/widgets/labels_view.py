"""How an answer to a classification looks: the label that is meant, and the top labels as bars. Must not know: which model answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import bracketed, listed
from distilstudio.gui.models.verdicts import Verdict, judge
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.probability_bars import ProbabilityBars, percent_text
from distilstudio.protocol.answers import Answer, Labels

MOST_BARS = 5
MOST_GIVEN_BARS = 8
"""Where a text may carry several labels, every given one has its bar, up to so many."""
MOST_IN_WORDS = 3


class LabelsView(QWidget):
    """A headline ("positive", "not sure") above bars; readable as text through its accessible description."""

    def __init__(self, theme: Theme, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Labels | None = None
        self.headline = ElidedLabel("big")
        self.doubt = ElidedLabel("warn")
        self.bars = ProbabilityBars(theme, color)
        self.bars.keep_room(2)
        self.more = QLabel()
        self.more.setProperty("kind", "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(12)
        for label in (self.headline, self.doubt):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            line.addWidget(label)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(self.bars)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self.retranslate()

    def set_answer(self, answer: Answer, text: str = "") -> None:
        """Show an answer; the text itself is not shown again. Raises: TypeError for the answer of another task."""
        if not isinstance(answer, Labels):
            raise TypeError(f"labels are shown here, not {type(answer).__name__}")
        self._answer = answer
        self.retranslate()

    def clear(self) -> None:
        """Show nothing."""
        self._answer = None
        self.retranslate()

    def as_text(self) -> str:
        """Everything that is shown, as a line."""
        parts = [self.headline.text(), self.doubt.text(), self.bars.as_text(), self.more.text()]
        return ". ".join(part for part in parts if part)

    def retranslate(self) -> None:
        """Set every text again."""
        answer = self._answer or Labels([])
        verdict = judge(answer)
        self.headline.set_text(self._headline(verdict) if answer.labels else "")
        doubt = self.tr("not sure") if answer.labels and not verdict.sure else ""
        self.doubt.set_text(doubt)
        self.doubt.setVisible(bool(doubt))
        bars = MOST_BARS
        if answer.several:
            bars = min(max(bars, len(verdict.labels) + 1), MOST_GIVEN_BARS)
        self.bars.set_bars([(one.label, one.score) for one in answer.labels[:bars]], answer.threshold if answer.several else None)
        left_out = len(answer.labels) - bars
        words = [self.tr("and {count} more").format(count=left_out)] if left_out > 0 else []
        if answer.several:
            words.append(self.tr("a label counts from {share} on").format(share=percent_text(answer.threshold)))
        self.more.setText(" · ".join(words))
        self.more.setVisible(bool(words))
        self.bars.setAccessibleName(self.tr("Probabilities of the labels"))
        self.setAccessibleDescription(self.as_text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _headline(self, verdict: Verdict) -> str:
        if not verdict.labels:
            return self.tr("No label fits")
        return listed(one.label for one in verdict.labels)


def short_words(answer: Labels, none_fits: str, *, brackets: bool = False) -> str:
    """An answer in a few words: "positive 97 %", in a sentence "positive (97 %)"; `none_fits` where no label does."""
    verdict = judge(answer)
    if not verdict.labels:
        return none_fits
    words = [
        bracketed(one.label, percent_text(one.score)) if brackets else f"{one.label} {percent_text(one.score)}"
        for one in verdict.labels
    ]
    return listed(words if len(words) <= MOST_IN_WORDS else [*words[:MOST_IN_WORDS], "…"])
