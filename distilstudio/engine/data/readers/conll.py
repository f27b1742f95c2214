"""Reads one word a line with its tag: CoNLL files of any width, and tables with a word a row. Must not know: what tags mean, models.

The word comes first and the tag last, unless a header says otherwise, or what stands last has no look of tags while another column has: then
that one. An empty line ends a sentence; so does another number in a column
that counts sentences. Without the tag, a sentence is one that nobody marked. Between sentences, a line behind a # is a comment unless it is
a row like the others. Where the first column counts the words of each sentence (CoNLL-U and its kin), the word is the second, and the tag
the first that looks like one.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from distilstudio.engine.data.readers.marked import MarkedFile, Sentence, check_chosen, named_lines, place_of
from distilstudio.engine.data.readers.plain import opened_as_text, read_text
from distilstudio.engine.data.readers.table import numbered_names
from distilstudio.engine.data.tags import OUTSIDE, looks_like_tag
from distilstudio.protocol import column_names
from distilstudio.protocol.problems import ProblemError, problem

_DOCUMENT = "-DOCSTART-"
_COMMENT = ("# ", "#\t")
_BLANKS = re.compile(r"[ \t]+")
_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_SAMPLE_LINES = 2000
_JOINED = re.compile(r"\d+[-.]\d+")
"""The number of a line that is no word of its own in CoNLL-U: 3-4 joins two words, 8.1 was left out by the writer."""
_MOST_LIKE_TAGS = 0.9
"""From this share of cells that look like tags on, a column holds the tags."""


@dataclass(frozen=True)
class _Layout:
    """Where a line's cells are. `separator` "": blanks of any number. `sentence` is −1 where empty lines part the sentences."""

    separator: str
    width: int
    word: int = 0
    tag: int = -1
    sentence: int = -1
    names: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    numbered: bool = False

    def is_comment(self, line: str, cells: Sequence[str]) -> bool:
        """Whether a line between sentences is no row of words. `tags` are those of the first rows."""
        if not line.startswith(_COMMENT) or line.split() == ["#"]:
            return False
        tag = cells[self.tag].strip() if len(cells) == self.width and self.tag >= 0 else ""
        return self.numbered or not (tag in self.tags or looks_like_tag(tag))


def read_conll(path: Path, encoding: str = "auto", separator: str = "auto", word: str = "", tag: str = "") -> MarkedFile:
    """Read a file of words with tags. `word`, `tag`: columns chosen by name; where the first line names none, they are "column 1", "column 2", …

    Raises: ProblemError data_… as `read_text`; data_no_column; data_lines for lines with too few or too many columns.
    """
    content, found_encoding = read_text(path, encoding)
    lines = _LINE_ENDS.split(content.removeprefix("\ufeff"))
    found = marked_lines(path, lines, separator, word, tag)
    return replace(found, encoding=found_encoding, guessed=["separator"] if separator == "auto" else [])


def marked_lines(path: Path, lines: Sequence[str], separator: str, word: str = "", tag: str = "") -> MarkedFile:
    """The same of lines that were read already. Raises: as `read_conll`."""
    layout = _layout(path, lines, separator, word, tag)
    sentences, passed_over = _sentences(path, lines, layout)
    if not sentences:
        raise ProblemError(problem("data_empty", file=path.name))
    columns = list(layout.names) or numbered_names(layout.width)
    return MarkedFile(
        sentences=sentences,
        format=path.suffix.lower().removeprefix(".") or "conll",
        encoding="",
        separator=layout.separator or " ",
        text=columns[layout.word],
        label=columns[layout.tag] if layout.tag >= 0 else "",
        passed_over=passed_over,
        columns=columns,
    )


