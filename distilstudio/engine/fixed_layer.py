"""The layer of `explicit_layer` where nothing is learnt: nothing of it is kept, and its weights are laid out once for their products.

Must not know: models, tasks, who reads.
"""

from __future__ import annotations

import torch
from torch import Tensor

from distilstudio.engine.explicit_layer import Weights
from distilstudio.engine.products import Fixed
from distilstudio.engine.reading_attention import look


class FixedLayer:
    """Computes what `explicit_layer.layer` computes, without dropout, for as long as the weights stay as they are now."""

    def __init__(self, weights: Weights, first: bool) -> None:
        """first: of the last layer only each text's first word piece is read."""
        self._weights, self._first = weights, first
        # keys and values come out of the queries' product, but where that is of the first word pieces alone
        queries = len(weights.out) if first else len(weights.qkv)
        self._query = Fixed(weights.qkv[:queries], weights.qkv_bias[:queries])
        self._key_value = Fixed(weights.qkv[queries:], weights.qkv_bias[queries:]) if first else None
        self._out = Fixed(weights.out, weights.out_bias)
        self._wide, self._narrow = Fixed(weights.wide, weights.wide_bias), Fixed(weights.narrow, weights.narrow_bias)

    def __call__(self, rows: Tensor, mask: Tensor | None) -> Tensor:
        """[texts, length, W] → the same shape, or [texts, 1, W]. mask: see `explicit_layer.layer`."""
        with torch.no_grad(), torch.autocast(rows.device.type, enabled=False):
            return self._read(rows, mask)

    def _read(self, rows: Tensor, mask: Tensor | None) -> Tensor:
        weights = self._weights
        texts, _, width = rows.shape
        flat = rows.reshape(-1, width)
        own = rows[:, 0].contiguous() if self._first else flat
        query = self._query(own)
        key_value = query[:, width:] if self._key_value is None else self._key_value(flat)
        found = look(query[:, :width], key_value, mask, texts, weights.heads)
        middle = _norm(self._out.upon(own, found), weights.norm_a, weights.eps_a)
        last = _norm(self._narrow.upon(middle, self._wide.activated(middle)), weights.norm_b, weights.eps_b)
        return last.view(texts, -1, width)


def _norm(rows: Tensor, norm: tuple[Tensor, Tensor], eps: float) -> Tensor:
    found: Tensor = torch.native_layer_norm(rows, [rows.shape[1]], *norm, eps)[0]
    return found
