"""Products by oneDNN against torch's own, and what is done where they differ or oneDNN is not to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import gelu

from distilstudio.engine import products
from distilstudio.engine.products import Fixed, product, product_upon

EXACT = {torch.float32: 1e-5, torch.bfloat16: 0.05, torch.float64: 1e-12}


@pytest.fixture
def given_up() -> Iterator[None]:
    """oneDNN, as `memory.does_without_onednn` leaves it."""
    before = torch.backends.mkldnn.set_flags(False)  # type: ignore[no-untyped-call]
    yield
    torch.backends.mkldnn.set_flags(*before)  # type: ignore[no-untyped-call]


@pytest.fixture
def asked_anew() -> Iterator[None]:
    products._is_right.cache_clear()
    yield
    products._is_right.cache_clear()


def given(rows: int, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Rows, weight, bias, residual."""
    draw = torch.Generator().manual_seed(rows)
    return tuple(
        torch.rand(*shape, generator=draw, dtype=torch.float64).sub_(0.5).to(dtype)
        for shape in ((rows, 32), (48, 32), (48,), (rows, 48))
    )  # type: ignore[return-value]


def check(rows: Tensor, weight: Tensor, bias: Tensor, residual: Tensor) -> None:
    fixed, plain = Fixed(weight, bias), rows.double() @ weight.double().T + bias.double()
    for found, wanted in (
        (product(rows, weight, bias), plain),
        (product_upon(residual, rows, weight, bias), plain + residual.double()),
        (fixed(rows), plain),
        (fixed.upon(residual, rows), plain + residual.double()),
        (fixed.activated(rows), gelu(plain)),
    ):
        assert found.dtype == rows.dtype
        torch.testing.assert_close(found.double(), wanted, rtol=0, atol=EXACT[rows.dtype])


@pytest.mark.parametrize("dtype", EXACT)
@pytest.mark.parametrize("rows", [1, 7, 2048])
def test_products_are_those_of_the_formula(rows: int, dtype: torch.dtype) -> None:
    check(*given(rows, dtype))


@pytest.mark.parametrize("dtype", EXACT)
def test_a_bias_may_be_missing(dtype: torch.dtype) -> None:
    rows, weight, _, residual = given(7, dtype)
    plain = rows.double() @ weight.double().T
    for found, wanted in (
        (product(rows, weight, None), plain),
        (product_upon(residual, rows, weight, None), plain + residual.double()),
        (Fixed(weight, None)(rows), plain),
    ):
        torch.testing.assert_close(found.double(), wanted, rtol=0, atol=EXACT[dtype])


@pytest.mark.usefixtures("given_up")
@pytest.mark.parametrize("dtype", EXACT)
def test_they_are_so_without_onednn(dtype: torch.dtype) -> None:
    check(*given(7, dtype))


def test_a_layer_that_was_laid_out_goes_on_where_onednn_is_given_up(request: pytest.FixtureRequest) -> None:
    rows, weight, bias, _ = given(5, torch.float32)
    fixed = Fixed(weight, bias)
    request.getfixturevalue("given_up")
    torch.testing.assert_close(fixed(rows), torch.nn.functional.linear(rows, weight, bias), rtol=0, atol=0)


@pytest.mark.parametrize("quicker", [True, False])
def test_onednn_is_asked_in_float32_where_it_is_clearly_quicker_and_in_bfloat16_anyway(
    quicker: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "_is_quicker", lambda dtype: quicker or dtype == torch.bfloat16)
    asked: list[torch.dtype] = []
    monkeypatch.setattr(products, "_linear", lambda rows, *_: asked.append(rows.dtype) or rows)
    for dtype in EXACT:
        product(*given(3, dtype)[:3])
    if products._is_right(torch.bfloat16):  # not on every machine
        assert asked == [dtype for dtype in EXACT if dtype == torch.bfloat16 or (quicker and dtype == torch.float32)]


def test_rows_and_weights_may_be_parts_of_larger_ones() -> None:
    rows, weight, bias, residual = given(10, torch.float32)
    check(rows[::2], torch.cat([weight, weight])[24:72], torch.cat([bias, bias])[24:72], residual[::2])


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize("fault", ["missing", "wrong"])
def test_torchs_own_products_stand_in_where_onednn_cannot_be_asked_or_errs(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def linear(rows: Tensor, weight: Tensor, *_: Any) -> Tensor:
        if fault == "missing":
            raise AttributeError("'_OpNamespace' 'mkldnn' object has no attribute '_linear_pointwise'")
        return rows.new_zeros(len(rows), 48)

    monkeypatch.setattr(products, "_linear", linear)
    check(*given(7, torch.float32))