def has_a_word_a_row(path: Path) -> bool:
    """Whether nearly all lines of a text file are a word with a tag. Raises: ProblemError data_… as `read_text`."""
    codec, _ = opened_as_text(path)
    with path.open(encoding=codec) as file:
        sample = [line for line in islice(file, _SAMPLE_LINES) if line.strip() and not line.startswith((_DOCUMENT, *_COMMENT))]
    try:
        layout = _layout(path, [line.rstrip("\n") for line in sample], "auto", "", "")
    except ProblemError:
        return False
    rows = [_cells(line.rstrip("\n"), layout.separator) for line in sample[bool(layout.names) :]]
    tagged = (
        sum(len(cells) == layout.width and looks_like_tag(cells[layout.tag].strip()) for cells in rows) if layout.tag >= 0 else 0
    )
    return tagged > 0 and tagged >= _MOST_LIKE_TAGS * len(rows)


def _layout(path: Path, lines: Sequence[str], separator: str, word: str, tag: str) -> _Layout:
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip() and not line.startswith(_DOCUMENT)]
    if not sample:
        raise ProblemError(problem("data_empty", file=path.name))
    rows = [line for line in sample if not line.startswith(_COMMENT)] or sample
    if separator == "auto":
        separator = _guess_separator(rows, path.suffix.lower())
    elif separator == " ":
        separator = ""
    width = Counter(len(_cells(line, separator)) for line in rows).most_common(1)[0][0]
    names = tuple(cell.strip() for cell in _cells(sample[0], separator))
    if separator in (",", ";", "|"):
        check_chosen(path, names, word, tag, numbered_names(width))
    even = [cells for line in rows if len(cells := _cells(line, separator)) == width]
    if (found := _named(names, word, tag, even)) is not None:
        return _Layout(separator, len(names), *found, place_of(names, "", column_names.SENTENCE_NUMBER), names)
    numbers = numbered_names(width)
    numbered = width > 2 and _is_numbered(lines[:_SAMPLE_LINES], separator)
    if numbered:
        even = [cells for cells in even if not _JOINED.fullmatch(cells[0])]
    place = numbers.index(word) if word in numbers else int(numbered)
    if tag in numbers:
        tags = numbers.index(tag)
    elif numbered:
        tags = _tag_column(path, lines, even, separator)
    else:
        tags = _last_tags(even, width, place)
    seen = frozenset(cells[tags].strip() for cells in even) if tags >= 0 else frozenset()
    return _Layout(separator, width, place, tags, tags=seen, numbered=numbered)


def _named(names: Sequence[str], word: str, tag: str, rows: list[list[str]]) -> tuple[int, int] | None:
    """Where words and tags are if the first line names its columns: by their names; tags of another name by what they look like, and words in
    the first column but theirs."""
    words, tags = place_of(names, word, column_names.WORD), place_of(names, tag, column_names.TAG)
    if words >= 0 and (tags >= 0 or len(names) == 1):
        return words, tags
    chosen = (word and words >= 0) or (tag and tags >= 0)
    if len(names) < 2 or not (chosen or words >= 0) or any(map(looks_like_tag, names)):
        return None
    if words < 0:
        return (0 if tags else 1), tags
    below = [cells for cells in rows if len(cells) == len(names)][1:]
    return words, _last_tags(below, len(names), words)


def _last_tags(rows: list[list[str]], width: int, word: int) -> int:
    """The last column beside the words, unless it has no look of tags (there is none for what is outside of all names) while another one has; −1
    where words stand alone."""
    columns = list(zip(*rows, strict=True))
    others = [place for place in range(width) if place != word]
    if not others:
        return -1
    likely = [place for place in others if columns and sum(map(looks_like_tag, columns[place])) >= _MOST_LIKE_TAGS * len(rows)]
    if likely and len(others) > 1 and OUTSIDE not in columns[others[-1]]:
        return likely[-1]
    return others[-1]


def _is_numbered(lines: Sequence[str], separator: str) -> bool:
    """Whether the first column counts the words of each sentence from 1."""
    number = most = 0
    for line in lines:
        if not line.strip() or line.startswith((_DOCUMENT, *_COMMENT)):
            number = 0
            continue
        cell = _cells(line, separator)[0]
        if not _JOINED.fullmatch(cell):
            number += 1
            most = max(most, number)
            if cell != str(number):
                return False
    return most > 1


