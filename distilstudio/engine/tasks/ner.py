"""Named-entity recognition: a tag for each word, names made of words that belong together. Must not know: files, runs, the window.

Tags are IOB2. A word is read at its first word piece; long sentences are read in windows that overlap, each word counted once, in the window in
which most stands around it. Score: span micro-F1, strict: type and both ends must be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import AutoModelForTokenClassification, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import losses
from distilstudio.engine.batching import Batch, Encoded, IntArray, collate, reading_batches
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.data.tags import OUTSIDE, mend, spans_of, tag_names, types_of
from distilstudio.engine.data.words import JOINERS, USUAL_JOINERS, Word, joiners_in, split_words
from distilstudio.engine.heads import log_shares
from distilstudio.engine.targets import NOT_COUNTED, UNLABELLED
from distilstudio.engine.tasks.sentence_windows import cut_windows
from distilstudio.engine.tasks.task import Counts, Fixed, Logits
from distilstudio.protocol.answers import Entities, Entity, LabelScore, UnsureWord

Span = tuple[int, int, str]
"""First word, the word after the last, type."""
JOINERS_KEY = "word_joiners"
"""Where a model's config keeps the signs that hold words together in the data it learnt from."""


@dataclass(frozen=True)
class Truth:
    """What the sentences say: words in each, and the numbers of their tags one sentence after the other, −1 where nobody marked them."""

    words: IntArray
    tags: IntArray


