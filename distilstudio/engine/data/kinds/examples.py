"""Loading for kinds of work that read a whole file as examples of their own: marked sentences, questions with a passage.

Such a kind says what stands in a file (`Work`); splits and checks of both files are the same for all. Must not know: formats.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.cleaning import Codes
from distilstudio.engine.data.files import files_of, read_like, sha256_of
from distilstudio.engine.data.final_exam import final_exam
from distilstudio.engine.data.fixes import left_out, notes_of, odd_kinds
from distilstudio.engine.data.hashes import NO_HASHES, Hashes, hashes_of
from distilstudio.engine.data.kinds.opened_sheet import OpenedSheet, Sheet, Work, labelled_in, odd_in, sides, taken_for
from distilstudio.engine.data.rows import (
    FEWEST_ROWS,
    DataNote,
    LoadedData,
    Rows,
    exam_left_out_note,
    exam_overlap_note,
    exam_set_aside_note,
)
from distilstudio.protocol.problems import ProblemError, first_few, problem
from distilstudio.protocol.recipe import DataChoice


class ExamplesKind:
    """The kind for one such work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def load(self, choice: DataChoice, base: Path, seed: int, learnt: Hashes = NO_HASHES) -> LoadedData:
        """Rows to learn from and rows for the exam; no row is on both sides, and no key where they come from one file."""
        path, exam_path = files_of(choice, base)
        sheet = self._read(path, choice)
        notes = [*sheet.notes, *_notes_of_file(sheet)]
        side = sides(self._work, sheet.table, None)[0]
        dropped = left_out(side, choice, odd_in(self._work, sheet.table, side, odd_kinds(choice)))
        notes += notes_of(dropped)
        gone = np.concatenate([np.zeros(0, np.int64), *dropped.values()])
        train = Rows(sheet.table).take(np.setdiff1d(np.arange(sheet.table.num_rows), gone))
        final = None
        if choice.final_exam_rows and len(labelled_in(train)):
            train, final, note = self._keep_back(train, exam_path, choice, seed, learnt)
            notes.append(note)
        if exam_path is None:
            if choice.exam:
                text = "The exam file is the training file; a part of its rows is set aside for the exam instead."
                notes.append(DataNote("exam_same_file", text))
            if not len(labelled_in(train)):
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
        return LoadedData(learn, exam, names, *hashes, taken_for(sheet, path, exam_path), notes, final)

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The examples of a file as if nobody had labelled them."""
        return Rows(self._work.more(path, choice, train.table if train is not None else None))

    def labelled_rows(self, choice: DataChoice, base: Path) -> tuple[Rows, int]:
        """Every labelled row of `choice.train`, and how many others there are."""
        path, _ = files_of(choice, base)
        sheet = self._read(path, choice)
        rows = Rows(sheet.table)
        labelled = labelled_in(rows)
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
        return OpenedSheet(self._work, path, exam_path, sheet, exam)

    def _read(self, path: Path, choice: DataChoice, like: bool = False) -> Sheet:
        if like:
            other = msgspec.structs.replace(choice, sheet="")  # another file, with sheets of its own
            return read_like(lambda path, encoding, separator: self._work.read(path, other, encoding, separator), path, choice)
        return self._work.read(path, choice, choice.encoding, choice.separator)

    def _apart(self, train: Rows, exam_path: Path, choice: DataChoice) -> tuple[Rows, Codes, list[DataNote]]:
        """The exam's labelled rows, the training rows that are not in the exam, and what was decided."""
        exam = Rows(self._read(exam_path, choice, like=True).table)
        labelled = labelled_in(exam)
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
        drawn, apart, note = final_exam(free.strata, free.keys, choice.final_exam_rows, seed, learnt)
        return train.take(np.setdiff1d(np.arange(len(train)), usable[apart])), free.take(drawn), note

    def _answerable(self, final: Rows, names: list[str]) -> Rows:
        """The rows of the final exam in which nothing is marked that was never to be learnt."""
        if set(self._work.names(final.table)) <= set(names):
            return final
        known = [set(self._work.names(final.table.slice(row, 1))) <= set(names) for row in range(len(final))]
        return final.take(np.flatnonzero(known))

    def _check(self, learn: Rows, exam: Rows, path: Path) -> None:
        labelled = labelled_in(learn)
        if not len(labelled) or self._work.is_silent(learn.table):
            raise ProblemError(problem(self._work.silent, file=path.name))
        if len(labelled) < FEWEST_ROWS:
            raise ProblemError(problem("data_too_few_rows", rows=len(labelled), needed=FEWEST_ROWS))
        strange = [name for name in self._work.names(exam.table) if name not in self._work.names(learn.table)]
        if strange:
            raise ProblemError(problem("data_exam_label", labels=first_few(strange)))


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
