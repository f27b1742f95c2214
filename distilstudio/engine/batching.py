"""Tokenised rows kept flat, and the order they are read in: buckets of like lengths, batches under a token budget.

Must not know: what targets mean, models, losses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distilstudio.engine.targets import NOT_COUNTED

IntArray = NDArray[np.int64]

MEGA_BATCHES = 64
"""Batches sorted by length together. Larger: less padding; smaller: batches nearer to a plain shuffle."""
TOKENS_AT_A_TIME = 8192
"""Budget of padded tokens in one forward pass without gradients."""
TOKENS_IN_CACHE = 2048
"""The same on a processor: with four times as many, what a layer writes is gone from the cache before it is read, a third slower."""
TOKENS_A_STEP = 4096
"""Budget of padded tokens in one forward and backward pass; a larger batch is read in parts and its gradients added up."""
TOKENS_A_STEP_THERE = 32768
"""The same on a graphics card, which a small pass leaves idle; where its memory runs out, parts get smaller by themselves."""
TOKENS_AT_A_TIME_THERE = 65536
"""Budget of a pass without gradients there."""
FEW_WIDTHS = ((32, 2), (64, 4), (128, 8))
"""Rows of up to so many word pieces are padded to a multiple of so many, longer ones of WIDE: each width that a processor has not met costs
it 3 ms for each of a layer's products, whose kernels it then builds; a step of a small student takes 50."""
WIDE = 16


@dataclass(frozen=True)
class WordPieces:
    """What a task that hides word pieces has to know of the tokenizer. `fixed`: bool [vocabulary], signs that are no text and are never hidden."""

    mask_id: int
    fixed: NDArray[np.bool_]


@dataclass(frozen=True)
class Encoded:
    """Rows as word pieces, one after the other in flat arrays.

    ids: int32 [tokens]; segments: uint8 [tokens] or None where the model has one segment only.
    offsets: int64 [rows + 1], where each row begins and ends in `ids`.
    targets: task's own array; its first axis runs over `rows` or, where `token_targets`, over `tokens`.
    counts: int64 [rows], how many logit rows of each row count (classification: 1; NER: words; QA: word pieces of the passage).
    source: int64 [rows], number of the text each row comes from; a long text may give several rows. None: one row each, in order.
    places: int64 [sum of counts, …], what each logit row that counts stands for (NER: the word's number; QA: its signs in the passage).
    truth: whatever else the task needs to score these rows; a subset has none.
    renumbered: int32 [word pieces of the tokenizer], the number by which a model with fewer word pieces knows each; None: by the same.
    `pad_id` is the model's own.
    pieces: the tokenizer's, where word pieces are hidden.
    room: word pieces of the longest row that these were taken from; 0: they are all.
    """

    ids: NDArray[np.int32]
    offsets: IntArray
    targets: NDArray[np.float32] | IntArray
    counts: IntArray
    pad_id: int
    segments: NDArray[np.uint8] | None = None
    token_targets: bool = False
    source: IntArray | None = None
    places: IntArray | None = None
    truth: object = None
    renumbered: NDArray[np.int32] | None = None
    pieces: WordPieces | None = None
    room: int = 0

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> IntArray:
        """Word pieces of each row, int64 [rows]."""
        return np.diff(self.offsets)

    @cached_property
    def widest(self) -> int:
        """To how many word pieces a batch may be padded: what a model reads for certain."""
        return self.room or int(self.lengths.max(initial=0))

    def lengths_of(self, index: IntArray) -> IntArray:
        """Word pieces of the rows with these numbers, at a cost that does not grow with the other rows."""
        return self.offsets[index + 1] - self.offsets[index]

    def ids_at(self, places: IntArray | slice) -> NDArray[np.int32]:
        """What stands at these places of `ids`, as the model knows it."""
        ids = self.ids[places]
        return ids if self.renumbered is None else self.renumbered[ids]

    @property
    def texts(self) -> int:
        """How many texts or questions the rows come from."""
        return len(self) if self.source is None else len(np.unique(self.source))

    def subset(self, index: IntArray) -> Encoded:
        """The rows with these numbers, in this order."""
        lengths = self.lengths_of(index)
        spread = _spread(self.offsets[index], lengths)
        return Encoded(
            ids=self.ids[spread],
            offsets=np.concatenate([[0], np.cumsum(lengths)]),
            targets=self.targets[spread] if self.token_targets else self.targets[index],
            counts=self.counts[index],
            pad_id=self.pad_id,
            segments=None if self.segments is None else self.segments[spread],
            token_targets=self.token_targets,
            source=None if self.source is None else self.source[index],
            places=None if self.places is None else self.places[_spread(_starts(self.counts)[index], self.counts[index])],
            renumbered=self.renumbered,
            pieces=self.pieces,
            room=self.widest,
        )


