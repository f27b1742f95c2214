"""What is kept of an exam to be read row by row, one module per kind of work, and the one table at which a kind is added.

Must not know: files, models.
"""

from __future__ import annotations

from distilstudio.engine.mistakes.labels import LabelsReview, SeveralReview
from distilstudio.engine.mistakes.names import NamesReview
from distilstudio.engine.mistakes.questions import QuestionsReview
from distilstudio.engine.mistakes.review import Review
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.ner import Ner
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.task import Task


def review_of(task: Task) -> Review | None:
    """The review of a task's exam; None where there is nothing to be right or wrong about."""
    match task:
        case Classification():
            return SeveralReview(task) if task.several else LabelsReview(task)
        case Ner():
            return NamesReview(task)
        case QuestionAnswering():
            return QuestionsReview()
    return None
