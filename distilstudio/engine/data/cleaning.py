"""Turns the cells of a table into texts to compare and labels by name, whole columns at a time. Must not know: files, facts, splits.

Labels are trimmed; where all are numbers, "1" and "1.0" are the same one, and so are "1,000" and "1000". Texts are trimmed, and compared without
regard to case and the width of blanks.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from distilstudio.engine.data.hashes import EMPTY, hashes_of
from distilstudio.engine.data.label_sets import is_empty_list, join, parts_of
from distilstudio.engine.data.roles import Roles

Codes = NDArray[np.int64]

_BLANKS = ("\t", "\n", "\r", "\u00a0", "\u3000")
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)([.,]\d+)?")
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
"""A number with a sign between its thousands. One as "0,500" is none."""


@dataclass(frozen=True)
class Side:
    """The cleaned rows of one file, in its order.

    `texts`: trimmed strings. `keys`: a number for each text, the same on both sides where the texts are the same, -1 where there is none.
    `labels`: places in the list of label names, -1 where there is none. Where rows carry several labels, a name is a set of them, joined, which
    may be the empty set.
    """

    texts: pa.ChunkedArray
    keys: Codes
    labels: Codes

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Rows with a text."""
        return self.keys >= 0

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Rows with a text and a label."""
        return (self.keys >= 0) & (self.labels >= 0)


def clean(
    train: pa.Table, exam: pa.Table | None, roles: Roles, sign: str = "", empty_is_none: bool = False
) -> tuple[Side, Side | None, list[str]]:
    """Both sides, and the names of all labels on either, in a human order. An unclear role gives rows without text or label.

    sign: what stands between the labels of one row, "" where a cell is one label. empty_is_none: where rows may carry several, one with an empty
    cell carries none of them, as one with an empty list always does; else nothing is known of it.
    """
    tables = [train] if exam is None else [train, exam]
    texts = [_trimmed(table, roles.text) for table in tables]
    keys = _codes_of_texts(texts)
    labels, names = _codes_of_labels([_trimmed(table, roles.label) for table in tables], sign, empty_is_none)
    sides = [Side(*parts) for parts in zip(texts, keys, labels, strict=True)]
    return sides[0], sides[1] if exam is not None else None, names


def compared(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts as they are compared: lower case, every run of blanks one blank."""
    return pa.chunked_array([pc.utf8_lower(_single_blanks(chunk)) for chunk in texts.chunks], pa.string())


def _single_blanks(texts: pa.Array) -> pa.Array:
    # Few texts need it, and looking for plain strings, first in all texts at once, is far quicker than a regular expression.
    found = _blanks_in(texts)
    if not found:
        return texts
    needs = pc.match_substring(texts, found[0])
    for blank in found[1:]:
        needs = pc.or_(needs, pc.match_substring(texts, blank))
    mended = pc.replace_substring_regex(texts.filter(needs), r"[\s\p{Z}]+", " ")
    return pc.replace_with_mask(texts, needs, mended)


def _blanks_in(texts: pa.Array) -> list[str]:
    """Which blanks other than single ones stand in these texts."""
    _, places, letters = texts.buffers()
    if not len(texts) or letters is None:
        return []
    ends = np.frombuffer(places, np.int32)
    whole = bytes(memoryview(letters)[ends[texts.offset] : ends[texts.offset + len(texts)]])
    signs = np.frombuffer(whole, np.uint8)
    found = ["  "] if bool(((signs[1:] == 32) & (signs[:-1] == 32)).any()) else []
    # Looking for a single byte is many times as quick as for two or three.
    return found + [blank for blank in _BLANKS if blank.encode()[:1] in whole and blank.encode() in whole]


