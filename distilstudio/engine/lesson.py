"""What a training is given: what there is to learn, and how to go about it. Must not know: models, how a step is done, recipes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distilstudio.engine.batching import Encoded
from distilstudio.engine.inner_lesson import InnerLesson
from distilstudio.engine.reading import LogitRows
from distilstudio.engine.teacher_beside import TeacherBeside
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import Stage


@dataclass(frozen=True)
class Plan:
    """How to train. `weights`: of each part of the loss, by name, those above 0. `head_rate`: how many times faster the head learns.

    steps: end after so many, with a learning rate that has fallen to 0 by then, and without exams: whoever cuts a training short looks for
    himself; 0: all epochs.
    """

    stage: Stage
    who: Side
    epochs: int
    batch_rows: int
    learning_rate: float
    warmup: float
    seed: int
    weights: dict[str, float]
    temperature: float = 1.0
    early_stop: int = 0
    dropout: bool = True
    head_rate: float = 1.0
    steps: int = 0


@dataclass(frozen=True)
class Lesson:
    """What to learn from: rows, the teacher's logits for them (fp16, memory-mapped) if there is one, and the rows to watch.

    inner: what there is to learn from the teacher's inside. beside: the teacher itself, where it has to read every batch that the student reads.
    """

    rows: Encoded
    watch: Encoded
    outputs: NDArray[np.float16] | LogitRows | None = None
    inner: InnerLesson | None = None
    beside: TeacherBeside | None = None
