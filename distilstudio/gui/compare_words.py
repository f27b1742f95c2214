"""What the page Compare says of all the runs, in words of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import megabytes, percent
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.work_words import work_name

translate = QCoreApplication.translate


def headline(runs: Sequence[RunRecord], chosen: Sequence[RunRecord]) -> str:
    """How many runs there are, and the best of them."""
    finished = [record for record in runs if record.report is not None and not record.has_torn_recipe]
    if not runs:
        return translate("ComparePage", "Compare your students")
    if not finished:
        return translate("ComparePage", "No run has come to its end yet.")
    return _best(finished, chosen)


def room_words(runs: Sequence[RunRecord]) -> str:
    """Room on the disk, and how to choose."""
    if not runs:
        return translate("ComparePage", "Every run is kept. Here they stand side by side, as soon as there is one.")
    size = megabytes(sum(record.size for record in runs) / 1e6)
    words = translate("ComparePage", "Runs take {size} on your disk. Choose up to six with Ctrl or Shift and click.")
    return words.format(size=size)


def _best(finished: Sequence[RunRecord], chosen: Sequence[RunRecord]) -> str:
    """The best of the finished runs, one at least, for the kind of work that is looked at: the chosen run's, else that of the newest one. What is
    kept of one score is nothing beside what is kept of another."""
    looked_at = next((record for record in chosen if record in finished), None) or max(finished, key=lambda record: record.made)
    task = looked_at.recipe.task
    every = [record.report.kept for record in finished if record.recipe.task == task and record.report is not None]
    values = {"work": work_name(task), "count": len(every), "kept": percent(max(every))}
    if len(every) < len(finished):
        one = translate("ComparePage", "{work}: your student keeps {kept} of its teacher.")
        more = translate("ComparePage", "{work}: of {count} students the best keeps {kept} of its teacher.")
    else:
        one = translate("ComparePage", "Your student keeps {kept} of its teacher.")
        more = translate("ComparePage", "The best of {count} students keeps {kept} of its teacher.")
    return (one if len(every) == 1 else more).format(**values)
