"""One layer of an encoder, forward and backward by hand: the layer that BERT, RoBERTa, XLM-R, CamemBERT, ELECTRA and DistilBERT share.

Against autograd over the model's own modules: queries, keys and values come out of one product; residuals are added inside the products;
nothing is laid out twice or kept that the backward pass does not read. Where only a text's first word piece is read afterwards (`first`),
the layer computes that one alone: its keys and values are all it takes from the others, a sixth of the layer's products.
Attention goes through the texts a few at a time, as many as a processor's own memory holds the shares of: 250 word pieces of 32 texts have 24
million, each of which would come from the machine's memory five times. A dropped share is kept as a negative one.
Source of the formulas: Vaswani et al. 2017, arXiv:1706.03762, sections 3.1 to 3.3, norms behind the residuals as in BERT.
Must not know: models, training, tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

from distilstudio.engine.dropout import growth, kept, signs

LANES = 16
"""torch's softmax of 16-bit numbers takes so many at once; keys are filled up to a multiple of it."""
AT_A_TIME = 1 << 19
"""So many shares of attention are computed at a time on a processor: three times as many bytes twice over fit into its second cache."""


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
        found, shares = _attention(query, key, value, _added(query, mask, length, weights.heads), weights.heads, drops.shares)
        mixed = _joined(found, texts)
        sum_a, kept_a = _residual(torch.addmm(weights.out_bias, mixed, weights.out.T), own, drops.attention)
        middle, mean_a, spread_a = torch.native_layer_norm(sum_a, [width], *weights.norm_a, weights.eps_a)
        wide = torch.addmm(weights.wide_bias, middle, weights.wide.T)
        active = F.gelu(wide)
        sum_b, kept_b = _residual(torch.addmm(weights.narrow_bias, active, weights.narrow.T), middle, drops.forward)
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
        of_mixed = _apart(given_a @ weights.out, texts, weights.heads)
        of_parts = _attention_backward(of_mixed, query, key, value, shares, weights.heads, drops.shares)
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
            of_rows, None, None, None, None, *qkv, of_out, out_bias, *norm_a, of_wide_weight, wide_bias, of_narrow, narrow_bias, *norm_b,
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
    return _apart(query, texts, heads), key, value


def _residual(given: Tensor, own: Tensor, rate: float) -> tuple[Tensor, Tensor | None]:
    """given [n, W], some of it dropped, upon own; and what was kept, in ones and nothings."""
    if rate <= 0.0:
        return given.add_(own), None
    stays = kept(given.shape, rate).to(given.dtype)
    return torch.add(own, given.mul_(stays), alpha=growth(rate)), stays


def _through(gradient: Tensor, stays: Tensor | None, rate: float) -> Tensor:
    """The gradient of what was given to a residual."""
    return gradient if stays is None else torch.mul(gradient, stays).mul_(growth(rate))


def _added(query: Tensor, mask: Tensor | None, length: int, heads: int) -> Tensor | None:
    """What is added to the scores of each head, [texts·heads or 1, 1, length filled up]: next to nothing is left of what was filled up and
    of padding. None: there is neither."""
    missing = -length % LANES
    if mask is None and not missing:
        return None
    if mask is None:
        added = query.new_zeros(1, 1, length)
    else:
        added = mask.view(-1, 1, length).clamp(min=torch.finfo(query.dtype).min).to(query.dtype).repeat_interleave(heads, 0)
    return F.pad(added, (0, missing), value=float("-inf"))


def _pieces(query: Tensor, key: Tensor, heads: int) -> Iterator[slice]:
    """Texts whose attention is computed at a time, in heads."""
    together = query.shape[0]
    if query.device.type == "cpu":
        together = max(1, AT_A_TIME // (heads * query.shape[1] * key.shape[1])) * heads
    return (slice(start, start + together) for start in range(0, query.shape[0], together))


def _attention(query: Tensor, key: Tensor, value: Tensor, added: Tensor | None, heads: int, rate: float) -> tuple[Tensor, Tensor]:
    """What the heads find, [texts·heads, own length, D], and the shares, [texts·heads, own length, length filled up]; one that was dropped
    is negative."""
    found, shares = torch.empty_like(query), query.new_empty(*query.shape[:2], key.shape[1])
    nothing, scaling = query.new_empty(1, 1, 1), query.shape[2] ** -0.5
    for piece in _pieces(query, key, heads):
        across = key[piece].transpose(1, 2)
        if added is None:
            scores = torch.baddbmm(nothing, query[piece], across, beta=0, alpha=scaling)
        else:
            scores = torch.baddbmm(added if len(added) == 1 else added[piece], query[piece], across, alpha=scaling)
        these = torch.softmax(scores, -1, out=shares[piece])
        if rate <= 0.0:
            torch.bmm(these, value[piece], out=found[piece])
            continue
        these.copysign_(signs(these.shape, rate).to(these.dtype))
        seen = torch.clamp_min(these, 0.0, out=scores)
        torch.baddbmm(nothing, seen, value[piece], beta=0, alpha=growth(rate), out=found[piece])
    return found, shares


def _attention_backward(
    of_found: Tensor, query: Tensor, key: Tensor, value: Tensor, shares: Tensor, heads: int, rate: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of queries, keys and values, in their own shapes."""
    of_query, of_key, of_value = torch.empty_like(query), torch.empty_like(key), torch.empty_like(value)
    nothing, scaling, grown = query.new_empty(1, 1, 1), query.shape[2] ** -0.5, growth(rate)
    for piece in _pieces(query, key, heads):
        these, gradient = shares[piece], of_found[piece]
        seen = these if rate <= 0.0 else these.clamp_min(0.0)
        torch.baddbmm(nothing, seen.transpose(1, 2), gradient, beta=0, alpha=grown, out=of_value[piece])
        of_shares = torch.baddbmm(nothing, gradient, value[piece].transpose(1, 2), beta=0, alpha=grown)
        if rate > 0.0:
            torch.ops.aten.threshold_backward.grad_input(of_shares, these, 0.0, grad_input=of_shares)
            these = these.abs()
        of_scores = torch._softmax_backward_data(of_shares, these, -1, these.dtype)
        torch.baddbmm(nothing, of_scores, key[piece], beta=0, alpha=scaling, out=of_query[piece])
        torch.baddbmm(nothing, of_scores.transpose(1, 2), query[piece], beta=0, alpha=scaling, out=of_key[piece])
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


def _apart(joined: Tensor, texts: int, heads: int) -> Tensor:
    """[texts·length, W] → [texts·heads, length, D]."""
    width = joined.shape[1]
    return joined.view(texts, -1, heads, width // heads).transpose(1, 2).reshape(texts * heads, -1, width // heads)


def _norm_backward(
    gradient: Tensor, given: Tensor, mean: Tensor, spread: Tensor, norm: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of what a norm was given, and of its weight and bias."""
    return torch.ops.aten.native_layer_norm_backward(  # type: ignore[no-any-return]
        gradient, given, [given.shape[1]], mean, spread, *norm, [True, True, True]
    )
