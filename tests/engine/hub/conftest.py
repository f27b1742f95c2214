"""A Hub of the tests' own with one tiny teacher, and a way to it with an empty cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from distilstudio.engine.hub import download
from distilstudio.engine.hub.access import Hub
from distilstudio.protocol.hub import HubAccess
from tests.hub_stand_in import HubStandIn
from tests.tiny_models import make_tiny_teacher

MODEL = "ada/tiny"


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved teacher with two labels, some 150 kB."""
    return make_tiny_teacher(tmp_path_factory.mktemp("hub") / "tiny", ["neg", "pos"])


@pytest.fixture
def stand_in(tiny_folder: Path) -> Iterator[HubStandIn]:
    """The Hub, with ada/tiny on it."""
    with HubStandIn() as hub:
        hub.add_folder(
            MODEL,
            tiny_folder,
            downloads=700,
            tags=["transformers", "en", "license:mit"],
            card={"license": "mit"},
            parameters=40_000,
        )
        yield hub


@pytest.fixture
def access(stand_in: HubStandIn, tmp_path: Path) -> HubAccess:
    """The way to it."""
    return HubAccess(endpoint=stand_in.endpoint, cache=str(tmp_path / "cache"))


@pytest.fixture
def hub(access: HubAccess, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """The way to it, without rests between tries."""
    monkeypatch.setattr(download, "SECONDS_BETWEEN_TRIES", 0.0)
    return Hub(access)
