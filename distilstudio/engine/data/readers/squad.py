"""Reads questions about passages from JSON: SQuAD's own layout (v1.1 and v2), a list of records, or one record a line.

Gives answers as they are written; whether they stand in their passage is not looked at here. Must not know: roles chosen, splits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distilstudio.engine.data.readers.jsonl import Record, read_records
from distilstudio.engine.data.readers.plain import read_text
from distilstudio.protocol import column_names
from distilstudio.protocol.problems import ProblemError, problem


@dataclass(frozen=True)
class Asked:
    """A question about a passage. `answers`: text and where it is said to start (code points, -1: not said); empty: there is none in the
    passage; None: not known. `line`: where it stands in the file, from 1; 0: not known."""

    passage: str
    question: str
    answers: list[tuple[str, int]] | None
    line: int


@dataclass(frozen=True)
class AskedFile:
    """All questions of a file in its order, and the encoding it was read in. `squad`: it has SQuAD's layout."""

    asked: list[Asked]
    encoding: str
    squad: bool


def read_squad(path: Path, encoding: str = "auto") -> AskedFile:
    """Read a whole file. Raises: ProblemError data_… as `read_records`; data_json with the line for what is not laid out so."""
    records, found_encoding = read_records(path, encoding)
    records = [record for record in records if set(record.fields) != {"header"}]  # the first line of MRQA's files
    squad = any("paragraphs" in record.fields for record in records)
    # A parser does not tell where the questions of a SQuAD file stand, nor those of any other list within an object.
    told = not any("paragraphs" in one.fields or "qas" in one.fields or one.beside is not None for one in records)
    lines = None if told else _Lines(read_text(path, encoding)[0])
    asked: list[Asked] = []
    for record in records:
        fields = record.fields
        if lines is not None and squad:
            asked += _article(fields, lines, path)
        elif lines is not None and "qas" in fields:
            asked += _paragraph(fields, lines, path)
        else:
            asked.append(_record(fields, lines, path, record.line))
    if not asked:
        raise misshapen(path, 1, "no question was found in it")
    return AskedFile(_numbered(asked), found_encoding, squad)


def _numbered(asked: list[Asked]) -> list[Asked]:
    """By their lines; where all stand in one, by their place in the file."""
    if len(asked) > 1 and {one.line for one in asked} == {1}:
        return [replace(one, line=number) for number, one in enumerate(asked, 1)]
    return asked


def asked_of(path: Path, records: list[Record]) -> list[Asked]:
    """Flat records that were read already, as questions. Raises: ProblemError data_json with the row for what is not laid out so."""
    return [_record(record.fields, None, path, record.line) for record in records]


def misshapen(path: Path, line: int, reason: str) -> ProblemError:
    """The problem of JSON that is laid out in another way."""
    return ProblemError(problem("data_json", file=path.name, line=line, reason=reason))


def is_squad(path: Path) -> bool:
    """Whether a file begins as SQuAD's JSON does, or as records of questions, by its first bytes alone. Never raises."""
    try:
        with path.open("rb") as file:
            head = file.read(65_536).decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")
    except (OSError, ValueError):
        return False
    if head[:1] not in ("{", "["):
        return False
    return '"qas"' in head or '"paragraphs"' in head or ('"question"' in head and ('"context"' in head or '"passage"' in head))


def _article(article: Any, lines: _Lines, path: Path) -> Iterator[Asked]:
    for paragraph in _list(article, "paragraphs", lines, path):
        yield from _paragraph(paragraph, lines, path)


def _paragraph(paragraph: Any, lines: _Lines, path: Path) -> Iterator[Asked]:
    passage = paragraph.get("context") if isinstance(paragraph, dict) else None
    if not isinstance(passage, str):
        raise misshapen(path, lines.last, "a paragraph after this line has no “context”")
    for one in _list(paragraph, "qas", lines, path):
        question = one.get("question") if isinstance(one, dict) else None
        if not isinstance(question, str):
            raise misshapen(path, lines.last, "an entry of “qas” after this line has no “question”")
        line = lines.of(question)
        yield Asked(passage, question, answers_of(one, lines.last, path), line)


def _list(holder: Any, name: str, lines: _Lines, path: Path) -> list[Any]:
    found = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(found, list):
        raise misshapen(path, lines.last, f"an entry after this line has no list of “{name}”")
    return found


def _record(record: dict[str, Any], lines: _Lines | None, path: Path, line: int) -> Asked:
    """One flat record with question, passage and answers under any of their usual names."""
    question, passage = _first(record, column_names.QUESTION), _first(record, column_names.PASSAGE)
    place = line if lines is None else lines.of(question) if isinstance(question, str) else 0
    told = line if lines is None else lines.last
    for name, found in (("question", question), ("context", passage)):
        if not isinstance(found, str):
            raise misshapen(path, told, f"a record has no “{name}”")
    return Asked(str(passage), str(question), answers_of(record, told, path), place)


def answers_of(record: dict[str, Any], line: int, path: Path) -> list[tuple[str, int]] | None:
    """Lists of {text, answer_start} as in SQuAD; {text: […], answer_start: […]} as in its tables; a text, or a list of texts."""
    if any(record.get(name) is True for name in column_names.IMPOSSIBLE):
        return []
    given = _first(record, column_names.ANSWER)
    if given is None:
        return None
    starts = _first(record, column_names.ANSWER_START)
    if isinstance(given, dict):
        given, starts = _first(given, ("text", *column_names.ANSWER)), _first(given, column_names.ANSWER_START)
    answers = given if isinstance(given, list) else [given]
    places = starts if isinstance(starts, list) else [starts] * len(answers)
    places = [*places, *[None] * (len(answers) - len(places))]
    found = [_answer(answer, place, line, path) for answer, place in zip(answers, places, strict=False)]
    return [(text, start) for text, start in found if text.strip()]


def _answer(answer: Any, start: Any, line: int, path: Path) -> tuple[str, int]:
    if isinstance(answer, dict):
        answer, start = _first(answer, ("text", "answer")), _first(answer, column_names.ANSWER_START)
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        answer = str(answer)
    if not isinstance(answer, str):
        raise misshapen(path, line, "an answer has no “text”")
    sure = isinstance(start, int) and not isinstance(start, bool) and start >= 0
    return answer, start if sure else -1


def _first(record: dict[str, Any], names: Sequence[str]) -> Any:
    return next((record[name] for name in names if record.get(name) is not None), None)


class _Lines:
    """Where questions stand in a text of JSON: the parser does not tell, so they are looked for in the order in which they come."""

    def __init__(self, text: str) -> None:
        self._text = text
        # A program writes all letters alike: as they are, or as \u escapes.
        self._escaped = text.isascii()
        self._at = 0
        self._missed = 0
        self.last = 1

    def of(self, question: str) -> int:
        """Line of the next question with these words, from 1; 0 where it is written in another way. `last` keeps the last one found."""
        if self._missed > 20:
            return 0
        place = self._text.find(json.dumps(question, ensure_ascii=self._escaped), self._at)
        if place < 0:
            self._missed += 1
            return 0
        self.last += self._text.count("\n", self._at, place)
        self._at = place + 1
        return self.last
