"""The stop ladder: a polite message, then terminate, then kill, each with its time. Must not know: what a process is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.sender import ready_to_send
from distilstudio.worker.engine_command import Patience


class StopLadder(QObject):
    """Two alarms, one after the other; the polite message is the owner's affair."""

    terminate_due = Signal()
    kill_due = Signal()

    def __init__(self, patience: Patience, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = _alarm(self, patience.stop_ms)
        self._stop.timeout.connect(self._on_stop_timeout)
        self._terminate = _alarm(self, patience.terminate_ms)
        self._terminate.timeout.connect(self._on_terminate_timeout)

    def begin(self) -> None:
        """The polite message was said; a ladder already begun goes on."""
        if not self._stop.isActive() and not self._terminate.isActive():
            self._stop.start()

    def begin_anew(self) -> None:
        """The engine shows that it is at it: the first time starts again, unless terminate was already said."""
        if self._stop.isActive():
            self._stop.start()

    def withdraw(self) -> None:
        """Nothing is due any more."""
        self._stop.stop()
        self._terminate.stop()

    @Slot()
    def _on_stop_timeout(self) -> None:
        self._terminate.start()
        self.terminate_due.emit()

    @Slot()
    def _on_terminate_timeout(self) -> None:
        self.kill_due.emit()


def _alarm(parent: QObject, after_ms: int) -> QTimer:
    timer = ready_to_send(QTimer(parent))
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    return timer
