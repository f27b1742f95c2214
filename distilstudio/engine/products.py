"""Products of rows with a linear layer's weights, in the quickest way that torch has for them.

torch's own product lays the bias out over the whole result before it multiplies. oneDNN, which comes with torch and has its bfloat16 products
computed anyway, adds bias and residual and applies GELU before a part of the product leaves the processor's registers, and reads weights
faster that were laid out for it. Measured with two AVX512-BF16 cores of AMD's, 2,048 rows of 384: 6 to 20 % less time a product, with GELU
10 to 17 %. float32 torch has computed by MKL, which uses half of what those cores can do; elsewhere it may be as quick as oneDNN, so that is
tried once. torch has no public name for all this; the operations are those that its compiler calls. Where they are missing (macOS, a card,
another torch) or answer otherwise than torch's own, torch's own are used.
Must not know: models, attention, learning.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor

_EXACT = {torch.bfloat16: 0.05, torch.float32: 1e-5}
"""Precisions that oneDNN is asked in, each with how far its answers about numbers around 1 may be from torch's own."""
CLEARLY = 1.5
"""So many times as quick as torch's own a float32 product must be: no other program may turn the choice, or a seed would not repeat its run."""


class Fixed:
    """A linear layer whose weights stay as they are, so that they are laid out once. weight [m, k], bias [m] or None."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        self._weight, self._bias = weight, bias
        self._laid_out = _lay_out(weight) if _asks_onednn(weight) else None

    def __call__(self, rows: Tensor) -> Tensor:
        """rows·weightᵀ + bias: [n, k] → [n, m]."""
        if self._quickly():
            return _linear(rows, self._laid_out, self._bias)
        return F.linear(rows, self._weight, self._bias)

    def upon(self, residual: Tensor, rows: Tensor) -> Tensor:
        """The same upon a residual [n, m]."""
        if self._quickly():
            return _linear_upon(residual, rows, self._laid_out, self._bias)
        return F.linear(rows, self._weight, self._bias).add_(residual)

    def activated(self, rows: Tensor) -> Tensor:
        """GELU of the same."""
        if self._quickly():
            return _linear(rows, self._laid_out, self._bias, "gelu")
        return F.gelu(F.linear(rows, self._weight, self._bias))

    def _quickly(self) -> bool:
        return self._laid_out is not None and _is_on()


def product(rows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """rows·weightᵀ + bias, for rows [n, k], weight [m, k], bias [m] or None; for weights that change from one product to the next."""
    if not _asks_onednn(weight):
        return F.linear(rows, weight, bias)
    return _linear(rows, weight, bias)


def product_upon(residual: Tensor, rows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """The same upon a residual [n, m]."""
    if not _asks_onednn(weight):
        return F.linear(rows, weight, bias).add_(residual)
    return _linear_upon(residual, rows, weight, bias)


def _asks_onednn(weight: Tensor) -> bool:
    return weight.device.type == "cpu" and _is_on() and _is_right(weight.dtype) and _is_quicker(weight.dtype)


def _is_on() -> bool:
    """Not after it had no memory for a kernel: see `memory.does_without_onednn`."""
    return bool(torch.backends.mkldnn.enabled)


@cache
def _is_right(dtype: torch.dtype) -> bool:
    """Whether oneDNN can be asked in this precision, and gives what torch's own operations give."""
    if dtype not in _EXACT:
        return False
    draw = torch.Generator().manual_seed(0)
    rows, weight, bias, residual = (
        torch.rand(*shape, generator=draw).sub_(0.5).to(dtype) for shape in ((24, 32), (48, 32), (48,), (24, 48))
    )
    plain = rows.double() @ weight.double().T + bias.double()  # which autocast leaves alone
    try:
        laid_out = _lay_out(weight)
        found = (
            _linear(rows, weight, bias),
            _linear(rows, laid_out, bias),
            _linear(rows, laid_out, bias, "gelu"),
            _linear_upon(residual, rows, laid_out, bias),
        )
    except (AttributeError, RuntimeError, TypeError):  # no oneDNN, no such operation, or none for this processor
        return False
    wanted = (plain, plain, F.gelu(plain), plain + residual.double())
    return all(torch.allclose(one.double(), other, rtol=0, atol=_EXACT[dtype]) for one, other in zip(found, wanted, strict=True))


@cache
def _is_quicker(dtype: torch.dtype) -> bool:
    if dtype != torch.float32:
        return True
    rows, weight, bias = torch.ones(256, 384, dtype=dtype), torch.ones(1536, 384, dtype=dtype), torch.ones(1536, dtype=dtype)
    return CLEARLY * _best(lambda: _linear(rows, weight, bias)) < _best(lambda: F.linear(rows, weight, bias))


def _best(run: Callable[[], object], tries: int = 7) -> float:
    """Seconds of the quickest."""
    found = []
    for _ in range(tries):
        started = time.perf_counter()
        run()
        found.append(time.perf_counter() - started)
    return min(found)


def _lay_out(weight: Tensor) -> Tensor:
    laid_out: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.detach())
    return laid_out


def _linear(rows: Tensor, weight: Tensor | None, bias: Tensor | None, then: str = "none") -> Tensor:
    found: Tensor = torch.ops.mkldnn._linear_pointwise(rows.contiguous(), weight, bias, then, [], "none")
    return found


def _linear_upon(residual: Tensor, rows: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    found: Tensor = torch.ops.mkldnn._linear_pointwise.binary(rows.contiguous(), residual.contiguous(), weight, bias, "add")
    return found
