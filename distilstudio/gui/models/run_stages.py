"""Where each stage of a run stands, as the engine tells it. Must not know: the run as a whole, Qt, how a stage is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from distilstudio.protocol.events import Stage, StageDone, StageProgress, StageStarted


class StageState(Enum):
    """Where a stage stands. REUSED: its result was there already. SKIPPED: this run does not need it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REUSED = "reused"
    SKIPPED = "skipped"


@dataclass
class StageProgressed:
    """One stage with its state and how far it is; `total` 0: not known."""

    stage: Stage
    state: StageState = StageState.WAITING
    done: int = 0
    total: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """How much of the stage is done, 0..1."""
        if self.state in (StageState.DONE, StageState.REUSED, StageState.SKIPPED):
            return 1.0
        return min(1.0, self.done / self.total) if self.total else 0.0

    def take(self, event: StageStarted | StageProgress | StageDone) -> None:
        """Take in what the engine tells of this stage."""
        match event:
            case StageStarted():
                self.state = StageState.REUSED if event.note == "reused" else StageState.RUNNING
                self.total, self.done = event.total, 0
            case StageProgress():
                self.done, self.total = event.done, event.total
                if self.state is StageState.WAITING:
                    self.state = StageState.RUNNING
            case StageDone():
                self.seconds = event.seconds
                if self.state is not StageState.REUSED:
                    self.state = StageState.DONE
