"""How each page of the window is made. Must not know: what pages do, how they are wired."""

from __future__ import annotations

from distilstudio.gui.main_window import PageMaker
from distilstudio.gui.pages.page import Page
from distilstudio.gui.pages.settings import SettingsPage
from distilstudio.gui.pages.start import StartPage
from distilstudio.gui.states import States
from distilstudio.gui.theme import Theme


def page_makers(states: States, theme: Theme) -> dict[str, PageMaker]:
    """How each page is made, in the order of the rail. Pages with plots are imported when they are made: pyqtgraph takes a while."""

    def data() -> Page:
        from distilstudio.gui.pages.data import DataPage

        return DataPage(states.project, theme, states.hub)

    def teacher() -> Page:
        from distilstudio.gui.pages.teacher import TeacherPage

        return TeacherPage(states.project, theme, states.settings, states.hub, states.check)

    def recipe() -> Page:
        from distilstudio.gui.pages.recipe import RecipePage

        return RecipePage(states.project, theme, states.pilots)

    def train() -> Page:
        from distilstudio.gui.pages.train import TrainPage

        return TrainPage(theme, states.run, states.replay, states.waiting)

    def export() -> Page:
        from distilstudio.gui.pages.export import ExportPage

        return ExportPage(theme, states.zips)

    def try_it() -> Page:
        from distilstudio.gui.pages.try_it import TryPage

        return TryPage(theme)

    def compare() -> Page:
        from distilstudio.gui.pages.compare import ComparePage

        return ComparePage(theme, states.store, states.overlays, states.run, states.proofs, states.exports, states.mistakes)

    return {
        "start": lambda: StartPage(states.settings, theme),
        "data": data,
        "teacher": teacher,
        "recipe": recipe,
        "train": train,
        "try": try_it,
        "compare": compare,
        "export": export,
        "settings": lambda: SettingsPage(states.settings, theme, states.hub, states.token, states.store),
    }
