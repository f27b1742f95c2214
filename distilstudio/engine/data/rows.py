"""Rows as a run gets them, whatever the kind of work: one column by role. Must not know: files, formats, models, tokenizers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

import pyarrow as pa  # type: ignore[import-untyped]
from numpy import int64
from numpy.typing import NDArray

from distilstudio.engine.data.cleaning import compared
from distilstudio.engine.scratch import kept, parts_of, taken
from distilstudio.protocol.inspection import DataChoiceInspected
from distilstudio.protocol.problems import ProblemError, problem

FEWEST_ROWS = 20


def compared_of(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """`compared` for a column that may be mapped: what comes out is mapped too where it is large."""
    empty = pa.chunked_array([], pa.string())
    parts = (pa.table({"key": compared(part["text"])}) for part in parts_of(pa.table({"text": texts})))
    return kept(chain([pa.table({"key": empty})], parts))["key"]


@dataclass(frozen=True)
class Rows:
    """Cleaned rows, one column by role; which roles there are is the business of their kind and of its task.

    Every kind has "text" (string) and "row", its number in the file. Classification: "label" (string, null where a row has none). Other kinds
    add "key" and "stratum" (see `keys`, `strata`), perhaps "same", and what their task reads.
    """

    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def take(self, index: NDArray[int64]) -> Rows:
        """The rows with these places, in this order."""
        return Rows(taken(self.table, index))

    @property
    def texts(self) -> list[str]:
        """The texts, none of them empty."""
        texts: list[str] = self.table["text"].to_pylist()
        return texts

    @property
    def labels(self) -> list[str | None]:
        """The labels by name; None: the teacher labels the row."""
        labels: list[str | None] = self.table["label"].to_pylist()
        return labels

    @property
    def keys(self) -> pa.ChunkedArray:
        """What must never be on both sides of a split: the text as it is compared, unless the kind says otherwise."""
        if "key" in self.table.column_names:
            return self.table["key"]
        return compared_of(self.table["text"])

    @property
    def same(self) -> pa.ChunkedArray:
        """What is the same in two rows that are one and the same: the key, unless rows that a split keeps together may differ."""
        return self.table["same"] if "same" in self.table.column_names else self.keys

    @property
    def strata(self) -> pa.ChunkedArray:
        """What a split keeps in proportion; null: the row carries no label."""
        return self.table["stratum" if "stratum" in self.table.column_names else "label"]


@dataclass(frozen=True)
class DataNote:
    """Something that was decided about the rows. `code` is stable, `text` the English sentence, `values` fill the window's own."""

    code: str
    text: str
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on_rows(cls, code: str, rows: int, one: str, more: str, **values: str) -> DataNote:
        """A note on so many rows: the sentence for one of them, or the one for more with its "{rows}"; both may use other values."""
        filled = {"rows": str(rows)} | values
        return cls(code, (one if rows == 1 else more).format(**filled), filled)


def exam_set_aside_note(rows: int) -> DataNote:
    """So many rows of the training file make the exam."""
    return DataNote.on_rows(
        "exam_set_aside", rows, "1 row was set aside for the exam.", "{rows} rows were set aside for the exam."
    )


def exam_overlap_note(rows: int, others: int) -> DataNote:
    """So many training rows are in the exam file too; `others`: how many are not. Raises: ProblemError(data_all_in_exam) where none is left."""
    if not others:
        raise ProblemError(problem("data_all_in_exam", rows=rows))
    return DataNote.on_rows(
        "exam_overlap",
        rows,
        "1 training row stands in the exam file too; the student does not learn from it.",
        "{rows} training rows stand in the exam file too; the student does not learn from them.",
    )


def exam_left_out_note(rows: int) -> DataNote:
    """So many rows of the exam file are of no use."""
    return DataNote.on_rows(
        "exam_left_out",
        rows,
        "1 row of the exam file has no text or no label; it is left out.",
        "{rows} rows of the exam file have no text or no label; they are left out.",
    )


@dataclass(frozen=True)
class LoadedData:
    """What a run trains on and is examined on. `label_names`: every label of the training rows, numbers by value, else by alphabet.
    `sha256` is of the training file's bytes, `exam_sha256` of the exam file's, "" where there is none.
    `final`: rows for the last exam, that no choice ever sees; None where none were asked for."""

    train: Rows
    exam: Rows
    label_names: list[str]
    sha256: str
    exam_sha256: str
    choice: DataChoiceInspected
    notes: list[DataNote]
    final: Rows | None = None
