"""What all stages of a run share: who they are for, how long they take, how far they have got.

Must not know: what any one stage does.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager

from transformers import PreTrainedModel

from distilstudio.engine import exam
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control
from distilstudio.engine.device import Compute
from distilstudio.engine.pace import Pace
from distilstudio.engine.runs import RunFolder
from distilstudio.engine.tasks.task import Logits, Task
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEvent, RunNote, Stage, StageDone, StageProgress, StageStarted

SECONDS_BETWEEN_PROGRESS = 0.3


class RunContext:
    """One run's identity, folder and clocks. `seconds` by stage, `reused` stages and `notes` end up in the report.

    rehearses: the run is only timed on a few rows, so that scores mean nothing.
    """

    def __init__(self, command: StartRun, control: Control, compute: Compute, folder: RunFolder) -> None:
        self.run_id = command.run_id
        self.recipe = command.recipe
        self.control = control
        self.compute = compute
        self.folder = folder
        self.seconds: dict[str, float] = {}
        self.reused: list[str] = []
        self.notes: list[str] = []
        self.rehearses = False
        self.pace = Pace({})
        self._told = 0.0
        self._in_hand: tuple[str, float] | None = None

    def expect(self, work: Mapping[Stage, float]) -> None:
        """Say how much work each stage will be, in layer-rows; before it no time left can be told."""
        self.pace = Pace(work)

    @contextmanager
    def stage(self, stage: Stage, total: int = 0, note: str = "") -> Iterator[StageStarted]:
        """Keep the time of a stage, beside what an earlier process has spent on it. Gives the event that says it begins."""
        self._in_hand = (stage, time.monotonic())
        self.pace.begin(stage)
        try:
            yield StageStarted(self.run_id, stage, total, note)
        finally:
            self.seconds = self.seconds_so_far()
            self._in_hand = None
            self.pace.end()

    def seconds_so_far(self) -> dict[str, float]:
        """Seconds by stage, the one in hand among them."""
        if self._in_hand is None:
            return dict(self.seconds)
        stage, began = self._in_hand
        return {**self.seconds, stage: self.seconds.get(stage, 0.0) + time.monotonic() - began}

    def ended(self, stage: Stage) -> StageDone:
        """The event that says a stage is over."""
        return StageDone(self.run_id, stage, self.seconds[stage])

    def progress(self, stage: Stage, done: int, total: int) -> StageProgress:
        """How far a stage has got, and what is left of the run."""
        left = self.pace.advance(done / max(total, 1))
        if left is None:
            return StageProgress(self.run_id, stage, done, total)
        return StageProgress(self.run_id, stage, done, total, left.seconds, left.low, left.high)

    def progress_now_and_then(self, stage: Stage, done: int, total: int) -> Iterator[StageProgress]:
        """`progress`, but not more often than a person can read."""
        if time.monotonic() - self._told > SECONDS_BETWEEN_PROGRESS:
            self._told = time.monotonic()
            yield self.progress(stage, done, total)

    def note(self, code: str, text: str, values: dict[str, str]) -> RunNote:
        """A line for the log, which the report keeps too."""
        self.notes.append(text)
        return RunNote(self.run_id, code, text, values)

    def score(
        self, model: PreTrainedModel, task: Task, rows: Encoded, stage: Stage | None = None, before: int = 0, total: int = 0
    ) -> Generator[RunEvent, None, dict[str, float]]:
        """Scores of a model on rows. With a stage, progress is told as `before` + rows done of `total`."""
        return task.score((yield from self.read(model, task, rows, stage, before, total)), rows)

    def read(
        self, model: PreTrainedModel, task: Task, rows: Encoded, stage: Stage | None = None, before: int = 0, total: int = 0
    ) -> Generator[RunEvent, None, Logits]:
        """As `score`, the logits."""
        for found in exam.read_for_exam(model, task, rows, self.compute, self.control):
            if not isinstance(found, int):
                return found
            if stage is not None:
                yield from self.progress_now_and_then(stage, before + found, total)
        raise AssertionError("reading ends with the logits")
