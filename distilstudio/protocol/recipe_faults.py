"""What is wrong with a recipe, as whole sentences for a person: which value a setting takes, which setting was meant, which line cannot be read.

The sentences stand in the context "Problem", with places for values, so that the window can translate them. Must not know: how a recipe
is read, files, widgets.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from distilstudio.protocol.problems import Problem, problem
from distilstudio.protocol.recipe import RecipeError
from distilstudio.protocol.translatable import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from distilstudio.protocol.recipe_fields import FieldSpec

MOST_LETTERS = 40

WHOLE = QT_TRANSLATE_NOOP("Problem", "A whole number between {low} and {high} is expected, not {value}.")
NUMBER = QT_TRANSLATE_NOOP("Problem", "A number between {low} and {high} is expected, not {value}.")
ABOVE = QT_TRANSLATE_NOOP("Problem", "A number above {low} is expected, not {value}.")
BELOW = QT_TRANSLATE_NOOP("Problem", "A number below {high} is expected, not {value}.")
CHOICE = QT_TRANSLATE_NOOP("Problem", "{value} is no choice here. There are: {choices}.")
YES_NO = QT_TRANSLATE_NOOP("Problem", "Either true or false is expected, not {value}.")
TEXT = QT_TRANSLATE_NOOP("Problem", "A text in quotation marks is expected, not {value}.")
EMPTY = QT_TRANSLATE_NOOP("Problem", "There has to be something between the quotation marks.")
NUMBERS = QT_TRANSLATE_NOOP("Problem", "Whole numbers in square brackets are expected, such as [0, 2, 5].")
TEXTS = QT_TRANSLATE_NOOP("Problem", 'Texts in square brackets are expected, such as ["one", "two"].')
PAIRS = QT_TRANSLATE_NOOP("Problem", 'Pairs of texts are expected, each of the form "one" = "two".')
UNUSABLE = QT_TRANSLATE_NOOP("Problem", "{value} cannot be used here.")
SECTION = QT_TRANSLATE_NOOP("Problem", "This is the name of a section, which has settings of its own and no value.")
NO_SETTING = QT_TRANSLATE_NOOP("Problem", "There is no such setting.")
NO_SECTION = QT_TRANSLATE_NOOP("Problem", "There is no such section.")
OTHER_SECTION = QT_TRANSLATE_NOOP("Problem", "There is no such section. Did you mean [{section}]?")
MISSPELT = QT_TRANSLATE_NOOP("Problem", "There is no such setting. Did you mean {near}?")
ELSEWHERE = QT_TRANSLATE_NOOP("Problem", "There is no such setting here. Did you mean {near} in the section [{section}]?")
ABOVE_ALL = QT_TRANSLATE_NOOP("Problem", "There is no such setting here. Did you mean {near}, above the first section?")
LINE = QT_TRANSLATE_NOOP(
    "Problem",
    "Line {line} cannot be understood. A line is a name, = and a value; texts stand in quotation marks, and no name stands twice.",
)
LETTERS = QT_TRANSLATE_NOOP("Problem", "It is not a text in UTF-8, as a recipe has to be.")

RECIPE_REASONS = (
    *(WHOLE, NUMBER, ABOVE, BELOW, CHOICE, YES_NO, TEXT, EMPTY, NUMBERS, TEXTS, PAIRS, UNUSABLE),
    *(SECTION, NO_SETTING, NO_SECTION, OTHER_SECTION, MISSPELT, ELSEWHERE, ABOVE_ALL, LINE, LETTERS),
)
"""What {reason} of a recipe that cannot be used is made of."""


def recipe_problem(error: RecipeError, file: str = "", detail: str = "") -> Problem:
    """The problem of a recipe that cannot be used. file: named where the whole text is meant."""
    field = error.key or file
    return problem("recipe_invalid", detail, field=field, reason=error.reason, because=error.because, **error.values)


def wrong_value(spec: FieldSpec, value: Any) -> RecipeError:
    """A value that this setting does not take."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match spec.kind:
        case "int" if not is_number or isinstance(value, float) or value not in (spec.minimum, spec.maximum):
            because = WHOLE
        case "int" | "float" if is_number and value == spec.minimum:  # all the same it was refused: the range begins above it
            because = ABOVE
        case "int" | "float" if is_number and value == spec.maximum:
            because = BELOW
        case "int" | "float":
            because = NUMBER
        case "str" if isinstance(value, str):
            because = UNUSABLE if value else EMPTY
        case "numbers" | "list" if isinstance(value, list) and all(isinstance(one, int | str) for one in value):
            because = UNUSABLE if all(isinstance(one, int) is (spec.kind == "numbers") for one in value) else _BY_KIND[spec.kind]
        case kind:
            because = _BY_KIND[kind]
    values = {"value": _shown(value), "choices": ", ".join(_shown(choice) for choice in spec.choices)}
    if spec.minimum is not None and spec.maximum is not None:
        values |= {"low": f"{spec.minimum:.12g}", "high": f"{spec.maximum:.12g}"}
    return RecipeError(spec.key, because, **{name: said for name, said in values.items() if f"{{{name}}}" in because})


def unknown_in_section(section: str, name: str, value: object, keys: Iterable[str]) -> RecipeError:
    """A line of a file whose name is no setting: with the one that was likely meant, of the same section before all others."""
    key = f"{section}.{name}" if section else name
    if not section and isinstance(value, dict):
        sections = difflib.get_close_matches(name, {known.partition(".")[0] for known in keys if "." in known}, n=1)
        return RecipeError(key, OTHER_SECTION, section=sections[0]) if sections else RecipeError(key, NO_SECTION)
    ordered = sorted(keys, key=lambda known: known.rpartition(".")[0] != section)
    names = [known.rpartition(".")[2] for known in ordered]
    near = difflib.get_close_matches(name, names, n=1)
    if not near:
        return RecipeError(key, NO_SETTING)
    there = ordered[names.index(near[0])].rpartition(".")[0]
    if there == section:
        return RecipeError(key, MISSPELT, near=near[0])
    return RecipeError(key, ELSEWHERE, near=near[0], section=there) if there else RecipeError(key, ABOVE_ALL, near=near[0])


def unknown_key(key: str, keys: Iterable[str]) -> RecipeError:
    """A dotted key that is no setting: with the nearest that is one."""
    near = difflib.get_close_matches(key, keys, n=1)
    return RecipeError(key, MISSPELT, near=near[0]) if near else RecipeError(key, NO_SETTING)


def wrong_line(text: str | bytes, said: str) -> RecipeError:
    """A text that is no recipe. said: by the reader of TOML, which names the line, or says that it came to the end."""
    found = re.search(r"at line (\d+)", said)
    return RecipeError("", LINE, line=found[1] if found else str(max(1, len(text.rstrip().splitlines()))))


_BY_KIND = {"choice": CHOICE, "bool": YES_NO, "str": TEXT, "numbers": NUMBERS, "list": TEXTS, "map": PAIRS}


def _shown(value: Any) -> str:
    """A value in a sentence, as a file says it."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).replace("\t", "\\t").replace("\0", "\\0")
    text = text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
    return f"“{text}”" if isinstance(value, str) else text
