"""One layer of an encoder, forward and backward by hand: the layer that BERT, RoBERTa, XLM-R, CamemBERT, ELECTRA and DistilBERT share.

Against autograd over the model's own modules: queries, keys and values come out of one product; residuals are added inside the products;
nothing is laid out twice or kept that the backward pass does not read. Where only a text's first word piece is read afterwards (`first`),
the layer computes that one alone: its keys and values are all it takes from the others, a sixth of the layer's products.
Source of the formulas: Vaswani et al. 2017, arXiv:1706.03762, sections 3.1 to 3.3, norms behind the residuals as in BERT.
Must not know: models, training, tasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

LANES = 16
"""torch's softmax of 16-bit numbers takes so many at once; keys are filled up to a multiple of it."""


@dataclass(frozen=True)
class Weights:
    """A layer's own tensors; W its width, I the width between its two feed-forward products.

    qkv [3·W, W] and its bias [3·W]: queries', keys' and values', one below the other. out [W, W], wide [I, W], narrow [W, I], each with its
    bias; norm_a and norm_b: weight and bias [W] of the norms behind attention and feed-forward. all: what autograd knows of these, in the
    order query, key, value, out, norm_a, wide, narrow, norm_b, each weight with its bias.
    """

    qkv: Tensor
    qkv_bias: Tensor
    out: Tensor
    out_bias: Tensor
    norm_a: tuple[Tensor, Tensor]
    wide: Tensor
    wide_bias: Tensor
    narrow: Tensor
    narrow_bias: Tensor
    norm_b: tuple[Tensor, Tensor]
    heads: int
    eps_a: float
    eps_b: float
    all: tuple[Tensor, ...]


def layer(rows: Tensor, mask: Tensor | None, weights: Weights, first: bool = False) -> Tensor:
    """What the layer makes of rows [texts, length, W]: the same shape, or [texts, 1, W] of each text's first word piece.

    mask: added to the scores, [texts, 1, 1, length], 0 or a very low number; None: no word piece is padding.
    """
    with torch.autocast(rows.device.type, enabled=False):  # all is in the precision of the rows already
        found: Tensor = _Layer.apply(rows, mask, weights, first, *weights.all)  # type: ignore[no-untyped-call]
    return found


class _Layer(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, mask: Tensor | None, weights: Weights, first: bool, *_: Tensor) -> Tensor:
        texts, length, width = rows.shape
        flat = rows.reshape(-1, width)
        own = rows[:, 0] if first else flat  # the word pieces that the layer computes
        query, key, value = _split(flat, own, texts, weights)
        shares = torch.softmax(_scores(query, key, mask, length, weights.heads), -1)
        mixed = _joined(torch.bmm(shares, value), texts)
        sum_a = torch.addmm(weights.out_bias, mixed, weights.out.T).add_(own)
        middle, mean_a, spread_a = torch.native_layer_norm(sum_a, [width], *weights.norm_a, weights.eps_a)
        wide = torch.addmm(weights.wide_bias, middle, weights.wide.T)
        active = F.gelu(wide)
        sum_b = torch.addmm(weights.narrow_bias, active, weights.narrow.T).add_(middle)
        result, mean_b, spread_b = torch.native_layer_norm(sum_b, [width], *weights.norm_b, weights.eps_b)
        ctx.save_for_backward(
            flat, own, query, key, value, shares, mixed, sum_a, mean_a, spread_a, middle, wide, active, sum_b, mean_b, spread_b
        )
        ctx.weights, ctx.shape, ctx.first = weights, rows.shape, first
        return result.view(texts, -1, width)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        flat, own, query, key, value, shares, mixed, sum_a, mean_a, spread_a, middle, wide, active, sum_b, mean_b, spread_b = (
            ctx.saved_tensors
        )
        weights: Weights = ctx.weights
        texts, length, width = ctx.shape
        gradient = gradient.reshape(-1, width)
        of_b, *norm_b = _norm_backward(gradient, sum_b, mean_b, spread_b, weights.norm_b)
        of_narrow, narrow_bias = of_b.T.contiguous() @ active, of_b.sum(0)
        of_active = of_b @ weights.narrow
        of_wide = torch.ops.aten.gelu_backward.grad_input(of_active, wide, grad_input=of_active)
        of_wide_weight, wide_bias = of_wide.T @ middle, of_wide.sum(0)
        of_a, *norm_a = _norm_backward(torch.addmm(of_b, of_wide, weights.wide), sum_a, mean_a, spread_a, weights.norm_a)
        of_out, out_bias = of_a.T @ mixed, of_a.sum(0)
        of_parts = _attention_backward(of_a @ weights.out, query, key, value, shares, texts, weights.heads)
        if ctx.first:
            of_query, of_key_value = _joined(of_parts[0], texts), _together(of_parts[1:], texts, length)
            of_qkv = torch.cat([of_query.T @ own, of_key_value.T @ flat])
            qkv_bias = torch.cat([of_query.sum(0), of_key_value.sum(0)])
            of_rows = (of_key_value @ weights.qkv[width:]).view(ctx.shape)
            of_rows[:, 0] += torch.addmm(of_a, of_query, weights.qkv[:width])
        else:
            together = _together(of_parts, texts, length)
            of_qkv, qkv_bias = together.T @ flat, together.sum(0)
            of_rows = torch.addmm(of_a, together, weights.qkv).view(ctx.shape)
        qkv = [part for pair in zip(of_qkv.chunk(3), qkv_bias.chunk(3), strict=True) for part in pair]
        return (
            of_rows, None, None, None, *qkv, of_out, out_bias, *norm_a, of_wide_weight, wide_bias, of_narrow, narrow_bias, *norm_b,
        )  # fmt: skip


