"""What there is to try: texts of the person's own, those tried before and the test cases, side by side. Must not know: models, answers, files."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.test_case_list import TestCaseList
from distilstudio.gui.widgets.text_rows import TextRows


class TryLists(QWidget):
    """Three cards, each with a list that says what belongs there while it is empty."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examples, self.history, self.cases = TextRows(theme), TextRows(theme), TestCaseList(theme)
        self._examples_card, self._history_card, self._cases_card = Card(), Card(), Card()
        layout = FoldingRow(self)
        # A test case has a text, a wanted answer and a mark in its line: it gets the widest card.
        for card, content, share in (
            (self._examples_card, self.examples, 5),
            (self._history_card, self.history, 5),
            (self._cases_card, self.cases, 7),
        ):
            card.body.addWidget(content, 1)
            layout.addWidget(card, share)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._examples_card.set_title(self.tr("From your texts"))
        self._examples_card.set_note(self.tr("Click one to try it"))
        self._history_card.set_title(self.tr("Tried before"))
        self._history_card.set_note(self.tr("With the student’s answer"))
        self._cases_card.set_title(self.tr("Test cases"))
        self._cases_card.set_note(self.tr("Asked again of every new student"))
        self.examples.empty.setText(self.tr("Sentences of your own data appear here."))
        self.history.empty.setText(self.tr("The last 20 texts that you try are kept here until you close the program."))
        self.cases.empty.setText(
            self.tr(
                "Texts that matter to you: save them with the answer they should get, and see whether each new student still gets them right."
            )
        )
