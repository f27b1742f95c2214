"""What the window shows: every model once, made together. Must not know: widgets, the engine, who changes what."""

from __future__ import annotations

from dataclasses import dataclass

from distilstudio.gui.keyring_token import KeyringToken
from distilstudio.gui.models.background import Background
from distilstudio.gui.models.check_up import CheckState
from distilstudio.gui.models.export_state import ExportState
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.mistakes import MistakesState
from distilstudio.gui.models.overlays import Overlays
from distilstudio.gui.models.pilot_state import PilotState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.replay import Replay
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_store import RunStore
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.waiting_runs import WaitingRuns
from distilstudio.gui.models.zip_state import ZipState


@dataclass
class States:
    """The models of the window."""

    project: Project
    run: RunModel
    settings: Settings
    background: Background
    store: RunStore
    overlays: Overlays
    proofs: ProofState
    exports: ExportState
    pilots: PilotState
    zips: ZipState
    mistakes: MistakesState
    replay: Replay
    waiting: WaitingRuns
    hub: HubState
    token: KeyringToken
    check: CheckState


def make_states(settings: Settings) -> States:
    """Every model as it is when the window opens."""
    project, run, background = Project(), RunModel(), Background()
    return States(
        project=project,
        run=run,
        settings=settings,
        background=background,
        store=RunStore(settings, background),
        overlays=Overlays(background),
        proofs=ProofState(),
        exports=ExportState(),
        pilots=PilotState(project),
        zips=ZipState(),
        mistakes=MistakesState(background),
        replay=Replay(run, background),
        waiting=WaitingRuns(),
        hub=HubState(),
        token=KeyringToken(),
        check=CheckState(project),
    )
