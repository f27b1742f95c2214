"""Whether a model was made for texts like these: how much of them its tokenizer has no word pieces for, and into how many it splits a word.

A piece that is unknown to a model is read as one and the same empty sign. Measured with the starter, which was made for English: of Chinese
reviews 67 % are unknown, of tweets 0.6 % for their emoji, of other English data sets at most 0.1 %. A word of English texts takes 1.0 to 1.4
pieces (most in biomedical abstracts), of sentences in other languages with Latin letters 1.6 to 2.9, with other letters 3 to 6.
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
MOST_TEXTS, MOST_CHARACTERS, MOST_WORDS, FEWEST_WORDS = 2000, 1000, 20_000, 30
"""Looked at; of fewer words nothing is said."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0dff])*")
"""Letters with the signs that stand above, below or around them."""
_NO_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that put no blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese. How long a word is cannot be seen there."""
_WORDS_AT_A_TIME = 200


@dataclass(frozen=True)
class Foreignness:
    """`unknown`: share of the pieces that are unknown; `pieces`: pieces a word. Each is 0 where it is as it should be."""

    unknown: float = 0.0
    pieces: float = 0.0


def all_over(texts: int) -> slice:
    """Which of so many texts are looked at: all, or at most MOST_TEXTS from all over them."""
    return slice(None, None, -(-texts // MOST_TEXTS) or 1)


def foreignness(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase, terms: Terms) -> Foreignness:
    """How foreign such texts are to a model with this tokenizer, which states these terms."""
    looked_at = [text[:MOST_CHARACTERS] for text in texts[all_over(len(texts))]]
    unknown, pieces = _unknown(looked_at, tokenizer), _pieces_a_word(looked_at, tokenizer)
    many = MANY_PIECES["en" if terms.stated.get("language") in ("en", ["en"]) else ""]
    return Foreignness(unknown if unknown > MUCH_UNKNOWN else 0.0, pieces if pieces > many else 0.0)


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


def _split(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> list[list[int]]:
    if not texts:
        return []
    made = tokenizer(texts, add_special_tokens=False, return_attention_mask=False, return_token_type_ids=False, verbose=False)
    found: list[list[int]] = made["input_ids"]
    return found
