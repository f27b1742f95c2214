"""Senders made so that their receivers can die while the other thread is busy: those of the worker's thread, and those of the window's that
outlive who listens to them.

A dying QObject keeps one of Qt's mutexes for signals locked while it tells each sender (`disconnectNotify`). The first time, PySide has to look
for a Python method of that name and wants Python's lock; where the other thread has that lock and wants the same mutex (`sender()`, `connect`,
`QProcess.start`), both wait for ever. Seen twice: as a proof run ended, and as an engine was started while the window was laid out, whose
animation then died. Some hundred objects that die at random bring it about within a second. What PySide has found it remembers, so the first
time is had here, while nothing dies. Must not know: what is sent.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Made = TypeVar("Made", bound=QObject)


def ready_to_send(made: Made) -> Made:
    """The same object; it has been told once of a connection that is no more."""
    made.objectNameChanged.connect(made.deleteLater)
    made.objectNameChanged.disconnect(made.deleteLater)
    return made
