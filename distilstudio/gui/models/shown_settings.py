"""Which settings the form "Under the hood" shows, and which of them differ from the usual. Must not know: widgets."""

from __future__ import annotations

from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import value_of
from distilstudio.protocol.usual import usual_for

SHOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("loss", ("loss.soft", "loss.hard", "loss.temperature", "loss.hidden_cosine", "loss.hidden_squared", "loss.relations")),
    (
        "train",
        (
            "train.epochs",
            "train.least_steps",
            "train.batch_rows",
            "train.learning_rate",
            "train.warmup",
            "train.early_stop_exams",
            "train.precision",
            "train.device",
            "train.seed",
        ),
    ),
    ("student", ("student.copied", "student.width", "student.vocabulary")),
    ("teacher", ("teacher.fine_tune", "teacher.epochs", "teacher.learning_rate")),
    ("data", ("data.max_length", "data.copies")),
)
"""Settings by group."""


def changed_keys(recipe: Recipe) -> list[str]:
    """Shown settings that differ from what is usual for the recipe's kind of work."""
    as_usual = usual_for(recipe)
    return [key for _, keys in SHOWN for key in keys if value_of(recipe, key) != value_of(as_usual, key)]
