"""Texts in a script that a teacher was not made for: how much of them it does not know is counted, and told before and in a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from distilstudio.engine import lengths
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.unknown_pieces import count_unknown
from distilstudio.protocol.events import RunNote
from distilstudio.protocol.inspection import MUCH_UNKNOWN, MeasureLengths
from distilstudio.protocol.recipe import DataChoice
from tests.engine.lessons import ended, recipe, run
from tests.tiny_models import keyword_rows, make_tiny_teacher, tiny_tokenizer, write_csv

STRANGE = "味 道 很 好 送 餐 也 快"


def test_pieces_that_a_tokenizer_does_not_know() -> None:
    tokenizer = tiny_tokenizer("bert")
    text = "a good 好 film 味"
    pieces = np.array(tokenizer(text, padding="max_length", max_length=20)["input_ids"])
    written = len(tokenizer(text, add_special_tokens=False)["input_ids"])
    assert len(pieces) == 20 > written
    assert count_unknown(pieces, tokenizer) == (2, written)
    tokenizer.unk_token = None  # one that spells everything, byte by byte
    assert count_unknown(pieces, tokenizer)[0] == 0


def test_nothing_written_is_nothing_unknown() -> None:
    tokenizer = tiny_tokenizer("bert")
    assert count_unknown(np.array(tokenizer("")["input_ids"]), tokenizer) == (0, 0)
    assert count_unknown(np.zeros(0, np.int64), tokenizer) == (0, 0)


def with_strange(share: float) -> list[tuple[str, str]]:
    """Keyword texts; in the first of them other signs stand for the words."""
    rows = keyword_rows(80)
    return [(STRANGE if row < share * len(rows) else text, label) for row, (text, label) in enumerate(rows)]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_lengths_tell_how_much_is_unknown(tmp_path: Path, share: float) -> None:
    make_tiny_teacher(tmp_path / "teacher")
    write_csv(tmp_path / "train.csv", with_strange(share))
    command = MeasureLengths(4, "classification", DataChoice(train="train.csv"), "teacher", str(tmp_path))
    measured = lengths.measure(4, "teacher", tmp_path, LookedAt().sample(command, 5000))
    assert measured.unknown == pytest.approx(share)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_run_tells_that_the_teacher_was_not_made_for_its_texts(work: Path, share: float) -> None:
    write_csv(work / "train.csv", with_strange(share))
    events = run(work, recipe(), "runs/strange")
    assert ended(events).report is not None, ended(events).problem
    told = [event for event in events if isinstance(event, RunNote) and event.code == "teacher_strange"]
    assert len(told) == (share > MUCH_UNKNOWN)
    for note in told:
        assert note.values["share"] in note.text
        assert 40 < int(note.values["share"].removesuffix(" %")) < 80
