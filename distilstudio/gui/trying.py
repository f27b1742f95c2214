"""Connects typing with the engine: opens the models after a run, passes each text on, and brings the answers to the page.

It also has one of the person's own sentences answered, by which the recipe page explains temperature. Must not know: how answers look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.explained import explained
from distilstudio.gui.figures import sentences
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.asked import Asked, questions_in
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run_records import TEACHER, RunRecord
from distilstudio.gui.models.student_forms import forms_of
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.protocol.answers import Answer
from distilstudio.protocol.events import ModelsOpened, Predicted
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import Recipe
from distilstudio.worker.client import Client

if TYPE_CHECKING:  # Pages are imported when they are made.
    from distilstudio.gui.pages.recipe import RecipePage
    from distilstudio.gui.pages.try_it import TryPage

MOST_QUESTIONS = 20
"""Offered to begin with."""


@dataclass(frozen=True)
class RunModels:
    """A run's models. called: what the teacher's labels are called in the data. trained_from: the teacher that the run's recipe names, where
    `teacher` was made of it."""

    task: str
    teacher: str
    student: str
    multi_label: bool
    called: Mapping[str, str] | None = None
    trained_from: str = ""


def models_of(recipe: Recipe, run: Path, teacher: str, student: str) -> RunModels:
    """Those of a run by this recipe, whose folder is `run`: a teacher that it has trained itself calls the labels as the data do. teacher: the
    one that the recipe names."""
    trained = run / TEACHER
    asked, called = (str(trained), {}) if trained.is_dir() else (teacher, recipe.teacher.labels)
    return RunModels(recipe.task, asked, student, recipe.data.multi_label, called, teacher)


class Trying(QObject):
    """The models that answer now, and the example sentence that is explained. `problem_met`: models cannot be opened."""

    problem_met = Signal(object)

    def __init__(self, window: MainWindow, client: Client, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._client, self._project = window, client, project
        self._models: ModelsOpened | None = None
        self._opening = False
        self._asked = RunModels("classification", "", "", False)
        self._form = ""
        self._given_up: tuple[str, Problem] | None = None
        """The form that could not be opened, and what was said, while the student as it was trained is opened in its place."""
        self._example = ""
        self._example_id = 0
        self._example_answers: dict[str, Answer] = {}
        self._wanted_teacher = project.teacher_path
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)
        project.data_changed.connect(self._on_data_changed)
        project.recipe_changed.connect(self._on_recipe_changed)
        client.models_opened.connect(self._on_models_opened)
        client.predicted.connect(self._on_predicted)
        client.problem_raised.connect(self._on_problem_raised)

    @property
    def has_models(self) -> bool:
        """Models answer, or are being loaded."""
        return self._opening or self._models is not None

    @property
    def _student(self) -> str:
        """The folder of the student that answers, in whatever form; "" for none."""
        return self._asked.student

    @property
    def _teachers(self) -> tuple[str, str]:
        """Of the models that answer: the teacher itself, and the one that the run's recipe names, of which it may have been made."""
        return self._asked.teacher, self._asked.trained_from or self._asked.teacher

    @property
    def _is_wanted(self) -> bool:
        """Whether the models that answer do the recipe's work, and their teacher is the recipe's."""
        project = self._project
        return project.teacher_path in self._teachers and project.recipe.task == self._asked.task

    def open_run(self, record: RunRecord) -> None:
        """Load the models of a run of before, where they are not open."""
        if not self.has_models or self._student != str(record.student):
            self.open_models(models_of(record.recipe, record.folder, record.recipe.teacher.model, str(record.student)))

    def open_models(self, models: RunModels) -> None:
        """Load a run's models; what was open before answers no more."""
        self._asked, self._form, self._given_up = models, models.student, None
        self._open()

    def _open(self) -> None:
        asked = self._asked
        self._models, self._opening = None, True
        page = self._try_page()
        page.set_task(asked.task)
        page.set_opening()
        page.sides["student"].set_forms(forms_of(asked.student), self._form)
        self._client.open_models(asked.task, asked.teacher, self._form, asked.multi_label, asked.called)

    def follow(self, models: RunModels) -> None:
        """A student that is still in training has new weights: open it, or have the text that stands answered anew."""
        if self._student != models.student or not self.has_models:
            self.open_models(models)
        elif self._models is not None:
            self._try_page().ask_again()

    def forget(self, student: str) -> None:
        """This student is gone; if it answered, nobody does now."""
        if self._student == student:
            self._models, self._opening, self._given_up = None, False, None
            self._asked = replace(self._asked, student="")
            self._try_page().clear_models()

    @Slot(object)
    def take_exports(self, run: Path) -> None:
        """The student of this run was exported: its forms are offered at once, and one that answers is opened anew."""
        if self._student and Path(self._student).parent == run:
            self._offer_forms(anew=self._form != self._student)

    def _offer_forms(self, anew: bool = False) -> None:
        """Those that are on the disk; where the one that answers has gone, the student as it was trained answers. anew: its files are others."""
        forms = forms_of(self._student)
        if all(form.folder != self._form for form in forms):
            self._form, anew = self._student, True
        if anew:
            self._open()
        else:
            self._try_page().sides["student"].set_forms(forms, self._form)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "try":
            page = self._try_page()
            page.text_edited.connect(self._on_text_edited)
            page.sides["student"].form_chosen.connect(self._on_form_chosen)
            self._on_data_changed()

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        """An answer to the example may have been dropped for a text that was typed: ask again when it is looked at."""
        if key == "recipe" and "teacher" not in self._example_answers:
            self._ask_example()
        elif key == "try" and self._student:  # exports may have been made or deleted since
            self._offer_forms()
        elif key == "try" and not self.has_models:
            self._try_page().set_task(self._project.recipe.task)

    @Slot(str)
    def _on_form_chosen(self, folder: str) -> None:
        """Another form of the same student answers from now on."""
        if folder != self._form:
            self._form, self._given_up = folder, None
            self._open()

    @Slot()
    def _on_data_changed(self) -> None:
        data = self._project.data
        if data is not None and self._window.made("try") is not None:
            page = self._try_page()
            if self._project.recipe.task == "qa":
                page.set_questions([(asked.question, asked.text) for asked in questions_in(data, MOST_QUESTIONS)])
            else:
                page.set_examples(data.examples)

    @Slot()
    def _on_recipe_changed(self) -> None:
        """The recipe page forgets what another teacher said; when the one that answers is chosen again, it is asked again."""
        if self._project.teacher_path != self._wanted_teacher:
            self._wanted_teacher, self._example_answers = self._project.teacher_path, {}
            if self._window.current == "recipe":
                self._ask_example()

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        if self._models is not None and text.strip():
            self._client.predict(text, self._try_page().asked_question)

    @Slot(object)
    def _on_models_opened(self, models: object) -> None:
        """The example goes first: a text that stands on the page is newer, and wins."""
        self._models, self._opening = cast(ModelsOpened, models), False
        self._example_answers = {}
        self._ask_example()
        self._try_page().set_models(self._models)
        if self._given_up is not None:
            (form, why), self._given_up = self._given_up, None
            self.problem_met.emit(problem("export_broken", detail=f"{why.what} {why.why}\n{why.detail}", path=form))

    @Slot(object)
    def _on_predicted(self, predicted: object) -> None:
        answer = cast(Predicted, predicted)
        if answer.request_id == self._example_id:
            self._explain(answer)
        else:
            self._try_page().show_answer(answer)

    @Slot(object, object)
    def _on_problem_raised(self, told: object, kind: object) -> None:
        if kind == "predict":
            self._try_page().show_problem(cast(Problem, told))
        elif kind == "models":
            self._give_way(cast(Problem, told))

    def _give_way(self, told: Problem) -> None:
        """An exported form makes way for the student as it was trained. Only if that cannot be opened either, it was not the form's fault."""
        if self._form != self._student:
            self._given_up, self._form = (self._form, told), self._student
            self._open()
            return
        self._models, self._opening, self._given_up = None, False, None
        self._try_page().clear_models()
        if told.code.startswith("teacher_"):  # said of a model of this run; another teacher in the recipe would not bring it back
            texts = problem_texts(told)
            told = problem("models_broken", detail=told.detail, reason=sentences(texts.what, texts.why))
        self.problem_met.emit(told)

    def _ask_example(self) -> None:
        models = self._models
        if models is None or "teacher" not in models.sides or not self._is_wanted or (asked := self._own_example()) is None:
            return
        self._example = asked.question if self._asked.task == "qa" else asked.text
        self._example_id = self._client.predict(asked.text, asked.question)

    def _own_example(self) -> Asked | None:
        """A text of the person's own, with the question about it where questions are asked; None of texts in which words are guessed."""
        data, task = self._project.data, self._project.recipe.task
        if data is None or task == "mlm":
            return None
        if task == "qa":
            return next(iter(questions_in(data, 1)), None)
        return Asked(data.examples[0], "") if data.examples else None

    def _explain(self, answer: Predicted) -> None:
        """Both sides are asked, the student answers first: what is known when the teacher's answer comes is shown."""
        if self._is_wanted:  # else another was chosen meanwhile
            self._example_answers[answer.side] = answer.answer
            self._show_explained()

    def retranslate(self) -> None:
        """Where no name or no answer is explained, that is said in words."""
        if self._is_wanted:
            self._show_explained()

    def _show_explained(self) -> None:
        teacher, student = self._example_answers.get("teacher"), self._example_answers.get("student")
        found = explained(teacher, student, self._project.recipe.data.multi_label) if teacher is not None else None
        if found is not None:
            page = cast("RecipePage", self._window.page("recipe"))
            page.set_example(self._example, found.labels, found.teacher, found.student, found.word)

    def _try_page(self) -> TryPage:
        return cast("TryPage", self._window.page("try"))
