"""Questions about passages from a table: finds the columns by their names, then by what is in them. Must not know: splits, models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from distilstudio.engine.data.readers.cell_values import are_listed, listed
from distilstudio.engine.data.readers.records import Dialect, records_of
from distilstudio.engine.data.readers.squad import Asked, answers_of
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.roles import check_named, find_column
from distilstudio.protocol import column_names
from distilstudio.protocol.problems import ProblemError, problem

_SAMPLE = 200
_YES = ("true", "1", "yes")


@dataclass(frozen=True)
class Columns:
    """Names of the columns; the last three are "" where there is none."""

    passage: str
    question: str
    answer: str
    start: str
    impossible: str


def read_unanswered(path: Path, found: ReadTable) -> pa.Table:
    """Passages ("text") and questions of a table, whether or not there are answers beside them. Raises: ProblemError data_roles_unclear."""
    columns = _columns(found.table, path.name)
    return pa.table({"text": found.table[columns.passage], "question": found.table[columns.question]})


def read_asked_table(
    path: Path, found: ReadTable, passage: str = "", answer: str = "", question: str = ""
) -> tuple[list[Asked], Columns]:
    """The table's rows as questions. An empty answer says that there is none in the passage; without a column of answers nobody gave any.

    Raises: ProblemError data_no_column for a given name that is not there, data_roles_unclear.
    """
    columns = _columns(found.table, path.name, passage, answer, question)
    lines = _lines(path, found)
    cells = [found.table[name].to_pylist() for name in (columns.passage, columns.question)]
    if not columns.answer:
        return [Asked(text, question, None, line) for text, question, line in zip(*cells, lines, strict=True)], columns
    empty = [""] * found.table.num_rows
    said = found.table[columns.answer].to_pylist()
    starts = found.table[columns.start].to_pylist() if columns.start else empty
    impossible = found.table[columns.impossible].to_pylist() if columns.impossible else empty
    are_lists = are_listed(said)
    asked = [
        Asked(
            text,
            question,
            _listed_answers(cell, start, refused, path, line) if are_lists else _answers(cell, start, refused),
            line,
        )
        for text, question, cell, start, refused, line in zip(*cells, said, starts, impossible, lines, strict=True)
    ]
    return asked, columns


def _answers(said: str, start: str, refused: str) -> list[tuple[str, int]]:
    if not said.strip() or refused.strip().lower() in _YES:
        return []
    place = start.strip().removesuffix(".0")
    return [(said, int(place) if place.isascii() and place.isdecimal() else -1)]


def _listed_answers(said: str, start: str, refused: str, path: Path, line: int) -> list[tuple[str, int]]:
    """Answers as JSON and Python write them: a list, or SQuAD's {"text": […], "answer_start": […]}."""
    given = listed(said)
    if not given or refused.strip().lower() in _YES:
        return []
    starts = listed(start) if isinstance(given, list) else None
    return answers_of({"answers": given, "answer_start": starts}, line, path) or []


def _columns(table: pa.Table, file: str, passage: str = "", answer: str = "", question: str = "") -> Columns:
    names = table.column_names
    check_named(table, file, passage=passage, answer=answer, question=question)
    chosen = [find_column(table, name) for name in (passage, answer, question)]
    free = [name for name in table.column_names if name not in chosen]
    start, impossible = _named(free, column_names.ANSWER_START), _named(free, column_names.IMPOSSIBLE)
    free = [name for name in free if name not in (start, impossible)]
    question = chosen[2] or _take(free, _named(free, column_names.QUESTION))
    text = chosen[0] or _take(free, _named(free, column_names.PASSAGE))
    said = chosen[1] or _take(free, _named(free, column_names.ANSWER))
    sample = table.slice(0, _SAMPLE)
    text = text or _take(free, _longest(sample, free))
    said = said or _take(free, _contained(sample, free, text))
    question = question or _take(free, _asking(sample, free))
    for role, name in (("passage", text), ("question", question)):
        if not name:
            raise ProblemError(problem("data_roles_unclear", file=file, role=role, columns=names))
    return Columns(text, question, said, start, impossible)


def _take(free: list[str], name: str) -> str:
    if name:
        free.remove(name)
    return name


def _named(columns: Sequence[str], names: Sequence[str]) -> str:
    plain = {"".join(column.split()).casefold().replace("-", "_"): column for column in columns}
    return next((plain[name] for name in names if name in plain), "")


def _longest(sample: pa.Table, columns: Sequence[str]) -> str:
    """The column whose cells are by far the longest."""
    lengths = sorted(((pc.mean(pc.utf8_length(sample[name])).as_py() or 0.0, name) for name in columns), reverse=True)
    if not lengths or (len(lengths) > 1 and lengths[0][0] < 2 * lengths[1][0]):
        return ""
    return lengths[0][1]


def _contained(sample: pa.Table, columns: Sequence[str], passage: str) -> str:
    """The column whose cells stand in the passage most often, in half of the rows at least."""
    if not passage:
        return ""
    passages = sample[passage].to_pylist()
    shares = []
    for name in columns:
        filled = [(cell, text) for cell, text in zip(sample[name].to_pylist(), passages, strict=True) if cell.strip()]
        hits = sum(cell.strip() in text for cell, text in filled)
        shares.append((hits / len(filled) if filled else 0.0, sum(len(cell) for cell, _ in filled), name))
    best = max(shares, key=lambda share: share[:2], default=(0.0, 0, ""))  # of columns alike the first
    return best[2] if best[0] >= 0.5 else ""


def _asking(sample: pa.Table, columns: Sequence[str]) -> str:
    """The only column of words that is left, or the one whose cells end in a question mark most often."""
    columns = [name for name in columns if not all(_is_number(cell) for cell in sample[name].to_pylist())]
    if len(columns) == 1:
        return columns[0]
    shares = [(sum(cell.rstrip().endswith(("?", "？")) for cell in sample[name].to_pylist()), name) for name in columns]
    best = max(shares, default=(0, ""))
    return best[1] if best[0] >= sample.num_rows / 2 else ""


def _is_number(cell: str) -> bool:
    return not cell.strip("+-.,0123456789 ")


def _lines(path: Path, found: ReadTable) -> list[int]:
    """The line at which each row begins; 0 where rows were mended in a way that leaves it open, and in a format without lines."""
    rows = found.table.num_rows
    if not found.encoding:
        return [0] * rows
    lines = [line for line, _ in records_of(path, Dialect(found.encoding, found.separator))]
    return lines[-rows:] if len(lines) in (rows, rows + 1, rows + 2) else [0] * rows
