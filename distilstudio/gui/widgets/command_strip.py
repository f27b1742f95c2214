"""A command for the terminal, to read and to copy. Must not know: what it does."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget


class CommandStrip(QFrame):
    """A label, the command in a field that can be selected, Copy and Close. Hidden until `show_command`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "hint")
        self.label, self.edit = QLabel(), QLineEdit()
        self.edit.setObjectName("command_edit")
        self.edit.setReadOnly(True)
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.edit.setStyleSheet(f'QLineEdit {{ font-family: "{family}", monospace; }}')
        self.copy_button, self.close_button = QPushButton(), QPushButton()
        self.copy_button.setObjectName("copy_command_button")
        self.close_button.setObjectName("command_close_button")
        for button in (self.copy_button, self.close_button):
            button.setProperty("kind", "quiet")
        self.copy_button.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self.label)
        row.addWidget(self.edit, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.close_button)
        self.hide()

    def show_command(self, command: str) -> None:
        """Show the strip, the command from its beginning."""
        self.edit.setText(command)
        self.edit.setCursorPosition(0)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Set every text again."""
        self.label.setText(self.tr("The same in a terminal:"))
        self.edit.setAccessibleName(self.label.text())
        self.copy_button.setText(self.tr("Copy"))
        self.close_button.setText(self.tr("Close"))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.edit.text())
        self.copy_button.setText(self.tr("Copied"))
