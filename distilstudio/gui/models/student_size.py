"""What the student of a recipe will be: its layers, width and weights, reckoned from what is known of the teacher and of the texts.

Must not know: widgets, the client.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from distilstudio.protocol.events import BYTES_PER_WEIGHT, StudentOutline, TeacherDescribed, WidthOutline
from distilstudio.protocol.forecast import VocabularyUse
from distilstudio.protocol.presets import NARROW, is_too_shallow, nearest_share
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_learning import StudentChoice

SHARES = (1.0, 0.75, 0.5, 0.25)
"""Of the teacher's width: what is offered, as near as its heads allow."""


def depth_of(teacher: TeacherDescribed, choice: StudentChoice) -> int:
    """How many layers the chosen student has."""
    if choice.preset != "custom":
        return teacher.presets[choice.preset]
    return len(choice.layer_map) or min(choice.layers, teacher.layers)


def width_of(teacher: TeacherDescribed, share: float) -> WidthOutline | None:
    """The width that this share stands for; None where nothing is known of widths."""
    shares = [width.share for width in teacher.widths]
    return teacher.widths[shares.index(nearest_share(shares, share))] if shares else None


def widths_offered(teacher: TeacherDescribed, chosen: float) -> list[WidthOutline]:
    """The widest first, the chosen one among them."""
    wanted = {width.share: width for share in (*SHARES, chosen) if (width := width_of(teacher, share)) is not None}
    return sorted(wanted.values(), key=lambda width: -width.share)


def narrow_instead(teacher: TeacherDescribed, recipe: Recipe) -> dict[str, object] | None:
    """Of a student that has too few layers for what it is to do, the values for one with all of them and half of the width: none where its
    teacher cannot be made narrower. None: it has enough."""
    if not is_too_shallow(recipe.task, depth_of(teacher, recipe.student), teacher.layers):
        return None
    width = width_of(teacher, min(NARROW, recipe.student.width))
    if width is None or width.share == 1:
        return {}
    layers = {"student.preset": "custom", "student.layers": teacher.layers, "student.layer_map": []}
    return {**layers, "student.width": width.share}


def outline_of(teacher: TeacherDescribed, recipe: Recipe, use: VocabularyUse | None) -> StudentOutline:
    """The recipe's student. use: how many word pieces the texts use, where that is known.

    The arithmetic is the engine's own. The speed-up counts what the layers compute; a text's other costs make it less.
    """
    choice = recipe.student
    plain = teacher.students[depth_of(teacher, choice) - 1]
    layer_map: Sequence[int] = range(plain.layers) if choice.copied == "lowest" else plain.layer_map
    if choice.names_layers:
        layer_map = choice.layer_map
    width, whole = width_of(teacher, choice.width), width_of(teacher, 1.0)
    if width is None or whole is None:
        return msgspec.structs.replace(plain, layer_map=list(layer_map))
    parameters = width.other_parameters + plain.layers * width.layer_parameters - vectors_saved(use, recipe) * width.vector_width
    return StudentOutline(
        layers=plain.layers,
        layer_map=list(layer_map),
        parameters=parameters,
        megabytes=parameters * BYTES_PER_WEIGHT / 1e6,
        speedup=plain.speedup * whole.layer_parameters / width.layer_parameters,
    )


def vectors_saved(use: VocabularyUse | None, recipe: Recipe) -> int:
    """How many word pieces' vectors the student does without."""
    return use.vectors if use is not None and recipe.student.vocabulary == "used" and not use.reason else 0


def megabytes_of_vectors(teacher: TeacherDescribed, recipe: Recipe, vectors: int) -> float:
    """What so many vectors take."""
    width = width_of(teacher, recipe.student.width)
    return vectors * (width.vector_width if width is not None else teacher.width) * BYTES_PER_WEIGHT / 1e6
