"""One example of every message that crosses the wall, with every field filled in."""

from __future__ import annotations

from distilstudio.protocol.answers import Answers, AnswerSpan, Entities, Entity, Labels, LabelScore
from distilstudio.protocol.commands import (
    Command,
    DescribeTeacher,
    Hello,
    InspectData,
    OpenModels,
    PauseRun,
    Predict,
    Shutdown,
    StartRun,
    StopRun,
)
from distilstudio.protocol.events import (
    STAGES,
    DataChoiceInspected,
    DataInspected,
    DeviceInfo,
    Event,
    ExamDone,
    HealthFact,
    Heartbeat,
    LabelCount,
    ModelsOpened,
    PinnedAnswered,
    Predicted,
    ProblemRaised,
    Ready,
    ResourcesMeasured,
    RunEnded,
    RunNote,
    RunPaused,
    RunStarted,
    StageDone,
    StageProgress,
    StageStarted,
    StepsDone,
    StudentOutline,
    TeacherDescribed,
)
from distilstudio.protocol.problems import problem
from distilstudio.protocol.recipe import DataChoice, Recipe, with_value
from distilstudio.protocol.report import DataReport, ExportReport, ModelReport, Report

TEXT = '“Grüße”, 你好 🙂\n\t"\\'
RECIPE = with_value(with_value(Recipe(), "loss.temperature", 4.0), "data.train", "评论.csv")
LABELS = Labels([LabelScore("positive", 0.75), LabelScore("消极", 0.25)], several=True, threshold=0.4)
ENTITIES = Entities([Entity(0, 2, "PER", 0.9, "你好")])
ANSWERS = Answers([AnswerSpan(3, 9, "answer", 0.5), AnswerSpan(0, 0, "", 0.1)])
MODEL = ModelReport({"accuracy": 0.9, "macro_f1": 0.89}, 22_713_602, 90.9, 6, 7.2)
REPORT = Report(
    task="classification",
    score_name="accuracy",
    teacher=MODEL,
    student=MODEL,
    kept=1.0,
    speedup=2.0,
    seconds={"distil": 12.5},
    rows_per_second=900.0,
    precision="fp32",
    device="cpu",
    exports=[ExportReport("onnx", 45.0, 3.1, 1.0, {"accuracy": 0.9})],
    versions={"torch": "2.13.0"},
    data=DataReport(1500, 300, "0" * 64),
    outcome="stopped",
    reused=["teacher"],
    notes=["one"],
)
PROBLEM = problem("data_no_column", detail="trace", file=TEXT, column="stars", columns="a, b", role="label")

COMMANDS: list[Command] = [
    Hello("0.1.0", "source", "trainer"),
    StartRun("run-1", RECIPE, "/runs/run-1", "/base", ("one", TEXT)),
    StopRun("run-1", "discard"),
    PauseRun("run-1", True),
    InspectData(7, "ner", DataChoice(train="a.conll"), "/base"),
    DescribeTeacher(8, "starter", "qa", ("negative", "positive")),
    OpenModels(9, "classification", "/teacher", "/student", True),
    Predict(10, TEXT, "why?"),
    Shutdown(),
]
EVENTS: list[Event] = [
    Ready("0.1.0", "source", "tryout", 4711, DeviceInfo("cpu", "Some processor", 2, 8_000_000_000, "fp32")),
    RunStarted("run-1", "/runs/run-1", STAGES, "cpu", "fp32"),
    StageStarted("run-1", "distil", 400, "reused"),
    StageProgress("run-1", "distil", 3, 400, 61.5, 50.0, 80.0),
    StageDone("run-1", "distil", 61.0),
    StepsDone("run-1", "teacher", [1, 2], {"total": [0.5, None], "soft": [0.25, 0.5]}, [1e-5, 2e-5], 900.0, 20_000.0),
    ExamDone("run-1", "exam", 400, "student", "exam", 300, "accuracy", {"accuracy": 0.9}, True, 2),
    PinnedAnswered("run-1", 100, [LABELS, ENTITIES, ANSWERS]),
    ResourcesMeasured("run-1", 0.5, 1, 2, 3, 4, 5, 6),
    RunNote("run-1", "precision", "fp32 is the fastest here.", {"precision": "fp32"}),
    RunPaused("run-1", True),
    RunEnded("run-1", "done", REPORT, None),
    DataInspected(
        request_id=7,
        data=DataChoiceInspected("评论.csv", "", "csv", "gb18030", "\t", "text", "label", ["text", "encoding"]),
        columns=["text", "label"],
        preview=[[TEXT, "positive"]],
        rows=1500,
        exam_rows=300,
        labels=[LabelCount("positive", 750)],
        health=[HealthFact("duplicates", "warn", {"rows": "3"}, [1, 5, 9])],
        examples=[TEXT],
    ),
    TeacherDescribed(
        request_id=8,
        model="starter",
        path="/starter",
        name="Starter",
        family="bert",
        layers=6,
        width=384,
        parameters=22_713_216,
        megabytes=90.9,
        max_length=512,
        labels=["negative", "positive"],
        head_fits=True,
        licence="Apache-2.0",
        needs_memory=700_000_000,
        fits=True,
        students=[StudentOutline(1, [0], 13_000_000, 52.0, 5.5)],
        presets={"half": 3},
    ),
    ModelsOpened(9, ["teacher", "student"], {"teacher": 90.9}, {"teacher": 6}, ["negative", "positive"]),
    Predicted(10, "student", LABELS, 3.5),
    ProblemRaised(PROBLEM, 10, "run-1"),
    Heartbeat(4711),
]
