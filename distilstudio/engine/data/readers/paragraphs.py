"""Reads plain text as paragraphs, and cuts long texts into passages; nothing of a text is lost. Must not know: what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.readers.lines import COLUMN
from distilstudio.engine.data.readers.plain import opened_as_text
from distilstudio.engine.data.readers.table import ReadTable

LONGEST = 4000
"""Characters of a passage."""
_HEAD_LINES = 2000
_WRAPPED_AT = 120
"""Characters: a file whose paragraphs run over lines no longer than this was wrapped by an editor."""
_FEWEST_LINES = 2.5
"""Lines of its paragraphs on average."""
MOST_WHOLE = 0.5
"""Of the lines that are followed by another one, those that end as a sentence does; in wrapped prose it is about one in ten."""
_ENDS = ".!?。！？…”\"'’»"
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])\s*")
_BATCH = 100_000


def read_paragraphs(path: Path, encoding: str = "auto") -> ReadTable:
    """A text file as a table of one column: its lines, or its paragraphs where lines are wrapped. Raises: ProblemError data_… as `opened_as_text`."""
    codec, name = opened_as_text(path, encoding)
    with path.open(encoding=codec) as file:
        wrapped = _is_wrapped([line for _, line in zip(range(_HEAD_LINES), file, strict=False)])
    batches = []
    with path.open(encoding=codec) as file:
        texts = _joined(file) if wrapped else (line.strip() for line in file)
        while part := [text for _, text in zip(range(_BATCH), texts, strict=False)]:
            batches.append(pa.table({COLUMN: pa.array([text for text in part if text], pa.string())}))
    return ReadTable(pa.concat_tables(batches), "txt", name, "", guessed=["encoding"] if encoding == "auto" else [])


def passages_of(text: str) -> list[str]:
    """A text's own paragraphs, none of them blank; those over LONGEST characters are cut where a sentence ends, else between words."""
    found = []
    for line in text.split("\n"):
        rest = line.strip()
        while len(rest) > LONGEST:
            end = _cut(rest)
            found.append(rest[:end].strip())
            rest = rest[end:].strip()
        if rest:
            found.append(rest)
    return found


def _cut(text: str) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, LONGEST) if match.end() > LONGEST // 2]
    if ends:
        return ends[-1]
    blank = text.rfind(" ", LONGEST // 2, LONGEST)
    return blank + 1 if blank > 0 else LONGEST


def _is_wrapped(lines: list[str]) -> bool:
    """Whether blank lines stand between paragraphs whose lines end anywhere in a sentence, none of them long."""
    stripped = "\n".join(line.strip() for line in lines).strip("\n").split("\n")
    filled = [line for line in stripped if line]
    inside = [line for line, after in pairwise(stripped) if line and after]
    paragraphs = len(filled) - len(inside)
    if len(filled) == len(stripped) or len(filled) < _FEWEST_LINES * paragraphs:
        return False
    whole = sum(line[-1] in _ENDS for line in inside)
    return whole <= MOST_WHOLE * len(inside) and float(np.quantile([len(line) for line in filled], 0.95)) <= _WRAPPED_AT


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Each paragraph as one line."""
    open_lines: list[str] = []
    for line in lines:
        if line.strip():
            open_lines.append(line.strip())
        elif open_lines:
            yield " ".join(open_lines)
            open_lines = []
    if open_lines:
        yield " ".join(open_lines)
