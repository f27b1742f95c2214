"""Keeps rows back for one last exam that no choice ever sees: drawn first, by label and by seed. Must not know: files, tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from distilstudio.engine.data.hashes import NO_HASHES, Hashes
from distilstudio.engine.data.rows import DataNote
from distilstudio.engine.data.splits import Indices, stratified_split
from distilstudio.protocol.problems import ProblemError, problem

MOST_SHARE = 0.5
"""Of the labelled rows; the others have to be learnt from and examined on."""


def final_exam(
    labels: pa.ChunkedArray, keys: pa.ChunkedArray, wanted: int, seed: int, learnt: Hashes = NO_HASHES
) -> tuple[Indices, Indices, DataNote]:
    """Places of about `wanted` rows (texts that come several times stay together), and of all rows of their texts, labelled or not: none of these
    is learnt from. Both ascending; `learnt` as `stratified_split` takes it.

    Raises: ProblemError data_final_exam.
    """
    labelled = len(labels) - labels.null_count
    if wanted > MOST_SHARE * labelled:
        raise ProblemError(problem("data_final_exam", asked=wanted, rows=labelled))
    taught, drawn = stratified_split(labels, keys, wanted / labelled, seed, learnt)
    text = f"{len(drawn)} rows were kept back for the final exam."
    apart = np.setdiff1d(np.arange(len(labels)), taught)
    return drawn, apart, DataNote("final_kept_back", text, {"rows": str(len(drawn))})
