"""Composes the transcripts in this folder through the protocol's own structs, so that they stay valid: `python -m tests.transcripts.compose`.

Seeded: the same program writes the same files. Must not know: Qt, models.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

import msgspec

from distilstudio.protocol.answers import Labels, LabelScore
from distilstudio.protocol.events import (
    Event,
    ExamDone,
    ModelsOpened,
    PinnedAnswered,
    Predicted,
    ProblemRaised,
    ResourcesMeasured,
    RunEnded,
    RunNote,
    RunPaused,
    RunStarted,
    Stage,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
    StudentOutline,
    TeacherDescribed,
    WidthOutline,
)
from distilstudio.protocol.inspection import (
    DataChoiceInspected,
    DataInspected,
    HealthFact,
    LabelCount,
    LengthsMeasured,
    RowsShown,
)
from distilstudio.protocol.problems import problem
from distilstudio.protocol.report import DataReport, ModelReport, Report
from tests.fake_engine import Line

HERE = Path(__file__).resolve().parent
GB = 1024**3
RUN = "run"
RUN_STAGES: tuple[Stage, ...] = ("preflight", "data", "teacher", "ask_teacher", "student", "distil", "exam", "pack")
TEACHER_STEPS, DISTIL_STEPS, EPOCHS = 40, 120, 4
STEPS_AN_EVENT = 4


class RunTranscript:
    """Collects the lines of one run and keeps its clock."""

    def __init__(self, seed: int) -> None:
        self.lines: list[Line] = []
        self._chance = random.Random(seed)
        self._since_measured_ms = 0

    def add(self, wait_ms: int, event: Event) -> None:
        """Append an event; once a second of the run's own time the resources go before it."""
        self._since_measured_ms += wait_ms
        if self._since_measured_ms >= 1000:
            self._since_measured_ms = 0
            self.lines.append(Line(0, self._resources()))
        self.lines.append(Line(wait_ms, event))

    def train(
        self,
        stage: Stage,
        first: int,
        last: int,
        total: int,
        parts: dict[str, tuple[float, float]],
        peak_rate: float,
        left: float,
    ) -> None:
        """Steps first..last of `total`; each loss part falls from its start to its floor; `left`: seconds left in the run at `first`."""
        for start in range(first, last + 1, STEPS_AN_EVENT):
            steps = list(range(start, min(start + STEPS_AN_EVENT, last + 1)))
            losses: dict[str, list[float | None]] = {"total": []} if len(parts) > 1 else {}
            for name, (high, low) in parts.items():
                losses[name] = [round(low + (high - low) * math.exp(-4 * s / total) * self._noise(), 5) for s in steps]
            if "total" in losses:
                losses["total"] = [round(sum(values), 5) for values in zip(*(losses[name] for name in parts), strict=True)]  # type: ignore[arg-type]
            else:
                losses = {"total": next(iter(losses.values())), **losses}
            rates = [peak_rate * min(s / (0.1 * total), (total - s + 1) / (0.9 * total)) for s in steps]
            speed = round((96 if stage == "teacher" else 610) * self._noise(), 1)
            self.add(280, StepsDone(RUN, stage, steps, losses, rates, speed, round(speed * 27)))
            rest = max(left - 0.07 * (steps[-1] - first), 1.0)
            self.add(
                10, StageProgress(RUN, stage, steps[-1], total, round(rest, 1), round(rest * 0.85, 1), round(rest * 1.25, 1))
            )

    def _noise(self) -> float:
        return 1 + self._chance.uniform(-0.06, 0.06)

    def _resources(self) -> ResourcesMeasured:
        used = int((5.1 + self._chance.uniform(-0.2, 0.3)) * GB)
        share = round(0.9 + self._chance.uniform(-0.05, 0.08), 3)
        return ResourcesMeasured(RUN, share, used, 16 * GB, 148_000_000, 212 * GB)


def scored(accuracy: float) -> dict[str, float]:
    """Scores of a classification exam round one accuracy."""
    return {"accuracy": accuracy, "macro_f1": round(accuracy - 0.003, 4)}


def two(positive: float) -> Labels:
    """An answer of the sentiment task."""
    both = [LabelScore("positive", positive), LabelScore("negative", round(1 - positive, 4))]
    return Labels(sorted(both, key=lambda one: -one.score))


