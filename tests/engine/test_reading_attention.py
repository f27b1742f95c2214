"""Attention where nothing is learnt finds what the plain formula finds, however large or small its scores are."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

from distilstudio.engine import explicit_attention
from distilstudio.engine.explicit_attention import apart, pieces
from distilstudio.engine.reading_attention import LARGEST, by_torch, look

TEXTS, HEADS, DEEP = 3, 2, 8
WIDTH = HEADS * DEEP
EXACT = {torch.float32: 1e-5, torch.bfloat16: 0.03}


def given(length: int, own: int, dtype: torch.dtype, scale: float = 1.0) -> tuple[Tensor, Tensor, Tensor]:
    """Queries, keys with values, and a mask; the last text is half padding."""
    draw = torch.Generator().manual_seed(length)
    query = torch.randn(TEXTS * own, WIDTH, generator=draw) * scale
    key_value = torch.randn(TEXTS * length, 2 * WIDTH, generator=draw)
    mask = torch.zeros(TEXTS, 1, 1, length)
    mask[-1, ..., length - length // 2 :] = torch.finfo(torch.float32).min
    return query.to(dtype), key_value.to(dtype), mask


def plain(query: Tensor, key_value: Tensor, mask: Tensor | None) -> Tensor:
    """The formula, in float64."""
    query, key, value = (
        part.double().view(TEXTS, -1, HEADS, DEEP).transpose(1, 2) for part in (query, key_value[:, :WIDTH], key_value[:, WIDTH:])
    )
    found = F.scaled_dot_product_attention(query, key, value, None if mask is None else mask.double())
    return found.transpose(1, 2).reshape(-1, WIDTH)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("scale", [1.0, 30.0, 1000.0])
@pytest.mark.parametrize(("length", "own"), [(1, 1), (5, 5), (16, 16), (40, 40), (40, 1)])
def test_finds_what_the_formula_finds(length: int, own: int, scale: float, masked: bool, dtype: torch.dtype) -> None:
    query, key_value, mask = given(length, own, dtype, scale)
    wanted = plain(query, key_value, mask if masked else None)
    found = look(query, key_value, mask if masked else None, TEXTS, HEADS)
    if dtype == torch.bfloat16 and scale > 1.0:  # a large score is rounded to 8 bits, whatever is made of it: as torch's own
        by_torch = plain_in(query, key_value, mask if masked else None)
        assert (found.double() - wanted).abs().mean() < 1.2 * (by_torch.double() - wanted).abs().mean() + 0.01
    else:
        exact = EXACT[dtype] if scale < 1000.0 else 1e-3  # a score in the thousands has three digits behind the point in float32
        torch.testing.assert_close(found.double(), wanted, rtol=0, atol=exact)


def plain_in(query: Tensor, key_value: Tensor, mask: Tensor | None) -> Tensor:
    """The formula in the precision that is given, step by step."""
    query, key, value = (
        part.view(TEXTS, -1, HEADS, DEEP).transpose(1, 2) for part in (query, key_value[:, :WIDTH], key_value[:, WIDTH:])
    )
    scores = (query @ key.transpose(2, 3)) * DEEP**-0.5
    if mask is not None:
        scores = scores + mask.clamp(min=torch.finfo(scores.dtype).min).to(scores.dtype)
    return (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(-1, WIDTH)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("length", "own"), [(16, 16), (5, 5), (40, 1)])
def test_torchs_own_kernels_find_the_same(length: int, own: int, masked: bool) -> None:
    query, key_value, mask = given(length, own, torch.float32)
    side_by_side = torch.cat([query, query], 1)[:, :WIDTH]  # as it comes out of a product with the keys beside it
    found = by_torch(side_by_side, key_value, mask if masked else None, TEXTS, HEADS)
    torch.testing.assert_close(found.double(), plain(query, key_value, mask if masked else None), rtol=0, atol=1e-5)


@pytest.mark.parametrize("large", [1.0, -1.0])
def test_a_head_whose_scores_no_float_holds_leaves_the_others_alone(large: float) -> None:
    query, key_value, mask = given(16, 16, torch.float32)
    before = look(query, key_value, mask, TEXTS, HEADS)
    query[:16, :DEEP], key_value[:16, :DEEP] = 20.0, 20.0 * large  # the first head of the first text: scores of ±1,131
    assert math.log(LARGEST) < 20.0 * 20.0 * DEEP**0.5
    found = look(query, key_value, mask, TEXTS, HEADS)
    torch.testing.assert_close(found.double(), plain(query, key_value, mask), rtol=0, atol=1e-5)
    assert torch.equal(found[16:], before[16:])
    assert torch.equal(found[:, DEEP:], before[:, DEEP:])


def test_what_is_no_number_stays_in_its_text() -> None:
    query, key_value, mask = given(16, 16, torch.float32)
    before = look(query, key_value, mask, TEXTS, HEADS)
    key_value[3, 0] = float("nan")
    found = look(query, key_value, mask, TEXTS, HEADS)
    assert found[:16, :DEEP].isnan().all()
    assert torch.equal(found[16:], before[16:])


def test_a_text_of_nothing_but_padding_is_finite() -> None:
    query, key_value, mask = given(16, 16, torch.bfloat16)
    mask[0] = torch.finfo(torch.float32).min
    found = look(query, key_value, mask, TEXTS, HEADS)
    torch.testing.assert_close(found.double(), plain_in(query, key_value, mask).double(), rtol=0, atol=0.02)


def test_many_texts_are_computed_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    query, key_value, mask = given(16, 16, torch.float32)
    at_once = look(query, key_value, mask, TEXTS, HEADS)
    monkeypatch.setattr(explicit_attention, "AT_A_TIME", HEADS * 16 * 16)
    heads = apart(query, TEXTS, HEADS)
    assert len(list(pieces(heads, heads, HEADS))) == TEXTS
    torch.testing.assert_close(look(query, key_value, mask, TEXTS, HEADS), at_once)
