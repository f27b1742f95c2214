"""Sentences of words as windows of word pieces: which piece is which word's first, and which window reads it.

Every word that has a piece is read in exactly one window, the one in which most stands around it. Must not know: tags, models.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from distilstudio.engine.batching import IntArray, flatten

OVERLAP = 0.4
"""Share of a window that the next one reads again, so that each word has a fifth of a window before it or behind it."""


@dataclass(frozen=True)
class Windows:
    """ids: int32 [tokens], offsets: int64 [windows + 1], source: the sentence of each window, counts: the words that each reads.
    words: which word of its sentence each of them is, read_at: where in `ids` its first piece is; both int64 [sum of counts]."""

    ids: NDArray[np.int32]
    offsets: IntArray
    source: IntArray
    counts: IntArray
    words: IntArray
    read_at: IntArray


def cut_windows(sentences: Sequence[Sequence[str]], tokenizer: PreTrainedTokenizerBase, max_length: int) -> Windows:
    """Windows of at most max_length word pieces; one that would read no word is left out."""
    given = _spelled(sentences, tokenizer)
    room = max_length - tokenizer.num_special_tokens_to_add()
    made: Any = tokenizer(
        given,
        is_split_into_words=True,
        truncation=True,
        max_length=max_length,
        stride=min(int(OVERLAP * room), room - 1),
        return_overflowing_tokens=True,
        return_attention_mask=False,
        return_token_type_ids=False,
    )
    source = np.array(made["overflow_to_sample_mapping"], np.int64)
    first_pieces = [_first_pieces(made.word_ids(window)) for window in range(len(source))]
    chosen = _share_out(first_pieces, source, np.array([len(ids) for ids in made["input_ids"]], np.int64))
    kept = [window for window, pairs in enumerate(chosen) if pairs]
    flat, offsets = flatten([made["input_ids"][window] for window in kept])
    pairs = [(int(offsets[place]) + at, word) for place, window in enumerate(kept) for at, word in chosen[window]]
    read_at, words = np.array(pairs, np.int64).reshape(-1, 2).T
    return Windows(flat, offsets, source[kept], np.array([len(chosen[window]) for window in kept], np.int64), words, read_at)


def wants_blanks(tokenizer: PreTrainedTokenizerBase) -> bool:
    """Whether every word but the first needs a blank before it. Byte-level tokenizers know a word at the beginning of a text by its lack of one:
    without it every word would look glued to the one before."""
    steps = repr(getattr(tokenizer.backend_tokenizer, "pre_tokenizer", ""))
    return "ByteLevel" in steps and "add_prefix_space=True" not in steps


def _spelled(sentences: Sequence[Sequence[str]], tokenizer: PreTrainedTokenizerBase) -> list[list[str]]:
    """Words as this tokenizer wants them."""
    if not wants_blanks(tokenizer):
        return [list(sentence) for sentence in sentences]
    return [[word if place == 0 else f" {word}" for place, word in enumerate(sentence)] for sentence in sentences]


def _first_pieces(word_ids: Sequence[int | None]) -> list[tuple[int, int]]:
    """(place in the window, word) of each word's first piece in it; a word whose beginning another window holds is left out later."""
    pairs: list[tuple[int, int]] = []
    before: int | None = None
    for at, word in enumerate(word_ids):
        if word is not None and word != before:
            pairs.append((at, word))
        before = word
    return pairs


def _share_out(first: Sequence[list[tuple[int, int]]], source: IntArray, lengths: IntArray) -> list[list[tuple[int, int]]]:
    """Give each word to one window of its sentence."""
    chosen: list[list[tuple[int, int]]] = [[] for _ in first]
    bounds = [*np.flatnonzero(np.diff(source, prepend=-1)).tolist(), len(source)]
    for start, end in itertools.pairwise(bounds):
        if end - start == 1:
            chosen[start] = first[start]
            continue
        best: dict[int, tuple[int, int, int]] = {}
        for window in range(start, end):
            for place, (at, word) in enumerate(first[window]):
                # A window may begin in the middle of a word: what looks like a first piece there is not the word's own.
                torn = window > start and place == 0 and word in best
                before = at if window > start else int(lengths.max())
                behind = int(lengths[window]) - 1 - at if window < end - 1 else int(lengths.max())
                around = -1 if torn else min(before, behind)
                if word not in best or around > best[word][0]:
                    best[word] = (around, window, at)
        for word in sorted(best):
            _, window, at = best[word]
            chosen[window].append((at, word))
    return chosen
