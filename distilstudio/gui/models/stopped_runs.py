"""Runs that stopped in the middle and can go on: which they are, and what the journal of each has to tell again.

Must not know: widgets, the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from distilstudio.protocol.events import RunEvent
from distilstudio.protocol.moments import local
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.recipe_text import parse_kept
from distilstudio.protocol.run_lock import is_held
from distilstudio.protocol.saved_run import FILE, FOLDER, SavedRun, read_saved_run
from distilstudio.protocol.wire import WireError, decode_event

EVENTS_AT_A_TIME = 100
"""So few that the window stays quick between two portions of a long journal."""
_RUN_EVENTS = get_args(RunEvent)


@dataclass(frozen=True)
class StoppedRun:
    """A run folder that holds no report yet, what was saved in it, and its recipe."""

    folder: Path
    saved: SavedRun
    recipe: Recipe

    @property
    def teacher(self) -> str:
        """The teacher as the recipe names it; the engine wrote its whole path there."""
        return self.recipe.teacher.model

    def journal(self) -> Iterator[list[RunEvent]]:
        """The events up to where the run was saved, in portions; what came later will be told again. Broken lines are passed over."""
        portion: list[RunEvent] = []
        left = self.saved.journal_bytes
        try:
            with (self.folder / "events.jsonl").open("rb") as lines:
                for line in lines:
                    left -= len(line)
                    if left < 0:
                        break
                    try:
                        event = decode_event(line)
                    except WireError:
                        continue
                    if isinstance(event, _RUN_EVENTS):
                        portion.append(event)
                    if len(portion) == EVENTS_AT_A_TIME:
                        yield portion
                        portion = []
        except OSError:
            pass  # the curves are then empty; the engine says what is wrong with the folder
        yield portion


def stopped_runs(runs: Path) -> list[StoppedRun]:
    """Runs that have no report and that no engine works on, the one that was saved last first."""
    try:
        saved_at = {
            folder: (folder / FOLDER / FILE).stat().st_mtime for folder in runs.iterdir() if (folder / FOLDER / FILE).is_file()
        }
    except OSError:
        return []
    found = [one for one in map(stopped_run_in, saved_at) if one is not None]
    # A copied folder has new dates; what was saved there says itself when that was.
    kept_at = {one.folder: local(one.saved.kept) or datetime.fromtimestamp(saved_at[one.folder]) for one in found}
    return sorted(found, key=lambda one: kept_at[one.folder], reverse=True)


def stopped_run_in(folder: Path) -> StoppedRun | None:
    """The run in this folder; None where nothing is to go on with, or an engine works on it."""
    try:
        found = StoppedRun(folder, read_saved_run(folder), parse_kept((folder / "recipe.toml").read_bytes()))
    except (ProblemError, OSError, RecipeError):
        return None
    return None if is_held(folder) else found
