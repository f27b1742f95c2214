"""The model card that goes with a saved model. Must not know: training, the window."""

from __future__ import annotations

from collections.abc import Sequence

from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teachers import Located
from distilstudio.protocol.commands import Side

_PIPELINES = {
    "classification": "text-classification",
    "ner": "token-classification",
    "qa": "question-answering",
    "mlm": "fill-mask",
}


def model_card(task: Task, side: Side, teacher: Located, scores: dict[str, float], layer_map: Sequence[int] = ()) -> str:
    """Markdown with the front matter that the Hub reads. `scores` are those on the watch rows (set aside from the training file)."""
    made = (
        f"Distilled by DistilStudio from {teacher.name}" if side == "student" else f"{teacher.name}, fine-tuned by DistilStudio"
    )
    lines = ["---", f"pipeline_tag: {_PIPELINES[task.name]}", "library_name: transformers"]
    if teacher.licence:
        lines.append(f"license: {teacher.licence.lower()}")
    lines += ["tags:", "- distilstudio", "---", "", f"# {made}", ""]
    if layer_map:
        lines += [
            f"Student of {len(layer_map)} layers, copied from the teacher's layers {', '.join(str(layer + 1) for layer in layer_map)}.",
            "",
        ]
    lines += ["Labels: " + ", ".join(f"`{label}`" for label in task.labels), ""]
    if scores:
        lines += ["Scores on rows set aside from the training texts:", ""]
        lines += [f"- {name}: {score:.4f}" for name, score in scores.items()]
        lines += ["", "The scores on the exam rows are in the run's report.json.", ""]
    return "\n".join(lines)
