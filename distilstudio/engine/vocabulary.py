"""A student that knows fewer word pieces than its teacher: those that its texts use, and what every other text can be spelt with.

Which ones stay is decided by the texts to learn from alone. A tokenizer that has lost the others cuts those texts as before: WordPiece takes
the longest piece that it finds, and finds the same; BPE joins by the same rules in the same order, since every rule that such a text uses
stays; Unigram takes the likeliest way, which is still there. Other texts are cut into smaller pieces, single signs at the worst.
Must not know: tasks, runs, files of rows.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import scratch, teachers
from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.problems import ProblemError, problem

AT_A_TIME = 1 << 22
"""Word pieces that are looked at together, so that rows on the disk stay there."""
FIRST_SPECIAL = 16
"""Special pieces with lower numbers keep them: some families count places in the text from the padding's number, or expect one there."""
BYTES = {f"<0x{byte:02X}>" for byte in range(256)}
"""Pieces that stand for the single bytes of a sign that has no piece of its own."""


@dataclass(frozen=True)
class Vocabulary:
    """The student's word pieces. `kept`: the teacher's numbers of them, rising; the student's own are their places in it."""

    tokenizer: PreTrainedTokenizerBase
    kept: IntArray
    size: int

    def read_by_student(self, rows: Encoded) -> Encoded:
        """Rows in the teacher's word pieces, as the student reads them; nothing is copied. A piece that it lacks is an unknown one to it."""
        numbers = _numbers(self.kept, self.size)
        numbers[numbers < 0] = self.tokenizer.unk_token_id or 0
        return dataclasses.replace(rows, renumbered=numbers, pad_id=int(numbers[rows.pad_id]))

    @torch.no_grad()
    def shrink(self, model: PreTrainedModel) -> None:
        """Leave the model the vectors of these pieces only, in their order."""
        places = torch.from_numpy(self.kept)
        vectors, answers = model.get_input_embeddings(), model.get_output_embeddings()
        assert isinstance(vectors, torch.nn.Embedding)
        tables = {
            id(weight): weight for weight in (vectors.weight, getattr(answers, "weight", None), getattr(answers, "bias", None))
        }
        for table in tables.values():
            if table is not None:
                table[: len(places)] = table[places]
        pads = vectors.padding_idx is not None
        model.resize_token_embeddings(len(places))
        renumber_config(model.config, _numbers(self.kept, self.size))
        if pads:
            model.get_input_embeddings().padding_idx = int(model.config.pad_token_id)


def used_by(rows: Encoded, size: int) -> NDArray[np.bool_]:
    """Which of so many word pieces occur in these rows."""
    used = np.zeros(size, np.bool_)
    for start in range(0, len(rows.ids), AT_A_TIME):
        used[rows.ids[start : start + AT_A_TIME]] = True
    return used


def strange_in(rows: Encoded, kept: IntArray) -> float:
    """Which share of the word pieces in these rows are none of those."""
    gone = sum(int((~np.isin(rows.ids[at : at + AT_A_TIME], kept)).sum()) for at in range(0, len(rows.ids), AT_A_TIME))
    return gone / max(len(rows.ids), 1)


def kept_pieces(tokenizer: PreTrainedTokenizerBase, config: PretrainedConfig, used: NDArray[np.bool_]) -> IntArray:
    """The teacher's numbers of the pieces that stay, rising. used: bool [vectors of the model].

    Raises: ProblemError(student_vocabulary) for a tokenizer that cannot be made smaller here.
    """
    return np.flatnonzero(_kept(_written(tokenizer), config, used))


def smaller(tokenizer: PreTrainedTokenizerBase, config: PretrainedConfig, used: NDArray[np.bool_]) -> Vocabulary:
    """The vocabulary for texts that use these pieces. Raises: ProblemError(student_vocabulary) as `kept_pieces`, and where the tokenizer
    that comes out is not what it should be."""
    written = _written(tokenizer)
    kept = np.flatnonzero(_kept(written, config, used))
    numbers = _numbers(kept, len(used))
    wanted = {piece: int(numbers[number]) for piece, number in tokenizer.get_vocab().items() if _is_kept(numbers, number)}
    _cut(written, numbers)
    with scratch.folder("tokenizer") as folder:
        tokenizer.save_pretrained(folder)
        for file in folder.iterdir():  # word lists in other forms: they would tell of pieces that are gone
            if file.name not in ("tokenizer_config.json", "special_tokens_map.json"):
                file.unlink()
        (folder / "tokenizer.json").write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
        own = type(config).from_dict(config.to_dict())
        renumber_config(own, numbers)
        own.save_pretrained(folder)
        try:
            made = teachers.load_tokenizer(folder)
        except ProblemError as error:
            raise _refused(problem_reasons.ODD_TOKENIZER, error.problem.detail) from error
    made.name_or_path = tokenizer.name_or_path
    if made.get_vocab() != wanted or made.all_special_tokens != tokenizer.all_special_tokens:
        raise _refused(problem_reasons.ODD_TOKENIZER, f"{len(made.get_vocab())} pieces, {len(wanted)} expected")
    return Vocabulary(made, kept, len(used))


