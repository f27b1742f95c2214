"""A look at a classifier's answers: one label a text, or several. Must not know: models, files."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded
from distilstudio.engine.checks.look import Cosines, by_confidence, cosines, scored, shares
from distilstudio.engine.data.corrections import take_labels
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import Disagreement, LabelScores


class ClassificationCheck:
    """The look for texts with labels."""

    def __init__(self, task: Classification) -> None:
        self._task = task

    def alike(self, logits: Logits, encoded: Encoded) -> Cosines:
        """Labels that are given to the same texts."""
        rows = self._task.labelled(encoded)
        return cosines(self._answered(logits[rows]), self._said(encoded)[rows])

    def per_label(self, logits: Logits, encoded: Encoded) -> list[LabelScores]:
        """Every label, in the order of the task."""
        rows = self._task.labelled(encoded)
        answered, said = self._answered(logits[rows]), self._said(encoded)[rows]
        return [
            scored(
                label, int((answered[:, place] & said[:, place]).sum()), int(answered[:, place].sum()), int(said[:, place].sum())
            )
            for place, label in enumerate(self._task.labels)
        ]

    def differing(self, logits: Logits, encoded: Encoded, rows: Rows, keys: list[str]) -> list[Disagreement]:
        """Texts to which other labels are given. Where several may be, the confidence is that of the surest of the labels in dispute."""
        answered, said = self._answered(logits), self._said(encoded)
        places = np.flatnonzero(self._task.labelled(encoded) & (answered != said).any(1))
        chances = (
            1 / (1 + np.exp(-np.clip(logits[places].astype(np.float64), -60, 60)))
            if self._task.several
            else shares(logits[places])
        )
        taken = rows.take(places)
        numbers = taken.table["row"].to_pylist()
        found = []
        for at, (place, text) in enumerate(zip(places.tolist(), taken.texts, strict=True)):
            disputed = answered[place] != said[place]
            stands_by = np.where(answered[place], chances[at], 1 - chances[at])
            labels = self._names(answered[place])
            found.append(
                Disagreement(
                    key=keys[place],
                    row=numbers[at],
                    text=text,
                    question="",
                    said=self._names(said[place]),
                    answered=labels,
                    confidence=float(stands_by[disputed].max() if self._task.several else chances[at].max()),
                    take=take_labels(labels) if labels or self._task.several else "",
                )
            )
        return by_confidence(found)

    def _answered(self, logits: Logits) -> NDArray[np.bool_]:
        return logits > 0 if self._task.several else logits.argmax(-1)[:, None] == np.arange(logits.shape[-1])

    def _said(self, encoded: Encoded) -> NDArray[np.bool_]:
        targets = encoded.targets
        return np.asarray(targets > 0.5 if self._task.several else targets[:, None] == np.arange(len(self._task.labels)))

    def _names(self, given: NDArray[np.bool_]) -> list[str]:
        return [label for label, is_given in zip(self._task.labels, given, strict=True) if is_given]
