"""Loading and inspecting for kinds of work that read a whole file as examples of their own: marked sentences, questions with a passage.

Such a kind says what stands in a file (`Work`); splits, checks of both files, counts and health are the same for all. Must not know: formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.files import files_of, read_like, sha256_of
from distilstudio.engine.data.fixes import facts_with_fixes, left_out, notes_of
from distilstudio.engine.data.preview import (
    LABEL_CHARACTERS,
    MOST_LABELS_SHOWN,
    PASSAGE_CHARACTERS,
    PREVIEW_ROWS,
    cut,
    examples,
    preview,
)
from distilstudio.engine.data.reading import resolve
from distilstudio.engine.data.rows import FEWEST_ROWS, DataNote, LoadedData, Rows
from distilstudio.engine.data.splits import stratified_split
from distilstudio.protocol.commands import InspectData
from distilstudio.protocol.events import DataChoiceInspected, DataInspected, HealthFact, LabelCount, MarkedSpan
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

_NOT_OF_EXAMPLES = ("labels", "imbalance", "long_texts", "empty_rows")
"""Facts that mean something else here, or nothing: long texts are read in windows and not cut."""


@dataclass(frozen=True)
class Sheet:
    """A file as examples. `table` has "text", "key", "stratum" (null: nobody labelled it), "row", and what the kind's task reads.

    `text`, `label`: columns or keys that were taken, "" where the format has none. `mended`: rows that were mended, as ragged ones are.
    `left_out`: how many stood in the file and could not be used.
    """

    table: pa.Table
    format: str
    encoding: str
    separator: str
    text: str = ""
    label: str = ""
    guessed: list[str] = field(default_factory=list)
    notes: list[DataNote] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    between: str = ""
    """Sign between the marks of one row in the preview's label column."""


class Work(Protocol):
    """What one kind of work knows of its files."""

    def read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> Sheet:
        """The file as examples. Raises: ProblemError data_…"""
        ...

    def names(self, table: pa.Table) -> list[str]:
        """Names of the labels that a head must answer with to learn these examples, in a fixed order; none where its head has no names."""
        ...

    def more(self, path: Path, choice: DataChoice, train: pa.Table | None) -> pa.Table:
        """A file as examples that nobody labelled, cut into words as those of `train` are. Raises: ProblemError data_…"""
        ...

    def counts(self, table: pa.Table) -> list[tuple[str, int]]:
        """What is counted on the data page, commonest first: names and how often they occur."""
        ...

    def shown(self, table: pa.Table) -> pa.Table:
        """The examples as columns of strings to preview."""
        ...

    def marks(self, table: pa.Table) -> list[list[MarkedSpan]]:
        """What is marked in "text" of each example."""
        ...

    def same(self, table: pa.Table) -> list[str]:
        """What makes two examples the same one, for the count of duplicates."""
        ...

    def truth(self, table: pa.Table) -> list[str]:
        """What is said of each example, so that two answers to the same one are seen."""
        ...


