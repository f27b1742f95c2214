"""The jobs beside a run: what each is asked by, stopped by and told in, and which one a message is about. Must not know: how they are done."""

from __future__ import annotations

from distilstudio.protocol.commands import ExportRun, StopExport
from distilstudio.protocol.events import ExportEnded, ExportEvent, ExportProgress
from distilstudio.protocol.pilot import PilotEnded, PilotEvent, PilotProgress, PilotRecipe, StopPilot
from distilstudio.protocol.proof import ProofEnded, ProofEvent, ProofProgress, ProveRun, StopProof

Job = ExportRun | ProveRun | PilotRecipe
StopJob = StopExport | StopProof | StopPilot
JobEvent = ExportEvent | ProofEvent | PilotEvent
JobEnded = ExportEnded | ProofEnded | PilotEnded


def id_of(message: Job | StopJob | JobEvent) -> str:
    """Which job it is about."""
    match message:
        case ExportRun() | StopExport() | ExportProgress() | ExportEnded():
            return message.export_id
        case ProveRun() | StopProof() | ProofProgress() | ProofEnded():
            return message.proof_id
        case PilotRecipe() | StopPilot() | PilotProgress() | PilotEnded():
            return message.pilot_id
