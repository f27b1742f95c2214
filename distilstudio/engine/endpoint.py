"""The Hub's address as the environment says it, right or wrong. Must not know: what is asked there.

`huggingface_hub` takes HF_ENDPOINT apart when it is imported, and transformers imports it: an address that is none would stop all of them.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

_ENDPOINT = "HF_ENDPOINT"
_NO_ADDRESS = "DISTILSTUDIO_HF_ENDPOINT"
"""Where one is kept that is no address."""


def endpoint_wanted() -> str:
    """What the person set, "" where that is nothing."""
    return os.environ.get(_ENDPOINT) or os.environ.get(_NO_ADDRESS) or ""


def hide_what_is_no_address() -> None:
    """Keep it from the libraries, before one of them is imported."""
    try:
        _ = urlsplit(os.environ.get(_ENDPOINT, "")).port
    except ValueError:
        os.environ[_NO_ADDRESS] = os.environ.pop(_ENDPOINT)
