"""What the readers of marked words give back, and how they find the columns of words and tags. Must not know: formats, models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from distilstudio.protocol.problems import ProblemError, problem

MOST_LINES_NAMED = 8


@dataclass(frozen=True)
class Sentence:
    """Words and their tags as the file writes them; no tags: nobody marked it. `lines`: the file's line of each word (1-based).
    `text`: as the file has it, where it has one; else the words are to be joined."""

    words: list[str]
    tags: list[str] | None
    lines: list[int]
    text: str = ""


@dataclass(frozen=True)
class MarkedFile:
    """A file as sentences of marked words. `text`, `label`: the columns or keys that they were taken from, "" where the format has no names.
    `passed_over`: lines without a word. `refused`: how many texts were left out because their marks were turned down when they were looked
    through. `columns`: all those from which words and tags may be taken; none where the program finds them by itself. `part`, `parts`: of a
    workbook, the sheet that was taken and all of its sheets with rows."""

    sentences: list[Sentence]
    format: str
    encoding: str
    separator: str
    text: str = ""
    label: str = ""
    guessed: list[str] = field(default_factory=list)
    passed_over: list[int] = field(default_factory=list)
    refused: int = 0
    columns: list[str] = field(default_factory=list)
    part: str = ""
    parts: list[str] = field(default_factory=list)


def named_lines(lines: list[int]) -> str:
    """Numbers of lines or records for a sentence, each once: the first few, and dots for the rest."""
    lines = list(dict.fromkeys(lines))
    return ", ".join(map(str, lines[:MOST_LINES_NAMED])) + (" …" if len(lines) > MOST_LINES_NAMED else "")


def place_of(names: Sequence[str], chosen: str, known: Sequence[str] = ()) -> int:
    """Where the chosen column is, else the first known one of the list; −1: nowhere."""
    plain = [name.strip().casefold() for name in names]
    wanted = (chosen.strip().casefold(),) if chosen else known
    return next((plain.index(name) for name in wanted if name in plain), -1)


def check_chosen(path: Path, names: Sequence[str], word: str, tag: str, others: Sequence[str] = ()) -> None:
    """Raises: ProblemError data_no_column for a chosen column that is neither among the names nor one of the others."""
    for role, name in (("text", word), ("label", tag)):
        if name and place_of(names, name) < 0 and name not in others:
            raise ProblemError(problem("data_no_column", file=path.name, column=name, columns=names, role=role))
