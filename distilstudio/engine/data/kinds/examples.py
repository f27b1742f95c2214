"""Loading and inspecting for kinds of work that read a whole file as examples of their own: marked sentences, questions with a passage.

Such a kind says what stands in a file (`Work`); splits, checks of both files, counts and health are the same for all. Must not know: formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data import health
from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.corrections import changed_rows
from distilstudio.engine.data.files import files_of, read_like, sha256_of
from distilstudio.engine.data.final_exam import final_exam
from distilstudio.engine.data.fixes import facts_with_fixes, left_out, notes_of, odd_kinds
from distilstudio.engine.data.hashes import NO_HASHES, Hashes, hashes_of
from distilstudio.engine.data.kinds.kind import Sample
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
from distilstudio.engine.data.rows import (
    FEWEST_ROWS,
    DataNote,
    LoadedData,
    Rows,
    exam_left_out_note,
    exam_overlap_note,
    exam_set_aside_note,
)
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, HealthFact, LabelCount, MarkedSpan
from distilstudio.protocol.problems import ProblemError, first_few, problem
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


class ExamplesKind:
    """The kind for one such work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def load(self, choice: DataChoice, base: Path, seed: int, learnt: Hashes = NO_HASHES) -> LoadedData:
        """Rows to learn from and rows for the exam; no row is on both sides, and no key where they come from one file."""
        path, exam_path = files_of(choice, base)
        sheet = self._read(path, choice)
        notes = [*sheet.notes, *_notes_of_file(sheet)]
        side = self.sides(sheet.table, None)[0]
        dropped = left_out(side, choice, self.odd_in(sheet.table, side, odd_kinds(choice)))
        notes += notes_of(dropped)
        gone = np.concatenate([np.zeros(0, np.int64), *dropped.values()])
        train = Rows(sheet.table).take(np.setdiff1d(np.arange(sheet.table.num_rows), gone))
        final = None
        if choice.final_exam_rows and len(_labelled(train)):
            train, final, note = self._keep_back(train, exam_path, choice, seed, learnt)
            notes.append(note)
        if exam_path is None:
            if choice.exam:
                text = "The exam file is the training file; a part of its rows is set aside for the exam instead."
                notes.append(DataNote("exam_same_file", text))
            if not len(_labelled(train)):
                raise ProblemError(problem(self._work.silent, file=path.name))
            taught, examined = keep_apart(train, choice.exam_fraction, seed, learnt)
            notes += [exam_set_aside_note(len(examined)), *self._work.shared(train.table, None)]
            exam = train.take(examined)
        else:
            exam, taught, more = self._apart(train, exam_path, choice)
            notes += more
        learn = train.take(taught)
        self._check(learn, exam, path)
        names = self._work.names(learn.table)
        if final is not None:
            final = self._answerable(final, names)
        hashes = sha256_of(path), sha256_of(exam_path) if exam_path is not None else ""
        return LoadedData(learn, exam, names, *hashes, _inspected(sheet, path, exam_path), notes, final)

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The examples of a file as if nobody had labelled them."""
        return Rows(self._work.more(path, choice, train.table if train is not None else None))

    def labelled_rows(self, choice: DataChoice, base: Path) -> tuple[Rows, int]:
        """Every labelled row of `choice.train`, and how many others there are."""
        path, _ = files_of(choice, base)
        sheet = self._read(path, choice)
        rows = Rows(sheet.table)
        labelled = _labelled(rows)
        if not len(labelled):
            raise ProblemError(problem(self._work.silent, file=path.name))
        return rows.take(labelled), len(rows) - len(labelled) + len(sheet.left_out)

    def names(self, rows: Rows) -> list[str]:
        """Names of the labels in these rows."""
        return self._work.names(rows.table)

    def open(self, choice: DataChoice, base: Path) -> OpenedSheet:
        """Read the files to look at them."""
        path, exam_path = files_of(choice, base)
        sheet = self._read(path, choice)
        exam = self._read(exam_path, choice, like=True).table if exam_path is not None else None
        return OpenedSheet(self, self._work, path, exam_path, sheet, exam)

    def _read(self, path: Path, choice: DataChoice, like: bool = False) -> Sheet:
        if like:
            other = msgspec.structs.replace(choice, sheet="")  # another file, with sheets of its own
            return read_like(lambda path, encoding, separator: self._work.read(path, other, encoding, separator), path, choice)
        return self._work.read(path, choice, choice.encoding, choice.separator)

    def _apart(self, train: Rows, exam_path: Path, choice: DataChoice) -> tuple[Rows, Codes, list[DataNote]]:
        """The exam's labelled rows, the training rows that are not in the exam, and what was decided."""
        exam = Rows(self._read(exam_path, choice, like=True).table)
        labelled = _labelled(exam)
        notes = []
        if not len(labelled):
            raise ProblemError(problem(self._work.silent, file=exam_path.name))
        if len(labelled) < len(exam):
            notes.append(exam_left_out_note(len(exam) - len(labelled)))
        learnt = np.flatnonzero(~np.isin(hashes_of(train.same), hashes_of(exam.same)))
        overlap = len(train) - len(learnt)
        if overlap:
            notes.append(exam_overlap_note(overlap, len(learnt)))
        exam = exam.take(labelled)
        return exam, learnt, [*notes, *self._work.shared(train.take(learnt).table, exam.table)]

    def _keep_back(
        self, train: Rows, exam_path: Path | None, choice: DataChoice, seed: int, learnt: Hashes
    ) -> tuple[Rows, Rows, DataNote]:
        """What is left of the training rows, and rows for the final exam: drawn before all else, and none of them in the exam's file."""
        exam = [] if exam_path is None else [Rows(self._read(exam_path, choice, like=True).table).same]
        usable = np.flatnonzero(~np.isin(hashes_of(train.same), hashes_of(*exam)))
        free = train.take(usable)
        drawn, note = final_exam(free.strata, free.keys, choice.final_exam_rows, seed, learnt)
        kept_back = usable[drawn]
        return train.take(np.setdiff1d(np.arange(len(train)), kept_back)), train.take(kept_back), note

    def _answerable(self, final: Rows, names: list[str]) -> Rows:
        """The rows of the final exam in which nothing is marked that was never to be learnt."""
        if set(self._work.names(final.table)) <= set(names):
            return final
        known = [set(self._work.names(final.table.slice(row, 1))) <= set(names) for row in range(len(final))]
        return final.take(np.flatnonzero(known))

    def odd_in(self, table: pa.Table, side: Side, kinds: frozenset[str]) -> dict[str, Codes]:
        """Odd rows of those kinds that mean something here."""
        wanted = kinds & self._work.odd
        return odd_rows(side.texts, side.filled, wanted) | self._work.own_odd(table, wanted)

    def _check(self, learn: Rows, exam: Rows, path: Path) -> None:
        labelled = _labelled(learn)
        if not len(labelled) or self._work.is_silent(learn.table):
            raise ProblemError(problem(self._work.silent, file=path.name))
        if len(labelled) < FEWEST_ROWS:
            raise ProblemError(problem("data_too_few_rows", rows=len(labelled), needed=FEWEST_ROWS))
        strange = [name for name in self._work.names(exam.table) if name not in self._work.names(learn.table)]
        if strange:
            raise ProblemError(problem("data_exam_label", labels=first_few(strange)))

    def sides(self, train: pa.Table, exam: pa.Table | None) -> tuple[Side, Side | None]:
        """Both files as the checks of health see them: a number for each example and one for what is said of it, −1: nothing."""
        numbers: dict[str, int] = {}
        said: dict[str, int] = {}
        sides = []
        for table in (train,) if exam is None else (train, exam):
            keys = np.array([numbers.setdefault(same, len(numbers)) for same in Rows(table).same.to_pylist()], np.int64)
            strata = table["stratum"].to_pylist()
            truth = self._work.truth(table)
            codes = [
                said.setdefault(one, len(said)) if stratum is not None else -1 for stratum, one in zip(strata, truth, strict=True)
            ]
            sides.append(Side(table["text"], keys, np.array(codes, np.int64)))
        return sides[0], sides[1] if exam is not None else None

    def facts(
        self,
        sheet: Sheet,
        train: Side,
        exam: Side | None,
        choice: DataChoice,
        set_aside: int,
        final: int,
        exam_table: pa.Table | None,
    ) -> list[HealthFact]:
        counts = self._work.counts(sheet.table)
        names = [str(code) for code in range(int(train.labels.max(initial=-1)) + 1)]
        # By their places among the examples, which are fewer than the file's rows where some could not be used.
        mended = np.flatnonzero(np.isin(sheet.table["row"].to_numpy(), sheet.mended)).tolist()
        facts = health.health_facts(train, exam, names, choice.max_length, mended, set_aside, final)
        kept = [
            fact
            for fact in facts
            if fact.code not in _NOT_OF_EXAMPLES | self._work.untold and (fact.code != "ragged_rows" or sheet.mended)
        ]
        if self._work.is_silent(sheet.table):
            kept = [fact for fact in kept if fact.code != "unlabelled_rows"]
            kept.insert(1, HealthFact("labels", "warn", {"labels": "0", "rows": "0", "problem": "none"}))
        elif counts:
            shown = [health.shortened(name) for name, _ in counts[: health.MOST_NAMED]]
            values = {"labels": str(len(counts)), "rows": str(int(train.labelled.sum())), "problem": ""}
            kept.insert(1, HealthFact("labels", "ok", values, names=shown))
        kept += [_told(note) for note in [*sheet.notes, *self._shared(sheet.table, train, exam_table, exam)]]
        if sheet.left_out:
            # They are no examples, so there is no row of theirs to go to.
            kept.append(HealthFact("empty_rows", "note", {"rows": str(len(sheet.left_out))}))
        return kept

    def _shared(self, table: pa.Table, train: Side, exam_table: pa.Table | None, exam: Side | None) -> list[DataNote]:
        """What the exam will have in common with the rows that are learnt from, as a run finds it."""
        rows = np.flatnonzero(train.filled)
        if exam is None or exam_table is None:
            return self._work.shared(table.take(pa.array(rows)), None)
        learnt = np.setdiff1d(rows, health.exam_overlap(train, exam))
        return self._work.shared(table.take(pa.array(learnt)), exam_table.take(pa.array(np.flatnonzero(exam.labelled))))


