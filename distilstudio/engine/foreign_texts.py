"""Whether a model was made for texts like these: how much of them its tokenizer has no word pieces for, into how many it splits a word, and,
where no blanks stand between words, a character.

A piece that is unknown to a model is read as one and the same empty sign. Measured with the starter, which was made for English: of Chinese
reviews 67 % are unknown, of tweets 0.6 % for their emoji, of other English data sets at most 0.1 %. A word of English texts takes 1.0 to 1.4
pieces (most in biomedical abstracts), of sentences in other languages with Latin letters 1.6 to 2.9, with other letters 3 to 6. A Chinese
character is at most one piece to a model that was made for Chinese or for many languages, and two or three to one for English that spells
what it does not know by its bytes: a character has three.
Must not know: files, runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from transformers import PreTrainedTokenizerBase

from distilstudio.engine.terms import Terms

MUCH_UNKNOWN = 0.05
"""Share of the pieces from which on it is told that they are unknown."""
MANY_PIECES = {"en": 1.55, "": 3.0}
"""Pieces a word from which on a model is taken to be made for another language: one that states it is for English alone, and any other, which
may be for many languages, or for one whose words are long."""
MANY_PIECES_A_CHARACTER = 1.3
"""Pieces a character from which on a model is taken to be made for another script."""
FEW_CHARACTERS = 0.1
"""Share of all characters up to which those of scripts without blanks do not matter: names and greetings among other texts."""
MOST_TEXTS, MOST_CHARACTERS, MOST_WORDS, FEWEST_WORDS = 2000, 1000, 20_000, 30
"""Looked at; of fewer words, or characters where no blanks stand between words, nothing is said."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0dff])*")
"""Letters with the signs that stand above, below or around them."""
_NO_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]+")
"""Scripts that put no blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese. How long a word is cannot be seen there."""
_WORDS_AT_A_TIME = 200


@dataclass(frozen=True)
class Foreignness:
    """`unknown`: share of the pieces that are unknown; `pieces`: pieces a word; `pieces_a_character`: where no blanks stand between words.
    Each is 0 where it is as it should be."""

    unknown: float = 0.0
    pieces: float = 0.0
    pieces_a_character: float = 0.0


def all_over(texts: int) -> slice:
    """Which of so many texts are looked at: all, or at most MOST_TEXTS from all over them."""
    return slice(None, None, -(-texts // MOST_TEXTS) or 1)


def foreignness(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase, terms: Terms) -> Foreignness:
    """How foreign such texts are to a model with this tokenizer, which states these terms."""
    looked_at = [text[:MOST_CHARACTERS] for text in texts[all_over(len(texts))]]
    many = MANY_PIECES["en" if terms.stated.get("language") in ("en", ["en"]) else ""]
    return Foreignness(
        _from(MUCH_UNKNOWN, _unknown(looked_at, tokenizer)),
        _from(many, _pieces_a_word(looked_at, tokenizer)),
        _from(MANY_PIECES_A_CHARACTER, _pieces_a_character(looked_at, tokenizer)),
    )


def _from(least: float, measured: float) -> float:
    """What was measured where it is more than that, else 0."""
    return measured if measured > least else 0.0


def _unknown(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> float:
    """A tokenizer that spells what it does not know, byte by byte or sign by sign, has no unknown pieces."""
    pieces = list(chain.from_iterable(_split(texts, tokenizer)))
    return pieces.count(tokenizer.unk_token_id) / len(pieces) if pieces and tokenizer.unk_token_id is not None else 0.0


def _pieces_a_word(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> float:
    """On average; 0 where there are hardly any words that stand between blanks."""
    found = chain.from_iterable(_WORD.findall(text) for text in texts)
    words = list(islice((word for word in found if not _NO_BLANKS.search(word)), MOST_WORDS))
    if len(words) < FEWEST_WORDS:
        return 0.0
    lines = [" ".join(words[start : start + _WORDS_AT_A_TIME]) for start in range(0, len(words), _WORDS_AT_A_TIME)]
    return sum(map(len, _split(lines, tokenizer))) / len(words)


def _pieces_a_character(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> float:
    """On average; 0 where there are hardly any characters of scripts without blanks."""
    found = list(chain.from_iterable(_NO_BLANKS.findall(text) for text in texts))
    if sum(map(len, found)) < max(FEWEST_WORDS, FEW_CHARACTERS * sum(map(len, texts))):
        return 0.0
    looked_at = found[:MOST_WORDS]
    return sum(map(len, _split(looked_at, tokenizer))) / sum(map(len, looked_at))


def _split(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> list[list[int]]:
    if not texts:
        return []
    made = tokenizer(texts, add_special_tokens=False, return_attention_mask=False, return_token_type_ids=False, verbose=False)
    found: list[list[int]] = made["input_ids"]
    return found
