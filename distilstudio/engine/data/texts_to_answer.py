"""The texts of a file that a model is to answer: every row of it in the file's order, labels or not. Must not know: models, what is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import trimmed
from distilstudio.engine.data.kinds.ner import MARKED_ENDINGS, marked_file
from distilstudio.engine.data.more_texts import read_texts
from distilstudio.engine.data.readers import scanning
from distilstudio.engine.data.readers.asked_table import read_unanswered
from distilstudio.engine.data.readers.conll import has_a_word_a_row
from distilstudio.engine.data.readers.jsonl import Record, read_records
from distilstudio.engine.data.readers.marked_records import joined_tokens
from distilstudio.engine.data.readers.marked_table import has_a_sentence_a_row, is_marked_workbook
from distilstudio.engine.data.readers.parquet import first_rows, is_columnar, read_column_records
from distilstudio.engine.data.readers.plain import head_text, opened_as_text
from distilstudio.engine.data.readers.squad import Asked, asked_of, is_squad, read_squad
from distilstudio.engine.data.reading import read
from distilstudio.engine.data.words import join_words
from distilstudio.protocol.recipe import DataChoice

_RECORDS = (".json", ".jsonl", ".ndjson")
_HEAD_CHARACTERS = 64 * 1024
_TOKENS = re.compile(r'"(?:tokens?|words?)"\s*:\s*\[\s*"')


def texts_to_answer(path: Path, task: str, column: str) -> pa.Table:
    """Columns "text" (trimmed; for questions the passage, as the file has it) and, for questions, "question". An empty text stays a row.

    column: what the texts are called, where that is known. Raises: ProblemError data_… as `read`, data_roles_unclear.
    """
    if task == "ner" and (texts := _joined_words(path)) is not None:
        return pa.table({"text": pa.chunked_array([pa.array(texts, pa.string())])})
    if task != "qa":
        return pa.table({"text": read_texts(path, column)})
    if is_columnar(path):
        table = _asked(asked_of(path, read_column_records(path)[0]))
    elif path.suffix.lower() in _RECORDS or is_squad(path):
        table = _asked(read_squad(path).asked)
    else:
        table = read_unanswered(path, read(path))
    return table.set_column(1, "question", trimmed(table["question"]))


def _joined_words(path: Path) -> list[str] | None:
    """The sentences of a file that has them cut into words, read as the data page does; None where its texts are whole."""
    if is_columnar(path):
        first = [Record(row, 1) for row in first_rows(path, 1)[0].to_pylist()]
        return joined_tokens(read_column_records(path)[0]) if joined_tokens(first) is not None else None
    if path.suffix.lower() in _RECORDS:
        head = head_text(path, opened_as_text(path)[0], _HEAD_CHARACTERS)
        return joined_tokens(read_records(path)[0]) if _TOKENS.search(head) else None
    if not _is_marked(path):
        return None
    return [one.text or join_words(one.words) for one in marked_file(path, DataChoice(), "auto", "auto").sentences]


def _is_marked(path: Path) -> bool:
    kind = scanning.binary_kind(scanning.head_of(path, 4096))
    if kind:
        return kind == "XLSX" and is_marked_workbook(path)
    return path.suffix.lower() in MARKED_ENDINGS or has_a_sentence_a_row(path, "auto", "auto", "") or has_a_word_a_row(path)


def _asked(asked: list[Asked]) -> pa.Table:
    passages, questions = [one.passage for one in asked], [one.question for one in asked]
    return pa.table({"text": pa.array(passages, pa.string()), "question": pa.array(questions, pa.string())})
