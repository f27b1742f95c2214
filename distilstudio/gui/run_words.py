"""What the table of runs says, in words of the language in force: its heads and its cells. Must not know: widgets, files."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import megabytes, milliseconds, percent, score
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.models.runs_table import Column, final_score
from distilstudio.gui.work_words import work_name
from distilstudio.protocol.scores import LOWER_IS_BETTER

translate = QCoreApplication.translate


def cell_words(record: RunRecord, column: Column) -> str:
    """What stands in a cell; of star and lock, what they show."""
    report = record.report
    match column:
        case "star":
            return translate("RunsTable", "starred") if record.marks.star else translate("RunsTable", "no star")
        case "lock":
            return translate("RunsTable", "locked") if record.marks.lock else translate("RunsTable", "not locked")
        case "name":
            name = (
                translate("RunsTable", "{0} ← {1}").format(record.name, record.started_from)
                if record.started_from
                else record.name
            )
            if record.has_torn_recipe:
                return translate("RunsTable", "{0} (its recipe cannot be read)").format(name)
            if record.has_torn_report:
                return translate("RunsTable", "{0} (its report cannot be read)").format(name)
            return name if report else translate("RunsTable", "{0} (not finished)").format(name)
        case "made":
            return f"{record.made:%m-%d %H:%M}" if record.made.year == datetime.now().year else f"{record.made:%Y-%m-%d}"
        case "task" | "teacher" if record.has_torn_recipe:
            return "–"
        case "task":
            return work_name(record.recipe.task)
        case "teacher":
            return translate("RunsTable", "Starter") if record.is_starter else record.teacher_name
        case "note":
            return record.marks.note
        case "disk":
            return megabytes(record.size / 1e6)
    if report is None:
        return "–"
    match column:
        case "score":
            return _score(report.score_name, record.score) if record.score is not None else "–"
        case "kept":
            return percent(report.kept)
        case "final":
            final = final_score(record)
            return _score(report.score_name, final) if final is not None else "–"
        case "megabytes":
            return megabytes(report.student.megabytes)
    return milliseconds(report.student.ms_per_text)


def column_name(column: Column) -> str:
    """What stands over a column."""
    return {
        "star": translate("RunsTable", "Star"),
        "name": translate("RunsTable", "Run"),
        "made": translate("RunsTable", "Date"),
        "task": translate("RunsTable", "Work"),
        "teacher": translate("RunsTable", "Teacher"),
        "score": translate("RunsTable", "Score"),
        "kept": translate("RunsTable", "Kept"),
        "final": translate("RunsTable", "Final"),
        "megabytes": translate("RunsTable", "Size"),
        "ms": translate("RunsTable", "Speed"),
        "disk": translate("RunsTable", "On disk"),
        "lock": translate("RunsTable", "Lock"),
        "note": translate("RunsTable", "Note"),
    }[column]


def column_tip(column: Column) -> str:
    """What a column is, in a sentence."""
    return {
        "star": translate("RunsTable", "Star: click to mark a run that you want to find again"),
        "name": translate("RunsTable", "Run: the name of its folder"),
        "made": translate("RunsTable", "Date: when it was begun"),
        "task": translate("RunsTable", "Work: what its student does"),
        "teacher": translate("RunsTable", "Teacher: the big model that it learnt from"),
        "score": translate(
            "RunsTable", "Score: the student’s in the exam; of general students its perplexity, where lower is better"
        ),
        "kept": translate("RunsTable", "Kept: how much of its teacher’s score the student reaches"),
        "final": translate("RunsTable", "Final: the student’s score in the final exam"),
        "megabytes": translate("RunsTable", "Size: of the student"),
        "ms": translate("RunsTable", "Speed: how long the student takes for one text"),
        "disk": translate("RunsTable", "On disk: what the run’s folder takes"),
        "lock": translate("RunsTable", "Lock: click to keep a run out of the trash"),
        "note": translate("RunsTable", "Note: double-click to write one"),
    }[column]


def _score(name: str, value: float) -> str:
    """Perplexity says its name: it stands among percents."""
    told = score(name, value)
    return translate("RunsTable", "perplexity {0}").format(told) if name in LOWER_IS_BETTER else told
