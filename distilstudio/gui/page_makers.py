"""How each page of the window is made. Must not know: what pages do, how they are wired."""

from __future__ import annotations

from distilstudio.gui.keyring_token import KeyringToken
from distilstudio.gui.main_window import PageMaker
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
from distilstudio.gui.pages.page import Page
from distilstudio.gui.pages.settings import SettingsPage
from distilstudio.gui.pages.start import StartPage
from distilstudio.gui.theme import Theme


def page_makers(
    settings: Settings,
    project: Project,
    run: RunModel,
    theme: Theme,
    store: RunStore,
    overlays: Overlays,
    replay: Replay,
    waiting: WaitingRuns,
    hub: HubState,
    token: KeyringToken,
    check: CheckState,
    proofs: ProofState,
    exports: ExportState,
    pilots: PilotState,
    zips: ZipState,
    mistakes: MistakesState,
) -> dict[str, PageMaker]:
    """How each page is made, in the order of the rail. Pages with plots are imported when they are made: pyqtgraph takes a while."""

    def data() -> Page:
        from distilstudio.gui.pages.data import DataPage

        return DataPage(project, theme, hub)

    def teacher() -> Page:
        from distilstudio.gui.pages.teacher import TeacherPage

        return TeacherPage(project, theme, settings, hub, check)

    def recipe() -> Page:
        from distilstudio.gui.pages.recipe import RecipePage

        return RecipePage(project, theme, pilots)

    def train() -> Page:
        from distilstudio.gui.pages.train import TrainPage

        return TrainPage(theme, run, replay, waiting)

    def export() -> Page:
        from distilstudio.gui.pages.export import ExportPage

        return ExportPage(theme, zips)

    def try_it() -> Page:
        from distilstudio.gui.pages.try_it import TryPage

        return TryPage(theme)

    def compare() -> Page:
        from distilstudio.gui.pages.compare import ComparePage

        return ComparePage(theme, store, overlays, run, proofs, exports, mistakes)

    return {
        "start": lambda: StartPage(settings, theme),
        "data": data,
        "teacher": teacher,
        "recipe": recipe,
        "train": train,
        "try": try_it,
        "compare": compare,
        "export": export,
        "settings": lambda: SettingsPage(settings, theme, hub, token, store),
    }
