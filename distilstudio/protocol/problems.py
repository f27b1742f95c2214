"""A Problem: an error told in plain words, made of the sentences for its code. Must not know: exceptions of other rooms, widgets."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from distilstudio.protocol.problem_sentences import CATALOGUE

FEW = 10


class Problem(Struct, frozen=True, forbid_unknown_fields=True):
    """What happened, why, and what to do (easiest first). `detail` is for the log: trace, exit status, raw text. `lists`: those values that
    are several names, one by one; each language has a sign of its own between them."""

    code: str
    what: str
    why: str
    what_to_do: list[str]
    detail: str = ""
    values: dict[str, str] = {}
    lists: dict[str, list[str]] = {}


class ProblemError(Exception):
    """Raised anywhere below the edge with a ready Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.what}")
        self.problem = problem


def problem(code: str, detail: str = "", **values: object) -> Problem:
    """Build a Problem from the catalogue; a value may be a list of names. Raises: KeyError for an unknown code or a value its sentences need
    but did not get."""
    words = CATALOGUE[code]
    lists = {name: [str(one) for one in value] for name, value in values.items() if isinstance(value, list | tuple)}
    texts = {name: ", ".join(lists[name]) if name in lists else str(value) for name, value in values.items()}
    return Problem(
        code=code,
        what=fill(words.what, texts),
        why=fill(words.why, texts),
        what_to_do=[fill(action, texts) for action in words.what_to_do],
        detail=detail,
        values=texts,
        lists=lists,
    )


def first_few(names: Sequence[str]) -> list[str]:
    """As many of these names as a sentence can hold, and a sign that there are more."""
    return [*names[:FEW], "…"] if len(names) > FEW else list(names)


def fill(sentence: str, values: dict[str, str]) -> str:
    """Put values into a sentence; nothing in a value is ever read as a place itself."""
    return sentence.format_map(values)
