"""A teacher's check-up as the window knows it: under way, found, out of date; and what was decided of rows. Must not know: widgets, the client."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.gui.models.data_shown import looked_at_with
from distilstudio.gui.models.project import Project
from distilstudio.protocol.check import CheckAnswer, CheckProgress, CheckUp, TeacherChecked
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Recipe

KEEP, DROP, TAKE = "keep", "drop", "take "


class CheckState(QObject):
    """Fed with answers; `changed` after each. `again_wanted`: the labels were matched anew, and what was found holds no more.
    `abandoned`: what is asked of the teacher is about other texts, or another teacher, than those that are chosen now."""

    changed = Signal()
    abandoned = Signal()
    again_wanted = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._about: object = None
        self._called: dict[str, str] = {}
        self.running = False
        self.stopping = False
        self.whole = False
        self.progress: CheckProgress | None = None
        self.found: CheckUp | None = None
        self.problem: Problem | None = None
        project.recipe_changed.connect(self._on_recipe_changed)

    def begin(self, whole: bool = False) -> None:
        """The teacher is asked. What was found before is shown until there is something new."""
        if self._about != _about(self._project):
            self.found = None
        self._about, self._called = _about(self._project), self._project.recipe.teacher.labels
        self.running, self.stopping, self.whole, self.progress, self.problem = True, False, whole, None, None
        self.changed.emit()

    def begin_stop(self) -> None:
        """It was asked to end."""
        self.stopping = True
        self.changed.emit()

    def take(self, answer: CheckAnswer) -> None:
        """An answer of the engine. A match of labels that the score bears out is put into the recipe."""
        if not self.running:
            return
        if isinstance(answer, CheckProgress):
            self.progress = answer
            self.changed.emit()
            return
        self._end(answer)

    def take_problem(self, told: Problem) -> None:
        """The check-up could not be made."""
        if self.running:
            self.running, self.stopping, self.found, self.problem = False, False, None, told
            self.changed.emit()

    def _end(self, answer: TeacherChecked) -> None:
        self.running = self.stopping = False
        if answer.check is not None:
            self.found = answer.check
            self._adopt(answer.check)
        self.changed.emit()

    def _adopt(self, found: CheckUp) -> None:
        called = said_by(found)
        recipe = self._project.recipe
        if found.problem is None and called and not recipe.teacher.labels:
            self._called = called
            teacher = msgspec.structs.replace(recipe.teacher, labels=called)
            self._project.set_recipe(msgspec.structs.replace(recipe, teacher=teacher), self._project.base, is_edit=False)

    @Slot()
    def _on_recipe_changed(self) -> None:
        """Other texts or another teacher: what was found is of the past. Other names of its labels: it is asked again."""
        if self._about is None:
            return
        if self._about != _about(self._project):
            was_running, self.running, self.stopping = self.running, False, False
            self._about, self.found, self.problem = None, None, None
            if was_running:
                self.abandoned.emit()
            self.changed.emit()
        elif self._called != self._project.recipe.teacher.labels:
            self._called = self._project.recipe.teacher.labels
            self.again_wanted.emit()


def said_by(found: CheckUp) -> dict[str, str]:
    """What a recipe keeps for these matches; nothing where every name is the data's own."""
    if all(match.teacher == match.data for match in found.matches):
        return {}
    return {match.teacher: match.data for match in found.matches}


def matched(found: CheckUp, teacher: str, data: str, adds: bool) -> dict[str, str]:
    """The same with one label matched otherwise. adds: labels of the teacher may go together as one of the data; else the label that had it
    before loses it."""
    changed = {match.teacher: "" if data and match.data == data and not adds else match.data for match in found.matches}
    return {**changed, teacher: data}


def together(found: CheckUp) -> dict[str, list[str]]:
    """Labels of the data for which the teacher has several."""
    those: dict[str, list[str]] = {}
    for match in found.matches:
        if match.data:
            those.setdefault(match.data, []).append(match.teacher)
    return {data: own for data, own in those.items() if len(own) > 1}


def decided(recipe: Recipe, key: str, decision: str) -> dict[str, str]:
    """The recipe's corrections with one more; "" takes it back."""
    rest = {other: said for other, said in recipe.data.corrections.items() if other != key}
    return {**rest, key: decision} if decision else rest


def counts_of(corrections: Mapping[str, str]) -> tuple[int, int, int]:
    """How many rows keep their label, take the teacher's, are dropped."""
    said = list(corrections.values())
    return said.count(KEEP), sum(one.startswith(TAKE) for one in said), said.count(DROP)


def _about(project: Project) -> tuple[object, ...]:
    """What a check-up is about."""
    recipe = project.recipe
    data = msgspec.structs.replace(looked_at_with(recipe.data), unlabelled="")
    return recipe.task, data, recipe.teacher.model, project.base
