"""One module per task, and the seam at which a task is added. Must not know: files, runs, the window."""

from __future__ import annotations

from pathlib import Path

from transformers import PretrainedConfig

from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.mlm import MaskedWords
from distilstudio.engine.tasks.ner import JOINERS_KEY, Ner
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.task import Task
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import Recipe


def task_of(recipe: Recipe, labels: list[str], rows: Rows | None = None) -> Task:
    """The task that a recipe asks for. `rows`: those to learn from, where they are known.

    Raises: ProblemError(recipe_not_yet) for one that is not built.
    """
    if recipe.task == "ner":
        return Ner(labels, rows)
    return _build(recipe.task, labels, several=recipe.data.multi_label)


def task_of_model(name: str, config: PretrainedConfig, path: Path) -> Task:
    """The task that a saved model was made for. Raises: ProblemError(model_task) where its head is for another one."""
    labels = [str(config.id2label[number]) for number in sorted(config.id2label)]
    several = getattr(config, "problem_type", None) == "multi_label_classification"
    task = _build(name, labels, several, getattr(config, JOINERS_KEY, None))
    made_for = ", ".join(config.architectures or ["?"])
    if not any(architecture.endswith(task.head) for architecture in config.architectures or []):
        ends = task.head if isinstance(task.head, str) else task.head[0]
        raise ProblemError(
            problem("model_task", path=path, reason=f"Its head is {made_for}; this needs one that ends in {ends}.")
        )
    return task


def renamed(task: Task, labels: list[str]) -> Task:
    """The same task for other labels."""
    return _build(task.name, labels, bool(getattr(task, "several", False)), getattr(task, "joiners", None))


def _build(name: str, labels: list[str], several: bool, joiners: object = None) -> Task:
    """joiners: the signs that hold words together in the data of a model that knows them."""
    if name == "classification":
        return Classification(labels, several=several)
    if name == "ner":
        return Ner(labels, joiners=joiners if isinstance(joiners, str) else None)
    if name == "qa":
        return QuestionAnswering()
    if name == "mlm":
        return MaskedWords()
    raise ProblemError(problem("recipe_not_yet", feature=name, field="task"))
