"""The icon in the desktop's tray: brings a hidden window back, and holds, continues or saves its run meanwhile.

Must not know: pages, the client; it asks by signals.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from distilstudio import places
from distilstudio.gui.models.run import Phase, RunModel


class Tray(QObject):
    """`clicked` is the icon's or its message's; `words` gives how the run stands, for the tool tip."""

    clicked = Signal()
    pause_requested = Signal(bool)
    leave_requested = Signal()

    def __init__(self, window: QWidget, run: RunModel, words: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._run, self._words = window, run, words
        self.menu = QMenu(window)
        self.menu.setObjectName("tray_menu")
        self._open, self._pause, self._leave = self._action("tray_open"), self._action("tray_pause"), self._action("tray_leave")
        self._open.triggered.connect(self.clicked)
        self._pause.triggered.connect(self._on_pause)
        self._leave.triggered.connect(self.leave_requested)
        self.icon = QSystemTrayIcon(QIcon(str(places.resources() / "icons" / "logo.svg")), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self.clicked)
        run.changed.connect(self._on_run_changed)
        window.installEventFilter(self)
        self.retranslate()

    @property
    def is_there(self) -> bool:
        """Whether this desktop has a tray now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Put the icon into the tray, where there is one."""
        if self.is_there:
            self.icon.show()
            self._show_words()

    def hide(self) -> None:
        """Take it away."""
        self.icon.hide()

    def say(self, title: str, text: str) -> None:
        """Show a message beside the icon, without a sound of ours."""
        self.show()
        self.icon.showMessage(title, text, self.icon.icon())

    def retranslate(self) -> None:
        """Set every text again."""
        self._open.setText(self.tr("Show the window"))
        self._show_words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's language; a window that is in front needs no icon unless its run goes on."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.WindowActivate and not self._run.is_live:
            self.hide()
        return super().eventFilter(watched, event)

    def _action(self, name: str) -> QAction:
        action = self.menu.addAction("")
        action.setObjectName(name)
        return action

    def _show_words(self) -> None:
        run = self._run
        paused = run.phase is Phase.PAUSED
        self._pause.setText(self.tr("Continue") if paused else self.tr("Pause"))
        self._pause.setVisible(run.is_live)
        self._pause.setEnabled(run.phase in (Phase.RUNNING, Phase.PAUSED))
        self._leave.setText(self.tr("Save, stop and quit") if run.is_live else self.tr("Quit"))
        if self.icon.isVisible():
            self.icon.setToolTip(self._words())

    @Slot()
    def _on_run_changed(self) -> None:
        if not self.icon.isVisible():
            return
        self._show_words()
        if not self._run.is_live and self._window.isActiveWindow():
            self.hide()

    @Slot()
    def _on_pause(self) -> None:
        self.pause_requested.emit(self._run.phase is not Phase.PAUSED)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.clicked.emit()