@dataclass(frozen=True)
class Batch:
    """Padded rows on a device: input_ids int64 [rows, length], attention_mask and segments alike, targets of word pieces padded with NOT_COUNTED.

    `index`: the rows' numbers in the Encoded they come from. `teacher`: logits of the rows that count, or None.
    `fixed`: its shape alone decides all others, so that a step on it can be recorded; `index` is empty then, and what does not count is 0
    where it would be left out. `states`: what goes on inside the teacher, float [rows · length, columns], where that came with the batch.
    `teacher_ids`: as input_ids, by the teacher's own numbers, where the batch is of fixed shapes; padding may hold anything.
    """

    index: IntArray
    input_ids: Tensor
    attention_mask: Tensor
    targets: Tensor
    segments: Tensor | None = None
    teacher: Tensor | None = None
    fixed: bool = False
    states: Tensor | None = None
    teacher_ids: Tensor | None = None

    def select(self, values: Tensor, inside: Tensor) -> Tensor:
        """The values [rows, length, columns] at the places that are `inside` (bool [rows, length]), one after the other, [N, columns]; where
        shapes are fixed those of all places, 0 where they do not count."""
        if self.fixed:
            return in_place(values, inside)
        return values.flatten(0, 1).index_select(0, inside.flatten().nonzero().squeeze(1))

    def inputs(self) -> dict[str, Tensor]:
        """Keyword arguments of a transformers model."""
        inputs = {"input_ids": self.input_ids, "attention_mask": self.attention_mask}
        return inputs if self.segments is None else {**inputs, "token_type_ids": self.segments}


def in_place(values: Tensor, inside: Tensor) -> Tensor:
    """Those of all places one after the other, [rows · length, columns]; 0 where they are not inside."""
    return torch.where(inside[..., None], values, 0.0).flatten(0, 1)


def training_batches(lengths: IntArray, batch_rows: int, seed: int, epoch: int) -> list[IntArray]:
    """Row numbers of each batch of one epoch: every row once, in an order that seed and epoch alone decide.

    Rows are shuffled, sorted by length inside mega-batches of MEGA_BATCHES batches, cut, and the batches shuffled again, so that
    a batch holds rows of like lengths and yet hardly ever the same rows twice.
    """
    random = np.random.default_rng([seed, epoch])
    order = random.permutation(len(lengths))
    batches: list[IntArray] = []
    mega = batch_rows * MEGA_BATCHES
    for start in range(0, len(order), mega):
        part = order[start : start + mega]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[at : at + batch_rows] for at in range(0, len(part), batch_rows)]
    return [batches[place] for place in random.permutation(len(batches))]


