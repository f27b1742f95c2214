"""What a check-up says of answers, against independent sources, on logits made by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2
from sklearn.metrics import precision_recall_fscore_support

from distilstudio.engine.checks.classification import ClassificationCheck
from distilstudio.engine.checks.ner import NerCheck
from distilstudio.engine.data.corrections import keys_of
from distilstudio.engine.data.label_sets import join
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.data.tags import mend
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.tasks.ner import Ner
from tests.engine.marked_lessons import TAGS, marked_sentences, rows_of
from tests.tiny_models import tiny_tokenizer

NAMES = ["big", "blue", "red"]


def test_several_labels_a_text() -> None:
    """Source: scikit-learn's precision_recall_fscore_support on indicator matrices."""
    draw = np.random.default_rng(3)
    said, logits = draw.random((40, 3)) > 0.5, draw.normal(size=(40, 3)).astype(np.float32)
    said[:, 0] |= ~said.any(1)
    labels = [join([name for name, given in zip(NAMES, row, strict=True) if given]) for row in said]
    texts = [f"text {number}" for number in range(40)]
    rows = Rows(pa.table({"text": pa.chunked_array([texts]), "label": pa.chunked_array([labels]), "row": range(40)}))
    task = Classification(NAMES, several=True)
    look, known = ClassificationCheck(task), task.encode(rows, tiny_tokenizer(), 64)
    expected = precision_recall_fscore_support(said, logits > 0, zero_division=0)
    for place, one in enumerate(look.per_label(logits, known)):
        assert (one.precision, one.recall, one.f1, one.rows) == pytest.approx(tuple(column[place] for column in expected))
    found = look.differing(logits, known, rows, keys_of(rows))
    assert {one.row for one in found} == set(np.flatnonzero(((logits > 0) != said).any(1)).tolist())
    for one in found:
        chance = 1 / (1 + np.exp(-logits[one.row].astype(np.float64)))
        disputed = (logits[one.row] > 0) != said[one.row]
        assert one.confidence == pytest.approx(np.maximum(chance, 1 - chance)[disputed].max())
        assert one.answered == [name for name, logit in zip(NAMES, logits[one.row], strict=True) if logit > 0]
        assert one.take, "that none of the labels fits can be taken over too"


def test_names_in_sentences() -> None:
    """Source: seqeval in strict IOB2."""
    sentences = marked_sentences(50, seed=4)
    rows = rows_of(sentences)
    task = Ner(TAGS)
    known = task.encode(rows, tiny_tokenizer(), 64)
    truth = np.array([TAGS.index(tag) for _, tags in sentences for tag in tags or []])
    draw = np.random.default_rng(5)
    guessed = np.where(draw.random(len(truth)) < 0.2, draw.integers(0, len(TAGS), len(truth)), truth)
    logits = (4.0 * np.eye(len(TAGS), dtype=np.float32)[guessed]).astype(np.float32)
    ends = np.cumsum([len(words) for words, _ in sentences])
    answered = [mend([TAGS[number] for number in part]) for part in np.split(guessed, ends[:-1])]
    said = [tags or [] for _, tags in sentences]
    expected = classification_report(said, answered, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    look = NerCheck(task)
    for one in look.per_label(logits, known):
        wanted = expected[one.label]
        assert (one.precision, one.recall, one.f1, one.rows) == pytest.approx(
            (wanted["precision"], wanted["recall"], wanted["f1-score"], wanted["support"])
        )
    found = look.differing(logits, known, rows, keys_of(rows))
    assert {one.row for one in found} <= {
        row for row, (one, other) in enumerate(zip(said, answered, strict=True)) if one != other
    }
    sure = float(np.exp(4) / (np.exp(4) + len(TAGS) - 1))
    assert all(one.confidence == pytest.approx(sure) for one in found)
    alike = look.alike(logits, known)
    assert (alike.argmax(1) == np.arange(len(TAGS))).all()
