"""Tokenises many rows a part after the other, so that neither the texts nor the tokenizer's own records are ever held for all of them.

Must not know: what a task's targets mean, files.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np
from transformers import PreTrainedTokenizerBase

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.scratch import Flat
from distilstudio.engine.tasks.task import Task

PART_ROWS = 4096
"""Rows at a time. The tokenizer's records of a text take some 5 kB."""


def encode_in_parts(
    task: Task, rows: Rows, index: IntArray, tokenizer: PreTrainedTokenizerBase, max_length: int, scored: bool = False
) -> Encoded:
    """What `encode_part_by_part` comes to."""
    parts = encode_part_by_part(task, rows, index, tokenizer, max_length, scored)
    while True:
        try:
            next(parts)
        except StopIteration as over:
            return over.value  # type: ignore[no-any-return]


def encode_part_by_part(
    task: Task, rows: Rows, index: IntArray, tokenizer: PreTrainedTokenizerBase, max_length: int, scored: bool = False
) -> Generator[int, None, Encoded]:
    """`task.encode` of the rows with these rising numbers; what is large is mapped from a file. Yields rows done after each part.

    scored: the rows will be scored, for which some tasks need their truth; those are encoded whole, where there are several parts. Else `truth`
    is None. Raises: OSError when the disk is full.
    """
    if len(index) <= PART_ROWS:
        return task.encode(rows.take(index), tokenizer, max_length)
    parts = (task.encode(rows.take(part), tokenizer, max_length) for part in _parts(index))
    first = next(parts)
    if scored and first.truth is not None:
        return task.encode(rows.take(index), tokenizer, max_length)
    return (yield from _joined(first, parts))


def _parts(index: IntArray) -> Iterator[IntArray]:
    for start in range(0, len(index), PART_ROWS):
        yield index[start : start + PART_ROWS]


def _joined(first: Encoded, rest: Iterator[Encoded]) -> Generator[int, None, Encoded]:
    ids, targets, counts, lengths = Flat(np.int32), Flat(first.targets.dtype), Flat(np.int64), Flat(np.int64)
    segments, source = Flat(np.uint8), Flat(np.int64)
    places = Flat(np.int64)
    begun = done = 0
    part: Encoded | None = first
    while part is not None:
        ids.add(part.ids)
        targets.add(part.targets)
        counts.add(part.counts)
        lengths.add(part.lengths)
        if part.segments is not None:
            segments.add(part.segments)
        if part.source is not None:
            source.add(part.source + begun)
            begun += PART_ROWS
        if part.places is not None:
            places.add(part.places)
        done += part.texts
        yield done
        part = next(rest, None)
    return Encoded(
        ids=ids.whole(),
        offsets=np.concatenate([[0], np.cumsum(lengths.whole())]),
        targets=targets.whole(),
        counts=counts.whole(),
        pad_id=first.pad_id,
        segments=None if first.segments is None else segments.whole(),
        token_targets=first.token_targets,
        source=None if first.source is None else source.whole(),
        places=None if first.places is None else places.whole(),
        pieces=first.pieces,
    )
