"""Reads JSON records: one a line (JSONL), a list of them, or a list under one key. Must not know: what the records mean."""

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
_BLANKS = " \t\r\n"


@dataclass(frozen=True)
class Record:
    """One object of the file, and the line (1-based) at which it begins."""

    fields: dict[str, Any]
    line: int


def read_records(path: Path, encoding: str = "auto") -> tuple[list[Record], str]:
    """The file's objects in their order, sound, and its encoding.

    Raises: ProblemError data_… as `read_text`; data_json with the line where it is no JSON, or where a record is no object.
    """
    text, found_encoding = read_text(path, encoding)
    text = text.removeprefix("\ufeff")
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        return list(_objects(path, text, start + 1, ending="]")), found_encoding
    records = list(_objects(path, text, start, ending=""))
    if len(records) == 1:
        rows = next((records[0].fields[key] for key in _LISTS if isinstance(records[0].fields.get(key), list)), None)
        if rows is not None and all(isinstance(row, dict) for row in rows):
            return [Record(row, records[0].line) for row in rows], found_encoding
    return records, found_encoding


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
        if not isinstance(found, dict):
            raise no_json(path, line, "not a record of the form {…}")
        yield Record(found, line)
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
