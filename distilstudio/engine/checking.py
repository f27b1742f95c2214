"""Check-ups, each in a thread of its own, so that nobody who types has to wait for one. Must not know: the wire, what is checked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from distilstudio.engine.checkup import check_teacher
from distilstudio.engine.control import Control
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.translate import to_problem
from distilstudio.protocol.check import CheckCommand, CheckTeacher
from distilstudio.protocol.events import Event, ProblemRaised


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
            for event in check_teacher(command, self._controls[command.request_id], hub):
                self._tell(event)
        except Exception as error:
            self._tell(ProblemRaised(to_problem(error, Path.cwd()), request_id=command.request_id))
        finally:
            self._controls.pop(command.request_id, None)
