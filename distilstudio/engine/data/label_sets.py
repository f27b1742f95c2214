"""Cells that hold several labels: which sign stands between them, and how they are told apart.

Inside the program the labels of a row are joined by BETWEEN_LABELS, in a human order and each once, so that the same labels are always the
same string; that of a row which carries none of them, and is known to, is empty. Must not know: tables, files, tasks.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distilstudio.protocol.sound import sound

BETWEEN_LABELS = "\x1f"
"""Sign between the labels of one row as they come from the reader (ASCII's unit separator: no label's name holds it)."""
SIGNS = ("|", ";", ",", "/", "、", "，", "；")
"""Signs between labels that are looked for. Blanks around them are no part of a label's name."""
NONE = ""
"""The labels of a row that carries none of them. A row of which nothing is known has no string at all."""
WHOLE = "none"
"""In place of a sign: the person said that each cell is one label."""
FEWEST_JOINED = 3
SMALLEST_SHARE = 0.005
"""Of the cells with a label, so many at least hold several, or a sign in them is part of a name."""
LOOSE_SHARE = 0.9
"""So many of the parts in joined cells at least stand elsewhere too, alone or in other company."""
LONGEST_NAME = 60

_DECIMAL = re.compile(r"[-+]?\d+,\d+")
_SIDE_BY_SIDE = re.compile(r"""['"]\s+['"]""")
"""Strings without a comma between them, as numpy writes a list; Python would take them as one string."""
_OUTER = " \t\n\r\u00a0\u3000"


def parts_of(cell: str, sign: str) -> list[str]:
    """The labels of a cell in its order, each once; a list as Python and JSON write it (`['a', 'b']`) is taken apart too."""
    if sign and is_empty_list(cell):
        return []
    if sign == "," and _is_bracketed(cell):
        listed = _listed(cell)
        if listed is not None:
            return [part for part in dict.fromkeys(name.strip(_OUTER) for name in listed) if part]
        cell = cell[1:-1]
    parts = (part.strip(_OUTER) for part in cell.split(sign)) if sign else (cell.strip(_OUTER),)
    bare = (part[1:-1].strip(_OUTER) if len(part) > 1 and part[0] == part[-1] and part[0] in "'\"" else part for part in parts)
    return [part for part in dict.fromkeys(bare) if part]


def is_empty_list(cell: str) -> bool:
    """Whether a cell is a list without anything in it, as `[]`: none of the labels fits, where a row may carry several."""
    return _is_bracketed(cell) and not cell[1:-1].strip(_OUTER)


def _is_bracketed(cell: str) -> bool:
    return len(cell) > 1 and cell[0] + cell[-1] in ("[]", "()", "{}")


def _listed(cell: str) -> list[str] | None:
    """The strings of a list in brackets, whose names may hold any sign; None where it is no list of strings."""
    readers: list[Callable[[str], object]] = [json.loads]
    if not _SIDE_BY_SIDE.search(cell):
        readers.append(ast.literal_eval)
    for read in readers:
        try:
            found = read(f"[{cell[1:-1]}]")
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, list) and all(isinstance(name, str) and sound(name) == name for name in found):
            return found
    return None


def guess_sign(cells: Mapping[str, int]) -> str:
    """The sign between labels in these cells (each with its count), or "" where every cell looks like one label.

    Parts are labels when they stand alone in other cells or in ever new company, and when some cells hold more of them than others:
    "news/sport" beside "news/politics" is one label, "joy|fear" beside "fear" and "anger|joy" are two. An empty list beside lists says by itself
    that a row may carry any number of labels.
    """
    if _are_lists(cells):
        return ","
    found = {sign: _share_joined(cells, sign) for sign in SIGNS}
    best = max(SIGNS, key=lambda sign: found[sign])
    return best if found[best] > 0 else ""


def likeliest_sign(cells: Mapping[str, int]) -> str:
    """The sign between labels where it is known that cells may hold several: as guessed, else the one in most cells."""
    return guess_sign(cells) or max(SIGNS, key=lambda sign: sum(count for cell, count in cells.items() if sign in cell))


def _are_lists(cells: Iterable[str]) -> bool:
    """Whether all cells with something in them are lists, some of them empty, with two labels at least in all."""
    filled = [cell.strip(_OUTER) for cell in cells if cell.strip(_OUTER)]
    if not any(map(is_empty_list, filled)) or not all(map(_is_bracketed, filled)):
        return False
    listed = [_listed(cell) for cell in filled]
    return all(names is not None for names in listed) and len({name for names in listed for name in names or ()}) > 1


def _share_joined(cells: Mapping[str, int], sign: str) -> float:
    """Share of the cells that hold several labels if this is the sign between them; 0 where it is not."""
    split = {cell: parts_of(cell, sign) for cell in cells if cell.strip(_OUTER)}
    joined = {cell: parts for cell, parts in split.items() if len(parts) > 1}
    rows, rows_joined = sum(cells[cell] for cell in split), sum(cells[cell] for cell in joined)
    if rows_joined < FEWEST_JOINED or rows_joined < SMALLEST_SHARE * rows:
        return 0.0
    if len({_signs_in(cell, sign) for cell in split}) < 2 or all(_DECIMAL.fullmatch(cell) for cell in joined):
        return 0.0
    names = {part for parts in split.values() for part in parts}
    if len(names) > max(2, len(split)) or any(len(name) > LONGEST_NAME for name in names):
        return 0.0
    alone = {parts[0] for parts in split.values() if len(parts) == 1}
    company: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    seen: Counter[str] = Counter()
    for cell, parts in joined.items():
        for part in parts:
            seen[part] += cells[cell]
            company[part].add(tuple(sorted(set(parts) - {part})))
    loose = sum(count for part, count in seen.items() if part in alone or len(company[part]) > 1)
    return rows_joined / rows if loose >= LOOSE_SHARE * sum(seen.values()) else 0.0


def _signs_in(cell: str, sign: str) -> int:
    """How many signs stand between labels in a cell; one within a name of a list is none."""
    listed = _listed(cell) if sign == "," and _is_bracketed(cell) else None
    return cell.count(sign) if listed is None else max(0, len(listed) - 1)


def join(parts: Sequence[str]) -> str:
    """The labels of one row as one string."""
    return BETWEEN_LABELS.join(parts)


def split(joined: str) -> list[str]:
    """The labels of one row."""
    return joined.split(BETWEEN_LABELS) if joined != NONE else []


def single_labels(joined: Iterable[str]) -> list[str]:
    """Every label of these rows once, as they come."""
    return list(dict.fromkeys(label for one in joined for label in split(one)))


def count_singles(joined: Sequence[str], rows: Sequence[int] | NDArray[np.int64]) -> dict[str, int]:
    """How many rows carry each label; `rows`: how many carry just this set of labels. Labels that no row carries are left out."""
    counts: Counter[str] = Counter()
    for one, count in zip(joined, rows, strict=True):
        if count:
            for label in split(one):
                counts[label] += int(count)
    return dict(counts)
