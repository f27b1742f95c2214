"""Keeps libraries from talking on their own: no progress bars, no advice, no warnings of theirs. Their errors still raise.

Import anything of torch, transformers or datasets for the first time inside `loading`, or after `hush`. Must not know: who listens instead.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from distilstudio.engine.endpoint import hide_what_is_no_address

_QUIET = {
    "DATASETS_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",  # a protocol of its own, which could not be paused, proxied or kept offline as the rest is
    "HF_HUB_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "true",  # said aloud: it would be switched off, with a warning, after a fork
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


def hush() -> None:
    """Silence this process. What the person set in the environment stays; nothing heavy is imported."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    hide_what_is_no_address()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    if "transformers" not in sys.modules:
        return  # it will read the environment
    from transformers.utils import logging

    if os.environ["TRANSFORMERS_VERBOSITY"] == "error":
        logging.set_verbosity_error()
    if os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] == "1":
        logging.disable_progress_bar()


@contextmanager
def loading() -> Iterator[None]:
    """Around the first import of torch and transformers: hushed, and without rounds of the garbage collector. Those look again and again
    at a growing million of objects that all stay, a tenth of the seconds that loading takes; afterwards they are out of its sight for good."""
    hush()
    if "torch" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
