"""Demo mode: the page fills the screen and the text is large, so that a room full of people can read it. Must not know: the settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.theme import Theme

LARGE_PERCENT = 150
KEY = "F11"


class Demo(QObject):
    """F11 begins and ends it, Escape ends it. own_percent: the person's own text size, which is never changed here, and may be meanwhile."""

    def __init__(self, window: MainWindow, theme: Theme, own_percent: Callable[[], int]) -> None:
        super().__init__(window)
        self._window, self._theme, self._own_percent = window, theme, own_percent
        self._was_maximized = False
        toggle = QShortcut(QKeySequence(KEY), window)
        toggle.activated.connect(self.toggle)
        self._escape = QShortcut(QKeySequence("Esc"), window)
        self._escape.activated.connect(self.toggle)
        self._escape.setEnabled(False)
        window.page_made.connect(self._on_page_made)

    @property
    def is_on(self) -> bool:
        """Whether the page fills the screen."""
        return self._escape.isEnabled()

    @Slot()
    def toggle(self) -> None:
        """Begin, or end and put everything back."""
        begins = not self.is_on
        self._escape.setEnabled(begins)
        self._window.rail.setVisible(not begins)
        if begins:
            self._was_maximized = self._window.isMaximized()
            self._theme.set_text_percent(max(LARGE_PERCENT, self._own_percent()))
            self._window.showFullScreen()
        else:
            self._theme.set_text_percent(self._own_percent())
            if self._was_maximized:
                self._window.showMaximized()
            else:
                self._window.showNormal()

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        if key == "train":
            button = self._window.page(key).findChild(QPushButton, "demo_button")
            assert button is not None
            button.clicked.connect(self.toggle)
