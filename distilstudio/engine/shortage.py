"""Memory and disk: what a model will need, how an exception says that there was too little or that a file could not be written, and the
problem of a full disk.

Must not know: torch, which takes seconds to load.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

from distilstudio import places
from distilstudio.protocol.problems import ProblemError, problem

MEMORY_PER_WEIGHT = 24
"""Bytes a weight needs while it is fine-tuned: itself, gradient and two moments in float32, and room for activations."""

_NO_MEMORY = re.compile(
    r"out of memory|not enough memory|can't allocate memory|bad_alloc|could not create a primitive", re.IGNORECASE
)
"""CUDA and MPS say the first, Windows and Linux without a graphics card the next two, C++ and oneDNN the last."""
_NO_SPACE = re.compile(r"no space left|disk quota exceeded", re.IGNORECASE)
_SYSTEM_SAYS = re.compile(r"serializing: .*\(os error (\d+)\)")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception says, in whatever words, that memory ran out. torch's own is a RuntimeError that says so."""
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and _NO_MEMORY.search(str(error)) is not None)


def is_out_of_space(error: BaseException) -> bool:
    """Whether an exception says, in whatever words, that the disk is full."""
    said = system_error(error)
    return (said is not None and said.errno in (errno.ENOSPC, errno.EDQUOT)) or _NO_SPACE.search(str(error)) is not None


def system_error(error: BaseException) -> OSError | None:
    """What the system said: the error itself, or the one whose number it tells, as safetensors does of a file that it writes. None: nothing."""
    if isinstance(error, OSError):
        return error
    found = _SYSTEM_SAYS.search(str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else None


def disk_full(path: Path, needed_bytes: int) -> ProblemError:
    """The problem of a disk with no room for a run folder."""
    free = shutil.disk_usage(places.nearest(path)).free
    return ProblemError(problem("disk_full", path=path, needed=f"{needed_bytes / 1e6:.0f} MB", free=f"{free / 1e6:.0f} MB"))
