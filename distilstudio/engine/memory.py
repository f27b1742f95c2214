"""Memory that a device could not give: how it is recognised, and how its rests are given back. Must not know: training, problems."""

from __future__ import annotations

import re

import torch

_NO_MEMORY = re.compile(
    r"out of memory|not enough memory|can't allocate memory|bad_alloc|could not create a primitive", re.IGNORECASE
)
"""CUDA and MPS say the first, Windows and Linux without a graphics card the next two, C++ and oneDNN the last."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception says, in whatever words, that memory ran out."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and _NO_MEMORY.search(str(error)) is not None


def give_back(device: torch.device) -> None:
    """Let go of what torch holds in reserve, so that smaller pieces find room."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
