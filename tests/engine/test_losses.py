"""The losses against torch's own, scipy's and scikit-learn's, and against values worked out in the design."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy.special import expit, rel_entr, softmax
from scipy.stats import entropy
from sklearn.metrics import log_loss
from torch import Tensor

from distilstudio.engine.losses import (
    ShapeMismatch,
    cross_entropy_nats,
    hard_label_loss,
    hard_label_loss_per_label,
    hidden_cosine_loss,
    hidden_squared_loss,
    relation_loss,
    soft_target_loss,
    soft_target_loss_per_label,
)

TEACHER = torch.tensor([0.1, 0.2, 0.7], dtype=torch.float64)
STUDENT = torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64)
"""The worked example: 0.1·ln 5 + 0.2·ln(10/3) + 0.7·ln 2 = 0.886941378 nats."""


def logits(rows: int = 5, labels: int = 4, seed: int = 0) -> tuple[Tensor, Tensor]:
    draw = torch.Generator().manual_seed(seed)
    return torch.randn(rows, labels, generator=draw) * 2, torch.randn(rows, labels, generator=draw) * 2


def torch_reference(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """Source: torch.nn.KLDivLoss, batchmean, both in logarithms."""
    loss = torch.nn.KLDivLoss(reduction="batchmean", log_target=True)
    logs = torch.log_softmax(student / temperature, -1), torch.log_softmax(teacher / temperature, -1)
    return temperature * temperature * loss(*logs)


def test_worked_example() -> None:
    # scipy's entropy(p) + entropy(p, q) is the cross entropy by its definition.
    expected = entropy(TEACHER.numpy()) + entropy(TEACHER.numpy(), STUDENT.numpy())
    found = float(cross_entropy_nats(TEACHER, STUDENT))
    assert found == pytest.approx(0.886941378, abs=1e-9)
    assert found == pytest.approx(expected, abs=1e-12)
    assert found / math.log(2) == pytest.approx(1.279585928, abs=1e-9)
    assert found / math.log(10) == pytest.approx(0.385193746, abs=1e-9)


def test_cross_entropy_by_rows_and_with_a_label_ruled_out() -> None:
    teacher = torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]])
    student = torch.tensor([[0.5, 0.5, 0.0], [0.25, 0.5, 0.25]])
    assert cross_entropy_nats(teacher, student).tolist() == pytest.approx([math.log(2), 0.5 * math.log(4) + 0.5 * math.log(2)])


# ENGINE's figures; the gradient is T·(softmax(z_S/T) − softmax(z_T/T)) for one row.
@pytest.mark.parametrize(("temperature", "value"), [(1.0, 0.085122826), (2.0, 0.098297191), (4.0, 0.098541129)])
def test_soft_targets_of_the_worked_example(temperature: float, value: float) -> None:
    student, teacher = STUDENT.log()[None], TEACHER.log()[None]
    assert float(soft_target_loss(student, teacher, temperature)) == pytest.approx(value, abs=1e-6)
    p, q = softmax(teacher[0].numpy() / temperature), softmax(student[0].numpy() / temperature)
    assert temperature**2 * entropy(p, q) == pytest.approx(value, abs=1e-9)


def test_gradient_of_the_worked_example() -> None:
    student = STUDENT.log()[None].requires_grad_()
    soft_target_loss(student, TEACHER.log()[None], 2.0).backward()
    assert student.grad is not None
    assert student.grad[0].tolist() == pytest.approx([0.130242, 0.084624, -0.214867], abs=1e-6)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0, 7.5])
def test_soft_targets_equal_torch(temperature: float) -> None:
    student, teacher = logits()
    ours, theirs = student.clone().requires_grad_(), student.clone().requires_grad_()
    loss, reference = soft_target_loss(ours, teacher, temperature), torch_reference(theirs, teacher, temperature)
    torch.testing.assert_close(loss, reference)
    loss.backward()
    reference.backward()
    torch.testing.assert_close(ours.grad, theirs.grad)


def test_soft_targets_equal_scipy() -> None:
    student, teacher = logits(rows=7)
    p, q = softmax(teacher.double().numpy() / 3, axis=-1), softmax(student.double().numpy() / 3, axis=-1)
    assert float(soft_target_loss(student, teacher, 3.0)) == pytest.approx(9 * rel_entr(p, q).sum() / 7, rel=1e-5)


def test_gradients_keep_their_scale_as_the_temperature_rises() -> None:
    """Hinton et al. 2015, section 2.1: for a high temperature the gradient nears (z_S − z_T) / labels, logits centred."""
    student, teacher = logits(rows=1)
    student, teacher = student - student.mean(), teacher - teacher.mean()
    student.requires_grad_()
    soft_target_loss(student, teacher, 1000.0).backward()
    assert student.grad is not None
    torch.testing.assert_close(student.grad, (student.detach() - teacher) / 4, rtol=0.02, atol=0.002)


def test_parts_of_a_batch_add_up_to_the_whole() -> None:
    student, teacher = logits(rows=8)
    parts = sum(soft_target_loss(student[rows], teacher[rows], 2.0, rows=8) for rows in (slice(0, 1), slice(1, 6), slice(6, 8)))
    torch.testing.assert_close(parts, soft_target_loss(student, teacher, 2.0))
    target = torch.tensor([0, 1, 2, -1, 3, 0, -1, 1])
    halves = hard_label_loss(student[:4], target[:4], rows=6) + hard_label_loss(student[4:], target[4:], rows=6)
    torch.testing.assert_close(halves, hard_label_loss(student, target))


@pytest.mark.parametrize("loss", [soft_target_loss, soft_target_loss_per_label])
@pytest.mark.parametrize("rows", [None, 0])
def test_no_row_that_counts_gives_0_with_a_finite_gradient(loss: object, rows: int | None) -> None:
    student = torch.zeros(0, 3, requires_grad=True)
    value = loss(student, torch.zeros(0, 3), 2.0, rows)  # type: ignore[operator]
    assert float(value.detach()) == 0.0
    value.backward()
    assert student.grad is not None
    assert torch.isfinite(student.grad).all()


@pytest.mark.parametrize(
    ("loss", "target"),
    [(hard_label_loss, torch.full((4,), -1)), (hard_label_loss_per_label, torch.full((4, 3), -1.0))],
)
def test_no_label_gives_0_with_a_zero_gradient(loss: object, target: Tensor) -> None:
    student = torch.randn(4, 3, requires_grad=True)
    value = loss(student, target)  # type: ignore[operator]
    assert float(value.detach()) == 0.0
    value.backward()
    assert student.grad is not None
    assert not student.grad.any()


def test_masked_labels_take_no_part() -> None:
    student, teacher = logits(labels=5)
    mask = torch.tensor([False, True, False, True, False])
    ours = student.masked_fill(mask, -torch.inf).requires_grad_()
    loss = soft_target_loss(ours, teacher.masked_fill(mask, -torch.inf), 2.0)
    torch.testing.assert_close(loss, torch_reference(student[:, ~mask], teacher[:, ~mask], 2.0))
    loss.backward()
    assert ours.grad is not None
    assert torch.isfinite(ours.grad).all()
    assert not ours.grad[:, mask].any()
    assert ours.grad[:, ~mask].any()


@pytest.mark.parametrize("temperature", [1.0, 2.0, 5.0])
def test_soft_targets_per_label_are_binary_kl(temperature: float) -> None:
    """Sources: scipy's rel_entr over (p, 1−p), and torch's KLDivLoss over the two outcomes [on, off] with logits [z, 0]."""
    student, teacher = logits()
    found = float(soft_target_loss_per_label(student, teacher, temperature))
    p, q = expit(teacher.double().numpy() / temperature), expit(student.double().numpy() / temperature)
    assert found == pytest.approx(temperature**2 * (rel_entr(p, q) + rel_entr(1 - p, 1 - q)).sum() / 5, rel=1e-5)
    two = [torch.stack([z, torch.zeros_like(z)], -1).view(-1, 2) for z in (student, teacher)]
    torch.testing.assert_close(torch.tensor(found), torch_reference(*two, temperature) * 4)


def test_per_label_stays_finite_where_the_teacher_is_certain() -> None:
    student = torch.tensor([[50.0, -50.0]], requires_grad=True)
    loss = soft_target_loss_per_label(student, torch.tensor([[-200.0, 200.0]]), 1.0)
    loss.backward()
    assert float(loss.detach()) == pytest.approx(100.0)
    assert student.grad is not None
    assert student.grad[0].tolist() == pytest.approx([1.0, -1.0])


def test_hard_labels_equal_torch_and_scikit_learn() -> None:
    student, _ = logits(rows=9)
    target = torch.tensor([0, 1, 2, 3, -1, 1, -1, 0, 2])
    found = hard_label_loss(student, target)
    torch.testing.assert_close(found, torch.nn.CrossEntropyLoss(ignore_index=-1)(student, target))
    known = target >= 0
    assert float(found) == pytest.approx(
        log_loss(target[known].numpy(), softmax(student[known].double().numpy(), axis=-1)), rel=1e-5
    )


def test_hard_labels_per_label_equal_torch_and_scikit_learn() -> None:
    student, _ = logits(rows=6, labels=3)
    target = torch.tensor([[1, 0, 1], [0, 0, 0], [-1, -1, -1], [1, 1, 1], [0, 1, 0], [-1, -1, -1]], dtype=torch.float32)
    found = hard_label_loss_per_label(student, target)
    known = target[:, 0] >= 0
    torch.testing.assert_close(found, 3 * torch.nn.BCEWithLogitsLoss()(student[known], target[known]))
    truth, guess = target[known].numpy(), expit(student[known].double().numpy())
    each = [log_loss(truth[:, label], guess[:, label], labels=[0, 1]) for label in range(3)]
    assert float(found) == pytest.approx(np.sum(each), rel=1e-5)


@pytest.mark.parametrize("loss", [soft_target_loss, soft_target_loss_per_label])
def test_no_gradient_flows_to_the_teacher(loss: object) -> None:
    student, teacher = logits()
    student.requires_grad_()
    teacher.requires_grad_()
    loss(student, teacher, 2.0).backward()  # type: ignore[operator]
    assert student.grad is not None
    assert student.grad.any()
    assert teacher.grad is None


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_low_precision_is_reckoned_in_float32(dtype: torch.dtype) -> None:
    student, teacher = (z.to(dtype) for z in logits(rows=64))
    for loss in (soft_target_loss, soft_target_loss_per_label):
        found = loss(student, teacher, 2.0)
        assert found.dtype == torch.float32
        torch.testing.assert_close(found, loss(student.float(), teacher.float(), 2.0), rtol=0, atol=0)
    target = torch.arange(64) % 4
    assert hard_label_loss(student, target).dtype == torch.float32
    torch.testing.assert_close(hard_label_loss(student, target), torch.nn.functional.cross_entropy(student.float(), target))


def test_shapes_that_differ_are_named() -> None:
    for loss in (soft_target_loss, soft_target_loss_per_label):
        with pytest.raises(ShapeMismatch, match=r"\(2, 3\).*\(2, 4\)"):
            loss(torch.zeros(2, 3), torch.zeros(2, 4), 1.0)
    with pytest.raises(ShapeMismatch, match=r"\(1, 4\).*\(4,\)"):  # would broadcast in silence
        cross_entropy_nats(torch.zeros(4), torch.zeros(1, 4))
    for loss in (hidden_cosine_loss, hidden_squared_loss):
        with pytest.raises(ShapeMismatch, match=r"\(2, 3\).*\(1, 3\)"):
            loss(torch.zeros(2, 3), torch.zeros(1, 3))
    with pytest.raises(ShapeMismatch, match=r"\(2, 3, 4\).*\(1, 3, 4\)"):
        relation_loss(torch.zeros(2, 3, 4), torch.zeros(1, 3, 4), torch.ones(2, 3, dtype=torch.bool), 2)


# -- hidden states and relations -----------------------------------------------------------------------------------------------


def test_hidden_states_equal_torch() -> None:
    student, teacher = logits(rows=7, labels=12)
    ours, theirs = student.clone().requires_grad_(), student.clone().requires_grad_()
    same = torch.ones(7)
    for loss, reference in (
        (hidden_cosine_loss, torch.nn.CosineEmbeddingLoss()(theirs, teacher, same)),
        (hidden_squared_loss, torch.nn.MSELoss()(theirs, teacher)),
    ):
        ours.grad = theirs.grad = None
        found = loss(ours, teacher)
        torch.testing.assert_close(found, reference)
        found.backward()
        reference.backward()
        torch.testing.assert_close(ours.grad, theirs.grad)


@pytest.mark.parametrize("loss", [hidden_cosine_loss, hidden_squared_loss])
def test_hidden_states_add_up_hold_the_teacher_and_are_reckoned_in_float32(loss: object) -> None:
    student, teacher = logits(rows=8, labels=6)
    whole = loss(student, teacher)  # type: ignore[operator]
    parts = sum(loss(student[rows], teacher[rows], rows=8) for rows in (slice(0, 3), slice(3, 8)))  # type: ignore[operator]
    torch.testing.assert_close(parts, whole)
    teacher.requires_grad_()
    loss(student.requires_grad_(), teacher).backward()  # type: ignore[operator]
    assert teacher.grad is None
    low = (student.detach().bfloat16(), teacher.detach().bfloat16())
    torch.testing.assert_close(loss(*low), loss(*(z.float() for z in low)), rtol=0, atol=0)  # type: ignore[operator]
    nothing = loss(torch.zeros(0, 3, requires_grad=True), torch.zeros(0, 3))  # type: ignore[operator]
    assert float(nothing.detach()) == 0.0


def relations_by_hand(student: Tensor, teacher: Tensor, lengths: list[int], heads: int) -> float:
    """numpy and scipy, one text, one head, one word piece at a time, over the unpadded text only."""
    total = 0.0
    for text, length in enumerate(lengths):
        for head in range(heads):
            spreads = []
            for vectors in (teacher, student):
                width = vectors.shape[-1] // heads
                part = vectors[text, :length, head * width : (head + 1) * width].double().numpy()
                spreads.append(softmax(part @ part.T / math.sqrt(width), axis=-1))
            total += sum(entropy(p, q) for p, q in zip(*spreads, strict=True))
    return total / heads / sum(lengths)


@pytest.mark.parametrize("width", [12, 6])
def test_relations_equal_those_by_hand_whatever_stands_on_padding(width: int) -> None:
    draw = torch.Generator().manual_seed(1)
    lengths = [5, 2, 4]
    student, teacher = (torch.randn(3, 5, columns, generator=draw) for columns in (width, 12))
    inside = torch.arange(5)[None] < torch.tensor(lengths)[:, None]
    expected = relations_by_hand(student, teacher, lengths, 3)
    assert float(relation_loss(student, teacher, inside, 3)) == pytest.approx(expected, rel=1e-5)
    student[~inside], teacher[~inside] = 1e3, -1e3
    student.requires_grad_()
    loss = relation_loss(student, teacher, inside, 3)
    assert float(loss.detach()) == pytest.approx(expected, rel=1e-5)
    loss.backward()
    assert student.grad is not None
    assert torch.isfinite(student.grad).all()
    assert not student.grad[~inside].any()
    assert student.grad[inside].any()
    parts = sum(
        relation_loss(student[text : text + 1], teacher[text : text + 1], inside[text : text + 1], 3, 11) for text in range(3)
    )
    torch.testing.assert_close(parts, loss)


def test_relations_are_the_same_for_a_turned_head_and_reckoned_in_float32() -> None:
    """They are products of vectors with each other: turning a head's space changes none."""
    draw = torch.Generator().manual_seed(2)
    teacher = torch.randn(2, 4, 8, generator=draw)
    turn = torch.linalg.qr(torch.randn(4, 4, generator=draw))[0]
    turned = (teacher.view(2, 4, 2, 4) @ turn).reshape(2, 4, 8)
    inside = torch.ones(2, 4, dtype=torch.bool)
    assert float(relation_loss(turned, teacher, inside, 2)) == pytest.approx(0.0, abs=1e-6)
    assert float(relation_loss(turned, teacher, inside, 1)) == pytest.approx(0.0, abs=1e-6)
    assert float(relation_loss(turned, teacher, inside, 4)) > 1e-3
    low = turned.half(), teacher.half()
    exact = relation_loss(low[0].float(), low[1].float(), inside, 4)
    torch.testing.assert_close(relation_loss(*low, inside, 4), exact, rtol=0, atol=0)
