"""The `export` command: a run's student as ONNX files, each verified; a table of what they are. Ctrl+C leaves everything as it was.

Must not know: how a model is written or verified.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich import box
from rich.table import Table

from distilstudio.commandline.progress import percent
from distilstudio.commandline.score_board import SCORES, value_of
from distilstudio.commandline.side_job import told_by_bar
from distilstudio.commandline.telling import console, print_json, short, stdout_kept, tell_problem
from distilstudio.engine.control import Control
from distilstudio.protocol.commands import ExportKind, ExportRun
from distilstudio.protocol.events import ExportEnded, ExportProgress, ExportStep
from distilstudio.protocol.report import COSTS_TOO_MUCH, ExportReport, ModelReport, Report, points_lost, rows_that_differ
from distilstudio.protocol.scores import LOWER_IS_BETTER

DONE, PROBLEM, INTERRUPTED = 0, 1, 130
NAMES: dict[str, str] = {"onnx": "ONNX", "onnx-int8": "ONNX int8"}
STEPS: dict[ExportStep, str] = {
    "read": "Reading student and exam rows",
    "write": "Writing",
    "verify": "Verifying on the exam rows",
    "time": "Timing",
}


def run(words: argparse.Namespace) -> int:
    """Export. Returns the exit code."""
    asked: dict[ExportKind, bool] = {"onnx": words.onnx, "onnx-int8": words.int8}
    wanted = tuple(kind for kind, is_asked in asked.items() if is_asked)
    out = Path(words.run).absolute()
    with stdout_kept(words.json):
        ended = _export(ExportRun("export", str(out), wanted))
    if ended.problem is not None:
        tell_problem(ended.problem, words.json)
        return PROBLEM
    if ended.report is None:
        console().print("Interrupted: nothing was changed.")
        return INTERRUPTED
    print_json({"exports": ended.report.exports}) if words.json else _print_exports(ended.report, out)
    return DONE


def _export(command: ExportRun) -> ExportEnded:
    from distilstudio.engine.quiet import loading

    with loading():
        from distilstudio.engine.export import export

    control = Control()
    with told_by_bar(control) as show:
        for event in export(command, control):
            match event:
                case ExportProgress():
                    show(STEPS[event.step], event.done, event.total)
                case ExportEnded():
                    return event
    raise AssertionError("the last event of an export is ExportEnded")


def _print_exports(report: Report, out: Path) -> None:
    words, name = console(result=True), report.score_name
    table = Table(box=box.SIMPLE_HEAVY)
    for heading in ("", SCORES.get(name, name), "Size", "Time for a text", "Same answers"):
        table.add_column(heading, justify="left" if not heading else "right")
    rows: list[tuple[str, ModelReport | ExportReport, str]] = [
        ("Teacher", report.teacher, ""),
        ("Student", report.student, ""),
        *((NAMES[one.kind], one, f"{percent(one.agreement)} of {one.rows:,}") for one in report.exports),
    ]
    for called, model, agreement in rows:
        score = value_of(name, model.scores[name])
        table.add_row(called, score, f"{model.megabytes:,.1f} MB", f"{model.ms_per_text:,.2f} ms", agreement)
    words.print(table)
    for one in report.exports:
        words.print(f"{NAMES[one.kind]}: {short(out / one.folder)}", soft_wrap=True)
        if cost := _cost(report, one):
            words.print(f"Mind: {NAMES[one.kind]} {cost}", soft_wrap=True)


def _cost(report: Report, one: ExportReport) -> str:
    """What an exported form loses, and what to do about it; "" where that is little."""
    name, lost = report.score_name, points_lost(report, one)
    take = "Weights rounded to 256 steps lose what this student needs; take the ONNX file in 32-bit floats"
    if lost > COSTS_TOO_MUCH:
        less = f"scores {100 * lost:.1f} points less than the student"
        more = f"has a perplexity {100 * lost:.1f} % higher than the student's"
        return f"{more if name in LOWER_IS_BETTER else less}. {take} where the score matters most."
    if differ := rows_that_differ(report, one):
        answers = f"answers {differ:,} of {one.rows:,} exam rows otherwise than the student, though it scores about as well"
        return f"{answers}. {take} where it has to answer as the student does."
    return ""
