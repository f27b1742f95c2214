"""What a recipe says for each kind of work when the person says nothing, where that differs from the recipe's own defaults.

A head that starts at nothing (tags, spans, many independent labels) wants a higher learning rate than one label a text does.
Must not know: the recipe's classes, files, models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LEAST_STEPS = {"train.least_steps": 200}
"""Of 100 texts of sst2 a teacher learns nothing in the 9 steps of 3 epochs (51 % right), and in 200 steps what there is to learn (66 %)."""

_FRESH_HEAD: Mapping[str, object] = {
    **_LEAST_STEPS,
    "teacher.epochs": 3,
    "teacher.learning_rate": 2e-4,
    "train.epochs": 4,
    "train.learning_rate": 2e-4,
}

USUAL: Mapping[str, Mapping[str, object]] = {
    "classification": {  # sst2 and tweet_emotion: 99 % of the teacher kept, against 98 % after 4 epochs of its answers alone
        **_LEAST_STEPS,
        "loss.hidden_squared": 1.0,
        "train.epochs": 12,
        "train.learning_rate": 1e-4,
        "train.early_stop_exams": 0,  # a few hundred watched texts cannot tell a plateau from noise
    },
    "several labels": _FRESH_HEAD,
    "ner": {  # a small student of tags gains from a rate at which a whole model would be lost, and more from new words than from old rows again
        **_FRESH_HEAD,
        "data.copies": 2,
        "train.epochs": 4,
        "train.learning_rate": 5e-4,
    },
    "qa": {  # new words teach more than old questions again, and more than what the teacher's layers say; most where questions are few
        **_LEAST_STEPS,
        "teacher.epochs": 3,
        "teacher.learning_rate": 2e-4,
        "data.max_length": 384,
        "data.copies": 2,
        "train.epochs": 4,
        "train.learning_rate": 5e-4,
        "train.early_stop_exams": 0,  # the watched questions are too few to tell a plateau from noise
    },
    "mlm": {
        "student.copied": "spread",  # as DistilBERT's, for plain text
        "teacher.epochs": 4,
        "teacher.learning_rate": 5e-4,
        "loss.hidden_cosine": 1.0,
        "train.epochs": 4,
        "train.learning_rate": 5e-4,
    },
}
"""Dotted keys and values by kind of work."""


FEWEST_LAYERS: Mapping[str, float] = {"qa": 0.5}
"""By kind of work, the share of the teacher's layers below which a student is too shallow: it does much worse than a narrow one. Questions on
squadshift_wiki and on the bundled sample: with two of the starter's six layers 75 and 61 % of its score, with all six at half of the width 90 and
76 %, at half the size. Sorted texts and names: no such edge (README, "How much stays")."""


NARROW = 0.5
"""Share of the teacher's width of a student that has all layers instead of too few."""


def is_too_shallow(task: str, layers: int, of: int) -> bool:
    """Whether so many layers of a teacher's are too few for this kind of work."""
    return layers < FEWEST_LAYERS.get(task, 0.0) * of


def nearest_share(shares: Sequence[float], wanted: float) -> float:
    """Of the shares of a teacher's width that a student can have, the one that a wanted share stands for; of two as near, the larger."""
    return min(shares, key=lambda share: (round(abs(share - wanted), 9), -share))


def work_of(task: object, several_labels: object) -> str:
    """The kind of work, as USUAL names it; the plain one for what is no task."""
    if task == "classification" and several_labels is True:
        return "several labels"
    return task if isinstance(task, str) and task in USUAL else "classification"


def laid_over(usual_values: Mapping[str, object], said: dict[str, Any]) -> dict[str, Any]:
    """What the text says, and the usual values where it says nothing. A section that is none is left for the check."""
    content = dict(said)
    for key, value in usual_values.items():
        section, _, name = key.partition(".")
        there = content.get(section, {})
        if isinstance(there, dict):
            content[section] = {name: value} | there
    return content
