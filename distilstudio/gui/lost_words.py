"""What closing the window would lose of a proof run, a search for settings, an export or a zip file that is under way.

Must not know: widgets, the client.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from distilstudio.gui.figures import percent
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.zip_state import ZipState

Study = ProofState | PilotState | ExportState | ZipState
"""Work beside a run that cannot be taken up again."""
translate = QCoreApplication.translate


def how_far(study: Study) -> str:
    """How far it is, by the same figure as its bar: "The proof run is 40 % done."."""
    if isinstance(study, ZipState):
        return translate("Closing", "A zip file is being packed.")
    if isinstance(study, ExportState):
        return _how_far_export(study)
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


def _how_far_export(export: ExportState) -> str:
    progress = export.progress
    if progress is not None and progress.step == "verify" and progress.total:
        return translate("Closing", "The ONNX files are being checked on the exam rows: {0} done.").format(
            percent(progress.done / progress.total)
        )
    if progress is not None and progress.step == "time":
        return translate("Closing", "The ONNX files are checked; now the time for one text is measured.")
    return translate("Closing", "The ONNX files are being written.")


def what_is_lost(study: Study) -> str:
    """What there would be to do again, and what stays."""
    if isinstance(study, ProofState):
        return translate(
            "Closing",
            "Closing ends the proof run and keeps nothing of it; the run itself and what was proved before stay as they are.",
        )
    if isinstance(study, ZipState):
        return translate(
            "Closing", "Closing ends the packing and keeps nothing of the zip file; the folder itself stays as it is."
        )
    if isinstance(study, ExportState):
        return translate(
            "Closing",
            "Closing ends the export and keeps nothing of it; the student itself and ONNX files that were made before stay as they are.",
        )
    return translate(
        "Closing",
        "Closing ends the search and forgets the settings tried so far; what the teacher has learnt and answered is kept.",
    )
