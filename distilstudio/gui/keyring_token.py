"""The Hub's token in the system's keyring: Secret Service, macOS' Keychain, Windows' Credential Locker. It is never written to a file.

Where there is no keyring the token lasts until the window is closed, and that is said. Must not know: widgets, what the token is for.
"""

from __future__ import annotations

import contextlib
import logging
import threading

from PySide6.QtCore import QObject, Signal, Slot

SERVICE, USER = "DistilStudio", "huggingface.co"
MOST_SIGNS = 80
"""Of what the keyring says; some of them give long advice."""

_log = logging.getLogger(__name__)


class KeyringToken(QObject):
    """`changed` when the value is another or the keyring turned out to be missing. The keyring is asked in a thread: it may ask the person."""

    changed = Signal()
    _answered = Signal(str, str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.value = ""
        self.fault = ""
        self.locked = False
        """Whether the fault is that the person, or the system, did not unlock it."""
        self._asked = False
        self._set_here = False
        self._answered.connect(self._on_answered)

    def load(self) -> None:
        """Look for a token, once."""
        if not self._asked:
            self._asked = True
            threading.Thread(target=self._read, name="keyring", daemon=True).start()

    def save(self, token: str) -> None:
        """Keep this token; an empty one is forgotten."""
        self._asked = self._set_here = True
        self.value = token
        self.changed.emit()
        threading.Thread(target=self._write, args=(token,), name="keyring", daemon=True).start()

    def _read(self) -> None:
        try:
            import keyring

            self._tell(keyring.get_password(SERVICE, USER) or "")
        except Exception as error:  # backends raise what they like, and without one there is no token to be had
            self._tell_fault("", error)

    def _write(self, token: str) -> None:
        try:
            import keyring

            if token:
                keyring.set_password(SERVICE, USER, token)
            elif keyring.get_password(SERVICE, USER) is not None:
                keyring.delete_password(SERVICE, USER)
            self._tell(token)
        except Exception as error:
            self._tell_fault(token, error)

    def _tell_fault(self, token: str, error: Exception) -> None:
        _log.info("no keyring: %s", type(error).__name__)
        first = str(error).split(".")[0].split("\n")[0].strip()
        self._tell(token, first[:MOST_SIGNS] or type(error).__name__, _is_locked(error))

    def _tell(self, token: str, fault: str = "", locked: bool = False) -> None:
        with contextlib.suppress(RuntimeError):  # Qt has deleted this object: the window is closed, nobody waits for the answer
            self._answered.emit(token, fault, locked)

    @Slot(str, str, bool)
    def _on_answered(self, token: str, fault: str, locked: bool) -> None:
        if not self._set_here:
            self.value = token
        self.fault, self.locked = fault, locked
        self.changed.emit()


def _is_locked(error: Exception) -> bool:
    try:
        from keyring.errors import KeyringLocked
    except ImportError:  # the fault is that there is no keyring library
        return False
    return isinstance(error, KeyringLocked)
