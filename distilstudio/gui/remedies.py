"""The button for the fix: what can be done about a problem with one press. Must not know: widgets, the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.models.project import Project, teacher_path
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.stopped_runs import stopped_run_in
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import STARTER

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Remedy:
    """`text` in the person's language; `apply` changes the project; then the window goes to `page`."""

    text: str
    page: str
    apply: Callable[[], None] | None = None


def remedy_for(problem: Problem, project: Project, run: RunModel | None = None) -> Remedy | None:
    """The remedy for a code; None where only the person can help. run: the one on the page."""
    code = problem.code
    if code in ("teacher_missing", "teacher_no_model", "teacher_broken", "teacher_refused", "teacher_family"):
        return Remedy(
            translate("Remedy", "Use the starter teacher"), "teacher", lambda: project.set_value("teacher.model", STARTER)
        )
    if code in ("teacher_labels", "teacher_no_words"):
        return Remedy(
            translate("Remedy", "Train the teacher first"), "recipe", lambda: project.set_value("teacher.fine_tune", "yes")
        )
    wanted_as_it_is = {"teacher_guesses": ("no", "auto"), "teacher_no_head": ("no",)}
    if project.recipe.teacher.fine_tune in wanted_as_it_is.get(code, ()):
        return Remedy(
            translate("Remedy", "Train the teacher first"), "teacher", lambda: project.set_value("teacher.fine_tune", "yes")
        )
    if code == "no_loss":
        return Remedy(
            translate("Remedy", "Follow both, half and half"),
            "recipe",
            lambda: project.set_values({"loss.soft": 0.5, "loss.hard": 0.5}),
        )
    if code == "device_missing":
        return Remedy(
            translate("Remedy", "Set the device to “auto”"), "recipe", lambda: project.set_value("train.device", "auto")
        )
    if code == "memory":
        rows = max(1, project.recipe.train.batch_rows // 2)
        return Remedy(
            translate("Remedy", "Use a batch of {rows}").format(rows=rows),
            "recipe",
            lambda: project.set_value("train.batch_rows", rows),
        )
    if code == "not_finite":
        rate = project.recipe.train.learning_rate / 10
        return Remedy(
            translate("Remedy", "Use a tenth of the learning rate"),
            "recipe",
            lambda: project.set_value("train.learning_rate", rate),
        )
    if code in ("copies_task", "copies_teacher"):
        return Remedy(translate("Remedy", "Leave the varied copies out"), "recipe", lambda: project.set_value("data.copies", 0))
    if code == "teacher_more":
        left_out = problem.values.get("model")
        rest = [one for one in project.recipe.teacher.more if left_out not in (one, teacher_path(one, project.base))]
        return Remedy(translate("Remedy", "Leave it out"), "teacher", lambda: project.set_value("teacher.more", rest))
    if code == "teachers_task":
        return Remedy(
            translate("Remedy", "Leave the further teachers out"), "teacher", lambda: project.set_value("teacher.more", [])
        )
    if code == "student_layer_map":
        return Remedy(
            translate("Remedy", "Spread them evenly"),
            "recipe",
            lambda: project.set_values({"student.layer_map": [], "student.copied": "spread"}),
        )
    if code == "student_layers":
        return Remedy(
            translate("Remedy", "Use half of the layers"), "recipe", lambda: project.set_value("student.preset", "half")
        )
    if code == "student_start":
        return Remedy(translate("Remedy", "Start afresh"), "recipe", lambda: project.set_value("student.start", ""))
    if code == "student_width":
        return Remedy(translate("Remedy", "As wide as its teacher"), "recipe", lambda: project.set_value("student.width", 1.0))
    if code == "student_vocabulary":
        return Remedy(
            translate("Remedy", "Keep the whole vocabulary"), "recipe", lambda: project.set_value("student.vocabulary", "whole")
        )
    if code == "export_broken":
        return Remedy(translate("Remedy", "Make them again"), "export")
    if code in ("disk_full", "run_folder"):
        return Remedy(translate("Remedy", "Choose another folder…"), "settings")
    if code == "data_encoding":
        return Remedy(translate("Remedy", "Guess the encoding"), "data", lambda: project.set_value("data.encoding", "auto"))
    if code.startswith("data_"):
        return Remedy(translate("Remedy", "Go to the data"), "data")
    if code == "engine_silent" and run is not None and run.is_live:
        return Remedy(translate("Remedy", "Restart the engine"), "train")
    if code == "engine_died" and run is not None and run.phase is Phase.FAILED and stopped_run_in(Path(run.out)) is not None:
        return Remedy(translate("Remedy", "Continue the run"), "train")
    if code in ("engine_died", "engine_silent"):
        return Remedy(translate("Remedy", "Go to the recipe"), "recipe")
    return None
