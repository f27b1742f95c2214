"""What every task must be able to do; the loop, the exam and the jobs know a task by this only.

Must not know: any one task.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine.batching import Batch, Encoded
from distilstudio.engine.data.loading import Rows
from distilstudio.protocol.answers import Answer

Logits = NDArray[np.float32]


class Task(Protocol):
    """One kind of work. Rows that count: texts (classification), first word pieces (NER), windows' tokens (QA).

    `columns`: how many logits each of them has (labels; QA: start and end). `head`: end of the architecture's name.
    """

    name: str
    score_name: str
    auto_class: Any
    head: str
    labels: list[str]
    columns: int

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

    def select(self, output: Any, batch: Batch) -> Tensor:
        """The logits that count of a model's output, [N, columns], in the order of the batch's rows."""
        ...

    def count(self, batch: Batch) -> dict[str, int]:
        """How many rows count in this batch for each part of the loss ("soft", "hard")."""
        ...

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: dict[str, int], wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """The wanted parts of the loss, unweighted; divided by `counts`, those of the whole batch."""
        ...

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """Scores 0..1 by name over rows in the order of `encoded`; logits [sum of counts, columns]."""
        ...

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """What each labelled text or question gives to the headline score, [texts, 2]: over any of them together the score is the sum of
        the first column divided by that of the second."""
        ...

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """What is said of each text, in a form that can be compared: two models agree on a text where these are equal."""
        ...

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """The headline score of always guessing the commonest label, and that label's name."""
        ...

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Answer:
        """What the model says of one text."""
        ...