def steps_in_epoch(rows: int, batch_rows: int) -> int:
    """Number of batches that `training_batches` gives: mega-batches hold whole batches, so only the last one can be short."""
    return -(-rows // batch_rows)


def padded(longest: int) -> int:
    """To how many word pieces a batch is padded whose longest row has so many, where the model reads as many."""
    step = next((step for up_to, step in FEW_WIDTHS if longest <= up_to), WIDE)
    return -(-longest // step) * step


def tokens_a_step(device: torch.device) -> int:
    """Budget of padded tokens in one forward and backward pass there."""
    return TOKENS_A_STEP_THERE if device.type == "cuda" else TOKENS_A_STEP


def tokens_at_a_time(device: torch.device) -> int:
    """Budget of padded tokens in one forward pass without gradients there."""
    return {"cpu": TOKENS_IN_CACHE, "cuda": TOKENS_AT_A_TIME_THERE}.get(device.type, TOKENS_AT_A_TIME)


def micro_batches(index: IntArray, lengths: IntArray, budget: int) -> list[IntArray]:
    """Cut one batch, in halves, into parts whose padded tokens stay within the budget; a single row may pass it."""
    ordered = index[np.argsort(lengths[index], kind="stable")]
    if len(ordered) < 2 or len(ordered) * padded(int(lengths[ordered[-1]])) <= budget:
        return [ordered]
    middle = (len(ordered) + 1) // 2
    return [part for half in (ordered[:middle], ordered[middle:]) for part in micro_batches(half, lengths, budget)]


def reading_batches(lengths: IntArray, budget: int = TOKENS_AT_A_TIME) -> list[IntArray]:
    """Row numbers of batches for reading without gradients: shortest first, padded tokens within the budget; a single row may pass it."""
    ordered = np.argsort(lengths, kind="stable")
    parts: list[IntArray] = []
    start = 0
    for end in range(1, len(ordered) + 1):
        if end == len(ordered) or (end + 1 - start) * padded(int(lengths[ordered[end]])) > budget:
            parts.append(ordered[start:end])
            start = end
    return parts


def collate(encoded: Encoded, index: IntArray, device: torch.device, teacher: NDArray[np.float32] | None = None) -> Batch:
    """Pad the rows with these numbers to the width of the longest of them, or of all rows where that is less, and put them on the device."""
    lengths = encoded.lengths_of(index)
    width = min(padded(int(lengths.max())), encoded.widest)
    inside = np.arange(width)[None, :] < lengths[:, None]
    spread = _spread(encoded.offsets[index], lengths)
    ids = np.full(inside.shape, encoded.pad_id, dtype=np.int64)
    ids[inside] = encoded.ids_at(spread)
    segments = None
    if encoded.segments is not None:
        segments = np.zeros(inside.shape, dtype=np.int64)
        segments[inside] = encoded.segments[spread]
    if encoded.token_targets:
        targets = np.full((*inside.shape, *encoded.targets.shape[1:]), NOT_COUNTED, dtype=encoded.targets.dtype)
        targets[inside] = encoded.targets[spread]
    else:
        targets = encoded.targets[index]
    return Batch(
        index=index,
        input_ids=_send(ids, device),
        attention_mask=_send(inside.astype(np.int64), device),
        targets=_send(targets, device),
        segments=None if segments is None else _send(segments, device),
        teacher=None if teacher is None else _send(teacher, device),
    )


def flatten(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int32], IntArray]:
    """Ragged rows as one flat int32 array and int64 offsets [rows + 1]."""
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    flat = np.empty(int(offsets[-1]), dtype=np.int32)
    for start, row in zip(offsets, rows, strict=False):
        flat[start : start + len(row)] = row
    return flat, offsets


def epochs_of_batches(lengths: IntArray, batch_rows: int, seed: int, epochs: int) -> Iterator[tuple[int, IntArray]]:
    """(epoch, row numbers) of every step of a training, in order."""
    for epoch in range(epochs):
        for index in training_batches(lengths, batch_rows, seed, epoch):
            yield epoch, index


def _starts(counts: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)[:-1]])


def _spread(starts: IntArray, lengths: IntArray) -> IntArray:
    """Positions start, start+1, … of every row, one after the other."""
    total = int(lengths.sum())
    jumps = np.repeat(starts - _starts(lengths), lengths)
    return jumps + np.arange(total)


def _send(array: NDArray[np.generic], device: torch.device) -> Tensor:
    tensor = torch.from_numpy(np.ascontiguousarray(array))
    if device.type == "cuda":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)
