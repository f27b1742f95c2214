"""Plain texts, of which nobody says anything: the words themselves are the lesson. Must not know: models, tokenizers, other kinds.

A row is a paragraph: a line of a text file, or a part of a long cell. Columns of its rows: "text", "key", "stratum" (the same everywhere), "row".
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import Codes
from distilstudio.engine.data.kinds.opened_sheet import Sheet
from distilstudio.engine.data.more_texts import read_texts
from distilstudio.engine.data.readers.paragraphs import passages_of, read_paragraphs
from distilstudio.engine.data.readers.squad import is_squad, read_squad
from distilstudio.engine.data.readers.table import ReadTable
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.roles import check_named, find_column, guess_roles
from distilstudio.engine.data.rows import DataNote, compared_of
from distilstudio.protocol import column_names
from distilstudio.protocol.inspection import MarkedSpan
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import DataChoice, Encoding, Separator

TEXT_ENDINGS = (".txt", ".text", ".log", ".md")
STRATUM = "text"
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]{3,}")
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class TextWork:
    """The work for plain texts."""

    untold = frozenset({"contradictions", "unlabelled_rows"})
    silent = "data_empty"
    odd = frozenset({"wordless", "garbled", "markup", "outsized", "other_script"})

    def read(self, path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> Sheet:
        """The file as paragraphs. Raises: ProblemError data_…, data_roles_unclear where no column looks like texts."""
        found = _read(path, choice, encoding, separator)
        names = found.table.column_names
        check_named(found.table, path.name, text=choice.text)
        column = find_column(found.table, choice.text) or _likely_column(found.table)
        if not column:
            raise ProblemError(problem("data_roles_unclear", file=path.name, role="text", columns=names))
        once = column == _passage_column(found.table)
        table, empty = _table(found.table[column].unique() if once else found.table[column])
        return Sheet(
            table=table,
            format=found.format,
            encoding=found.encoding,
            separator=found.separator,
            text=column,
            guessed=[*found.guessed, *([] if choice.text else ["text"])],
            mended=[] if once else found.ragged_rows,  # whose numbers are those of all rows
            left_out=empty,
            part=found.part,
            parts=found.parts,
            columns=names if len(names) > 1 else [],
            roles={"text": column} if len(names) > 1 else {},
        )

    def names(self, table: pa.Table) -> list[str]:
        """Words have no names."""
        return []

    def more(self, path: Path, choice: DataChoice, train: pa.Table | None) -> pa.Table:
        """The texts of another file."""
        return _table(read_texts(path, choice.text))[0]

    def is_silent(self, table: pa.Table) -> bool:
        """The texts speak for themselves."""
        return False

    def counts(self, table: pa.Table) -> list[tuple[str, int]]:
        """Nothing is counted."""
        return []

    def shown(self, table: pa.Table) -> pa.Table:
        """The paragraphs."""
        return table.select(["text"])

    def marks(self, table: pa.Table) -> list[list[MarkedSpan]]:
        """Nothing is marked."""
        return [[] for _ in range(table.num_rows)]

    def shared(self, learnt: pa.Table, exam: pa.Table | None) -> list[DataNote]:
        """Nothing."""
        return []

    def truth(self, table: pa.Table) -> list[str]:
        """Nothing is said of a text."""
        return [""] * int(table.num_rows)

    def tried(self, texts: list[str]) -> list[str]:
        """With one word left out of each."""
        return [with_blank(text) for text in texts]

    def own_odd(self, table: pa.Table, kinds: frozenset[str]) -> dict[str, Codes]:
        """None."""
        return {}


def with_blank(text: str) -> str:
    """A text without one of its words: of the longer half of them the one nearest to the middle; of Chinese and Japanese one sign."""
    words = sorted((match.span() for match in _WORD.finditer(text)), key=lambda span: span[0] - span[1])
    places = words[: max(1, len(words) // 2)] or [match.span() for match in _SIGN.finditer(text)]
    if not places:
        return text
    start, end = min(places, key=lambda span: abs(span[0] + span[1] - len(text)))
    return f"{text[:start]}___{text[end:]}"


def _read(path: Path, choice: DataChoice, encoding: Encoding, separator: Separator) -> ReadTable:
    if path.is_file() and path.suffix.lower() in TEXT_ENDINGS and separator == "auto" and not choice.text:
        return read_paragraphs(path, encoding)
    if not choice.text and is_squad(path):
        file = read_squad(path, encoding)
        passages = pa.array(dict.fromkeys(one.passage for one in file.asked), pa.string())
        return ReadTable(pa.table({"context": passages}), "squad" if file.squad else "json", file.encoding, "")
    return read(path, encoding, separator, choice.sheet)


def _likely_column(table: pa.Table) -> str:
    """The only column, that of the passages beside questions, else the one that looks like texts; "" where none does."""
    names: list[str] = table.column_names
    return names[0] if len(names) == 1 else _passage_column(table) or guess_roles(table).text


def _passage_column(table: pa.Table) -> str:
    """Where questions are asked about passages, the column of these: each stands there once for every question."""
    plain = {name.strip().casefold(): name for name in table.column_names}
    asked = not plain.keys().isdisjoint(column_names.QUESTION)
    return next((plain[name] for name in column_names.PASSAGE if asked and name in plain), "")


def _table(texts: pa.ChunkedArray) -> tuple[pa.Table, list[int]]:
    """The paragraphs of all texts, and the numbers of the texts that have none."""
    found: list[str] = []
    rows: list[int] = []
    empty: list[int] = []
    for row, text in enumerate(texts.to_pylist()):
        passages = passages_of(text or "")
        found += passages
        rows += [row] * len(passages)
        if not passages:
            empty.append(row)
    column = pa.chunked_array([pa.array(found, pa.string())])
    strata = pa.array([STRATUM], pa.string()).take(pa.array(np.zeros(len(found), np.int64)))
    table = {"text": column, "key": compared_of(column), "stratum": strata, "row": pa.array(rows, pa.int64())}
    return pa.table(table), empty
