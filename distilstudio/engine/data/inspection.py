"""What the data page shows of a file: columns, guesses, a preview, counts and health. Must not know: the window, models.

As long as a table can be shown it is shown: unclear columns stay empty, so that the person can choose them in the header.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from distilstudio.engine.data.kinds import kind_of
from distilstudio.engine.data.more_texts import new_rows, told_text
from distilstudio.engine.data.preview import EXAMPLES
from distilstudio.engine.data.reading import resolve
from distilstudio.protocol.commands import InspectData
from distilstudio.protocol.events import DataInspected, HealthFact

__all__ = ["EXAMPLES", "inspect_data"]


def inspect_data(command: InspectData) -> DataInspected:
    """Open, guess, count and preview.

    Raises: ProblemError where nothing can be shown (the file, the exam file, or that of texts without labels cannot be read).
    """
    kind, choice = kind_of(command.task), command.data
    found = kind.inspect(command)
    if not choice.unlabelled:
        return found
    path = resolve(choice.unlabelled, Path(command.base))
    rows = new_rows(kind.more(path, told_text(choice, found.data), None), set())
    values = {"rows": str(len(rows)), "file": path.name}
    told = msgspec.structs.replace(found.data, unlabelled=str(path))
    return msgspec.structs.replace(found, data=told, health=[*found.health, HealthFact("more_texts", "ok", values)])
