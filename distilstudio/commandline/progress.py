"""A run's progress on stderr: bars on a terminal, plain lines in a log. Must not know: the engine, files."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column

from distilstudio.commandline.telling import counted
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    RunEvent,
    RunNote,
    RunStarted,
    Stage,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
)
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.scores import LOWER_IS_BETTER

TITLES: dict[Stage, str] = {
    "preflight": "Checking",
    "data": "Reading the texts",
    "teacher": "Teacher",
    "ask_teacher": "Asking the teacher",
    "student": "Cutting a student",
    "distil": "Distilling",
    "exam": "Exam",
    "pack": "Packing",
}
SECONDS_BETWEEN_LINES = 10.0
ROOM_FOR_WORDS = 74
"""Columns of a progress line that are not the bar, at their widest."""


class RunView(Protocol):
    """Shows a run while it goes on; a context manager, so that the terminal is left in order."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def take(self, event: RunEvent) -> None:
        """Show what has happened."""
        ...

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        ...


def view_for(words: Console, recipe: Recipe) -> RunView:
    """Bars where a terminal can draw them, else lines."""
    return Bars(words, recipe) if draws_bars(words) else Lines(words, recipe)


def draws_bars(words: Console) -> bool:
    """Whether a terminal listens that can draw; a log or a pipe gets lines."""
    return words.is_terminal and not words.is_dumb_terminal


@dataclass
class Figures:
    """What is known of the stage in hand; fed with every event."""

    stage: Stage = "preflight"
    number: int = 0
    stages: int = 0
    total: int = 0
    done: int = 0
    note: str = ""
    rows_per_second: float | None = None
    loss: float | None = None
    score: float | None = None
    score_name: str = ""
    teacher_score: float | None = None
    seconds_left: float | None = None

    def apply(self, event: RunEvent) -> None:
        """Take over what the event says."""
        match event:
            case RunStarted():
                self.stages = len(event.stages)
            case StageStarted():
                self.stage, self.total, self.done, self.note = event.stage, event.total, 0, event.note
                self.number = STAGES.index(event.stage) + 1  # a run that goes on begins in the middle
                self.rows_per_second = self.loss = self.score = None
            case StageProgress():
                self.done, self.total, self.seconds_left = event.done, event.total, event.seconds_left
            case StepsDone():
                self.done = event.steps[-1]
                finite = [loss for loss in event.losses.get("total", []) if loss is not None]
                self.loss = sum(finite) / len(finite) if finite else self.loss
                self.rows_per_second = event.rows_per_second or self.rows_per_second
            case ExamDone(rows_from="watch"):
                self.score, self.score_name = event.scores[event.score_name], event.score_name
                if event.who == "teacher":
                    self.teacher_score = self.score
            case _:
                pass

    def details(self) -> str:
        """What was said of the stage, its speed, loss and score: those that are known."""
        parts = [
            self.note,
            f"{self.rows_per_second:,.0f} rows/s" if self.rows_per_second is not None else "",
            f"loss {self.loss:.3f}" if self.loss is not None else "",
            f"exam {score_words(self.score_name, self.score)}" if self.score is not None else "",
        ]
        return "  ".join(part for part in parts if part)


