"""What a check-up looks at, one module per kind of work, and the one table at which a kind is added. Must not know: files, models."""

from __future__ import annotations

from distilstudio.engine.checks.classification import ClassificationCheck
from distilstudio.engine.checks.look import Look
from distilstudio.engine.checks.mlm import MlmCheck
from distilstudio.engine.checks.ner import NerCheck
from distilstudio.engine.checks.qa import QaCheck
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.mlm import MaskedWords
from distilstudio.engine.tasks.ner import Ner
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.task import Task


def look_of(task: Task) -> Look:
    """The look at a task's answers."""
    match task:
        case Classification():
            return ClassificationCheck(task)
        case Ner():
            return NerCheck(task)
        case QuestionAnswering():
            return QaCheck(task)
        case MaskedWords():
            return MlmCheck()
    raise AssertionError(f"no check-up for {task.name}")
