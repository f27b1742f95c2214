"""Reads a cell that holds a list or a record, as JSON, Python and numpy write them. Nothing in it is ever run. Must not know: files, columns."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from typing import Any

_SIGNS = re.compile(
    r"""(?P<dropped>\barray\(|,\s*dtype=[^)]*\)|\))|(?P<value>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\w.+-]+)"""
    r"""|(?P<kept>[\[\]{},:])|(?P<blank>\s+)""",
    re.DOTALL,
)


def listed(cell: str) -> list[Any] | dict[str, Any] | None:
    """The list or record that a cell holds; None where it is a text."""
    cell = cell.strip()
    if cell[:1] + cell[-1:] not in ("[]", "{}") and not cell.startswith("array(["):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = _by_python(cell)
    return found if isinstance(found, list | dict) else None


def are_listed(cells: Iterable[str]) -> bool:
    """Whether there is something in some of these cells, and it is a list or a record in each."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(listed(cell) is not None for cell in filled)


def _by_python(cell: str) -> Any:
    """Numpy leaves out the commas of a list, and says "array" and the kind of its values; without a comma Python would join two strings."""
    pieces: list[str] = []
    place, after_value = 0, False
    for match in _SIGNS.finditer(cell):
        if match.start() != place:
            return None
        place = match.end()
        if match["blank"] or match["dropped"]:
            continue
        if match["value"] and after_value:
            pieces.append(",")
        pieces.append(match[0])
        after_value = bool(match["value"])
    if place != len(cell):
        return None
    try:
        return ast.literal_eval("".join(pieces))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
