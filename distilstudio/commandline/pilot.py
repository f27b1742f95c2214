"""`distil --pilot MINUTES`: good settings are looked for first, told as a table, and used. Must not know: how they are found."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from distilstudio.commandline.progress import SECONDS_BETWEEN_LINES, clock, draws_bars, score_words
from distilstudio.commandline.side_job import interrupt_discards, told_by_bar
from distilstudio.commandline.telling import console, counted
from distilstudio.engine.control import Control
from distilstudio.protocol.pilot import Pilot, PilotEnded, PilotProgress, PilotRecipe, PilotStep, Tried
from distilstudio.protocol.proof import points
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.scores import LOWER_IS_BETTER

SHOWN = 6
STEPS: dict[PilotStep, str] = {
    "read": "Reading the texts",
    "teacher": "Training the teacher",
    "ask": "Asking the teacher",
    "try": "Trying settings",
}


class PilotLines:
    """A line for each step, for each setting as often as it was tried, and now and then for the time: for logs and pipes."""

    def __init__(self, words: Console, score_name: str, now: Callable[[], float] = time.monotonic) -> None:
        self._words, self._score_name, self._now = words, score_name, now
        self._step: PilotStep | None = None
        self._tried: list[Tried] = []
        self._told = now()

    def take(self, progress: PilotProgress) -> None:
        """Say what is new."""
        if progress.step != self._step:
            self._step = progress.step
            self._say(f"{STEPS[progress.step]} …")
        new = [one for one in progress.tried if one not in self._tried]
        for one in new:
            score = tried_score(self._score_name, one)
            self._say(f"      learning rate {one.learning_rate:g}, temperature {one.temperature:g}, {one.steps:,} steps: {score}")
        self._tried += new
        if progress.total and self._now() - self._told >= SECONDS_BETWEEN_LINES:
            left = "" if progress.seconds_left is None else f"  about {clock(progress.seconds_left)} left"
            self._say(f"      {progress.done:,} of {progress.total:,}{' s' if progress.step == 'try' else ''}{left}")

    def _say(self, line: str) -> None:
        self._told = self._now()
        self._words.print(line, soft_wrap=True)


def pilot_told(recipe: Recipe, out: Path, minutes: float, base: Path) -> PilotEnded:
    """Look for good settings beside the runs in the folder `out`, and show how far it is: by a bar, or in lines where none can be drawn."""
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine.pilot import pilot

    control = Control()
    with _telling(recipe, control) as tell:
        for event in pilot(PilotRecipe("pilot", recipe, str(out), minutes, str(base)), control):
            match event:
                case PilotProgress():
                    tell(event)
                case PilotEnded():
                    return event
    raise AssertionError("the last event of a pilot is PilotEnded")


@contextlib.contextmanager
def _telling(recipe: Recipe, control: Control) -> Iterator[Callable[[PilotProgress], None]]:
    words = console()
    if draws_bars(words):
        with told_by_bar(control) as show:
            yield lambda event: show(STEPS[event.step], event.done, event.total, event.seconds_left)
    else:
        with interrupt_discards(control):
            yield PilotLines(words, "perplexity" if recipe.task == "mlm" else "").take


def with_settings(recipe: Recipe, found: Pilot) -> Recipe:
    """The recipe with what was found."""
    return with_value(with_value(recipe, "train.learning_rate", found.learning_rate), "loss.temperature", found.temperature)


def print_pilot(found: Pilot) -> None:
    """Print on stderr what was tried and what is used: stdout is the run's."""
    words = console()
    table = Table(box=box.SIMPLE_HEAVY)
    for heading in ("Learning rate", "Temperature", "Steps", "Score on the watch rows"):
        table.add_column(heading, justify="right")
    for one in found.tried[:SHOWN]:
        table.add_row(f"{one.learning_rate:g}", f"{one.temperature:g}", f"{one.steps:,}", tried_score(found.score_name, one))
    words.print(table)
    words.print(pilot_words(found), soft_wrap=True)


def tried_score(name: str, one: Tried) -> str:
    """How a setting did."""
    return "no numbers any more" if one.score is None else score_words(name, one.score)


def pilot_words(found: Pilot) -> str:
    """What to make of it."""
    if found.keeps_own:
        return f"Nothing was better than the recipe's own settings: learning rate {found.learning_rate:g}, temperature {found.temperature:g}."
    used = f"Used from here on: learning rate {found.learning_rate:g}, temperature {found.temperature:g}"
    return f"{used}; {better_by(found)}, on {counted(found.rows, 'watch row')}. {certainty(found)}"


def better_by(found: Pilot) -> str:
    """By how much the best was better than the recipe's own."""
    unit = "hundredths of a nat" if found.score_name in LOWER_IS_BETTER else "points"
    return f"{points(found.gain)} {unit} better than the recipe's own (95 %: {points(found.low)} to {points(found.high)})"


def certainty(found: Pilot) -> str:
    """Whether that can be luck. The best of many looks better than it is."""
    return "That is more than luck." if found.low > 0 else "So few rows cannot tell whether that is luck."
