"""The page where the teacher is chosen: the starter, a folder or a model of the Hub, what it is, and whether it is trained first.

Must not know: the client; it asks by signals.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from distilstudio.gui.figures import layers, megabytes
from distilstudio.gui.models.check_up import CheckState
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.text_lengths import TextLengths
from distilstudio.gui.pages.page import Page, PrimaryAction, RailState
from distilstudio.gui.remedies import remedy_for
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.check_up_card import CheckUpCard
from distilstudio.gui.widgets.drop_area import dropped_path
from distilstudio.gui.widgets.folding_row import FoldingRow
from distilstudio.gui.widgets.hub_search import HubSearch
from distilstudio.gui.widgets.more_teachers import MoreTeachers
from distilstudio.gui.widgets.problem_card import ProblemCard
from distilstudio.gui.widgets.teacher_cards import TeacherCards
from distilstudio.gui.widgets.teacher_facts import TeacherFacts
from distilstudio.gui.widgets.teacher_picture import TeacherPicture
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import STARTER


class TeacherPage(Page):
    """Chooses the big model."""

    key: ClassVar[str] = "teacher"

    teacher_requested = Signal(str)

    def __init__(
        self,
        project: Project,
        theme: Theme,
        settings: Settings,
        hub: HubState,
        check: CheckState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._settings = project, settings
        self._asked = ""
        self.setAcceptDrops(True)
        self.problem_card = ProblemCard(theme)
        self.cards = TeacherCards(theme)
        self.facts = TeacherFacts(theme)
        self.picture = TeacherPicture(theme)
        self.hub_search = HubSearch(hub, theme)
        self.more = MoreTeachers()
        self.check_card = CheckUpCard(project, check, theme, self)
        self._choosing = QWidget()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.first_check = QCheckBox()
        self.first_check.setObjectName("fine_tune_check")
        self._first_words, self._picture_words = QLabel(), QLabel()
        self._choose_card, self._about_card, self._first_card, self._picture_card = Card(), Card(), Card(), Card()
        self._build()
        self.cards.model_chosen.connect(self.take_model)
        self.cards.hub_requested.connect(self._on_hub)
        self.hub_search.back_requested.connect(self._on_back)
        self.hub_search.chosen.connect(self.take_model)
        hub.arrived.connect(self._on_arrived)
        check.changed.connect(self._on_check_changed)
        self.check_card.download_requested.connect(self._on_download)
        self.hub_search.settings_requested.connect(self._on_settings)
        self.first_check.clicked.connect(self._on_first_clicked)
        self.more.changed.connect(self._on_more_changed)
        self.more.weigh_chosen.connect(self._on_weigh_chosen)
        self.problem_card.fix_requested.connect(self._on_fix)
        settings.changed.connect(self._on_settings_changed)
        self.cards.set_recent(settings.existing_teachers())
        project.teacher_changed.connect(self._on_teacher_changed)
        project.recipe_changed.connect(self._on_changed)
        project.data_changed.connect(self._on_changed)
        self.retranslate()

    @property
    def is_loading(self) -> bool:
        """A teacher was asked for, or none is known yet and nothing is wrong."""
        project = self._project
        return bool(self._asked) or (project.teacher is None and project.teacher_problem is None)

    def title(self) -> str:
        """Headline."""
        return self.tr("Which model should be the teacher?")

    def subtitle(self) -> str:
        """Line below it."""
        return self.tr("A big model that knows how it is done. The student is cut from it and learns from its answers.")

    def primary(self) -> PrimaryAction:
        """On to the recipe."""
        ready = self._project.teacher is not None and not self._asked
        return PrimaryAction(self.tr("Next: student && recipe"), ready, "" if ready else self.tr("Choose a teacher first."))

    def on_primary(self) -> None:
        """Go on."""
        self.leave_to.emit("recipe")

    def rail_note(self) -> str:
        """Name, layers, size."""
        teacher = self._project.teacher
        if self._project.teacher_problem is not None:
            return self.tr("Needs a look")
        if teacher is None:
            return self.tr("A big model")
        name = self.tr("Starter") if teacher.model == STARTER else teacher.name
        return f"{name} · {layers(teacher.layers)} · {megabytes(teacher.megabytes)}"

    def rail_state(self) -> RailState:
        """Mark of the step."""
        return "done" if self._project.teacher is not None else "todo"

    def retranslate(self) -> None:
        """Set every text again."""
        self._choose_card.set_title(self.tr("Choose"))
        self._choose_card.set_note(
            self.tr("The starter is a good beginning for English texts. A folder with a model can be dropped here too.")
        )
        self._first_card.set_title(self.tr("Before the student learns"))
        self.first_check.setText(self.tr("Train the teacher first"))
        self._picture_card.set_title(self.tr("What a teacher gives"))
        self._picture_words.setText(self._picture_sentence())
        self.busy.setAccessibleName(self.tr("Reading the teacher’s description"))
        self._on_changed()

    def _picture_sentence(self) -> str:
        if self._project.recipe.task == "mlm":
            return self.tr(
                "Not only the word that was hidden, but how likely it finds every other one there. That tells the student which words mean "
                "much the same."
            )
        return self.tr(
            "Not only the right label, but how sure it is of each. That doubt tells the student which labels are alike, "
            "which is why it learns more from a teacher than from labels alone."
        )

    @Slot(str)
    def take_model(self, model: str) -> None:
        """Another teacher: "starter", a folder or a model of the Hub."""
        self._on_back()
        self._asked = model
        self.teacher_requested.emit(model)
        self._on_changed()

    def set_lengths(self, lengths: TextLengths | None) -> None:
        """The person's texts in the teacher's word pieces; None: not known."""
        self.facts.show_lengths(lengths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder; anything else is the window's matter."""
        path = dropped_path(event)
        if path and Path(path).is_dir():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder with a model was dropped."""
        path = dropped_path(event)
        if path:
            event.acceptProposedAction()
            self.take_model(path)

    def _build(self) -> None:
        self._first_words.setProperty("kind", "note")
        self._picture_words.setProperty("kind", "note")
        for label in (self._first_words, self._picture_words):
            label.setWordWrap(True)
        self._choose_card.body.addWidget(self.cards)
        self._choose_card.body.addStretch(1)
        self._about_card.body.addWidget(self.busy)
        self._about_card.body.addWidget(self.facts)
        self._about_card.body.addStretch(1)
        self._first_card.body.addWidget(self.first_check)
        self._first_card.body.addWidget(self._first_words)
        self._picture_card.body.addWidget(self.picture, 1)
        self._picture_card.body.addWidget(self._picture_words)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._choose_card, 1)
        left.addWidget(self._first_card)
        row = FoldingRow()
        row.addLayout(left, 1)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._about_card, 1)
        right.addWidget(self.more)
        row.addLayout(right, 1)
        choosing = QVBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.setSpacing(16)
        choosing.addWidget(self.problem_card)
        choosing.addLayout(row)
        choosing.addWidget(self.check_card)
        choosing.addWidget(self._picture_card, 1)
        self.hub_search.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._choosing, 1)
        layout.addWidget(self.hub_search, 1)

    @Slot()
    def _on_hub(self) -> None:
        self._choosing.hide()
        self.hub_search.show()
        self.hub_search.open_for(self._project.recipe.task)

    @Slot(str)
    def _on_download(self, model: str) -> None:
        """The teacher is chosen, and still on the Hub."""
        self._choosing.hide()
        self.hub_search.show()
        self.hub_search.download_requested.emit(model)

    @Slot()
    def _on_back(self) -> None:
        self.hub_search.hide()
        self._choosing.show()

    @Slot(str)
    def _on_arrived(self, model: str) -> None:
        """Who has gone on to another page meanwhile is not called back."""
        if self.isVisible():
            self.take_model(model)
        else:
            self._on_back()
            self._project.set_value("teacher.model", model)
        self.check_card.go_on()

    @Slot()
    def _on_check_changed(self) -> None:
        """What was found takes the room of the picture."""
        self._picture_card.setVisible(not self.check_card.is_open)

    @Slot()
    def _on_settings(self) -> None:
        self.leave_to.emit("settings")

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name == "recent_teachers":
            self.cards.set_recent(self._settings.existing_teachers())

    @Slot()
    def _on_teacher_changed(self) -> None:
        self._asked = ""
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        project = self._project
        teacher = project.teacher
        self._show_problem(project.teacher_problem)
        self.cards.set_current(project.recipe.teacher.model)
        self.busy.setVisible(self.is_loading)
        self.facts.setVisible(teacher is not None and not self._asked)
        self._about_card.setVisible(teacher is not None or self.is_loading)
        if teacher is not None:
            self.facts.show_teacher(teacher, project.recipe.task)
            self.picture.set_layers(teacher.layers)
        self._about_card.set_title(teacher.name if teacher is not None and not self._asked else self.tr("About the teacher"))
        self._show_first()
        self._show_more()
        self._picture_words.setText(self._picture_sentence())
        self.picture.set_guesses(project.recipe.task == "mlm")
        self.header_changed.emit()

    def _show_first(self) -> None:
        """The switch shows what will happen; while nobody touched it, it follows whether the head fits the labels."""
        wish, teacher, data = self._project.recipe.teacher.fine_tune, self._project.teacher, self._project.data
        fits = teacher is not None and teacher.head_fits
        self.first_check.setChecked(wish == "yes" or (wish == "auto" and not fits))
        if self._project.recipe.task == "mlm":
            words = self._first_words_of_general(teacher is not None, fits)
        elif self._project.recipe.task == "qa":
            words = self._first_words_of_questions(teacher is not None, fits)
        elif teacher is None:
            words = self.tr("A teacher that does not know your labels yet learns them first; it is the first stage of the run.")
        elif data is None:
            words = self.tr("Whether that is needed shows when your texts are loaded: it depends on their labels.")
        elif not fits and self.first_check.isChecked():
            words = self.tr("It does not know your labels yet, so it learns them first. That is the first stage of the run.")
        elif not fits:
            words = self.tr("It does not know your labels. Without training it first, the run will stop and say so.")
        elif self.first_check.isChecked():
            words = self.tr("It knows these labels already; some more training on your texts may still help.")
        else:
            words = self.tr("It knows these labels already, so it can teach at once.")
        self._first_words.setText(words)

    def _first_words_of_general(self, known: bool, fits: bool) -> str:
        """The same where words are guessed and no labels."""
        trained = self.first_check.isChecked()
        if not known:
            return self.tr("A teacher that cannot guess hidden words yet learns it first; it is the first stage of the run.")
        if not fits:
            return (
                self.tr(
                    "It cannot guess hidden words yet: the head for it was left out when it was saved. It learns that first, on your texts."
                )
                if trained
                else self.tr("It cannot guess hidden words. Without training it first, the run will stop and say so.")
            )
        if trained:
            return self.tr("It guesses hidden words already; some more training on your texts may still help.")
        return self.tr("It guesses hidden words already, so it can teach at once.")

    def _first_words_of_questions(self, known: bool, fits: bool) -> str:
        """The same where a part of the text answers."""
        trained = self.first_check.isChecked()
        if not known:
            return self.tr("A teacher that cannot answer questions yet learns it first; it is the first stage of the run.")
        if not fits:
            return (
                self.tr(
                    "It cannot answer questions yet, so it learns that first, from your answers. That is the first stage of the run."
                )
                if trained
                else self.tr("It cannot answer questions. Without training it first, the run will stop and say so.")
            )
        if trained:
            return self.tr("It answers questions already; some more training on yours may still help.")
        return self.tr("It answers questions already, so it can teach at once.")

    def _show_more(self) -> None:
        """Several can teach which label a text has; other answers hang on how each cuts a text."""
        recipe = self._project.recipe
        known = [model for model in self._settings.existing_teachers() if model not in (STARTER, recipe.teacher.model)]
        self.more.setVisible(recipe.task == "classification")
        self.more.show_teachers(recipe.teacher.more, recipe.teacher.weigh, known)

    @Slot(list)
    def _on_more_changed(self, models: list[str]) -> None:
        self._project.set_value("teacher.more", models)

    @Slot(str)
    def _on_weigh_chosen(self, weigh: str) -> None:
        self._project.set_value("teacher.weigh", weigh)

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self.problem_card.dismiss()
            return
        remedy = remedy_for(problem, self._project)
        self.problem_card.show_problem(problem, remedy.text if remedy is not None and remedy.apply is not None else "")

    @Slot(bool)
    def _on_first_clicked(self, checked: bool) -> None:
        fits = self._project.teacher is not None and self._project.teacher.head_fits
        natural = not fits
        self._project.set_value("teacher.fine_tune", "auto" if checked == natural else "yes" if checked else "no")

    @Slot(object)
    def _on_fix(self, problem: Problem) -> None:
        remedy = remedy_for(problem, self._project)
        if remedy is not None and remedy.apply is not None:
            remedy.apply()
