"""The optimizer's update without a look at any number, for devices that compute behind the program's back.

Learning rate, norm, loss scale and whether the gradient is finite stay on the device, so that nothing waits and a step can be recorded. The
update itself is the same. Must not know: losses, tasks, data, recordings.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from distilstudio.engine.device import Compute
from distilstudio.engine.optimizer import LARGEST_NORM, WEIGHT_DECAY, Optimizer, total_norm


def defers(compute: Compute) -> bool:
    """Whether a step is to be left to the device as a whole: on an NVIDIA card."""
    return compute.device.type == "cuda"


class DeferredOptimizer(Optimizer):
    """As Optimizer; `begin` is to be called before each step, on the program's side, and `step` gives a flag on the device."""

    def __enter__(self) -> Optimizer:
        super().__enter__()
        device = self._model.device
        self._rate = torch.zeros((), device=device)
        self._scale_there = torch.full((), self._scale, device=device)
        self._scale = 1.0  # all scaling is done here
        self._set_rates()
        return self

    @property
    def loss_scale(self) -> float:
        """Waits for the device."""
        return float(self._scale_there)

    def load(self, state: Mapping[str, Tensor], steps: int, loss_scale: float) -> None:
        """As there."""
        super().load(state, steps, 1.0)
        self._scale_there.fill_(loss_scale)
        self._set_rates()

    def begin(self) -> None:
        """Set the learning rate of the coming step. A recorded step reads it; it is not part of the recording."""
        super().begin()
        self._rate.fill_(self.learning_rate)
        for group in self._adam.param_groups:
            group["lr"].fill_(self.learning_rate * group["factor"])

    def backward(self, loss: Tensor) -> None:
        """Add the gradients of a (micro-batch's) loss."""
        super().backward(loss * self._scale_there if self._scaled else loss)

    def step(self) -> Tensor:
        """Clip and update; where the gradient is not finite no weight changes and the flag, a bool scalar on the device, is False."""
        rows = self._embedding.rows if self._embedding is not None else None
        if rows is not None and rows.grad is not None:
            self._forget_padding(rows.grad)
        weights = [*self._dense, *([rows] if rows is not None else [])]
        norm = total_norm([weight.grad for weight in weights if weight.grad is not None])
        finite = torch.isfinite(norm)
        norm = norm / self._scale_there
        # What gradients are divided by: their scale, and what they are longer than LARGEST_NORM.
        divisor = self._scale_there * ((norm + 1e-6) / LARGEST_NORM).clamp(min=1.0)
        divisor = torch.where(norm > LARGEST_NORM, divisor, self._scale_there)
        self._adam.grad_scale, self._adam.found_inf = divisor, (~finite).float()  # type: ignore[attr-defined]  # as torch's GradScaler hands them to the fused kernel
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "This instance was constructed with capturable=True")
            self._adam.step()
        if rows is not None and rows.grad is not None:
            self._update_rows_where(rows, rows.grad / divisor, finite)
        if self._copy is not None:
            self._copy.refresh()
        if self._scaled:
            self._scale_there.copy_(torch.where(finite | (self._scale_there <= 1.0), self._scale_there, self._scale_there / 2))
        self.forget()
        return finite

    @torch.no_grad()
    def _update_rows_where(self, rows: Tensor, gradient: Tensor, finite: Tensor) -> None:
        """As `_update_rows`, but a row may be touched several times over: the first of its places has all of its gradient, and the others
        write what it writes. rows, gradient: float [touched, width]; finite: bool scalar, where it is False nothing changes."""
        assert self._embedding is not None
        touched = self._embedding.touched
        place = torch.searchsorted(touched, touched)
        first, second, updates, mean, spread = self._moments(touched, gradient)
        updated = rows * (1 - self._rate * WEIGHT_DECAY) - self._rate * (mean / spread)
        kept = finite
        if self._embedding.padding_idx is not None:
            kept = kept & (touched != self._embedding.padding_idx)[:, None]
        updated = torch.where(kept, updated, rows)
        for whole, now in ((self._first, first), (self._second, second), (self._updates, updates)):
            whole[touched] = torch.where(finite, now, whole.index_select(0, touched)).index_select(0, place)
        self._embedding.weight[touched] = updated.index_select(0, place)

    def _set_rates(self) -> None:
        """torch is to read the learning rates from the device."""
        groups: list[dict[str, Any]] = self._adam.param_groups
        for group in groups:
            group["lr"] = torch.zeros((), device=self._model.device)
            group["capturable"] = self._model.device.type == "cuda"
