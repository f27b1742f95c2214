"""A file that was read as examples, what a kind of work can say of them (`Work`), and what the data page shows: counts, marks and health.

Must not know: formats, splits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.corrections import changed_rows
from distilstudio.engine.data.fixes import facts_with_fixes, odd_kinds
from distilstudio.engine.data.kinds.kind import Sample, ShownRows
from distilstudio.engine.data.odd_rows import odd_facts, odd_rows
from distilstudio.engine.data.preview import (
    LABEL_CHARACTERS,
    MOST_LABELS_SHOWN,
    PASSAGE_CHARACTERS,
    PREVIEW_ROWS,
    cut,
    evenly,
    examples,
    preview,
)
from distilstudio.engine.data.rows import DataNote, Rows
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, HealthFact, LabelCount, MarkedSpan
from distilstudio.protocol.recipe import ODD, DataChoice, Encoding, Separator

_NOT_OF_EXAMPLES = frozenset({"labels", "imbalance", "long_texts", "empty_rows"})
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
    part: str = ""
    parts: list[str] = field(default_factory=list)
    """The sheet of a workbook that was taken, and all of its sheets with rows."""
    columns: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    """The file's own columns, where they can be chosen, and which was taken for each role."""


class Work(Protocol):
    """What one kind of work knows of its files. `untold`: facts about rows that mean nothing here. `silent`: the problem of a file in which
    nothing is said of any row."""

    untold: frozenset[str]
    silent: str

    def read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> Sheet:
        """The file as examples. Raises: ProblemError data_…"""
        ...

    def names(self, table: pa.Table) -> list[str]:
        """Names of the labels that a head must answer with to learn these examples, in a fixed order; none where its head has no names."""
        ...

    def more(self, path: Path, choice: DataChoice, train: pa.Table | None) -> pa.Table:
        """A file as examples that nobody labelled, cut into words as those of `train` are. Raises: ProblemError data_…"""
        ...

    def is_silent(self, table: pa.Table) -> bool:
        """Whether nothing is said of any of these examples: then there is nothing to learn, and to compare with."""
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

    def shared(self, learnt: pa.Table, exam: pa.Table | None) -> list[DataNote]:
        """What the exam has in common with the rows that are learnt from, although no row is the same. None: they are set aside from these."""
        ...

    def truth(self, table: pa.Table) -> list[str]:
        """What is said of each example, so that two answers to the same one are seen."""
        ...

    def tried(self, texts: list[str]) -> list[str]:
        """These texts as they are tried with a model."""
        ...

    @property
    def odd(self) -> frozenset[str]:
        """Kinds of odd rows that mean something here."""
        ...

    def own_odd(self, table: pa.Table, kinds: frozenset[str]) -> dict[str, Codes]:
        """Rows that are odd by what is said of them, of these kinds."""
        ...


def sides(work: Work, train: pa.Table, exam: pa.Table | None) -> tuple[Side, Side | None]:
    """Both files as the checks of health see them: a number for each example and one for what is said of it, −1: nothing."""
    numbers: dict[str, int] = {}
    said: dict[str, int] = {}
    found = []
    for table in (train,) if exam is None else (train, exam):
        keys = np.array([numbers.setdefault(same, len(numbers)) for same in Rows(table).same.to_pylist()], np.int64)
        strata = table["stratum"].to_pylist()
        truth = work.truth(table)
        codes = [
            said.setdefault(one, len(said)) if stratum is not None else -1 for stratum, one in zip(strata, truth, strict=True)
        ]
        found.append(Side(table["text"], keys, np.array(codes, np.int64)))
    return found[0], found[1] if exam is not None else None


def odd_in(work: Work, table: pa.Table, side: Side, kinds: frozenset[str]) -> dict[str, Codes]:
    """Odd rows of those kinds that mean something here."""
    wanted = kinds & work.odd
    return odd_rows(side.texts, side.filled, wanted) | work.own_odd(table, wanted)


def labelled_in(rows: Rows) -> Codes:
    """Places of the rows of which something is said."""
    return np.flatnonzero(rows.strata.is_valid().to_numpy())


