"""Put a run's numbers together as its report. Must not know: how they were measured."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

import msgspec
from transformers import PreTrainedModel

from distilstudio import __version__
from distilstudio.engine.data.loading import LoadedData
from distilstudio.engine.device import Compute
from distilstudio.engine.exam import Speed
from distilstudio.engine.families import depth_of
from distilstudio.engine.loop import Result
from distilstudio.engine.preparation import Prepared
from distilstudio.engine.students import parameters_of
from distilstudio.engine.tasks.task import Task
from distilstudio.protocol import moments
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import BYTES_PER_WEIGHT
from distilstudio.protocol.recipe import DataChoice
from distilstudio.protocol.report import DataReport, FinalExam, ModelReport, Report, TeacherReport
from distilstudio.protocol.scores import share_kept


def build_report(
    task: Task,
    compute: Compute,
    models: tuple[PreTrainedModel, PreTrainedModel],
    scores: dict[Side, dict[str, float]],
    speeds: Sequence[Speed],
    training: Result,
    seconds: dict[str, float],
    data: LoadedData,
    outcome: str,
    trained_on: int,
    reused: list[str],
    notes: list[str],
    final: FinalExam | None = None,
    started_from: str = "",
    started: str = "",
    kernels: Mapping[str, str] | None = None,
    several: Sequence[TeacherReport] = (),
    chance: float | None = None,
    learnt_before: int = 0,
) -> Report:
    """models, speeds: the teacher's, then the student's. several: each teacher, where there are several; scores of the teacher are then of
    all together."""
    teacher = _of_model(models[0], scores["teacher"], speeds[0])
    if several:
        teacher = msgspec.structs.replace(
            teacher,
            parameters=sum(one.parameters for one in several),
            megabytes=sum(one.megabytes for one in several),
            ms_per_text=sum(one.ms_per_text for one in several),
        )
    student = _of_model(models[1], scores["student"], speeds[1])
    return Report(
        task=task.name,
        score_name=task.score_name,
        teacher=teacher,
        student=student,
        kept=share_kept(task.score_name, student.scores[task.score_name], teacher.scores[task.score_name]),
        speedup=teacher.ms_per_text / student.ms_per_text,
        seconds={stage: round(spent, 3) for stage, spent in seconds.items()},
        rows_per_second=training.rows / training.seconds if training.seconds > 0 else 0.0,
        precision=compute.precision,
        device=str(compute.device),
        exports=[],
        versions=versions(),
        data=DataReport(trained_on, len(data.exam), data.sha256, data.exam_sha256, learnt_before),
        outcome=outcome,
        reused=reused,
        notes=notes,
        final_exam=final,
        started_from=started_from,
        started=started,
        ended=moments.now(),
        kernels=dict(kernels or {}),
        teachers=list(several),
        chance=chance,
    )


def changed_file(report: Report, data: LoadedData, choice: DataChoice) -> str:
    """Which of a finished run's files of labelled texts is another one now, as its recipe calls it; "" where none is."""
    if data.sha256 != report.data.sha256:
        return choice.train
    if report.data.exam_sha256 and data.exam_sha256 != report.data.exam_sha256:
        return choice.exam or choice.train  # a dataset may bring its own exam
    return ""


def final_exam_of(prepared: Prepared, scores: dict[Side, dict[str, float]]) -> FinalExam | None:
    """What the final exam's rows gave; None where none were kept back."""
    if prepared.final is None or len(scores) < 2:
        return None
    name = prepared.task.score_name
    teacher, student = scores["teacher"], scores["student"]
    kept = share_kept(name, student[name], teacher[name])
    return FinalExam(prepared.final.texts, teacher, student, kept, prepared.final_learnt_before)


def versions() -> dict[str, str]:
    """Versions of the program and of what it computes with."""
    found = {"distilstudio": __version__, "python": platform.python_version()}
    for name in ("torch", "transformers", "datasets", "tokenizers", "safetensors"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _of_model(model: PreTrainedModel, scores: dict[str, float], speed: Speed) -> ModelReport:
    parameters = parameters_of(model)
    return ModelReport(
        scores=scores,
        parameters=parameters,
        megabytes=parameters * BYTES_PER_WEIGHT / 1e6,
        layers=depth_of(model.config),
        ms_per_text=speed.own_length,
        ms_32_tokens=speed.short,
    )
