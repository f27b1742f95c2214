"""Between the Hub and the window: asks the client, feeds the state, keeps the engine's way to the Hub as the settings say.

Must not know: how anything looks, how the Hub is spoken to.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Slot

from distilstudio.gui.keyring_token import KeyringToken
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.models.project import Project
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.widgets.dataset_search import DatasetSearch
from distilstudio.gui.widgets.hub_search import HubSearch
from distilstudio.gui.widgets.hub_settings import HubSettings
from distilstudio.protocol.hub import HubAccess, HubAnswer
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Task
from distilstudio.worker.client import Client

KINDS = ("search", "datasets", "dataset", "download", "connection", "cache")
_SETTINGS = ("hub_endpoint", "hub_proxy", "offline")


class HubLink(QObject):
    """Everything it holds belongs to others."""

    def __init__(
        self, window: MainWindow, client: Client, state: HubState, settings: Settings, token: KeyringToken, project: Project
    ) -> None:
        super().__init__(window)
        self._project = project
        self._window, self._client, self._state, self._settings, self._token = window, client, state, settings, token
        self._access = HubAccess()
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)
        client.hub_answered.connect(self._on_answered)
        client.problem_raised.connect(self._on_problem)
        settings.changed.connect(self._on_settings_changed)
        token.changed.connect(self._use_access)
        state.arrived.connect(self._on_arrived)
        self._use_access()

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        """The Hub's parts of the pages name their wishes by signals."""
        page = self._window.page(key)
        search, reach = page.findChild(HubSearch), page.findChild(HubSettings)
        if isinstance(search, HubSearch):
            search.search_requested.connect(self._on_search)
            search.download_requested.connect(self._on_download)
            search.pause_requested.connect(self._on_pause)
            search.cancel_requested.connect(self._on_cancel)
        texts = page.findChild(DatasetSearch)
        if isinstance(texts, DatasetSearch):
            texts.search_requested.connect(self._on_search_datasets)
            texts.describe_requested.connect(self._on_describe)
            texts.download_requested.connect(self._on_download_dataset)
            texts.pause_requested.connect(self._on_pause)
            texts.cancel_requested.connect(self._on_cancel)
        if isinstance(reach, HubSettings):
            reach.test_requested.connect(self._on_test)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        """The keyring may ask the person to unlock it, so it is opened only where the token matters."""
        if key in ("teacher", "settings"):
            self._token.load()
        if key == "settings":
            self._client.measure_cache()

    @Slot()
    def _use_access(self) -> None:
        saved = self._settings.saved
        access = HubAccess(endpoint=saved.hub_endpoint, token=self._token.value, proxy=saved.hub_proxy, offline=saved.offline)
        if access != self._access:
            self._access = access
            self._client.use_hub(access)
            self._state.forget_test()

    @Slot(str)
    def _on_settings_changed(self, name: str) -> None:
        if name in _SETTINGS:
            self._use_access()

    @Slot(str, str, str, int, str)
    def _on_search(self, task: str, words: str, language: str, most_parameters: int, licence: str) -> None:
        self._state.begin_search()
        self._client.search_hub(cast(Task, task), words, language, most_parameters, licence)

    @Slot(str)
    def _on_search_datasets(self, words: str) -> None:
        self._token.load()
        self._state.begin_datasets()
        self._client.search_datasets(self._project.recipe.task, words)

    @Slot(str)
    def _on_describe(self, name: str) -> None:
        self._token.load()
        self._state.begin_datasets(name)
        self._client.describe_dataset(name)

    @Slot(str, str, str)
    def _on_download_dataset(self, name: str, config: str, split: str) -> None:
        self._state.begin_download(name, (config, split))
        self._client.download_dataset(name, config, split)

    @Slot(str)
    def _on_download(self, model: str) -> None:
        if model == self._state.model and self._state.part is not None:
            self._on_download_dataset(model, *self._state.part)
            return
        self._state.begin_download(model)
        self._client.download_model(model)

    @Slot()
    def _on_pause(self) -> None:
        self._state.begin_stop()
        self._client.stop_download(self._state.model, "pause")

    @Slot()
    def _on_cancel(self) -> None:
        """Half a file of a download that rests is thrown away too; nothing answers for that one."""
        self._client.stop_download(self._state.model, "cancel")
        if self._state.download == "paused":
            self._state.forget_download()
        else:
            self._state.begin_stop()

    @Slot()
    def _on_test(self) -> None:
        self._state.begin_test()
        self._client.test_connection()

    @Slot(object)
    def _on_answered(self, answer: object) -> None:
        self._state.take(cast(HubAnswer, answer))

    @Slot(object, object)
    def _on_problem(self, told: object, kind: object) -> None:
        if kind in KINDS:
            self._state.take_problem(cast(Problem, told), str(kind))

    @Slot(str)
    def _on_arrived(self, _model: str) -> None:
        self._client.measure_cache()