class ExamplesKind:
    """The kind for one such work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def load(self, choice: DataChoice, base: Path, seed: int) -> LoadedData:
        """Rows to learn from and rows for the exam; no key is on both sides."""
        path, exam_path = files_of(choice, base)
        sheet = self._read(path, choice)
        notes = [*sheet.notes, *_notes_of_file(sheet)]
        dropped = left_out(self._sides(sheet.table, None)[0], choice)
        notes += notes_of(dropped)
        gone = np.concatenate([np.zeros(0, np.int64), *dropped.values()])
        train = Rows(sheet.table).take(np.setdiff1d(np.arange(sheet.table.num_rows), gone))
        if exam_path is None:
            if choice.exam:
                text = "The exam file is the training file; a part of its rows is set aside for the exam instead."
                notes.append(DataNote("exam_same_file", text))
            learnt, examined = stratified_split(train.strata, train.keys, choice.exam_fraction, seed)
            if not len(examined):
                raise ProblemError(problem("data_too_few_rows", rows=len(set(train.keys)), needed=FEWEST_ROWS))
            notes.append(
                DataNote("exam_set_aside", f"{len(examined)} rows were set aside for the exam.", {"rows": str(len(examined))})
            )
            exam = train.take(examined)
        else:
            exam, learnt, more = self._apart(train, exam_path, choice)
            notes += more
        learn = train.take(learnt)
        self._check(learn, exam, sheet)
        return LoadedData(learn, exam, self._work.names(learn.table), sha256_of(path), _inspected(sheet, path, exam_path), notes)

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The examples of a file as if nobody had labelled them."""
        return Rows(self._work.more(path, choice, train.table if train is not None else None))

    def labelled_rows(self, choice: DataChoice, base: Path) -> Rows:
        """Every labelled row of `choice.train`."""
        path = resolve(choice.train, base)
        sheet = self._read(path, choice)
        rows = Rows(sheet.table)
        labelled = _labelled(rows)
        if not len(labelled):
            raise ProblemError(problem("data_no_label", column=sheet.label or path.name))
        return rows.take(labelled)

    def names(self, rows: Rows) -> list[str]:
        """Names of the labels in these rows."""
        return self._work.names(rows.table)

    def inspect(self, command: InspectData) -> DataInspected:
        """What the data page shows."""
        choice = command.data
        path, exam_path = files_of(choice, Path(command.base))
        sheet = self._read(path, choice)
        exam = self._read(exam_path, choice, like=True).table if exam_path is not None else None
        train_side, exam_side = self._sides(sheet.table, exam)
        set_aside = round(len(_labelled(Rows(sheet.table))) * choice.exam_fraction)
        first = sheet.table.slice(0, PREVIEW_ROWS)
        shown = self._work.shown(first)
        return DataInspected(
            request_id=command.request_id,
            data=_inspected(sheet, path, exam_path),
            columns=list(shown.column_names),
            preview=preview(shown, PASSAGE_CHARACTERS),
            rows=sheet.table.num_rows,
            exam_rows=exam.num_rows if exam is not None else set_aside,
            labels=[
                LabelCount(cut(name, LABEL_CHARACTERS), rows) for name, rows in self._work.counts(sheet.table)[:MOST_LABELS_SHOWN]
            ],
            health=facts_with_fixes(lambda side: self._facts(sheet, side, exam_side, choice, set_aside), train_side, choice),
            examples=examples(train_side),
            marks=[[mark for mark in row if mark.end < PASSAGE_CHARACTERS] for row in self._work.marks(first)],
        )

    def _read(self, path: Path, choice: DataChoice, like: bool = False) -> Sheet:
        if like:
            return read_like(lambda path, encoding, separator: self._work.read(path, choice, encoding, separator), path, choice)
        return self._work.read(path, choice, choice.encoding, choice.separator)

    def _apart(self, train: Rows, exam_path: Path, choice: DataChoice) -> tuple[Rows, Codes, list[DataNote]]:
        """The exam's labelled rows, the training rows whose key is not in the exam, and what was decided."""
        exam = Rows(self._read(exam_path, choice, like=True).table)
        labelled = _labelled(exam)
        notes = []
        if not len(labelled):
            raise ProblemError(problem("data_no_label", column=exam_path.name))
        if len(labelled) < len(exam):
            left = len(exam) - len(labelled)
            text = f"{left} rows of the exam file have no text or no label; they are left out."
            notes.append(DataNote("exam_left_out", text, {"rows": str(left)}))
        taken = set(exam.keys)
        learnt = np.array([row for row, key in enumerate(train.keys) if key not in taken], np.int64)
        overlap = len(train) - len(learnt)
        if overlap:
            text = f"{overlap} training rows stand in the exam file too; the student does not learn from them."
            notes.append(DataNote("exam_overlap", text, {"rows": str(overlap)}))
        return exam.take(labelled), learnt, notes

    def _check(self, learn: Rows, exam: Rows, sheet: Sheet) -> None:
        labelled = _labelled(learn)
        if not len(labelled):
            raise ProblemError(problem("data_no_label", column=sheet.label or sheet.format))
        if len(labelled) < FEWEST_ROWS:
            raise ProblemError(problem("data_too_few_rows", rows=len(labelled), needed=FEWEST_ROWS))
        strange = [name for name in self._work.names(exam.table) if name not in self._work.names(learn.table)]
        if strange:
            raise ProblemError(problem("data_exam_label", labels=", ".join(strange[:10]) + (" …" if len(strange) > 10 else "")))

    def _sides(self, train: pa.Table, exam: pa.Table | None) -> tuple[Side, Side | None]:
        """Both files as the checks of health see them: a number for each example and one for what is said of it, −1: nothing."""
        numbers: dict[str, int] = {}
        said: dict[str, int] = {}
        sides = []
        for table in (train,) if exam is None else (train, exam):
            keys = np.array([numbers.setdefault(key, len(numbers)) for key in self._work.same(table)], np.int64)
            strata = table["stratum"].to_pylist()
            truth = self._work.truth(table)
            codes = [
                said.setdefault(one, len(said)) if stratum is not None else -1 for stratum, one in zip(strata, truth, strict=True)
            ]
            sides.append(Side(table["text"], keys, np.array(codes, np.int64)))
        return sides[0], sides[1] if exam is not None else None

    def _facts(self, sheet: Sheet, train: Side, exam: Side | None, choice: DataChoice, set_aside: int) -> list[HealthFact]:
        counts = self._work.counts(sheet.table)
        names = [str(code) for code in range(int(train.labels.max(initial=-1)) + 1)]
        facts = health.health_facts(train, exam, names, choice.max_length, sheet.mended, set_aside)
        kept = [fact for fact in facts if fact.code not in _NOT_OF_EXAMPLES and (fact.code != "ragged_rows" or sheet.mended)]
        if counts:
            shown = ", ".join(name[:60] for name, _ in counts[:5])
            values = {"labels": str(len(counts)), "rows": str(int(train.labelled.sum())), "names": shown, "problem": ""}
            kept.insert(1, HealthFact("labels", "ok", values))
        kept += [_told(note) for note in sheet.notes]
        if sheet.left_out:
            kept.append(health.fact("empty_rows", np.array(sheet.left_out, np.int64), "note"))
        return kept


