"""Questions about passages: SQuAD's JSON, records of JSON, or a table with a column each. Must not know: models, tokenizers, other kinds.

Columns of its rows: "text" (the passage, as the file has it: places in it count), "question", "answers" (list of strings, the first one as it
stands in the passage; empty: there is none in it; null: not known), "start" (code point at which the first one begins, −1 without one), "line",
"same" (what is asked about which passage). A split keeps the questions about a passage together, if there are enough passages ("key").
An empty answer says that the passage has none; in JSON a missing one says that nobody answered, and the teacher does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.answer_places import place_of
from distilstudio.engine.data.cleaning import Codes, compared
from distilstudio.engine.data.hashes import hashes_of
from distilstudio.engine.data.kinds.opened_sheet import Sheet
from distilstudio.engine.data.readers.asked_table import Columns, read_asked_table
from distilstudio.engine.data.readers.marked import named_lines
from distilstudio.engine.data.readers.parquet import is_columnar, read_column_records
from distilstudio.engine.data.readers.squad import Asked, asked_of, is_squad, read_squad
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.roles import find_column
from distilstudio.engine.data.rows import DataNote
from distilstudio.protocol.inspection import MarkedSpan
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

FORMATS = "SQuAD JSON, JSONL, CSV, TSV, Parquet, XLSX, datasets (save_to_disk)"
ANSWERED = "answered"
"""Stratum of every question whose answer is known, also of those that have none: a passage goes to one side with all of its questions."""
FEWEST_PASSAGES = 20
"""With fewer passages in the training file a split by passages leaves a side empty; then it is made by questions."""
MOST_LOST = 0.5
"""From this share of answers that do not stand in their passage on, the columns are likely wrong."""
WHOLE = 0.9
"""An answer of so much of its passage, or more, points at nothing in it."""
_RECORDS = (".json", ".jsonl", ".ndjson")
_OWN_NAMES = Columns("context", "question", "answer", "", "")
_NO_TABLE = pa.table({})


@dataclass(frozen=True)
class _Row:
    """One row, and its number and line in the file. `answers` as in the module's own words."""

    asked: Asked
    row: int
    answers: list[str] | None
    start: int


