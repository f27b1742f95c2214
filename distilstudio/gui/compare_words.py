"""What the page Compare says of the best of the runs, in words of the language in force. Must not know: widgets, files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import percent
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.work_words import work_name

translate = QCoreApplication.translate


def best_words(finished: Sequence[RunRecord], chosen: Sequence[RunRecord]) -> str:
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
