"""`distil --pilot MINUTES`: good settings are looked for first, told as a table, and used. Must not know: how they are found."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.table import Table

from distilstudio.commandline.progress import score_words
from distilstudio.commandline.side_job import told_by_bar
from distilstudio.commandline.telling import console, counted
from distilstudio.engine.control import Control
from distilstudio.protocol.pilot import Pilot, PilotEnded, PilotProgress, PilotRecipe, PilotStep
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


def pilot_with_bar(recipe: Recipe, out: Path, minutes: float, base: Path) -> PilotEnded:
    """Look for good settings beside the runs in the folder `out`, and show how far it is."""
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine.pilot import pilot

    control = Control()
    with told_by_bar(control) as show:
        for event in pilot(PilotRecipe("pilot", recipe, str(out), minutes, str(base)), control):
            match event:
                case PilotProgress():
                    show(STEPS[event.step], event.done, event.total, event.seconds_left)
                case PilotEnded():
                    return event
    raise AssertionError("the last event of a pilot is PilotEnded")


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
        score = "no numbers any more" if one.score is None else score_words(found.score_name, one.score)
        table.add_row(f"{one.learning_rate:g}", f"{one.temperature:g}", f"{one.steps:,}", score)
    words.print(table)
    words.print(pilot_words(found), soft_wrap=True)


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
