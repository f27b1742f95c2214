"""How often few texts are seen: so often that enough steps are taken.

Some dozen steps teach nobody anything, however few the texts are (Mosbach et al. 2021, arXiv:2006.04884; Zhang et al. 2021, arXiv:2006.05987).
Must not know: models, how a step is done.
"""

from __future__ import annotations

from msgspec.structs import replace

from distilstudio.protocol.recipe import Recipe


def often_enough(recipe: Recipe, rows: int, labelled: int) -> Recipe:
    """The recipe with as many epochs as `train.least_steps` takes, where these are more than it says.

    rows: that the student learns from, varied copies among them. labelled: those that a teacher is trained on.
    """
    train = replace(recipe.train, epochs=max(recipe.train.epochs, _epochs(recipe, rows)))
    teacher = replace(recipe.teacher, epochs=max(recipe.teacher.epochs, _epochs(recipe, labelled)))
    return replace(recipe, train=train, teacher=teacher)


def notes_of_more(said: Recipe, made: Recipe, is_taught: bool) -> list[tuple[str, str, dict[str, str]]]:
    """What the log tells of the epochs that were added: code, text, values. is_taught: the teacher is trained first."""
    steps = str(said.train.least_steps)
    sides = [
        ("taught_often", "The teacher", said.teacher.epochs, made.teacher.epochs if is_taught else 0),
        ("read_often", "The student", said.train.epochs, made.train.epochs),
    ]
    return [
        (code, f"{who} reads so few rows {more} times, for at least {steps} steps.", {"epochs": str(more), "steps": steps})
        for code, who, epochs, more in sides
        if more > epochs
    ]


def _epochs(recipe: Recipe, rows: int) -> int:
    """So many reach the fewest steps; 0 where there are no rows."""
    an_epoch = -(-rows // recipe.train.batch_rows)
    return -(-recipe.train.least_steps // an_epoch) if an_epoch else 0
