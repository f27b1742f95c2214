"""Varied copies of the texts to learn from: some word pieces of each are others, nobody has labelled it, and the teacher says what it is.

A student that follows its teacher needs texts, not labels, and learns of its teacher what the few labelled texts do not ask.
Source: Tang et al. 2019, arXiv:1903.12136, section 3.2 (masked and replaced words, answered by the teacher); Jiao et al. 2020,
arXiv:1909.10351, section 4.2 (the same for small copies of BERT). Must not know: tasks, models, recipes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.scratch import Flat
from distilstudio.engine.targets import UNLABELLED

SHARE = 0.15
"""Of the word pieces of a copy so many are others."""
MASKED = 0.3
"""Of these so many are the tokenizer's mask; the rest are drawn from the texts, where common pieces come often."""
AT_A_TIME = 1 << 20
"""Word pieces that are worked on together, so that rows on the disk stay there. Another number draws other copies."""


def with_copies(rows: Encoded, copies: int, seed: int, fixed: NDArray[np.bool_], mask: int | None) -> Encoded:
    """The rows, and behind them so many copies of all, in the same order; takes 1 + copies times the room, on the disk where that is much.

    Copies have the length of their rows, count at the same places, and carry no label. seed and the number of a copy alone decide what is in
    it. fixed: bool [word pieces], signs that are never replaced and never drawn. mask: the tokenizer's; None: pieces are only drawn.
    Raises: OSError when the disk is full.
    """
    often = np.cumsum(_occurrences(rows.ids, fixed))

    def varied(number: int, at: int, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """A part of a copy that begins at this place."""
        random = np.random.default_rng([seed, number, at])
        places = np.flatnonzero(~fixed[ids] & (random.random(len(ids)) < SHARE))
        if not len(places):
            return ids
        found = np.searchsorted(often, random.integers(often[-1], size=len(places)), side="right").astype(np.int32)
        if mask is not None:
            found[random.random(len(places)) < MASKED] = mask
        made = np.array(ids)
        made[places] = found
        return made

    def unlabelled(number: int, at: int, targets: NDArray[Any]) -> NDArray[Any]:
        return np.where(targets >= 0, np.asarray(UNLABELLED, targets.dtype), targets)

    source = np.arange(len(rows), dtype=np.int64) if rows.source is None else rows.source
    return replace(
        rows,
        ids=_repeated(rows.ids, copies, varied),
        offsets=np.concatenate([[0], np.cumsum(np.tile(rows.lengths, 1 + copies))]),
        targets=_repeated(rows.targets, copies, unlabelled),
        counts=_repeated(rows.counts, copies),
        segments=None if rows.segments is None else _repeated(rows.segments, copies),
        source=_repeated(source, copies),
        places=None if rows.places is None else _repeated(rows.places, copies),
        truth=None,
    )


def _repeated(
    array: NDArray[Any], copies: int, changed: Callable[[int, int, NDArray[Any]], NDArray[Any]] | None = None
) -> NDArray[Any]:
    """The array, and behind it so many copies of it. changed: what is made of a part, by the number of the copy and where the part begins."""
    whole = Flat(array.dtype)
    for number in range(1 + copies):
        for at in range(0, max(len(array), 1), AT_A_TIME):
            part = array[at : at + AT_A_TIME]
            whole.add(part if changed is None or not number else changed(number, at, part))
    return whole.whole()


def _occurrences(ids: NDArray[np.int32], fixed: NDArray[np.bool_]) -> IntArray:
    """How often each word piece occurs, int64 [word pieces]; signs that are never replaced never."""
    found = np.zeros(len(fixed), np.int64)
    for at in range(0, len(ids), AT_A_TIME):
        found += np.bincount(ids[at : at + AT_A_TIME], minlength=len(fixed))
    found[fixed] = 0
    return found
