"""Leaving: asks once what is to become of what goes on, ends the engines, then lets the window go. Must not know: pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from distilstudio.gui.figures import sentences
from distilstudio.gui.lost_words import Study, how_far, what_is_lost
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import Phase, RunModel
from distilstudio.gui.models.session import Session
from distilstudio.gui.tray import Tray
from distilstudio.worker.client import Client

LOOK_OUT_MS = 5000


class Closing(QObject):
    """Stopping here saves: the engine keeps the run as it stands, and the Start page offers it again. A proof run, a search for settings,
    an export or a zip file cannot be kept, so it is said what is lost."""

    def __init__(
        self,
        window: MainWindow,
        run: RunModel,
        client: Client,
        session: Session,
        tray: Tray,
        parent: QObject | None = None,
        studies: Sequence[Study] = (),
    ) -> None:
        super().__init__(parent)
        self._studies = studies
        self._window, self._run, self._client, self._session, self._tray = window, run, client, session, tray
        self._leaving = self._is_about_run = False
        self._question: QMessageBox | None = None
        self._look_out = QTimer(self)  # a panel may end while the window is in its tray, and nobody would find the window again
        self._look_out.setInterval(LOOK_OUT_MS)
        self._look_out.timeout.connect(self._on_look_out)
        window.close_asked.connect(self._on_close_asked)
        run.changed.connect(self._on_work_changed)
        for study in studies:
            study.changed.connect(self._on_work_changed)
        client.closed.connect(self._on_closed)
        tray.clicked.connect(self.come_back)
        tray.leave_requested.connect(self.leave)

    @property
    def is_leaving(self) -> bool:
        """Whether the program is on its way out: nothing new is to be begun."""
        return self._leaving

    @property
    def question(self) -> QMessageBox | None:
        """The question, while it is asked."""
        return self._question

    @Slot()
    def come_back(self) -> None:
        """Bring the window to the front from wherever it was kept."""
        window = self._window
        if self._leaving:
            return
        self._look_out.stop()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def leave(self) -> None:
        """Hide at once; the engines may take a moment to save."""
        if self._leaving:
            return
        self._leaving = True
        self._look_out.stop()
        self._session.save()
        self._tray.hide()
        self._window.hide()
        self._client.shutdown()

    @Slot()
    def _on_close_asked(self) -> None:
        if (self._run.is_live or self._busy()) and not self._leaving:
            self._ask()
        else:
            self.leave()

    def _busy(self) -> list[Study]:
        return [study for study in self._studies if study.is_busy]

    def _ask(self) -> None:
        self.come_back()
        if self._question is not None:
            self._question.raise_()
            return
        box = self._question = QMessageBox(self._window)
        box.setObjectName("close_question")
        box.setIcon(QMessageBox.Icon.Question)
        self._is_about_run = self._run.is_live
        stay = box.addButton(
            self.tr("Cancel") if self._is_about_run else self.tr("Keep the window"), QMessageBox.ButtonRole.RejectRole
        )
        stay.setObjectName("close_cancel_button")
        box.setEscapeButton(stay)
        if self._is_about_run:
            self._ask_about_run(box)
        else:
            self._ask_about_studies(box)
            box.setDefaultButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(self._on_answered)
        box.finished.connect(self._on_question_closed)
        box.open()

    def _ask_about_run(self, box: QMessageBox) -> None:
        box.setWindowTitle(self.tr("A run is under way"))
        paused = self._run.phase is Phase.PAUSED
        box.setText(self.tr("Your run is paused.") if paused else self.tr("Your student is still learning."))
        keep, words = self._keeping()
        saved = self.tr("Save and stop: the run is kept as it stands; go on with it at the next start.")
        box.setInformativeText("\n\n".join([words, saved, *map(what_is_lost, self._busy())]))
        first = box.addButton(keep, QMessageBox.ButtonRole.AcceptRole)
        first.setObjectName("close_keep_button")
        save = box.addButton(self.tr("Save and stop"), QMessageBox.ButtonRole.DestructiveRole)
        save.setObjectName("close_save_button")
        box.setDefaultButton(first)

    def _ask_about_studies(self, box: QMessageBox) -> None:
        box.setWindowTitle(self.tr("Something is under way"))
        self._say_how_far(box)
        box.setInformativeText("\n\n".join(map(what_is_lost, self._busy())))
        lose = box.addButton(self.tr("Close and lose it"), QMessageBox.ButtonRole.DestructiveRole)
        lose.setObjectName("close_lose_button")

    def _say_how_far(self, box: QMessageBox) -> None:
        box.setText(sentences(*map(how_far, self._busy()), self.tr("Close and lose it?")))

    def _keeping(self) -> tuple[str, str]:
        """How the run can go on without the window in the way: the button's words and what comes of it."""
        if self._tray.is_there:
            return (
                self.tr("Keep training in the tray"),
                self.tr("In the tray: the window goes away and the run goes on. A click on the icon in the tray brings it back."),
            )
        return (
            self.tr("Keep training, minimised"),
            self.tr("This desktop has no tray, so the window stays in the task bar, minimised, and the run goes on."),
        )

    @Slot(QAbstractButton)
    def _on_answered(self, button: QAbstractButton) -> None:
        match button.objectName():
            case "close_save_button" | "close_lose_button":
                self.leave()
            case "close_keep_button" if self._tray.is_there:
                self._tray.show()
                self._window.hide()
                self._look_out.start()
            case "close_keep_button":
                self._window.showMinimized()

    @Slot(int)
    def _on_question_closed(self, _result: int) -> None:
        self._question = None

    @Slot()
    def _on_work_changed(self) -> None:
        """What it was about has come to its end by itself: nothing is left to ask, and its result is there to be seen."""
        box = self._question
        if box is None:
            return
        if not (self._run.is_live if self._is_about_run else self._busy()):
            box.close()
        elif not self._is_about_run:
            self._say_how_far(box)

    @Slot()
    def _on_look_out(self) -> None:
        if not self._tray.is_there:
            self.come_back()

    @Slot()
    def _on_closed(self) -> None:
        if self._leaving:
            self._window.close_now()
