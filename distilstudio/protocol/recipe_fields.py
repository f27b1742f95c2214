"""Every field of a recipe by its dotted key ("loss.temperature"): what a form, a check or a help page needs to know of it, and its value.

Must not know: what any one field is about, files, widgets.
"""

from __future__ import annotations

import tomllib
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_faults import NO_SETTING, unknown_key, wrong_value


class FieldSpec(Struct, frozen=True):
    """What a form, a check or a help page needs to know of one field."""

    key: str
    kind: Literal["int", "float", "bool", "str", "choice", "map", "numbers", "list"]
    default: Any
    title: str
    help: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


def field_specs() -> dict[str, FieldSpec]:
    """Every field of a recipe by its dotted key ("loss.temperature"), in the order of the file."""
    return dict(_SPECS)


def with_value(recipe: Recipe, key: str, value: Any) -> Recipe:
    """A copy of the recipe with one dotted key changed; text is read as the field's kind. Lists and maps may be written as in the recipe's
    file (`["a", "b"]`) or without its signs (`a, b`).

    Raises: RecipeError for an unknown key (with the nearest known one) or a value out of range.
    """
    spec = _SPECS.get(key)
    if spec is None:
        raise unknown_key(key, _SPECS)
    content = msgspec.to_builtins(recipe)
    section = content
    *parents, name = key.split(".")
    for parent in parents:
        section = section[parent]
    section[name] = _read_text(spec, value) if isinstance(value, str) else value
    try:
        return msgspec.convert(content, Recipe)
    except msgspec.ValidationError as error:
        raise wrong_value(spec, section[name]) from error


def value_of(recipe: Recipe, key: str) -> Any:
    """The value at a dotted key. Raises: RecipeError for an unknown key."""
    if key not in _SPECS:
        raise RecipeError(key, NO_SETTING)
    value: Any = recipe
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _read_text(spec: FieldSpec, text: str) -> Any:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if spec.kind in ("numbers", "list", "map") and text.strip()[:1] in ("[", "{"):
        try:
            return tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError as error:
            if spec.kind != "list":  # a folder may be called so
                raise wrong_value(spec, text) from error
    try:
        match spec.kind:
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return words[text.lower()]
            case "numbers":
                return [int(number) for number in text.split(",") if number.strip()]
            case "list":
                return [part.strip() for part in text.split(",") if part.strip()]
            case "map":
                pairs = (pair.split("=", 1) for pair in text.split(",") if pair.strip())
                return {name.strip(): value.strip() for name, value in pairs}
    except (ValueError, KeyError) as error:
        raise wrong_value(spec, text) from error
    return text


def _collect(cls: type[Struct], prefix: str) -> dict[str, FieldSpec]:
    specs: dict[str, FieldSpec] = {}
    hints = get_type_hints(cls, include_extras=True)
    for field in msgspec.structs.fields(cls):
        hint = hints[field.name]
        key = prefix + field.name
        if isinstance(hint, type) and issubclass(hint, Struct):
            specs.update(_collect(hint, key + "."))
        else:
            made = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
            specs[key] = _spec(key, hint, made)
    return specs


def _spec(key: str, hint: Any, default: Any) -> FieldSpec:
    base, meta = get_args(hint)[0], get_args(hint)[1]
    choices = get_args(base) if get_origin(base) is Literal else ()
    kinds: dict[Any, Any] = {
        int: "int",
        float: "float",
        bool: "bool",
        str: "str",
        dict[str, str]: "map",
        list[int]: "numbers",
        list[str]: "list",
    }
    assert get_origin(base) not in (Union, types.UnionType), key
    return FieldSpec(
        key=key,
        kind="choice" if choices else kinds[base],
        default=default,
        title=meta.title,
        help=meta.description,
        unit=(meta.extra or {}).get("unit", ""),
        minimum=meta.ge if meta.ge is not None else meta.gt,
        maximum=meta.le if meta.le is not None else meta.lt,
        choices=choices,
    )


_SPECS = _collect(Recipe, "")
