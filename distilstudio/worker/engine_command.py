"""How an engine process is started, and how long the worker waits for it. Must not know: what an engine does."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from distilstudio.protocol.commands import Role
from distilstudio.protocol.wire import MAX_LINE_BYTES


@dataclass(frozen=True)
class EngineCommand:
    """Program, arguments, and what is added to the environment of this process."""

    program: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def engine_command(role: Role) -> EngineCommand:
    """This program's own engine: the same executable when frozen, else the same interpreter and package."""
    if getattr(sys, "frozen", False):
        return EngineCommand(sys.executable, ("--engine", role))
    return EngineCommand(sys.executable, ("-m", "distilstudio", "--engine", role))


@dataclass(frozen=True)
class Patience:
    """Times and limits of the worker. The defaults are the product's; tests shorten them.

    ready_ms: from the start to Ready, before which the libraries that read files are loaded: a second, many from a cold disk.
    silent_ms: without a word; the engine's heart beats every 2 s. stop_ms: from the polite message to terminate; terminate_ms: from there to kill.
    batch_ms: least time between two batches of run events. line_bytes: longest line of the wire.
    """

    ready_ms: int = 90_000
    silent_ms: int = 30_000
    stop_ms: int = 10_000
    terminate_ms: int = 5_000
    batch_ms: int = 50
    line_bytes: int = MAX_LINE_BYTES
