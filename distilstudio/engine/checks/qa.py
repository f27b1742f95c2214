"""A look at the answers that a model finds in passages. Must not know: models, files."""

from __future__ import annotations

import numpy as np

from distilstudio.engine.batching import Encoded
from distilstudio.engine.checks.look import Cosines, by_confidence, shares
from distilstudio.engine.data.corrections import take_answer
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.qa import Guess, QuestionAnswering, Truth, best_spans, trimmed, windows_in
from distilstudio.engine.tasks.squad_scores import f1
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import Disagreement, LabelScores, MarkedPart

SAME = 0.5
"""From this overlap of words (SQuAD's F1) on, two answers are the same one with other ends."""


class QaCheck:
    """The look for questions about passages."""

    def __init__(self, task: QuestionAnswering) -> None:
        self._task = task

    def alike(self, logits: Logits, encoded: Encoded) -> Cosines:
        """Start and end have no names."""
        return np.eye(2)

    def per_label(self, logits: Logits, encoded: Encoded) -> list[LabelScores]:
        """None."""
        return []

    def differing(self, logits: Logits, encoded: Encoded, rows: Rows, keys: list[str]) -> list[Disagreement]:
        """Questions whose answer shares less than half of its words with each that the data give."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be looked at"
        may_refuse = any(answers == [] for answers in truth.answers)
        questions, numbers, starts = (rows.table[name].to_pylist() for name in ("question", "row", "start"))
        found = []
        for row, (guess, confidence) in surest(logits, encoded, may_refuse).items():
            passage, answers = truth.passages[row], truth.answers[row]
            start, end = trimmed(passage, guess.start, guess.end)
            text = passage[start:end]
            if answers is None or f1(text, answers) >= SAME:
                continue
            found.append(
                Disagreement(
                    key=keys[row],
                    row=numbers[row],
                    text=passage,
                    question=questions[row],
                    said=answers[:1],
                    answered=[text] if text else [],
                    confidence=confidence,
                    take=take_answer((start, end) if text else None),
                    said_parts=[MarkedPart(starts[row], starts[row] + len(answers[0]), "")] if answers else [],
                    answered_parts=[MarkedPart(start, end, "")] if text else [],
                )
            )
        return by_confidence(found)


def surest(logits: Logits, encoded: Encoded, may_refuse: bool) -> dict[int, tuple[Guess, float]]:
    """The best span for each question and the probability that its window gives it: of its start times that of its end."""
    spans: dict[int, tuple[Guess, float]] = {}
    refusals: dict[int, tuple[Guess, float]] = {}
    for question, window, places in windows_in(logits, encoded):
        chances = shares(window.T)
        refusal = Guess(0, 0, float(window[0].sum()))
        if question not in refusals or refusal.score < refusals[question][0].score:
            refusals[question] = (refusal, float(chances[0, 0] * chances[1, 0]))
        for guess in best_spans(window[1:], places[1:], 1):
            if question not in spans or guess.score > spans[question][0].score:
                spans[question] = (guess, float(np.exp(guess.score - _all(window[:, 0]) - _all(window[:, 1]))))
    if may_refuse:
        for question, (refusal, chance) in refusals.items():
            if question not in spans or refusal.score > spans[question][0].score:
                spans[question] = (refusal, chance)
    return spans


def _all(logits: Logits) -> float:
    """Logarithm of the sum of exponentials."""
    top = float(logits.max())
    return top + float(np.log(np.exp(logits.astype(np.float64) - top).sum()))
