"""Texts with one label each, or several: a table with a column of texts and one of labels. Must not know: models, tokenizers, other kinds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data import health
from distilstudio.engine.data.apart import keep_apart
from distilstudio.engine.data.cleaning import Codes, Side, clean, human_order, trimmed
from distilstudio.engine.data.corrections import changed_rows
from distilstudio.engine.data.files import files_of, read_like, sha256_of
from distilstudio.engine.data.final_exam import final_exam
from distilstudio.engine.data.fixes import facts_with_fixes, left_out, notes_of, odd_kinds, without
from distilstudio.engine.data.flag_columns import with_labels_together
from distilstudio.engine.data.hashes import NO_HASHES, Hashes
from distilstudio.engine.data.kinds.kind import Sample, ShownRows
from distilstudio.engine.data.label_sets import WHOLE, count_singles, guess_sign, likeliest_sign, single_labels
from distilstudio.engine.data.more_texts import read_texts
from distilstudio.engine.data.odd_rows import odd_facts, odd_rows
from distilstudio.engine.data.preview import LABEL_CHARACTERS, MOST_LABELS_SHOWN, cut, evenly, examples, labels_shown, preview
from distilstudio.engine.data.readers.table import ReadTable, sample_of
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.roles import Roles, check_named, find_column, guess_roles, settle_roles
from distilstudio.engine.data.rows import (
    FEWEST_ROWS,
    DataNote,
    LoadedData,
    Rows,
    exam_left_out_note,
    exam_overlap_note,
    exam_set_aside_note,
)
from distilstudio.engine.scratch import taken
from distilstudio.protocol.inspection import DataChoiceInspected, DataInspected, LabelCount
from distilstudio.protocol.problems import ProblemError, first_few, problem
from distilstudio.protocol.recipe import DataChoice

_OF_TEXTS = ("duplicates", "contradictions", "exam_overlap", "empty_rows", "long_texts")
_ODD = frozenset({"wordless", "garbled", "markup", "outsized", "other_script"})
_SAMPLE_ROWS = 20_000
"""Of a larger file so many rows, evenly from all over it, tell what is between labels."""
_OF_LABELS = ("contradictions", "unlabelled_rows")


def _read(path: Path, encoding: str = "auto", separator: str = "auto", sheet: str = "") -> ReadTable:
    return with_labels_together(read(path, encoding, separator, sheet))


class ClassificationKind:
    """The kind for tables of texts and labels."""

    def load(self, choice: DataChoice, base: Path, seed: int, learnt: Hashes = NO_HASHES) -> LoadedData:
        """Rows to learn from and rows for the exam; no text is in both. Raises: ProblemError data_…, recipe_not_yet."""
        path, exam_path = files_of(choice, base)
        found = _read(path, choice.encoding, choice.separator, choice.sheet)
        roles = settle_roles(found.table, choice.text, choice.label, path.name)
        exam_table = None
        if exam_path is not None:
            exam_table = _in_columns(read_like(_read, exam_path, choice).table, roles, exam_path.name)
        several = settle_several(found, roles.label, choice)
        sign = several.sign if choice.multi_label else ""
        train, exam, names = clean(found.table, exam_table, roles, sign, choice.empty_is_none)
        dropped = left_out(train, choice, odd_rows(train.texts, train.filled, odd_kinds(choice) & _ODD))
        notes = _notes_of_file(found, roles.label, train) + _notes_of_labels(train, names, several, choice) + notes_of(dropped)
        train = without(train, dropped)
        final_rows = None
        if choice.final_exam_rows:
            kept_back, apart, more = _keep_back(train, exam, names, choice.final_exam_rows, seed, learnt)
            final_rows, train = _rows(train, kept_back, names), without(train, {"final": apart})
            notes += more
        if exam is None:
            if choice.exam:
                text = "The exam file is the training file; a part of its rows is set aside for the exam instead."
                notes.append(DataNote("exam_same_file", text))
            _check_labels(train, train.labelled, names, roles)
            taught, examined, more = _set_aside(train, names, choice.exam_fraction, seed, learnt)
            exam_rows = _rows(train, examined, names)
        else:
            taught, examined, more = _apart(train, exam)
            _check_exam(train, exam, names, roles)
            mask = np.zeros(len(train), dtype=bool)
            mask[taught] = True
            _check_labels(train, train.labelled & mask, names, roles)
            exam_rows = _rows(exam, examined, names)
        used = np.unique(train.labels[taught])
        labels = single_labels(names[place] for place in used if place >= 0)
        return LoadedData(
            train=_rows(train, taught, names),
            exam=exam_rows,
            label_names=human_order(set(labels)) if choice.multi_label else labels,
            sha256=sha256_of(path),
            exam_sha256=sha256_of(exam_path) if exam_path is not None else "",
            choice=_inspected_choice(found, path, exam_path, roles, several),
            notes=notes + more,
            final=final_rows,
        )

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The texts of a file as rows without labels. Raises: ProblemError data_…"""
        texts = read_texts(path, choice.text)
        rows = len(texts)
        return Rows(pa.table({"text": texts, "label": pa.nulls(rows, pa.string()), "row": np.arange(rows)}))

    def labelled_rows(self, choice: DataChoice, base: Path) -> tuple[Rows, int]:
        """Every row of `choice.train` that has a text and a label, or is known to carry none of several, and how many others there are.

        Raises: ProblemError data_…, recipe_not_yet.
        """
        path, _ = files_of(choice, base)
        found = _read(path, choice.encoding, choice.separator, choice.sheet)
        roles = settle_roles(found.table, choice.text, choice.label, path.name)
        sign = settle_several(found, roles.label, choice).sign if choice.multi_label else ""
        side, _, names = clean(found.table, None, roles, sign, choice.empty_is_none)
        labelled = np.flatnonzero(side.labelled)
        if not len(labelled):
            raise ProblemError(problem("data_no_label", column=roles.label))
        return _rows(side, labelled, names), len(side) - len(labelled)

    def names(self, rows: Rows) -> list[str]:
        """Every label of these rows, by alphabet."""
        return sorted(single_labels(joined for joined in rows.labels if joined is not None))

    def open(self, choice: DataChoice, base: Path) -> OpenedTable:
        """Open and guess. Raises: ProblemError where nothing can be shown (the file, or the exam file, cannot be read)."""
        path, exam_path = files_of(choice, base)
        found = _read(path, choice.encoding, choice.separator, choice.sheet)
        roles = guess_roles(found.table, choice.text, choice.label)
        exam_table = read_like(_read, exam_path, choice).table if exam_path is not None else None
        return OpenedTable(path, exam_path, found, exam_table, roles, settle_several(found, roles.label, choice))


