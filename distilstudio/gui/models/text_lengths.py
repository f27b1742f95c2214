"""How long the person's texts are in word pieces, what a limit cuts, which limit would fit nearly all; how foreign they are to a teacher.

Must not know: widgets, tokenizers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from distilstudio.protocol.inspection import HealthFact, LengthsMeasured

NEARLY_ALL = 0.99
STEP = 8
"""Limits are multiples of it: processors and graphics cards like such lengths best."""
HEADROOM = 1.25


@dataclass(frozen=True)
class Bars:
    """A histogram: `counts` of texts between neighbouring `edges`; the last bar also holds those beyond it where `open_end`."""

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    open_end: bool


class TextLengths:
    """Lengths of the texts that were looked at."""

    def __init__(self, measured: LengthsMeasured) -> None:
        self._measured = measured
        self.tokenizer, self.total, self.longest = measured.tokenizer, measured.total, measured.longest
        self._lengths = np.array(measured.lengths, dtype=np.int64)
        self._rows = np.array(measured.rows, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def health(self) -> list[HealthFact]:
        """That the model was not made for such texts, if so."""
        measured = self._measured
        if measured.unknown:
            return [HealthFact("unknown_pieces", "warn", {"share": str(measured.unknown)})]
        if measured.pieces_a_word:
            return [HealthFact("split_words", "warn", {"pieces": str(measured.pieces_a_word)})]
        if measured.pieces_a_character:
            return [HealthFact("split_characters", "warn", {"pieces": str(measured.pieces_a_character)})]
        return []

    @property
    def is_sample(self) -> bool:
        """Whether not all texts were looked at."""
        return len(self) < self.total

    def over(self, limit: int) -> int:
        """How many of the texts are longer."""
        return int((self._lengths > limit).sum())

    def share_over(self, limit: int) -> float:
        """The same as a share of 1."""
        return self.over(limit) / len(self) if len(self) else 0.0

    def rows_over(self, limit: int) -> list[int]:
        """Numbers of those rows."""
        return cast(list[int], self._rows[self._lengths > limit].tolist())

    def fitting(self) -> int:
        """The smallest limit in steps that leaves nearly all texts whole, never more than the model can read."""
        if not len(self):
            return STEP
        wanted = int(np.quantile(self._lengths, NEARLY_ALL, method="higher"))
        return max(STEP, min(-(-wanted // STEP) * STEP, self.longest))

    def bars(self, limit: int, most: int) -> Bars:
        """At most so many bars that show the limit and the bulk of the texts; few very long ones do not press the others together."""
        top = int(np.quantile(self._lengths, 0.995)) if len(self) else 0
        end = max(HEADROOM * limit, 1.05 * top, STEP)
        width = max(1, -(-int(end) // most))
        edges = np.arange(0, end + width, width, dtype=np.float64)
        counts, _ = np.histogram(np.minimum(self._lengths, edges[-1] - 0.5), edges)
        return Bars(edges, counts.astype(np.int64), bool((self._lengths >= edges[-1]).any()))
