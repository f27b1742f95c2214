"""A message bus of a test's own with the desktop's services on it, as far as the program asks them: real messages over a real bus.

Must not know: the program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

NEEDS_BUS = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs the program dbus-daemon")
SERVICES = {
    "login1": "org.freedesktop.login1",
    "ScreenSaver": "org.freedesktop.ScreenSaver",
    "Notifications": "org.freedesktop.Notifications",
}


class Desktop(QDBusVirtualObject):
    """Answers Inhibit and Notify and remembers what was said. `lock`: the other end of what logind gave out."""

    def __init__(self, address: str, services: tuple[str, ...]) -> None:
        super().__init__()
        self.address = address
        self.said: list[tuple[str, str, list[object]]] = []
        self.lock = -1
        self.callers: list[str] = []
        self._connection = QDBusConnection.connectToBus(address, f"desktop-{id(self)}")
        deep = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self._connection.registerVirtualObject("/org", self, deep)
        for service in services:
            assert self._connection.registerService(SERVICES[service])

    def introspect(self, _path: str) -> str:
        """What gdbus asks before it calls."""
        said = "".join(f'<arg direction="in" type="{kind}"/>' for kind in ("s", "u", "s", "s", "s", "as", "a{sv}", "i"))
        notify = f'<method name="Notify">{said}<arg direction="out" type="u"/></method>'
        return f'<interface name="org.freedesktop.Notifications">{notify}</interface>'

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Take a call and answer it."""
        if message.interface() == "org.freedesktop.DBus.Introspectable":
            return False
        self.said.append((message.member(), message.signature(), message.arguments()))
        self.callers.append(message.service())
        reply = message.createReply()
        if message.interface().endswith("login1.Manager"):
            self.lock, given = os.pipe()
            reply << QDBusUnixFileDescriptor(given)
            os.close(given)
        else:
            reply << 7
        return connection.send(reply)

    def is_let_go(self) -> bool:
        """Whether the lock that logind gave out is closed at the other end."""
        os.set_blocking(self.lock, False)
        try:
            return os.read(self.lock, 1) == b""
        except BlockingIOError:
            return False

    def has_caller(self) -> bool:
        """Whether who called last is still on the bus."""
        names = self._connection.interface().registeredServiceNames().value()
        return self.callers[-1] in names

    def close(self) -> None:
        """Leave the bus."""
        if self.lock >= 0:
            os.close(self.lock)
        QDBusConnection.disconnectFromBus(self._connection.name())


@contextmanager
def a_desktop(*services: str) -> Iterator[Desktop]:
    """A bus with these services, gone afterwards."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout is not None
        desktop = Desktop(bus.stdout.readline().strip(), services)
        try:
            yield desktop
        finally:
            desktop.close()
            bus.terminate()
