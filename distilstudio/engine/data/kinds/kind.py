"""What every kind of data must be able to do; loading and inspection know a kind by this only. Must not know: any one kind."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from distilstudio.engine.data.rows import LoadedData, Rows
from distilstudio.protocol.commands import InspectData
from distilstudio.protocol.events import DataInspected
from distilstudio.protocol.recipe import DataChoice


class Kind(Protocol):
    """From the files of one kind of work to its rows. All raise ProblemError data_…"""

    def load(self, choice: DataChoice, base: Path, seed: int) -> LoadedData:
        """Rows to learn from and rows for the exam; no key is on both sides."""
        ...

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The texts of a file as rows without labels, in the columns of `train` and cut into words as those are; None: they are only counted."""
        ...

    def labelled_rows(self, choice: DataChoice, base: Path) -> Rows:
        """Every labelled row of `choice.train`, to examine a finished model on."""
        ...

    def names(self, rows: Rows) -> list[str]:
        """Names of the labels that a head must answer with to be examined on these rows; none where answers have no names."""
        ...

    def inspect(self, command: InspectData) -> DataInspected:
        """What the data page shows: columns, guesses, a preview, counts and health."""
        ...
