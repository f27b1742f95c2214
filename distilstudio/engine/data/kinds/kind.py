"""What every kind of data must be able to do; loading and inspection know a kind by this only. Must not know: any one kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from distilstudio.engine.data.hashes import NO_HASHES, Hashes
from distilstudio.engine.data.rows import LoadedData, Rows
from distilstudio.protocol.inspection import DataInspected, MarkedSpan
from distilstudio.protocol.recipe import DataChoice


@dataclass(frozen=True)
class Sample:
    """Texts from all over a file, what is asked about each ("" where nothing is), and their numbers; `total`: of so many rows."""

    texts: list[str]
    questions: list[str]
    rows: list[int]
    total: int


@dataclass(frozen=True)
class ShownRows:
    """Rows as the data page shows them: cells in the order of the columns, what is marked in their texts, and the labels of each row; None
    where nothing can be marked, or where each cell is one label."""

    cells: list[list[str]]
    marks: list[list[MarkedSpan]] | None = None
    labels: list[list[str]] | None = None


class Opened(Protocol):
    """A file that was read, with what was guessed of it; what is asked about it next needs no reading."""

    @property
    def size(self) -> int:
        """Bytes that it holds in memory."""
        ...

    def inspected(self, request_id: int, choice: DataChoice) -> DataInspected:
        """What the data page shows. `choice` may differ from the one it was opened with in what is left out, cut or set aside."""
        ...

    def window(self, first: int) -> ShownRows:
        """The rows from `first` on, as many as a preview has."""
        ...

    def known(self) -> tuple[list[Rows], list[Rows]]:
        """The rows of the training file and those of the exam's, where there is one, for what is the same in others."""
        ...

    def decided(self, choice: DataChoice) -> list[int]:
        """Numbers of the rows, as `window` counts them, that the choice's corrections change or leave out."""
        ...

    def sample(self, most: int) -> Sample:
        """At most so many texts."""
        ...


class Kind(Protocol):
    """From the files of one kind of work to its rows. All raise ProblemError data_…"""

    def load(self, choice: DataChoice, base: Path, seed: int, learnt: Hashes = NO_HASHES) -> LoadedData:
        """Rows to learn from and rows for the exam; no key is on both sides. `learnt`: hashes of keys that are set aside last."""
        ...

    def more(self, path: Path, choice: DataChoice, train: Rows | None) -> Rows:
        """The texts of a file as rows without labels, in the columns of `train` and cut into words as those are; None: they are only counted."""
        ...

    def labelled_rows(self, choice: DataChoice, base: Path) -> tuple[Rows, int]:
        """Every labelled row of `choice.train`, to examine a finished model on, and how many others the file has."""
        ...

    def names(self, rows: Rows) -> list[str]:
        """Names of the labels that a head must answer with to be examined on these rows; none where answers have no names."""
        ...

    def open(self, choice: DataChoice, base: Path) -> Opened:
        """Read the files to look at them: as long as a table can be shown it is."""
        ...
