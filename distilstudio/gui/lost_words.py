"""What closing the window would lose of a proof run or a search for settings that goes on, in sentences. Must not know: widgets, the client."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import percent
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.proof_state import ProofState

translate = QCoreApplication.translate


def how_far(study: ProofState | PilotState) -> str:
    """How far it is, by the same figure as its bar: "The proof run is 40 % done."."""
    progress = study.progress
    share = percent(progress.done / progress.total) if progress is not None and progress.total else ""
    if isinstance(study, ProofState):
        if progress is not None and progress.step == "exam":
            return translate("Closing", "The proof run is at its last step: both take the exam.")
        if share:
            return translate("Closing", "The proof run is {0} done.").format(share)
        return translate("Closing", "The proof run has just begun.")
    if share and progress is not None and progress.step == "try":
        return translate("Closing", "The search for good settings is {0} done.").format(share)
    return translate("Closing", "The search for good settings is still preparing the teacher.")


def what_is_lost(study: ProofState | PilotState) -> str:
    """What there would be to do again, and what stays."""
    if isinstance(study, ProofState):
        return translate(
            "Closing",
            "Closing ends the proof run and keeps nothing of it; the run itself and what was proved before stay as they are.",
        )
    return translate(
        "Closing",
        "Closing ends the search and forgets the settings tried so far; what the teacher has learnt and answered is kept.",
    )
