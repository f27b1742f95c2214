"""Exact match and F1 of an answer, normalised and counted as SQuAD's own script does. Must not know: models, rows, windows.

Source: evaluate-v1.1.py and evaluate-v2.0.py of Rajpurkar et al. 2016 and 2018 (arXiv:1606.05250, arXiv:1806.03822). Two additions, neither of
which changes a score on English text: each Chinese, Japanese or Korean sign is a word of its own (that script cuts words at blanks, so a
Chinese answer would be one word, right or wrong as a whole), and full-width punctuation is left out like the other.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_FULL_WIDTH = "、。〃〈〉《》「」『』【】〔〕〖〗〝〞，．：；？！（）［］｛｝～·…—“”‘’￥％"
_ENGLISH_ONLY = "—…·“”‘’"
"""Signs of both scripts: SQuAD's script keeps them, so they go only where the text has Chinese signs."""
_PUNCTUATION = str.maketrans("", "", string.punctuation + "".join(set(_FULL_WIDTH) - set(_ENGLISH_ONLY)))
_BOTH_SCRIPTS = str.maketrans("", "", _ENGLISH_ONLY)
_ARTICLES = re.compile(r"\b(a|an|the)\b", re.UNICODE)
_ONE_SIGN_WORDS = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])")


def words_of(text: str) -> list[str]:
    """The words that are compared: lower case, without punctuation and articles."""
    plain = text.lower().translate(_PUNCTUATION)
    if _ONE_SIGN_WORDS.search(plain):
        plain = _ONE_SIGN_WORDS.sub(r" \1 ", plain.translate(_BOTH_SCRIPTS))
    return _ARTICLES.sub(" ", plain).split()


def exact_match(guess: str, answers: Sequence[str]) -> float:
    """1 where the guess is one of the answers, else 0. No answers: the guess has to be empty."""
    found = words_of(guess)
    return float(any(found == words_of(answer) for answer in answers or ("",)))


def f1(guess: str, answers: Sequence[str]) -> float:
    """Overlap of words with the answer that fits best, 0..1. No answers: 1 for an empty guess, else 0."""
    found = words_of(guess)
    return max(_overlap(found, words_of(answer)) for answer in answers or ("",))


def _overlap(guess: list[str], answer: list[str]) -> float:
    if not guess or not answer:
        return float(guess == answer)
    same = sum((Counter(guess) & Counter(answer)).values())
    return 2 * same / (len(guess) + len(answer))
