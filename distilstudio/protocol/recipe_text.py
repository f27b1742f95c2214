"""A recipe as TOML, as people and run folders keep it. Must not know: where the text comes from, what any one field is about."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import msgspec

from distilstudio.protocol.presets import USUAL, laid_over, work_of
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_fields import field_specs


def parse(text: str | bytes) -> Recipe:
    """Read a recipe from TOML; what it leaves out is as usual for its kind of work. Raises: RecipeError with the field and the reason."""
    return _read(USUAL, text)


def _read(usual: Mapping[str, Mapping[str, object]], text: str | bytes) -> Recipe:
    try:
        said = msgspec.toml.decode(text)
        data = said.get("data")
        work = work_of(said.get("task", "classification"), data.get("multi_label") if isinstance(data, dict) else False)
        return msgspec.convert(laid_over(usual.get(work, {}), said), Recipe)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        field = path.strip("`.").removeprefix(".")
        raise RecipeError(field, _with_hint(reason, field)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecipeError("", str(error)) from error


def parse_kept(text: str | bytes) -> Recipe:
    """Read what `render` has written, perhaps in an earlier version: it leaves nothing out, so what is missing is a setting that came later,
    and the run was made without it, whatever is usual now. Raises: RecipeError as `parse`."""
    return _read({}, text)


def render(recipe: Recipe) -> str:
    """Write a recipe as TOML that `parse` reads back unchanged."""
    return msgspec.toml.encode(recipe).decode("utf-8")


def _with_hint(reason: str, section: str) -> str:
    """The reason, with the setting that was likely meant: of the same section by its name, else with the section where it belongs."""
    if "unknown field" not in reason:
        return reason
    name = reason.rsplit("`", 2)[-2]
    keys = sorted(field_specs(), key=lambda key: key.rpartition(".")[0] != section)
    names = [key.rpartition(".")[2] for key in keys]
    near = difflib.get_close_matches(name, names, n=1)
    if not near:
        return reason
    meant = keys[names.index(near[0])]
    return f"{reason}; did you mean {near[0] if meant.rpartition('.')[0] == section else meant}?"
