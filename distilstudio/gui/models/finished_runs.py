"""Finds the newest finished run of what the person works on, so that its student can be tried after a restart. Must not know: widgets, the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from distilstudio.protocol.recipe import Recipe, RecipeError, parse


@dataclass(frozen=True)
class FinishedRun:
    """A run folder whose student is whole, and the recipe it was made by."""

    folder: Path
    recipe: Recipe

    @property
    def student(self) -> Path:
        """The small model."""
        return self.folder / "student"

    @property
    def teacher(self) -> Path | None:
        """The teacher as this run trained it; None where it was taken as it was."""
        trained = self.folder / "teacher"
        return trained if trained.is_dir() else None


def newest_finished_run(runs: Path, recipe: Recipe) -> FinishedRun | None:
    """The newest run of the same task and texts; None where there is none. A folder that cannot be read is passed over."""
    try:
        # The engine renames a student into its place when it is whole.
        folders = [folder for folder in runs.iterdir() if (folder / "student").is_dir() and (folder / "report.json").is_file()]
        folders.sort(key=lambda folder: (folder / "report.json").stat().st_mtime, reverse=True)
    except OSError:
        return None
    for folder in folders:
        try:
            made_by = parse((folder / "recipe.toml").read_bytes())
        except (OSError, RecipeError):
            continue
        if (made_by.task, made_by.data.train) == (recipe.task, recipe.data.train):
            return FinishedRun(folder, made_by)
    return None
