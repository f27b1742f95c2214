"""Settings of a recipe in words of the language in force: what each is called, and its value. Must not know: widgets, what a setting does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import listed
from distilstudio.gui.models.plain_number import plain_number
from distilstudio.gui.models.run_records import run_of_student
from distilstudio.gui.value_words import value_words
from distilstudio.protocol.recipe import STARTER
from distilstudio.protocol.recipe_fields import field_specs

MOST_PAIRS = 6
"""Of names that stand for other names so many are written out; of more, their number."""
translate = QCoreApplication.translate


def setting_name(key: str) -> str:
    """What the setting at a dotted key is called."""
    return translate("Recipe", field_specs()[key].title)


def written(key: str, value: object) -> str:
    """The value of the setting at a dotted key; a folder by its last part, a student's by its run."""
    spec = field_specs()[key]
    if isinstance(value, bool):
        return value_words("yes" if value else "no")
    if isinstance(value, float):
        return plain_number(value)
    if isinstance(value, list):  # layers count from 1 in the window
        return listed(str(one + 1) if isinstance(one, int) else Path(one).name for one in value) or "–"
    if isinstance(value, dict):
        return _pairs(value) if len(value) <= MOST_PAIRS else f"{len(value):,}"
    text = str(value)
    if spec.kind == "choice" or (key == "teacher.model" and text == STARTER):
        return value_words(text)
    if Path(text).is_absolute():
        return run_of_student(text)
    return text or "–"


def written_apart(key: str, values: Sequence[object]) -> list[str]:
    """Each value in few words; where two that differ would look the same, in as many as it takes."""
    words = [written(key, value) for value in values]
    if len(set(words)) == len({repr(value) for value in values}):
        return words
    if field_specs()[key].kind == "str":
        return ends_apart([str(value) for value in values])
    return [_whole(value) for value in values]


def ends_apart(paths: Sequence[str]) -> list[str]:
    """The last parts of each path, as few as tell the different ones apart: "old/reviews.csv", "new/reviews.csv"."""
    parts = [Path(path).parts for path in paths]
    for number in range(1, 1 + max(map(len, parts))):
        ends = [part[-number:] for part in parts]
        if len(set(ends)) == len(set(parts)):
            return [str(Path(*end)) if end else "–" for end in ends]
    return list(paths)


def _whole(value: object) -> str:
    if isinstance(value, list):
        return listed(str(one) for one in value) or "–"
    return _pairs(value) if isinstance(value, dict) else str(value)


def _pairs(value: Mapping[object, object]) -> str:
    return listed(f"{name} = {said or '–'}" for name, said in value.items()) or "–"
