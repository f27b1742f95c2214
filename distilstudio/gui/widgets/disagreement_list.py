"""The training rows on which teacher and label differ, the most confident first, to decide one by one. Must not know: the engine, files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, sentences
from distilstudio.gui.models.check_up import counts_of, decided
from distilstudio.gui.models.project import Project
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.disagreement_row import DisagreementRow
from distilstudio.protocol.check import CheckUp, Disagreement

AT_A_TIME = 10


class DisagreementList(Card):
    """Decisions go into the recipe, so that they are undone as every edit is. `all_requested`: every row is to be compared."""

    all_requested = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("disagreement_list")
        self._project = project
        self._found: CheckUp | None = None
        self.rows: list[DisagreementRow] = []
        self.told = self._words("disagreement_words", "body")
        self.decided_words = self._words("disagreement_decided", "note")
        self.more_button, self.all_button, self.back_button = QPushButton(), QPushButton(), QPushButton()
        for name, button, slot in (
            ("disagreement_more", self.more_button, self._on_more),
            ("disagreement_all", self.all_button, self.all_requested),
            ("disagreement_back", self.back_button, self._on_back),
        ):
            button.setObjectName(name)
            button.setProperty("kind", "quiet")
            button.clicked.connect(slot)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.decided_words, 1)
        above.addWidget(self.back_button)
        below.addWidget(self.more_button)
        below.addWidget(self.all_button)
        below.addStretch(1)
        self.body.addWidget(self.told)
        self.body.addLayout(above)
        self.body.addLayout(self._column)
        self.body.addLayout(below)
        project.recipe_changed.connect(self._on_recipe_changed)
        self.retranslate()

    def fill(self, found: CheckUp | None) -> None:
        """Show these; those that are there already stay where they are. None: what was decided alone."""
        if found is self._found:
            return
        before, self._found = self._found, found
        if found is None or before is None or found.disagreements != before.disagreements:
            self._clear()
            self._on_more()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        asks = self._project.recipe.task == "qa"
        self.set_title(self.tr("Where it differs from your answers") if asks else self.tr("Where it differs from your labels"))
        self.back_button.setText(self.tr("Take all back"))
        self.all_button.setText(self.tr("Compare every row"))
        self.more_button.setText(self.tr("Show more"))
        found = self._found
        self.told.setText(self._sentence(found) if found is not None else "")
        self.told.setVisible(found is not None)
        self.more_button.setVisible(found is not None and len(found.disagreements) > len(self.rows))
        self.all_button.setVisible(found is not None and found.train_rows < found.train_total)
        self._show_decisions()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _sentence(self, found: CheckUp) -> str:
        read = count(found.train_rows)
        if found.train_rows < found.train_total:
            read = self.tr("{0} (drawn by chance from {1})").format(read, count(found.train_total))
        asks = self._project.recipe.task == "qa"
        if not found.differing:
            if asks:
                return self.tr("On all of the {0} training questions it says what your answers say.").format(read)
            return self.tr("On all of the {0} training rows it says what your labels say.").format(read)
        words = (
            self.tr(
                "Of {0} training questions it answers {1} otherwise than you; the surest come first. Often the answer given is a slip."
            )
            if asks
            else self.tr(
                "Of {0} training rows it answers {1} otherwise than your labels; the surest come first. Often the label is a slip."
            )
        )
        words = words.format(read, count(found.differing))
        if found.differing > len(found.disagreements):
            shown = self.tr("The first {0} can be looked at here.").format(count(len(found.disagreements)))
            return sentences(words, shown)
        return words

    def _show_decisions(self) -> None:
        corrections = self._project.recipe.data.corrections
        for row in self.rows:
            row.show_decision(corrections.get(row.told.key, ""))
        words = (
            self.tr("Decided so far: {0} keep your answer, {1} take the teacher’s, {2} are dropped. Your file stays as it is.")
            if self._project.recipe.task == "qa"
            else self.tr(
                "Decided so far: {0} keep your label, {1} take the teacher’s, {2} are dropped. Your file stays as it is."
            )
        )
        self.decided_words.setText(words.format(*map(count, counts_of(corrections))) if corrections else "")
        for widget in (self.decided_words, self.back_button):
            widget.setVisible(bool(corrections))

    def _clear(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _add(self, told: Disagreement) -> None:
        row = DisagreementRow(told, self._project.recipe.task)
        row.decided.connect(self._on_decided)
        self._column.addWidget(row)
        self.rows.append(row)

    def _words(self, name: str, kind: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        return label

    @Slot()
    def _on_more(self) -> None:
        if self._found is not None:
            for told in self._found.disagreements[len(self.rows) : len(self.rows) + AT_A_TIME]:
                self._add(told)
            self.retranslate()

    @Slot(str, str)
    def _on_decided(self, key: str, decision: str) -> None:
        self._project.set_value("data.corrections", decided(self._project.recipe, key, decision))

    @Slot()
    def _on_back(self) -> None:
        self._project.set_value("data.corrections", {})

    @Slot()
    def _on_recipe_changed(self) -> None:
        self._show_decisions()
