"""Text classification: one label a text, or several. Must not know: files, runs, the window.

Scores: accuracy and macro-F1; with several labels micro-F1 and macro-F1 at the threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import AutoModelForSequenceClassification, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import losses
from distilstudio.engine.batching import Batch, Encoded, flatten
from distilstudio.engine.data.label_sets import split
from distilstudio.engine.data.loading import Rows
from distilstudio.engine.heads import log_odds, log_shares
from distilstudio.engine.targets import UNLABELLED
from distilstudio.engine.tasks.task import Counts, Fixed, Logits
from distilstudio.protocol.answers import Labels, LabelScore

THRESHOLD = 0.5
"""Probability from which a label counts as given, where a text may carry several."""


class Classification(Fixed):
    """The task for a fixed list of label names."""

    name = "classification"
    auto_class: Any = AutoModelForSequenceClassification
    head = "ForSequenceClassification"
    reads_first = True
    fixed_shapes = True

    def __init__(self, labels: list[str], several: bool = False) -> None:
        self.labels = labels
        self.columns = len(labels)
        self.several, self.excludes = several, not several
        self.score_name = "micro_f1" if several else "accuracy"
        self._numbers = {label: number for number, label in enumerate(labels)}

    def head_config(self) -> dict[str, Any]:
        """Number and names of the labels, and which loss plain transformers would use."""
        return {
            "num_labels": len(self.labels),
            "id2label": dict(enumerate(self.labels)),
            "label2id": dict(self._numbers),
            "problem_type": "multi_label_classification" if self.several else "single_label_classification",
        }

    def encode(self, rows: Rows, tokenizer: PreTrainedTokenizerBase, max_length: int) -> Encoded:
        """Texts cut at max_length word pieces. Targets: int64 [rows], −1 unlabelled; several: float32 [rows, labels], −1 unlabelled."""
        labels = rows.labels
        ids = tokenizer(
            rows.texts, truncation=True, max_length=max_length, return_attention_mask=False, return_token_type_ids=False
        )
        flat, offsets = flatten(ids["input_ids"])
        targets = (
            self._many_hot(labels)
            if self.several
            else np.array([self._numbers.get(label or "", UNLABELLED) for label in labels], np.int64)
        )
        counts = np.ones(len(rows), np.int64)
        return Encoded(ids=flat, offsets=offsets, targets=targets, counts=counts, pad_id=tokenizer.pad_token_id or 0)

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Rows with a target."""
        first = encoded.targets[:, 0] if self.several else encoded.targets
        return np.asarray(first >= 0)

    def prior(self, encoded: Encoded) -> NDArray[np.float32]:
        """From the labelled rows."""
        rows = encoded.targets[self.labelled(encoded)]
        if self.several:
            return log_odds((rows > 0.5).sum(0), len(rows))
        return log_shares(np.bincount(rows.astype(np.int64), minlength=len(self.labels)))

    def select(self, output: Any, batch: Batch) -> Tensor:
        """Every row counts."""
        logits: Tensor = output.logits
        return logits

    def count(self, batch: Batch) -> Counts:
        """Soft: every row; hard: the labelled ones."""
        first = batch.targets[:, 0] if self.several else batch.targets
        return {"soft": len(batch.input_ids), "hard": (first >= 0).sum()}

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: Counts, wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """Soft targets against the teacher's logits, hard labels against the targets."""
        soft = losses.soft_target_loss_per_label if self.several else losses.soft_target_loss
        hard = losses.hard_label_loss_per_label if self.several else losses.hard_label_loss
        parts: dict[str, Tensor] = {}
        if "soft" in wanted and batch.teacher is not None:
            parts["soft"] = soft(logits, batch.teacher, temperature, counts["soft"])
        if "hard" in wanted:
            parts["hard"] = hard(logits, batch.targets, counts["hard"])
        return parts

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """accuracy and macro_f1, or micro_f1 and macro_f1; macro-F1 is the mean over labels that occur in truth or guess."""
        guessed, given = self._marks(logits, encoded)
        if not len(given):
            return {self.score_name: 0.0, "macro_f1": 0.0}
        hits, wrong, missed = ((a & b).sum(0) for a, b in ((guessed, given), (guessed, ~given), (~guessed, given)))
        occurs = (hits + wrong + missed) > 0
        macro = float(np.mean(_f1(hits, wrong, missed)[occurs])) if occurs.any() else 0.0
        headline = float(_f1(hits.sum(), wrong.sum(), missed.sum())) if self.several else float(hits.sum() / len(given))
        return {self.score_name: headline, "macro_f1": macro}

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """Right or not, of 1; several labels: twice the hits, of the hits of both sides and all that differ."""
        guessed, given = self._marks(logits, encoded)
        hits = (guessed & given).sum(1)
        both = [2 * hits, guessed.sum(1) + given.sum(1)] if self.several else [hits, np.ones_like(hits)]
        return np.stack(both, axis=1).astype(np.float64)

    def _marks(self, logits: Logits, encoded: Encoded) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which labels are guessed and which are given, [labelled rows, labels]."""
        rows = self.labelled(encoded)
        truth, logits = encoded.targets[rows], logits[rows]
        every = np.arange(len(self.labels))
        given = truth > 0.5 if self.several else truth[:, None] == every
        guessed = logits > 0 if self.several else logits.argmax(-1)[:, None] == every
        return guessed, given

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """The number of the best label of each text, or which labels are given."""
        return [tuple(row) for row in (logits > 0).tolist()] if self.several else list(logits.argmax(-1).tolist())

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """Accuracy (several: micro-F1) of always answering with the commonest label."""
        rows = encoded.targets[self.labelled(encoded)]
        if not len(rows):
            return 0.0, ""
        counts = (rows > 0.5).sum(0) if self.several else np.bincount(rows.astype(np.int64), minlength=len(self.labels))
        best = int(counts.argmax())
        if not self.several:
            return float(counts[best] / len(rows)), self.labels[best]
        hits = counts[best]
        return float(_f1(hits, len(rows) - hits, counts.sum() - hits)), self.labels[best]

    def asks(self, encoded: Encoded) -> bool:
        """Any labelled row; where rows may carry several labels, one that does."""
        rows = encoded.targets[self.labelled(encoded)]
        return bool((rows > 0.5).any()) if self.several else len(rows) > 0

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Labels:
        """Every label with its probability, best first."""
        inputs = tokenizer(text, truncation=True, max_length=max_length, return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            logits = model(**inputs.to(model.device)).logits[0].float()
        return self._answer(self._probabilities(logits).tolist())

    def unlabelled(self, texts: Sequence[str], questions: Sequence[str]) -> Rows:
        """Texts that carry no label."""
        return Rows(pa.table({"text": pa.array(texts, pa.string()), "label": pa.nulls(len(texts), pa.string())}))

    def told(self, logits: Logits, encoded: Encoded, rows: Rows) -> list[tuple[Labels, float]]:
        """The labels of each text. With several each is a decision of its own: to give it, or not to."""
        probabilities = self._probabilities(torch.from_numpy(logits))
        sure = torch.maximum(probabilities, 1 - probabilities).amin(-1) if self.several else probabilities.amax(-1)
        return [(self._answer(row), one) for row, one in zip(probabilities.tolist(), sure.tolist(), strict=True)]

    def _probabilities(self, logits: Tensor) -> Tensor:
        return torch.sigmoid(logits) if self.several else torch.softmax(logits, -1)

    def _answer(self, probabilities: Sequence[float]) -> Labels:
        """Every label, best first."""
        scored = sorted(zip(self.labels, probabilities, strict=True), key=lambda pair: -pair[1])
        return Labels([LabelScore(label, score) for label, score in scored], several=self.several, threshold=THRESHOLD)

    def _many_hot(self, labels: Sequence[str | None]) -> NDArray[np.float32]:
        targets = np.zeros((len(labels), len(self.labels)), np.float32)
        for row, joined in enumerate(labels):
            if joined is None:
                targets[row] = UNLABELLED
                continue
            for label in split(joined):
                if label in self._numbers:
                    targets[row, self._numbers[label]] = 1
        return targets


def _f1(hits: NDArray[Any], wrong: NDArray[Any], missed: NDArray[Any]) -> NDArray[np.float64]:
    """2·hits / (2·hits + wrong + missed), 0 where nothing occurs."""
    below = 2 * hits + wrong + missed
    quotient: NDArray[np.float64] = np.divide(2 * hits, below, out=np.zeros_like(below, dtype=np.float64), where=below > 0)
    return quotient
