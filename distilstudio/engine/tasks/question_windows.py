"""A question and its passage as word pieces, in overlapping windows where both do not fit at once. Must not know: models, scores.

Texts are tokenised once each, however many questions a passage has; windows are cut from the word pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from distilstudio.engine.batching import IntArray
from distilstudio.engine.targets import NOT_COUNTED, UNLABELLED

LONGEST_QUESTION = 64
"""Word pieces of a question, as in BERT's own SQuAD script; on short windows half of the room."""
LARGEST_OVERLAP = 128
TEXTS_AT_A_TIME = 512
"""Offsets come from the tokenizer as Python tuples: so many texts at a time keep that from filling the memory."""

START, END = 1, 2
"""Marks of a piece: bits for where an answer starts and ends. Question and separators are not counted."""


@dataclass(frozen=True)
class Pieces:
    """A text's word pieces, int32 [n], and the code points that each one stands for, int64 [n, 2]."""

    ids: NDArray[np.int32]
    places: IntArray

    def span_of(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last piece of the signs start..end (end not included); None where no piece stands for them."""
        first = int(np.searchsorted(self.places[:, 1], start, side="right"))
        last = int(np.searchsorted(self.places[:, 0], end, side="left")) - 1
        return (first, last) if first <= last else None


@dataclass(frozen=True)
class Frame:
    """The special pieces before, between and after question and passage, and the segment of all five parts (None: the model has one)."""

    before: NDArray[np.int32]
    between: NDArray[np.int32]
    after: NDArray[np.int32]
    segments: tuple[int, int, int, int, int] | None

    @property
    def size(self) -> int:
        """Special pieces in all."""
        return len(self.before) + len(self.between) + len(self.after)


@dataclass(frozen=True)
class Window:
    """One row: its pieces and segments, the marks of each piece, and the places of those that count."""

    ids: NDArray[np.int32]
    segments: NDArray[np.uint8] | None
    marks: IntArray
    places: IntArray


def frame_of(tokenizer: PreTrainedTokenizerBase) -> Frame:
    """How this tokenizer joins two texts, read off an example."""
    has_segments = "token_type_ids" in tokenizer.model_input_names
    example = tokenizer("a", "a", return_token_type_ids=has_segments, return_attention_mask=False)
    ids = np.array(example["input_ids"], np.int32)
    owners = example.sequence_ids(0)
    first = [place for place, owner in enumerate(owners) if owner == 0]
    second = [place for place, owner in enumerate(owners) if owner == 1]
    segments = None
    if has_segments:
        kinds = [*example["token_type_ids"], 0]
        segments = (kinds[0], kinds[first[0]], kinds[first[-1] + 1], kinds[second[0]], kinds[min(second[-1] + 1, len(ids) - 1)])
    return Frame(ids[: first[0]], ids[first[-1] + 1 : second[0]], ids[second[-1] + 1 :], segments)


def pieces_of(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> dict[str, Pieces]:
    """Every different text's pieces."""
    found: dict[str, Pieces] = {}
    different = list(dict.fromkeys(texts))
    for start in range(0, len(different), TEXTS_AT_A_TIME):
        chunk = different[start : start + TEXTS_AT_A_TIME]
        encoded = tokenizer(
            chunk,
            add_special_tokens=False,
            return_offsets_mapping=True,
            return_attention_mask=False,
            return_token_type_ids=False,
            verbose=False,  # a passage longer than the model reads is no fault: windows are cut below
        )
        for text, ids, places in zip(chunk, encoded["input_ids"], encoded["offset_mapping"], strict=True):
            found[text] = Pieces(np.array(ids, np.int32), np.array(places, np.int64).reshape(-1, 2))
    return found


def windows_of(
    question: Pieces, passage: Pieces, answer: tuple[int, int] | None, labelled: bool, frame: Frame, max_length: int
) -> list[Window]:
    """Windows over the passage, all with the question in front.

    Args:
        answer: first and last piece of the passage that answer; with `labelled` and without an answer there is none in the passage,
            and the first piece ([CLS]) is the target.
        max_length: word pieces of a window, special ones included.
    """
    asked = question.ids[: max(1, min(LONGEST_QUESTION, (max_length - frame.size) // 2))]
    room = max(1, max_length - frame.size - len(asked))
    return [
        _window(asked, passage, start, room, answer, labelled, frame)
        for start in window_starts(len(passage.ids), room, min(LARGEST_OVERLAP, room // 3))
    ]


def window_starts(pieces: int, room: int, overlap: int) -> list[int]:
    """Where windows of `room` pieces begin so that each has `overlap` in common with the next; the last one ends with the text."""
    if pieces <= room:
        return [0]
    step = max(1, room - overlap)
    return [*range(0, pieces - room, step), pieces - room]


def _window(
    asked: NDArray[np.int32],
    passage: Pieces,
    start: int,
    room: int,
    answer: tuple[int, int] | None,
    labelled: bool,
    frame: Frame,
) -> Window:
    seen = passage.ids[start : start + room]
    parts = (frame.before, asked, frame.between, seen, frame.after)
    first = len(frame.before) + len(asked) + len(frame.between)
    ids = np.concatenate(parts)
    inside = answer is not None and start <= answer[0] and answer[1] < start + room
    marks = np.full(len(ids), NOT_COUNTED, np.int64)
    marks[0] = marks[first : first + len(seen)] = 0 if labelled and (inside or answer is None) else UNLABELLED
    if labelled and answer is None:
        marks[0] = START | END
    elif labelled and answer is not None and inside:
        marks[first + answer[0] - start] |= START
        marks[first + answer[1] - start] |= END
    segments = None
    if frame.segments is not None:
        segments = np.repeat(np.array(frame.segments, np.uint8), [len(part) for part in parts])
    places = np.concatenate([np.zeros((1, 2), np.int64), passage.places[start : start + room]])
    return Window(ids, segments, marks, places)
