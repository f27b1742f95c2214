"""What searches for settings have left beside the runs, and when it goes. Must not know: widgets, the engine, how settings are searched.

A search leaves the teacher and its answers for the run that follows, which takes them over. Once one has begun, or when none has for a week,
they only take room on the disk. A search that was killed leaves a half.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from distilstudio.gui.models.run_records import run_folders
from distilstudio.protocol.pilot import FOLDER, PARTIAL
from distilstudio.protocol.run_lock import is_held

KEPT_S = 7 * 24 * 3600


def clear_pilots(runs: Path) -> Iterator[None]:
    """Remove what no run will take over any more; work for `Background`. What an engine works on stays, whoever started it."""
    if not is_held(runs / PARTIAL):
        shutil.rmtree(runs / PARTIAL, ignore_errors=True)
    yield None
    try:
        left = (runs / FOLDER).stat().st_mtime
    except OSError:  # none was left
        return
    begun = []
    for run in run_folders(runs):
        if is_held(run):  # it may be taking it over now
            return
        recipe = run / "recipe.toml"
        begun += [recipe.stat().st_mtime] if recipe.is_file() else []
        yield None
    if time.time() - left > KEPT_S or any(at > left for at in begun):
        shutil.rmtree(runs / FOLDER, ignore_errors=True)
