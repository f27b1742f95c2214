"""AdamW with a warm-up, which touches only those rows of the word embedding that the batch has read.

A batch reads some hundred of 30,522 rows; updating all of them is a third of a small student's step on a CPU. So the table stands
outside the dense optimizer: each step takes the rows it needs as a leaf, and only these get moments, decay and update ("lazy" Adam,
as torch.optim.SparseAdam, with a count for each row so that a row's first update is not overlarge).
Must not know: losses, tasks, data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor, nn
from transformers import PreTrainedModel

from distilstudio.engine.heads import HEAD_RATE, head_of
from distilstudio.engine.working_copy import WorkingCopy

BETAS = (0.9, 0.999)
EPS = 1e-8
WEIGHT_DECAY = 0.01
LARGEST_NORM = 1.0
FIRST_LOSS_SCALE = 2.0**12
"""fp16 gradients are scaled by this much, halved whenever a step is not finite."""


class RowsEmbedding(nn.Module):
    """Stands in for an nn.Embedding while a model is trained; the table has the same name and storage."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        self.weight = nn.Parameter(embedding.weight.detach(), requires_grad=False)
        self.padding_idx = embedding.padding_idx
        self._touched: Tensor | None = None
        self.rows: Tensor | None = None

    def touch(self, touched: Tensor) -> None:
        """Make the rows with these numbers (int64, sorted, each once) the leaf that gets the gradient."""
        self._touched = touched
        self.rows = self.weight.detach().index_select(0, touched).requires_grad_()

    @property
    def touched(self) -> Tensor:
        """Row numbers of the leaf."""
        assert self._touched is not None
        return self._touched

    def release(self) -> None:
        """Read from the whole table again."""
        self._touched = self.rows = None

    def forward(self, ids: Tensor) -> Tensor:
        """Embeddings of the ids, float [..., width]."""
        if self.rows is None or self._touched is None or not torch.is_grad_enabled():
            return F.embedding(ids, self.weight)
        return F.embedding(torch.searchsorted(self._touched, ids), self.rows)


