"""What the person chose to have mended in their rows: which of them are left out of a run. Their file stays as it is.

Must not know: files, kinds of work, sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from distilstudio.engine.data import health
from distilstudio.engine.data.cleaning import Codes, Side
from distilstudio.engine.data.rows import DataNote
from distilstudio.protocol.inspection import HealthFact
from distilstudio.protocol.recipe import DataChoice

_OF_THE_FILE = ("empty_rows", "long_texts", "ragged_rows", "duplicates", "contradictions")
"""Facts about rows of the file, also those that are left out."""


def odd_kinds(choice: DataChoice) -> frozenset[str]:
    """Kinds of odd rows that the person wants left out."""
    return frozenset(choice.leave_out.split())


def left_out(side: Side, choice: DataChoice, odd: Mapping[str, Codes]) -> dict[str, Codes]:
    """Rows to leave out, by the fact that they are told with. Of rows with contradicting labels none is a mere repetition.

    odd: the odd rows that were found, by kind.
    """
    found = {kind: rows for kind, rows in odd.items() if kind in odd_kinds(choice)}
    side = without(side, {kind: rows for kind, rows in found.items() if len(rows)})
    torn = health.contradictions(side)
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


def facts_with_fixes(
    facts_of: Callable[[Side], list[HealthFact]], side: Side, choice: DataChoice, odd: Mapping[str, Codes]
) -> list[HealthFact]:
    """The facts of what is left, and of the rows that were left out with "fixed" among their values. Odd rows are told elsewhere."""
    dropped = left_out(side, choice, odd)
    if not dropped:
        return facts_of(side)
    of_file = {fact.code: fact for fact in facts_of(side)}
    told = []
    # What was left out for being odd is neither a repetition nor a contradiction any more.
    of_the_file = _OF_THE_FILE if not odd_kinds(choice) else tuple(set(_OF_THE_FILE) - {"duplicates", "contradictions"})
    for fact in facts_of(without(side, dropped)):
        if fact.code in dropped:
            told.append(_fixed(fact.code, dropped[fact.code]))
        else:
            told.append(of_file[fact.code] if fact.code in of_the_file else fact)
    return told


def notes_of(dropped: dict[str, Codes]) -> list[DataNote]:
    """What was left out, for the run's log."""
    words = {
        "duplicates": (
            "1 row that repeats an earlier text was left out, as was chosen.",
            "{rows} rows that repeat an earlier text were left out, as was chosen.",
        ),
        "contradictions": (
            "1 row whose text carries another label elsewhere was left out, as was chosen.",
            "{rows} rows whose text carries another label elsewhere were left out, as was chosen.",
        ),
    }
    odd = "1 odd row ({kind}) was left out, as was chosen.", "{rows} odd rows ({kind}) were left out, as was chosen."
    return [DataNote.on_rows(f"{code}_left_out", len(rows), *words.get(code, odd), kind=code) for code, rows in dropped.items()]


def _fixed(code: str, rows: Codes) -> HealthFact:
    told = health.fact(code, rows, "note", fixed="1")
    return HealthFact(told.code, "ok", told.values, told.rows)