def begin(run: RunTranscript) -> None:
    """From the start to the student that stands and has learnt nothing yet."""
    run.add(150, RunStarted(RUN, "/runs/sentiment", RUN_STAGES, "cpu", ""))
    run.add(10, StageStarted(RUN, "preflight"))
    run.add(300, RunNote(RUN, "precision", "bf16 is 2.1 times as fast as fp32 here.", {"precision": "bf16", "ratio": "2.1"}))
    run.add(10, StageDone(RUN, "preflight", 0.4))
    run.add(10, StageStarted(RUN, "data", 1600))
    run.add(200, StageProgress(RUN, "data", 1600, 1600))
    run.add(20, RunNote(RUN, "duplicates_left_out", "3 rows that came twice were left out.", {"rows": "3"}))
    run.add(10, StageDone(RUN, "data", 0.3))
    run.add(10, StageStarted(RUN, "teacher", TEACHER_STEPS))
    run.train("teacher", 1, TEACHER_STEPS, TEACHER_STEPS, {"hard": (0.69, 0.21)}, 3e-5, 17.0)
    run.add(400, ExamDone(RUN, "teacher", TEACHER_STEPS, "teacher", "watch", 160, "accuracy", scored(0.9313), best=True))
    run.add(10, StageDone(RUN, "teacher", 4.1))
    run.add(10, StageStarted(RUN, "ask_teacher", 1440))
    for done in range(160, 1441, 160):
        run.add(150, StageProgress(RUN, "ask_teacher", done, 1440, round(13.0 - done / 1000, 1), 10.0, 16.5))
    run.add(10, StageDone(RUN, "ask_teacher", 1.4))
    run.add(10, StageStarted(RUN, "student"))
    run.add(120, StageDone(RUN, "student", 0.1))
    run.add(10, StageStarted(RUN, "distil", DISTIL_STEPS))


def distil(run: RunTranscript, epochs: int) -> None:
    """So many epochs of the student, each with its exam and the pinned answers."""
    accuracies = (0.8125, 0.8938, 0.9125, 0.9188)
    answers = ((0.42, 0.55, 0.61), (0.78, 0.31, 0.57), (0.93, 0.12, 0.52), (0.964, 0.071, 0.44))
    length = DISTIL_STEPS // EPOCHS
    parts = {"soft": (0.36, 0.04), "hard": (0.34, 0.09)}
    for epoch in range(epochs):
        first, last = epoch * length + 1, (epoch + 1) * length
        run.train("distil", first, last, DISTIL_STEPS, parts, 5e-5, 11.0 - 2.2 * epoch)
        run.add(250, ExamDone(RUN, "distil", last, "student", "watch", 160, "accuracy", scored(accuracies[epoch]), best=True))
        run.add(20, PinnedAnswered(RUN, last, [two(share) for share in answers[epoch]]))


def finish(run: RunTranscript, outcome: str, student: float) -> None:
    """Exam of both, pack, and the report."""
    run.add(10, StageStarted(RUN, "exam", 2))
    run.add(700, ExamDone(RUN, "exam", DISTIL_STEPS, "teacher", "exam", 200, "accuracy", scored(0.93)))
    run.add(10, StageProgress(RUN, "exam", 1, 2, 0.8, 0.6, 1.1))
    run.add(350, ExamDone(RUN, "exam", DISTIL_STEPS, "student", "exam", 200, "accuracy", scored(student), best=True))
    run.add(10, StageDone(RUN, "exam", 1.1))
    run.add(10, StageStarted(RUN, "pack"))
    run.add(250, StageDone(RUN, "pack", 0.3))
    run.add(20, RunEnded(RUN, "stopped" if outcome == "stopped" else "done", report=report(outcome, student)))


def report(outcome: str, student: float) -> Report:
    """A whole report that agrees with the exams of the transcript."""
    return Report(
        task="classification",
        score_name="accuracy",
        teacher=ModelReport(scored(0.93), 22_714_754, 90.9, 6, 7.24),
        student=ModelReport(scored(student), 17_390_594, 69.6, 3, 3.71),
        kept=round(student / 0.93, 4),
        speedup=1.95,
        seconds={
            "preflight": 0.4,
            "data": 0.3,
            "teacher": 4.1,
            "ask_teacher": 1.4,
            "student": 0.1,
            "distil": 9.9,
            "exam": 1.1,
            "pack": 0.3,
        },
        rows_per_second=612.4,
        precision="bf16",
        device="cpu",
        exports=[],
        versions={"distilstudio": "0.1.0", "torch": "2.13.0", "transformers": "5.23.0"},
        data=DataReport(1597, 200, "9f2c" * 16),
        outcome=outcome,
        notes=["3 rows that came twice were left out."],
    )


def good_run() -> list[Line]:
    """A run from the start to the report."""
    run = RunTranscript(1)
    begin(run)
    distil(run, EPOCHS)
    run.add(10, StageDone(RUN, "distil", 9.9))
    finish(run, "done", 0.915)
    return run.lines


def stopped_run() -> list[Line]:
    """A run that pauses, goes on, and is finished early with what it has."""
    run = RunTranscript(2)
    begin(run)
    distil(run, 1)
    run.add(50, RunPaused(RUN, True))
    run.add(900, RunPaused(RUN, False))
    distil_more = {"soft": (0.36, 0.04), "hard": (0.34, 0.09)}
    run.train("distil", 31, 46, DISTIL_STEPS, distil_more, 5e-5, 8.8)
    run.add(30, RunNote(RUN, "stopping", "Finishing now with the best student so far."))
    run.add(10, StageDone(RUN, "distil", 4.0))
    finish(run, "stopped", 0.81)
    return run.lines


