"""Our own draws of what is dropped, against what dropout is."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from distilstudio.engine.dropout import Dropout, drop, growth, kept, signs


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_so_many_are_dropped(rate: float) -> None:
    found = signs((400, 501), rate)
    assert set(found.unique().tolist()) <= {-1.0, 1.0}
    assert float((found < 0).float().mean()) == pytest.approx(rate, abs=0.004)
    for along in (0, 1):  # in each row and in each column
        assert float((found < 0).float().mean(along).std()) < 0.03
    assert float(kept((400, 501), rate).float().mean()) == pytest.approx(1 - rate, abs=0.004)


def test_neighbours_are_dropped_each_for_itself() -> None:
    """Four chances come out of each drawn number."""
    dropped = (signs((1 << 18,), 0.3) < 0).float() - 0.3
    for away in (1, 2, 3, 4, 8):
        assert abs(float((dropped[:-away] * dropped[away:]).mean())) < 0.003


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_what_is_kept_grows_so_that_the_mean_stays(dtype: torch.dtype) -> None:
    values = torch.ones(300, 300, dtype=dtype, requires_grad=True)
    found = drop(values, 0.25)
    assert found.dtype == dtype
    assert float(found.detach().float().mean()) == pytest.approx(1.0, abs=0.01)
    assert set(found.unique().tolist()) == {0.0, float(torch.tensor(growth(0.25), dtype=dtype))}
    found.float().sum().backward()
    assert values.grad is not None
    assert torch.equal(values.grad, found.detach())


def test_it_is_drawn_from_torchs_random_state() -> None:
    layer = Dropout(0.5)
    torch.manual_seed(3)
    state = torch.get_rng_state()
    first, second = layer(torch.ones(99)), layer(torch.ones(99))
    torch.set_rng_state(state)
    again = layer(torch.ones(99))
    assert torch.equal(first, again)
    assert not torch.equal(first, second)


def test_it_stands_in_for_torchs_own() -> None:
    values, layer = torch.randn(5, 7), Dropout(0.5)
    assert isinstance(layer, nn.Dropout)
    assert torch.equal(layer.eval()(values), values)
    assert torch.equal(Dropout(0.0)(values), values)
    assert torch.equal(Dropout(1.0)(values), torch.zeros(5, 7))
