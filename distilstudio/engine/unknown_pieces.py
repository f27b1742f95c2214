"""How much of a text a tokenizer has no word pieces for, and a model reads as one and the same empty sign: texts in a script that it was not
made for, above all. Must not know: files, runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase


def count_unknown(pieces: NDArray[np.integer], tokenizer: PreTrainedTokenizerBase) -> tuple[int, int]:
    """How many of these word pieces are unknown ones, and how many stand for something in a text at all: not those that begin or end it, fill
    it up or hide a word. A tokenizer that spells what it does not know, byte by byte or sign by sign, has no unknown ones."""
    unknown = tokenizer.unk_token_id
    special = [piece for piece in tokenizer.all_special_ids if piece != unknown]
    written = int((~np.isin(pieces, special)).sum())
    return (0 if unknown is None else int((pieces == unknown).sum())), written