class QaWork:
    """The work for questions with a passage."""

    untold: frozenset[str] = frozenset()
    silent = "data_no_answers"

    def read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> Sheet:
        """The file as questions. Raises: ProblemError data_…, data_answers where answers do not stand in their passages."""
        return self._read(path, choice, encoding, separator)

    def _read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator, like: bool = False) -> Sheet:
        """like: a file beside the training file, for which the columns were chosen; it may have others."""
        if is_columnar(path):
            records, form = read_column_records(path)
            return _sheet(asked_of(path, records), path, ReadTable(_NO_TABLE, form, "", ""), _OWN_NAMES)
        if path.suffix.lower() in _RECORDS or is_squad(path):
            file = read_squad(path, encoding)
            form = "squad" if file.squad else path.suffix.lower().lstrip(".") or "json"
            return _sheet(file.asked, path, ReadTable(_NO_TABLE, form, file.encoding, ""), _OWN_NAMES)
        found = _read_table(path, encoding, separator, choice.sheet)
        if like:
            choice = _as_far_as_there(choice, found.table)
        asked, columns = read_asked_table(path, found, choice.text, choice.label, choice.question)
        guessed = [role for role, name in (("text", choice.text), ("label", choice.label)) if not name]
        sheet = _sheet(asked, path, replace(found, guessed=[*guessed, *found.guessed]), columns)
        roles = {"question": columns.question, "text": columns.passage, "label": columns.answer}
        return replace(sheet, columns=found.table.column_names, roles=roles)

    def more(self, path: Path, choice: DataChoice, train: pa.Table | None) -> pa.Table:
        """The questions of a file without their answers; read as the training file is, and kept together in a split as its questions are."""
        table = self._read(path, msgspec.structs.replace(choice, sheet=""), "auto", "auto", like=True).table
        if train is not None:
            key = _by_question(table["question"], table["text"]) if _is_by_question(train) else compared(table["text"])
            table = table.set_column(table.column_names.index("key"), "key", key)
        for name in ("stratum", "answers"):
            place = table.column_names.index(name)
            table = table.set_column(place, name, pa.nulls(table.num_rows, table.schema.field(name).type))
        place = table.column_names.index("start")
        return table.set_column(place, "start", pa.array([-1] * table.num_rows, pa.int64()))

    def names(self, table: pa.Table) -> list[str]:
        """None: an answer is a place, not a name."""
        return []

    def is_silent(self, table: pa.Table) -> bool:
        """No question is answered."""
        return bool(table["stratum"].null_count == table.num_rows)

    def counts(self, table: pa.Table) -> list[tuple[str, int]]:
        """None."""
        return []

    def shown(self, table: pa.Table) -> pa.Table:
        """Question, passage, and the first answer; a dash where the passage has none. Columns have the names that they have in the file; one that
        is not there is not shown."""
        answers = [None if given is None else given[0] if given else "–" for given in table["answers"].to_pylist()]
        shown = pa.array([answer or "" for answer in answers], pa.string())
        names = [name.decode() for name in map(table.schema.metadata.get, (b"question", b"passage", b"answer"))]
        cells = [table["question"], table["text"], shown]
        return pa.table({name: column for name, column in zip(names, cells, strict=True) if name})

    def marks(self, table: pa.Table) -> list[list[MarkedSpan]]:
        """The first answer."""
        rows = zip(table["answers"].to_pylist(), table["start"].to_pylist(), strict=True)
        return [[MarkedSpan(start, start + len(answers[0]), "")] if answers else [] for answers, start in rows]

    def shared(self, learnt: pa.Table, exam: pa.Table | None) -> list[DataNote]:
        """Passages that are learnt from and asked about in the exam too, with other questions."""
        if exam is None:
            if not len(learnt) or not _is_by_question(learnt):
                return []
            one = "There is only 1 passage: the exam asks other questions about it than those that are learnt from."
            more = "There are only {rows} passages: the exam asks other questions about them than those that are learnt from."
            return [DataNote.on_rows("few_passages", len(compared(learnt["text"]).unique()), one, more)]
        asked, read = (hashes_of(table["text"], form=compared) for table in (exam, learnt))
        rows = int(np.isin(asked, read).sum())
        one = "1 question of the exam is about a passage that is learnt from too, in other questions."
        more = "{rows} questions of the exam are about passages that are learnt from too, in other questions."
        return [DataNote.on_rows("passages_shared", rows, one, more)] if rows else []

    def tried(self, texts: list[str]) -> list[str]:
        """As they are."""
        return texts

    @property
    def odd(self) -> frozenset[str]:
        """Passages may be of any length: they are read in windows."""
        return frozenset({"wordless", "garbled", "markup", "whole_passage"})

    def own_odd(self, table: pa.Table, kinds: frozenset[str]) -> dict[str, Codes]:
        """Questions that are answered by nearly all of their passage."""
        if "whole_passage" not in kinds:
            return {}
        rows = enumerate(zip(table["text"].to_pylist(), table["answers"].to_pylist(), strict=True))
        odd = [row for row, (passage, answers) in rows if answers and len(answers[0]) >= WHOLE * len(passage.strip())]
        return {"whole_passage": np.array(odd, np.int64)}

    def truth(self, table: pa.Table) -> list[str]:
        """The first answer."""
        return [given[0] if given else "" for given in table["answers"].to_pylist()]


def _read_table(path: Path, encoding: Encoding, separator: Separator, sheet: str) -> ReadTable:
    try:
        return read(path, encoding, separator, sheet)
    except ProblemError as error:
        if error.problem.code == "data_format":
            raise ProblemError(problem("data_format", file=path.name, formats=FORMATS)) from error
        raise


def _as_far_as_there(choice: DataChoice, table: pa.Table) -> DataChoice:
    """The choice with those of its columns that this table has; the others are guessed."""
    names = {role: find_column(table, getattr(choice, role)) for role in ("text", "label", "question")}
    return msgspec.structs.replace(choice, **names)


