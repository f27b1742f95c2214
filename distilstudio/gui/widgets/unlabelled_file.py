"""Texts that nobody labelled, from a file of their own: what they are for, and a way to add and remove them. Must not know: what is in files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from distilstudio.gui.widgets.drop_area import TEXT_FILES


class UnlabelledFile(QWidget):
    """`chosen` with the path of a file; "" where it is to be left out again."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._words = QLabel()
        self._words.setProperty("kind", "note")
        self._words.setWordWrap(True)
        self.add_button, self.remove_button = QPushButton(), QPushButton()
        self.add_button.setObjectName("unlabelled_add_button")
        self.remove_button.setObjectName("unlabelled_remove_button")
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        self.retranslate()

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def show_file(self, path: str) -> None:
        """The file that was added; empty: none."""
        self._path = path
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        name = Path(self._path).name
        self._words.setText(
            self.tr("Texts without labels: {0}. The teacher labels them, and the student learns from its answers.").format(name)
            if self._path
            else self.tr(
                "More texts of the same kind, without labels? The teacher labels them, and the student learns from them too."
            )
        )
        self.add_button.setText(self.tr("Another file…") if self._path else self.tr("Add texts without labels…"))
        self.remove_button.setText(self.tr("Leave out"))
        self.remove_button.setAccessibleName(self.tr("Leave out the texts without labels"))
        self.remove_button.setVisible(bool(self._path))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_add(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the file with texts without labels"))
        dialog.setObjectName("unlabelled_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Texts") + TEXT_FILES, self.tr("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    @Slot()
    def _on_remove(self) -> None:
        self.chosen.emit("")
