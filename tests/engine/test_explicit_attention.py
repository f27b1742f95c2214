"""Attention by hand: where nothing is learnt it finds what it finds where it learns. Its gradients are tested with whole layers."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from distilstudio.engine.explicit_attention import added, apart, attend, look, together_apart

TEXTS, HEADS, DEEP = 3, 2, 8


def parts(length: int, dtype: torch.dtype, scale: float) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
    """Queries, keys, values, and what is added to the scores; the last text is half padding."""
    draw = torch.Generator().manual_seed(length)
    query, key_value = (torch.randn(TEXTS * length, count * HEADS * DEEP, generator=draw).to(dtype) for count in (1, 2))
    mask = torch.zeros(TEXTS, 1, 1, length)
    mask[-1, ..., length - length // 2 :] = torch.finfo(torch.float32).min
    query = apart(query * scale, TEXTS, HEADS)
    return query, *together_apart(key_value, TEXTS, HEADS), added(query, mask, length, HEADS)


@pytest.mark.parametrize(("dtype", "exact"), [(torch.float32, 1e-6), (torch.bfloat16, 0.03)])
@pytest.mark.parametrize("scale", [1.0, 1000.0])
@pytest.mark.parametrize("length", [1, 5, 16, 40])
def test_what_is_found_without_learning(length: int, scale: float, dtype: torch.dtype, exact: float) -> None:
    given = parts(length, dtype, scale)
    found, _ = attend(*given, HEADS, 0.0)
    assert torch.isfinite(found).all()
    torch.testing.assert_close(look(*given, HEADS), found, rtol=0, atol=exact)
