"""Texts without halves of surrogate pairs: escapes of JSON can write them, and Python tells the bytes of a path so that are no text.

No file, no line of the wire and no tokenizer takes them. Must not know: where a text comes from.
"""

from __future__ import annotations

from typing import Any


def sound(text: str) -> str:
    """The same with the sign for what cannot be read in the place of each half; every sign keeps its place."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def all_sound(thing: Any) -> Any:
    """Every text in it sound, of whatever JSON can hold."""
    match thing:
        case str():
            return sound(thing)
        case list() | tuple():
            return [all_sound(one) for one in thing]
        case dict():
            return {all_sound(key): all_sound(value) for key, value in thing.items()}
    return thing
