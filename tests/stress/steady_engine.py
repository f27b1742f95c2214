"""The program's own engine, but for the clock that chooses an attention kernel for each new run: it has its mind made up.

Another kernel gives other last digits; where two runs are held against each other bit by bit, both must have the same one.
"""

from __future__ import annotations

import sys
from typing import cast, get_args

import pytest

from distilstudio.engine import server
from distilstudio.engine.service import Service
from distilstudio.protocol.commands import Role
from distilstudio.worker.engine_command import EngineCommand

LOAD = Service.load


def steady_engine(role: Role) -> EngineCommand:
    """How the worker starts it, from the repository's root."""
    return EngineCommand(sys.executable, ("-m", "tests.stress.steady_engine", role))


def load_steadily(service: Service) -> None:
    """Load the libraries, and then stop that clock."""
    LOAD(service)
    from tests.engine.lessons import favour  # torch and transformers: seconds

    favour(pytest.MonkeyPatch(), "eager")


if __name__ == "__main__":
    assert sys.argv[1] in get_args(Role)
    Service.load = load_steadily  # type: ignore[method-assign]
    sys.exit(server.main(cast("Role", sys.argv[1])))