def failed_run() -> list[Line]:
    """A run that ends in preflight with a Problem to act on."""
    run = RunTranscript(3)
    run.add(150, RunStarted(RUN, "/runs/sentiment", RUN_STAGES, "cpu", ""))
    run.add(10, StageStarted(RUN, "preflight"))
    run.add(200, RunEnded(RUN, "failed", problem=problem("data_one_label", label="positive", column="label")))
    return run.lines


REVIEWS = (
    ("The kettle boils fast and stays quiet. Worth every cent.", "positive"),
    ("Two weeks in and the zip already split.", "negative"),
    ("I expected little, and it still let me down.", "negative"),
    ("Not the cheapest room in town, but the view alone pays for it.", "positive"),
    ("Lovely cast, tired jokes, far too long.", "negative"),
    ("My daughter asks for this book every night.", "positive"),
    ("Support answered within the hour and sent a new charger.", "positive"),
    ("The soup came cold twice; nobody said sorry.", "negative"),
)


def data_inspected() -> list[Line]:
    """Answer to InspectData on a file of short reviews."""
    event = DataInspected(
        request_id=0,
        data=DataChoiceInspected(
            "train.csv", "test.csv", "csv", "utf-8", ",", "review", "mood", ["text", "label", "encoding", "separator"]
        ),
        columns=["review", "mood"],
        preview=[list(row) for row in REVIEWS],
        rows=1600,
        exam_rows=200,
        labels=[LabelCount("positive", 811), LabelCount("negative", 789)],
        health=[
            HealthFact("rows", "ok", {"rows": "1600", "exam_rows": "200"}),
            HealthFact("labels", "ok", {"labels": "2"}),
            HealthFact("duplicates", "note", {"rows": "3"}, [17, 402, 911]),
            HealthFact("long_texts", "ok", {"rows": "0", "limit": "128"}),
        ],
        examples=[text for text, _ in REVIEWS[:5]],
    )
    return [Line(120, event)]


def rows_shown() -> list[Line]:
    """Answer to ShowRows: rows from the middle of the file."""
    return [Line(30, RowsShown(0, 895, [[f"{text} ({place})", label] for place, (text, label) in enumerate(REVIEWS)]))]


def lengths_measured() -> list[Line]:
    """Answer to MeasureLengths: 200 of the 1,600 rows, of 5 to 204 word pieces."""
    return [Line(60, LengthsMeasured(0, "Starter", list(range(5, 205)), list(range(0, 1600, 8)), 1600, 512))]


def teacher_described() -> list[Line]:
    """Answer to DescribeTeacher on a small six-layer teacher without a head."""
    maps = ([0], [0, 5], [0, 2, 5], [0, 2, 3, 5], [0, 1, 2, 4, 5], [0, 1, 2, 3, 4, 5])
    students = [
        StudentOutline(depth, layers, 12_066_434 + 1_774_720 * depth, round(48.3 + 7.1 * depth, 1), round(6 / depth, 2))
        for depth, layers in enumerate(maps, start=1)
    ]
    event = TeacherDescribed(
        request_id=0,
        model="starter",
        path="/models/starter",
        name="Starter teacher",
        family="bert",
        layers=6,
        width=384,
        parameters=22_714_754,
        megabytes=90.9,
        max_length=512,
        labels=[],
        head_fits=False,
        licence="Apache-2.0",
        needs_memory=int(1.4 * GB),
        fits=True,
        students=students,
        presets={"half": 3, "quarter": 2, "tiny": 1},
        widths=[
            WidthOutline(1.0, 384, 12, 12_066_434, 1_774_720, 384),
            WidthOutline(0.75, 288, 9, 9_022_754, 999_072, 288),
            WidthOutline(0.5, 192, 6, 5_996_738, 444_864, 192),
            WidthOutline(0.25, 96, 3, 2_989_154, 111_840, 96),
        ],
    )
    return [Line(80, event)]


def models_opened() -> list[Line]:
    """Answer to OpenModels: both sides."""
    event = ModelsOpened(
        0, ["student", "teacher"], {"teacher": 90.9, "student": 69.6}, {"teacher": 6, "student": 3}, ["negative", "positive"]
    )
    return [Line(150, event)]


def predict() -> list[Line]:
    """Answer to Predict: the student's first."""
    return [Line(4, Predicted(0, "student", two(0.953), 3.7)), Line(7, Predicted(0, "teacher", two(0.981), 7.2))]


def no_model() -> list[Line]:
    """Refusal of Predict while no model is open."""
    return [Line(2, ProblemRaised(problem("model_not_open"), request_id=0))]


TRANSCRIPTS = (
    good_run,
    stopped_run,
    failed_run,
    data_inspected,
    rows_shown,
    lengths_measured,
    teacher_described,
    models_opened,
    predict,
    no_model,
)


def main() -> None:
    """Write every transcript into this folder."""
    for compose in TRANSCRIPTS:
        lines = compose()
        text = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
        (HERE / f"{compose.__name__}.jsonl").write_bytes(text)


if __name__ == "__main__":
    main()
