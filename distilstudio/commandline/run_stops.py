"""What a run is told to do where its command is ended from outside, and what to say of it: that is said later, outside of the handler.

Must not know: signals.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from distilstudio.commandline.stops import answered
from distilstudio.engine.control import Control
from distilstudio.protocol.events import STAGES, RunEvent, StageStarted


class Stops:
    """Turns signals into a run's flags. Ctrl+C: finish; twice: leave; three times: give up at once. A request to end: leave."""

    def __init__(self) -> None:
        self._count = 0
        self._requested = False
        self._news: list[str] = []
        self._stage = 0

    @property
    def were_asked(self) -> bool:
        """Whether Ctrl+C was pressed, or a request to end came."""
        return self._requested or self._count > 0

    def take(self, event: RunEvent) -> None:
        """What may be kept depends on how far the run is."""
        if isinstance(event, StageStarted):
            self._stage = STAGES.index(event.stage)

    @contextlib.contextmanager
    def listening(self, control: Control) -> Iterator[None]:
        """Answer signals inside the block as the run wants it."""

        def interrupt() -> None:
            self._count += 1
            if self._count > 2:
                raise KeyboardInterrupt
            finishing, leaving = self._sentences()
            self._news.append(finishing if self._count == 1 else leaving)
            control.finish() if self._count == 1 else control.leave()

        def request() -> None:
            self._requested = True
            control.leave()

        with answered(interrupt, request):
            yield

    def news(self) -> list[str]:
        """What has happened since the last call."""
        news, self._news = self._news, []
        return news

    def _sentences(self) -> tuple[str, str]:
        """What the first Ctrl+C brings about, and what the second."""
        if self._stage < STAGES.index("distil"):
            return (
                "Stopping: the student has learnt nothing yet. It is cut from its teacher as it is now, and examined; that ends the run. "
                "Ctrl+C again leaves out the exam, and the run can go on later.",
                "Leaving: the run is saved where it is.",
            )
        if self._stage > STAGES.index("distil"):
            return (
                "The student has learnt all that it was to learn; only its exam goes on. Ctrl+C again leaves it out.",
                "Leaving: the student is saved.",
            )
        return (
            "Stopping: the best student so far is kept and examined. Ctrl+C again leaves out the exam.",
            "Leaving: the best student so far is saved.",
        )