def _tag_column(path: Path, lines: Sequence[str], rows: list[list[str]], separator: str) -> int:
    """The first column behind the word that looks like tags, rather one in which something is marked. Raises: ProblemError data_tags."""
    columns = list(zip(*rows, strict=True))
    shares = [sum(map(looks_like_tag, column)) / len(rows) if place > 1 else 0.0 for place, column in enumerate(columns)]
    likely = [place for place, share in enumerate(shares) if share >= _MOST_LIKE_TAGS]
    if likely:
        return next((place for place in likely if set(columns[place]) != {OUTSIDE}), likely[0])
    tag = rows[0][-1]
    same = [number for number, line in enumerate(lines, 1) if line.strip() and _cells(line, separator)[1:][-1:] == [tag]]
    raise ProblemError(problem("data_tags", file=path.name, tag=tag[:40], lines=named_lines(same), count=len(same)))


def _guess_separator(sample: Sequence[str], ending: str) -> str:
    tabs = sum("\t" in line for line in sample)
    if tabs > len(sample) / 2:
        return "\t"
    if ending == ".csv":
        return max(",;|", key=lambda sign: sum(sign in line for line in sample))
    return ""


def _cells(line: str, separator: str) -> list[str]:
    """The cells of a line. A tab-separated word may hold blanks; a word may be a blank of another kind, as U+3000."""
    if separator == "":
        return [cell for cell in _BLANKS.split(line.strip(" \t")) if cell]
    if separator == "\t":
        return line.rstrip(" ").split("\t")
    return next(csv.reader([line], delimiter=separator), [])


class _Sentences:
    """Collects words until a sentence ends."""

    def __init__(self) -> None:
        self.done: list[Sentence] = []
        self._start()

    @property
    def at_start(self) -> bool:
        """Between two sentences, where comments stand."""
        return not self._words

    def add(self, word: str, tag: str | None, line: int) -> None:
        self._words.append(word)
        self._lines.append(line)
        if tag is not None:
            self._tags.append(tag)

    def end(self) -> list[int]:
        """Close the sentence; gives its lines where only some of them have a tag."""
        half: list[int] = []
        if self._words:
            if self._tags and len(self._tags) < len(self._words):
                half = self._lines
            self.done.append(Sentence(self._words, self._tags or None, self._lines))
        self._start()
        return half

    def _start(self) -> None:
        self._words: list[str] = []
        self._tags: list[str] = []
        self._lines: list[int] = []


def _sentences(path: Path, lines: Sequence[str], layout: _Layout) -> tuple[list[Sentence], list[int]]:
    found = _Sentences()
    ragged: list[int] = []
    passed_over: list[int] = []
    number = ""
    header = bool(layout.names)
    for place, line in enumerate(lines, start=1):
        if not line.strip(" \t") or line.startswith(_DOCUMENT):
            ragged += found.end()
            continue
        if header:
            header = False
            continue
        cells = _cells(line, layout.separator)
        if not any(cell.strip() for cell in cells):  # an empty row of a table: ,,
            ragged += found.end()
            continue
        if (found.at_start and layout.is_comment(line, cells)) or (layout.numbered and _JOINED.fullmatch(cells[0])):
            continue
        unmarked = layout.tag == layout.width - 1 > 0 and len(cells) == layout.width - 1
        if len(cells) != layout.width and not unmarked:
            ragged.append(place)
            continue
        if layout.sentence >= 0 and cells[layout.sentence].strip() not in ("", number):
            ragged += found.end()
            number = cells[layout.sentence].strip()
        word = cells[layout.word].strip(" \t")
        tag = cells[layout.tag].strip() if 0 <= layout.tag < len(cells) else None
        if not word:
            passed_over.append(place)
            continue
        found.add(word, tag or None, place)
    ragged += found.end()
    if ragged:
        raise ProblemError(
            problem("data_lines", file=path.name, lines=named_lines(sorted(ragged)), count=len(ragged), columns=layout.width)
        )
    return found.done, passed_over
