"""Attention of one layer, forward and backward by hand, for queries, keys and values that came out of one product.

It goes through the texts a few at a time, as many as a processor's own memory holds the shares of: 250 word pieces of 32 texts have 24
million, each of which would come from the machine's memory five times. A dropped share is kept as a negative one.
Source of the formulas: Vaswani et al. 2017, arXiv:1706.03762, section 3.2.
Must not know: models, training, weights.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

from distilstudio.engine.dropout import growth, signs

LANES = 16
"""torch's softmax of 16-bit numbers takes so many at once; in rows that are no multiple of it, it goes one by one, three times as slow."""
AT_A_TIME = 1 << 21
"""So many shares of attention are computed at a time on a processor: twice as many bytes fit into its last cache. (A quarter of it fits into
the second one, and is slower for the operations' own costs: by 2 % where nothing is learnt, and 1 % where something is.)"""


def together_apart(key_value: Tensor, texts: int, heads: int) -> tuple[Tensor, Tensor]:
    """Keys and values as they came out of their product, [texts·length, 2·W] → each [texts·heads, length filled up, D]."""
    length, deep = len(key_value) // texts, key_value.shape[1] // 2 // heads
    filled = length + -length % LANES
    both = key_value.new_empty(2, texts, heads, filled, deep)
    if filled > length:
        both[:, :, :, length:] = 0.0
    both[:, :, :, :length].copy_(key_value.view(texts, length, 2, heads, deep).permute(2, 0, 3, 1, 4))
    key, value = both.view(2, texts * heads, filled, deep)
    return key, value


def together(parts: tuple[Tensor, ...], texts: int, length: int) -> Tensor:
    """The way back for several of queries, keys and values: side by side, [texts·length, parts·W]; what was filled up goes."""
    count, _, deep = parts[0].shape
    found = parts[0].new_empty(texts, length, len(parts), count // texts, deep)
    for place, part in enumerate(parts):
        found[:, :, place].copy_(part.view(texts, -1, part.shape[1], deep)[:, :, :length].transpose(1, 2))
    return found.view(texts * length, -1)


def apart(flat: Tensor, texts: int, heads: int) -> Tensor:
    """[texts·length, W] → [texts·heads, length, D]."""
    width = flat.shape[1]
    return flat.view(texts, -1, heads, width // heads).transpose(1, 2).reshape(texts * heads, -1, width // heads)


def joined(parts: Tensor, texts: int) -> Tensor:
    """Heads side by side again: [texts·heads, length, D] → [texts·length, W]."""
    _, length, deep = parts.shape
    return parts.view(texts, -1, length, deep).transpose(1, 2).reshape(texts * length, -1)


def added(query: Tensor, mask: Tensor | None, length: int, heads: int) -> Tensor | None:
    """What is added to the scores of each head, [texts·heads or 1, 1, length filled up]: next to nothing is left of what was filled up and
    of padding. None: there is neither. mask: [texts, 1, 1, length]."""
    missing = -length % LANES
    if mask is None and not missing:
        return None
    found = query.new_zeros(1, 1, length) if mask is None else of_heads(mask, heads, query.dtype)
    return F.pad(found, (0, missing), value=float("-inf"))


def of_heads(mask: Tensor, heads: int, dtype: torch.dtype) -> Tensor:
    """What a mask [texts, 1, 1, length] adds to the scores of each head, [texts·heads, 1, length]; a very low number stays finite."""
    return mask.flatten(1)[:, None].clamp(min=torch.finfo(dtype).min).to(dtype).repeat_interleave(heads, 0)


def attend(query: Tensor, key: Tensor, value: Tensor, extra: Tensor | None, heads: int, rate: float) -> tuple[Tensor, Tensor]:
    """What the heads find, [texts·heads, own length, D], and the shares, [texts·heads, own length, length filled up]; one that was dropped
    is negative. extra: see `added`. rate: the chance that a share is dropped."""
    found, shares = torch.empty_like(query), query.new_empty(*query.shape[:2], key.shape[1])
    for piece in pieces(query, key, heads):
        raw = scores(query, key, extra, piece)
        these = torch.softmax(raw, -1, out=shares[piece])
        if rate <= 0.0:
            torch.bmm(these, value[piece], out=found[piece])
            continue
        these.copysign_(signs(these.shape, rate).to(these.dtype))
        seen = torch.clamp_min(these, 0.0, out=raw)
        torch.baddbmm(query.new_empty(1, 1, 1), seen, value[piece], beta=0, alpha=growth(rate), out=found[piece])
    return found, shares


def attend_backward(
    of_found: Tensor, query: Tensor, key: Tensor, value: Tensor, shares: Tensor, heads: int, rate: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of queries, keys and values, in their own shapes, from that of what `attend` found, with its shares."""
    of_query, of_key, of_value = torch.empty_like(query), torch.empty_like(key), torch.empty_like(value)
    nothing, scaling, grown = query.new_empty(1, 1, 1), query.shape[2] ** -0.5, growth(rate)
    for piece in pieces(query, key, heads):
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


def pieces(query: Tensor, key: Tensor, heads: int) -> Iterator[slice]:
    """Texts whose attention is computed at a time, in heads."""
    at_a_time = query.shape[0]
    if query.device.type == "cpu":
        at_a_time = max(1, AT_A_TIME // (heads * query.shape[1] * key.shape[1])) * heads
    return (slice(start, start + at_a_time) for start in range(0, query.shape[0], at_a_time))


def scores(query: Tensor, key: Tensor, extra: Tensor | None, piece: slice) -> Tensor:
    """Of each word piece with each key, [heads of the piece, own length, length filled up]."""
    across, scaling = key[piece].transpose(1, 2), query.shape[2] ** -0.5
    if extra is None:
        return torch.baddbmm(query.new_empty(1, 1, 1), query[piece], across, beta=0, alpha=scaling)
    return torch.baddbmm(extra if len(extra) == 1 else extra[piece], query[piece], across, alpha=scaling)
