"""Check-ups, each in a thread of its own, so that nobody who types has to wait for one. Must not know: the wire, what is checked."""

from __future__ import annotations

import threading
from collections.abc import Callable

from distilstudio.engine.checkup import check_teacher
from distilstudio.engine.control import Control
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.translate import tell_all
from distilstudio.protocol.check import CheckCommand, CheckTeacher
from distilstudio.protocol.events import Event


class Checking:
    """Holds the check-ups under way."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._controls: dict[int, Control] = {}

    def take(self, command: CheckCommand, hub: Hub) -> None:
        """Take a command; returns at once."""
        if isinstance(command, CheckTeacher):
            self._controls[command.request_id] = Control()
            name = f"check-{command.request_id}"
            threading.Thread(target=self._check, args=(command, hub), name=name, daemon=True).start()
        elif command.request_id in self._controls:
            self._controls[command.request_id].discard()

    def _check(self, command: CheckTeacher, hub: Hub) -> None:
        try:
            tell_all(self._tell, check_teacher(command, self._controls[command.request_id], hub), command.request_id)
        finally:
            self._controls.pop(command.request_id, None)
