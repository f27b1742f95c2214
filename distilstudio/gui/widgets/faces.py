"""What the page "Try it" has to know of a task: how its answers are drawn, said in a few words, compared and kept as test cases.

A task is added here with one Face and one line in FACES. Must not know: pages, the client, how answers are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from distilstudio.gui.figures import listed
from distilstudio.gui.models.verdicts import differ, judge
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.entities_view import EntitiesView, in_words
from distilstudio.gui.widgets.labels_view import LabelsView, short_words
from distilstudio.gui.widgets.passage_view import AnswersFace
from distilstudio.gui.widgets.words_view import WordsFace
from distilstudio.protocol.answers import Answer, Entities, Entity, Labels

MOST_NAMES = 3


class Face(Protocol):
    """One task's way of showing answers. A method that gets the answer of another task gives what stands for nothing."""

    def view(self, theme: Theme, side: str) -> QWidget:
        """A widget (an AnswerView) for one side, whose name is its colour token."""
        ...

    def short(self, answer: Answer) -> tuple[str, bool]:
        """The answer in a few words, and whether the model is sure of it."""
        ...

    def compare(self, teacher: Answer, student: Answer) -> tuple[str, bool]:
        """What to say of two answers to one text, and whether they differ or want a look."""
        ...

    def expected(self, answer: Answer) -> str:
        """What a test case keeps of an answer that is taken as right; "" where there is nothing to keep."""
        ...

    def is_right(self, answer: Answer, expected: str) -> bool:
        """Whether an answer is the one that a test case wants."""
        ...

    def choices(self, labels: Sequence[str]) -> list[str] | None:
        """The answers that a test case may want, for a model with these labels; None where they cannot be listed."""
        ...


class LabelsFace:
    """Text classification."""

    def view(self, theme: Theme, side: str) -> QWidget:
        """Headline and bars."""
        return LabelsView(theme, side)

    def short(self, answer: Answer) -> tuple[str, bool]:
        """Label and probability."""
        if not isinstance(answer, Labels):
            return "", True
        return short_words(answer, QCoreApplication.translate("TryPage", "no label fits")), judge(answer).sure

    def compare(self, teacher: Answer, student: Answer) -> tuple[str, bool]:
        """Whether both mean the same labels."""
        if not isinstance(teacher, Labels) or not isinstance(student, Labels):
            return "", False
        none_fits = QCoreApplication.translate("TryPage", "no label")
        said = {
            "teacher": short_words(teacher, none_fits, brackets=True),
            "student": short_words(student, none_fits, brackets=True),
        }
        one, other = judge(teacher), judge(student)
        if differ(one, other):
            text = QCoreApplication.translate("TryPage", "They differ: the teacher says {teacher}, the student {student}.")
            return text.format(**said), True
        if other.sure:
            text = QCoreApplication.translate("TryPage", "They agree: the teacher says {teacher}, the student {student}.")
        else:
            text = QCoreApplication.translate("TryPage", "They agree, but the student is not sure: {student}.")
        return text.format(**said), False

    def expected(self, answer: Answer) -> str:
        """The first label that is meant."""
        meant = judge(answer).labels if isinstance(answer, Labels) else ()
        return meant[0].label if meant else ""

    def is_right(self, answer: Answer, expected: str) -> bool:
        """Whether the label is among those that are meant."""
        return isinstance(answer, Labels) and expected in judge(answer).names

    def choices(self, labels: Sequence[str]) -> list[str] | None:
        """Any of the model's labels."""
        return list(labels)


class EntitiesFace:
    """Named-entity recognition."""

    def view(self, theme: Theme, side: str) -> QWidget:
        """Marked text and bars."""
        return EntitiesView(theme, side)

    def short(self, answer: Answer) -> tuple[str, bool]:
        """The first names."""
        if not isinstance(answer, Entities):
            return "", True
        if not answer.entities:
            return QCoreApplication.translate("EntitiesFace", "no name"), True
        names = [" ".join(one.text.split()) for one in answer.entities]
        return listed(names if len(names) <= MOST_NAMES else [*names[:MOST_NAMES], "…"]), True

    def compare(self, teacher: Answer, student: Answer) -> tuple[str, bool]:
        """Which marks differ; the first of them by name."""
        if not isinstance(teacher, Entities) or not isinstance(student, Entities):
            return "", False
        ours, theirs = _by_place(student), _by_place(teacher)
        places = [place for place in sorted(ours | theirs) if place not in ours or place not in theirs]
        if not places:
            return self._agreed(len(theirs)), False
        first = self._difference(places[0], theirs, ours)
        groups = _touching(places)
        if len(groups) == 1:
            text = QCoreApplication.translate("EntitiesFace", "They differ on one mark: {difference}")
        else:
            text = QCoreApplication.translate("EntitiesFace", "They differ on {count} marks. The first: {difference}")
        return text.format(count=len(groups), difference=first), True

    def expected(self, answer: Answer) -> str:
        """All names with their types."""
        return _kept(answer) if isinstance(answer, Entities) else ""

    def is_right(self, answer: Answer, expected: str) -> bool:
        """Whether the very same names are marked with the same types."""
        return isinstance(answer, Entities) and _kept(answer) == expected

    def choices(self, labels: Sequence[str]) -> list[str] | None:
        """Names cannot be listed."""
        return None

    def _agreed(self, marks: int) -> str:
        if marks == 0:
            return QCoreApplication.translate("EntitiesFace", "They agree: no name in this text.")
        if marks == 1:
            return QCoreApplication.translate("EntitiesFace", "They agree on the one mark.")
        return QCoreApplication.translate("EntitiesFace", "They agree on all {count} marks.").format(count=marks)

    def _difference(self, place: _Place, teacher: dict[_Place, Entity], student: dict[_Place, Entity]) -> str:
        """What each side makes of the place, where it has a mark there of any kind."""
        theirs, ours = _at(place, teacher), _at(place, student)
        if theirs is not None and ours is not None:
            text = QCoreApplication.translate("EntitiesFace", "the teacher sees {teacher}, the student {student}.")
            return text.format(teacher=in_words(theirs), student=in_words(ours))
        if theirs is not None:
            text = QCoreApplication.translate("EntitiesFace", "the teacher sees {teacher}, the student leaves it out.")
            return text.format(teacher=in_words(theirs))
        assert ours is not None
        text = QCoreApplication.translate("EntitiesFace", "the student sees {student}, the teacher leaves it out.")
        return text.format(student=in_words(ours))


_Place = tuple[int, int, str]


def _by_place(answer: Entities) -> dict[_Place, Entity]:
    return {(one.start, one.end, one.label): one for one in answer.entities}


def _at(place: _Place, entities: dict[_Place, Entity]) -> Entity | None:
    return next((one for one in entities.values() if one.start < place[1] and place[0] < one.end), None)


def _touching(places: list[_Place]) -> list[list[_Place]]:
    """Places that overlap, as of a name that both see with other ends, count as one difference."""
    groups: list[list[_Place]] = []
    for place in places:
        if groups and place[0] < max(end for _, end, _ in groups[-1]):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _kept(answer: Entities) -> str:
    names = (f"{' '.join(one.text.split())} ({one.label})" for one in answer.entities)
    return " · ".join(names) or "–"


FACES: dict[str, Face] = {"classification": LabelsFace(), "ner": EntitiesFace(), "qa": AnswersFace(), "mlm": WordsFace()}
"""Task → how its answers are shown."""
