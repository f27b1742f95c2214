"""What of a model's answer temperature is explained by: probabilities that add up to one, each with a name. Must not know: widgets, the engine.

Of a text with labels these are the labels'; of one with names the tags' of the word that the teacher is least sure of; of a question those of the
likeliest answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from distilstudio.protocol.answers import Answer, Answers, Entities, Labels

MOST_ANSWERS = 4
"""Of a question: as many as are shown beside each other."""
translate = QCoreApplication.translate


@dataclass(frozen=True)
class Explained:
    """The probabilities of the teacher, and of the student where it was asked the same; `word`: which one of the text they are of."""

    labels: list[str]
    teacher: list[float]
    student: list[float] | None
    word: str = ""


def explained(teacher: Answer, student: Answer | None, several: bool = False) -> Explained | None:
    """The two beside each other; None where there is nothing to explain. several: labels that stand for themselves are wanted."""
    match teacher, student:
        case Labels(), Labels() | None if teacher.several == several:
            theirs = {one.label: one.score for one in teacher.labels}
            return _beside(theirs, {one.label: one.score for one in student.labels} if student is not None else {})
        case Entities(), Entities() | None if teacher.unsure is not None:
            word, other = teacher.unsure, student.unsure if student is not None else None
            same = other is not None and (other.start, other.end) == (word.start, word.end)
            ours = {_of_tag(one.label): one.score for one in other.tags} if other is not None and same else {}
            return _beside({_of_tag(one.label): one.score for one in word.tags}, ours, word.text)
        case Answers(), Answers() | None if teacher.answers:
            shown = teacher.answers[:MOST_ANSWERS]
            said = {(one.start, one.end): one.score for one in student.answers} if student is not None else {}
            theirs = _summed((_of_answer(one.text), one.score) for one in shown)
            return _beside(theirs, _summed((_of_answer(one.text), said.get((one.start, one.end), 0.0)) for one in shown))
    return None


def _beside(teacher: dict[str, float], student: dict[str, float], word: str = "") -> Explained:
    ours = [student.get(label, 0.0) for label in teacher] if student else None
    return Explained(list(teacher), list(teacher.values()), ours, word)


def _summed(shares: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Each name once, as a part of what all are together; nothing where that is nothing."""
    summed: dict[str, float] = {}
    for name, share in shares:
        summed[name] = summed.get(name, 0.0) + share
    whole = sum(summed.values())
    return {name: share / whole for name, share in summed.items()} if whole > 0 else {}


def _of_tag(tag: str) -> str:
    """A tag in words: where a name begins, where it goes on, and what is none."""
    mark, _, kind = tag.partition("-")
    if not kind:
        return translate("TemperatureExplainer", "no name")
    return translate("TemperatureExplainer", "{name}, goes on").format(name=kind) if mark == "I" else kind


def _of_answer(text: str) -> str:
    return " ".join(text.split()) or translate("TemperatureExplainer", "no answer")
