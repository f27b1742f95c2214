"""A Problem in the person's language: the catalogue's sentences translated, then filled with the problem's values.

Must not know: widgets, what to do about a problem (see remedies).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from distilstudio.gui.figures import listed
from distilstudio.protocol.problem_reasons import (
    HEAD_REASONS,
    MODEL_REASONS,
    NETWORK_REASONS,
    START_REASONS,
    STUDENT_REASONS,
    VOCABULARY_REASONS,
)
from distilstudio.protocol.problem_sentences import CATALOGUE
from distilstudio.protocol.problems import Problem, fill
from distilstudio.protocol.recipe_faults import RECIPE_REASONS

REASONS: dict[str, str] = {
    "Read-only file system": str(QT_TRANSLATE_NOOP("Problem", "Nothing can be written on this disk, only read.")),
    "Permission denied": str(QT_TRANSLATE_NOOP("Problem", "You have no permission to write or read there.")),
    "No such file or directory": str(QT_TRANSLATE_NOOP("Problem", "There is no such folder or file.")),
    "Not a directory": str(QT_TRANSLATE_NOOP("Problem", "A part of the path is a file, not a folder.")),
    "File too large": str(QT_TRANSLATE_NOOP("Problem", "A file of this size is not allowed there.")),
    "Input/output error": str(QT_TRANSLATE_NOOP("Problem", "The disk does not answer as it should.")),
    **{
        reason: reason
        for reason in (
            *MODEL_REASONS,
            *START_REASONS,
            *STUDENT_REASONS,
            *HEAD_REASONS,
            *VOCABULARY_REASONS,
            *NETWORK_REASONS,
            *RECIPE_REASONS,
        )
    },
    "There is something in it already.": str(QT_TRANSLATE_NOOP("Problem", "There is something in it already.")),
}
"""What the system gives as reason, in words that can be translated. Others are shown as the system says them."""


@dataclass(frozen=True)
class ProblemTexts:
    """What is shown."""

    what: str
    why: str
    what_to_do: list[str]


def problem_texts(problem: Problem) -> ProblemTexts:
    """Translate. A code that this version does not know, or values that do not fit, leave the engine's own words."""
    words = CATALOGUE.get(problem.code)
    as_given = ProblemTexts(problem.what, problem.why, list(problem.what_to_do))
    if words is None:
        return as_given
    values = problem.values | {name: listed(names) for name, names in problem.lists.items()}
    try:
        reason = values.get("because", values.get("reason", ""))
        if reason in REASONS:
            values["reason"] = fill(_translate(REASONS[reason]), values)
        return ProblemTexts(
            what=fill(_translate(words.what), values),
            why=fill(_translate(words.why), values),
            what_to_do=[fill(_translate(action), values) for action in words.what_to_do],
        )
    except (KeyError, IndexError, ValueError):
        return as_given


def reason_text(reason: str) -> str:
    """A reason in the person's language, where it is one that can be translated."""
    return _translate(REASONS.get(reason, reason))


def _translate(sentence: str) -> str:
    return QCoreApplication.translate("Problem", sentence)
