"""Attention where nothing is learnt: each share is an exponential, and a row is divided by what its shares sum up to last.

A softmax goes over the shares three times and, where they have 16 bits, takes up to five times as long as the exponentials alone; the sums
come out of the product with the values, which have ones beside them. Without the row's largest score taken off first an exponential can
be too large or too small for a float, which its sum shows; then the softmax is taken. (Measured with two AVX512-BF16 cores of AMD's: 16
texts of 128 word pieces 2.3 ms with the softmax, 1.6 without; 64 of 32 0.9 and 0.7; 42 of 48, where the softmax is slowest, 1.5 and 0.8.)
Must not know: models, weights.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

from distilstudio.engine.explicit_attention import apart, joined, of_heads, pieces, scores

SMALLEST, LARGEST = 1e-25, 1e30
"""Between these a sum of exponentials is far enough from where floats end: no share that counts was lost, and values up to 10⁸ can be."""


def look(query: Tensor, key_value: Tensor, mask: Tensor | None, texts: int, heads: int) -> Tensor:
    """What the heads find, [texts·own length, W]; queries as they came out of their product, the same shape; keys and values [texts·length,
    2·W]. mask: added to the scores, [texts, 1, 1, length]; None: no word piece is padding."""
    if query.device.type != "cpu":  # there the look at the sums would wait for the device
        return by_torch(query, key_value, mask, texts, heads)
    query = apart(query, texts, heads)
    key, value = _laid_out(key_value, texts, heads)
    extra = None if mask is None else of_heads(mask, heads, query.dtype)
    found = _found(query, key, value, extra, heads)
    sums = found[..., -1:]
    least, most = sums.aminmax()
    if not (bool(least > SMALLEST) and bool(most < LARGEST)):  # so too for what is no number
        again = ~((sums > SMALLEST) & (sums < LARGEST)).all(1).squeeze(1)
        masked = None if extra is None else extra[again]
        found[again] = _found(query[again], key[again], value[again], masked, heads, softmax=True)
    return joined(found[..., :-1] / sums, texts)


def by_torch(query: Tensor, key_value: Tensor, mask: Tensor | None, texts: int, heads: int) -> Tensor:
    """The same by torch's own kernels, as a graphics card has them: nothing is laid out anew."""
    sides = (query, *key_value.chunk(2, dim=1))
    of_query, key, value = (side.view(texts, len(side) // texts, heads, -1).transpose(1, 2) for side in sides)
    if mask is not None:
        mask = mask.clamp(min=torch.finfo(query.dtype).min).to(query.dtype)
    found: Tensor = F.scaled_dot_product_attention(of_query, key, value, attn_mask=mask)
    return found.transpose(1, 2).reshape(len(query), -1)


def _laid_out(key_value: Tensor, texts: int, heads: int) -> tuple[Tensor, Tensor]:
    """[texts·length, 2·W] → keys [texts·heads, length, D] and values with a one beside them, [texts·heads, length, D + 1]."""
    keys, values = key_value.chunk(2, dim=1)
    deep, length = keys.shape[1] // heads, len(keys) // texts
    value = values.new_empty(texts, heads, length, deep + 1)
    value[..., :-1].copy_(values.view(texts, length, heads, deep).transpose(1, 2))
    value[..., -1] = 1.0
    return apart(keys, texts, heads), value.view(texts * heads, length, -1)


def _found(query: Tensor, key: Tensor, value: Tensor, extra: Tensor | None, heads: int, softmax: bool = False) -> Tensor:
    """Shares times values, [texts·heads, own length, D + 1]; last in each row what its shares sum up to: 1 after a softmax."""
    found = query.new_empty(*query.shape[:2], value.shape[2])
    for piece in pieces(query, key, heads):
        shares = scores(query, key, extra, piece)
        shares = torch.softmax(shares, -1, out=shares) if softmax else shares.exp_()
        torch.bmm(shares, value[piece], out=found[piece])
    return found
