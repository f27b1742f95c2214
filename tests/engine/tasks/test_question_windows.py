"""Windows over passages against the tokenizer's own way of cutting pairs, and the marks of what counts in them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from distilstudio.engine.batching import Encoded
from distilstudio.engine.targets import NOT_COUNTED, UNLABELLED
from distilstudio.engine.tasks.qa import QuestionAnswering
from distilstudio.engine.tasks.question_windows import END, START, window_starts
from tests.engine.asked_lessons import keyword_questions, rows_of
from tests.tiny_models import tiny_tokenizer

LONG = " ".join(["the film was so good"] * 30)


def encoded(*asked: tuple[str, str, list[str] | None, int], max_length: int = 64) -> Encoded:
    return QuestionAnswering().encode(rows_of(asked), tiny_tokenizer(), max_length)


def marks(rows: Encoded, row: int) -> np.ndarray:
    return rows.targets[rows.offsets[row] : rows.offsets[row + 1]]


@pytest.mark.parametrize("segments", [True, False])
@pytest.mark.parametrize("family", ["bert", "roberta"])
def test_short_pairs_are_what_the_tokenizer_makes_of_them(family: str, segments: bool) -> None:
    asked = keyword_questions(12)
    tokenizer = tiny_tokenizer(family)
    if segments:
        tokenizer.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    rows = QuestionAnswering().encode(rows_of(asked), tokenizer, 64)
    plain = tokenizer(
        [question for _, question, _, _ in asked], [passage for passage, _, _, _ in asked], return_token_type_ids=True
    )
    assert (rows.segments is not None) == segments
    for row in range(len(rows)):
        span = slice(rows.offsets[row], rows.offsets[row + 1])
        assert rows.ids[span].tolist() == plain["input_ids"][row]
        if rows.segments is not None:
            assert rows.segments[span].tolist() == plain["token_type_ids"][row]


def test_long_passages_are_cut_as_the_tokenizer_does_but_for_the_last_window() -> None:
    tokenizer = tiny_tokenizer()
    rows = encoded((LONG, "what was good", ["good"], LONG.index("good")))
    room = 64 - 3 - len(tokenizer("what was good", add_special_tokens=False)["input_ids"])
    plain = tokenizer(
        "what was good", LONG, truncation="only_second", max_length=64, stride=room // 3, return_overflowing_tokens=True
    )
    ours = [rows.ids[rows.offsets[row] : rows.offsets[row + 1]].tolist() for row in range(len(rows))]
    assert len(ours) > 2
    assert ours[:-1] == plain["input_ids"][:-1]
    assert rows.lengths.max() == 64
    assert rows.source is not None
    assert rows.source.tolist() == [0] * len(rows)


@pytest.mark.parametrize(
    ("pieces", "room", "overlap"), [(10, 10, 3), (11, 10, 3), (100, 10, 3), (57, 20, 6), (5, 1, 0), (0, 4, 1)]
)
def test_windows_leave_nothing_out_and_overlap(pieces: int, room: int, overlap: int) -> None:
    starts = window_starts(pieces, room, overlap)
    seen = {piece for start in starts for piece in range(start, min(start + room, pieces))}
    assert seen == set(range(pieces))
    assert all(0 < second - first <= room - overlap for first, second in pairwise(starts))


def test_what_counts_is_the_passage_and_the_first_piece() -> None:
    passage = "the film was lovely"
    rows = encoded((passage, "it", ["lovely"], passage.index("lovely")))
    # [CLS] it [SEP] the film was lovely [SEP]
    assert marks(rows, 0).tolist() == [0, NOT_COUNTED, NOT_COUNTED, 0, 0, 0, START | END, NOT_COUNTED]
    assert rows.counts.tolist() == [5]
    assert rows.places is not None
    assert rows.places.tolist() == [[0, 0], [0, 3], [4, 8], [9, 12], [13, 19]]


def test_only_windows_with_the_whole_answer_have_a_target() -> None:
    start = LONG.rindex("film")
    rows = encoded((LONG, "it", ["film was"], start))
    task = QuestionAnswering()
    labelled = task.labelled(rows)
    assert labelled.tolist() == [False] * (len(rows) - 1) + [True]
    assert set(marks(rows, 0).tolist()) == {NOT_COUNTED, UNLABELLED}
    last = marks(rows, len(rows) - 1)
    assert (last == START).sum() == (last == END).sum() == 1
    assert int(np.flatnonzero(last == END)[0] - np.flatnonzero(last == START)[0]) == 1


def test_a_question_without_an_answer_points_at_the_first_piece_in_every_window() -> None:
    rows = encoded((LONG, "it", [], -1))
    assert QuestionAnswering().labelled(rows).all()
    assert all(marks(rows, row)[0] == START | END and (marks(rows, row)[1:] <= 0).all() for row in range(len(rows)))


def test_a_question_that_nobody_answered_has_no_target() -> None:
    rows = encoded(("the film", "it", None, -1))
    assert not QuestionAnswering().labelled(rows).any()
    assert rows.counts.tolist() == [3]


def test_places_count_code_points_where_signs_are_wide() -> None:
    passage = "😀😀 the film"
    rows = encoded((passage, "it", ["film"], passage.index("film")))
    assert rows.places is not None
    spots = rows.places[np.flatnonzero(marks(rows, 0)[marks(rows, 0) != NOT_COUNTED] == START | END)]
    assert [passage[start:end] for start, end in spots] == ["film"]


def test_an_endless_question_leaves_room_for_the_passage() -> None:
    rows = encoded(("the film was lovely", "the " * 500, ["lovely"], 13), max_length=32)
    assert rows.lengths.max() <= 32
    assert QuestionAnswering().labelled(rows).any()
