"""Says where a file was saved, and opens it. Must not know: what is in it, who has saved it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class SavedStrip(QFrame):
    """Where the file is, Open and Close. Hidden until `show_file`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self._opens = True
        self.setProperty("kind", "hint")
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)  # a folder's name may stand in it
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button, self.close_button = QPushButton(), QPushButton()
        self.open_button.setObjectName("saved_open_button")
        self.close_button.setObjectName("saved_close_button")
        for button in (self.open_button, self.close_button):
            button.setProperty("kind", "quiet")
        self.open_button.clicked.connect(self._on_open)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.close_button)
        self.retranslate()
        self.hide()

    def show_file(self, file: Path) -> None:
        """It was saved there."""
        self._file, self._opens = file, True
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Set every text again."""
        words = self.tr("Saved as {0}") if self._opens else self.tr("No program opens it here. It is saved as {0}")
        self.label.setText(words.format(self._file or ""))
        self.open_button.setText(self.tr("Open"))
        self.close_button.setText(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_open(self) -> None:
        self._opens = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
        self.retranslate()
