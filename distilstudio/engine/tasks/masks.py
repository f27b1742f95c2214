"""Which word pieces are hidden, and by what: BERT's 15 %, of which 80 % become the mask, 10 % another piece and 10 % stay.

Every draw is a hash of the training's seed, the epoch, and the row's own word pieces. So it depends on nothing that was drawn before: a run that goes
on after a death hides the same, a batch read in parts hides what the whole would, and every model sits the same exam.
Must not know: models, losses. Source: Devlin et al. 2019, arXiv:1810.04805, section 3.1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.task import Draw

HIDDEN = 0.15
MASKED, SWAPPED = 0.8, 0.1
"""Of the hidden ones."""

_Hashes = NDArray[np.uint64]
_STEP = np.uint64(0x9E3779B97F4A7C15)


def hide(rows: Encoded, draw: Draw) -> tuple[NDArray[np.int32], IntArray]:
    """The rows' word pieces with some hidden, and what stood there, NOT_COUNTED elsewhere; int [tokens] both.

    A row with any text in it has one hidden piece at least.
    """
    assert rows.pieces is not None, "a tokenizer that can hide"
    chosen, hashes = _chosen(rows, draw)
    where = np.flatnonzero(chosen)
    how = _mixed(hashes[where] ^ np.uint64(0xA5A5A5A5))
    share = _share(how)
    free = np.flatnonzero(~rows.pieces.fixed)
    ids = np.array(rows.ids, np.int32)
    others = free[_mixed(how) % np.uint64(len(free))]
    ids[where] = np.where(share < MASKED, rows.pieces.mask_id, np.where(share < MASKED + SWAPPED, others, ids[where]))
    targets = np.full(len(ids), NOT_COUNTED, np.int64)
    targets[where] = rows.ids[where]
    return ids, targets


def hidden_counts(rows: Encoded, draw: Draw) -> IntArray:
    """How many pieces of each row are hidden, int64 [rows]."""
    if not len(rows):
        return np.zeros(0, np.int64)
    chosen, _ = _chosen(rows, draw)
    return np.add.reduceat(chosen.astype(np.int64), rows.offsets[:-1])


def _chosen(rows: Encoded, draw: Draw) -> tuple[NDArray[np.bool_], _Hashes]:
    """Which pieces are hidden, bool [tokens], and a hash for each of them."""
    assert rows.pieces is not None, "a tokenizer that can hide"
    if not len(rows):
        return np.zeros(0, np.bool_), np.zeros(0, np.uint64)
    lengths = rows.lengths
    places = np.arange(len(rows.ids)) - np.repeat(rows.offsets[:-1], lengths)
    steps = (places.astype(np.uint64) + np.uint64(1)) * _STEP
    names = np.add.reduceat(_mixed(rows.ids.astype(np.uint64) ^ steps), rows.offsets[:-1])
    start = _mixed(_mixed(np.array([draw.seed], np.uint64)) ^ np.array([draw.epoch + 1], np.uint64))
    hashes = _mixed(np.repeat(_mixed(names ^ start), lengths) ^ steps)
    share = np.where(rows.pieces.fixed[rows.ids], 2.0, _share(hashes))
    least = np.repeat(np.minimum.reduceat(share, rows.offsets[:-1]), lengths)
    chosen: NDArray[np.bool_] = (share < HIDDEN) | ((share == least) & (share < 1))
    return chosen, hashes


def _share(hashes: _Hashes) -> NDArray[np.float64]:
    """0 ≤ share < 1 of each hash."""
    return (hashes >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mixed(numbers: _Hashes) -> _Hashes:
    """splitmix64's finaliser (Steele et al. 2014): every bit depends on every bit."""
    mixed = numbers + _STEP
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: _Hashes = mixed ^ (mixed >> np.uint64(31))
    return found
