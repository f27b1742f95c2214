"""What a person should know of their rows before a run: counted whole columns at a time, told as facts without words.

Every fact's `values` has "rows": how many rows it is about. Must not know: sentences, files, how a fact is mended.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data.cleaning import Side
from distilstudio.engine.data.label_sets import NONE, count_singles
from distilstudio.protocol.inspection import HealthFact

MOST_ROWS_NAMED = 1000
IMBALANCE = 5.0
"""From this ratio of the largest to the smallest label on, a model may learn to ignore the small one."""
FEW_EXAMINED = 100
"""Of fewer exam rows it is said how little their score can tell."""
MOST_LABELS = 2000
MOST_NAMED = 5
"""Labels that are named, the commonest first."""
LONGEST_NAME = 60
PIECES_PER_WORD = 1.3
"""Word pieces of a word, about: no tokenizer is at hand yet. A Chinese, Japanese or Korean sign counts as one."""

Rows = NDArray[np.int64]
_ONE_PIECE_SIGNS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"


def health_facts(
    train: Side, exam: Side | None, names: list[str], max_length: int, ragged: list[int], set_aside: int, final: int = 0
) -> list[HealthFact]:
    """All facts, in the order in which a person reads them. `set_aside`: rows that go to the exam where it has no file of its own; `final`:
    rows for the final exam."""
    singles = count_singles(names, np.bincount(train.labels[train.labelled], minlength=len(names)))
    names, counts = list(singles), np.array(list(singles.values()), dtype=np.int64)
    facts = [
        _rows_fact(train, exam, set_aside, final),
        _labels_fact(train, counts, names),
        *_imbalance_facts(counts, names),
        fact("duplicates", duplicates(train), "note"),
        fact("contradictions", contradictions(train), "warn"),
    ]
    if exam is not None:
        facts.append(fact("exam_overlap", exam_overlap(train, exam), "warn"))
    long = long_texts(train.texts, max_length)
    facts += [
        fact("empty_rows", np.flatnonzero(~train.filled), "note"),
        fact("unlabelled_rows", np.flatnonzero(train.filled & (train.labels < 0)), "note"),
        fact("long_texts", long, "warn" if len(long) > len(train) / 10 else "note", limit=max_length),
        fact("ragged_rows", np.array(ragged, dtype=np.int64), "warn"),
    ]
    return facts


def duplicates(side: Side) -> Rows:
    """Rows whose text stood in an earlier row."""
    rows = np.flatnonzero(side.filled)
    again: Rows = rows[_first_of_each(side.keys[rows], rows)[side.keys[rows]] != rows]
    return again


def contradictions(side: Side) -> Rows:
    """Rows whose text carries another label elsewhere."""
    rows = np.flatnonzero(side.labelled)
    if not len(rows):
        return rows
    keys, labels = side.keys[rows], side.labels[rows]
    differs = np.zeros(int(keys.max()) + 1, dtype=bool)
    differs[keys[labels != _first_of_each(keys, labels)[keys]]] = True
    return rows[differs[keys]]


def _first_of_each(keys: Rows, values: Rows) -> Rows:
    """For each key the value at which it comes first; in time that grows as the rows do, where sorting them would not."""
    first = np.full(int(keys.max(initial=-1)) + 1, -1, dtype=np.int64)
    first[keys[::-1]] = values[::-1]
    return first


def none_of_labels(side: Side, names: list[str]) -> Rows:
    """Rows that may carry several labels, and are known to carry none."""
    return np.flatnonzero(side.filled & (side.labels == names.index(NONE))) if NONE in names else np.zeros(0, np.int64)


def with_none_of_labels(facts: list[HealthFact], side: Side, names: list[str], empty_is_none: bool) -> list[HealthFact]:
    """The facts of rows that may carry several labels. An empty cell among them may say that none fits, or that nobody looked: who has such rows
    is asked, urgently where no row says the former. empty_is_none: it was said; "fixed" is then among the values."""
    none = none_of_labels(side, names)
    told = []
    for one in facts:
        if one.code != "unlabelled_rows":
            told.append(one)
            continue
        if one.level == "ok":
            told.append(one)
        else:
            told.append(HealthFact(one.code, "note" if len(none) else "warn", {**one.values, "asked": "1"}, one.rows))
        if len(none):
            values = {"rows": str(len(none))} | ({"fixed": "1"} if empty_is_none else {})
            told.append(HealthFact("none_of_labels", "ok", values, none[:MOST_ROWS_NAMED].tolist()))
    return told


def with_labels_together(facts: list[HealthFact], column: str, labels: list[str]) -> list[HealthFact]:
    """The facts about a table in which each label has a column of its own, and `column` has them together; said behind what labels there are."""
    values = {"columns": str(len(labels)), "column": column}
    at = next((place for place, one in enumerate(facts) if one.code == "labels"), 0) + 1
    return [
        *facts[:at],
        HealthFact("labels_together", "note", values, names=[shortened(name) for name in labels[:MOST_NAMED]]),
        *facts[at:],
    ]


def exam_overlap(train: Side, exam: Side) -> Rows:
    """Training rows whose text stands in the exam too."""
    return np.flatnonzero(train.filled & np.isin(train.keys, exam.keys[exam.filled]))


def long_texts(texts: pa.ChunkedArray, max_length: int) -> Rows:
    """Rows whose text is likely cut at so many word pieces, by the count of words."""
    # A piece has one character at least, so most texts need no closer look.
    rows = np.flatnonzero(pc.greater(pc.utf8_length(texts), max_length).to_numpy())
    if not len(rows):
        return rows
    candidates = texts.take(pa.array(rows))
    signs = pc.count_substring_regex(candidates, _ONE_PIECE_SIGNS).to_numpy()
    words = sum(pc.count_substring(candidates, blank).to_numpy() for blank in (" ", "\n")) + (signs == 0)
    cut: Rows = rows[signs + PIECES_PER_WORD * words > max_length]
    return cut


def too_many_labels(labels: int, rows: int) -> bool:
    """Whether so many different labels in so many labelled rows look like a column of texts or numbers."""
    return labels > MOST_LABELS or (rows >= 50 and labels > rows / 2)


def shortened(name: str) -> str:
    """A label as a sentence can hold it."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def fact(code: str, rows: Rows, level: str, **values: object) -> HealthFact:
    """A fact about these rows; ok where there are none."""
    shown: Literal["ok", "note", "warn"] = "ok" if not len(rows) else "warn" if level == "warn" else "note"
    texts = {"rows": str(len(rows))} | {name: str(value) for name, value in values.items()}
    return HealthFact(code, shown, texts, rows[:MOST_ROWS_NAMED].tolist())  # type: ignore[arg-type]