@dataclass(frozen=True)
class OpenedSheet:
    """A file that was read as examples, and its exam's."""

    kind: ExamplesKind
    work: Work
    path: Path
    exam_path: Path | None
    sheet: Sheet
    exam: pa.Table | None

    @property
    def size(self) -> int:
        """Bytes of both tables."""
        return int(self.sheet.table.nbytes + (self.exam.nbytes if self.exam is not None else 0))

    def window(self, first: int) -> tuple[list[list[str]], list[list[MarkedSpan]]]:
        """Rows as cells, and what is marked in their texts."""
        shown = self.sheet.table.slice(first, PREVIEW_ROWS)
        marks = [[mark for mark in row if mark.end < PASSAGE_CHARACTERS] for row in self.work.marks(shown)]
        return preview(self.work.shown(shown), PASSAGE_CHARACTERS), marks

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
        sheet, kind, exam = self.sheet, self.kind, self.exam
        train_side, exam_side = kind.sides(sheet.table, exam)
        labelled = len(_labelled(Rows(sheet.table)))
        final = min(choice.final_exam_rows, labelled)
        set_aside = round((labelled - final) * choice.exam_fraction)
        odd = kind.odd_in(sheet.table, train_side, frozenset(ODD))
        cells, marks = self.window(0)
        facts = facts_with_fixes(
            lambda side: kind.facts(sheet, side, exam_side, choice, set_aside, final, exam), train_side, choice, odd
        )
        return DataInspected(
            request_id=request_id,
            data=_inspected(sheet, self.path, self.exam_path),
            columns=list(self.work.shown(sheet.table.slice(0, 0)).column_names),
            preview=cells,
            rows=sheet.table.num_rows,
            exam_rows=exam.num_rows if exam is not None else set_aside,
            labels=[
                LabelCount(cut(name, LABEL_CHARACTERS), rows) for name, rows in self.work.counts(sheet.table)[:MOST_LABELS_SHOWN]
            ],
            health=[*facts, *odd_facts(odd, odd_kinds(choice))],
            examples=self.work.tried(examples(train_side)),
            marks=marks,
        )


def _told(note: DataNote) -> HealthFact:
    """What was done to a file's marks, and what its exam shares with it, as the data page says it."""
    match note.code:
        case "answers_lost":
            return HealthFact("answers_lost", "warn", note.values)
        case "no_answers" | "few_passages" | "passages_shared" | "refused_marks":
            return HealthFact(note.code, "note", note.values)
    return HealthFact("tags_turned", "note", note.values)


def _labelled(rows: Rows) -> Codes:
    return np.flatnonzero(rows.strata.is_valid().to_numpy())


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
        part=sheet.part,
        parts=sheet.parts,
        columns=sheet.columns,
        roles=sheet.roles,
    )


def _notes_of_file(sheet: Sheet) -> list[DataNote]:
    unlabelled = sheet.table["stratum"].null_count
    counts = (
        ("empty_rows", len(sheet.left_out), "1 row without a text was left out.", "{rows} rows without a text were left out."),
        (
            "unlabelled_rows",
            unlabelled,
            "1 row has no label; the teacher labels it.",
            "{rows} rows have no label; the teacher labels them.",
        ),
    )
    return [DataNote.on_rows(code, rows, one, more) for code, rows, one, more in counts if rows]
