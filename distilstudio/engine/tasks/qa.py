"""Extractive question answering: the answer is a span of the passage, or there is none. Must not know: files, runs, the window.

A row is a window: the question, and as much of the passage as fits. What counts of it are the passage's word pieces, and the first piece ([CLS]),
which stands for "no answer"; the softmax runs over these alone, for teacher and student. Two logits each: does the answer start here, does it end
here.

"No answer" competes with every span in the try-out, also for a model that never saw an unanswerable question: its logit is low then. In the exam it
competes only where the exam has such questions, as SQuAD's two scripts do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import AutoModelForQuestionAnswering, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import losses
from distilstudio.engine.batching import Batch, Encoded, collate, reading_batches
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.targets import NOT_COUNTED
from distilstudio.engine.tasks.question_windows import END, START, Window, frame_of, pieces_of, windows_of
from distilstudio.engine.tasks.squad_scores import exact_match, f1, words_of
from distilstudio.engine.tasks.task import Counts, Fixed, Logits
from distilstudio.protocol.answers import Answers, AnswerSpan

LONGEST_ANSWER = 30
"""Word pieces of an answer, as in SQuAD's and BERT's own scripts."""
N_BEST = 20
"""So many best spans share the probability with "no answer"."""
SHOWN = 5


@dataclass(frozen=True)
class Truth:
    """For each question its passage and the answers given for it; no answers: there is none in the passage; None: not known."""

    passages: list[str]
    answers: list[list[str] | None]


@dataclass(frozen=True)
class Guess:
    """A span of a passage and the sum of its two logits; `start == end == 0`: no answer."""

    start: int
    end: int
    score: float


class QuestionAnswering(Fixed):
    """The task; it has no labels, its head has one logit for a start and one for an end."""

    name = "qa"
    auto_class: Any = AutoModelForQuestionAnswering
    head = "ForQuestionAnswering"
    score_name = "f1"
    columns = 2
    unnamed = 2
    fixed_shapes = True

    def __init__(self) -> None:
        self.labels: list[str] = []

    def head_config(self) -> dict[str, Any]:
        """A head of two logits, whatever head the model had before."""
        return {"num_labels": 2, "id2label": {0: "start", 1: "end"}, "label2id": {"start": 0, "end": 1}}

    def encode(self, rows: Rows, tokenizer: PreTrainedTokenizerBase, max_length: int) -> Encoded:
        """Windows of at most max_length word pieces. Targets: int64 [tokens], bits START and END; UNLABELLED pieces count in the soft loss
        only, NOT_COUNTED ones nowhere. An answer that no word piece stands for leaves its question unlabelled."""
        questions, passages = rows.table["question"].to_pylist(), rows.texts
        known = rows.strata.is_valid().to_pylist()
        answers, starts = rows.table["answers"].to_pylist(), rows.table["start"].to_pylist()
        truth = Truth(passages, [given if knows else None for given, knows in zip(answers, known, strict=True)])
        asked, read = pieces_of(questions, tokenizer), pieces_of(passages, tokenizer)
        frame = frame_of(tokenizer)
        windows: list[Window] = []
        source: list[int] = []
        for row, (question, passage) in enumerate(zip(questions, passages, strict=True)):
            answered = known[row] and bool(answers[row])
            span = read[passage].span_of(starts[row], starts[row] + len(answers[row][0])) if answered else None
            labelled = known[row] and (span is not None or not answered)
            made = windows_of(asked[question], read[passage], span, labelled, frame, max_length)
            windows += made
            source += [row] * len(made)
        return _joined(windows, source, truth, tokenizer)

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Windows with the answer in them, and those of questions that have none."""
        if not len(encoded):
            return np.zeros(0, np.bool_)
        return np.asarray(np.maximum.reduceat(encoded.targets, encoded.offsets[:-1]) > 0)

    def prior(self, encoded: Encoded) -> None:
        """Any piece may be the start of an answer."""

    def select(self, output: Any, batch: Batch) -> Tensor:
        """The pieces that count, start and end beside each other."""
        both = torch.stack([output.start_logits, output.end_logits], dim=-1)
        return batch.select(both, batch.targets != NOT_COUNTED)

    def count(self, batch: Batch) -> Counts:
        """Soft: every window; hard: those with a target."""
        return {"soft": len(batch.input_ids), "hard": (batch.targets > 0).any(-1).sum()}

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: Counts, wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """Soft and hard loss over each window's own pieces, the mean of start and end."""
        student = _spread(logits, batch)
        parts: dict[str, Tensor] = {}
        if "soft" in wanted and batch.teacher is not None:
            teacher = _spread(batch.teacher, batch)
            parts["soft"] = losses.soft_target_loss(student, teacher, temperature, 2 * counts["soft"])
        if "hard" in wanted:
            parts["hard"] = losses.hard_label_loss(student, _targets(batch), 2 * counts["hard"])
        return parts

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """f1 and exact_match over the questions whose answer is known, best over the answers given."""
        found = [(exact_match(text, answers), f1(text, answers)) for text, answers in self._answered(logits, encoded)]
        if not found:
            return {"f1": 0.0, "exact_match": 0.0}
        matches, overlaps = zip(*found, strict=True)
        return {"f1": float(np.mean(overlaps)), "exact_match": float(np.mean(matches))}

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """The F1 of each question whose answer is known, of 1."""
        overlaps = [f1(text, answers) for text, answers in self._answered(logits, encoded)]
        return np.stack([np.array(overlaps, np.float64), np.ones(len(overlaps))], axis=1)

    def _answered(self, logits: Logits, encoded: Encoded) -> Iterator[tuple[str, list[str]]]:
        """The best answer's text, and the answers given, of each question whose answer is known."""
        assert isinstance(encoded.truth, Truth), "a subset cannot be scored"
        truth = encoded.truth
        for passage, answers, span in zip(truth.passages, truth.answers, self._spans(logits, encoded), strict=True):
            if answers is not None:
                yield "" if span is None else passage[span.start : span.end], answers

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """Start and end of the best answer to each question."""
        return [None if span is None else (span.start, span.end) for span in self._spans(logits, encoded)]

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """F1 of giving every question the commonest answer."""
        assert isinstance(encoded.truth, Truth), "a subset cannot be scored"
        known = [answers for answers in encoded.truth.answers if answers is not None]
        first = {" ".join(words_of(answers[0])): answers[0] for answers in reversed(known) if answers}
        commonest = Counter(" ".join(words_of(answers[0])) if answers else "" for answers in known).most_common(1)
        if not commonest:
            return 0.0, ""
        guess = first.get(commonest[0][0], "")
        return float(np.mean([f1(guess, answers) for answers in known])), guess or "no answer"

    def asks(self, encoded: Encoded) -> bool:
        """Any question whose answer is known."""
        assert isinstance(encoded.truth, Truth), "a subset cannot be scored"
        return any(answers is not None for answers in encoded.truth.answers)

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Answers:
        """The SHOWN best spans of all windows, and "no answer" among them where it belongs; nothing without a question or a passage."""
        if not question.strip() or not text.strip():
            return Answers([])
        asked, read = pieces_of([question], tokenizer)[question], pieces_of([text], tokenizer)[text]
        windows = windows_of(asked, read, None, False, frame_of(tokenizer), max_length)
        encoded = _joined(windows, [0] * len(windows), Truth([text], [None]), tokenizer)
        return Answers(_ranked(text, windows_in(self._read(model, encoded), encoded)))

    def unlabelled(self, texts: Sequence[str], questions: Sequence[str]) -> Rows:
        """Questions that nobody answered, each about its passage."""
        columns = {
            "text": pa.array(texts, pa.string()),
            "question": pa.array(questions, pa.string()),
            "answers": pa.nulls(len(texts), pa.list_(pa.string())),
            "start": pa.array([-1] * len(texts), pa.int64()),
            "stratum": pa.nulls(len(texts), pa.string()),
        }
        return Rows(pa.table(columns))

    def told(self, logits: Logits, encoded: Encoded, rows: Rows) -> list[tuple[Answers, float]]:
        """The best spans of each passage, and how likely the first of them is, which may be "no answer"."""
        windows: list[list[Any]] = [[] for _ in range(len(rows))]
        for window in windows_in(logits, encoded):
            windows[window[0]].append(window)
        ranked = [_ranked(text, own) for text, own in zip(rows.texts, windows, strict=True)]
        return [(Answers(spans), spans[0].score) for spans in ranked]

    def _spans(self, logits: Logits, encoded: Encoded) -> list[Guess | None]:
        """The best span for each question over all its windows; None: no answer, which counts only where some question has none."""
        assert isinstance(encoded.truth, Truth), "a subset has no questions"
        may_refuse = any(answers == [] for answers in encoded.truth.answers)
        spans: list[Guess | None] = [None] * len(encoded.truth.passages)
        refusals = np.full(len(spans), np.inf)
        for question, window, places in windows_in(logits, encoded):
            refusals[question] = min(refusals[question], float(window[0].sum()))
            for guess in best_spans(window[1:], places[1:], 1):
                before = spans[question]
                if before is None or guess.score > before.score:
                    spans[question] = guess
        if not may_refuse:
            return spans
        return [None if span is None or refusal > span.score else span for span, refusal in zip(spans, refusals, strict=True)]

    def _read(self, model: PreTrainedModel, encoded: Encoded) -> Logits:
        """Logits of all windows, many at a time: a long passage takes as long as its windows, and no more memory than one batch of them."""
        starts = np.concatenate([[0], np.cumsum(encoded.counts)])
        out = np.zeros((int(starts[-1]), self.columns), np.float32)
        for index in reading_batches(encoded.lengths):
            batch = collate(encoded, index, model.device)
            with torch.inference_mode():
                found = self.select(model(**batch.inputs()), batch).float().cpu().numpy()
            pieces = np.split(found, np.cumsum(encoded.counts[index])[:-1])
            for row, piece in zip(index, pieces, strict=True):
                out[starts[row] : starts[row + 1]] = piece
        return out


