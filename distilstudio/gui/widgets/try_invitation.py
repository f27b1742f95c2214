"""What "Try it" shows while there is no student: what will be here, as an example. Must not know: any student."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.labels_view import LabelsView
from distilstudio.gui.widgets.words_view import WordsView
from distilstudio.protocol.answers import Blank, Blanks, Labels, LabelScore, WordScore


class TryInvitation(Card):
    """A card in the middle of the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._headline, self._words, self._example = QLabel(), QLabel(), QLabel()
        self._headline.setProperty("kind", "big")
        self._words.setProperty("kind", "subtitle")
        self._example.setProperty("kind", "note")
        self._names = (QLabel(), QLabel())
        self._views = (LabelsView(theme, "teacher"), LabelsView(theme, "student"))
        self._word_views = (WordsView(theme, "teacher"), WordsView(theme, "student"))
        for label in (self._headline, self._words, self._example):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lay_out()
        self.set_guesses(False)

    def set_guesses(self, guesses: bool) -> None:
        """Whether the student will guess words, not labels."""
        self._guesses = guesses
        for views, shown in ((self._views, not guesses), (self._word_views, guesses)):
            for view in views:
                view.setVisible(shown)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._headline.setText(self.tr("Your student is not there yet"))
        self._words.setText(
            self.tr(
                "As soon as one is distilled, you type a sentence here and both models answer while you type, so that you see where they differ."
            )
        )
        gap = self.tr("Not the worst taxi ___ of my life, but close.")
        whole = self.tr("Example: “Not the worst taxi ride of my life, but close.”")
        self._example.setText(self.tr("Example: “{0}”").format(gap) if self._guesses else whole)
        self._names[0].setText(self.tr("Teacher"))
        self._names[1].setText(self.tr("Student"))
        positive, negative = self.tr("positive"), self.tr("negative")
        self._views[0].set_answer(Labels([LabelScore(negative, 0.91), LabelScore(positive, 0.09)]))
        self._views[1].set_answer(Labels([LabelScore(negative, 0.78), LabelScore(positive, 0.22)]))
        pair, at = (self.tr("ride"), self.tr("trip")), gap.index("___")
        for view, shares in zip(self._word_views, ((0.91, 0.09), (0.78, 0.22)), strict=True):
            words = [WordScore(word, share) for word, share in zip(pair, shares, strict=True)]
            view.set_answer(Blanks([Blank(at, at + 3, words)]), gap)

    def _lay_out(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(24)
        for name, view, words, kind in zip(self._names, self._views, self._word_views, ("teacher", "student"), strict=True):
            name.setProperty("kind", kind)
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(name)
            side.addWidget(view, 1)
            side.addWidget(words, 1)
            pair.addLayout(side, 1)
        frame = QFrame()
        frame.setMaximumWidth(800)
        inner = QVBoxLayout(frame)
        inner.setSpacing(16)
        for label in (self._headline, self._words, self._example):
            inner.addWidget(label)
        inner.addLayout(pair)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(frame, 8)
        row.addStretch(1)
        self.body.addStretch(2)
        self.body.addLayout(row)
        self.body.addStretch(2)
