"""Rows for a run: read, cleaned, checked and split as the recipe says, or a Problem that says what to change. Must not know: models, tokenizers.

A new kind of work adds its own roles to `Rows` and its own checks here; what its cells mean is its task module's business.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes, Side, clean, compared
from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.reading import read, resolve
from distilstudio.engine.data.roles import Roles, find_column, settle_roles
from distilstudio.engine.data.splits import stratified_split
from distilstudio.protocol.events import DataChoiceInspected
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Task

FEWEST_ROWS = 20


@dataclass(frozen=True)
class Rows:
    """Cleaned rows, one column by role: "text" and "label" (strings, null where a row has no label) and "row", its number in the file."""

    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def take(self, index: NDArray[np.int64]) -> Rows:
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


@dataclass(frozen=True)
class DataNote:
    """Something that was decided about the rows. `code` is stable, `text` the English sentence, `values` fill the window's own."""

    code: str
    text: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadedData:
    """What a run trains on and is examined on. `label_names`: every label of the training rows, numbers by value, else by alphabet.
    `sha256` is of the training file's bytes."""

    train: Rows
    exam: Rows
    label_names: list[str]
    sha256: str
    choice: DataChoiceInspected
    notes: list[DataNote]


def load(choice: DataChoice, task: Task, base: Path, seed: int) -> LoadedData:
    """Rows to learn from and rows for the exam; no text is in both. Raises: ProblemError data_…, recipe_not_yet."""
    _check_known(choice, task)
    path, exam_path = files_of(choice, base)
    found = read(path, choice.encoding, choice.separator)
    roles = settle_roles(found.table, choice.text, choice.label, path.name)
    exam_table = None
    if exam_path is not None:
        exam_table = in_columns(read_like(exam_path, choice).table, roles, exam_path.name)
    train, exam, names = clean(found.table, exam_table, roles)
    notes = _notes_of_file(found, train)
    if exam is None:
        if choice.exam:
            text = "The exam file is the training file; a part of its rows is set aside for the exam instead."
            notes.append(DataNote("exam_same_file", text))
        _check_labels(train, train.labelled, names, roles)
        learnt, examined, more = _set_aside(train, names, choice.exam_fraction, seed)
        exam_rows = _rows(train, examined, names)
    else:
        learnt, examined, more = _apart(train, exam)
        _check_exam(train, exam, names, roles)
        mask = np.zeros(len(train), dtype=bool)
        mask[learnt] = True
        _check_labels(train, train.labelled & mask, names, roles)
        exam_rows = _rows(exam, examined, names)
    used = np.unique(train.labels[learnt])
    return LoadedData(
        train=_rows(train, learnt, names),
        exam=exam_rows,
        label_names=[names[place] for place in used if place >= 0],
        sha256=_sha256(path),
        choice=inspected_choice(found, path, exam_path, roles),
        notes=notes + more,
    )


def labelled_rows(choice: DataChoice, task: Task, base: Path) -> Rows:
    """Every row of `choice.train` that has a text and a label, to examine a finished model on. Raises: ProblemError data_…, recipe_not_yet."""
    _check_known(choice, task)
    path = resolve(choice.train, base)
    found = read(path, choice.encoding, choice.separator)
    roles = settle_roles(found.table, choice.text, choice.label, path.name)
    side, _, names = clean(found.table, None, roles)
    if not side.labelled.any():
        raise ProblemError(problem("data_no_label", column=roles.label))
    return _rows(side, np.flatnonzero(side.labelled), names)


def _check_known(choice: DataChoice, task: Task) -> None:
    if task != "classification":
        raise ProblemError(problem("recipe_not_yet", feature=task, field="task"))
    if choice.multi_label:
        raise ProblemError(problem("recipe_not_yet", feature="several labels a row", field="data.multi_label"))


def files_of(choice: DataChoice, base: Path) -> tuple[Path, Path | None]:
    """The training file and the exam file; an exam file that is the training file is none. Raises: ProblemError data_missing."""
    if not choice.train:
        raise ProblemError(problem("data_missing", file="?"))
    path = resolve(choice.train, base)
    exam = resolve(choice.exam, base) if choice.exam else None
    return path, None if exam is not None and _same_file(path, exam) else exam


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # what is wrong with either is told when it is read
        return False


def read_like(path: Path, choice: DataChoice) -> ReadTable:
    """The exam file: as the training file was said to be written, or as it looks where that does not fit. Raises: ProblemError data_…"""
    try:
        return read(path, choice.encoding, choice.separator)
    except ProblemError as error:
        if error.problem.code not in ("data_encoding", "data_malformed"):
            raise
        return read(path)


