"""Tells of a run's end when the window is not in front: a notification without a sound, and marks that stay until it is seen.

Must not know: pages' widgets, the client.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication

from distilstudio.gui.desktop_notes import show_note
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.tray import Tray


class Notifying(QObject):
    """`send` is how a note gets to the desktop where there is no tray."""

    def __init__(self, window: MainWindow, run: RunModel, tray: Tray, send: Callable[[str, str], bool] = show_note) -> None:
        super().__init__(window)
        self._window, self._run, self._tray, self._send = window, run, tray, send
        self._watched = ""
        run.changed.connect(self._on_run_changed)
        tray.clicked.connect(self._on_clicked)
        window.page_shown.connect(self._on_page_shown)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window in front is seen: its title needs no mark any more, and the page no dot."""
        if event.type() == QEvent.Type.WindowActivate:
            self._window.setWindowTitle("DistilStudio")
            if self._window.current == "train":
                self._window.rail.button("train").set_marked(False)
        return super().eventFilter(watched, event)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self._run
        if run.is_live:
            self._watched = run.run_id
        elif run.run_id == self._watched:
            self._watched = ""
            # Of a run that was discarded or saved for later, which has no report, the person knows.
            if run.phase is Phase.FAILED or run.report is not None:
                self._tell()

    def _tell(self) -> None:
        window = self._window
        in_front = window.isActiveWindow()
        if not in_front or window.current != "train":
            window.rail.button("train").set_marked(True)
        if in_front:
            return
        title, text = self._words()
        if self._tray.is_there:
            self._tray.say(title, text)
        else:
            self._send(title, text)
        window.setWindowTitle(f"● {title} – DistilStudio")
        QApplication.alert(window)

    def _words(self) -> tuple[str, str]:
        told = self._run.problem
        if self._run.phase is Phase.FAILED:
            return self.tr("The run ended early"), problem_texts(told).what if told is not None else ""
        return self.tr("Your student is ready"), self._window.page("train").title()

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        if key == "train":
            self._window.rail.button("train").set_marked(False)

    @Slot()
    def _on_clicked(self) -> None:
        """The icon or the message was clicked: the window comes back, at the page that has the news."""
        if self._window.rail.button("train").is_marked:
            self._window.show_page("train")