@dataclass(frozen=True)
class Schedule:
    """Learning rate by step: rises in a straight line over the warm-up, then falls in one to 0."""

    peak: float
    steps: int
    warmup: float

    def rate(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""
        rising = max(1, round(self.steps * self.warmup)) if self.warmup > 0 else 0
        if step < rising:
            return self.peak * (step + 1) / rising
        return self.peak * max(0.0, (self.steps - step) / max(1, self.steps - rising))


class Optimizer:
    """Owns the update of one model. Use as a context: on leaving, the model has its plain embedding back.

    head_rate: how many times the schedule's learning rate the head gets. beside: weights that are no part of the model and learn with it;
    they start at nothing, as a fresh head does. layers_in: let steps run on a working copy with its layers in this precision. first: nothing
    is read of the last layer but each text's first word piece.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        schedule: Schedule,
        scaled: bool = False,
        head_rate: float = 1.0,
        beside: Sequence[nn.Parameter] = (),
        layers_in: torch.dtype | None = None,
        first: bool = False,
    ) -> None:
        self._model = model
        self._layers_in, self._first_piece = layers_in, first
        self._copy: WorkingCopy | None = None
        self._schedule = schedule
        self._head_rate = head_rate
        self._beside = list(beside)
        self._plain = model.get_input_embeddings()
        self._embedding: RowsEmbedding | None = None
        self._scaled = scaled
        self._scale = FIRST_LOSS_SCALE if scaled else 1.0
        self.steps = 0
        self.learning_rate = schedule.rate(0)

    def __enter__(self) -> Optimizer:
        if type(self._plain) is nn.Embedding and self._model.get_output_embeddings() is None:
            self._embedding = RowsEmbedding(self._plain)
            self._model.set_input_embeddings(self._embedding)
            table = self._embedding.weight
            self._first, self._second = torch.zeros_like(table), torch.zeros_like(table)
            self._updates = torch.zeros(len(table), 1, device=table.device)
        self._dense = [weight for weight in (*self._model.parameters(), *self._beside) if weight.requires_grad]
        self._adam = _dense_adam(self._model, self._schedule.peak, self._head_rate, self._beside)
        if self._layers_in is not None:
            self._copy = WorkingCopy(self._model, self._first_piece, self._layers_in)
        return self

    def __exit__(self, *_: object) -> None:
        if self._embedding is not None:
            self._model.set_input_embeddings(self._plain)
            self._embedding = None
        self._copy = None

    @property
    def model(self) -> PreTrainedModel:
        """What a step is to run."""
        return self._model if self._copy is None else self._copy.model

    @property
    def loss_scale(self) -> float:
        """By how much gradients are scaled; 1 but for fp16."""
        return self._scale

    def state(self) -> dict[str, Tensor]:
        """The moments of all weights, by name; with the steps done and the loss scale, all that the next update depends on."""
        state = {
            f"adam.{number}.{name}": value
            for number, moments in self._adam.state_dict()["state"].items()
            for name, value in moments.items()
        }
        if self._embedding is not None:
            state |= {"rows.first": self._first, "rows.second": self._second, "rows.updates": self._updates}
        return state

    def load(self, state: Mapping[str, Tensor], steps: int, loss_scale: float) -> None:
        """Go on from what `state` gave, after so many steps."""
        self.steps, self._scale = steps, loss_scale
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in state.items():
            kind, _, rest = name.partition(".")
            if kind == "adam":
                number, _, moment = rest.partition(".")
                moments.setdefault(int(number), {})[moment] = value
        self._adam.load_state_dict({"state": moments, "param_groups": self._adam.state_dict()["param_groups"]})
        if self._embedding is not None:
            for own, name in ((self._first, "first"), (self._second, "second"), (self._updates, "updates")):
                own.copy_(state[f"rows.{name}"])
        if self._copy is not None:
            self._copy.refresh()

    def forget(self) -> None:
        """Throw away the gradients of a step that did not come to its end."""
        self._adam.zero_grad(set_to_none=True)
        if self._copy is not None:
            self._copy.forget()
        if self._embedding is not None:
            self._embedding.release()

    def touch(self, ids: Tensor) -> None:
        """Say which word pieces the coming step reads: int64, sorted, each once, the padding's among them."""
        if self._embedding is not None:
            self._embedding.touch(ids)

    def begin(self) -> None:
        """A step begins: its learning rate is the schedule's."""
        self.learning_rate = self._schedule.rate(self.steps)
        self.steps += 1

    def backward(self, loss: Tensor) -> None:
        """Add the gradients of a (micro-batch's) loss."""
        (loss * self._scale if self._scale != 1.0 else loss).backward()  # type: ignore[no-untyped-call]
        if self._copy is not None:
            self._copy.hand_over()

    def step(self) -> bool | Tensor:
        """Clip and update. Returns False, and changes no weight, where the gradient is not finite."""
        rows = self._embedding.rows if self._embedding is not None else None
        if rows is not None and rows.grad is not None:
            self._forget_padding(rows.grad)
        weights = [*self._dense, *([rows] if rows is not None else [])]
        self._unscale(weights)
        finite = self._clip([weight.grad for weight in weights if weight.grad is not None])
        if finite:
            for group in self._adam.param_groups:
                group["lr"] = self.learning_rate * group["factor"]
            self._adam.step()
            if rows is not None and rows.grad is not None:
                self._update_rows(rows)
            if self._copy is not None:
                self._copy.refresh()
        elif self._scale > 1.0:
            self._scale /= 2
        self.forget()
        return finite

    def _clip(self, gradients: list[Tensor]) -> bool:
        """As nn.utils.clip_grad_norm_, but a gradient that is short enough is not multiplied by 1. Returns whether it is finite."""
        norm = float(total_norm(gradients))
        if norm > LARGEST_NORM and math.isfinite(norm):
            torch._foreach_mul_(gradients, LARGEST_NORM / (norm + 1e-6))
        return math.isfinite(norm)

    def _unscale(self, weights: list[Tensor]) -> None:
        if self._scale != 1.0:
            torch._foreach_mul_([weight.grad for weight in weights if weight.grad is not None], 1 / self._scale)

    def _forget_padding(self, gradient: Tensor) -> None:
        assert self._embedding is not None
        if self._embedding.padding_idx is not None:
            gradient.masked_fill_((self._embedding.touched == self._embedding.padding_idx)[:, None], 0.0)

    @torch.no_grad()
    def _update_rows(self, rows: Tensor) -> None:
        """AdamW (Loshchilov & Hutter 2019) on the touched rows only. index_select takes rows up to a third faster than a list of numbers."""
        assert self._embedding is not None
        assert rows.grad is not None
        touched = self._embedding.touched
        first, second, updates, mean, spread = self._moments(touched, rows.grad)
        self._first[touched], self._second[touched], self._updates[touched] = first, second, updates
        updated = rows.mul(1 - self.learning_rate * WEIGHT_DECAY).addcdiv_(mean, spread, value=-self.learning_rate)
        if self._embedding.padding_idx is not None:  # no gradient came for it, so it must not decay either
            updated = torch.where((touched == self._embedding.padding_idx)[:, None], rows, updated)
        self._embedding.weight[touched] = updated

    def _moments(self, touched: Tensor, gradient: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """What the moments and counts of the touched rows come to with this gradient, and the update's numerator and denominator: float
        [touched, width], counts [touched, 1]. Nothing is written back."""
        first = self._first.index_select(0, touched).lerp_(gradient, 1 - BETAS[0])
        second = self._second.index_select(0, touched).mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        updates = self._updates.index_select(0, touched).add_(1)
        mean = first / (1 - BETAS[0] ** updates)
        spread = (second / (1 - BETAS[1] ** updates)).sqrt_().add_(EPS)
        return first, second, updates, mean, spread


def total_norm(gradients: Sequence[Tensor]) -> Tensor:
    """That of all of them together, float32. On a processor torch takes a norm with one thread, and a product of numbers with themselves with
    all."""
    if gradients[0].device.type != "cpu":
        return nn.utils.get_total_norm(gradients, foreach=True)
    flat = [gradient.flatten() for gradient in gradients]
    return torch.stack([torch.dot(gradient, gradient) for gradient in flat]).sum().sqrt()


def _dense_adam(model: PreTrainedModel, rate: float, head_rate: float, beside: list[nn.Parameter]) -> torch.optim.AdamW:
    """AdamW over all weights but the embedding table; no decay on biases and norms. `factor`: of a group's learning rate."""
    head = {id(weight) for weight in head_of(model)} if head_rate != 1.0 else set()
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    groups: list[dict[str, Any]] = []
    for in_head, factor in ((False, 1.0), (True, head_rate)):
        own = [weight for weight in weights if (id(weight) in head) == in_head]
        groups += [
            {"params": [weight for weight in own if weight.ndim >= 2], "weight_decay": WEIGHT_DECAY, "factor": factor},
            {"params": [weight for weight in own if weight.ndim < 2], "weight_decay": 0.0, "factor": factor},
        ]
    groups.append({"params": beside, "weight_decay": WEIGHT_DECAY, "factor": HEAD_RATE})
    groups = [group for group in groups if group["params"]]
    return torch.optim.AdamW(groups, lr=rate, betas=BETAS, eps=EPS, fused=model.device.type != "mps")
