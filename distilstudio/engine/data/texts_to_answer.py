"""The texts of a file that a model is to answer: every row of it in the file's order, labels or not. Must not know: models, what is answered."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.cleaning import trimmed
from distilstudio.engine.data.more_texts import read_texts
from distilstudio.engine.data.readers.asked_table import read_unanswered
from distilstudio.engine.data.readers.parquet import is_columnar, read_column_records
from distilstudio.engine.data.readers.squad import Asked, asked_of, is_squad, read_squad
from distilstudio.engine.data.reading import read

_RECORDS = (".json", ".jsonl", ".ndjson")


def texts_to_answer(path: Path, task: str, column: str) -> pa.Table:
    """Columns "text" (trimmed; for questions the passage, as the file has it) and, for questions, "question". An empty text stays a row.

    column: what the texts are called, where that is known. Raises: ProblemError data_… as `read`, data_roles_unclear.
    """
    if task != "qa":
        return pa.table({"text": read_texts(path, column)})
    if is_columnar(path):
        table = _asked(asked_of(path, read_column_records(path)[0]))
    elif path.suffix.lower() in _RECORDS or is_squad(path):
        table = _asked(read_squad(path).asked)
    else:
        table = read_unanswered(path, read(path))
    return table.set_column(1, "question", trimmed(table["question"]))


def _asked(asked: list[Asked]) -> pa.Table:
    passages, questions = [one.passage for one in asked], [one.question for one in asked]
    return pa.table({"text": pa.array(passages, pa.string()), "question": pa.array(questions, pa.string())})
