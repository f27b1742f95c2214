"""Builds the student that a recipe asks for out of its teacher: depth, width, vocabulary. Must not know: training, runs, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torch import Tensor
from transformers import PretrainedConfig, PreTrainedModel

from distilstudio.engine import narrowing, students
from distilstudio.engine.batching import Batch, collate, reading_batches
from distilstudio.engine.data.preview import evenly
from distilstudio.engine.families import depth_of
from distilstudio.engine.preparation import Prepared
from distilstudio.protocol.presets import NARROW, is_too_shallow
from distilstudio.protocol.recipe import Task
from distilstudio.protocol.recipe_learning import StudentChoice

ROWS_READ = 128
"""Rows that the teacher reads so that it shows which of its heads, neurons and columns count."""


def check_student(choice: StudentChoice, teacher: PretrainedConfig) -> None:
    """Whether such a student can be built, before anything is. Raises: ProblemError(student_width)."""
    refused = narrowing.refusal(teacher)
    if refused is not None and choice.width < 1 and not choice.start:
        raise refused


def build_student(
    teacher: PreTrainedModel, layer_map: Sequence[int], choice: StudentChoice, prepared: Prepared
) -> tuple[PreTrainedModel, Tensor | None]:
    """A new model on the CPU in float32, in evaluation mode; and which of the teacher's columns a narrower one has.

    Raises: ProblemError(student_layers, student_width).
    """
    share = narrowing.share_of(teacher.config, choice.width)
    slim = None
    if share < 1:
        slim = narrowing.choose(teacher, layer_map, share, _some(prepared, teacher))
    student = students.cut(teacher, layer_map, slim)
    if prepared.vocabulary is not None:
        prepared.vocabulary.shrink(student)
    return student, None if slim is None else slim.columns


def how_made(student: PretrainedConfig, teacher: PretrainedConfig, prepared: Prepared, more: Sequence[str]) -> list[str]:
    """Sentences for the model card on what else was made smaller, and on further teachers."""
    told = []
    if student.hidden_size < teacher.hidden_size:
        told.append(f"It is {student.hidden_size} columns wide, its teacher {teacher.hidden_size}.")
    own, whole = len(prepared.by_student.tokenizer), len(prepared.tokenizer)
    if own < whole:
        told.append(
            f"It knows {own:,} of its teacher's {whole:,} word pieces: those that the texts it learnt from use, and all single signs. "
            "Other words are spelt from smaller pieces."
        )
    if more:
        told.append(f"It learnt from the mean of {1 + len(more)} teachers.")
    return told


def notes_of_shape(task: Task, layers: int, teacher: PretrainedConfig) -> list[tuple[str, str, dict[str, str]]]:
    """What the log tells of a student with so many layers: code, text, values."""
    depth = depth_of(teacher)
    if not is_too_shallow(task, layers, depth):
        return []
    text = (
        f"Finding answers takes layers: with fewer than half of its teacher's {depth} a student is much weaker. With all of them and half of the "
        f'width (student.preset "custom", student.layers {depth}, student.width {NARROW}) it is smaller still, and finds far more.'
    )
    return [("too_shallow", text, {"layers": str(depth)})]


def _some(prepared: Prepared, teacher: PreTrainedModel) -> Iterator[Batch]:
    """Rows from everywhere, always the same ones, as they were written."""
    rows = prepared.learn
    index = evenly(prepared.as_written, ROWS_READ)
    for part in reading_batches(rows.lengths_of(index)):
        yield collate(rows, index[part], teacher.device)
