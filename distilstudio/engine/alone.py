"""The small model without its teacher: the same stages as a run, but nobody is asked and only the labels are learnt from.

What it begins from: where the run trained its teacher, the same layers of the model as it came, before that training, fine-tuned as a
teacher is (dropout, a fresh head that learns faster), with the student's epochs, rate and seed. Where the teacher came trained already,
no base is known: the student as it was cut learns as in the run, from the labels alone. Where the student learnt on from an earlier one,
that one learns on. Varied copies have no labels, so there are none; it reads the texts so many times more often instead, as many epochs as the
run's student took steps for. It is not saved while it learns, and cannot be gone on with. Must not know: how a gain is reckoned, the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import msgspec
import numpy as np
from transformers import PreTrainedModel

from distilstudio.engine import learnt
from distilstudio.engine.cards import ExamScores, alone_card
from distilstudio.engine.control import Control
from distilstudio.engine.data.hashes import Hashes
from distilstudio.engine.device import Compute
from distilstudio.engine.distillation import Distillation
from distilstudio.engine.heads import HEAD_RATE
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.keeping import Unsaved
from distilstudio.engine.lesson import Plan
from distilstudio.engine.pace import BACKWARD
from distilstudio.engine.preparation import Prepared
from distilstudio.engine.runs import save_model
from distilstudio.engine.teaching import Teaching
from distilstudio.engine.wishes import copies_of
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEvent, Stage
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.recipe_learning import LossChoice

Start = Literal["base", "teacher", "student"]


def labels_only(recipe: Recipe) -> Recipe:
    """The recipe in which nobody but the labels is followed."""
    recipe = with_value(with_value(recipe, "teacher.more", []), "data.copies", 0)
    return msgspec.structs.replace(recipe, loss=LossChoice(soft=0.0, hard=1.0))


class Alone(Distillation):
    """After `events` the model has learnt and stands in its folder; `prepared` are the run's own rows, but for those without a label."""

    folder_size = 1
    keeper = Unsaved

    def __init__(self, command: StartRun, control: Control, trained_its_teacher: bool, hub: Hub | None = None) -> None:
        """command: as the run was started, and the folder where the small model goes. trained_its_teacher: whether the run did."""
        super().__init__(msgspec.structs.replace(command, recipe=labels_only(command.recipe)), control, hub)
        self._trained = trained_its_teacher
        self._as_often = 1 + copies_of(command.recipe)

    @property
    def start(self) -> Start:
        """What it began from."""
        return "student" if self._earlier is not None else "base" if self._trained else "teacher"

    @property
    def prepared(self) -> Prepared:
        """Task and rows."""
        return self._prepared

    @property
    def model(self) -> PreTrainedModel:
        """The small model."""
        return self._student

    @property
    def compute(self) -> Compute:
        """With what it learnt."""
        return self._context.compute

    def _work_through(self) -> Iterator[RunEvent]:
        yield from self._prepare()
        self._teaching = Teaching(self._context, self._keeper, self._prepared, self._located, None)
        self._teaching.take_as_it_came()
        self._expect()
        yield from self._cut()
        yield from self._distil()

    def _prepare(self) -> Iterator[RunEvent]:
        yield from super()._prepare()
        labelled = self._prepared.task.labelled(self._prepared.learn)
        if not labelled.all():
            self._prepared = self._prepared.learning_from(np.flatnonzero(labelled))

    def _learnt_before(self) -> Hashes:
        """What the run found: from its own recipe, which names all of its models, so that the same rows are set aside."""
        return learnt.before_of(self._base, self._recipe.task)

    def _rows_a_pass(self) -> int:
        return len(self._prepared.learn) * self._as_often

    def _plan(self) -> Plan:
        plan, times = super()._plan(), self._as_often
        plan = replace(plan, epochs=plan.epochs * times, early_stop=plan.early_stop * times)
        has_fresh_head = not self._prepared.head_fits and (self._earlier is None or self._earlier.begins)
        if self.start != "base" and not has_fresh_head:
            return plan
        rate = HEAD_RATE if has_fresh_head else 1.0
        return replace(plan, dropout=True, early_stop=0, head_rate=rate)

    def _examined(self, step: int, best: bool) -> list[RunEvent]:
        return []

    def _save_student(self, examined: ExamScores | None = None) -> None:
        prepared = self._prepared
        noted: dict[str, object] = {"layer_map": list(self._layer_map), "max_length": prepared.max_length}
        card = alone_card(prepared.task, self._located, self._training.best_scores)
        save_model(self.folder.student, self._student, prepared.by_student.tokenizer, card, noted)

    def _work(self) -> dict[Stage, float]:
        rows, exam, layers = len(self._prepared.learn), len(self._prepared.exam), len(self._layer_map)
        epochs = self._recipe.train.epochs * self._as_often
        return {"distil": rows * epochs * (1 + BACKWARD) * layers, "exam": 2 * exam * layers}
