"""How often few texts are seen: so often that enough steps are taken.

Some dozen steps teach nobody anything, however few the texts are (Mosbach et al. 2021, arXiv:2006.04884, section 6; Zhang et al. 2021,
arXiv:2006.05987, section 6). Must not know: models, how a step is done.
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


def _epochs(recipe: Recipe, rows: int) -> int:
    """So many reach the fewest steps; 0 where there are no rows."""
    an_epoch = -(-rows // recipe.train.batch_rows)
    return -(-recipe.train.least_steps // an_epoch) if an_epoch else 0
