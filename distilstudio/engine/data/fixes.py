"""What the person chose to have mended in their rows: which of them are left out of a run. Their file stays as it is.

Must not know: files, kinds of work, sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.rows import DataNote
from distilstudio.protocol.events import HealthFact
from distilstudio.protocol.recipe import DataChoice

_OF_THE_FILE = ("empty_rows", "long_texts", "ragged_rows", "duplicates", "contradictions")
"""Facts about rows of the file, also those that are left out."""


def left_out(side: Side, choice: DataChoice) -> dict[str, Codes]:
    """Rows to leave out, by the fact that they are told with. Of rows with contradicting labels none is a mere repetition."""
    torn = health.contradictions(side)
    found = {}
    if choice.drop_contradictions:
        found["contradictions"] = torn
    if choice.drop_duplicates:
        found["duplicates"] = np.setdiff1d(health.duplicates(side), torn)
    return {code: rows for code, rows in found.items() if len(rows)}


def without(side: Side, dropped: dict[str, Codes]) -> Side:
    """The same side with those rows as if they had no text; every row keeps its number."""
    if not dropped:
        return side
    keys = side.keys.copy()
    keys[np.concatenate(list(dropped.values()))] = -1
    return replace(side, keys=keys)


def facts_with_fixes(facts_of: Callable[[Side], list[HealthFact]], side: Side, choice: DataChoice) -> list[HealthFact]:
    """The facts of what is left, and of the rows that were left out with "fixed" among their values."""
    dropped = left_out(side, choice)
    if not dropped:
        return facts_of(side)
    of_file = {fact.code: fact for fact in facts_of(side)}
    told = []
    for fact in facts_of(without(side, dropped)):
        if fact.code in dropped:
            told.append(_fixed(fact.code, dropped[fact.code]))
        else:
            told.append(of_file[fact.code] if fact.code in _OF_THE_FILE else fact)
    return told


def notes_of(dropped: dict[str, Codes]) -> list[DataNote]:
    """What was left out, for the run's log."""
    words = {
        "duplicates": "{rows} rows that repeat an earlier text were left out, as was chosen.",
        "contradictions": "{rows} rows whose text carries another label elsewhere were left out, as was chosen.",
    }
    return [
        DataNote(f"{code}_left_out", words[code].format(rows=len(rows)), {"rows": str(len(rows))})
        for code, rows in dropped.items()
    ]


def _fixed(code: str, rows: Codes) -> HealthFact:
    told = health.fact(code, rows, "note", fixed="1")
    return HealthFact(told.code, "ok", told.values, told.rows)
