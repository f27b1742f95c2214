"""A process for each command, one after the other: what waits, the process in hand, and the end of all.

Lives in the worker thread. Must not know: the window, what the commands ask for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from distilstudio.protocol.commands import RunCommand
from distilstudio.protocol.events import Event
from distilstudio.protocol.side_jobs import Job
from distilstudio.worker.engine_ending import Ending
from distilstudio.worker.engine_process import EngineProcess

Work = TypeVar("Work", bound=RunCommand | Job)


class OneByOne(QObject, Generic[Work]):
    """The rooms that build on it say how a command begins, what comes of its events, and how its end is told: once for each, whatever happens."""

    event_told = Signal(object)
    gone = Signal()

    def __init__(self, make_process: Callable[[], EngineProcess], parent: QObject) -> None:
        super().__init__(parent)
        self._make_process = make_process
        self._waiting: deque[Work] = deque()
        self._process: EngineProcess | None = None
        self._closing = False

    @property
    def is_idle(self) -> bool:
        """No process is left."""
        return self._process is None

    def start(self, command: Work) -> None:
        """Do this; it waits while the process of the one before is there."""
        if self._closing:
            self._drop(command)
            return
        self._waiting.append(command)
        self._start_next()

    def shut_down(self) -> None:
        """End everything by the ladder; `gone` comes when no process is left."""
        self._closing = True
        while self._waiting:
            self._drop(self._waiting.popleft())
        if self._process is None:
            self.gone.emit()
        else:
            self._process.stop()

    def end_now(self) -> None:
        """End the process before this returns."""
        if self._process is not None:
            self._process.end_now()
            self._process = None

    def _start_next(self) -> None:
        if self._process is not None or not self._waiting:
            return
        command = self._waiting.popleft()
        process = self._process = self._make_process()
        process.setParent(self)
        process.event_received.connect(self._on_event)
        process.ended.connect(self._on_ended)
        self._begin(command, process)
        process.send(command)
        process.start()

    def _drop(self, command: Work) -> None:
        """Tell the end of one that never began."""
        raise NotImplementedError

    def _begin(self, command: Work, process: EngineProcess) -> None:
        """This one is in hand from now on; its process has yet to start."""
        raise NotImplementedError

    def _over(self, ending: Ending) -> None:
        """The process is gone: tell the end of what was in hand, where that was not told yet."""
        raise NotImplementedError

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        raise NotImplementedError

    @Slot(object)
    def _on_ended(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._over(ending)
        if self._closing:
            self.gone.emit()
        else:
            self._start_next()
