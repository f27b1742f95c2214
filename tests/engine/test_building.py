"""What a run tells of a student with few layers."""

from __future__ import annotations

import pytest
from transformers import BertConfig

from distilstudio.engine.building import notes_of_shape
from distilstudio.protocol.recipe import Task


@pytest.mark.parametrize(
    ("task", "layers", "of", "told"),
    [
        ("qa", 2, 6, True),
        ("qa", 3, 6, False),
        ("qa", 5, 12, True),
        ("qa", 6, 6, False),
        ("classification", 1, 6, False),
        ("ner", 1, 6, False),
        ("mlm", 1, 12, False),
    ],
)
def test_questions_want_layers(task: Task, layers: int, of: int, told: bool) -> None:
    notes = notes_of_shape(task, layers, BertConfig(num_hidden_layers=of))
    assert [(code, values) for code, _, values in notes] == [("too_shallow", {"layers": str(of)})] * told
    assert all(f"student.layers {of}," in text for _, text, _ in notes)
