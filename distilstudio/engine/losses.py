"""The objectives of distillation as pure functions of tensors, always reckoned in float32.

Rows are what counts after masking: texts, word pieces, windows. Parts are unweighted; the recipe's weights come in the loop.
Must not know: models, batches, tasks, recipes.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

Count = int | Tensor
"""How many rows count: a number, or an integer scalar on the device where looking at it would mean waiting for the device."""


class ShapeMismatch(ValueError):
    """Two tensors that must have one shape differ."""

    def __init__(self, student: Tensor, teacher: Tensor) -> None:
        super().__init__(f"student {tuple(student.shape)} and teacher {tuple(teacher.shape)} differ in shape")


def soft_target_loss(student: Tensor, teacher: Tensor, temperature: float, rows: Count | None = None) -> Tensor:
    """Pull the student's label distribution towards the teacher's.

    Args:
        student, teacher: logits, float [rows, labels]; rows are what is left after masking. No gradient flows to the teacher.
            A label masked with −inf in both takes no part.
        temperature: above 0, no unit; 1 leaves the logits as they are.
        rows: what the sum is divided by; the rows given if left out. A micro-batch gives the whole batch's count.
    Returns: scalar, nats per row, times temperature² so that gradients keep their scale. 0 where no row counts.
    Raises: ShapeMismatch if the two differ in shape.
    Source: Hinton et al. 2015, arXiv:1503.02531, section 2.
    """
    _check(student, teacher)
    student_log = F.log_softmax(student.float() / temperature, dim=-1)
    teacher_log = F.log_softmax(teacher.detach().float() / temperature, dim=-1)
    inside = torch.isfinite(teacher_log)
    terms = torch.where(inside, teacher_log.exp() * (teacher_log - student_log), 0.0)
    return _per_row(terms.sum(), student, rows) * temperature**2


def soft_target_loss_per_label(student: Tensor, teacher: Tensor, temperature: float, rows: Count | None = None) -> Tensor:
    """Soft targets where each label stands for itself: binary KL of sigmoid(z / T), summed over the labels.

    Arguments, result and errors as `soft_target_loss`. Source: the same, applied per label.
    """
    _check(student, teacher)
    on_s, off_s = F.logsigmoid(student.float() / temperature), F.logsigmoid(-student.float() / temperature)
    target = teacher.detach().float() / temperature
    on_t, off_t = F.logsigmoid(target), F.logsigmoid(-target)
    terms = on_t.exp() * (on_t - on_s) + off_t.exp() * (off_t - off_s)
    return _per_row(terms.sum(), student, rows) * temperature**2


def hard_label_loss(student: Tensor, target: Tensor, rows: Count | None = None) -> Tensor:
    """Cross entropy with the labels.

    Args:
        student: logits, float [rows, labels].
        target: label numbers, int [rows]; −1 marks a row without a label, which carries no loss.
        rows: what the sum is divided by; the labelled rows given if left out.
    Returns: scalar, nats per labelled row. 0 where there is none.
    """
    labelled = target >= 0
    total = F.cross_entropy(student.float(), target.long().clamp(min=-1), ignore_index=-1, reduction="sum")
    return total / _at_least_one(labelled.sum() if rows is None else rows)


def hard_label_loss_per_label(student: Tensor, target: Tensor, rows: Count | None = None) -> Tensor:
    """Binary cross entropy with the labels, summed over the labels as the soft targets are, where a row may carry several.

    Args:
        student: logits, float [rows, labels].
        target: 0 or 1, float [rows, labels]; a row of −1 has no label and carries no loss.
        rows: what the sum is divided by; the labelled rows given if left out.
    Returns: scalar, nats per labelled row. 0 where there is none.
    """
    labelled = target[:, 0] >= 0
    each = F.binary_cross_entropy_with_logits(student.float(), target.float().clamp(min=0), reduction="none")
    return (each * labelled[:, None]).sum() / _at_least_one(labelled.sum() if rows is None else rows)


def hidden_cosine_loss(student: Tensor, teacher: Tensor, rows: Count | None = None) -> Tensor:
    """Turn the student's hidden states into the teacher's directions, whatever their length.

    Args:
        student, teacher: hidden states, float [rows, width]; rows are the word pieces left after masking. No gradient flows to the teacher.
        rows: what the sum is divided by; the rows given if left out. A micro-batch gives the whole batch's count.
    Returns: scalar 0..2, the mean of 1 − cos(student, teacher). A teacher's row of zeros has no direction and adds nothing. 0 where no row
        counts.
    Raises: ShapeMismatch if the two differ in shape.
    Source: Sanh et al. 2019, arXiv:1910.01108, section 3.
    """
    _check(student, teacher)
    terms = 1 - F.cosine_similarity(student.float(), teacher.detach().float(), dim=-1)
    terms = torch.where((teacher.detach() != 0).any(-1), terms, 0.0)
    return _per_row(terms.sum(), student, rows)


def hidden_squared_loss(student: Tensor, teacher: Tensor, rows: Count | None = None) -> Tensor:
    """Bring the student's hidden states to the teacher's.

    Args: as `hidden_cosine_loss`.
    Returns: scalar, the mean over rows and width of the squared difference. 0 where no row counts.
    Raises: ShapeMismatch if the two differ in shape.
    Source: Jiao et al. 2020, arXiv:1909.10351, section 3.2.
    """
    _check(student, teacher)
    squares = F.mse_loss(student.float(), teacher.detach().float(), reduction="sum")
    return _per_row(squares, student, rows) / max(student.shape[-1], 1)


def relation_loss(student: Tensor, teacher: Tensor, inside: Tensor, heads: int, rows: Count | None = None) -> Tensor:
    """Let each word piece stand to the others of its text in the student as it does in the teacher.

    Args:
        student: queries (or keys, or values) of one layer, float [texts, length, student's width].
        teacher: the same of the teacher, float [texts, length, teacher's width]. No gradient flows to it.
        inside: bool [texts, length], False on padding, which counts neither as a row nor as a column.
        heads: into how many parts both widths are split; it divides both.
        rows: what the sum is divided by; the word pieces inside if left out. A micro-batch gives the whole batch's count.
    Returns: scalar, nats: the mean over word pieces and heads of KL(teacher ‖ student) between softmax(x·xᵀ / √(width / heads)). 0 where
        no word piece counts.
    Raises: ShapeMismatch if texts or lengths differ.
    Source: Wang et al. 2021, arXiv:2012.15828, section 3.1.
    """
    if student.shape[:2] != teacher.shape[:2]:
        raise ShapeMismatch(student, teacher)
    student_log, teacher_log = _relations(student, inside, heads), _relations(teacher.detach(), inside, heads)
    counts = inside[:, None, :, None] & inside[:, None, None, :]
    terms = torch.where(counts, teacher_log.exp() * (teacher_log - student_log), 0.0)
    return terms.sum() / (heads * _at_least_one(inside.sum() if rows is None else rows))


def cross_entropy_nats(teacher: Tensor, student: Tensor) -> Tensor:
    """L = −Σ yᵢ log ŷᵢ between two distributions, as the person is shown it.

    Args:
        teacher, student: probabilities, float [..., labels], each row summing to 1.
    Returns: nats, float [...]. A label that the teacher rules out (0) adds nothing.
    Raises: ShapeMismatch if the two differ in shape.
    """
    _check(student, teacher)
    return -torch.xlogy(teacher, student).where(teacher > 0, torch.zeros_like(teacher)).sum(dim=-1)


def _check(student: Tensor, teacher: Tensor) -> None:
    if student.shape != teacher.shape:
        raise ShapeMismatch(student, teacher)


def _per_row(total: Tensor, student: Tensor, rows: Count | None) -> Tensor:
    return total / _at_least_one(student.shape[0] if rows is None else rows)


def _at_least_one(rows: Count) -> Count:
    return rows.clamp(min=1) if isinstance(rows, Tensor) else max(rows, 1)


def _relations(vectors: Tensor, inside: Tensor, heads: int) -> Tensor:
    """Logarithms of how each word piece's vector spreads over those of its text, [texts, heads, length, length]; −inf on padding."""
    split = vectors.float().view(*vectors.shape[:2], heads, -1).transpose(1, 2)
    scores = split @ split.transpose(-1, -2) / split.shape[-1] ** 0.5
    return F.log_softmax(scores.masked_fill(~inside[:, None, None, :], -torch.inf), dim=-1)
