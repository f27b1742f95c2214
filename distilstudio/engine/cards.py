"""The model card that goes with a saved model. Must not know: training, the window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huggingface_hub import ModelCardData

from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teachers import Located
from distilstudio.engine.terms import Terms
from distilstudio.protocol.commands import Side
from distilstudio.protocol.report import ExportReport, Report
from distilstudio.protocol.scores import share_kept

_PIPELINES = {
    "classification": "text-classification",
    "ner": "token-classification",
    "qa": "question-answering",
    "mlm": "fill-mask",
}
_REDUCED_RANGE = "Weights keep to 7 bits, so it answers alike on processors with and without integer dot products (VNNI)."
_WHOLE_RANGE = (
    "Weights use all 8 bits, for processors with integer dot products (VNNI on x86, every 64-bit ARM). On an x86 processor without them "
    "sums may be clipped and answers differ: a file for such a computer is best exported on one."
)


@dataclass(frozen=True)
class ExamScores:
    """What the exam of a run gave on so many rows; a model had learnt from `learnt_before` of them in an earlier run."""

    rows: int
    teacher: dict[str, float]
    student: dict[str, float]
    learnt_before: int = 0


def model_card(
    task: Task,
    side: Side,
    teacher: Located,
    scores: dict[str, float],
    max_length: int,
    example: str,
    layer_map: Sequence[int] = (),
    more: Sequence[str] = (),
    examined: ExamScores | None = None,
) -> str:
    """Markdown with the front matter that the Hub reads. `scores` are those on the watch rows (set aside from the training file), by which the
    best weights were chosen: they are told only until the exam's are there, which are `examined`.

    max_length: word pieces of the texts that it learnt from; example: the program that uses it; more: further sentences on what the student is.
    """
    made = (
        f"Distilled by DistilStudio from {teacher.name}" if side == "student" else f"{teacher.name}, fine-tuned by DistilStudio"
    )
    lines = [*_front_matter(task, "transformers", teacher.terms), f"# {made}", ""]
    if layer_map:
        lines += [
            f"Student of {len(layer_map)} layers, copied from the teacher's layers {', '.join(str(layer + 1) for layer in layer_map)}.",
            "",
        ]
    for sentence in (*more, f"It learnt from texts of up to {max_length} word pieces; the program below cuts longer ones."):
        lines += [sentence, ""]
    if task.labels:
        lines += ["Labels: " + ", ".join(map(_code, task.labels)), ""]
    if examined is not None:
        lines += _of_exam(task, examined)
    elif scores:
        lines += ["Scores on rows set aside from the training texts, by which the best weights were chosen:", ""]
        lines += [*(f"- {name}: {score:.4f}" for name, score in scores.items()), ""]
    return "\n".join(lines + _usage(example))


def alone_card(task: Task, base: Located, scores: dict[str, float]) -> str:
    """Markdown for the small model of a proof run: what it is for, and what it is not."""
    lines = _front_matter(task, "transformers", base.terms)
    lines += [f"# A small model from layers of {base.name}, trained by DistilStudio without a teacher", ""]
    lines += ["It is there to be held against the distilled student of the same run: see `proof` in the run's report.json.", ""]
    if scores:
        lines += [
            "Scores on rows set aside from the training texts:",
            "",
            *(f"- {name}: {at:.4f}" for name, at in scores.items()),
        ]
    return "\n".join([*lines, ""])


def export_card(
    task: Task,
    report: Report,
    export: ExportReport,
    max_length: int,
    example: str,
    *,
    teacher: str,
    terms: Terms,
    reduced_range: bool,
) -> str:
    """Markdown for an exported folder: what it is, what its verification found, how it is used.

    teacher: its name, "" where it was not noted; terms: those of the student; reduced_range: of int8 weights.
    """
    precision = "8-bit integers (dynamic quantisation)" if export.kind == "onnx-int8" else "32-bit floats"
    name = task.score_name
    made = f"Distilled by DistilStudio from {teacher}" if teacher else "A student distilled by DistilStudio"
    lines = [*_front_matter(task, "onnx", terms), f"# {made}, as ONNX in {precision}", ""]
    if task.labels:
        lines += ["Labels: " + ", ".join(map(_code, task.labels)), ""]
    lines += [
        f"Any number of texts at a time, each of up to {max_length} word pieces. {export.megabytes:.1f} MB.",
        "",
        f"Verified on {export.rows:,} exam rows against the student in PyTorch:",
        "",
        f"- the same answer on {export.agreement:.2%} of them; the largest difference of two logits is {export.largest_difference:.3g}",
        f"- {name}: {export.scores[name]:.4f} (student {report.student.scores[name]:.4f}, its teacher {report.teacher.scores[name]:.4f})",
        f"- {export.ms_per_text:.2f} ms for a text (the student in PyTorch on the same machine {export.student_ms_per_text:.2f} ms)",
        "",
    ]
    if export.kind == "onnx-int8":
        lines += [_REDUCED_RANGE if reduced_range else _WHOLE_RANGE, ""]
    return "\n".join(lines + (_usage(example) if example else []))


def _of_exam(task: Task, exam: ExamScores) -> list[str]:
    name = task.score_name
    kept = share_kept(name, exam.student[name], exam.teacher[name])
    told = f"Scores on the {exam.rows:,} rows of the exam"
    if exam.learnt_before:
        told += f", {exam.learnt_before:,} of which were learnt from in an earlier run, so that they flatter"
    return [
        f"{told}:",
        "",
        *(f"- {which}: {score:.4f} (its teacher {exam.teacher[which]:.4f})" for which, score in exam.student.items()),
        "",
        f"It keeps {100 * kept:.1f} % of its teacher's {name}.",
        "",
    ]


def _front_matter(task: Task, library: str, terms: Terms) -> list[str]:
    """The lines that the Hub reads."""
    stated: dict[str, Any] = dict(terms.stated)
    if licence := stated.get("license"):  # the Hub knows licences by small letters
        stated["license"] = licence.lower() if isinstance(licence, str) else [one.lower() for one in licence]
    data = ModelCardData(library_name=library, pipeline_tag=_PIPELINES[task.name], tags=["distilstudio"], **stated)
    return ["---", data.to_yaml(), "---", ""]


def _code(text: str) -> str:
    """A code span, fenced by more backticks than stand together in the text."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{text}{fence}" if len(fence) == 1 else f"{fence} {text} {fence}"


def _usage(example: str) -> list[str]:
    return ["## Use it", "", "In this folder:", "", "```python", example.rstrip(), "```", ""]
