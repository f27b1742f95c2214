"""A recipe as TOML, as people and run folders keep it. Must not know: where the text comes from, what any one field is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from distilstudio.protocol.presets import USUAL, laid_over, work_of
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_faults import LETTERS, SECTION, unknown_in_section, wrong_line, wrong_value
from distilstudio.protocol.recipe_fields import field_specs, value_of


def parse(text: str | bytes) -> Recipe:
    """Read a recipe from TOML; what it leaves out is as usual for its kind of work. Raises: RecipeError with the field and the reason."""
    return _read(USUAL, text)


def _read(usual: Mapping[str, Mapping[str, object]], text: str | bytes) -> Recipe:
    said: dict[str, Any] = {}
    try:
        said = msgspec.toml.decode(text)
        data = said.get("data")
        work = work_of(said.get("task", "classification"), data.get("multi_label") if isinstance(data, dict) else False)
        return _without_nul(msgspec.convert(laid_over(usual.get(work, {}), said), Recipe))
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        raise _fault(said, reason, path) from error
    except UnicodeDecodeError as error:
        raise RecipeError("", LETTERS) from error
    except msgspec.DecodeError as error:
        raise wrong_line(text, str(error)) from error


def parse_kept(text: str | bytes) -> Recipe:
    """Read what `render` has written, perhaps in an earlier version: it leaves nothing out, so what is missing is a setting that came later,
    and the run was made without it, whatever is usual now. Raises: RecipeError as `parse`."""
    return _read({}, text)


def render(recipe: Recipe) -> str:
    """Write a recipe as TOML that `parse` reads back unchanged."""
    return msgspec.toml.encode(recipe).decode("utf-8")


def _without_nul(recipe: Recipe) -> Recipe:
    """The recipe; no file or model can have this sign in its name. Raises: RecipeError where one has."""
    for key, spec in field_specs().items():
        if spec.kind in ("str", "list") and any("\0" in text for text in _texts(value_of(recipe, key))):
            raise wrong_value(spec, value_of(recipe, key))
    return recipe


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _fault(said: Mapping[str, Any], reason: str, path: str) -> RecipeError:
    """What does not fit, by the checker's own words: they name an unknown setting and, as a path, the place of what it found there."""
    place = path.strip("`.").partition("[")[0]
    specs = field_specs()
    if "unknown field" in reason:
        name = reason.rsplit("`", 2)[-2]
        return unknown_in_section(place, name, (_at(said, place) if place else said)[name], specs)
    return wrong_value(specs[place], _at(said, place)) if place in specs else RecipeError(place, SECTION)


def _at(said: Any, place: str) -> Any:
    """What stands at a dotted place."""
    for name in place.split("."):
        said = said[name]
    return said
