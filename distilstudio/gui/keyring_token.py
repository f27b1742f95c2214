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
    _answered = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.value = ""
        self.fault = ""
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

            token, fault = keyring.get_password(SERVICE, USER) or "", ""
        except Exception as error:  # backends raise what they like, and without one there is no token to be had
            token, fault = "", self._fault_of(error)
        self._tell(token, fault)

    def _write(self, token: str) -> None:
        try:
            import keyring

            if token:
                keyring.set_password(SERVICE, USER, token)
            elif keyring.get_password(SERVICE, USER) is not None:
                keyring.delete_password(SERVICE, USER)
            fault = ""
        except Exception as error:
            fault = self._fault_of(error)
        self._tell(token, fault)

    def _tell(self, token: str, fault: str) -> None:
        with contextlib.suppress(RuntimeError):  # Qt has deleted this object: the window is closed, nobody waits for the answer
            self._answered.emit(token, fault)

    def _fault_of(self, error: Exception) -> str:
        _log.info("no keyring: %s", type(error).__name__)
        first = str(error).split(".")[0].split("\n")[0].strip()
        return first[:MOST_SIGNS] or type(error).__name__

    @Slot(str, str)
    def _on_answered(self, token: str, fault: str) -> None:
        if not self._set_here:
            self.value = token
        self.fault = fault
        self.changed.emit()
