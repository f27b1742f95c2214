"""The command palette in the window: Ctrl+Shift+P opens it, what is chosen is run. Must not know: what a command does, how the palette looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, SignalInstance, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from distilstudio.gui.command_offers import CommandOffers
from distilstudio.gui.composing import Composing
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.commands import Command
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.command_palette import CommandPalette
from distilstudio.gui.widgets.drop_veil import DropVeil

KEYS = "Ctrl+Shift+P"
LOOK_AFTER_MS = 50
"""A run tells something many times a second, and each time another command may fit."""


class Commanding(QObject):
    """Lives with the window. Which commands were used last is kept in the settings."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        offers: CommandOffers,
        settings: Settings,
        changes: Sequence[SignalInstance],
        held: Callable[[], bool],
    ) -> None:
        """changes: after each of these other commands may make sense; pages tell it themselves. held: whether a mouse button is down."""
        super().__init__(window)
        self._window, self._offers, self._settings = window, offers, settings
        self._held, self._composing = held, Composing(self)
        body = window.centralWidget()
        assert body is not None
        self._palette = CommandPalette(theme, body)
        self._look_due = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._look_due.timeout.connect(self._on_look_due)
        shortcut = QShortcut(QKeySequence(KEYS), window)
        shortcut.activated.connect(self.toggle)
        self._palette.chosen.connect(self._on_chosen)
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_changed)
        for change in changes:
            change.connect(self._on_changed)

    @Slot()
    def toggle(self) -> None:
        """Open the palette, where nothing else has the keyboard or the mouse; close it again."""
        if self._palette.is_open:
            self._palette.dismiss()
        elif self._may_open():
            self._palette.open_with(self._commands(), self._settings.saved.recent_commands)

    def _may_open(self) -> bool:
        """Over a question or a menu Qt gives no shortcut to the window."""
        veil = self._window.findChild(DropVeil)
        dragged = self._held() or (veil is not None and veil.isVisible())
        return not dragged and not self._composing.is_on

    def _commands(self) -> list[Command]:
        return [offer.command for offer in self._offers.now()]

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        """Looked at anew: what was offered may be over by now."""
        offer = next((offer for offer in self._offers.now() if offer.command.key == key), None)
        if offer is not None:
            self._settings.remember_command(key)
            offer.run()

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        self._window.page(key).header_changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if self._palette.is_open and not self._look_due.isActive():
            self._look_due.start()

    @Slot()
    def _on_look_due(self) -> None:
        if self._palette.is_open:
            self._palette.show_commands(self._commands(), self._settings.saved.recent_commands)
