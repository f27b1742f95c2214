"""The recipe for each kind of work when the person says nothing, and the way of a recipe from one kind of work to another.

The values stand in presets. Must not know: texts, files, models, widgets.
"""

from __future__ import annotations

import msgspec

from distilstudio.protocol.presets import USUAL, laid_over, work_of
from distilstudio.protocol.recipe import DataChoice, Recipe, Task
from distilstudio.protocol.recipe_fields import value_of, with_value


def usual(task: Task = "classification", several_labels: bool = False) -> Recipe:
    """What a recipe for this kind of work says when the person says nothing."""
    return _USUAL[work_of(task, several_labels)]


def usual_for(recipe: Recipe) -> Recipe:
    """`usual` for the recipe's own kind of work."""
    return usual(recipe.task, recipe.data.multi_label)


def for_work(recipe: Recipe, task: Task, data: DataChoice) -> Recipe:
    """The recipe for another kind of work and its texts: settings that stood at the old kind's usual value take the new one's."""
    old, new = usual_for(recipe), usual(task, data.multi_label)
    changed = msgspec.structs.replace(recipe, task=task, data=data)
    if old == new:
        return changed
    for key in {**USUAL[work_of(old.task, old.data.multi_label)], **USUAL[work_of(task, data.multi_label)]}:
        if value_of(changed, key) == value_of(old, key):
            changed = with_value(changed, key, value_of(new, key))
    return changed


_USUAL = {
    work: msgspec.convert(
        laid_over(
            values,
            {
                "task": "classification" if work == "several labels" else work,
                "data": {"multi_label": work == "several labels"},
            },
        ),
        Recipe,
    )
    for work, values in USUAL.items()
}