def _numbers(kept: IntArray, size: int) -> NDArray[np.int32]:
    """The new number of each of so many word pieces; −1 for one that is gone."""
    numbers = np.full(size, -1, np.int32)
    numbers[kept] = np.arange(len(kept), dtype=np.int32)
    return numbers


def known_to(own: PreTrainedTokenizerBase, teacher: PreTrainedTokenizerBase, used: NDArray[np.bool_]) -> Vocabulary | None:
    """The vocabulary of a student that was made so before, from its tokenizer; None where it is no part of its teacher's that these pieces
    are in."""
    of_teacher = teacher.get_vocab()
    pieces = sorted(own.get_vocab().items(), key=lambda pair: pair[1])
    kept = np.array([of_teacher.get(piece, -1) for piece, _ in pieces], np.int64)
    in_order = [number for _, number in pieces] == list(range(len(pieces))) and bool((np.diff(kept) > 0).all()) and kept[0] >= 0
    if not in_order or not bool(np.isin(np.flatnonzero(used), kept).all()):
        return None
    return Vocabulary(own, kept, len(used))


def renumber_config(config: PretrainedConfig, numbers: NDArray[np.int32]) -> None:
    """Give the config the new numbers of its special pieces, and how many there are."""
    for name, number in _special_ids(config, len(numbers)):
        setattr(config, name, int(numbers[number]))
    config.vocab_size = int((numbers >= 0).sum())


def _special_ids(config: PretrainedConfig, size: int) -> list[tuple[str, int]]:
    named = {name: getattr(config, name, None) for name in config.to_dict() if name.endswith("_token_id")}
    return [(name, number) for name, number in named.items() if isinstance(number, int) and 0 <= number < size]


def _written(tokenizer: PreTrainedTokenizerBase) -> dict[str, Any]:
    """The tokenizer's own description. Raises: ProblemError(student_vocabulary) for one that has none."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    written: dict[str, Any] = {} if backend is None else json.loads(backend.to_str())
    kind = written.get("model", {}).get("type")
    if kind not in _NEEDED:
        raise _refused(problem_reasons.OTHER_TOKENIZER, str(kind))
    return written


def _kept(written: dict[str, Any], config: PretrainedConfig, used: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pieces stay, bool as `used`: those of the texts, the special ones, and what the model of the tokenizer needs beside."""
    model, kept = written["model"], used.copy()
    special = {token["id"] for token in written["added_tokens"]} | {number for _, number in _special_ids(config, len(used))}
    low = [number for number in special if number < FIRST_SPECIAL]
    special |= set(range(max(low, default=-1) + 1))
    _keep(kept, special)
    _NEEDED[model["type"]](model, kept)
    return kept


def _keep(kept: NDArray[np.bool_], numbers: Iterable[int]) -> None:
    """Pieces beyond the model's vectors were never read by it."""
    kept[[number for number in numbers if number < len(kept)]] = True


def _is_kept(numbers: NDArray[np.int32], number: int) -> bool:
    return number < len(numbers) and numbers[number] >= 0


def _for_word_piece(model: dict[str, Any], kept: NDArray[np.bool_]) -> None:
    """Every sign that has a piece, at the beginning of a word and inside it."""
    inside = model.get("continuing_subword_prefix") or ""
    vocabulary: dict[str, int] = model["vocab"]
    _keep(kept, (number for piece, number in vocabulary.items() if len(piece.removeprefix(inside)) <= 1 or len(piece) == 1))
    _keep(kept, _numbers_of(vocabulary, [model.get("unk_token")]))


