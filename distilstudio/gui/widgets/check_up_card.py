"""A teacher's check-up: the button, how far it is, and what was found in sentences and tables. Must not know: the client; it asks by signals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import count, milliseconds, percent, score, sentences
from distilstudio.gui.models.check_up import CheckState, matched
from distilstudio.gui.models.project import Project
from distilstudio.gui.remedies import remedy_for
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.disagreement_list import DisagreementList
from distilstudio.gui.widgets.label_match_table import LabelMatchTable
from distilstudio.gui.widgets.label_scores import LabelScoresTable
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.protocol.check import CheckUp
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.scores import LOWER_IS_BETTER

STEPS = 1000
NOT_HERE = "hub_not_here"


class CheckUpCard(QWidget):
    """Two cards, one below the other: what was found, and the rows in dispute. `check_requested`: whether every row is to be read.
    `download_requested`: of a teacher that is still on the Hub."""

    check_requested = Signal(bool)
    stop_requested = Signal()
    download_requested = Signal(str)

    def __init__(self, project: Project, state: CheckState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._state = project, state
        self._card = Card()
        self._card.setObjectName("check_up_card")
        self.check_button, self.stop_button = QPushButton(), QPushButton()
        self.check_button.setObjectName("teacher_check_button")
        self.stop_button.setObjectName("teacher_check_stop")
        self.headline, self.words = self._label("check_headline", "step"), self._label("check_words", "note")
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self.problem_card = ProblemCard(theme)
        self.problem_card.setObjectName("check_problem_card")
        self.problem_card.dismiss_button.hide()
        self.scores, self.matches = LabelScoresTable(theme), LabelMatchTable(theme)
        self._tables = QWidget()
        self.disagreements = DisagreementList(project)
        self._build()
        self.check_button.clicked.connect(self._on_check)
        self.stop_button.clicked.connect(self.stop_requested)
        self.matches.match_chosen.connect(self._on_match_chosen)
        self.disagreements.all_requested.connect(self._on_all)
        self.problem_card.fix_requested.connect(self._on_fix)
        state.changed.connect(self._on_changed)
        project.teacher_changed.connect(self._on_changed)
        project.data_changed.connect(self._on_changed)
        project.recipe_changed.connect(self._on_changed)
        self.retranslate()

    @property
    def is_open(self) -> bool:
        """Something was found, and is shown."""
        return self._state.found is not None or self._state.problem is not None

    def retranslate(self) -> None:
        """Set every text again."""
        self._card.set_title(self.tr("Check-up"))
        self.stop_button.setText(self.tr("Stop"))
        self._on_changed()

    def go_on(self) -> None:
        """The teacher has come from the Hub: a check-up that wanted it is made now."""
        if self._state.problem is not None and self._state.problem.code == NOT_HERE:
            self.check_requested.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.headline)
        texts.addWidget(self.words)
        texts.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(texts, 1)
        head.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignTop)
        both = QHBoxLayout(self._tables)
        both.setContentsMargins(0, 4, 0, 0)
        both.setSpacing(32)
        both.addWidget(self.scores, 1, Qt.AlignmentFlag.AlignTop)
        both.addWidget(self.matches, 1, Qt.AlignmentFlag.AlignTop)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.bar)
        self._card.body.addWidget(self.problem_card)
        self._card.body.addWidget(self._tables)
        self._card.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._card)
        layout.addWidget(self.disagreements)

    def _label(self, name: str, kind: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    @Slot()
    def _on_changed(self) -> None:
        state, project = self._state, self._project
        ready = project.ready
        found = state.found
        self.check_button.setText(self.tr("Check again") if found is not None else self.tr("Check the teacher"))
        self.check_button.setEnabled(ready)
        self.check_button.setToolTip("" if ready else self.tr("Load texts and choose a teacher first."))
        self.check_button.setVisible(not state.running)
        self.stop_button.setVisible(state.running)
        self.stop_button.setEnabled(not state.stopping)
        self._show_progress()
        self.headline.setText(self._headline(found))
        self.headline.setVisible(bool(self.headline.text()))
        self.words.setText(self._words_below(found, ready))
        self._show_problem(state.problem or (found.problem if found is not None else None))
        asked = found is not None and bool(found.scores)
        self._tables.setVisible(asked and bool(found and found.labels))
        compared = project.recipe.task != "mlm"  # nothing is said of a plain text that a teacher could contradict
        self.disagreements.setVisible(compared and (asked or bool(project.recipe.data.corrections)))
        self.disagreements.fill(found if asked else None)
        if asked and found is not None:
            self.scores.fill(found.labels)
            self.matches.fill(found, self._adds)

    def _show_progress(self) -> None:
        now = self._state.progress
        self.bar.setVisible(self._state.running)
        self.bar.setRange(0, STEPS if now is not None and now.total else 0)
        if now is not None and now.total:
            self.bar.setValue(STEPS * now.done // now.total)
        self.bar.setAccessibleName(self.tr("Check-up"))
        self.bar.setAccessibleDescription(self._step_words())

    def _step_words(self) -> str:
        now = self._state.progress
        if self._state.stopping:
            return self.tr("Stopping…")
        steps = {
            "read": self.tr("Reading your texts…"),
            "load": self.tr("Loading the teacher…"),
            "texts": self.tr("Comparing its answers with yours…")
            if self._project.recipe.task == "qa"
            else self.tr("Comparing its answers with your labels…"),
            "exam": self.tr("Taking the exam…"),
            "time": self.tr("Timing it…"),
        }
        words = steps[now.step if now is not None else "read"]
        if now is not None and now.total:
            words += " " + self.tr("{0} of {1}").format(count(now.done), count(now.total))
        return words

    def _headline(self, found: CheckUp | None) -> str:
        if self._state.running or found is None or not found.scores:
            return ""
        figure = score(found.score_name, found.scores[found.score_name])
        rows = count(found.exam_rows)
        match found.score_name:
            case "accuracy":
                words = self.tr("It answers {0} of {1} exam rows right.").format(figure, rows)
            case "micro_f1":
                words = self.tr("Its labels for {1} exam rows are {0} right and complete (micro-F1).").format(figure, rows)
            case "span_f1":
                words = self.tr("The names it finds in {1} exam sentences are {0} right and complete (F1).").format(figure, rows)
            case "perplexity":
                right = percent(found.scores.get("words_right", 0.0), 1)
                words = self.tr(
                    "Where a word is hidden in {1} exam texts, it hesitates between {0} words (perplexity); it guesses "
                    "{2} of them right."
                ).format(figure, rows, right)
            case _:
                exact = percent(found.scores.get("exact_match", 0.0), 1)
                words = self.tr(
                    "Its answers to {1} exam questions overlap with the right ones by {0} (F1); {2} are exactly right."
                )
                words = words.format(figure, rows, exact)
        return words

    def _words_below(self, found: CheckUp | None, ready: bool) -> str:
        if self._state.running:
            return self._step_words()
        if found is None or not found.scores:
            about = self.tr(
                "Let the teacher answer your exam rows as it is: how well it does, which of its labels is which of yours, "
                "and on which of your rows it says something else than your label."
            )
            if self._project.recipe.task == "mlm":
                about = self.tr(
                    "Let the teacher guess hidden words in your exam texts as it is, to see how well it knows their language."
                )
            if self._project.recipe.task == "qa":
                about = self.tr(
                    "Let the teacher answer your exam questions as it is: how well it does, and on which of your questions it says something "
                    "else than your answer."
                )
            return about if ready else sentences(about, self.tr("Load texts and choose a teacher first."))
        words = [self.tr("{0} for a text, one at a time.").format(milliseconds(found.ms_per_text))]
        if found.score_name in LOWER_IS_BETTER:
            words.append(self.tr("A model that only counts words would hesitate between {0}.").format(count(found.chance)))
        if found.score_name == "accuracy":
            always = self.tr("Always saying “{0}” would be right for {1} of them.")
            words.append(always.format(found.chance_label, percent(found.chance, 1)))
        if found.exam_rows < found.exam_total:
            words.append(self.tr("The rows were drawn by chance from {0}.").format(count(found.exam_total)))
        return sentences(*words)

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None or self._state.running:
            self.problem_card.dismiss()
            return
        if problem.code == NOT_HERE:
            self.problem_card.show_problem(problem, self.tr("Download it"))
            return
        remedy = remedy_for(problem, self._project)
        self.problem_card.show_problem(problem, remedy.text if remedy is not None and remedy.apply is not None else "")

    @Slot()
    def _on_check(self) -> None:
        self.check_requested.emit(False)

    @Slot()
    def _on_all(self) -> None:
        self.check_requested.emit(True)

    @property
    def _adds(self) -> bool:
        """Where a row carries one label, the probabilities of two are that of either when they are added."""
        return not self._project.recipe.data.multi_label

    @Slot(str, str)
    def _on_match_chosen(self, teacher: str, data: str) -> None:
        if self._state.found is not None:
            self._project.set_value("teacher.labels", matched(self._state.found, teacher, data, self._adds))

    @Slot(object)
    def _on_fix(self, problem: Problem) -> None:
        if problem.code == NOT_HERE:
            self.download_requested.emit(self._project.recipe.teacher.model)
            return
        remedy = remedy_for(problem, self._project)
        if remedy is not None and remedy.apply is not None:
            remedy.apply()
