"""Reads JSON records: one a line (JSONL), a list of them, or a list under one key; also pairs of a text and what is said of it, as spaCy has them.

Must not know: what the records mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distilstudio.engine.data.readers.plain import read_text
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.sound import all_sound

_LISTS = ("data", "examples", "rows", "records", "items")
_PAIRS = "annotations"
"""Where NER-Annotator keeps its pairs; under the same name other programs keep what is said of a single text."""
_BLANKS = " \t\r\n"


@dataclass(frozen=True)
class Record:
    """One object of the file, and the line (1-based) at which it begins, or its number where several stand in a line. `beside`: what stands
    beside the list of the objects, as the names of the labels may; None where they are no list of another object."""

    fields: dict[str, Any]
    line: int
    beside: dict[str, Any] | None = None


def read_records(path: Path, encoding: str = "auto") -> tuple[list[Record], str]:
    """The file's objects in their order, sound, and its encoding.

    Raises: ProblemError data_… as `read_text`; data_json with the line where it is no JSON, or where a record is no object.
    """
    text, found_encoding = read_text(path, encoding)
    text = text.removeprefix("\ufeff")
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        return _numbered(list(_objects(path, text, start + 1, ending="]"))), found_encoding
    records = list(_objects(path, text, start, ending=""))
    inside = _inside(records[0].fields) if len(records) == 1 else []
    return inside or _numbered(records), found_encoding


def _numbered(records: list[Record]) -> list[Record]:
    """By their lines, where each has its own; else by their place among the records."""
    if len({record.line for record in records}) == len(records):
        return records
    return [Record(record.fields, number) for number, record in enumerate(records, 1)]


def _inside(fields: dict[str, Any]) -> list[Record]:
    """The records of a list under one key of a single object; none where there is no such list."""
    rows = next((fields[key] for key in _LISTS if isinstance(fields.get(key), list)), None)
    if rows is None and isinstance(pairs := fields.get(_PAIRS), list) and not any(isinstance(row, dict) for row in pairs):
        rows = [row for row in pairs if row is not None]
    found = [_fields_of(row) for row in rows or []]
    records = [row for row in found if row is not None]
    beside = {name: value for name, value in fields.items() if value is not rows}
    return [Record(row, number, beside) for number, row in enumerate(records, 1)] if len(records) == len(found) else []


def _fields_of(found: Any) -> dict[str, Any] | None:
    """A record; a text with what is said of it as one."""
    match found:
        case dict():
            return found
        case [str(text), dict(said)]:
            return {"text": text} | said
    return None


def _objects(path: Path, text: str, start: int, ending: str) -> Iterator[Record]:
    """Objects one after the other, commas between them where they stand in a list."""
    decoder = json.JSONDecoder()
    place, line, counted = start, text.count("\n", 0, start) + 1, start
    while True:
        place = _skip(text, place)
        line += text.count("\n", counted, place)
        counted = place
        if place >= len(text):
            if ending:
                raise no_json(path, line, "the list is not closed")
            return
        if ending and text[place] == ending:
            return
        try:
            found, end = decoder.raw_decode(text, place)
            found = all_sound(found)
        except json.JSONDecodeError as error:
            raise no_json(path, text.count("\n", 0, error.pos) + 1, error.msg) from error
        except RecursionError as error:
            raise no_json(path, line, "lists within lists without end") from error
        except ValueError as error:  # a number of thousands of digits
            raise no_json(path, line, str(error)[:100]) from error
        fields = _fields_of(found)
        if fields is None:
            raise no_json(path, line, "not a record of the form {…}")
        yield Record(fields, line)
        place = _skip(text, end)
        if ending and text[place : place + 1] == ",":
            place += 1
        elif ending and text[place : place + 1] not in ("", ending):
            raise no_json(path, text.count("\n", 0, place) + 1, "a comma is missing between two records")


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place


def no_json(path: Path, line: int, reason: str) -> ProblemError:
    """The problem of JSON that ends, or is laid out, in another way than it should."""
    return ProblemError(problem("data_json", file=path.name, line=line, reason=reason))
