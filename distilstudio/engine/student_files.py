"""Opens the student of a finished run, and tells what is wrong with its files. Must not know: runs, what is asked of the student."""

from __future__ import annotations

from pathlib import Path

from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import teachers
from distilstudio.engine.tasks import task_of_model
from distilstudio.engine.tasks.task import Task
from distilstudio.protocol.problem_reasons import NO_NUMBERS
from distilstudio.protocol.problems import ProblemError, problem


def open_student(folder: Path, task_name: str) -> tuple[PretrainedConfig, Task, PreTrainedModel, PreTrainedTokenizerBase]:
    """The student's own files. Raises: ProblemError(student_broken, model_task)."""
    try:
        config = teachers.load_config(folder)
        task = task_of_model(task_name, config, folder)
        model, tokenizer = teachers.load_model(folder, task.auto_class), teachers.load_tokenizer(folder)
    except ProblemError as error:
        told = error.problem
        if not told.code.startswith("teacher_"):
            raise
        reason = told.values.get("reason", told.what)
        raise ProblemError(problem("student_broken", told.detail, path=folder, reason=reason)) from error
    if not all(weights.isfinite().all() for weights in model.parameters()):
        raise ProblemError(problem("student_broken", path=folder, reason=NO_NUMBERS))
    return config, task, model, tokenizer
