"""Opens what a person points at: the bundled sample, a recipe, texts, a run, a folder with a teacher. Must not know: widgets, the client."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from distilstudio import places
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.run_records import RunRecord, read_listed
from distilstudio.gui.models.settings import Recent, Settings
from distilstudio.gui.models.task_guess import fits, guess_task, is_saved_dataset, told_task
from distilstudio.protocol.hub import is_dataset_name
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe, RecipeError, Task
from distilstudio.protocol.recipe_faults import recipe_problem
from distilstudio.protocol.recipe_text import parse, render
from distilstudio.protocol.usual import for_work, usual


class Openings(QObject):
    """`chosen`: something for this page was taken, also if it is the same again. `opened`: so it was, and the page is gone to. `run_met`: the
    record of a run whose folder was pointed at. `failed`: a Problem."""

    chosen = Signal(str)
    opened = Signal(str)
    run_met = Signal(object)
    failed = Signal(object)

    def __init__(self, project: Project, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._settings = settings
        self._chosen: Task | None = None
        """The kind of work that the person has chosen; None where it came with a recipe, or from a file."""

    def open_sample(self, name: str = "sentiment") -> None:
        """Load a bundled sample: its texts and its recipe."""
        self._open_recipe(places.resources() / "samples" / name / "recipe.toml", remember=False)

    def open_path(self, path: str) -> None:
        """Open a file or a folder by what it is."""
        place = Path(path)
        if not place.exists():
            self.failed.emit(problem("data_missing", file=place.name, place=place))
        elif place.suffix.lower() == ".toml":
            self._open_recipe(place, remember=True)
        elif (run := _run_in(place)) is not None:
            self.run_met.emit(run)
        elif place.is_dir() and not is_saved_dataset(place):
            self.choose_teacher(str(place))
        else:
            self._take_data(DataChoice(train=str(place)))
            self.opened.emit("data")

    @Slot(object)
    def open_dataset(self, recent: Recent) -> None:
        """A part of a dataset of the Hub that was open before."""
        self._chosen = None if recent.task else self._chosen
        self._take_data(DataChoice(train=recent.path, config=recent.config, split=recent.split), recent.task or None)
        self.opened.emit("data")

    def choose_data(self, choice: DataChoice) -> None:
        """Take other texts, or the same ones read in another way. Who is not on their page is not called there."""
        self._take_data(choice)
        self.chosen.emit("data")

    @Slot(str)
    def read_as(self, task: Task) -> None:
        """Take the same texts for another kind of work: what was said of their columns was said of the one before."""
        old, self._chosen = self._project.recipe.data, task
        choice = DataChoice(train=old.train, config=old.config, split=old.split, exam_fraction=old.exam_fraction)
        self._project.set_recipe(self._with_texts(task, choice), self._project.base)
        self.chosen.emit("data")

    def _take_data(self, choice: DataChoice, work: Task | None = None) -> None:
        """Another file may be for another kind of work, where the person has chosen none. work: what it is for, where that is known."""
        recipe, base = self._project.recipe, self._project.base
        if choice.train == recipe.data.train:
            self._project.set_recipe(for_work(recipe, recipe.task, choice), base)
        else:
            file, chosen = Path(base, choice.train), self._is_chosen() and work is None
            task = recipe.task if chosen else work or guess_task(file, recipe.task)
            self._project.set_recipe(self._with_texts(task, choice), base)
            told = told_task(file) if chosen else None
            self._project.set_other_task(None if fits(task, told) else told)
        self._remember(choice)

    def _is_chosen(self) -> bool:
        """Also before a restart: without texts, nothing but a choice leads to another kind of work than the usual one."""
        recipe = self._project.recipe
        return recipe.task == self._chosen or (not recipe.data.train and recipe.task != usual().task)

    def _with_texts(self, task: Task, choice: DataChoice) -> Recipe:
        """The recipe for other texts. Which of the teacher's labels is which was said of those before."""
        recipe, as_usual = self._project.recipe, usual(task).data
        choice = msgspec.structs.replace(choice, max_length=as_usual.max_length, copies=as_usual.copies)
        recipe = msgspec.structs.replace(recipe, teacher=msgspec.structs.replace(recipe.teacher, labels={}))
        return for_work(recipe, task, choice)

    def _remember(self, choice: DataChoice) -> None:
        if Path(choice.train).is_absolute():
            self._settings.remember(Recent(choice.train, "data"))
        elif is_dataset_name(choice.train) and not Path(self._project.base, choice.train).exists():
            task = self._project.recipe.task
            self._settings.remember(Recent(choice.train, "dataset", choice.config, choice.split, task))

    def choose_task(self, task: Task) -> None:
        """Take another kind of work; texts chosen for the one before are put aside."""
        self._chosen = task
        if task != self._project.recipe.task:
            self._project.set_recipe(for_work(self._project.recipe, task, usual(task).data), self._project.base)
        self.opened.emit("data")

    def choose_teacher(self, model: str) -> None:
        """Take another teacher."""
        self._project.set_value("teacher.model", model)
        self.opened.emit("teacher")

    def adopt_recipe(self, recipe: Recipe) -> None:
        """Start from what a run was told; its paths are whole ones."""
        self._chosen = None
        self._project.set_recipe(recipe, "")
        self.opened.emit("recipe")

    def save_recipe(self, recipe: Recipe, path: str) -> None:
        """Write a recipe to a file that the command line takes."""
        try:
            Path(path).write_text(render(recipe), encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(problem("recipe_not_saved", detail=repr(error), file=Path(path).name, reason=reason))

    def _open_recipe(self, file: Path, remember: bool) -> None:
        try:
            recipe = parse(file.read_bytes())
        except OSError as error:
            self.failed.emit(problem("data_unreadable", detail=str(error), file=file.name, reason=error.strerror or str(error)))
            return
        except RecipeError as error:
            self.failed.emit(recipe_problem(error, file.name, detail=f"{file}: {error.__cause__}"))
            return
        self._chosen = None
        self._project.set_recipe(recipe, str(file.parent))
        if remember:
            self._settings.remember(Recent(str(file), "recipe"))
        self.opened.emit("data")


def _run_in(folder: Path) -> RunRecord | None:
    """The run of this folder; a folder with a recipe alone, as a sample's, is none."""
    return read_listed(folder) if (folder / "events.jsonl").is_file() else None
