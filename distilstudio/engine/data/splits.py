"""Sets rows aside for an exam: by label, by seed, and never the same text on both sides. Must not know: files, what a text is."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data.hashes import NO_HASHES, Hashes, hashes_of
from distilstudio.engine.data.label_sets import BETWEEN_LABELS, NONE, split
from distilstudio.engine.scratch import taken

Indices = NDArray[np.int64]

_PART = 65_536
"""Texts that are Python's strings at a time."""


@dataclass(frozen=True)
class _Texts:
    """Texts that may go to the exam: those with a label, and only one. Arrays of one length; `lots`: their order in the draw."""

    places: Indices
    labels: Indices
    rows: Indices
    lots: Indices


def stratified_split(
    labels: Sequence[str | None] | pa.ChunkedArray,
    keys: Sequence[str] | pa.ChunkedArray,
    fraction: float,
    seed: int,
    learnt: Hashes = NO_HASHES,
) -> tuple[Indices, Indices]:
    """Row numbers to learn from and row numbers for the exam, both ascending.

    Rows with the same key (the text, normalised) stay together. Rows without label, and texts that carry two labels, are never in the exam.
    A text of which some rows have a label and others none is drawn last; where it is drawn, its rows without label are on neither side.
    Every label keeps a row to learn from; its share of the exam is within one text's rows of its share of the data, and the exam has a text
    wherever one can be spared. Where rows carry several
    labels (joined by BETWEEN_LABELS) the rarest label is drawn first, and none gets more than its share; rows that carry none of them are drawn
    as if that were a label.
    The order in which texts are drawn comes from a hash of seed and key, so it holds on every machine and hardly changes when rows are added.
    Keys whose hashes are in `learnt` are drawn last: only where a label has too few others are they in the exam.
    """
    every = labels if isinstance(labels, pa.ChunkedArray) else pa.chunked_array([pa.array(labels, pa.string())])
    texts = keys if isinstance(keys, pa.ChunkedArray) else pa.chunked_array([pa.array(keys, pa.string())])
    names, numbers = _numbered(every)
    text_of, found = _grouped(texts, numbers, seed, learnt)
    counts = Counter(
        {name: int(rows) for name, rows in zip(names, np.bincount(numbers[numbers >= 0], minlength=len(names)), strict=True)}
    )
    if any(BETWEEN_LABELS in name for name in names):
        exam = _draw_several(found, names, counts, fraction)
    else:
        exam = _draw(found, names, counts, _quotas(counts, fraction))
    drawn = np.zeros(int(text_of.max(initial=-1)) + 1, dtype=bool)
    drawn[exam] = True
    chosen = drawn[text_of]
    return np.flatnonzero(~chosen), np.flatnonzero(chosen & (numbers >= 0))


def _numbered(labels: pa.ChunkedArray) -> tuple[list[str], Indices]:
    """Every label once, and the number of each row's, −1 where it has none."""
    encoded = pa.concat_arrays(labels.chunks or [pa.array([], pa.string())]).dictionary_encode()
    names: list[str] = encoded.dictionary.to_pylist()
    return names, encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)


def _grouped(keys: pa.ChunkedArray, labels: Indices, seed: int, learnt: Hashes) -> tuple[NDArray[np.int32], _Texts]:
    """The number of each row's text, and what is known of the texts that may be drawn."""
    text_of, first, rows, lowest, highest = _same_texts(keys, labels)
    last = np.isin(hashes_of(keys)[first], learnt) if len(learnt) else np.zeros(len(first), np.bool_)
    labelled = np.bincount(text_of[labels >= 0], minlength=len(first))
    last |= labelled < rows
    places = np.flatnonzero((lowest == highest) & (highest >= 0))
    places = places[np.argsort(first[places], kind="stable")]
    lots = np.zeros((len(places), 2), np.uint64)
    for start in range(0, len(places), _PART):
        part = taken(pa.table({"key": keys}), first[places[start : start + _PART]])["key"].to_pylist()
        lots[start : start + len(part)] = np.frombuffer(b"".join(_lot(seed, key) for key in part), ">u8").reshape(-1, 2)
    rank = np.empty(len(places), np.int64)
    rank[np.lexsort((lots[:, 1], lots[:, 0], last[places]))] = np.arange(len(places))
    return text_of, _Texts(places, highest[places], labelled[places], rank)


