"""Texts told apart by numbers of 64 bits: millions of them as strings of Python's would take many times the memory of their file.

Two texts of 5 million fall together once in a million files. Must not know: what a text is, files.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

Hashes = NDArray[np.uint64]

NO_HASHES: Hashes = np.zeros(0, np.uint64)
"""Of no text."""
EMPTY = xxh3_64_intdigest(b"")
"""The hash of a text without a sign."""
_PART_ROWS = 65_536
"""Texts that are Python's at a time."""


def hashes_of(*columns: pa.ChunkedArray, form: Callable[[pa.ChunkedArray], pa.ChunkedArray] | None = None) -> Hashes:
    """A number for each text of all columns, one after the other. form: what is done to the texts before, a part after the other."""
    found = [NO_HASHES]
    for column in columns:
        for chunk in column.chunks:
            for start in range(0, len(chunk), _PART_ROWS):
                part = pa.chunked_array([chunk.slice(start, _PART_ROWS)], column.type)
                plain = (form(part) if form is not None else part).cast(pa.binary()).to_pylist()
                found.append(np.fromiter((xxh3_64_intdigest(text) for text in plain), np.uint64, len(plain)))
    return np.concatenate(found)
