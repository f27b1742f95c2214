"""How each system is asked not to fall asleep. The screen may go dark all the same where the system can tell the two apart.

Every way ends by itself with this process, however it dies: a computer is never kept awake by a program that is gone.
Must not know: runs, settings.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, Slot

_log = logging.getLogger(__name__)

NAME = "DistilStudio"
ANSWER_MS = 3000
ES_CONTINUOUS, ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""Source: Win32, SetThreadExecutionState."""


class WakeLock(Protocol):
    """Both may be called again and again; neither waits for the system's answer."""

    def hold(self, why: str) -> None:
        """Keep the computer awake from now on."""
        ...

    def release(self) -> None:
        """Let it sleep."""
        ...


def wake_lock_for(platform: str, parent: QObject) -> WakeLock:
    """The way of this system: sys.platform's name for it."""
    if platform == "win32":
        return WindowsLock()
    if platform == "darwin":
        return MacLock(parent)
    return LinuxLock(parent)


class WindowsLock:
    """The flags belong to the thread that sets them: the window's, which lives as long as the program."""

    def hold(self, why: str) -> None:
        self._set(ES_CONTINUOUS | ES_SYSTEM_REQUIRED)

    def release(self) -> None:
        self._set(ES_CONTINUOUS)

    def _set(self, flags: int) -> None:
        if sys.platform == "win32" and not ctypes.windll.kernel32.SetThreadExecutionState(flags):
            _log.warning("the system does not let itself be kept awake")


class MacLock:
    """A child process that ends with this one (-w), keeping the system from idle sleep (-i)."""

    def __init__(self, parent: QObject) -> None:
        self._process = QProcess(parent)
        self._process.setProgram("/usr/bin/caffeinate")
        self._process.setArguments(["-i", "-w", str(os.getpid())])

    def hold(self, why: str) -> None:
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._process.start()

    def release(self) -> None:
        self._process.terminate()


class LinuxLock(QObject):
    """logind where it is there, which leaves the screen alone; else the desktop's ScreenSaver service, which keeps it lit too.

    Both are asked over a connection of our own, and let go of by closing it: they watch who asked. So no cookie has to be handed back,
    which would be an unsigned number, and PySide6 cannot send one (see desktop_notes).
    Sources: systemd.io/INHIBITOR_LOCKS; freedesktop.org, Idle Inhibition Service.
    """

    def __init__(self, parent: QObject, system_bus: str = "", session_bus: str = "") -> None:
        """system_bus, session_bus: their addresses; empty: the ones of this computer."""
        super().__init__(parent)
        self._addresses = {"system": system_bus, "session": session_bus}
        self._open: list[str] = []
        self._asked: list[QObject] = []
        self._lock: object = None
        self._why = ""
        self._held = False

    @property
    def held_by(self) -> str:
        """ "system", "session", or empty while nobody has agreed."""
        return self._open[-1].rsplit("-", 1)[-1] if self._held and self._open else ""

    def hold(self, why: str) -> None:
        """Ask logind; it answers later."""
        self.release()
        self._why = why
        service = "org.freedesktop.login1"
        said = ["sleep:idle", NAME, why, "block"]
        self._ask("system", service, "/org/freedesktop/login1", f"{service}.Manager", "Inhibit", said)

    def release(self) -> None:
        """Close what is open; an answer that is still to come is not waited for."""
        from PySide6.QtDBus import QDBusConnection

        self._held, self._lock = False, None
        for watcher in self._asked:
            watcher.deleteLater()
        self._asked.clear()
        while self._open:
            QDBusConnection.disconnectFromBus(self._open.pop())

    def _ask(self, bus: str, service: str, path: str, interface: str, method: str, said: list[str]) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        name = f"distilstudio-awake-{id(self)}-{bus}"
        kinds = {"system": QDBusConnection.BusType.SystemBus, "session": QDBusConnection.BusType.SessionBus}
        connection = QDBusConnection.connectToBus(self._addresses[bus] or kinds[bus], name)
        self._open.append(name)
        if not connection.isConnected():
            self._refused("there is no such bus")
            return
        message = QDBusMessage.createMethodCall(service, path, interface, method)
        message.setArguments(said)
        watcher = QDBusPendingCallWatcher(connection.asyncCall(message, ANSWER_MS), self)
        watcher.finished.connect(self._on_answered)
        self._asked.append(watcher)

    @Slot(object)
    def _on_answered(self, watcher: object) -> None:
        from PySide6.QtDBus import QDBusPendingCallWatcher

        if not isinstance(watcher, QDBusPendingCallWatcher) or watcher not in self._asked:
            return
        self._asked.remove(watcher)
        reply = watcher.reply()
        watcher.deleteLater()
        if not watcher.isError():
            self._lock = reply.arguments()  # logind's lock is a file descriptor: it holds until that is closed
            self._held = True
        else:
            self._refused(reply.errorMessage())

    def _refused(self, reason: str) -> None:
        """Go on to the next service, or give up."""
        from PySide6.QtDBus import QDBusConnection

        name = self._open.pop()
        _log.info("not kept awake by %s: %s", name, reason)
        QDBusConnection.disconnectFromBus(name)
        if name.endswith("system"):
            service = "org.freedesktop.ScreenSaver"
            self._ask("session", service, "/org/freedesktop/ScreenSaver", service, "Inhibit", [NAME, self._why])
        else:
            _log.warning("this desktop does not let itself be kept awake; it may fall asleep while a student is trained")