def _sheet(asked: list[Asked], path: Path, found: ReadTable, columns: Columns) -> Sheet:
    rows, left_out, lost = _located(asked)
    _check_lost(rows, lost, path, found.table.column_names)
    notes = []
    if lost:
        one = "1 answer does not stand in its passage (line or record {lines}); the teacher answers this question."
        more = "{rows} answers do not stand in their passage (line or record {lines}); the teacher answers these questions."
        lines = named_lines([row.asked.line for row in lost])
        notes.append(DataNote.on_rows("answers_lost", len(lost), one, more, lines=lines))
    without = sum(row.answers == [] for row in rows)
    if without:
        one = "1 question has no answer in its passage; the student learns to say so."
        more = "{rows} questions have no answer in their passage; the student learns to say so."
        notes.append(DataNote.on_rows("no_answers", without, one, more))
    return Sheet(
        table=_table(rows).replace_schema_metadata({name: getattr(columns, name) for name in ("question", "passage", "answer")}),
        format=found.format,
        encoding=found.encoding,
        separator=found.separator,
        text=columns.passage,
        label=columns.answer,
        guessed=found.guessed,
        notes=notes,
        mended=found.ragged_rows,
        left_out=left_out,
        part=found.part,
        parts=found.parts,
    )


def _located(asked: list[Asked]) -> tuple[list[_Row], list[int], list[_Row]]:
    """Rows with their answers in their passages; numbers of those without question or passage; rows none of whose answers was found."""
    rows: list[_Row] = []
    left_out: list[int] = []
    lost: list[_Row] = []
    for number, one in enumerate(asked):
        if not one.passage.strip() or not one.question.strip():
            left_out.append(number)
            continue
        if not one.answers:
            rows.append(_Row(one, number, None if one.answers is None else [], -1))
            continue
        places = [place for text, start in one.answers if (place := place_of(one.passage, text, start)) is not None]
        if places:
            answers = list(dict.fromkeys(one.passage[start:end] for start, end in places))
            rows.append(_Row(one, number, answers, places[0][0]))
        else:
            rows.append(_Row(one, number, None, -1))
            lost.append(rows[-1])
    return rows, left_out, lost


def _check_lost(rows: list[_Row], lost: list[_Row], path: Path, columns: list[str]) -> None:
    answered = sum(bool(row.asked.answers) for row in rows)
    if not lost or len(lost) < MOST_LOST * answered:
        return
    first = lost[0].asked
    raise ProblemError(
        problem(
            "data_answers",
            file=path.name,
            rows=len(lost),
            total=answered,
            lines=named_lines([row.asked.line for row in lost]),
            answer=(first.answers or [("", 0)])[0][0][:80],
            columns=list(columns),
        )
    )


def _table(rows: list[_Row]) -> pa.Table:
    passages = pa.chunked_array([pa.array([row.asked.passage for row in rows], pa.string())])
    questions = pa.array([row.asked.question.strip() for row in rows], pa.string())
    keys = compared(passages)
    return pa.table(
        {
            "text": passages,
            "key": keys if len(keys.unique()) >= FEWEST_PASSAGES else _by_question(questions, passages),
            "same": _same(questions, keys),
            "stratum": pa.array([None if row.answers is None else ANSWERED for row in rows], pa.string()),
            "row": pa.array([row.row for row in rows], pa.int64()),
            "line": pa.array([row.asked.line for row in rows], pa.int64()),
            "question": questions,
            "answers": pa.array([row.answers for row in rows], pa.list_(pa.string())),
            "start": pa.array([row.start for row in rows], pa.int64()),
        }
    )


def _same(questions: pa.Array, passages: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same for the same question about the same passage; short, since a passage stands beside each of its questions."""
    asked = compared(pa.chunked_array([questions]))
    pairs = pc.binary_join_element_wise(asked, pc.utf8_trim_whitespace(passages), "\n")
    return pa.chunked_array([pa.array(hashes_of(pairs)).cast(pa.string())])


def _by_question(questions: pa.Array | pa.ChunkedArray, passages: pa.ChunkedArray) -> pa.ChunkedArray:
    """The key of each question by itself. Which rows a seed sets aside hangs on its very signs: runs that exist are examined on those rows."""
    pairs = zip(questions.to_pylist(), passages.to_pylist(), strict=True)
    return pa.chunked_array([pa.array([json.dumps([asked.casefold().split(), text]) for asked, text in pairs], pa.string())])


def _is_by_question(table: pa.Table) -> bool:
    """Whether a split of this file, or of the rest that is learnt from, parts the questions about a passage."""
    return not table["key"].equals(compared(table["text"]))