def _rows_fact(train: Side, exam: Side | None, set_aside: int, final: int) -> HealthFact:
    """As "rows" those to learn from, without empty ones and without the exam's; as "total" all of the file. "off", where the exam is small: by
    how many points a score of so few rows may miss, in 19 of 20 draws of them at most."""
    usable = int(train.filled.sum())
    gone = set_aside if exam is None else len(exam_overlap(train, exam))
    exam_rows = set_aside if exam is None else int(exam.labelled.sum())
    values = {"rows": str(usable - gone - final), "total": str(len(train)), "exam_rows": str(exam_rows)}
    if final:
        values["final_rows"] = str(final)
    if few := 0 < exam_rows < FEW_EXAMINED and bool(train.labelled.any()):
        half = 100 * 1.96 * math.sqrt(0.25 / exam_rows)  # of the 95 % interval of a share of one half
        values["off"] = str(min(50, round(half)))
    return HealthFact("rows", "note" if few else "ok" if usable else "warn", values)


def _labels_fact(train: Side, counts: NDArray[np.int64], names: list[str]) -> HealthFact:
    rows = int(train.labelled.sum())
    used = len(names)
    problem = "none" if used == 0 else "one" if used == 1 else "many" if too_many_labels(used, rows) else ""
    shown = [shortened(names[place]) for place in np.argsort(-counts, kind="stable")[:MOST_NAMED]]
    values = {"labels": str(used), "rows": str(rows), "problem": problem}
    if counts.sum() > rows:
        values["a_row"] = f"{counts.sum() / rows:.2f}"
    return HealthFact("labels", "warn" if problem else "ok", values, names=shown)


def _imbalance_facts(counts: NDArray[np.int64], names: list[str]) -> list[HealthFact]:
    if len(names) < 2:
        return []
    largest, smallest = np.argmax(counts), np.argmin(counts)
    ratio = counts[largest] / counts[smallest]
    values = {
        "rows": str(counts[smallest]),
        "label": shortened(names[smallest]),
        "largest": shortened(names[largest]),
        "largest_rows": str(counts[largest]),
        "ratio": f"{ratio:.1f}",
    }
    return [HealthFact("imbalance", "warn" if ratio >= IMBALANCE else "ok", values)]
