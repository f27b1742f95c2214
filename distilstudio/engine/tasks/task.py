"""What every task must be able to do; the loop, the exam and the jobs know a task by this only.

Must not know: any one task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine.batching import Batch, Encoded, IntArray, collate
from distilstudio.engine.data.loading import Rows
from distilstudio.engine.losses import Count
from distilstudio.protocol.answers import Answer

Logits = NDArray[np.float32]
Counts = dict[str, Count]
"""How many rows count for each part of the loss."""
ANY_NUMBER = -1
"""Of a head's answers where its config does not say how many there are."""


@dataclass(frozen=True)
class Draw:
    """Which reading of the rows is meant, where they are drawn anew each time: the same seed and epoch give the same again."""

    seed: int
    epoch: int


EXAM = Draw(0, -1)
"""The one reading of all exams, for every model."""


class Task(Protocol):
    """One kind of work. Rows that count: texts (classification), first word pieces (NER), windows' tokens (QA), masked word pieces (MLM).

    `columns`: how many numbers are noted of each of them (the logits of labels; QA: start and end). `head`: end of the architecture's name, or
    several of them. `unnamed`: answers of a head that have no names, 0 where they are labels. `redrawn`: rows are drawn anew for each epoch, so
    the teacher cannot be asked once for all. `compared`: so many of the first columns are held against an exported model's, None: all.
    `excludes`: of the labels one holds at a time, so that the probabilities of two add up to that of either.
    `reads_first`: the head reads nothing of the body's last layer but each text's first word piece.
    `fixed_shapes`: it takes batches whose shape alone decides all others, so that a step on them can be recorded.
    """

    name: str
    score_name: str
    auto_class: Any
    labels: list[str]
    columns: int
    unnamed: int
    redrawn: bool
    compared: int | None
    excludes: bool
    reads_first: bool
    fixed_shapes: bool

    @property
    def head(self) -> str | tuple[str, ...]:
        """See above."""
        ...

    def head_config(self) -> dict[str, Any]:
        """Config changes that give a fresh head its size and the labels' names."""
        ...

    def encode(self, rows: Rows, tokenizer: PreTrainedTokenizerBase, max_length: int) -> Encoded:
        """Tokenise rows once; a row without a label gets the target that carries no hard loss."""
        ...

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Which rows carry a label, bool [rows]."""
        ...

    def prior(self, encoded: Encoded) -> NDArray[np.float32] | None:
        """Logits [columns] of who knows nothing but how often each label occurs in these rows; None where labels have no such share."""
        ...

    def drawn(self, rows: Encoded, draw: Draw) -> Encoded:
        """Rows as they are read this time, for a task that is `redrawn`."""
        ...

    def read(self, model: PreTrainedModel, batch: Batch) -> Tensor:
        """The logits that count of what a model says of a batch, [N, columns] or wider, in the order of the batch's rows."""
        ...

    def noted(self, logits: Tensor, batch: Batch) -> Tensor:
        """What is kept of the logits that count to be scored, [N, columns]."""
        ...

    def count(self, batch: Batch) -> Counts:
        """How many rows count in this batch for each part of the loss ("soft", "hard")."""
        ...

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: Counts, wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """The wanted parts of the loss, unweighted; divided by `counts`, those of the whole batch."""
        ...

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """Scores by name over rows in the order of `encoded`, 0..1 but for those of LOWER_IS_BETTER. logits: what was noted,
        [sum of counts, columns]."""
        ...

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """What each labelled text or question gives to the headline score, [texts, 2]: over any of them together the score is the sum of
        the first column divided by that of the second."""
        ...

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """What is said of each text, in a form that can be compared: two models agree on a text where these are equal."""
        ...

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """The headline score of always guessing the commonest label, and that label's name, "" where answers have none."""
        ...

    def asks(self, encoded: Encoded) -> bool:
        """Whether there is something to find in these rows: a score of 0 says nothing of a model where there is not."""
        ...

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Answer:
        """What the model says of one text."""
        ...


@runtime_checkable
class AnswersMany(Protocol):
    """A task whose answers to the texts of a file make a table."""

    def unlabelled(self, texts: Sequence[str], questions: Sequence[str]) -> Rows:
        """Texts as rows without labels, none of them empty. questions: one for each where the task asks any."""
        ...

    def told(self, logits: Logits, encoded: Encoded, rows: Rows) -> list[tuple[Answer, float]]:
        """What the model says of each of these rows, as `answer` does, and the probability of the decision that it is least sure of, 0..1."""
        ...


class Fixed:
    """A task whose rows are the same each time they are read."""

    redrawn = False
    unnamed = 0
    excludes = True
    reads_first = False
    fixed_shapes = False
    compared: int | None = None

    def drawn(self, rows: Encoded, draw: Draw) -> Encoded:
        """The rows themselves."""
        return rows

    def select(self, output: Any, batch: Batch) -> Tensor:
        """The logits that count of a model's output, [N, columns], in the order of the batch's rows."""
        raise NotImplementedError

    def read(self, model: PreTrainedModel, batch: Batch) -> Tensor:
        """The logits that count of the whole output."""
        return self.select(model(**batch.inputs()), batch)

    def noted(self, logits: Tensor, batch: Batch) -> Tensor:
        """All of them."""
        return logits


def batch_of(
    task: Task,
    rows: Encoded,
    index: IntArray,
    device: torch.device,
    teacher: NDArray[np.float32] | None = None,
    draw: Draw = EXAM,
) -> Batch:
    """The rows with these numbers as they are read this time, padded and on the device."""
    if not task.redrawn:
        return collate(rows, index, device, teacher)
    drawn = collate(task.drawn(rows.subset(index), draw), np.arange(len(index)), device, teacher)
    return replace(drawn, index=index)
