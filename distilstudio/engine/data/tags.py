"""Tags of words, in the ways people write them, as IOB2. Must not know: files, words, models.

IOB2: B-X begins an entity of the type X, I-X goes on with it, O is outside. IOB1 writes B-X only where two entities of one type touch;
BIOES (also BILOU, BMES) marks the last word and the only word too; some files write the bare type, some the bare prefix of a single type,
some the prefix behind the type, and some all of it in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

OUTSIDE = "O"
Scheme = Literal["IOB2", "IOB1", "BIOES", "IO"]
ONLY_TYPE = "ENTITY"
"""The type of entities in a file that writes B, I and O and names none."""
_PREFIXES = frozenset("BIESLUM")
_TAG = re.compile(r"([BIESLUM])-(.+)")
_CELL = re.compile(r"O|[BIESLUM]([-_].+)?")
_IN_FRONT = re.compile(r"(?P<prefix>[BIESLUM])[-_](?P<kind>.+)", re.IGNORECASE)
_BEHIND = re.compile(r"(?P<kind>.+)[-_](?P<prefix>[BIESLUM])", re.IGNORECASE)
_BEGIN_AND_END = frozenset("ESLUM")


class BadTagError(ValueError):
    """A tag that belongs to no known way of writing; `place` counts all words from 0."""

    def __init__(self, tag: str, place: int) -> None:
        super().__init__(tag)
        self.tag, self.place = tag, place


@dataclass(frozen=True)
class Read:
    """Sentences of IOB2 tags, and how they were written."""

    sentences: list[list[str]]
    scheme: Scheme


def read_tags(sentences: Sequence[Sequence[str]]) -> Read:
    """Turn tags of any known way of writing into IOB2. Raises: BadTagError."""
    usual = _usual({tag for tags in sentences for tag in tags})
    sentences = [[usual.get(tag, tag) for tag in tags] for tags in sentences]
    scheme = _scheme_of(sentences)
    made: list[list[str]] = []
    place = 0
    for tags in sentences:
        made.append(_bare(tags) if scheme == "IO" else _turned(tags, place))
        place += len(tags)
    return Read(made, scheme)


def looks_like_tag(cell: str) -> bool:
    """Whether a cell of a file is O, or a prefix, by itself or with a type behind it."""
    return _CELL.fullmatch(cell) is not None


def types_in(tags: Sequence[str]) -> list[str]:
    """The type of each entity that begins in these IOB2 tags."""
    return [tag[2:] for tag in tags if tag[0] == "B"]


def tag_names(types: Sequence[str]) -> list[str]:
    """O, and B- and I- of each type."""
    return [OUTSIDE, *(f"{prefix}-{kind}" for kind in types for prefix in "BI")]


def types_of(labels: Sequence[str]) -> list[str]:
    """The types that a head's tags speak of, in their order; labels that are no tags are types themselves."""
    return list(dict.fromkeys(label[2:] if label[:2] in ("B-", "I-") else label for label in labels if label != OUTSIDE))


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Entities as (first word, word after the last, type), strict: an I-X that goes on with nothing is none."""
    spans: list[tuple[int, int, str]] = []
    start, kind = -1, ""
    for place, tag in enumerate([*tags, OUTSIDE]):
        if start >= 0 and tag != f"I-{kind}":
            spans.append((start, place, kind))
            start = -1
        if tag[0] == "B":
            start, kind = place, tag[2:]
    return spans


def mend(tags: Sequence[str]) -> list[str]:
    """Let an I-X that goes on with nothing begin an entity, as readers of IOB1 and the pipelines of transformers do."""
    mended: list[str] = []
    before = ""
    for tag in tags:
        kind = tag[2:] if tag != OUTSIDE else ""
        mended.append(f"B-{kind}" if tag[0] == "I" and kind != before else tag)
        before = kind
    return mended


def _usual(seen: set[str]) -> dict[str, str]:
    """Tags of each known form as O or prefix-type in capitals; bare types and what is of no known form are left out."""
    outside = {tag for tag in seen if tag.upper() == OUTSIDE}
    marks = seen - outside
    usual = dict.fromkeys(outside, OUTSIDE)
    bare = {tag: tag.upper() for tag in marks}
    if _PREFIXES.issuperset(bare.values()) and not {"B", "I"}.isdisjoint(bare.values()):
        return usual | {tag: f"{prefix}-{ONLY_TYPE}" for tag, prefix in bare.items()}
    front, behind = _parted(marks, _IN_FRONT), _parted(marks, _BEHIND)
    if front and (len(front) == len(marks) or any(tag[0].isupper() for tag in front) or _in_pairs(front)):
        return usual | {tag: f"{prefix}-{kind}" for tag, (prefix, kind) in front.items()}
    if len(behind) == len(marks) and _in_pairs(behind):
        return usual | {tag: f"{prefix}-{kind}" for tag, (prefix, kind) in behind.items()}
    return usual


def _parted(marks: set[str], form: re.Pattern[str]) -> dict[str, tuple[str, str]]:
    """Prefix and type of the tags of this form."""
    found = {tag: form.fullmatch(tag) for tag in marks}
    return {tag: (match["prefix"].upper(), match["kind"]) for tag, match in found.items() if match}


def _in_pairs(parted: dict[str, tuple[str, str]]) -> bool:
    """Whether a type comes with several prefixes: “e-mail” and “vitamin_b” by themselves are bare types."""
    pairs = set(parted.values())
    return len({kind for _, kind in pairs}) < len(pairs)


def _scheme_of(sentences: Sequence[Sequence[str]]) -> Scheme:
    seen = {tag for tags in sentences for tag in tags}
    found = [match for tag in seen if (match := _TAG.fullmatch(tag))]
    if not found and seen - {OUTSIDE} and not any(tag.isdecimal() for tag in seen):
        return "IO"
    if any(match[1] in _BEGIN_AND_END for match in found):
        return "BIOES"
    strict = all(_goes_on(before, tag) for tags in sentences for before, tag in zip([OUTSIDE, *tags], tags, strict=False))
    return "IOB2" if strict else "IOB1"


def _goes_on(before: str, tag: str) -> bool:
    return tag[:1] != "I" or (before != OUTSIDE and before[2:] == tag[2:])


def _turned(tags: Sequence[str], place: int) -> list[str]:
    made: list[str] = []
    open_kind = ""
    for number, tag in enumerate(tags):
        if tag == OUTSIDE:
            made.append(OUTSIDE)
            open_kind = ""
            continue
        match = _TAG.fullmatch(tag)
        if match is None:
            raise BadTagError(tag, place + number)
        prefix, kind = match[1], match[2]
        goes_on = prefix in "IMEL" and kind == open_kind
        made.append(f"{'I' if goes_on else 'B'}-{kind}")
        open_kind = "" if prefix in "ESLU" else kind
    return made


def _bare(tags: Sequence[str]) -> list[str]:
    return [
        OUTSIDE if tag == OUTSIDE else f"{'I' if tag == before else 'B'}-{tag}"
        for before, tag in zip([OUTSIDE, *tags], tags, strict=False)
    ]
