"""Which model has to be asked of the Hub first. Must not know: the network, what a model is made of."""

from __future__ import annotations

from pathlib import Path

from distilstudio.engine.data.reading import resolve
from distilstudio.engine.hub import cache
from distilstudio.engine.hub.access import Hub
from distilstudio.protocol.hub import is_hub_name


def is_far(model: str, base: Path, hub: Hub) -> bool:
    """Whether this is a model of the Hub that is not on this computer as a whole."""
    path = resolve(model, base)
    return is_hub_name(model) and not path.is_dir() and not path.parent.is_dir() and cache.find(hub, model) is None
