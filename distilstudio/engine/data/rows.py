"""Rows as a run gets them, whatever the kind of work: one column by role. Must not know: files, formats, models, tokenizers."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa  # type: ignore[import-untyped]
from numpy import int64
from numpy.typing import NDArray

from distilstudio.engine.data.cleaning import compared
from distilstudio.protocol.events import DataChoiceInspected

FEWEST_ROWS = 20


@dataclass(frozen=True)
class Rows:
    """Cleaned rows, one column by role; which roles there are is the business of their kind and of its task.

    Every kind has "text" (string) and "row", its number in the file. Classification: "label" (string, null where a row has none). Other kinds
    add "key" and "stratum" (see `keys`, `strata`), and what their task reads.
    """

    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def take(self, index: NDArray[int64]) -> Rows:
        """The rows with these places, in this order."""
        return Rows(self.table.take(pa.array(index)))

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
    def keys(self) -> list[str]:
        """What must never be on both sides of a split: the text as it is compared, unless the kind says otherwise."""
        keys: list[str] = (self.table["key"] if "key" in self.table.column_names else compared(self.table["text"])).to_pylist()
        return keys

    @property
    def strata(self) -> list[str | None]:
        """What a split keeps in proportion; None: the row carries no label."""
        strata: list[str | None] = self.table["stratum" if "stratum" in self.table.column_names else "label"].to_pylist()
        return strata


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


def exam_overlap_note(rows: int) -> DataNote:
    """So many training rows are in the exam file too."""
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
    `sha256` is of the training file's bytes. `final`: rows for the last exam, that no choice ever sees; None where none were asked for."""

    train: Rows
    exam: Rows
    label_names: list[str]
    sha256: str
    choice: DataChoiceInspected
    notes: list[DataNote]
    final: Rows | None = None