@dataclass(frozen=True)
class OpenedTable:
    """A table that was read, its exam's, and what their columns are."""

    path: Path
    exam_path: Path | None
    found: ReadTable
    exam_table: pa.Table | None
    roles: Roles
    several: Several

    @property
    def size(self) -> int:
        """Bytes of both tables."""
        return int(self.found.table.nbytes + (self.exam_table.nbytes if self.exam_table is not None else 0))

    def window(self, first: int) -> ShownRows:
        """Rows as cells, and the labels of each where there may be several; nothing is marked in them."""
        table, several = self.found.table, self.several
        labels = labels_shown(table[self.roles.label], several.sign, first) if self.roles.label and several.sign else None
        return ShownRows(preview(table, first=first), labels=labels)

    def known(self) -> tuple[list[Rows], list[Rows]]:
        """The texts of either file."""
        name = self.roles.text
        train, exam = (
            [Rows(pa.table({"text": trimmed(table[name])}))] if table is not None and name else []
            for table in (self.found.table, _comparable(self.exam_table, self.roles))
        )
        return train, exam

    def decided(self, choice: DataChoice) -> list[int]:
        """Rows by their text and label, as a run cleans them."""
        sign = self.several.sign if choice.multi_label else ""
        exam_table = _comparable(self.exam_table, self.roles)
        side, _, names = clean(self.found.table, exam_table, self.roles, sign, choice.empty_is_none)
        rows = np.flatnonzero(side.filled)
        return [int(rows[place]) for place in changed_rows(_rows(side, rows, names), choice.corrections)]

    def sample(self, most: int) -> Sample:
        """Texts evenly from all over the file."""
        table, name = self.found.table, self.roles.text
        rows = evenly(table.num_rows, most) if name else np.zeros(0, np.int64)
        texts: list[str] = pc.utf8_trim_whitespace(table[name].take(pa.array(rows))).to_pylist() if name else []
        return Sample(texts, [""] * len(texts), rows.tolist(), table.num_rows)

    def inspected(self, request_id: int, choice: DataChoice) -> DataInspected:
        """Count, preview, and look after the health."""
        table, roles, shown = self.found.table, self.roles, self.window(0)
        sign = self.several.sign
        train, exam, names = clean(table, _comparable(self.exam_table, roles), roles, sign, choice.empty_is_none)
        if not roles.text:
            # Labels can be counted all the same; what is said of texts is left out below.
            train = replace(train, keys=np.arange(len(train), dtype=np.int64))
        odd = odd_rows(train.texts, train.filled, _ODD) if roles.text else {}
        whole, train = train, without(train, left_out(train, choice, odd))
        counts = count_singles(names, np.bincount(train.labels[train.labelled], minlength=len(names)))
        labelled = int(train.labelled.sum())
        final = min(choice.final_exam_rows, labelled)
        set_aside = round((labelled - final) * choice.exam_fraction)
        often = sorted(counts, key=lambda label: -counts[label])[:MOST_LABELS_SHOWN]
        ragged = self.found.ragged_rows
        facts = facts_with_fixes(
            lambda side: health.health_facts(side, exam, names, choice.max_length, ragged, set_aside, final), whole, choice, odd
        )
        if sign:
            facts = health.with_none_of_labels(facts, train, names, choice.empty_is_none)
        if (flags := self.found.flags_of(roles.label)) is not None:
            facts = health.with_labels_together(facts, flags.column, flags.labels)
        return DataInspected(
            request_id=request_id,
            data=_inspected_choice(self.found, self.path, self.exam_path, roles, self.several),
            columns=list(table.column_names),
            preview=shown.cells,
            rows=len(train),
            exam_rows=self.exam_table.num_rows if self.exam_table is not None else set_aside,
            labels=[LabelCount(cut(label, LABEL_CHARACTERS), counts[label]) for label in often],
            health=[
                fact
                for fact in [*facts, *(odd_facts(odd, odd_kinds(choice)) if roles.text else [])]
                if (roles.text or fact.code not in _OF_TEXTS) and (roles.label or fact.code not in _OF_LABELS)
            ],
            examples=examples(exam if exam is not None and exam.filled.any() else train) if roles.text else [],
            row_labels=shown.labels,
        )


