"""Offers to have a whole file answered: a quiet button, and files that are dropped on its page. Must not know: what is in files, who answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.drop_area import TEXT_FILES, dropped_path
from distilstudio.gui.widgets.drop_veil import DropVeil

RECIPE = ".toml"


class FileOffer(QPushButton):
    """`file_chosen` with a path. While the button is hidden nothing is offered, and what is dropped goes to the window as everywhere."""

    file_chosen = Signal(str)

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._veil = FileVeil(theme, page)
        self.setObjectName("try_file_button")
        self.setProperty("kind", "quiet")
        self.clicked.connect(self._on_clicked)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setText(self.tr("Answer a file…"))
        self.setToolTip(self.tr("The student answers every text of a file; or drop the file on this page."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dragged over the page."""
        if watched is self._page and event.type() == QEvent.Type.DragLeave:
            self._veil.hide()
        elif watched is self._page and isinstance(event, QDropEvent) and self._takes(event):
            event.acceptProposedAction()
            if isinstance(event, QDragEnterEvent):
                self._veil.cover()
            elif event.type() == QEvent.Type.Drop:
                self._veil.hide()
                self.file_chosen.emit(dropped_path(event))
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QDropEvent) -> bool:
        """A file that may hold texts; a recipe, a folder with a teacher and a saved dataset are the window's business."""
        path = Path(dropped_path(event))
        return self.isVisibleTo(self._page) and path.suffix.lower() != RECIPE and path.is_file()

    @Slot()
    def _on_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the file with the texts"))
        dialog.setObjectName("try_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Texts") + TEXT_FILES, self.tr("All files") + " (*)"])
        dialog.fileSelected.connect(self.file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class FileVeil(DropVeil):
    """Says what becomes of the file here."""

    def retranslate(self) -> None:
        """Set the words again."""
        self._words = self.tr("Let go to have the student answer every text of it")
        self.setAccessibleName(self._words)