def in_columns(table: pa.Table, roles: Roles, file: str) -> pa.Table:
    """The exam's table with the training file's spelling of the columns. Raises: ProblemError data_no_column."""
    columns = {}
    for role, name in (("text", roles.text), ("label", roles.label)):
        own = find_column(table, name)
        if not own:
            raise ProblemError(
                problem("data_no_column", file=file, column=name, columns=", ".join(table.column_names), role=role)
            )
        columns[name] = table[own]
    return pa.table(columns)


def inspected_choice(found: ReadTable, path: Path, exam: Path | None, roles: Roles) -> DataChoiceInspected:
    """What was taken as said and what was guessed."""
    return DataChoiceInspected(
        train=str(path),
        exam=str(exam) if exam is not None else "",
        format=found.format,
        encoding=found.encoding,
        separator=found.separator,
        text=roles.text,
        label=roles.label,
        guessed=[*roles.guessed, *found.guessed],
    )


def _set_aside(side: Side, names: list[str], fraction: float, seed: int) -> tuple[Codes, Codes, list[DataNote]]:
    """Rows to learn from and for the exam, out of one file."""
    rows = np.flatnonzero(side.filled)
    labels = [names[place] if place >= 0 else None for place in side.labels[rows]]
    keys: list[str] = compared(side.texts.take(pa.array(rows))).to_pylist()
    learnt, examined = stratified_split(labels, keys, fraction, seed)
    if not len(examined):
        raise ProblemError(problem("data_too_few_rows", rows=len(set(keys)), needed=FEWEST_ROWS))
    note = DataNote("exam_set_aside", f"{len(examined)} rows were set aside for the exam.", {"rows": str(len(examined))})
    return rows[learnt], rows[examined], [note]


def _apart(train: Side, exam: Side) -> tuple[Codes, Codes, list[DataNote]]:
    """Rows to learn from without the texts of the exam, and the exam's labelled rows."""
    overlap = health.exam_overlap(train, exam)
    learnt = np.setdiff1d(np.flatnonzero(train.filled), overlap)
    examined = np.flatnonzero(exam.labelled)
    notes = []
    if len(overlap):
        text = f"{len(overlap)} training rows stand in the exam file too; the student does not learn from them."
        notes.append(DataNote("exam_overlap", text, {"rows": str(len(overlap))}))
    if len(examined) < len(exam):
        text = f"{len(exam) - len(examined)} rows of the exam file have no text or no label; they are left out."
        notes.append(DataNote("exam_left_out", text, {"rows": str(len(exam) - len(examined))}))
    return learnt, examined, notes


def _check_exam(train: Side, exam: Side, names: list[str], roles: Roles) -> None:
    if not exam.labelled.any():
        raise ProblemError(problem("data_no_label", column=roles.label))
    if not train.labelled.any():
        return
    strange = np.setdiff1d(exam.labels[exam.labelled], train.labels[train.labelled])
    if len(strange):
        shown = [names[place] for place in strange[:10]]
        raise ProblemError(problem("data_exam_label", labels=", ".join(shown) + (" …" if len(strange) > 10 else "")))


def _check_labels(side: Side, usable: np.typing.NDArray[np.bool_], names: list[str], roles: Roles) -> None:
    """Whether there is something to learn in the usable rows: labels, more than one, not too many, each often enough."""
    rows = int(usable.sum())
    used = np.unique(side.labels[usable])
    if not side.labelled.any():
        raise ProblemError(problem("data_no_label", column=roles.label))
    if len(used) == 1 and rows > 1:
        raise ProblemError(problem("data_one_label", label=names[used[0]], column=roles.label))
    if health.too_many_labels(len(used), rows):
        raise ProblemError(problem("data_too_many_labels", column=roles.label, labels=len(used), rows=rows))
    needed = max(FEWEST_ROWS, 2 * len(used))
    if rows < needed:
        raise ProblemError(problem("data_too_few_rows", rows=rows, needed=needed))


def _rows(side: Side, rows: Codes, names: list[str]) -> Rows:
    places = side.labels[rows]
    labels = pa.array(names, pa.string()).take(pa.array(places, mask=places < 0))
    return Rows(pa.table({"text": side.texts.take(pa.array(rows)), "label": labels, "row": pa.array(rows)}))


def _notes_of_file(found: ReadTable, train: Side) -> list[DataNote]:
    empty = len(train) - int(train.filled.sum())
    unlabelled = int((train.filled & (train.labels < 0)).sum())
    counts = (
        (
            "ragged_rows",
            len(found.ragged_rows),
            "{rows} rows had too few or too many columns; they were filled up, or joined in the text.",
        ),
        ("empty_rows", empty, "{rows} rows without a text were left out."),
        ("unlabelled_rows", unlabelled, "{rows} rows have no label; the teacher labels them."),
    )
    return [DataNote(code, text.format(rows=rows), {"rows": str(rows)}) for code, rows, text in counts if rows]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for chunk in scanning.chunks_of(path):
        digest.update(chunk)
    return digest.hexdigest()
