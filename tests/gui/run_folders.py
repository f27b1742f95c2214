"""Makes run folders as a finished run leaves them, for tests of the window: recipe, report, journal and a student's folder.

Must not know: the engine, what a test is about.
"""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

from distilstudio.protocol.answers import Labels, LabelScore
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    PinnedAnswered,
    RunEnded,
    RunEvent,
    RunStarted,
    StageDone,
    StageStarted,
    StepsDone,
)
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.recipe_text import render
from distilstudio.protocol.report import DataReport, ModelReport, Report
from distilstudio.protocol.wire import encode

RECIPE = Recipe(data=DataChoice(train="/data/reviews.csv"))


def a_report(score: float = 0.91, *, megabytes: float = 69.6, ms: float = 3.7, outcome: str = "done") -> Report:
    """A report with these figures of the student; its teacher scores 0.93."""
    teacher = ModelReport({"accuracy": 0.93, "macro_f1": 0.927}, 22_714_754, 90.9, 6, 7.24)
    student = ModelReport({"accuracy": score, "macro_f1": score}, 17_390_594, megabytes, 3, ms)
    seconds = {"preflight": 0.4, "data": 0.3, "teacher": 4.0, "ask_teacher": 1.0, "distil": 20.0, "exam": 1.0, "pack": 0.3}
    data = DataReport(1597, 200, "9f2c" * 16)
    kept, speed = score / 0.93, 7.24 / ms
    return Report(
        "classification", "accuracy", teacher, student, kept, speed, seconds, 612.4, "bf16", "cpu", [], {}, data, outcome=outcome
    )


def a_journal(
    report: Report | None, steps: int = 200, *, at_a_time: int = 5, exams: int = 8, run_id: str = "run"
) -> list[RunEvent]:
    """The events of a run of so many steps, as the engine writes them."""
    events: list[RunEvent] = [RunStarted(run_id, "/runs/it", STAGES, "cpu", "bf16"), StageStarted(run_id, "distil", steps)]
    every = max(at_a_time, steps // exams // at_a_time * at_a_time)
    for last in range(at_a_time, steps + 1, at_a_time):
        numbers = list(range(last - at_a_time + 1, last + 1))
        total = [0.2 + 0.8 * math.exp(-4 * step / steps) + 0.02 * math.sin(step) for step in numbers]
        losses: dict[str, list[float | None]] = {"total": list(total), "soft": [0.5 * value for value in total]}
        events.append(StepsDone(run_id, "distil", numbers, losses, [5e-5] * len(numbers), 612.0))
        if last % every == 0:
            score = 0.91 - 0.4 * math.exp(-5 * last / steps)
            scores = {"accuracy": score, "macro_f1": score}
            events.append(ExamDone(run_id, "distil", last, "student", "watch", 160, "accuracy", scores, best=True))
            sure = LabelScore("positive", score)
            events.append(PinnedAnswered(run_id, last, [Labels([sure, LabelScore("negative", 1 - score)])]))
    events.append(StageDone(run_id, "distil", 20.0))
    if report is not None:
        events.append(RunEnded(run_id, "done", report=report))
    return events


def make_run(
    runs: Path,
    name: str,
    recipe: Recipe = RECIPE,
    report: Report | None = None,
    *,
    finished: bool = True,
    journal: list[RunEvent] | None = None,
) -> Path:
    """Write a run folder; `finished` False: the run broke off, there is neither a report nor a student."""
    folder = runs / name
    folder.mkdir(parents=True)
    (folder / "recipe.toml").write_text(render(recipe), encoding="utf-8")
    if finished:
        report = report or a_report()
        (folder / "report.json").write_bytes(msgspec.json.encode(report))
        (folder / "student").mkdir()
        (folder / "student" / "model.safetensors").write_bytes(b"\0" * 4096)
    events = journal if journal is not None else a_journal(report if finished else None)
    (folder / "events.jsonl").write_bytes(b"".join(encode(event) for event in events))
    return folder