@dataclass(frozen=True)
class OpenedSheet:
    """A file that was read as examples, and its exam's."""

    work: Work
    path: Path
    exam_path: Path | None
    sheet: Sheet
    exam: pa.Table | None

    @property
    def size(self) -> int:
        """Bytes of both tables."""
        return int(self.sheet.table.nbytes + (self.exam.nbytes if self.exam is not None else 0))

    def window(self, first: int) -> ShownRows:
        """Rows as cells, and what is marked in their texts."""
        shown = self.sheet.table.slice(first, PREVIEW_ROWS)
        marks = [[mark for mark in row if mark.end < PASSAGE_CHARACTERS] for row in self.work.marks(shown)]
        return ShownRows(preview(self.work.shown(shown), PASSAGE_CHARACTERS), marks)

    def known(self) -> tuple[list[Rows], list[Rows]]:
        """The examples of either file."""
        return [Rows(self.sheet.table)], [] if self.exam is None else [Rows(self.exam)]

    def decided(self, choice: DataChoice) -> list[int]:
        """Examples by what is said of them."""
        return changed_rows(Rows(self.sheet.table), choice.corrections)

    def sample(self, most: int) -> Sample:
        """Texts evenly from all over the file, with what is asked about them."""
        table = self.sheet.table
        rows = evenly(table.num_rows, most)
        taken = table.take(pa.array(rows))
        texts: list[str] = taken["text"].to_pylist()
        asked: list[str] = taken["question"].to_pylist() if "question" in table.column_names else [""] * len(texts)
        return Sample(texts, asked, rows.tolist(), table.num_rows)

    def inspected(self, request_id: int, choice: DataChoice) -> DataInspected:
        """What the data page shows."""
        sheet, exam = self.sheet, self.exam
        train_side, exam_side = sides(self.work, sheet.table, exam)
        labelled = len(labelled_in(Rows(sheet.table)))
        final = min(choice.final_exam_rows, labelled)
        set_aside = round((labelled - final) * choice.exam_fraction)
        odd = odd_in(self.work, sheet.table, train_side, frozenset(ODD))
        shown = self.window(0)
        facts = facts_with_fixes(lambda side: self._facts(side, exam_side, choice, set_aside, final), train_side, choice, odd)
        return DataInspected(
            request_id=request_id,
            data=taken_for(sheet, self.path, self.exam_path),
            columns=list(self.work.shown(sheet.table.slice(0, 0)).column_names),
            preview=shown.cells,
            rows=sheet.table.num_rows,
            exam_rows=exam.num_rows if exam is not None else set_aside,
            labels=[
                LabelCount(cut(name, LABEL_CHARACTERS), rows) for name, rows in self.work.counts(sheet.table)[:MOST_LABELS_SHOWN]
            ],
            health=[*facts, *odd_facts(odd, odd_kinds(choice))],
            examples=self.work.tried(examples(train_side)),
            marks=shown.marks,
        )

    def _facts(self, train: Side, exam: Side | None, choice: DataChoice, set_aside: int, final: int) -> list[HealthFact]:
        sheet = self.sheet
        counts = self.work.counts(sheet.table)
        names = [str(code) for code in range(int(train.labels.max(initial=-1)) + 1)]
        # By their places among the examples, which are fewer than the file's rows where some could not be used.
        mended = np.flatnonzero(np.isin(sheet.table["row"].to_numpy(), sheet.mended)).tolist()
        facts = health.health_facts(train, exam, names, choice.max_length, mended, set_aside, final)
        kept = [
            fact
            for fact in facts
            if fact.code not in _NOT_OF_EXAMPLES | self.work.untold and (fact.code != "ragged_rows" or sheet.mended)
        ]
        if self.work.is_silent(sheet.table):
            kept = [fact for fact in kept if fact.code != "unlabelled_rows"]
            kept.insert(1, HealthFact("labels", "warn", {"labels": "0", "rows": "0", "problem": "none"}))
        elif counts:
            shown = [health.shortened(name) for name, _ in counts[: health.MOST_NAMED]]
            values = {"labels": str(len(counts)), "rows": str(int(train.labelled.sum())), "problem": ""}
            kept.insert(1, HealthFact("labels", "ok", values, names=shown))
        kept += [_told(note) for note in [*sheet.notes, *self._shared(train, exam)]]
        if sheet.left_out:
            # They are no examples, so there is no row of theirs to go to.
            kept.append(HealthFact("empty_rows", "note", {"rows": str(len(sheet.left_out))}))
        return kept

    def _shared(self, train: Side, exam: Side | None) -> list[DataNote]:
        """What the exam will have in common with the rows that are learnt from, as a run finds it."""
        table, rows = self.sheet.table, np.flatnonzero(train.filled)
        if exam is None or self.exam is None:
            return self.work.shared(table.take(pa.array(rows)), None)
        learnt = np.setdiff1d(rows, health.exam_overlap(train, exam))
        return self.work.shared(table.take(pa.array(learnt)), self.exam.take(pa.array(np.flatnonzero(exam.labelled))))


def _told(note: DataNote) -> HealthFact:
    """What was done to a file's marks, and what its exam shares with it, as the data page says it."""
    match note.code:
        case "answers_lost":
            return HealthFact("answers_lost", "warn", note.values)
        case "no_answers" | "few_passages" | "passages_shared" | "refused_marks":
            return HealthFact(note.code, "note", note.values)
    return HealthFact("tags_turned", "note", note.values)


def taken_for(sheet: Sheet, path: Path, exam: Path | None) -> DataChoiceInspected:
    """What was taken as said and what was guessed."""
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
        part=sheet.part,
        parts=sheet.parts,
        columns=sheet.columns,
        roles=sheet.roles,
    )