class Bars:
    """One bar a stage, redrawn in place."""

    def __init__(self, words: Console, recipe: Recipe) -> None:
        self._words, self._recipe = words, recipe
        self._figures = Figures()
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}", markup=False, table_column=Column(width=18, no_wrap=True)),
            BarColumn(bar_width=min(40, max(6, words.width - ROOM_FOR_WORDS)), complete_style="cyan", finished_style="green"),
            TextColumn("{task.fields[share]}", markup=False, justify="right", table_column=Column(width=5, no_wrap=True)),
            TextColumn("{task.fields[details]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
            TextColumn("{task.fields[left]}", markup=False, justify="right", style="dim", table_column=Column(no_wrap=True)),
            console=words,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._task is not None:
            self._progress.update(self._task, left="")
        self._progress.stop()

    def take(self, event: RunEvent) -> None:
        """Show what has happened."""
        self._figures.apply(event)
        figures = self._figures
        match event:
            case RunStarted():
                for line in opening(event, self._recipe):
                    self.say(line)
            case StageStarted():
                total = figures.total or None
                self._task = self._progress.add_task(TITLES[event.stage], total=total, share="", details=event.note, left="")
            case StageProgress() | StepsDone() | ExamDone(rows_from="watch") if self._task is not None:
                left = f"{clock(figures.seconds_left)} left" if figures.seconds_left is not None else ""
                share = f"{100 * figures.done // figures.total} %" if figures.total else ""
                self._progress.update(
                    self._task,
                    completed=figures.done,
                    total=figures.total or None,
                    share=share,
                    details=figures.details(),
                    left=left,
                )
            case StageDone() if self._task is not None:
                self._close_bar(event.seconds)
            case RunNote():
                self.say(event.text)
            case _:
                pass

    def say(self, sentence: str) -> None:
        """Show a sentence above the bars."""
        self._progress.console.print(sentence, soft_wrap=True)

    def _close_bar(self, seconds: float) -> None:
        assert self._task is not None
        total = self._figures.total
        whole = not total or self._figures.done >= total or self._figures.stage not in ("teacher", "distil")
        if whole:
            self._progress.update(self._task, total=total or 1, completed=total or 1, share="100 %")
        self._progress.update(self._task, details=self._figures.details(), left=f"{seconds:.1f} s")
        self._task = None


class Lines:
    """One line for each thing that happened: for logs, pipes and terminals that cannot draw."""

    def __init__(self, words: Console, recipe: Recipe, now: Callable[[], float] = time.monotonic) -> None:
        self._words, self._recipe, self._now = words, recipe, now
        self._figures = Figures()
        self._told = now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def take(self, event: RunEvent) -> None:
        """Show what has happened."""
        figures = self._figures
        figures.apply(event)
        match event:
            case RunStarted():
                for line in opening(event, self._recipe):
                    self.say(line)
            case StageStarted() if event.total:
                self.say(f"{self._head()} …")
                self._told = self._now()
            case StageProgress() if self._now() - self._told >= SECONDS_BETWEEN_LINES:
                self._told = self._now()
                left = f"  about {clock(figures.seconds_left)} left" if figures.seconds_left is not None else ""
                self.say(f"      {figures.done:,} of {figures.total:,}  {figures.details()}".rstrip() + left)
            case ExamDone(rows_from="watch") if event.who == "student":
                self.say(f"      step {event.step:,}  {figures.details()}" + ("  best so far" if event.best else ""))
            case StageDone():
                self.say(f"{self._head()}: {figures.note or f'{event.seconds:.1f} s'}")
            case RunNote():
                self.say(f"      {event.text}")
            case _:
                pass

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self._words.print(sentence, soft_wrap=True)

    def _head(self) -> str:
        return f"[{self._figures.number}/{self._figures.stages}] {TITLES[self._figures.stage]}"


def opening(event: RunStarted, recipe: Recipe) -> list[str]:
    """What is being done, where."""
    size = (
        counted(len(recipe.student.layer_map) or recipe.student.layers, "layer")
        if recipe.student.preset == "custom"
        else recipe.student.preset
    )
    return [
        f"Task {recipe.task}, teacher {recipe.teacher.model}, student {size}, computed on {event.device} in {event.precision}.",
        f"Run folder: {event.out}",
    ]


def percent(share: float) -> str:
    """0.8731 → 87.3 %."""
    return f"{100 * share:.1f} %"


def score_words(name: str, score: float) -> str:
    """A share as percent; a score that falls as the number that it is."""
    return f"{name} {score:,.1f}" if name in LOWER_IS_BETTER else percent(score)


def clock(seconds: float) -> str:
    """80 → 1:20."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