class Ner(Fixed):
    """The task for a fixed list of types. `labels` are IOB2 tags, or types that tags are made of.

    rows: those to learn from, where their own way of cutting words is to be kept; `joiners`: that way, where it is known already.
    """

    name = "ner"
    auto_class: Any = AutoModelForTokenClassification
    head = "ForTokenClassification"
    score_name = "span_f1"
    fixed_shapes = True

    def __init__(self, labels: Sequence[str], rows: Rows | None = None, joiners: str | None = None) -> None:
        are_tags = OUTSIDE in labels and all(label == OUTSIDE or label[:2] in ("B-", "I-") for label in labels)
        self.labels = list(labels) if are_tags or not labels else tag_names(types_of(labels))
        self.columns = len(self.labels)
        self.joiners = USUAL_JOINERS if joiners is None else "".join(sign for sign in joiners if sign in JOINERS)
        if rows is not None:
            self.joiners = joiners_in(rows.table["words"].to_pylist())
        self._numbers = {label: number for number, label in enumerate(self.labels)}

    def head_config(self) -> dict[str, Any]:
        """Number and names of the tags, and how words are cut."""
        return {
            "num_labels": len(self.labels),
            "id2label": dict(enumerate(self.labels)),
            "label2id": dict(self._numbers),
            JOINERS_KEY: self.joiners,
        }

    def encode(self, rows: Rows, tokenizer: PreTrainedTokenizerBase, max_length: int) -> Encoded:
        """Windows of sentences. Targets: int64 [tokens], −100 where no word is read, −1 where nobody marked the word."""
        words: list[list[str]] = rows.table["words"].to_pylist()
        tags: list[list[str] | None] = rows.table["tags"].to_pylist()
        counts = np.array([len(sentence) for sentence in words], np.int64)
        numbers = [
            self._numbers.get(tag, self._numbers[OUTSIDE]) if marks is not None else UNLABELLED
            for sentence, marks in zip(words, tags, strict=True)
            for tag in (marks if marks is not None else [""] * len(sentence))
        ]
        return self._encode(words, Truth(counts, np.array(numbers, np.int64)), tokenizer, max_length)

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Windows of marked sentences."""
        if not len(encoded):
            return np.zeros(0, bool)
        return np.asarray(np.maximum.reduceat(encoded.targets, encoded.offsets[:-1]) >= 0)

    def prior(self, encoded: Encoded) -> NDArray[np.float32]:
        """From the marked words."""
        return log_shares(np.bincount(encoded.targets[encoded.targets >= 0], minlength=len(self.labels)))

    def select(self, output: Any, batch: Batch) -> Tensor:
        """The first word pieces of the words that this window reads."""
        logits: Tensor = output.logits
        return batch.select(logits, batch.targets != NOT_COUNTED)

    def count(self, batch: Batch) -> Counts:
        """Soft: every word; hard: the marked ones."""
        return {"soft": (batch.targets != NOT_COUNTED).sum(), "hard": (batch.targets >= 0).sum()}

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: Counts, wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """Soft targets against the teacher's logits, hard labels against the tags, at the same words."""
        parts: dict[str, Tensor] = {}
        if "soft" in wanted and batch.teacher is not None:
            parts["soft"] = losses.soft_target_loss(logits, batch.teacher, temperature, counts["soft"])
        if "hard" in wanted:
            targets = batch.targets.flatten() if batch.fixed else batch.targets[batch.targets != NOT_COUNTED]
            parts["hard"] = losses.hard_label_loss(logits, targets, counts["hard"])
        return parts

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """span_f1, precision, recall over all types, and the F1 of each type as "span_f1 TYPE"."""
        hits, found, given = counted_names(self._names(logits, encoded))
        precision, recall, f1 = _rates(hits.total(), found.total(), given.total())
        by_type = {f"span_f1 {kind}": _rates(hits[kind], found[kind], given[kind])[2] for kind in types_of(self.labels)}
        return {self.score_name: f1, "precision": precision, "recall": recall, **by_type}

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """Twice the names that are right, of the names that are marked and those that were found."""
        sentences = [(2 * len(right & named), len(right) + len(named)) for right, named in self._names(logits, encoded)]
        return np.array(sentences, np.float64).reshape(-1, 2)

    def _names(self, logits: Logits, encoded: Encoded) -> Iterator[tuple[set[Span], set[Span]]]:
        """The names that are marked and those that were found, of each marked sentence."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be scored"
        guessed = self._numbers_of_words(logits.argmax(-1), encoded)
        start = 0
        for words in truth.words.tolist():
            true, own = truth.tags[start : start + words], guessed[start : start + words]
            start += words
            if words == 0 or true[0] == UNLABELLED:
                continue
            if not true.any() and not own.any() and self.labels[0] == OUTSIDE:
                yield set(), set()
                continue
            right = set(spans_of([self.labels[number] for number in true]))
            yield right, set(spans_of(mend([self.labels[number] for number in own])))

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """The names found in each sentence: all of them must be the same."""
        truth = encoded.truth
        assert isinstance(truth, Truth), "only whole encodings can be compared"
        guessed = np.split(self._numbers_of_words(logits.argmax(-1), encoded), np.cumsum(truth.words)[:-1])
        return [tuple(spans_of(mend([self.labels[number] for number in sentence]))) for sentence in guessed]

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """Always outside finds nothing."""
        return 0.0, OUTSIDE

    def asks(self, encoded: Encoded) -> bool:
        """Any marked name."""
        assert isinstance(encoded.truth, Truth), "only whole encodings can be scored"
        return any(self.labels[number] != OUTSIDE for number in np.unique(encoded.truth.tags) if number != UNLABELLED)

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Entities:
        """Names in a text of any length, with the mean probability of their words' tags."""
        words = split_words(text, str(getattr(model.config, JOINERS_KEY, self.joiners)))
        if not words:
            return Entities([])
        count = np.array([len(words)], np.int64)
        truth = Truth(count, np.full(len(words), UNLABELLED, np.int64))
        encoded = self._encode([[word.text for word in words]], truth, tokenizer, max_length)
        shares = np.zeros((len(words), len(self.labels)))
        shares[:, self._numbers[OUTSIDE]] = 1.0  # of a word that the tokenizer makes nothing of
        with torch.inference_mode():
            for index in reading_batches(encoded.lengths):
                batch = collate(encoded, index, model.device)
                probabilities = torch.softmax(self.select(model(**batch.inputs()), batch).float(), -1)
                places = encoded.subset(index).places
                assert places is not None
                shares[places] = probabilities.cpu().numpy()
        scores, tags = shares.max(-1), [self.labels[number] for number in shares.argmax(-1)]
        least = int(scores.argmin())
        told = sorted(map(LabelScore, self.labels, shares[least].tolist()), key=lambda tag: -tag.score)
        unsure = UnsureWord(words[least].start, words[least].end, words[least].text, told)
        return Entities(_entities(text, words, mend(tags), scores), unsure)

    def unlabelled(self, texts: Sequence[str], questions: Sequence[str]) -> Rows:
        """Texts cut into words that nobody marked."""
        words = [[word.text for word in split_words(text, self.joiners)] for text in texts]
        columns = {
            "text": pa.array(texts, pa.string()),
            "words": pa.array(words, pa.list_(pa.string())),
            "tags": pa.nulls(len(texts), pa.list_(pa.string())),
        }
        return Rows(pa.table(columns))

    def told(self, logits: Logits, encoded: Encoded, rows: Rows) -> list[tuple[Entities, float]]:
        """The names in each text. Every word is a decision of its own, also one that is left outside."""
        probabilities = torch.softmax(torch.from_numpy(logits), -1).numpy()
        tags = self._numbers_of_words(logits.argmax(-1), encoded)
        scores = self._of_words(probabilities.max(-1).astype(np.float64), encoded, 1.0)
        told: list[tuple[Entities, float]] = []
        start = 0
        for text in rows.texts:
            words = split_words(text, self.joiners)
            own = slice(start, start + len(words))
            start += len(words)
            marks = mend([self.labels[number] for number in tags[own]])
            told.append((Entities(_entities(text, words, marks, scores[own])), float(scores[own].min(initial=1.0))))
        return told

    def _encode(
        self, words: Sequence[Sequence[str]], truth: Truth, tokenizer: PreTrainedTokenizerBase, max_length: int
    ) -> Encoded:
        windows = cut_windows(words, tokenizer, max_length)
        starts = np.concatenate([[0], np.cumsum(truth.words)])
        targets = np.full(len(windows.ids), NOT_COUNTED, np.int64)
        sentence_of_word = np.repeat(windows.source, windows.counts)
        targets[windows.read_at] = truth.tags[starts[sentence_of_word] + windows.words]
        return Encoded(
            ids=windows.ids,
            offsets=windows.offsets,
            targets=targets,
            counts=windows.counts,
            pad_id=tokenizer.pad_token_id or 0,
            token_targets=True,
            source=windows.source,
            places=windows.words,
            truth=truth,
        )

    def _numbers_of_words(self, best: IntArray, encoded: Encoded) -> IntArray:
        """The guessed tag of every word; outside for one that the tokenizer made nothing of."""
        return self._of_words(best, encoded, self._numbers[OUTSIDE])

    def _of_words(self, found: NDArray[Any], encoded: Encoded, missing: float) -> NDArray[Any]:
        """What was found of every word, one sentence after the other; `missing` for one that the tokenizer made nothing of."""
        truth, source, places = encoded.truth, encoded.source, encoded.places
        assert isinstance(truth, Truth)
        assert source is not None
        assert places is not None
        starts = np.concatenate([[0], np.cumsum(truth.words)])
        spread = np.full(int(truth.words.sum()), missing, found.dtype)
        spread[starts[np.repeat(source, encoded.counts)] + places] = found
        return spread


def counted_names(sentences: Iterable[tuple[set[Span], set[Span]]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By type, the names that are right, that were found, and that are marked. sentences: of each what is marked and what was found."""
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for right, named in sentences:
        for counter, spans in ((hits, right & named), (found, named), (given, right)):
            counter.update(kind for _, _, kind in spans)
    return hits, found, given


def _rates(hits: int, found: int, given: int) -> tuple[float, float, float]:
    """Precision, recall, F1; 0 where there is nothing to divide by."""
    precision, recall = hits / found if found else 0.0, hits / given if given else 0.0
    return precision, recall, 2 * hits / (found + given) if found + given else 0.0


def _entities(text: str, words: Sequence[Word], tags: Sequence[str], scores: NDArray[np.float64]) -> list[Entity]:
    entities = []
    for first, after, kind in spans_of(tags):
        start, end = words[first].start, words[after - 1].end
        entities.append(Entity(start, end, kind, float(scores[first:after].mean()), text[start:end]))
    return entities
