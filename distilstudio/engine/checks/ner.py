"""A look at the names that a model finds in sentences. Must not know: models, files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.checks.look import Cosines, by_confidence, cosines, scored, shares
from distilstudio.engine.data.corrections import take_spans
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.data.tags import OUTSIDE, mend, spans_of, types_of
from distilstudio.engine.data.words import places_of
from distilstudio.engine.targets import UNLABELLED
from distilstudio.engine.tasks.ner import Ner, Truth, counted_names
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import Disagreement, LabelScores, MarkedPart

Spans = list[tuple[int, int, str]]


class NerCheck:
    """The look for marked sentences."""

    def __init__(self, task: Ner) -> None:
        self._task = task

    def alike(self, logits: Logits, encoded: Encoded) -> Cosines:
        """Tags that are given to the same words."""
        truth, at = tagged_words(encoded)
        tags = truth.tags[at]
        marked = tags != UNLABELLED
        answered = logits[marked].argmax(-1)[:, None] == np.arange(logits.shape[-1])
        return cosines(answered, tags[marked][:, None] == np.arange(len(self._task.labels)))

    def per_label(self, logits: Logits, encoded: Encoded) -> list[LabelScores]:
        """Every type: a name is right where type and both ends are."""
        pairs = ((set(said), set(answered)) for _, said, answered, _ in self._sentences(logits, encoded))
        hits, found, given = counted_names(pairs)
        return [scored(kind, hits[kind], found[kind], given[kind]) for kind in types_of(self._task.labels)]

    def differing(self, logits: Logits, encoded: Encoded, rows: Rows, keys: list[str]) -> list[Disagreement]:
        """Sentences with other names. The confidence is the mean over the words in dispute."""
        apart = [one for one in self._sentences(logits, encoded) if set(one[1]) != set(one[2])]
        taken = rows.take(np.array([row for row, *_ in apart], np.int64))
        columns = (taken.table[name].to_pylist() for name in ("row", "text", "words"))
        return by_confidence(
            [
                Disagreement(
                    key=keys[row],
                    row=number,
                    text=text,
                    question="",
                    said=[f"{' '.join(words[first:after])} ({kind})" for first, after, kind in said],
                    answered=[f"{' '.join(words[first:after])} ({kind})" for first, after, kind in answered],
                    confidence=confidence,
                    take=take_spans(answered),
                    said_parts=parts_of(text, words, said),
                    answered_parts=parts_of(text, words, answered),
                )
                for (row, said, answered, confidence), number, text, words in zip(apart, *columns, strict=True)
            ]
        )

    def _sentences(self, logits: Logits, encoded: Encoded) -> list[tuple[int, Spans, Spans, float]]:
        """Row, names that the data mark, names that were found, and how sure the model is of the words in which they differ."""
        truth, at = tagged_words(encoded)
        best = np.full(len(truth.tags), self._task.labels.index(OUTSIDE), np.int64)
        sure: NDArray[np.float64] = np.zeros(len(truth.tags))
        best[at] = logits.argmax(-1)
        sure[at] = shares(logits).max(-1) if len(logits) else 0.0
        ends = np.cumsum(truth.words)
        found = []
        for row, (start, end) in enumerate(zip(ends - truth.words, ends, strict=True)):
            if start == end or truth.tags[start] == UNLABELLED:
                continue
            said, tags = self._names(truth.tags[start:end]), mend(self._names(best[start:end]))
            disputed = [place for place, (one, other) in enumerate(zip(said, tags, strict=True)) if one != other]
            confidence = float(sure[start:end][disputed].mean()) if disputed else 0.0
            found.append((row, spans_of(said), spans_of(tags), confidence))
        return found

    def _names(self, numbers: IntArray) -> list[str]:
        return [self._task.labels[number] for number in numbers]


def tagged_words(encoded: Encoded) -> tuple[Truth, IntArray]:
    """What the sentences say, and to which of all their words each logit row belongs."""
    truth, source, places = encoded.truth, encoded.source, encoded.places
    assert isinstance(truth, Truth), "only whole encodings can be looked at"
    assert source is not None
    assert places is not None
    starts = np.concatenate([[0], np.cumsum(truth.words)])
    return truth, starts[np.repeat(source, encoded.counts)] + places


def parts_of(text: str, words: Sequence[str], spans: Spans) -> list[MarkedPart]:
    """Spans of words as parts of the text."""
    places = places_of(text, words)
    return [MarkedPart(places[first][0], places[after - 1][1], kind) for first, after, kind in spans]
