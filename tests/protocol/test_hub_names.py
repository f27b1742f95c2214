"""What of a person's words names a model or dataset of the Hub."""

from __future__ import annotations

import pytest

from distilstudio.protocol.hub import named_in


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ada/tiny", "ada/tiny"),
        (" https://huggingface.co/ada/tiny/tree/main?x=1 ", "ada/tiny"),
        ("hf-mirror.com/datasets/ada/reviews", "ada/reviews"),
        ("https://huggingface.co/datasets/imdb", ""),  # a name of one part, which is none here
        ("https://huggingface.co/spaces/ada/show", ""),
        ("bert for reviews", ""),
        ("", ""),
    ],
)
def test_a_whole_name_or_an_address_is_known(words: str, name: str) -> None:
    assert named_in(words) == name
