"""When a model that learns is examined on its watch rows: after each epoch, and in between as often as that costs little.

And what its scores are worth. Must not know: models, how an exam is held.
"""

from __future__ import annotations

import math

from distilstudio.engine.batching import steps_in_epoch
from distilstudio.protocol.scores import LOWER_IS_BETTER

EXAM_SHARE = 0.10
"""Exams on the watch rows may take this share of the training's work."""
MOST_EXAMS = 24
FEW_WATCHED = 100
"""Of fewer watched texts a score says little: of ten, one text more or less is a tenth, and a model that learnt nothing can come out first."""


def steps_between_exams(rows: int, watched: int, batch_rows: int, epochs: int) -> int:
    """So rarely that exams on the watch rows take EXAM_SHARE of the work at most, and so often that a curve is seen."""
    an_epoch = min(int(EXAM_SHARE * 3 * rows / max(watched, 1)), MOST_EXAMS // epochs)
    return max(1, -(-steps_in_epoch(rows, batch_rows) // max(an_epoch, 1)))


def exams_of(rows: int, watched: int, batch_rows: int, epochs: int) -> int:
    """How many exams a training has, the one before its first step among them."""
    steps, between = steps_in_epoch(rows, batch_rows), steps_between_exams(rows, watched, batch_rows, epochs)
    return 1 + epochs * sum(is_due(step, steps, between) for step in range(1, steps + 1))


def is_due(step: int, steps: int, between: int) -> bool:
    """Whether there is an exam after this step of an epoch: after the last, and now and then, but not shortly before the last."""
    return step == steps or (step % between == 0 and steps - step >= between // 2)


def margin_of(score_name: str, highest: float, watched: int) -> float:
    """By how much a later exam may be worse than the best one and still stand for it: the standard error of a share of few texts, else 0.

    Of two scores that few texts cannot tell apart, the one after more learning is taken: the rate has come down by then.
    Source of the idea: the one-standard-error rule, Breiman et al. 1984, Classification and Regression Trees.
    """
    if score_name in LOWER_IS_BETTER or not 0 < watched < FEW_WATCHED:
        return 0.0
    return math.sqrt(max(highest * (1 - highest), 0.0) / watched)
