"""The words for one code of a problem: what happened, why, what to do. Must not know: any one problem."""

from __future__ import annotations

from msgspec import Struct


class Sentences(Struct, frozen=True):
    """The words for one code, with places for values."""

    what: str
    why: str
    what_to_do: tuple[str, ...]


def words(what: str, why: str, *what_to_do: str) -> Sentences:
    """what_to_do: one to three actions, easiest first."""
    return Sentences(what, why, what_to_do)