def human_order(names: set[str]) -> list[str]:
    """Numbers by their value; else by alphabet without regard to case, numbers inside of names by their value."""

    def pieces(name: str) -> list[tuple[int, int, str]]:
        return [
            (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.split(r"(\d+)", name.casefold()) if piece
        ]

    if _are_numbers(names):
        return sorted(names, key=lambda name: (float(name.replace(",", ".")), name))
    return sorted(names, key=lambda name: (pieces(name), name))


def _trimmed(table: pa.Table, name: str) -> pa.ChunkedArray:
    if not name or name not in table.column_names:
        return pa.chunked_array([pa.array([""] * table.num_rows, pa.string())])
    return trimmed(table[name])


def trimmed(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts without blanks around them. Where no text of a chunk has any, the chunk stays what it is: it may be mapped from a file."""
    chunks = []
    for chunk in texts.chunks:
        bare = pc.utf8_trim_whitespace(chunk)
        chunks.append(chunk if bare.equals(chunk) else bare)
    return pa.chunked_array(chunks, pa.string())


def _codes_of_texts(columns: list[pa.ChunkedArray]) -> list[Codes]:
    hashes = hashes_of(*columns, form=compared)
    _, found = np.unique(hashes, return_inverse=True)
    codes = found.astype(np.int64)
    codes[hashes == EMPTY] = -1
    ends = np.cumsum([len(column) for column in columns])
    return list(np.split(codes, ends[:-1]))


def _codes_of_labels(columns: list[pa.ChunkedArray], sign: str, empty_is_none: bool) -> tuple[list[Codes], list[str]]:
    encoded = pa.concat_arrays([chunk for column in columns for chunk in column.chunks]).dictionary_encode()
    found: list[str] = encoded.dictionary.to_pylist()
    names_of = _names_of_cells(found, sign, empty_is_none)
    names = human_order(set(names_of.values()))
    place_of = {name: place for place, name in enumerate(names)}
    places = np.array([place_of[names_of[cell]] if cell in names_of else -1 for cell in found], dtype=np.int64)
    codes = places[encoded.indices.to_numpy(zero_copy_only=False)]
    ends = np.cumsum([len(column) for column in columns])
    return list(np.split(codes, ends[:-1])), names


def _names_of_cells(cells: list[str], sign: str, empty_is_none: bool) -> dict[str, str]:
    """The label of each cell as it is called, or its labels joined; a cell that says nothing is left out."""
    if not sign:
        return _names_of_labels({cell for cell in cells if cell and not is_empty_list(cell)})
    parts = {cell: parts_of(cell, sign) for cell in cells}
    names_of = _names_of_labels({part for one in parts.values() for part in one})
    place_of = {name: place for place, name in enumerate(human_order(set(names_of.values())))}
    called = {cell: sorted({names_of[part] for part in one}, key=place_of.__getitem__) for cell, one in parts.items()}
    return {cell: join(names) for cell, names in called.items() if names or empty_is_none or is_empty_list(cell)}


def _names_of_labels(found: set[str]) -> dict[str, str]:
    """The name of each label as found. Numbers with leading zeros are codes, not numbers, and keep them."""
    if not _are_numbers(found):
        return {label: label for label in found}
    grouped = all(_GROUPED.fullmatch(label) for label in found if "," in label)
    return {label: _number_name(label.replace(",", "") if grouped else label) for label in found}


def _are_numbers(labels: Collection[str]) -> bool:
    """Whether labels stand for numbers, not for versions or chapters: "2.10" beside "2.9" has a nought at its end that no number would need, and
    not because all of them have as many decimals."""
    if not all(_NUMBER.fullmatch(label) for label in labels):
        return False
    for sign in ".,":
        decimals = [part for label in labels if (part := label.partition(sign)[2]).strip("0")]
        if len({len(part) for part in decimals}) > 1 and any(part.endswith("0") for part in decimals):
            return False
    return True


def _number_name(label: str) -> str:
    whole, _, part = label.replace(",", ".").lstrip("+").partition(".")
    part = part.rstrip("0")
    name = f"{whole}.{part}" if part else whole
    return "0" if name == "-0" else name
