"""The question before the trash is emptied: what is freed, and that nothing brings it back. Must not know: files."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from distilstudio.gui.figures import megabytes
from distilstudio.gui.models.run_store import RunStore


class TrashQuestion(QMessageBox):
    """Deleting is `delete_button`, beside which keeping is the usual answer. Goes away by itself."""

    def __init__(self, size_mb: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_trash_question")
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(self.tr("Empty the trash?"))
        self.setText(self.tr("Delete the runs in the trash for good?"))
        self.setInformativeText(self.tr("This frees {size}. They cannot be brought back.").format(size=megabytes(size_mb)))
        self.delete_button = self.addButton(self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        self.delete_button.setObjectName("empty_trash_yes_button")
        keep = self.addButton(self.tr("Keep them"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(keep)
        self.setEscapeButton(keep)
        self.finished.connect(self.deleteLater)


def ask_to_empty(store: RunStore, parent: QWidget) -> None:
    """Open the question; where the person says so, what is in the trash is deleted."""
    question = TrashQuestion(sum(run.size for run in store.trashed) / 1e6, parent)
    question.delete_button.clicked.connect(store.empty_trash)
    question.open()