def _told(note: DataNote) -> HealthFact:
    """What was done to a file's marks, as the data page says it."""
    match note.code:
        case "answers_lost":
            return HealthFact("answers_lost", "warn", note.values)
        case "no_answers":
            return HealthFact("no_answers", "note", note.values)
    return HealthFact("tags_turned", "note", note.values)


def _labelled(rows: Rows) -> Codes:
    return np.flatnonzero([stratum is not None for stratum in rows.strata])


def _inspected(sheet: Sheet, path: Path, exam: Path | None) -> DataChoiceInspected:
    return DataChoiceInspected(
        train=str(path),
        exam=str(exam) if exam is not None else "",
        format=sheet.format,
        encoding=sheet.encoding,
        separator=sheet.separator,
        text=sheet.text,
        label=sheet.label,
        guessed=sheet.guessed,
        label_separator=sheet.between,
    )


def _notes_of_file(sheet: Sheet) -> list[DataNote]:
    unlabelled = sheet.table["stratum"].null_count
    counts = (
        ("empty_rows", len(sheet.left_out), "{rows} rows without a text were left out."),
        ("unlabelled_rows", unlabelled, "{rows} rows have no label; the teacher labels them."),
    )
    return [DataNote(code, text.format(rows=rows), {"rows": str(rows)}) for code, rows, text in counts if rows]