def _for_bpe(model: dict[str, Any], kept: NDArray[np.bool_]) -> None:
    """Every sign or byte, and whatever a piece that stays is joined from, by whichever rule."""
    vocabulary: dict[str, int] = model["vocab"]
    inside, end = model.get("continuing_subword_prefix") or "", model.get("end_of_word_suffix") or ""
    single = (number for piece, number in vocabulary.items() if len(piece.removeprefix(inside).removesuffix(end)) <= 1)
    _keep(kept, single)
    _keep(kept, _numbers_of(vocabulary, [model.get("unk_token"), *BYTES]))
    parts: dict[int, set[int]] = {}
    for left, right, joined in _rules(model):
        parts.setdefault(joined, set()).update((left, right))
    waiting = [int(number) for number in np.flatnonzero(kept)]
    while waiting:
        for part in parts.get(waiting.pop(), ()):
            if part < len(kept) and not kept[part]:
                kept[part] = True
                waiting.append(part)


def _for_unigram(model: dict[str, Any], kept: NDArray[np.bool_]) -> None:
    """Every sign; and the least likely piece, for the price of a sign without a piece is reckoned from it."""
    pieces: list[tuple[str, float]] = model["vocab"]
    _keep(kept, (number for number, (piece, _) in enumerate(pieces) if len(piece) == 1 or piece in BYTES))
    _keep(kept, [int(np.argmin([score for _, score in pieces]))])
    if model.get("unk_id") is not None:
        _keep(kept, [int(model["unk_id"])])


_NEEDED = {"WordPiece": _for_word_piece, "BPE": _for_bpe, "Unigram": _for_unigram}


def _numbers_of(vocabulary: dict[str, int], pieces: Collection[str | None]) -> Iterator[int]:
    return (vocabulary[piece] for piece in pieces if piece in vocabulary)


def _rules(model: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """The numbers of two pieces and of the one that they are joined to."""
    vocabulary: dict[str, int] = model["vocab"]
    inside = model.get("continuing_subword_prefix") or ""
    for rule in model["merges"]:
        left, right = rule.split(" ") if isinstance(rule, str) else rule
        joined = vocabulary.get(left + right.removeprefix(inside))
        if left in vocabulary and right in vocabulary and joined is not None:
            yield vocabulary[left], vocabulary[right], joined


def _cut(written: dict[str, Any], numbers: NDArray[np.int32]) -> None:
    """Take the other pieces out of a tokenizer's description, and renumber those that stay wherever one is named."""
    model = written["model"]
    if model["type"] == "Unigram":
        model["vocab"] = [pair for number, pair in enumerate(model["vocab"]) if _is_kept(numbers, number)]
        if model.get("unk_id") is not None:
            model["unk_id"] = int(numbers[model["unk_id"]])
    else:
        vocabulary: dict[str, int] = model["vocab"]
        kept = {piece: int(numbers[number]) for piece, number in vocabulary.items() if _is_kept(numbers, number)}
        if model["type"] == "BPE":
            inside = model.get("continuing_subword_prefix") or ""
            model["merges"] = [rule for rule in model["merges"] if _stays(rule, kept, inside)]
        model["vocab"] = dict(sorted(kept.items(), key=lambda pair: pair[1]))
    written["added_tokens"] = [
        token | {"id": int(numbers[token["id"]])} for token in written["added_tokens"] if _is_kept(numbers, token["id"])
    ]
    written["truncation"] = written["padding"] = None
    if written.get("post_processor"):
        _renumber_frame(written["post_processor"], numbers)


def _stays(rule: str | list[str], kept: dict[str, int], inside: str) -> bool:
    left, right = rule.split(" ") if isinstance(rule, str) else rule
    return left in kept and right in kept and left + right.removeprefix(inside) in kept


def _renumber_frame(processor: dict[str, Any], numbers: NDArray[np.int32]) -> None:
    """The pieces that every text is put between."""
    for inner in processor.get("processors", ()):
        _renumber_frame(inner, numbers)
    for name in ("sep", "cls"):
        if isinstance(processor.get(name), list):
            piece, number = processor[name]
            processor[name] = [piece, int(numbers[number])]
    frame = processor.get("special_tokens")
    if isinstance(frame, dict):
        for token in frame.values():
            token["ids"] = [int(numbers[number]) for number in token["ids"]]


def _refused(reason: str, detail: str) -> ProblemError:
    return ProblemError(problem("student_vocabulary", detail, reason=reason))
