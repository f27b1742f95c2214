"""A Problem in the person's language: the catalogue's sentences translated, then filled with the problem's values.

Must not know: widgets, what to do about a problem (see remedies).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from distilstudio.protocol.problems import CATALOGUE, Problem, fill


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
    try:
        return ProblemTexts(
            what=fill(_translate(words.what), problem.values),
            why=fill(_translate(words.why), problem.values),
            what_to_do=[fill(_translate(action), problem.values) for action in words.what_to_do],
        )
    except (KeyError, IndexError, ValueError):
        return as_given


def _translate(sentence: str) -> str:
    return QCoreApplication.translate("Problem", sentence)