def _split(flat: Tensor, own: Tensor, texts: int, weights: Weights) -> tuple[Tensor, Tensor, Tensor]:
    """Queries [texts·heads, own length, D], keys and values [texts·heads, length filled up, D]."""
    width, heads = flat.shape[1], weights.heads
    if own is flat:
        qkv = torch.addmm(weights.qkv_bias, flat, weights.qkv.T)
        query, key_value = qkv[:, :width], qkv[:, width:]
    else:
        query = torch.addmm(weights.qkv_bias[:width], own, weights.qkv[:width].T)
        key_value = torch.addmm(weights.qkv_bias[width:], flat, weights.qkv[width:].T)
    length, deep = len(flat) // texts, width // heads
    filled = length + -length % LANES
    both = flat.new_empty(2, texts, heads, filled, deep)
    if filled > length:
        both[:, :, :, length:] = 0.0
    both[:, :, :, :length].copy_(key_value.view(texts, length, 2, heads, deep).permute(2, 0, 3, 1, 4))
    key, value = both.view(2, texts * heads, filled, deep)
    return query.view(texts, -1, heads, deep).transpose(1, 2).reshape(texts * heads, -1, deep), key, value


def _scores(query: Tensor, key: Tensor, mask: Tensor | None, length: int, heads: int) -> Tensor:
    """[texts·heads, own length, length filled up]: what was filled up and what is padding gets next to nothing."""
    filled, scaling = key.shape[1], query.shape[2] ** -0.5
    if mask is None and filled == length:
        return torch.baddbmm(query.new_empty(1, 1, 1), query, key.transpose(1, 2), beta=0, alpha=scaling)
    if mask is None:
        added = query.new_zeros(1, 1, length)
    else:
        added = mask.view(-1, 1, length).clamp(min=torch.finfo(query.dtype).min).to(query.dtype).repeat_interleave(heads, 0)
    added = F.pad(added, (0, filled - length), value=float("-inf"))
    return torch.baddbmm(added, query, key.transpose(1, 2), alpha=scaling)


def _attention_backward(
    of_mixed: Tensor, query: Tensor, key: Tensor, value: Tensor, shares: Tensor, texts: int, heads: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of queries, keys and values, in their own shapes; of_mixed: that of the heads' results side by side, [own, W]."""
    deep = query.shape[2]
    of_mixed = of_mixed.view(texts, -1, heads, deep).transpose(1, 2).reshape(texts * heads, -1, deep)
    of_value = torch.bmm(shares.transpose(1, 2), of_mixed)
    of_shares = torch.bmm(of_mixed, value.transpose(1, 2))
    of_scores = torch._softmax_backward_data(of_shares, shares, -1, shares.dtype)
    nothing, scaling = query.new_empty(1, 1, 1), deep**-0.5
    of_query = torch.baddbmm(nothing, of_scores, key, beta=0, alpha=scaling)
    of_key = torch.baddbmm(nothing, of_scores.transpose(1, 2), query, beta=0, alpha=scaling)
    return of_query, of_key, of_value


def _together(parts: tuple[Tensor, ...], texts: int, length: int) -> Tensor:
    """Several of queries, keys and values as they came out of their product, side by side: [texts·length, parts·W]; what was filled up goes."""
    count, _, deep = parts[0].shape
    found = parts[0].new_empty(texts, length, len(parts), count // texts, deep)
    for place, part in enumerate(parts):
        found[:, :, place].copy_(part.view(texts, -1, part.shape[1], deep)[:, :, :length].transpose(1, 2))
    return found.view(texts * length, -1)


def _joined(parts: Tensor, texts: int) -> Tensor:
    """Heads side by side again: [texts·heads, length, D] → [texts·length, W]."""
    _, length, deep = parts.shape
    return parts.view(texts, -1, length, deep).transpose(1, 2).reshape(texts * length, -1)


def _norm_backward(
    gradient: Tensor, given: Tensor, mean: Tensor, spread: Tensor, norm: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of what a norm was given, and of its weight and bias."""
    return torch.ops.aten.native_layer_norm_backward(  # type: ignore[no-any-return]
        gradient, given, [given.shape[1]], mean, spread, *norm, [True, True, True]
    )
