"""Engine → window: what an engine process tells. Every event names its run or its request. Must not know: who listens."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from distilstudio.protocol.answered_file import FileTold
from distilstudio.protocol.answers import Answer
from distilstudio.protocol.check import CheckAnswer
from distilstudio.protocol.commands import Role, Side
from distilstudio.protocol.forecast import ForecastEnded
from distilstudio.protocol.hub import HubAnswer
from distilstudio.protocol.inspection import DataAnswer
from distilstudio.protocol.pilot import PilotEvent
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.proof import ProofEvent
from distilstudio.protocol.report import Report

Stage = Literal["preflight", "data", "teacher", "ask_teacher", "student", "distil", "exam", "pack"]
STAGES: tuple[Stage, ...] = ("preflight", "data", "teacher", "ask_teacher", "student", "distil", "exam", "pack")
Outcome = Literal["done", "stopped", "discarded", "failed"]


BYTES_PER_WEIGHT = 4
"""Weights are saved in float32."""


class DeviceInfo(Struct, frozen=True):
    """What this computer computes with. Memory in bytes; `precision` is "" where no probe has run."""

    kind: str
    name: str
    cores: int
    memory: int
    precision: str = ""


class Ready(Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """Answer to Hello: commands are taken. What needs the models' libraries waits until those are loaded."""

    version: str
    build: str
    role: Role
    pid: int


class DeviceFound(Struct, frozen=True, tag="device_found", forbid_unknown_fields=True):
    """The models' libraries are loaded, and say what this computer computes with. Once to a process, after Ready."""

    device: DeviceInfo


class OfRun(Struct, frozen=True, kw_only=True):
    """What every event of a run may carry: at_ms, milliseconds of the run's own time at which it was told.

    The clock never goes back, and stands still while no engine works on the run. Left out in journals of earlier versions.
    """

    at_ms: int | UnsetType = UNSET


class RunStarted(OfRun, frozen=True, tag="run_started", forbid_unknown_fields=True):
    """The run folder stands. `stages` are those that this run will go through, in order. started: when it was begun for the first time
    (protocol/moments.py); "" in journals of earlier versions."""

    run_id: str
    out: str
    stages: tuple[Stage, ...]
    device: str
    precision: str
    started: str = ""


class StageStarted(OfRun, frozen=True, tag="stage_started", forbid_unknown_fields=True):
    """A stage begins; `total` units of work (steps, rows) where known, else 0. `note`: e.g. "reused"."""

    run_id: str
    stage: Stage
    total: int = 0
    note: str = ""


class StageProgress(OfRun, frozen=True, tag="stage_progress", forbid_unknown_fields=True):
    """`done` of `total` units; seconds left in the whole run as the engine reckons, with a range, null while unknown."""

    run_id: str
    stage: Stage
    done: int
    total: int
    seconds_left: float | None = None
    seconds_left_low: float | None = None
    seconds_left_high: float | None = None


class StageDone(OfRun, frozen=True, tag="stage_done", forbid_unknown_fields=True):
    """A stage has ended after so many seconds (0 where its result was reused)."""

    run_id: str
    stage: Stage
    seconds: float


class StepsDone(OfRun, frozen=True, tag="steps_done", forbid_unknown_fields=True):
    """Training steps since the last such event, at most 20 events a second. Arrays of one length.

    `losses` by part: "total" (weighted sum) and each part with its weight applied ("soft", "hard", …), nats per row that counts;
    null where not finite. `stage` is "teacher" or "distil".
    """

    run_id: str
    stage: Stage
    steps: list[int]
    losses: dict[str, list[float | None]]
    learning_rate: list[float]
    rows_per_second: float | None = None
    tokens_per_second: float | None = None


class ExamDone(OfRun, frozen=True, tag="exam_done", forbid_unknown_fields=True):
    """Scores (by name, 0..1, perplexity from 1 up) of one model on rows it never trained on.

    rows_from "watch": rows set aside from the training file, by which the best student is chosen while it learns; "exam": the exam rows,
    once at the end; "final": rows that no choice ever saw, after that. `rows`: how many texts or questions were answered. `score_name` is
    the headline's key in `scores`. `waited`: epochs' exams in a row without a better score.
    """

    run_id: str
    stage: Stage
    step: int
    who: Side
    rows_from: Literal["watch", "exam", "final"]
    rows: int
    score_name: str
    scores: dict[str, float]
    best: bool = False
    waited: int = 0


class PinnedAnswered(OfRun, frozen=True, tag="pinned_answered", forbid_unknown_fields=True):
    """The student's answers to the pinned texts, in their order, after an exam."""

    run_id: str
    step: int
    answers: list[Answer]


class TrialReady(OfRun, frozen=True, tag="trial_ready", forbid_unknown_fields=True):
    """The student as it is at this step can be tried while it learns on: OpenModels takes `folder`, and follows what comes later."""

    run_id: str
    step: int
    folder: str