def best_spans(logits: Logits, places: NDArray[np.int64], most: int) -> list[Guess]:
    """The spans of a window with the highest sums of logits, best first: start not after end, at most LONGEST_ANSWER pieces.

    logits: [pieces, 2], the passage's alone; places: [pieces, 2].
    """
    pieces = len(logits)
    if not pieces:
        return []
    width = min(LONGEST_ANSWER, pieces)
    ends = np.concatenate([logits[:, 1], np.full(width - 1, -np.inf, np.float32)])
    sums = (logits[:, :1] + np.lib.stride_tricks.sliding_window_view(ends, width)).reshape(-1)
    most = min(most, len(sums))
    best = np.argpartition(-sums, most - 1)[:most]
    best = best[np.argsort(-sums[best], kind="stable")]
    return [
        Guess(int(places[place // width, 0]), int(places[place // width + place % width, 1]), float(sums[place]))
        for place in best
        if np.isfinite(sums[place])
    ]


def _ranked(text: str, windows: Any) -> list[AnswerSpan]:
    """Answers of one passage, by the probability that each has among the N_BEST spans and "no answer"."""
    found: dict[tuple[int, int], float] = {}
    refusal = np.inf
    for _, window, places in windows:
        refusal = min(refusal, float(window[0].sum()))
        for guess in best_spans(window[1:], places[1:], N_BEST):
            span = trimmed(text, guess.start, guess.end)
            if span[0] < span[1]:
                found[span] = max(found.get(span, -np.inf), guess.score)
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:N_BEST]
    guesses = sorted([Guess(*span, score) for span, score in best] + [Guess(0, 0, refusal)], key=lambda guess: -guess.score)
    scores = np.array([guess.score for guess in guesses], np.float64)
    shares = np.exp(scores - scores[0])
    shares /= shares.sum()
    return [
        AnswerSpan(guess.start, guess.end, text[guess.start : guess.end], float(share))
        for guess, share in zip(guesses[:SHOWN], shares, strict=False)
    ]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the blanks that some tokenizers count to a word."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def windows_in(logits: Logits, encoded: Encoded) -> Any:
    """(question, logits, places) of every window; the first of its rows stands for "no answer"."""
    assert encoded.source is not None, "every window belongs to a question"
    assert encoded.places is not None, "every piece that counts has a place"
    ends = np.cumsum(encoded.counts)
    for question, start, end in zip(encoded.source, ends - encoded.counts, ends, strict=True):
        yield int(question), logits[start:end], encoded.places[start:end]


def _spread(logits: Tensor, batch: Batch) -> Tensor:
    """Logits that count, as they were selected, [N, 2], as [2 · windows, width] with −inf where nothing counts; start and end of a window
    below each other."""
    inside = batch.targets != NOT_COUNTED
    if batch.fixed:
        wide = logits.float().view(*inside.shape, 2).masked_fill(~inside[..., None], -torch.inf)
    else:
        wide = torch.full((*inside.shape, 2), -torch.inf, device=logits.device)
        wide[inside] = logits.float()
    return wide.transpose(1, 2).reshape(2 * len(inside), -1)


def _targets(batch: Batch) -> Tensor:
    """Column of start and end in each window, [2 · windows], −1 where the window has neither."""
    bits = batch.targets.clamp(min=0)
    both = torch.stack([(bits & bit > 0).int().argmax(-1) for bit in (START, END)], dim=-1)
    return both.masked_fill(~(bits > 0).any(-1, keepdim=True), -1).reshape(-1)


def _joined(windows: list[Window], source: list[int], truth: Truth, tokenizer: PreTrainedTokenizerBase) -> Encoded:
    offsets = np.zeros(len(windows) + 1, np.int64)
    np.cumsum([len(window.ids) for window in windows], out=offsets[1:])
    has_segments = bool(windows) and windows[0].segments is not None
    return Encoded(
        ids=np.concatenate([np.zeros(0, np.int32), *(window.ids for window in windows)]),
        offsets=offsets,
        targets=np.concatenate([np.zeros(0, np.int64), *(window.marks for window in windows)]),
        counts=np.array([len(window.places) for window in windows], np.int64),
        pad_id=tokenizer.pad_token_id or 0,
        segments=np.concatenate([window.segments for window in windows if window.segments is not None]) if has_segments else None,
        token_targets=True,
        source=np.array(source, np.int64),
        places=np.concatenate([np.zeros((0, 2), np.int64), *(window.places for window in windows)]),
        truth=truth,
    )
