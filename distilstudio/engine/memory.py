"""Memory: how it is held on to, and given back where a device had none left. Must not know: training, problems."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys

import pyarrow as pa  # type: ignore[import-untyped]
import torch

_NO_PRIMITIVE = "could not create a primitive"


_HELD = ((-8, 1), (-3, 32 << 20), (-1, (1 << 31) - 1), (-2, 64 << 20))
"""glibc's mallopt: one arena (M_ARENA_MAX); blocks up to 32 MB come from it (M_MMAP_THRESHOLD; more is not allowed), up to 2 GB of it are kept
when they are free (M_TRIM_THRESHOLD), and it grows by 64 MB (M_TOP_PAD)."""


def hold_on() -> None:
    """Keep freed memory for the next step instead of giving it back to the system after each one.

    A step frees and asks for hundreds of megabytes; a page that comes anew from the system costs 1.3 µs, which made up a seventh of
    a small student's step. Only where the C library is glibc; others keep it by themselves.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):  # no such library (Windows) or no such function (macOS, musl)
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, value in _HELD:
            mallopt(parameter, value)


def does_without_onednn(error: BaseException) -> bool:
    """Where oneDNN had no memory to make a kernel: compute without it from now on. Returns whether that is worth another try.

    Measured with torch 2.13: after the first "could not create a primitive" every other one fails too, however much memory there is by
    then. torch's own kernels are slower and go on.
    """
    if _NO_PRIMITIVE not in str(error) or not torch.backends.mkldnn.enabled:
        return False
    torch.backends.mkldnn.set_flags(False)  # type: ignore[no-untyped-call]
    return True


def give_back(device: torch.device) -> None:
    """Let go of what torch holds in reserve, so that smaller pieces find room; on a processor, what Arrow and the C library do.

    Without that the heap stays as large as it has grown, and oneDNN, which maps pages of its own for its kernels, finds none.
    """
    gc.collect()  # what the step had reached may hang in a circle with the error that ended it
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
    pa.default_memory_pool().release_unused()
    if device.type == "cpu" and sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):  # a C library that has no such call gives back by itself
            ctypes.CDLL(None).malloc_trim(0)
