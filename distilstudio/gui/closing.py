"""Leaving: asks once when a run would be lost, ends the engines, then lets the window go. Must not know: pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.session import Session
from distilstudio.worker.client import Client


class Closing(QObject):
    """`finish_requested` and `discard_requested`: what is to become of the run before the window closes."""

    finish_requested = Signal()
    discard_requested = Signal()

    def __init__(
        self, window: MainWindow, run: RunModel, client: Client, session: Session, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._run, self._client, self._session = window, run, client, session
        self._leaving = False
        self._question: QMessageBox | None = None
        window.close_asked.connect(self._on_close_asked)
        run.changed.connect(self._on_run_changed)
        client.closed.connect(self._on_closed)

    @property
    def question(self) -> QMessageBox | None:
        """The question, while it is asked."""
        return self._question

    @Slot()
    def _on_close_asked(self) -> None:
        if self._run.is_live and not self._leaving:
            self._ask()
        elif not self._run.is_live:
            self._leave()

    def _ask(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        box = QMessageBox(self._window)
        box.setObjectName("close_question")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("A run is under way"))
        box.setText(self.tr("Your student is still learning."))
        box.setInformativeText(self.tr("Finish now: the best student so far is kept and examined, then the window closes."))
        finish = box.addButton(self.tr("Finish now and close"), QMessageBox.ButtonRole.AcceptRole)
        finish.setObjectName("close_finish_button")
        discard = box.addButton(self.tr("Discard the run and close"), QMessageBox.ButtonRole.DestructiveRole)
        discard.setObjectName("close_discard_button")
        stay = box.addButton(self.tr("Keep training"), QMessageBox.ButtonRole.RejectRole)
        stay.setObjectName("close_cancel_button")
        box.setDefaultButton(finish)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(self._on_answered)
        self._question = box
        box.open()

    @Slot(QAbstractButton)
    def _on_answered(self, button: QAbstractButton) -> None:
        self._question = None
        choice = button.objectName()
        if choice == "close_cancel_button":
            return
        self._leaving = True
        if choice == "close_finish_button":
            self.finish_requested.emit()
        else:
            self.discard_requested.emit()
        self._on_run_changed()

    @Slot()
    def _on_run_changed(self) -> None:
        if self._leaving and not self._run.is_live:
            self._leave()

    def _leave(self) -> None:
        """Hide at once; the engines may take a moment to save."""
        self._leaving = True
        self._session.save()
        self._window.hide()
        self._client.shutdown()

    @Slot()
    def _on_closed(self) -> None:
        if self._leaving:
            self._window.close_now()
