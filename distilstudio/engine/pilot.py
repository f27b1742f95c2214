"""The pilot: which learning rate and temperature suit this student, these texts and this teacher, by short trainings within a few minutes.

The teacher, trained where need be, and its answers lie in a hidden folder beside the runs afterwards, also of a pilot that was stopped; the
next run finds them there by their keys, so that nothing is done twice. Must not know: the wire, the window, how settings are tried.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from distilstudio.engine.control import Control, Discarded
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.teacher_cache import FOLDER as OUTPUTS
from distilstudio.engine.translate import to_problem
from distilstudio.engine.trying import Trying
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEvent, Stage, StageProgress, StageStarted
from distilstudio.protocol.pilot import (
    FOLDER,
    PARTIAL,
    Pilot,
    PilotEnded,
    PilotEvent,
    PilotProgress,
    PilotRecipe,
    PilotStep,
)
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.run_lock import is_held

KEPT = ("teacher", OUTPUTS)
_STEPS: dict[Stage, PilotStep] = {"teacher": "teacher", "ask_teacher": "ask", "distil": "try"}


def pilot(command: PilotRecipe, control: Control, hub: Hub | None = None) -> Iterator[PilotEvent]:
    """Look for good settings. The last event is PilotEnded, whatever happens."""
    work = _Pilot(command, control, hub)
    try:
        yield from work.events()
        ended = PilotEnded(command.pilot_id, "done", pilot=work.found)
    except Discarded:
        ended = PilotEnded(command.pilot_id, "discarded")
    except Exception as error:
        ended = PilotEnded(command.pilot_id, "failed", problem=to_problem(error, Path(command.out)))
    finally:
        work.tidy()
    yield ended


class _Pilot:
    def __init__(self, command: PilotRecipe, control: Control, hub: Hub | None) -> None:
        self._command, self._control, self._hub = command, control, hub
        self._partial = Path(command.out) / PARTIAL
        self._trying: Trying | None = None
        self._step: PilotStep = "read"
        self.found: Pilot | None = None

    def events(self) -> Iterator[PilotEvent]:
        """Prepare the teacher, try, choose. Raises: ProblemError and what libraries raise; Discarded."""
        command = self._command
        yield PilotProgress(command.pilot_id, "read")
        if is_held(self._partial):
            raise ProblemError(problem("run_locked", path=command.out, holder="a pilot"))
        shutil.rmtree(self._partial, ignore_errors=True)  # what a pilot has left that was killed
        start = StartRun(command.pilot_id, command.recipe, str(self._partial), command.base)
        trying = self._trying = Trying(start, self._control, 60 * command.minutes, self._hub)
        for event in trying.events():
            yield from self._told(event, trying)
            if self._control.stop:
                raise Discarded
        if self._control.stop:
            raise Discarded
        self.found = trying.found()

    def tidy(self) -> None:
        """Leave what the teacher has cost, for the run, in place of what an earlier pilot left; nothing else."""
        if self._trying is None:
            return
        self._trying.drop_states()
        self._trying.folder.lock.release()
        kept = self._partial.with_name(FOLDER)
        with contextlib.suppress(OSError):  # a disk that refuses this is no matter: the teacher is asked again
            for entry in self._partial.iterdir():
                if entry.name not in KEPT:
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            if any(self._partial.iterdir()):
                shutil.rmtree(kept, ignore_errors=True)
                os.replace(self._partial, kept)
        shutil.rmtree(self._partial, ignore_errors=True)

    def _told(self, event: RunEvent, trying: Trying) -> Iterator[PilotProgress]:
        """What of a run's events is one of the pilot's."""
        number, minutes_s = self._command.pilot_id, 60 * self._command.minutes
        match event:
            case StageStarted(stage=stage) if stage in _STEPS:
                self._step = _STEPS[stage]
                yield PilotProgress(number, self._step, 0, event.total)
            case StageProgress(stage="distil"):
                self._step = "try"
                yield PilotProgress(number, "try", event.done, event.total, trying.seconds_left, trying.tried())
            case StageProgress(stage=stage) if stage in _STEPS:
                left = None if event.seconds_left is None else event.seconds_left + minutes_s
                yield PilotProgress(number, self._step, event.done, event.total, left)
            case _:
                pass
