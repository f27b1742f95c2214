"""Window → engine: what may be asked of an engine process. Must not know: how any of it is done."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from distilstudio.protocol.answered_file import FileCommand
from distilstudio.protocol.check import CheckCommand
from distilstudio.protocol.forecast import ForecastRun, StopForecast
from distilstudio.protocol.hub import HubRequest, StopDownload, UseHub
from distilstudio.protocol.inspection import DataQuestion
from distilstudio.protocol.pilot import PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProveRun, StopProof
from distilstudio.protocol.recipe import Recipe, Task

Role = Literal["trainer", "tryout"]
Side = Literal["teacher", "student"]
ExportKind = Literal["onnx", "onnx-int8"]


class Hello(Struct, frozen=True, tag="hello", forbid_unknown_fields=True):
    """First line on the wire; the engine answers Ready, or ends with a Problem when version or build differ."""

    version: str
    build: str
    role: Role


class StartRun(Struct, frozen=True, tag="start_run", forbid_unknown_fields=True):
    """Distil. `out` is the run folder; relative paths of the recipe are resolved against `base`. `pinned`: up to five texts
    that the student answers again at each exam; `questions`: what is asked about each, empty where the task asks nothing."""

    run_id: str
    recipe: Recipe
    out: str
    base: str = ""
    pinned: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class ResumeRun(Struct, frozen=True, tag="resume_run", forbid_unknown_fields=True):
    """Go on with a run where its folder `out` says that it stopped. Events come under `run_id`, best the one it had before."""

    run_id: str
    out: str


class StopRun(Struct, frozen=True, tag="stop_run", forbid_unknown_fields=True):
    """finish: end the training now, keep the best student, take the exam. discard: end at once, the folder goes into the trash."""

    run_id: str
    how: Literal["finish", "discard"] = "finish"


class PauseRun(Struct, frozen=True, tag="pause_run", forbid_unknown_fields=True):
    """Hold the run after the step in hand, or go on with it."""

    run_id: str
    paused: bool


class ExportRun(Struct, frozen=True, tag="export_run", forbid_unknown_fields=True):
    """Write the student of the finished run in the folder `out` in other forms, and verify each on the run's exam rows.
    Answer: ExportProgress, and last ExportEnded."""

    export_id: str
    out: str
    kinds: tuple[ExportKind, ...]


class StopExport(Struct, frozen=True, tag="stop_export", forbid_unknown_fields=True):
    """End the export; nothing of it is kept, what was exported before stays."""

    export_id: str


class DescribeTeacher(Struct, frozen=True, tag="describe_teacher", forbid_unknown_fields=True):
    """Read a teacher's config (no weights are run). Answer: TeacherDescribed. `labels`: the data's, to tell whether the head fits.
    `called`: what its labels are called in the data, where the person has said so. `more`: further teachers, of which only what hinders them
    is told."""

    request_id: int
    model: str
    task: Task = "classification"
    labels: tuple[str, ...] = ()
    multi_label: bool = False
    called: dict[str, str] = {}
    more: tuple[str, ...] = ()


class OpenModels(Struct, frozen=True, tag="open_models", forbid_unknown_fields=True):
    """Load teacher and student folders for Predict; an empty path leaves that side out. Answer: ModelsOpened.
    `called`: what the teacher's labels are called in the data."""

    request_id: int
    task: Task
    teacher: str
    student: str
    multi_label: bool = False
    called: dict[str, str] = {}


class Predict(Struct, frozen=True, tag="predict", forbid_unknown_fields=True):
    """Answer a typed text with the opened models. Answer: one Predicted for each side, the student's first."""

    request_id: int
    text: str
    question: str = ""


class Shutdown(Struct, frozen=True, tag="shutdown", forbid_unknown_fields=True):
    """Save what is under way and exit with 0."""


RunCommand = StartRun | ResumeRun
HubCommand = UseHub | StopDownload | HubRequest
Question = DataQuestion | DescribeTeacher | OpenModels | Predict
Command = (
    RunCommand
    | Hello
    | StopRun
    | PauseRun
    | ExportRun
    | StopExport
    | ProveRun
    | StopProof
    | PilotRecipe
    | StopPilot
    | ForecastRun
    | StopForecast
    | DataQuestion
    | DescribeTeacher
    | OpenModels
    | Predict
    | Shutdown
    | CheckCommand
    | FileCommand
    | HubCommand
)
