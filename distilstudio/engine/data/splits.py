"""Sets rows aside for an exam: by label, by seed, and never the same text on both sides. Must not know: files, tables."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.data.label_sets import BETWEEN_LABELS, split

Indices = NDArray[np.int64]


def stratified_split(labels: Sequence[str | None], keys: Sequence[str], fraction: float, seed: int) -> tuple[Indices, Indices]:
    """Row numbers to learn from and row numbers for the exam, both ascending.

    Rows with the same key (the text, normalised) stay together. Rows without label, and texts that carry two labels, are never in the exam.
    Every label keeps a row to learn from; its share of the exam is within one text's rows of its share of the data. Where rows carry several
    labels (joined by BETWEEN_LABELS) the rarest label is drawn first, and none gets more than its share.
    The order in which texts are drawn comes from a hash of seed and key, so it holds on every machine and hardly changes when rows are added.
    """
    texts: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        texts[key].append(row)
    alike: dict[str, list[list[int]]] = defaultdict(list)
    for rows in texts.values():
        found = {labels[row] for row in rows}
        label = found.pop()
        if label is not None and not found:
            alike[label].append(rows)
    for groups in alike.values():
        groups.sort(key=lambda rows: _lot(seed, keys[rows[0]]))
    if any(BETWEEN_LABELS in label for label in alike):
        exam = _draw_several(alike, labels, keys, fraction, seed)
    else:
        exam = _draw(alike, _quotas(Counter(label for label in labels if label is not None), fraction))
    chosen = np.zeros(len(keys), dtype=bool)
    chosen[exam] = True
    return np.flatnonzero(~chosen), np.flatnonzero(chosen)


def _draw(alike: dict[str, list[list[int]]], wanted: dict[str, int]) -> list[int]:
    """The exam's rows where each carries one label."""
    exam: list[int] = []
    for label, groups in alike.items():
        room = wanted[label]
        for rows in groups:
            if len(rows) <= room:
                exam.extend(rows)
                room -= len(rows)
    return exam


def _draw_several(
    alike: dict[str, list[list[int]]], labels: Sequence[str | None], keys: Sequence[str], fraction: float, seed: int
) -> list[int]:
    """The exam's rows where they may carry several labels. Rarest label first, as in iterative stratification.

    Source: Sechidis et al. 2011, "On the Stratification of Multi-Label Data"; here a label's room is never exceeded, so that each keeps
    rows to learn from.
    """
    counts = Counter(part for label in labels if label is not None for part in split(label))
    room = _quotas(counts, fraction)
    groups: dict[str, list[tuple[list[int], list[str]]]] = defaultdict(list)
    for label, texts in alike.items():
        parts = split(label)
        # Drawn where its rarest label is; by then the commoner ones have all their room.
        groups[min(parts, key=lambda part: (counts[part], part))] += [(rows, parts) for rows in texts]
    exam: list[int] = []
    for label in sorted(groups, key=lambda label: (counts[label], label)):
        for rows, parts in sorted(groups[label], key=lambda group: _lot(seed, keys[group[0][0]])):
            if all(len(rows) <= room[part] for part in parts):
                exam.extend(rows)
                for part in parts:
                    room[part] -= len(rows)
    return exam


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
