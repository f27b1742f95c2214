"""Offsets between Python's code points and Qt's UTF-16 units, against Python's own UTF-16 encoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distilstudio.protocol.spans import Utf16Index

FAMILY = "👩‍👩‍👧"
TEXTS = [
    "",
    "plain",
    "你好，世界",
    "🙂",
    "a🙂b",
    "🙂🙂",
    FAMILY,
    "e\u0301 é",
    "𠮷野家で食べた",
    "line\nline\r\n",
    "\U0010ffff\uffff",
]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("text", TEXTS)
def test_every_offset_goes_there_and_back(text: str) -> None:
    index = Utf16Index(text)
    for place in range(len(text) + 1):
        assert index.to_utf16(place) == units(text[:place])
        assert index.to_code_point(index.to_utf16(place)) == place


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_counts_as_the_encoder_counts(text: str) -> None:
    index = Utf16Index(text)
    assert [index.to_utf16(place) for place in range(len(text) + 1)] == [units(text[:place]) for place in range(len(text) + 1)]
    assert [index.to_code_point(units(text[:place])) for place in range(len(text) + 1)] == list(range(len(text) + 1))


def test_the_middle_of_a_sign_is_the_sign_itself() -> None:
    index = Utf16Index("a🙂b")
    assert [index.to_code_point(unit) for unit in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("text", ["", "a🙂", "你"])
def test_outside_of_the_text_is_an_error(text: str) -> None:
    index = Utf16Index(text)
    for place in (-1, len(text) + 1):
        with pytest.raises(IndexError):
            index.to_utf16(place)
    for unit in (-1, units(text) + 1):
        with pytest.raises(IndexError):
            index.to_code_point(unit)