class ResourcesMeasured(OfRun, frozen=True, tag="resources_measured", forbid_unknown_fields=True):
    """Once a second during a run: share of the processor 0..1 (all cores = 1), memory and disk in bytes, GPU memory where there is one;
    how many cores the run works with now, of how many that it works with where no other program wants them (0: not told)."""

    run_id: str
    processor: float
    memory_used: int
    memory_total: int
    run_folder: int
    disk_free: int
    gpu_memory_used: int | None = None
    gpu_memory_total: int | None = None
    cores_taken: int = 0
    cores: int = 0

    @property
    def beside_others(self) -> bool:
        """Other programs want some of the cores that the run would work with."""
        return self.cores_taken < self.cores


class RunNote(OfRun, frozen=True, tag="run_note", forbid_unknown_fields=True):
    """A line for the log of a run: something the engine decided or saw. `code` is stable, `values` fill the window's sentence."""

    run_id: str
    code: str
    text: str
    values: dict[str, str] = {}


class RunPaused(OfRun, frozen=True, tag="run_paused", forbid_unknown_fields=True):
    """The run holds, or goes on again."""

    run_id: str
    paused: bool


class RunEnded(OfRun, frozen=True, tag="run_ended", forbid_unknown_fields=True):
    """The last event of a run. done/stopped carry a report; failed carries a problem."""

    run_id: str
    outcome: Outcome
    report: Report | None = None
    problem: Problem | None = None


ExportStep = Literal["read", "write", "verify", "time"]


class ExportProgress(Struct, frozen=True, tag="export_progress", forbid_unknown_fields=True):
    """How far an export is: "read" the exam rows, "write" the file, "verify" it on the rows, "time" it; `done` of `total` rows while it verifies."""

    export_id: str
    step: ExportStep
    done: int = 0
    total: int = 0


class ExportEnded(Struct, frozen=True, tag="export_ended", forbid_unknown_fields=True):
    """The last event of an export. done carries the run's report with all its exports; failed carries a problem."""

    export_id: str
    outcome: Literal["done", "discarded", "failed"]
    report: Report | None = None
    problem: Problem | None = None


class StudentOutline(Struct, frozen=True):
    """What a student of so many layers would be. `layer_map`: the teacher's layers copied, 0-based. `speedup` by arithmetic."""

    layers: int
    layer_map: list[int]
    parameters: int
    megabytes: float
    speedup: float


class WidthOutline(Struct, frozen=True):
    """Of students that are as wide as this share of their teacher: columns, attention heads, weights outside the layers and in each of
    them, and columns of a word piece's vector."""

    share: float
    width: int
    heads: int
    other_parameters: int
    layer_parameters: int
    vector_width: int


class TeacherDescribed(Struct, frozen=True, tag="teacher_described", forbid_unknown_fields=True):
    """Answer to DescribeTeacher. `labels`: of its head, empty if it has none. `head_fits`: it can answer these labels as it is.
    `students`: one outline for every depth, 1 layer first. `widths`: the widest first, which is the teacher's own; nothing else where it
    cannot be narrowed."""

    request_id: int
    model: str
    path: str
    name: str
    family: str
    layers: int
    width: int
    parameters: int
    megabytes: float
    max_length: int
    labels: list[str]
    head_fits: bool
    licence: str
    needs_memory: int
    fits: bool
    students: list[StudentOutline]
    presets: dict[str, int]
    widths: list[WidthOutline] = []


class ModelsOpened(Struct, frozen=True, tag="models_opened", forbid_unknown_fields=True):
    """Answer to OpenModels: which sides are ready, with megabytes and layers of each, and their labels.
    step: of a student that is still in training, the step its weights are of; None for a finished one."""

    request_id: int
    sides: list[Side]
    megabytes: dict[str, float]
    layers: dict[str, int]
    labels: list[str]
    step: int | None = None


class Predicted(Struct, frozen=True, tag="predicted", forbid_unknown_fields=True):
    """One side's answer to Predict, and the milliseconds the model took for it (tokenising and decoding included).
    step: of a student that is still in training, the step its weights are of."""

    request_id: int
    side: Side
    answer: Answer
    ms: float
    step: int | None = None


class ProblemRaised(Struct, frozen=True, tag="problem_raised", forbid_unknown_fields=True):
    """Something went wrong with a request (its id), or with the engine itself (no id). A run's problem comes in RunEnded."""

    problem: Problem
    request_id: int | None = None
    run_id: str | None = None


class Heartbeat(Struct, frozen=True, tag="heartbeat", forbid_unknown_fields=True):
    """Every two seconds while the engine lives, also while it computes."""

    pid: int


RunEvent = (
    RunStarted
    | StageStarted
    | StageProgress
    | StageDone
    | StepsDone
    | ExamDone
    | PinnedAnswered
    | TrialReady
    | ResourcesMeasured
    | RunNote
    | RunPaused
    | RunEnded
)
ExportEvent = ExportProgress | ExportEnded
Event = (
    Ready
    | DeviceFound
    | RunEvent
    | ExportEvent
    | ProofEvent
    | PilotEvent
    | DataAnswer
    | ForecastEnded
    | TeacherDescribed
    | ModelsOpened
    | Predicted
    | CheckAnswer
    | FileTold
    | HubAnswer
    | ProblemRaised
    | Heartbeat
)

NEVER_DROPPED = (RunStarted, StageStarted, StageDone, ExamDone, RunNote, RunPaused, RunEnded, ProblemRaised)
"""Events that a flood may delay but never drop."""