def _same_texts(keys: pa.ChunkedArray, labels: Indices) -> tuple[NDArray[np.int32], Indices, Indices, Indices, Indices]:
    """The number of each row's text; and of each text its first row, how many rows it has, and the lowest and highest number of its labels,
    −1 where none of its rows has any.

    As `np.unique` finds them, which holds twice as much meanwhile: of five million rows that counts.
    """
    hashes = hashes_of(keys)
    if not len(hashes):
        nothing = np.zeros(0, np.int64)
        return nothing.astype(np.int32), nothing, nothing, nothing, nothing
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    begins = np.concatenate([[True], hashes[1:] != hashes[:-1]])
    del hashes
    starts = np.flatnonzero(begins)
    text_of = np.empty(len(order), np.int32)
    text_of[order] = np.cumsum(begins, dtype=np.int32) - np.int32(1)
    sorted_labels = labels[order]
    first = order[starts]
    rows = np.diff(starts, append=len(order))
    highest = np.maximum.reduceat(sorted_labels, starts)
    sorted_labels[sorted_labels < 0] = np.iinfo(np.int64).max
    return text_of, first, rows, np.minimum(np.minimum.reduceat(sorted_labels, starts), highest), highest


def _draw(texts: _Texts, names: list[str], counts: Counter[str], wanted: dict[str, int]) -> list[int]:
    """The exam's texts where each carries one label."""
    exam: list[int] = []
    spare, without = sum(wanted.values()), []
    for number, name in enumerate(names):
        room = wanted[name]
        own = np.flatnonzero(texts.labels == number)
        own = own[np.argsort(texts.lots[own], kind="stable")]
        for place, rows in _pairs(texts.places[own], texts.rows[own]):
            if room == 0:
                break
            if rows <= room:
                exam.append(place)
                room -= rows
        spare -= wanted[name] - room
        if len(own) and room and room == wanted[name]:  # each of its texts stands in more rows than the label has room for
            without.append((own[np.argmin(texts.rows[own])], counts[name]))
    for text, labelled in without:
        place, rows = int(texts.places[text]), int(texts.rows[text])
        if rows < labelled and (rows <= spare or not exam):
            exam.append(place)
            spare -= rows
    return exam


def _pairs(places: Indices, rows: Indices) -> Iterator[tuple[int, int]]:
    """As numbers of Python's a part after the other: most of them are never looked at."""
    for start in range(0, len(places), _PART):
        yield from zip(places[start : start + _PART].tolist(), rows[start : start + _PART].tolist(), strict=True)


def _draw_several(texts: _Texts, names: list[str], together: Counter[str], fraction: float) -> list[int]:
    """The exam's texts where they may carry several labels. Rarest label first, as in iterative stratification.

    together: how many rows carry just this set of labels. Source: Sechidis et al. 2011, "On the Stratification of Multi-Label Data"; here a
    label's room is never exceeded, so that each keeps rows to learn from.
    """
    counts: Counter[str] = Counter()
    for name, rows in together.items():
        counts.update(dict.fromkeys(_parts(name), rows))
    room = _quotas(counts, fraction)
    rarest = [min(_parts(name), key=lambda part: (counts[part], part)) for name in names]
    groups: dict[str, list[int]] = defaultdict(list)
    for text, number in enumerate(texts.labels.tolist()):
        # Drawn where its rarest label is; by then the commoner ones have all their room.
        groups[rarest[number]].append(text)
    exam: list[int] = []
    for label in sorted(groups, key=lambda label: (counts[label], label)):
        for text in sorted(groups[label], key=texts.lots.__getitem__):
            parts, rows = _parts(names[texts.labels[text]]), int(texts.rows[text])
            if all(rows <= room[part] for part in parts):
                exam.append(int(texts.places[text]))
                for part in parts:
                    room[part] -= rows
    if exam or not any(room.values()):
        return exam
    spared = (text for text in np.argsort(texts.rows, kind="stable") if _can_be_spared(texts, int(text), names, counts))
    return [int(texts.places[text]) for text in itertools.islice(spared, 1)]


def _can_be_spared(texts: _Texts, text: int, names: list[str], counts: Counter[str]) -> bool:
    return all(texts.rows[text] < counts[label] for label in _parts(names[texts.labels[text]]))


def _parts(name: str) -> list[str]:
    """The labels of a set; of the empty one that it is empty."""
    return split(name) or [NONE]


def _quotas(rows: Counter[str], fraction: float) -> dict[str, int]:
    """Exam rows by label: whole numbers that add up to the share of all rows, the largest remainders first, one row at least in all."""
    exact = {label: count * fraction for label, count in rows.items()}
    quotas = {label: min(int(share), rows[label] - 1) for label, share in exact.items()}
    missing = max(1, round(sum(exact.values()))) - sum(quotas.values())
    for label in sorted(exact, key=lambda label: (quotas[label] - exact[label], label)):
        if missing <= 0:
            break
        if quotas[label] < rows[label] - 1 and quotas[label] < exact[label]:
            quotas[label] += 1
            missing -= 1
    return quotas


def _lot(seed: int, key: str) -> bytes:
    return hashlib.blake2b(f"{seed}\0{key}".encode(errors="surrogatepass"), digest_size=16).digest()
