"""What was decided of single training rows on which teacher and label differ: kept, dropped, or the teacher's answer taken.

A recipe keeps a decision under a key made of what stands in the row, its label too. So the person's file stays as it is, the recipe holds wherever
the file is, and a decision about a row that was mended in the file since falls away. The exam's rows are never corrected, nor does a correction
move a row into the exam: it is made after the split. Must not know: files, models, teachers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data.cleaning import human_order
from distilstudio.engine.data.label_sets import join, split
from distilstudio.engine.data.rows import FEWEST_ROWS, DataNote, LoadedData, Rows
from distilstudio.engine.data.tags import OUTSIDE, types_of
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import RecipeError

IntArray = NDArray[np.int64]

KEEP, DROP, TAKE = "keep", "drop", "take "
_TRUTHS = ("label", "tags", "answers")
_ROWS_AT_A_TIME = 50_000


def keys_of(rows: Rows) -> list[str]:
    """The key of every row: the same for the same text (and question) with the same label."""
    return list(_keys(rows))


def changed_rows(rows: Rows, decisions: Mapping[str, str]) -> list[int]:
    """Places of the rows that were dropped, or took the teacher's answer, in their order."""
    return [row for row, key in enumerate(_keys(rows)) if decisions.get(key, KEEP) != KEEP]


def take_labels(labels: Sequence[str]) -> str:
    """The decision that a text carries these labels."""
    return TAKE + _json(list(labels))


def take_spans(spans: Sequence[tuple[int, int, str]]) -> str:
    """The decision that these words of a sentence are marked: first word, word after the last, type."""
    return TAKE + _json([list(span) for span in spans])


def take_answer(span: tuple[int, int] | None) -> str:
    """The decision that these code points of the passage are the answer; None: it has none."""
    return TAKE + _json(list(span) if span is not None else [])


def corrected(data: LoadedData, decisions: Mapping[str, str], several: bool) -> LoadedData:
    """The same data with its rows to learn from as was decided. several: the recipe says that a text may carry several labels.

    Raises: RecipeError for a decision that cannot be read, ProblemError(data_too_few_rows) where hardly a row is left.
    """
    if not decisions:
        return data
    found = {row: decisions[key] for row, key in enumerate(_keys(data.train)) if key in decisions}
    taken = {row: _payload(said) for row, said in found.items() if said not in (KEEP, DROP)}
    dropped = [row for row, said in found.items() if said == DROP]
    table = _with_answers(data.train.table, taken, data.label_names, several)
    kept = np.setdiff1d(np.arange(table.num_rows), np.array(dropped, np.int64))
    if dropped and len(kept) < FEWEST_ROWS:
        raise ProblemError(problem("data_too_few_rows", rows=len(kept), needed=FEWEST_ROWS))
    train = Rows(table).take(kept) if dropped else Rows(table)
    return replace(data, train=train, notes=[*data.notes, *_notes(len(taken), len(dropped))])


def _notes(taken: int, dropped: int) -> Iterator[DataNote]:
    if taken:
        yield DataNote.on_rows(
            "corrections_taken",
            taken,
            "In 1 row the teacher's answer was taken for the label, as was decided.",
            "In {rows} rows the teacher's answer was taken for the label, as was decided.",
        )
    if dropped:
        yield DataNote.on_rows(
            "corrections_dropped",
            dropped,
            "1 row on which teacher and label differ was left out, as was decided.",
            "{rows} rows on which teacher and label differ were left out, as was decided.",
        )


def _keys(rows: Rows) -> Iterator[str]:
    names = [name for name in ("text", "question", *_TRUTHS, "start") if name in rows.table.column_names]
    for batch in rows.table.select(names).to_batches(max_chunksize=_ROWS_AT_A_TIME):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield hashlib.blake2b(_json(cells).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _payload(said: str) -> Any:
    try:
        if said.startswith(TAKE):
            return json.loads(said.removeprefix(TAKE))
    except ValueError:
        pass
    raise RecipeError("data.corrections", f"“{said}” is no decision: keep, drop, or take and an answer")


def _with_answers(table: pa.Table, taken: Mapping[int, Any], labels: list[str], several: bool) -> pa.Table:
    """The table with other labels, tags or answers in some rows."""
    if not taken:
        return table
    truth = next(name for name in _TRUTHS if name in table.column_names)
    rows = np.array(sorted(taken), np.int64)
    there = table.take(pa.array(rows))
    columns: dict[str, list[Any]] = {
        name: there[name].to_pylist() for name in (truth, "start", "words", "text") if name in table.column_names
    }
    write: Callable[[dict[str, list[Any]], int, Any, list[str]], None] = {
        "label": _write_label,
        "tags": _write_tags,
        "answers": _write_answer,
    }[truth]
    for place, row in enumerate(rows.tolist()):
        payload = taken[row]
        try:
            if truth == "label" and not several and len(payload) != 1:
                raise ValueError("a text carries one label")
            write(columns, place, payload, labels)
        except (TypeError, ValueError, IndexError) as error:
            raise RecipeError("data.corrections", f"“{TAKE}{_json(payload)}” does not fit its row: {error}") from error
    for name in (truth, "start"):
        if name in columns:
            # A row keeps its stratum: a correction changes no split.
            place = table.column_names.index(name)
            cells = pa.array(columns[name], table.schema.field(name).type)
            table = table.set_column(place, name, _with_cells(table[name], rows, cells))
    return table


def _with_cells(column: pa.ChunkedArray, rows: IntArray, cells: pa.Array) -> pa.ChunkedArray:
    """The column with these cells in these rising rows; where it is not changed it stays what it is, mapped perhaps from a file."""
    chunks: list[pa.Array] = []
    for start in range(0, len(column), _ROWS_AT_A_TIME):
        part = column.slice(start, _ROWS_AT_A_TIME)
        first, after = np.searchsorted(rows, [start, start + len(part)])
        if first == after:
            chunks += part.chunks
            continue
        places = np.arange(len(part))
        places[rows[first:after] - start] = len(part) + np.arange(after - first)
        both = pa.concat_arrays([*part.chunks, cells.slice(first, after - first)])
        chunks.append(both.take(pa.array(places)))
    return pa.chunked_array(chunks, column.type)


def _write_label(columns: dict[str, list[Any]], row: int, payload: Any, labels: list[str]) -> None:
    strange = [name for name in payload if name not in labels and name not in {one for label in labels for one in split(label)}]
    if strange:
        raise ValueError(f"no label of these texts: {', '.join(map(str, strange)) or '–'}")
    columns["label"][row] = join(human_order(set(payload)))


def _write_tags(columns: dict[str, list[Any]], row: int, payload: Any, labels: list[str]) -> None:
    tags = [OUTSIDE] * len(columns["words"][row])
    kinds = types_of(labels)
    for first, after, kind in payload:
        if not 0 <= first < after <= len(tags) or kind not in kinds:
            raise ValueError(f"{kind} at the words {first} to {after}")
        tags[first:after] = [f"B-{kind}", *[f"I-{kind}"] * (after - first - 1)]
    columns["tags"][row] = tags


def _write_answer(columns: dict[str, list[Any]], row: int, payload: Any, _labels: list[str]) -> None:
    if not payload:
        columns["answers"][row], columns["start"][row] = [], -1
        return
    start, end = payload
    if not 0 <= start < end <= len(columns["text"][row]):
        raise ValueError(f"the passage has no signs {start} to {end}")
    columns["answers"][row], columns["start"][row] = [columns["text"][row][start:end]], start


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
