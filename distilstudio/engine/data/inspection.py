"""What the data page shows of a file: columns, guesses, a preview, counts and health. Must not know: the window, models.

As long as a table can be shown it is shown: unclear columns stay empty, so that the person can choose them in the header.
"""

from __future__ import annotations

from distilstudio.engine.data.kinds import kind_of
from distilstudio.engine.data.preview import EXAMPLES
from distilstudio.protocol.commands import InspectData
from distilstudio.protocol.events import DataInspected

__all__ = ["EXAMPLES", "inspect_data"]


def inspect_data(command: InspectData) -> DataInspected:
    """Open, guess, count and preview. Raises: ProblemError where nothing can be shown (the file, or the exam file, cannot be read)."""
    return kind_of(command.task).inspect(command)
