"""What every task must be able to do; the loop, the exam and the jobs know a task by this only.

Must not know: any one task.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine.batching import Batch, Encoded
from distilstudio.protocol.answers import Answer

Logits = NDArray[np.float32]


class Task(Protocol):
    """One kind of work. Rows that count: texts (classification), first word pieces (NER), windows' tokens (QA)."""

    name: str
    score_name: str
    auto_class: Any
    head: str
    labels: list[str]

    def head_config(self) -> dict[str, Any]:
        """Config changes that give a fresh head its size and the labels' names."""
        ...

    def encode(
        self, texts: Sequence[str], labels: Sequence[str | None], tokenizer: PreTrainedTokenizerBase, max_length: int
    ) -> Encoded:
        """Tokenise rows once; a row without a label gets the target that carries no hard loss."""
        ...

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Which rows carry a label, bool [rows]."""
        ...

    def select(self, logits: Tensor, batch: Batch) -> Tensor:
        """The logits that count, [N, labels], in the order of the batch's rows."""
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
        """Scores 0..1 by name over rows in the order of `encoded`; logits [sum of counts, labels]."""
        ...

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """The headline score of always guessing the commonest label, and that label's name."""
        ...

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Answer:
        """What the model says of one text."""
        ...
