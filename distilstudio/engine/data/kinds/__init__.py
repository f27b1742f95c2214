"""One module per kind of work, and the one table at which a kind is added. Must not know: models, tokenizers, runs."""

from __future__ import annotations

from distilstudio.engine.data.kinds.classification import ClassificationKind
from distilstudio.engine.data.kinds.examples import ExamplesKind
from distilstudio.engine.data.kinds.kind import Kind
from distilstudio.engine.data.kinds.mlm import TextWork
from distilstudio.engine.data.kinds.ner import NerWork
from distilstudio.engine.data.kinds.qa import QaWork
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import Task

KINDS: dict[Task, Kind] = {
    "classification": ClassificationKind(),
    "ner": ExamplesKind(NerWork()),
    "qa": ExamplesKind(QaWork()),
    "mlm": ExamplesKind(TextWork()),
}


def kind_of(task: Task) -> Kind:
    """The kind of data that a task learns from. Raises: ProblemError recipe_not_yet."""
    if task not in KINDS:
        raise ProblemError(problem("recipe_not_yet", feature=task, field="task"))
    return KINDS[task]
