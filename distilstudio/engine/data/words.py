"""Cuts free text into words with their places, and joins words to a text. Must not know: files, tags, models, tokenizers.

Places count code points. A Chinese, Japanese or Korean sign is a word of its own, as in data that is marked sign by sign.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

JOINERS = "-.'’&@/_+:"
"""Signs that may hold two halves of a word together; data decide by their own words which of them do."""
USUAL_JOINERS = "-.&_"
"""What holds words together where nothing is known of the data: twenty-nine, U.S, 3.5, AT&T."""

_WIDE_BLOCKS = ((0x2E80, 0x303F), (0x3041, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True)
class Word:
    """A word and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def sign_kind(sign: str) -> Literal["blank", "wide", "letter", "format", "mark"]:
    """blank: between words; wide: a word of its own that needs no blanks around it; letter: part of a word; mark: punctuation, emoji;
    format: shows how letters are set (a soft hyphen, a zero-width joiner) and is none itself, nor anything that a tokenizer reads."""
    category = unicodedata.category(sign)
    if sign.isspace() or category in ("Cc", "Zs", "Zl", "Zp"):
        return "blank"
    code = ord(sign)
    if code >= 0x2E80 and any(first <= code <= last for first, last in _WIDE_BLOCKS):
        return "wide"
    if category == "Cf":
        return "format"
    return "letter" if category[0] in "LNM" else "mark"


def split_words(text: str, joiners: str = USUAL_JOINERS, cuts: Iterable[int] = ()) -> list[Word]:
    """Words of a text: runs of letters and digits, single signs of anything else. Between two letters a joiner holds them together, and so do
    signs of format; anywhere else these belong to no word.

    cuts: places at which a word must end whatever stands there, e.g. where a marked span begins or ends.
    """
    edges = set(cuts)
    words: list[Word] = []
    start = 0
    while start < len(text):
        kind = sign_kind(text[start])
        end = start + 1
        if kind == "letter":
            while end < len(text) and end not in edges:
                after = end + 1 if sign_kind(text[end]) == "letter" else _letter_behind(text, end, joiners)
                if not after or not edges.isdisjoint(range(end + 1, after)):
                    break
                end = after
        if kind not in ("blank", "format"):
            words.append(Word(text[start:end], start, end))
        start = end
    return words


def pattern_of(joiners: str) -> str:
    """What `split_words` takes for a word, as a regular expression in Oniguruma's words, which the tokenizers library reads."""
    wide = "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in _WIDE_BLOCKS)
    joiner = "[{}]?".format(joiners.replace("-", r"\-")) if joiners else ""
    letter = rf"(?<letter>[\p{{L}}\p{{M}}\p{{N}}&&[^{wide}]])"
    return rf"{letter}(?:\p{{Cf}}*{joiner}\p{{Cf}}*\g<letter>)*|[^\p{{Z}}\p{{Cc}}\p{{Cf}}]"


def _letter_behind(text: str, place: int, joiners: str) -> int:
    """The place after the letter that goes on with a word beyond the joiner and the signs of format at `place`; 0 where none does."""
    letter = _behind_format(text, place)
    if letter < len(text) and text[letter] in joiners:
        letter = _behind_format(text, letter + 1)
    return letter + 1 if letter < len(text) and sign_kind(text[letter]) == "letter" else 0


def _behind_format(text: str, place: int) -> int:
    while place < len(text) and sign_kind(text[place]) == "format":
        place += 1
    return place


def join_words(words: Sequence[str]) -> str:
    """A text of these words: a blank between them, none between two wide signs."""
    pieces: list[str] = []
    for place, word in enumerate(words):
        if place and word and words[place - 1] and not (_is_wide(words[place - 1][-1]) and _is_wide(word[0])):
            pieces.append(" ")
        pieces.append(word)
    return "".join(pieces)


def places_of(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where each word of a text begins and ends. Raises: ValueError where one does not stand there in its turn."""
    places: list[tuple[int, int]] = []
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        places.append((start, end))
    return places


def joiners_in(sentences: Iterable[Sequence[str]]) -> str:
    """Signs that these words have inside of them at least as often as by themselves or in front: the data's own way of cutting words."""
    inside: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for words in sentences:
        for word in words:
            if word[:1] and word[0] in JOINERS:  # "-" by itself, and "'s"
                alone[word[0]] += 1
            elif not word.isalnum():
                inside.update({sign for sign in JOINERS if sign in word[1:-1]})
    return "".join(sign for sign in JOINERS if inside[sign] and inside[sign] >= alone[sign])


def _is_wide(sign: str) -> bool:
    # Full-width punctuation (，！？) is written without blanks around it too.
    return sign_kind(sign) == "wide" or 0xFF00 <= ord(sign) <= 0xFFEF
