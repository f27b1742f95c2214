"""General distillation on plain text: guess hidden words (masked-language model). Must not know: files, runs, the window.

A row is a text, or an even part of one that is too long; what counts of it are the word pieces that are hidden this time. The softmax over the
vocabulary is reckoned at those alone. Score: perplexity, e to the mean of −log p(right piece): as unsure as between so many equally likely pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModelForMaskedLM, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import losses
from distilstudio.engine.batching import Batch, Encoded, IntArray, WordPieces, flatten
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.heads import log_shares
from distilstudio.engine.tasks.masks import hidden_counts, hide
from distilstudio.engine.tasks.task import ANY_NUMBER, EXAM, Counts, Draw, Logits
from distilstudio.protocol.answers import Blank, Blanks, WordScore
from distilstudio.protocol.problems import ProblemError, problem

BLANK = re.compile(r"\[MASK\]|<mask>|[_＿]{2,}")
"""How a person leaves a word out."""
SHOWN = 10
"""Words that are told for a blank."""
HIGHEST_LOSS = 700.0
"""Nats a piece; e to it is still a number."""
_PART = 1 << 20


class MaskedWords:
    """The task; it has no labels, its head answers with word pieces."""

    name = "mlm"
    score_name = "perplexity"
    auto_class: Any = AutoModelForMaskedLM
    head = ("ForMaskedLM", "BertForPreTraining")
    columns = 3
    unnamed = ANY_NUMBER
    redrawn = True
    reads_first = False
    fixed_shapes = False
    excludes = True
    compared: int | None = 1

    def __init__(self) -> None:
        self.labels: list[str] = []

    def head_config(self) -> dict[str, Any]:
        """The vocabulary says how many answers there are."""
        return {}

    def encode(self, rows: Rows, tokenizer: PreTrainedTokenizerBase, max_length: int) -> Encoded:
        """All of every text, in even parts of at most max_length word pieces. Nothing is hidden yet; `counts` are those of the exam's draw.

        Raises: ProblemError(teacher_no_mask).
        """
        pieces = word_pieces_of(tokenizer)
        before, after = frame_of(tokenizer)
        found = _inner_pieces(rows.texts, tokenizer)
        parts: list[list[int]] = []
        source: list[int] = []
        for row, ids in enumerate(found):
            for part in _even_parts(ids, max_length - len(before) - len(after)):
                parts.append([*before, *part, *after])
                source.append(row)
        flat, offsets = flatten(parts)
        whole = Encoded(
            ids=flat,
            offsets=offsets,
            targets=np.zeros(len(parts), np.int64),
            counts=np.zeros(len(parts), np.int64),
            pad_id=tokenizer.pad_token_id or 0,
            source=np.array(source, np.int64),
            pieces=pieces,
        )
        return replace(whole, counts=hidden_counts(whole, EXAM))

    def labelled(self, encoded: Encoded) -> NDArray[np.bool_]:
        """Every text is its own lesson."""
        return np.ones(len(encoded), np.bool_)

    def prior(self, encoded: Encoded) -> NDArray[np.float32]:
        """How often each word piece occurs in these rows."""
        assert encoded.pieces is not None, "encoded by this task"
        return log_shares(_occurrences(encoded, encoded.pieces))

    def drawn(self, rows: Encoded, draw: Draw) -> Encoded:
        """The rows with some word pieces hidden; targets int64 [tokens]: what stood there, NOT_COUNTED elsewhere."""
        ids, targets = hide(rows, draw)
        return replace(rows, ids=ids, targets=targets, token_targets=True)

    def read(self, model: PreTrainedModel, batch: Batch) -> Tensor:
        """Logits of the whole vocabulary at the hidden pieces, [N, vocabulary]."""
        inside = batch.targets >= 0
        if not isinstance(model, PreTrainedModel):
            whole: Tensor = model(**batch.inputs()).logits
            return whole[inside]
        with _head_at(model, inside):
            logits: Tensor = model(**batch.inputs()).logits
        return logits[0]

    def noted(self, logits: Tensor, batch: Batch) -> Tensor:
        """Of each hidden piece: the logarithm of its probability, the likeliest piece, and 1 where that is the right one."""
        right = batch.targets[batch.targets >= 0]
        shares = torch.log_softmax(logits.float(), -1)
        likeliest = shares.argmax(-1)
        of_right = shares.gather(1, right[:, None])[:, 0]
        return torch.stack([of_right, likeliest.float(), (likeliest == right).float()], dim=-1)

    def count(self, batch: Batch) -> Counts:
        """The hidden pieces, for both parts of the loss."""
        hidden = int((batch.targets >= 0).sum())
        return {"soft": hidden, "hard": hidden}

    def loss_parts(
        self, logits: Tensor, batch: Batch, temperature: float, counts: Counts, wanted: frozenset[str]
    ) -> dict[str, Tensor]:
        """Soft targets against the teacher's logits, masked words against what was hidden."""
        parts: dict[str, Tensor] = {}
        if "soft" in wanted and batch.teacher is not None:
            parts["soft"] = losses.soft_target_loss(logits, batch.teacher, temperature, counts["soft"])
        if "hard" in wanted:
            parts["hard"] = losses.hard_label_loss(logits, batch.targets[batch.targets >= 0], counts["hard"])
        return parts

    def score(self, logits: Logits, encoded: Encoded) -> dict[str, float]:
        """perplexity, and the share of the hidden pieces that were guessed; the vocabulary's size and 0 where nothing was hidden."""
        assert encoded.pieces is not None, "encoded by this task"
        if not len(logits):
            return {"perplexity": float(len(encoded.pieces.fixed)), "words_right": 0.0}
        loss = min(float(-logits[:, 0].mean(dtype=np.float64)), HIGHEST_LOSS)
        return {"perplexity": float(np.exp(loss)), "words_right": float(logits[:, 2].mean())}

    def shares(self, logits: Logits, encoded: Encoded) -> NDArray[np.float64]:
        """The sum of log p over the hidden pieces of each text, and how many they are: a gain is told in nats a piece, more is better."""
        assert encoded.source is not None, "encoded by this task"
        of_text = np.repeat(encoded.source, encoded.counts)
        texts = np.unique(encoded.source)
        place = np.searchsorted(texts, of_text)
        sums = np.bincount(place, logits[:, 0].astype(np.float64), len(texts))
        return np.stack([sums, np.bincount(place, minlength=len(texts)).astype(np.float64)], axis=1)

    def decisions(self, logits: Logits, encoded: Encoded) -> list[object]:
        """The likeliest pieces of each row."""
        ends = np.cumsum(encoded.counts)
        return [tuple(part[:, 1].tolist()) for part in np.split(logits, ends[:-1])] if len(ends) else []

    def chance(self, encoded: Encoded) -> tuple[float, str]:
        """Perplexity of who knows only how often each word piece occurs in the other texts."""
        assert encoded.pieces is not None, "encoded by this task"
        assert encoded.source is not None, "encoded by this task"
        size, fixed = len(encoded.pieces.fixed), encoded.pieces.fixed
        text_of = np.repeat(encoded.source, encoded.lengths)[~fixed[encoded.ids]]
        pieces = encoded.ids[~fixed[encoded.ids]].astype(np.int64)
        pairs, inside = np.unique(text_of * size + pieces, return_counts=True)
        everywhere, of_text = np.bincount(pieces, minlength=size), np.bincount(text_of)
        texts, found = np.divmod(pairs, size)
        elsewhere = everywhere[found] - inside + 1  # every piece counted once more, so that none is impossible
        loss = float((inside * np.log((len(pieces) - of_text[texts] + size) / elsewhere)).sum() / max(len(pieces), 1))
        return float(np.exp(min(loss, HIGHEST_LOSS))), ""

    def asks(self, encoded: Encoded) -> bool:
        """Words are left out of every text."""
        return True

    def answer(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, text: str, question: str, max_length: int
    ) -> Blanks:
        """The SHOWN likeliest words for every blank in the text. Of a long text as much is read around a blank as the model can."""
        found = list(BLANK.finditer(text))
        if not found:
            return Blanks([])
        mask = str(tokenizer.mask_token)
        before, after = frame_of(tokenizer)
        (asked,) = _inner_pieces([BLANK.sub(lambda _: mask, text)], tokenizer)
        places = [place for place, piece in enumerate(asked) if piece == tokenizer.mask_token_id]
        room = max_length - len(before) - len(after)
        blanks = []
        for match, place in zip(found, places, strict=True):
            start = max(0, min(place - room // 2, len(asked) - room))
            ids = torch.tensor([[*before, *asked[start : start + room], *after]], device=model.device)
            at = len(before) + place - start
            batch = Batch(np.zeros(1, np.int64), ids, torch.ones_like(ids), _only(ids, at))
            with torch.inference_mode():
                shares = torch.softmax(self.read(model, batch)[0, : len(tokenizer)].float(), -1)
            best = shares.topk(min(SHOWN, len(shares)))
            words = [
                WordScore(_word(tokenizer, piece), share) for share, piece in zip(*(side.tolist() for side in best), strict=True)
            ]
            blanks.append(Blank(match.start(), match.end(), words))
        return Blanks(blanks)


def word_pieces_of(tokenizer: PreTrainedTokenizerBase) -> WordPieces:
    """What masks have to know. Raises: ProblemError(teacher_no_mask) for a tokenizer that has none."""
    if tokenizer.mask_token_id is None:
        raise ProblemError(problem("teacher_no_mask"))
    fixed = np.zeros(len(tokenizer), np.bool_)
    fixed[[piece for piece in tokenizer.all_special_ids if piece < len(fixed)]] = True
    return WordPieces(int(tokenizer.mask_token_id), fixed)


def frame_of(tokenizer: PreTrainedTokenizerBase) -> tuple[list[int], list[int]]:
    """The signs that this tokenizer puts before and after a text."""
    inner = tokenizer("a", add_special_tokens=False)["input_ids"]
    whole = tokenizer("a")["input_ids"]
    start = next(at for at in range(len(whole)) if whole[at : at + len(inner)] == inner)
    return whole[:start], whole[start + len(inner) :]


@contextmanager
def _head_at(model: PreTrainedModel, inside: Tensor) -> Iterator[None]:
    """In this block the model's head reads only the places inside (bool [texts, length]), as one text: all of them would be 8 times the work, and
    a gigabyte of logits for a usual batch. Whoever watches the body before sees all of it."""

    def choose(module: nn.Module, given: Any, output: Any) -> Any:
        chosen = output[0][inside][None]
        if isinstance(output, tuple):
            return (chosen, *output[1:])
        output.last_hidden_state = chosen
        return output

    handle = model.base_model.register_forward_hook(choose)
    try:
        yield
    finally:
        handle.remove()


def _inner_pieces(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> list[list[int]]:
    """The word pieces of each text, all of them, without the signs around it."""
    if not texts:
        return []
    found: list[list[int]] = tokenizer(
        texts, add_special_tokens=False, return_attention_mask=False, return_token_type_ids=False, verbose=False
    )["input_ids"]
    return found


def _even_parts(ids: list[int], room: int) -> list[list[int]]:
    """Cut into as few parts as go, all about as long, so that no part is a scrap without anything around it."""
    parts = -(-len(ids) // room)
    ends = [len(ids) * part // parts for part in range(parts + 1)] if parts else [0]
    return [ids[start:end] for start, end in pairwise(ends)]


def _occurrences(encoded: Encoded, pieces: WordPieces) -> IntArray:
    """How often each word piece occurs, int64 [vocabulary]; signs that are no text never."""
    found = np.zeros(len(pieces.fixed), np.int64)
    for start in range(0, len(encoded.ids), _PART):  # the array may be mapped from a file
        found += np.bincount(encoded.ids[start : start + _PART], minlength=len(found))
    found[pieces.fixed] = 0
    return found


def _only(ids: Tensor, at: int) -> Tensor:
    """Targets that ask for one place."""
    targets = torch.full_like(ids, -1)
    targets[0, at] = 0
    return targets


def _word(tokenizer: PreTrainedTokenizerBase, piece: int) -> str:
    return str(tokenizer.decode([piece])).strip()
