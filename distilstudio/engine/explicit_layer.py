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

from distilstudio.engine.dropout import growth, kept
from distilstudio.engine.explicit_attention import added, apart, attend, attend_backward, joined, together, together_apart
from distilstudio.engine.products import product, product_upon


@dataclass(frozen=True)
class Drops:
    """Chances that a number is dropped while a model learns: of the shares of attention, of what attention and the feed-forward part give."""

    shares: float = 0.0
    attention: float = 0.0
    forward: float = 0.0


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


NOTHING = Drops()


def layer(rows: Tensor, mask: Tensor | None, weights: Weights, first: bool = False, drops: Drops = NOTHING) -> Tensor:
    """What the layer makes of rows [texts, length, W]: the same shape, or [texts, 1, W] of each text's first word piece.

    mask: added to the scores, [texts, 1, 1, length], 0 or a very low number; None: no word piece is padding.
    """
    with torch.autocast(rows.device.type, enabled=False):  # all is in the precision of the rows already
        found: Tensor = _Layer.apply(rows, mask, weights, first, drops, *weights.all)  # type: ignore[no-untyped-call]
    return found


class _Layer(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, mask: Tensor | None, weights: Weights, first: bool, drops: Drops, *_: Tensor) -> Tensor:
        texts, length, width = rows.shape
        flat = rows.reshape(-1, width)
        own = rows[:, 0] if first else flat  # the word pieces that the layer computes
        query, key, value = _split(flat, own, texts, weights)
        found, shares = attend(query, key, value, added(query, mask, length, weights.heads), weights.heads, drops.shares)
        mixed = joined(found, texts)
        sum_a, kept_a = _upon(own, mixed, weights.out, weights.out_bias, drops.attention)
        middle, mean_a, spread_a = torch.native_layer_norm(sum_a, [width], *weights.norm_a, weights.eps_a)
        wide = product(middle, weights.wide, weights.wide_bias)
        active = F.gelu(wide)
        sum_b, kept_b = _upon(middle, active, weights.narrow, weights.narrow_bias, drops.forward)
        result, mean_b, spread_b = torch.native_layer_norm(sum_b, [width], *weights.norm_b, weights.eps_b)
        ctx.save_for_backward(
            flat, own, query, key, value, shares, mixed, sum_a, mean_a, spread_a, middle, wide, active, sum_b, mean_b, spread_b, kept_a, kept_b
        )  # fmt: skip
        ctx.weights, ctx.shape, ctx.first, ctx.drops = weights, rows.shape, first, drops
        return result.view(texts, -1, width)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        flat, own, query, key, value, shares, mixed, sum_a, mean_a, spread_a, middle, wide, active, sum_b, mean_b, spread_b, kept_a, kept_b = (
            ctx.saved_tensors
        )  # fmt: skip
        weights: Weights = ctx.weights
        drops: Drops = ctx.drops
        texts, length, width = ctx.shape
        gradient = gradient.reshape(-1, width)
        of_b, *norm_b = _norm_backward(gradient, sum_b, mean_b, spread_b, weights.norm_b)
        given_b = _through(of_b, kept_b, drops.forward)
        of_narrow, narrow_bias = given_b.T.contiguous() @ active, given_b.sum(0)
        of_active = given_b @ weights.narrow
        of_wide = torch.ops.aten.gelu_backward.grad_input(of_active, wide, grad_input=of_active)
        of_wide_weight, wide_bias = of_wide.T @ middle, of_wide.sum(0)
        of_a, *norm_a = _norm_backward(torch.addmm(of_b, of_wide, weights.wide), sum_a, mean_a, spread_a, weights.norm_a)
        given_a = _through(of_a, kept_a, drops.attention)
        of_out, out_bias = given_a.T @ mixed, given_a.sum(0)
        of_mixed = apart(given_a @ weights.out, texts, weights.heads)
        of_parts = attend_backward(of_mixed, query, key, value, shares, weights.heads, drops.shares)
        if ctx.first:
            of_query, of_key_value = joined(of_parts[0], texts), together(of_parts[1:], texts, length)
            of_qkv = torch.cat([of_query.T @ own, of_key_value.T @ flat])
            qkv_bias = torch.cat([of_query.sum(0), of_key_value.sum(0)])
            of_rows = (of_key_value @ weights.qkv[width:]).view(ctx.shape)
            of_rows[:, 0] += torch.addmm(of_a, of_query, weights.qkv[:width])
        else:
            of_all = together(of_parts, texts, length)
            of_qkv, qkv_bias = of_all.T @ flat, of_all.sum(0)
            of_rows = torch.addmm(of_a, of_all, weights.qkv).view(ctx.shape)
        qkv = [part for pair in zip(of_qkv.chunk(3), qkv_bias.chunk(3), strict=True) for part in pair]
        return (
            of_rows, None, None, None, None, *qkv, of_out, out_bias, *norm_a, of_wide_weight, wide_bias, of_narrow, narrow_bias, *norm_b,
        )  # fmt: skip


def _split(flat: Tensor, own: Tensor, texts: int, weights: Weights) -> tuple[Tensor, Tensor, Tensor]:
    """Queries [texts·heads, own length, D], keys and values [texts·heads, length filled up, D]."""
    width, heads = flat.shape[1], weights.heads
    if own is flat:
        qkv = product(flat, weights.qkv, weights.qkv_bias)
        query, key_value = qkv[:, :width], qkv[:, width:]
    else:
        query = product(own, weights.qkv[:width], weights.qkv_bias[:width])
        key_value = product(flat, weights.qkv[width:], weights.qkv_bias[width:])
    return apart(query, texts, heads), *together_apart(key_value, texts, heads)


def _upon(own: Tensor, rows: Tensor, weight: Tensor, bias: Tensor, rate: float) -> tuple[Tensor, Tensor | None]:
    """A product of the rows, some of it dropped, upon own [n, W]; and what was kept, in ones and nothings."""
    if rate <= 0.0:
        return product_upon(own, rows, weight, bias), None
    given = product(rows, weight, bias)
    stays = kept(given.shape, rate).to(given.dtype)
    return torch.add(own, given.mul_(stays), alpha=growth(rate)), stays


def _through(gradient: Tensor, stays: Tensor | None, rate: float) -> Tensor:
    """The gradient of what was given to a residual."""
    return gradient if stays is None else torch.mul(gradient, stays).mul_(growth(rate))


def _norm_backward(
    gradient: Tensor, given: Tensor, mean: Tensor, spread: Tensor, norm: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of what a norm was given, and of its weight and bias."""
    return torch.ops.aten.native_layer_norm_backward(  # type: ignore[no-any-return]
        gradient, given, [given.shape[1]], mean, spread, *norm, [True, True, True]
    )
