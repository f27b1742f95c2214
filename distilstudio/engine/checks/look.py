"""What every kind of check-up must be able to say of a teacher's answers; the check-up knows a kind by this only."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import Disagreement, LabelScores

Cosines = NDArray[np.float64]


class Look(Protocol):
    """Logits are float32 [sum of counts, columns] of rows as the task encodes them, in the order of the task's labels unless told."""

    def alike(self, logits: Logits, encoded: Encoded) -> Cosines:
        """Cosines [columns of the head, labels of the task]: of what a head of any labels answers with what the data say."""
        ...

    def per_label(self, logits: Logits, encoded: Encoded) -> list[LabelScores]:
        """How well each label is known; none where answers have no names."""
        ...

    def differing(self, logits: Logits, encoded: Encoded, rows: Rows, keys: list[str]) -> list[Disagreement]:
        """The labelled rows with another answer than the data's, the most confident first."""
        ...


def cosines(answered: NDArray[np.bool_], said: NDArray[np.bool_]) -> Cosines:
    """Of columns: bool [rows, head's labels] and bool [rows, data's labels]; 0 where a column is empty."""
    hits = answered.T.astype(np.float64) @ said.astype(np.float64)
    norms = np.sqrt(np.outer(answered.sum(0), said.sum(0)))
    return np.divide(hits, norms, out=np.zeros_like(hits), where=norms > 0)


def scored(label: str, hits: int, answered: int, said: int) -> LabelScores:
    """Precision, recall, F1 from counts; 0 where there is nothing to divide by."""
    return LabelScores(
        label=label,
        rows=said,
        precision=hits / answered if answered else 0.0,
        recall=hits / said if said else 0.0,
        f1=2 * hits / (answered + said) if answered + said else 0.0,
    )


def by_confidence(found: list[Disagreement]) -> list[Disagreement]:
    """Most confident first; of equals the earlier row."""
    return sorted(found, key=lambda one: (-one.confidence, one.row))


def shares(logits: Logits) -> NDArray[np.float64]:
    """Softmax over the last axis."""
    raised = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))