@dataclass(frozen=True)
class Several:
    """Whether rows carry several labels, the sign between them ("" where each cell is one label), and which of the two was guessed."""

    sure: bool
    sign: str
    guessed: list[str]


def settle_several(read: ReadTable, label: str, choice: DataChoice) -> Several:
    """What was said of the labels of a row, or what the cells look like."""
    said = choice.label_separator if choice.label_separator != WHOLE else ""
    if not label or (not choice.multi_label and choice.label_separator):
        return Several(choice.multi_label, said, [])
    if choice.multi_label and said:
        return Several(True, said, [])
    if (flags := read.flags_of(label)) is not None:
        guessed = ["label_separator"] if choice.multi_label else ["multi_label", "label_separator"]
        return Several(True, ",", guessed) if flags.several else Several(choice.multi_label, "", [])
    found = pc.value_counts(pc.utf8_trim_whitespace(sample_of(read.table[label], _SAMPLE_ROWS)))
    cells = {pair["values"]: pair["counts"] for pair in found.to_pylist()}
    if choice.multi_label:
        return Several(True, likeliest_sign(cells), ["label_separator"])
    sign = guess_sign(cells)
    return Several(bool(sign), sign, ["multi_label", "label_separator"] if sign else [])


def _comparable(exam: pa.Table | None, roles: Roles) -> pa.Table | None:
    """The exam's rows where its columns are those of the training file, else none: a run says what is missing."""
    if exam is None or not all(name and find_column(exam, name) for name in (roles.text, roles.label)):
        return None
    return _in_columns(exam, roles, "")


def _in_columns(table: pa.Table, roles: Roles, file: str) -> pa.Table:
    """The exam's table with the training file's spelling of the columns. Raises: ProblemError data_no_column."""
    check_named(table, file, text=roles.text, label=roles.label)
    return pa.table({name: table[find_column(table, name)] for name in (roles.text, roles.label)})


def _inspected_choice(found: ReadTable, path: Path, exam: Path | None, roles: Roles, several: Several) -> DataChoiceInspected:
    """What was taken as said and what was guessed."""
    return DataChoiceInspected(
        train=str(path),
        exam=str(exam) if exam is not None else "",
        format=found.format,
        encoding=found.encoding,
        separator=found.separator,
        text=roles.text,
        label=roles.label,
        guessed=[*roles.guessed, *found.guessed, *several.guessed],
        multi_label=several.sure,
        label_separator=several.sign,
        part=found.part,
        parts=found.parts,
    )


def _set_aside(side: Side, names: list[str], fraction: float, seed: int, learnt: Hashes) -> tuple[Codes, Codes, list[DataNote]]:
    """Rows to learn from and for the exam, out of one file."""
    rows = np.flatnonzero(side.filled)
    usable = _rows(side, rows, names)
    taught, examined = keep_apart(usable, fraction, seed, learnt)
    note = exam_set_aside_note(len(examined))
    return rows[taught], rows[examined], [note]


def _keep_back(
    train: Side, exam: Side | None, names: list[str], wanted: int, seed: int, learnt: Hashes
) -> tuple[Codes, Codes, list[DataNote]]:
    """Rows for the final exam, and all rows of their texts: drawn before all else, so that no later choice changes which they are. None of their
    texts is in the exam."""
    usable = train.filled if exam is None else train.filled & ~np.isin(train.keys, exam.keys[exam.filled])
    rows = np.flatnonzero(usable)
    if not train.labelled.any():
        return rows[:0], rows[:0], []  # which is told as what it is
    free = _rows(train, rows, names)
    drawn, apart, note = final_exam(free.strata, free.keys, wanted, seed, learnt)
    return rows[drawn], rows[apart], [note]


