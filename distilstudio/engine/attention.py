"""Attention made of as few passes over memory as torch's own operations allow: the kernel that wins on processors, for most rows.

Against transformers' "eager" kernel: queries, keys and values are laid side by side once, which makes the small products two to three
times as fast; the softmax is reckoned in float32 whatever the products are; only its bfloat16 result is kept for the backward pass.
Must not know: models, when it is chosen.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor, nn
from transformers import AttentionInterface
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask

from distilstudio.engine.dropout import drop
from distilstudio.engine.explicit_attention import LANES

NAME = "side_by_side"
"""What transformers knows this kernel by."""


class _Attention(torch.autograd.Function):
    """softmax(q·kᵀ·scaling + mask)·v for q, k, v [rows, heads, length, width]."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float) -> Tensor:
        length = key.shape[-2]
        scaled, key, value = (query * scaling).contiguous(), _widened(key), _widened(value)
        weights = _weights(scaled, key, mask, length)
        ctx.save_for_backward(scaled, key, value, weights)
        ctx.scaling, ctx.length = scaling, length
        return weights @ value

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        scaled, key, value, weights = ctx.saved_tensors
        gradient = gradient.contiguous()
        of_value = weights.transpose(-1, -2) @ gradient
        of_weights = gradient @ value.transpose(-1, -2)
        of_scores = torch._softmax_backward_data(of_weights, weights, -1, weights.dtype)
        of_query = (of_scores @ key).mul_(ctx.scaling)
        of_key = of_scores.transpose(-1, -2) @ scaled
        return of_query, of_key[..., : ctx.length, :], of_value[..., : ctx.length, :], None, None


def _widened(side: Tensor) -> Tensor:
    """[…, length, width] with rows of zeros up to a multiple of LANES, side by side in memory."""
    missing = -side.shape[-2] % LANES
    return F.pad(side, (0, 0, 0, missing)) if missing else side.contiguous()


def _weights(scaled: Tensor, key: Tensor, mask: Tensor | None, length: int) -> Tensor:
    """Shares of attention, each row's summing to 1; what was widened gets none."""
    scores = scaled @ key.transpose(-1, -2)
    if mask is not None:
        scores[..., :length] += mask.clamp(min=torch.finfo(scores.dtype).min).to(scores.dtype)
    if length < scores.shape[-1]:
        scores[..., length:] = float("-inf")
    return torch.softmax(scores, -1)


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[Tensor, None]:
    """As transformers calls a kernel: q, k, v [rows, heads, length, width], an additive mask; gives [rows, length, heads, width]."""
    scaling = query.shape[-1] ** -0.5 if scaling is None else scaling
    with torch.autocast(query.device.type, enabled=False):  # a graphics card would keep the shares in float32
        if dropout > 0.0 and module.training:
            weights = _weights((query * scaling).contiguous(), _widened(key), attention_mask, key.shape[-2])
            found = drop(weights, dropout) @ _widened(value)
        else:
            found = _Attention.apply(query, key, value, attention_mask, scaling)  # type: ignore[no-untyped-call]
    return found.transpose(1, 2), None


AttentionInterface.register(NAME, attend)
ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, eager_mask)
