"""Rows in buckets: each once an epoch, in an order that the seed decides, little padding, nothing over the budget."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from distilstudio.engine.batching import (
    Encoded,
    IntArray,
    collate,
    epochs_of_batches,
    flatten,
    micro_batches,
    padded,
    reading_batches,
    steps_in_epoch,
    training_batches,
)

CPU = torch.device("cpu")
LENGTHS = st.lists(st.integers(1, 200), min_size=1, max_size=300).map(lambda sizes: np.array(sizes, np.int64))


def some_lengths(count: int = 4000, seed: int = 0) -> IntArray:
    return np.random.default_rng(seed).integers(3, 100, count)


def padding_share(batches: list[IntArray], lengths: IntArray) -> float:
    padded = sum(len(batch) * int(lengths[batch].max()) for batch in batches)
    return 1 - sum(int(lengths[batch].sum()) for batch in batches) / padded


@given(LENGTHS, st.integers(1, 40), st.integers(0, 5))
def test_every_row_once_an_epoch(lengths: IntArray, batch_rows: int, epoch: int) -> None:
    batches = training_batches(lengths, batch_rows, 0, epoch)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert len(batches) == steps_in_epoch(len(lengths), batch_rows)
    assert max(len(batch) for batch in batches) <= batch_rows
    assert sum(len(batch) < batch_rows for batch in batches) <= 1


def test_seed_and_epoch_alone_decide_the_order() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        return [batch.tolist() for batch in training_batches(some_lengths(300), 16, seed, epoch)]

    before = order(1, 2)
    np.random.default_rng().random()
    torch.rand(1)
    assert order(1, 2) == before
    assert order(1, 3) != before
    assert order(2, 2) != before
    assert order(2, 1) != before  # seed and epoch are not simply added


def test_batches_change_from_epoch_to_epoch() -> None:
    first, second = ({frozenset(batch.tolist()) for batch in training_batches(some_lengths(), 16, 0, epoch)} for epoch in (0, 1))
    assert len(first & second) <= 2


def test_far_less_padding_than_a_plain_shuffle() -> None:
    lengths = some_lengths()
    plain = np.random.default_rng(0).permutation(len(lengths))
    shuffled = padding_share([plain[at : at + 32] for at in range(0, len(plain), 32)], lengths)
    assert shuffled > 0.4
    assert padding_share(training_batches(lengths, 32, 0, 0), lengths) < shuffled / 5


def test_lengths_do_not_rise_through_an_epoch() -> None:
    """Sorted batches would teach short texts first: means of batches must not go with their places."""
    lengths = some_lengths()
    means = [lengths[batch].mean() for batch in training_batches(lengths, 16, 0, 0)]
    assert abs(np.corrcoef(means, np.arange(len(means)))[0, 1]) < 0.2


@given(LENGTHS, st.integers(1, 500))
def test_micro_batches_keep_to_the_budget(lengths: IntArray, budget: int) -> None:
    index = np.arange(len(lengths))[::-1].copy()
    parts = micro_batches(index, lengths, budget)
    assert sorted(np.concatenate(parts).tolist()) == sorted(index.tolist())
    for part in parts:
        assert len(part) == 1 or len(part) * padded(int(lengths[part].max())) <= budget
    whole = index[np.argsort(lengths[index], kind="stable")]
    assert (len(parts) == 1) == (len(index) == 1 or len(index) * padded(int(lengths.max())) <= budget)
    assert np.concatenate(parts).tolist() == whole.tolist()
    assert max(map(len, parts)) - min(map(len, parts)) < max(map(len, parts)) or len(parts) == len(index)


def test_parts_of_like_batches_have_like_shapes() -> None:
    """Each shape costs kernels of its own."""
    lengths = some_lengths(3000) * 8 + np.arange(3000) % 8
    shapes = {
        (len(part), padded(int(lengths[part].max())))
        for batch in training_batches(lengths, 32, 0, 0)
        for part in micro_batches(batch, lengths, 4096)
    }
    assert len(shapes) <= len({padded(int(length)) for length in lengths}) + 8


@given(st.integers(1, 5000))
def test_a_width_is_a_little_more_than_the_longest_row(longest: int) -> None:
    assert longest <= padded(longest) <= max(longest + 1, 1.12 * longest)
    assert padded(padded(longest)) == padded(longest)


def test_reading_batches_hold_every_row() -> None:
    lengths = some_lengths(500)
    batches = reading_batches(lengths, 1000)
    assert sorted(np.concatenate(batches).tolist()) == list(range(500))
    assert padding_share(batches, lengths) < 0.1
    assert reading_batches(np.zeros(0, np.int64)) == []


def test_epochs_follow_one_another() -> None:
    lengths = some_lengths(10)
    steps = list(epochs_of_batches(lengths, 4, 7, 2))
    assert [epoch for epoch, _ in steps] == [0, 0, 0, 1, 1, 1]
    assert steps[3][1].tolist() == training_batches(lengths, 4, 7, 1)[0].tolist()


def three_rows(token_targets: bool = False) -> Encoded:
    ids, offsets = flatten([[5, 6, 7], [8], [9, 10]])
    return Encoded(
        ids=ids,
        offsets=offsets,
        targets=np.array([0, 1, 2, 3, -100, 5]) if token_targets else np.array([1, 0, -1]),
        counts=np.array([3, 1, 1]) if token_targets else np.array([1, 1, 1]),
        pad_id=1,
        segments=np.array([0, 1, 1, 0, 0, 1], np.uint8),
        token_targets=token_targets,
    )


def test_collate_pads_to_the_longest() -> None:
    batch = collate(three_rows(), np.array([2, 0]), CPU, np.array([[0.5, 1.5], [2.5, 3.5]], np.float32))
    assert batch.input_ids.tolist() == [[9, 10, 1], [5, 6, 7]]
    assert batch.attention_mask.tolist() == [[1, 1, 0], [1, 1, 1]]
    assert batch.targets.tolist() == [-1, 1]
    assert batch.segments is not None
    assert batch.segments.tolist() == [[0, 1, 0], [0, 1, 1]]
    assert batch.teacher is not None
    assert batch.teacher.tolist() == [[0.5, 1.5], [2.5, 3.5]]
    assert batch.inputs().keys() == {"input_ids", "attention_mask", "token_type_ids"}
    assert batch.input_ids.dtype == batch.attention_mask.dtype == torch.int64


def test_few_widths_but_never_more_than_the_longest_of_all_rows() -> None:
    rows = [[1] * length for length in (3, 5, 6, 33, 37, 130)]
    ids, offsets = flatten(rows)
    every = Encoded(ids, offsets, np.arange(6), np.ones(6, np.int64), pad_id=0)
    found = [collate(every, np.array([row]), CPU).input_ids.shape[1] for row in range(6)]
    assert found == [4, 6, 6, 36, 40, 130]
    assert collate(every.subset(np.array([0, 1])), np.array([1]), CPU).input_ids.shape[1] == 6


def test_collate_pads_targets_of_tokens_so_that_they_count_for_nothing() -> None:
    batch = collate(three_rows(token_targets=True), np.array([0, 1, 2]), CPU)
    assert batch.targets.tolist() == [[0, 1, 2], [3, -100, -100], [-100, 5, -100]]


@pytest.mark.parametrize("token_targets", [False, True])
def test_a_subset_is_the_rows_themselves(token_targets: bool) -> None:
    every = three_rows(token_targets)
    some = every.subset(np.array([2, 0]))
    assert len(some) == 2
    assert some.ids.tolist() == [9, 10, 5, 6, 7]
    assert some.offsets.tolist() == [0, 2, 5]
    assert some.targets.tolist() == ([-100, 5, 0, 1, 2] if token_targets else [-1, 1])
    assert some.counts.tolist() == every.counts[[2, 0]].tolist()
    assert some.segments is not None
    assert some.segments.tolist() == [0, 1, 0, 1, 1]
    assert (some.pad_id, some.token_targets) == (1, token_targets)


def test_an_empty_subset() -> None:
    nothing = three_rows().subset(np.zeros(0, np.int64))
    assert len(nothing) == 0
    assert nothing.offsets.tolist() == [0]
    assert len(nothing.ids) == len(nothing.targets) == 0


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=20), st.data())
def test_subset_then_collate_is_collate_of_the_rows(rows: list[list[int]], data: st.DataObject) -> None:
    rows = [[3, *row] for row in rows]
    ids, offsets = flatten(rows)
    every = Encoded(ids, offsets, np.arange(len(rows)), np.ones(len(rows), np.int64), pad_id=0)
    index = np.array(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=8)))
    one = collate(every, index, CPU)
    other = collate(every.subset(index), np.arange(len(index)), CPU)
    assert torch.equal(one.input_ids, other.input_ids)
    assert torch.equal(one.attention_mask, other.attention_mask)
    assert one.targets.tolist() == other.targets.tolist() == index.tolist()
    assert one.segments is None
