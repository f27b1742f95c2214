"""Keeps the computer awake while an engine works on a run, a proof or a search for settings: not while a run is paused, and only where the
person wants it.

Must not know: how a system is kept awake.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.wake_locks import WakeLock

WORKING = (Phase.STARTING, Phase.RUNNING, Phase.STOPPING)


class Awake(QObject):
    """Holds the lock from the first step to the last. A paused run waits for the person, who may well shut the lid."""

    def __init__(
        self,
        run: RunModel,
        settings: Settings,
        lock: WakeLock,
        parent: QObject,
        studies: Sequence[ProofState | PilotState] = (),
    ) -> None:
        super().__init__(parent)
        self._studies = studies
        self._run, self._settings, self._lock = run, settings, lock
        self._held = False
        run.changed.connect(self._on_changed)
        settings.changed.connect(self._on_changed)
        for study in studies:
            study.changed.connect(self._on_changed)

    @property
    def is_held(self) -> bool:
        """Whether the computer is being kept awake."""
        return self._held

    @Slot()
    def _on_changed(self) -> None:
        run = self._run
        works = (run.is_live and run.phase in WORKING) or any(study.is_busy for study in self._studies)
        wanted = self._settings.saved.keep_awake and works
        if wanted == self._held:
            return
        self._held = wanted
        if wanted:
            self._lock.hold(self.tr("A student is being trained"))
        else:
            self._lock.release()
