"""A look at guessed words: there are no labels to be matched, and none to differ from. Must not know: models, files."""

from __future__ import annotations

import numpy as np

from distilstudio.engine.batching import Encoded
from distilstudio.engine.checks.look import Cosines
from distilstudio.engine.data.rows import Rows
from distilstudio.engine.tasks.task import Logits
from distilstudio.protocol.check import Disagreement, LabelScores


class MlmCheck:
    """The look for hidden words."""

    def alike(self, logits: Logits, encoded: Encoded) -> Cosines:
        """Words have no labels."""
        return np.zeros((0, 0))

    def per_label(self, logits: Logits, encoded: Encoded) -> list[LabelScores]:
        """None."""
        return []

    def differing(self, logits: Logits, encoded: Encoded, rows: Rows, keys: list[str]) -> list[Disagreement]:
        """None: what was hidden is not said of a text, it stands in it."""
        return []
