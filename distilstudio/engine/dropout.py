"""Dropout whose chances cost a tenth of torch's on a processor: there drawing them took longer than anything else of a teacher's step.

Seen on a 2-core AVX512-BF16 machine: torch's own dropout 7.0 ns a number, of which 5.0 draw; numpy's SFC64, four chances of 15 bits out of each
64-bit number, 0.8. Its seed comes from torch's random state, so that who keeps that state goes on to the same bits.
Source: Srivastava et al. 2014, JMLR 15, section 4; kept values are divided by the chance to be kept ("inverted" dropout).
Must not know: models, training.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (torch's own convention)
from torch import Tensor, nn

CHANCES = 1 << 15
"""A rate is rounded to so many parts."""
SIGN, ONE = -(1 << 15), 0x3F80
"""The sign bit of a bfloat16, and the bits of 1.0, as 16-bit whole numbers."""


def is_quick(values: Tensor) -> bool:
    """Whether values stand where our own chances are drawn."""
    return values.device.type == "cpu"


def signs(shape: Sequence[int], rate: float) -> Tensor:
    """−1 with a chance of rate, 1 otherwise: bfloat16 of this shape."""
    count = math.prod(shape)
    seed = int(torch.empty((), dtype=torch.int64).random_())
    drawn = np.random.SFC64(seed).random_raw(-(-count // 4))
    chances = torch.from_numpy(drawn.view(np.int16))[:count]
    chances.bitwise_and_(CHANCES - 1).sub_(_parts(rate))  # below nothing: dropped
    return chances.bitwise_and_(SIGN).bitwise_or_(ONE).view(torch.bfloat16).view(*shape)


def kept(shape: Sequence[int], rate: float) -> Tensor:
    """0 with a chance of rate, 1 otherwise: bfloat16 of this shape."""
    return signs(shape, rate).clamp_min_(0.0)


def growth(rate: float) -> float:
    """What a kept value is multiplied with."""
    return CHANCES / max(CHANCES - _parts(rate), 1)


def drop(values: Tensor, rate: float) -> Tensor:
    """The values, each 0 with a chance of rate and grown otherwise."""
    if rate <= 0.0:
        return values
    if not is_quick(values):
        return F.dropout(values, rate)
    return values * kept(values.shape, rate).to(values.dtype).mul_(growth(rate))


class Dropout(nn.Dropout):
    """Stands in for an nn.Dropout."""

    def forward(self, values: Tensor) -> Tensor:
        """The same shape."""
        return drop(values, self.p) if self.training else values


def _parts(rate: float) -> int:
    return min(round(rate * CHANCES), CHANCES)