def _apart(train: Side, exam: Side) -> tuple[Codes, Codes, list[DataNote]]:
    """Rows to learn from without the texts of the exam, and the exam's labelled rows."""
    overlap = health.exam_overlap(train, exam)
    learnt = np.setdiff1d(np.flatnonzero(train.filled), overlap)
    examined = np.flatnonzero(exam.labelled)
    notes = []
    if len(overlap):
        notes.append(exam_overlap_note(len(overlap), len(learnt)))
    if len(examined) < len(exam):
        notes.append(exam_left_out_note(len(exam) - len(examined)))
    return learnt, examined, notes


def _check_exam(train: Side, exam: Side, names: list[str], roles: Roles) -> None:
    if not exam.labelled.any():
        raise ProblemError(problem("data_no_label", column=roles.label))
    if not train.labelled.any():
        return
    known, asked = (single_labels(names[place] for place in np.unique(side.labels[side.labelled])) for side in (train, exam))
    strange = [label for label in asked if label not in set(known)]
    if strange:
        raise ProblemError(problem("data_exam_label", labels=first_few(strange)))


def _check_labels(side: Side, usable: np.typing.NDArray[np.bool_], names: list[str], roles: Roles) -> None:
    """Whether there is something to learn in the usable rows: labels, more than one, not too many, each often enough."""
    rows = int(usable.sum())
    used = single_labels(names[place] for place in np.unique(side.labels[usable]) if place >= 0)
    if not side.labelled.any():
        raise ProblemError(problem("data_no_label", column=roles.label))
    if len(used) == 1 and rows > 1:
        raise ProblemError(problem("data_one_label", label=used[0], column=roles.label))
    if health.too_many_labels(len(used), rows):
        raise ProblemError(problem("data_too_many_labels", column=roles.label, labels=len(used), rows=rows))
    needed = max(FEWEST_ROWS, 2 * len(used))
    if rows < needed:
        raise ProblemError(problem("data_too_few_rows", rows=rows, needed=needed))


def _rows(side: Side, rows: Codes, names: list[str]) -> Rows:
    places = side.labels[rows]
    labels = pa.array(names, pa.string()).take(pa.array(places, mask=places < 0))
    texts = taken(pa.table({"text": side.texts}), rows)["text"]
    return Rows(pa.table({"text": texts, "label": labels, "row": pa.array(rows)}))


def _notes_of_labels(train: Side, names: list[str], several: Several, choice: DataChoice) -> list[DataNote]:
    if not choice.multi_label:
        if not several.sure:
            return []
        text = (
            f"Many rows look as if they carried several labels with “{several.sign}” between them; each cell was taken as one label. "
            "If they carry several, set data.multi_label = true."
        )
        return [DataNote("looks_multi_label", text, {"sign": several.sign})]
    none = len(health.none_of_labels(train, names))
    if none:
        one = "1 row carries none of the labels; the student learns that too."
        return [
            DataNote.on_rows("none_of_labels", none, one, "{rows} rows carry none of the labels; the student learns that too.")
        ]
    if (train.filled & (train.labels < 0)).any():
        text = "No row says that none of the labels fits it. If that is what an empty cell means, set data.empty_is_none = true."
        return [DataNote("empty_is_unlabelled", text)]
    return []


def _notes_of_file(found: ReadTable, label: str, train: Side) -> list[DataNote]:
    flags = found.flags_of(label)
    told = []
    if flags is not None:
        values = {"columns": str(len(flags.labels)), "column": flags.column}
        text = "Each label has a column of its own, marked 0 or 1 ({columns} of them); the column “{column}” has them together."
        told = [DataNote("labels_together", text.format(**values), values)]
    empty = len(train) - int(train.filled.sum())
    unlabelled = int((train.filled & (train.labels < 0)).sum())
    counts = (
        (
            "ragged_rows",
            len(found.ragged_rows),
            "1 row had too few or too many columns; it was filled up, or joined in the text.",
            "{rows} rows had too few or too many columns; they were filled up, or joined in the text.",
        ),
        ("empty_rows", empty, "1 row without a text was left out.", "{rows} rows without a text were left out."),
        (
            "unlabelled_rows",
            unlabelled,
            "1 row has no label; the teacher labels it.",
            "{rows} rows have no label; the teacher labels them.",
        ),
    )
    return told + [DataNote.on_rows(code, rows, one, more) for code, rows, one, more in counts if rows]
