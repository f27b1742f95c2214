"""What the person has chosen so far: the recipe, and what the engine found out about its data and its teacher.

Must not know: widgets, the client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from distilstudio.gui.models.data_shown import looked_at_with
from distilstudio.protocol.events import TeacherDescribed
from distilstudio.protocol.forecast import VocabularyUse
from distilstudio.protocol.inspection import DataInspected, DataPreviewed
from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import STARTER, DataChoice, Recipe, Task
from distilstudio.protocol.recipe_fields import value_of, with_value
from distilstudio.protocol.usual import usual

NOTHING_SAID: dict[Task, str] = {"ner": "data_no_marks", "qa": "data_no_answers"}
"""The problem of texts in which nothing is marked or answered, by the kind of work."""


@dataclass(frozen=True)
class Change:
    """The recipe before and after something was changed in it, and the folders from which their paths are read."""

    before: Recipe
    before_base: str
    after: Recipe
    after_base: str


class Project(QObject):
    """One recipe under construction. `edited` with a Change: the person changed something, that can be taken back.
    `adopted` with a Change: the program did."""

    recipe_changed = Signal()
    edited = Signal(object)
    adopted = Signal(object)
    data_changed = Signal()
    teacher_changed = Signal()
    vocabulary_counted = Signal()
    other_task_found = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recipe = usual()
        self._base = ""
        self._data: DataInspected | None = None
        self._preview: DataPreviewed | None = None
        self._data_problem: Problem | None = None
        self._teacher: TeacherDescribed | None = None
        self._teacher_problem: Problem | None = None
        self._vocabulary: VocabularyUse | None = None
        self._run_recipe: Recipe | None = None
        self._other_task: Task | None = None

    @property
    def recipe(self) -> Recipe:
        """Everything chosen."""
        return self._recipe

    @property
    def base(self) -> str:
        """Folder against which relative paths of the recipe are read; "" where all are absolute."""
        return self._base

    @property
    def data(self) -> DataInspected | None:
        """What was found in the data; None until it was looked at, or when there is a problem."""
        return self._data

    @property
    def data_preview(self) -> DataPreviewed | None:
        """The first rows of a large file while it is still counted; None before and afterwards."""
        return self._preview

    @property
    def data_problem(self) -> Problem | None:
        """Why the data cannot be used."""
        return self._data_problem

    @property
    def other_task(self) -> Task | None:
        """The kind of work that the file looks as if it were for, where the person has chosen another one."""
        return self._other_task

    @property
    def teacher_path(self) -> str:
        """The chosen teacher, as the engine finds it."""
        return teacher_path(self._recipe.teacher.model, self._base)

    @property
    def teacher(self) -> TeacherDescribed | None:
        """What is known of the teacher."""
        return self._teacher

    @property
    def teacher_problem(self) -> Problem | None:
        """Why the teacher cannot be used."""
        return self._teacher_problem

    @property
    def vocabulary_use(self) -> VocabularyUse | None:
        """How many of the teacher's word pieces the texts use; None until a forecast has counted them."""
        return self._vocabulary

    @property
    def ready(self) -> bool:
        """Data and teacher are known to be usable: the run can start."""
        return self._data is not None and self.data_finding is None and self._teacher is not None

    @property
    def data_finding(self) -> Problem | None:
        """Why nothing can be learnt from data that can be read and shown all the same."""
        data = self._data
        if data is None:
            return None
        if self._recipe.task in NOTHING_SAID:
            silent = any(fact.code == "labels" and fact.values.get("problem") == "none" for fact in data.health)
            return problem(NOTHING_SAID[self._recipe.task], file=Path(data.data.train).name) if silent else None
        if self._recipe.task != "classification" or not (data.data.text and data.data.label):
            return None
        match data.labels:
            case []:
                return problem("data_no_label", column=data.data.label)
            case [only]:
                return problem("data_one_label", label=only.label, column=data.data.label)
        return None

    @property
    def changed_since_run(self) -> bool:
        """Something was changed after the last run was started."""
        return self._run_recipe is not None and self._run_recipe != self._recipe

    def set_value(self, key: str, value: Any) -> None:
        """Change one dotted recipe key. Raises: RecipeError for an unknown key or a value out of range."""
        self.set_values({key: value})

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Change several keys in one deed. Raises: RecipeError as `set_value`; then nothing is changed."""
        recipe = self._recipe
        for key, value in values.items():
            if value_of(recipe, key) != value:
                recipe = with_value(recipe, key, value)
        if recipe.teacher.model != self._recipe.teacher.model and "teacher.labels" not in values:
            recipe = with_value(recipe, "teacher.labels", {})  # another teacher's labels have names of their own
        if recipe.teacher.model in recipe.teacher.more:
            recipe = with_value(recipe, "teacher.more", [one for one in recipe.teacher.more if one != recipe.teacher.model])
        if recipe != self._recipe:
            self.set_recipe(recipe, self._base)

    def set_recipe(self, recipe: Recipe, base: str, is_edit: bool = True) -> None:
        """Take a whole recipe; what was known of other data and another teacher is forgotten.

        is_edit: the person did it; else the program found it out, or brought it back from the last time.
        """
        before, before_base = self._recipe, self._base
        self.put(recipe, base)
        if (recipe, base) != (before, before_base):
            told = self.edited if is_edit else self.adopted
            told.emit(Change(before, before_base, recipe, base))

    def put(self, recipe: Recipe, base: str) -> None:
        """Make it so, and tell nobody that it was an edit. Who hears of the change finds nothing here that was known of what stood before."""
        old, old_base = self._recipe, self._base
        self._recipe, self._base = recipe, base
        if (old.task, old.data.train, old_base) != (recipe.task, recipe.data.train, base):
            self.set_other_task(None)
        if _cut(old, old_base) != _cut(recipe, base):
            self._vocabulary = None
        if _seen(old, old_base) != _seen(recipe, base):
            self.clear_data()
        if (old.teacher.model, old_base) != (recipe.teacher.model, base):
            self.clear_teacher()
        self.recipe_changed.emit()

    def set_data(self, data: DataInspected) -> None:
        """The engine has looked at the data."""
        self._data, self._data_problem, self._preview = data, None, None
        self.data_changed.emit()

    def set_data_preview(self, preview: DataPreviewed) -> None:
        """The engine has looked at the first rows."""
        self._preview = preview
        self.data_changed.emit()

    def set_data_problem(self, problem: Problem) -> None:
        """The data cannot be used; what was known before is forgotten."""
        self._data, self._data_problem, self._preview = None, problem, None
        self.data_changed.emit()

    def set_other_task(self, task: Task | None) -> None:
        """The file looks as if it were for another kind of work than the chosen one."""
        if task != self._other_task:
            self._other_task = task
            self.other_task_found.emit()

    def clear_data(self) -> None:
        """Nothing is known of the data."""
        if self._data is not None or self._data_problem is not None or self._preview is not None:
            self._data = self._data_problem = self._preview = None
            self.data_changed.emit()

    def set_vocabulary_use(self, use: VocabularyUse | None) -> None:
        """A forecast has counted the word pieces of the texts."""
        if use is not None:
            self._vocabulary = use
            self.vocabulary_counted.emit()

    def set_teacher(self, teacher: TeacherDescribed) -> None:
        """The engine has read the teacher's description."""
        self._teacher, self._teacher_problem = teacher, None
        self.teacher_changed.emit()

    def set_teacher_problem(self, problem: Problem) -> None:
        """The teacher cannot be used."""
        self._teacher, self._teacher_problem = None, problem
        self.teacher_changed.emit()

    def clear_teacher(self) -> None:
        """Nothing is known of the teacher."""
        if self._teacher is not None or self._teacher_problem is not None:
            self._teacher = self._teacher_problem = None
            self.teacher_changed.emit()

    def mark_run(self, recipe: Recipe | None) -> None:
        """A run was started with this recipe; None: there is no run to compare with. The recipe itself has not changed."""
        self._run_recipe = recipe


def teacher_path(model: str, base: str) -> str:
    """A teacher as the engine can find it: a folder beside the recipe by its whole path."""
    if model == STARTER or not base or Path(model).is_absolute():
        return model
    beside = Path(base) / model
    return str(beside) if beside.is_dir() else model


def _cut(recipe: Recipe, base: str) -> tuple[object, ...]:
    """All that the word pieces of the texts to learn from depend on."""
    return recipe.task, msgspec.structs.replace(recipe.data, copies=0), recipe.teacher.model, recipe.train.seed, base


def _seen(recipe: Recipe, base: str) -> tuple[Task, DataChoice, str]:
    """What the data were looked at with."""
    return recipe.task, looked_at_with(recipe.data), base
