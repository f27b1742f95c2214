"""What came of a run: teacher against student as a table, the headline, where the student is and how to try it.

Must not know: the engine.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from rich import box
from rich.table import Table

from distilstudio.commandline.progress import percent, score_words
from distilstudio.commandline.telling import console, counted, program, short
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.report import DataReport, FinalExam, ModelReport, Report
from distilstudio.protocol.saved_run import SavedRun, read_saved_run
from distilstudio.protocol.scores import LOWER_IS_BETTER

SCORES = {
    "accuracy": "Accuracy",
    "macro_f1": "Macro-F1",
    "micro_f1": "Micro-F1",
    "span_f1": "Entities found (F1)",
    "f1": "F1",
    "exact_match": "Exact match",
    "perplexity": "Perplexity (lower is better)",
    "words_right": "Hidden words guessed",
}

A_TEXT = '--text "Type a text here"'
TO_TRY = {"qa": f'{A_TEXT} --question "Ask about it here"', "mlm": '--text "Type a text with a ___ in it"'}
"""What a student is given to try it, where that is more than a text."""


def print_score_board(report: Report, out: Path) -> None:
    """Print the whole board on stdout."""
    words = console(result=True)
    table = Table(box=box.SIMPLE_HEAVY)
    table.add_column("")
    table.add_column("Teacher", justify="right", style="magenta")
    table.add_column("Student", justify="right", style="bold cyan")
    for (name, teacher), (_, student) in zip(pairs(report.teacher), pairs(report.student), strict=True):
        table.add_row(name, teacher, student)
    words.print(f"\nExam on {exam_words(report.data)}", soft_wrap=True)
    words.print(table)
    words.print(headline(report), style="bold", soft_wrap=True)
    if report.teachers:
        words.print(teachers_words(report), soft_wrap=True)
    if report.final_exam is not None:
        words.print(final_words(report, report.final_exam), soft_wrap=True)
    whole = sum(report.seconds.values())
    if report.rows_per_second > 0:
        if report.outcome == "stopped":
            words.print("The run was stopped early; this is the best student up to then.", soft_wrap=True)
        pace = counted(round(report.rows_per_second), "row")
        words.print(f"It took {whole:.0f} s in all; the student learnt from {pace} a second.", soft_wrap=True)
    else:
        words.print("The run was stopped before the student learnt anything: it is its teacher, cut down.", soft_wrap=True)
    print_student_only(out / "student", report.task)


def print_student_only(student: Path, task: str) -> None:
    """Where the student is, and the next thing to type."""
    words = console(result=True)
    words.print(f"Student: {short(student)}", soft_wrap=True)
    words.print(f"Try it:  {program()} try {shlex.quote(short(student))} {TO_TRY.get(task, A_TEXT)}", soft_wrap=True)


def exam_words(data: DataReport) -> str:
    """What both models were asked, and whether it was new to them."""
    rows = counted(data.exam_rows, "text")
    if not data.learnt_before:
        return f"{rows} that neither model had learnt from"
    earlier = "in an earlier run, from which this one took its teacher or its student"
    return f"{rows}, {data.learnt_before:,} of which were learnt from {earlier}: the scores flatter"


def print_left(out: Path, task: str) -> None:
    """What there is of a run that was left before its exam, and how to go on with it."""
    words, student = console(result=True), out / "student"
    if not out.exists():
        words.print("Interrupted: nothing was kept.", soft_wrap=True)
    elif student.is_dir() and _has_learnt(out):
        words.print("The run was left before its exam; this is the best student up to then.", soft_wrap=True)
        print_student_only(student, task)
    else:
        words.print("The run was left before the student learnt anything.", soft_wrap=True)
    print_how_to_go_on(out, result=True)


def print_how_to_go_on(out: Path, *, result: bool = False) -> None:
    """How to go on with a run that was saved, where one was."""
    if saved_run_of(out) is not None:
        console(result=result).print(f"Go on:   {to_go_on(out)}", soft_wrap=True)


def to_go_on(out: Path) -> str:
    """What to type to go on with the run in a folder."""
    return f"{program()} resume {shlex.quote(short(out))}"


def saved_run_of(out: Path) -> SavedRun | None:
    """What a run folder keeps to go on with; None where that is nothing."""
    try:
        return read_saved_run(out)
    except ProblemError:
        return None


def _has_learnt(out: Path) -> bool:
    """Whether a student that was kept is more than its teacher, cut down. Where the disk had no room to save the run that is not known."""
    saved = saved_run_of(out)
    return saved is None or (saved.training is not None and saved.training.stage == "distil" and saved.training.steps > 0)


def headline(report: Report) -> str:
    """The one sentence that counts."""
    smaller = 1 - report.student.parameters / report.teacher.parameters
    if report.score_name in LOWER_IS_BETTER:
        student, teacher = report.student.scores[report.score_name], report.teacher.scores[report.score_name]
        kept = (
            f"Where a word is hidden the student is as unsure as between {student:,.1f} words, its teacher as between {teacher:,.1f} "
            f"(it keeps {percent(report.kept)})"
        )
    else:
        kept = f"The student keeps {percent(report.kept)} of its teacher's score"
    size = f"{100 * smaller:.0f} % smaller" if smaller >= 0 else f"{-100 * smaller:.0f} % larger"
    return f"{kept}, {report.speedup:.1f}× as fast, {size}."


def final_words(report: Report, final: FinalExam) -> str:
    """What the rows gave that no choice ever saw."""
    name = report.score_name
    teacher, student = (score_words(name, side.get(name, 0.0)) for side in (final.teacher, final.student))
    rows = counted(final.rows, "row")
    told = f"Final exam, on {rows} that no choice ever saw: teacher {teacher}, student {student} ({percent(final.kept)} of the teacher kept)."
    if not final.learnt_before:
        return told
    return f"{told} {final.learnt_before:,} of these {rows} were learnt from in an earlier run: these scores flatter."


def teachers_words(report: Report) -> str:
    """Each of several teachers: its score and what it counted."""
    name = report.score_name
    each = [
        f"{one.name} {score_words(name, one.scores.get(name, 0.0))} (counts {percent(one.weight)})" for one in report.teachers
    ]
    return f"“Teacher” is the mean of {counted(len(each), 'teacher')}: {'; '.join(each)}."


def pairs(model: ModelReport) -> list[tuple[str, str]]:
    """Every line of the board for one model: its name and its value."""
    scores = [(SCORES.get(name, name), value_of(name, score)) for name, score in model.scores.items()]
    return [
        *scores,
        ("Size", f"{model.megabytes:,.1f} MB"),
        ("Time for a text", f"{model.ms_per_text:,.2f} ms"),
        ("Parameters", count(model.parameters)),
        ("Layers", str(model.layers)),
    ]


def value_of(name: str, score: float) -> str:
    """Without the score's name, which stands beside it."""
    return f"{score:,.1f}" if name in LOWER_IS_BETTER else percent(score)


def count(number: int) -> str:
    """22713216 → 22.7 million."""
    return f"{number / 1e6:,.1f} million" if number >= 1_000_000 else f"{number:,}"
