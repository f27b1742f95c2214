"""Questions of the person's own data, each with its passage: to watch while a student learns, and to begin trying with. Must not know: widgets."""

from __future__ import annotations

from typing import NamedTuple

from distilstudio.protocol.inspection import DataInspected
from distilstudio.protocol.recipe import Task

CUT = "…"
"""The last sign of a cell that the preview has cut."""


class Asked(NamedTuple):
    """A text, and what is asked about it; "" where nothing is."""

    text: str
    question: str


def questions_in(data: DataInspected, most: int) -> list[Asked]:
    """So many questions, evenly from all over the preview, as neighbours are often about one passage; each question once."""
    columns = data.columns
    passage = columns.index(data.data.text) if data.data.text in columns else -1
    question = next((place for place, name in enumerate(columns) if name not in (data.data.text, data.data.label)), -1)
    if passage < 0 or question < 0:
        return []
    found: dict[str, Asked] = {}
    for row in data.preview:
        found.setdefault(row[question], Asked(row[passage].removesuffix(CUT), row[question]))
    every = list(found.values())
    return [every[place * len(every) // most] for place in range(most)] if len(every) > most else every


def to_watch(task: Task, data: DataInspected | None, most: int) -> list[Asked]:
    """Texts that a student answers again at each exam."""
    if data is None:
        return []
    return questions_in(data, most) if task == "qa" else [Asked(text, "") for text in data.examples[:most]]
