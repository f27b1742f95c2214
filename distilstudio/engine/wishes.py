"""What a recipe wishes for, before anything is read: its files by whole paths, the parts of the loss, varied copies. Must not know: models, runs."""

from __future__ import annotations

from pathlib import Path

from distilstudio.engine.data.reading import resolve
from distilstudio.engine.inner_lesson import PARTS
from distilstudio.protocol.hub import is_dataset_name, is_hub_name
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import STARTER, Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_learning import LossChoice


def with_whole_paths(recipe: Recipe, base: Path) -> Recipe:
    """The recipe as it can be run from anywhere: its files by their whole paths."""
    places = {"data.train": recipe.data.train, "data.exam": recipe.data.exam, "data.unlabelled": recipe.data.unlabelled}
    places["teacher.model"] = recipe.teacher.model
    if is_dataset_name(recipe.data.train) and not resolve(recipe.data.train, base).exists():
        del places["data.train"]
    if recipe.student.start:
        places["student.start"] = recipe.student.start
    for key, name in places.items():
        if name:
            whole = _whole_model(name, base) if key == "teacher.model" else str(resolve(name, base).resolve())
            recipe = with_value(recipe, key, whole)
    return with_value(recipe, "teacher.more", [_whole_model(model, base) for model in recipe.teacher.more])


def loss_weights(loss: LossChoice) -> dict[str, float]:
    """Parts of the loss with a weight above 0. Raises: ProblemError(no_loss)."""
    weights = {name: getattr(loss, name) for name in ("soft", "hard", *PARTS) if getattr(loss, name) > 0}
    if not weights:
        raise ProblemError(problem("no_loss"))
    return weights


def copies_of(recipe: Recipe) -> int:
    """How many varied copies of each text are to be made.

    Raises: ProblemError(copies_task) for a kind of work that hides words anew in every epoch.
    """
    if recipe.data.copies and recipe.task == "mlm":
        raise ProblemError(problem("copies_task"))
    return recipe.copies


def _whole_model(model: str, base: Path) -> str:
    """A folder by its whole path; the starter and models of the Hub keep their names."""
    if model == STARTER or (is_hub_name(model) and not resolve(model, base).is_dir()):
        return model
    return str(resolve(model, base).resolve())
