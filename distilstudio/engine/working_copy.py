"""A model's layers as they are run in its place: in bfloat16 while the weights that learn stay in float32, or whole, or both.

Autocast casts every weight at every pass and every activation before every product, and keeps the stream between the layers in float32.
Here the weights are cast once a step and everything between embeddings and head stays in bfloat16. Embeddings and head are the model's
own, not copies: their gradients are sums over many word pieces and want float32. Where a processor is no quicker in bfloat16 the layers
stay in float32; their weights are then the model's own too, but for those that lie side by side in a layer that is computed whole.
Must not know: losses, optimizers, tasks.
"""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from distilstudio.engine.device import Compute
from distilstudio.engine.dropout import Dropout
from distilstudio.engine.families import family_of, layers_of
from distilstudio.engine.products import Fixed, product
from distilstudio.engine.whole_layer import Packed, WholeLayer, is_chosen, stand_in

LOWER = torch.bfloat16
MADE = {("bf16", "cpu"): LOWER, ("bf16", "cuda"): LOWER, ("fp32", "cpu"): torch.float32}
"""In what the layers of a working copy are, by precision and device of what is computed; elsewhere there are none."""


class _Product(torch.autograd.Function):
    """rows·weightᵀ + bias, for rows [n, k], weight [m, k], bias [m] or None."""

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        ctx.save_for_backward(rows, weight)
        ctx.has_bias = bias is not None
        return product(rows, weight, bias)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        rows, weight = ctx.saved_tensors
        narrow = (
            gradient.shape[1] < rows.shape[1]
        )  # a transposed operand slows the product down more than laying a narrow one out anew
        of_weight = (gradient.T.contiguous() if narrow else gradient.T) @ rows
        return gradient @ weight, of_weight, gradient.sum(0) if ctx.has_bias else None


class _Linear(nn.Module):
    """Stands in for an nn.Linear, with its very parameters."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight, self.bias = linear.weight, linear.bias
        self.stays = False
        """Whether the weights are to stay as they are."""

    @cached_property
    def _fixed(self) -> Fixed:
        return Fixed(self.weight, self.bias)

    def forward(self, rows: Tensor) -> Tensor:
        """[…, k] → […, m]."""
        flat = rows.to(self.weight.dtype).reshape(-1, rows.shape[-1])
        if self.stays and not torch.is_grad_enabled():
            return self._fixed(flat).view(*rows.shape[:-1], -1)
        found: Tensor = _Product.apply(flat, self.weight, self.bias)  # type: ignore[no-untyped-call]
        return found.view(*rows.shape[:-1], -1)


class WorkingCopy:
    """`model` is what to run. After a backward pass `hand_over` gives its gradients to the real model; after an update `refresh`."""

    def __init__(self, real: PreTrainedModel, first: bool = False, dtype: torch.dtype = LOWER) -> None:
        """first: nothing is read of the model's last layer but each text's first word piece, so that the rest may be left out. dtype: of the
        layers."""
        packed = [Packed(layer, family_of(real.config), dtype) for layer in layers_of(real)] if is_chosen(real) else []
        together = {number: low for one in packed for number, low in one.lower.items()}
        norms = set() if real.device.type == "cuda" else _norms_of(real)
        self._real = [
            weight
            for weight in layers_of(real).parameters()
            if id(weight) in together or (weight.dtype != dtype and id(weight) not in norms)
        ]
        self._lower = [
            together.get(id(weight), nn.Parameter(weight.detach().to(dtype), weight.requires_grad)) for weight in self._real
        ]
        self._sums: list[Tensor] = []
        own: dict[int, Any] = {id(weight): weight for weight in (*real.parameters(), real.get_input_embeddings())}
        own |= {id(weight): low for weight, low in zip(self._real, self._lower, strict=True)}
        self.model: PreTrainedModel = copy.deepcopy(real, own)
        layers = layers_of(self.model)
        if packed:
            stand_in(self.model, packed, first)
        for module in list(self.model.modules()):
            for name, child in list(module.named_children()):
                if type(child) is nn.Dropout:
                    setattr(module, name, Dropout(child.p).train(child.training))
        if dtype == LOWER:
            for module in list(layers.modules()):
                for name, child in list(module.named_children()):
                    if type(child) is nn.Linear:
                        setattr(module, name, _Linear(child))
            layers[0].register_forward_pre_hook(_lower_stream, with_kwargs=True)

    @torch.no_grad()
    def hand_over(self) -> None:
        """Add the gradients to those of the real weights, in float32."""
        self._sums = self._sums or [torch.empty_like(weight) for weight in self._real]
        fresh: list[tuple[Tensor, Tensor]] = []
        further: list[tuple[Tensor, Tensor]] = []
        for low, real, total in zip(self._lower, self._real, self._sums, strict=True):
            if low.grad is not None:
                (fresh if real.grad is None else further).append((total, low.grad))
                real.grad, low.grad = total, None
        if fresh:
            torch._foreach_copy_([total for total, _ in fresh], [found for _, found in fresh])
        if further:
            torch._foreach_add_([total for total, _ in further], [found.float() for _, found in further])

    @torch.no_grad()
    def refresh(self) -> None:
        """Take over the real weights as they are now."""
        if self._lower:
            torch._foreach_copy_(list[Tensor](self._lower), list[Tensor](self._real))

    def forget(self) -> None:
        """Throw away gradients that were not handed over."""
        for weight in self._lower:
            weight.grad = None


def _norms_of(real: PreTrainedModel) -> set[int]:
    """The weights of its layers' norms, by id. They stay in float32 where a norm may be given another precision than it has itself: not on
    an NVIDIA card."""
    return {id(weight) for module in layers_of(real).modules() if type(module) is nn.LayerNorm for weight in module.parameters()}


def layers_in(model: object, compute: Compute) -> torch.dtype | None:
    """In what precision a working copy of the model is to have its layers; None: it needs none. It needs one always in bfloat16, and in float32
    where it computes layers whole or drops numbers, which torch does slowly on a processor."""
    dtype = MADE.get((compute.precision, compute.device.type))
    if dtype is None or not isinstance(model, PreTrainedModel):
        return None
    return dtype if dtype == LOWER or is_chosen(model) or model.training else None


def to_run(model: Any, compute: Compute, first: bool = False) -> Any:
    """The model itself, or a working copy of it where it needs one, for as long as its weights stay as they are now. first: see there."""
    dtype = layers_in(model, compute)
    if dtype is None:
        return model
    copied = WorkingCopy(model, first, dtype).model
    for module in copied.modules():
        if isinstance(module, (WholeLayer, _Linear)):
            module.stays = True
    return copied


def _lower_stream(_: nn.Module, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The stream enters the first layer in bfloat16."""
    if given:
        return (given[0].to(LOWER), *given[1:]), named
    return given, named | {"hidden_states": named["hidden_states"].to(LOWER)}
