"""One form of the student: what it is for, what was measured, its example, and buttons to open, copy and pack it.

Must not know: how it was made, how it is packed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from distilstudio.gui.figures import unbroken
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.busy_button import BusyButton
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.code_view import CodeView
from distilstudio.gui.widgets.flow_row import FlowRow

EXAMPLE = "example.py"
"""The program beside each form that shows its use."""


class ExportCard(Card):
    """Titles and notes by kind: "transformers", "onnx", "onnx-int8". What is requested carries the form's folder."""

    open_requested = Signal(object)
    zip_requested = Signal(object)

    def __init__(self, kind: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"export_card_{kind}")
        self._kind, self._theme = kind, theme
        self._folder: Path | None = None
        self.facts, self.warning, self.packed = QLabel(), QLabel(), QLabel()
        self.example_note, self.example = QLabel(), CodeView()
        self.open_button, self.copy_button, self.zip_button = QPushButton(), QPushButton(), BusyButton()
        self._build()
        self.open_button.clicked.connect(self._on_open_clicked)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.zip_button.clicked.connect(self._on_zip_clicked)
        theme.changed.connect(self._paint)
        self._paint()
        self.retranslate()
        self.show_none()

    @property
    def folder(self) -> Path | None:
        """Where the form is; None where it is not."""
        return self._folder

    def show_form(self, folder: Path, facts: Sequence[str], warning: str) -> None:
        """The form is there."""
        self._folder = folder
        self.facts.setText(unbroken("\n".join(facts)))
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        try:
            example = (folder / EXAMPLE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):  # a run of an earlier version has none
            example = ""
        if example.rstrip() != self.example.toPlainText():  # who reads it stays at the line that is being read
            self.example.setPlainText(example.rstrip())
        self.example_note.setVisible(bool(example))
        self.example.setVisible(bool(example))
        self.copy_button.setVisible(bool(example))
        self.open_button.setVisible(True)
        self.zip_button.setVisible(True)

    def show_zip(self, is_packing: bool, file: Path | None) -> None:
        """Whether the form's folder is being packed now, and the zip file that was made of it; None: none was."""
        self.zip_button.set_busy(is_packing)
        self._name_zip_button()
        self.say(self.tr("Packed: {0}").format(file) if file is not None else "")

    def say(self, words: str) -> None:
        """A line below the buttons; "" takes it away."""
        self.packed.setText(words)
        self.packed.setVisible(bool(words))

    def show_none(self, why: str = "") -> None:
        """The form is not there. why: in other words than that it was not made yet."""
        self._folder = None
        self.facts.setText(why or self.tr("Not made yet."))
        for widget in (
            self.warning,
            self.example_note,
            self.example,
            self.copy_button,
            self.open_button,
            self.zip_button,
            self.packed,
        ):
            widget.setVisible(False)

    def retranslate(self) -> None:
        """Set every text again."""
        titles = {
            "transformers": self.tr("The student’s folder"),
            "onnx": self.tr("ONNX"),
            "onnx-int8": self.tr("ONNX int8"),
        }
        notes = {
            "transformers": self.tr(
                "For a program in Python, which reads it with the free library transformers. It can be trained on, too."
            ),
            "onnx": self.tr(
                "For a web service, a phone or any other program: one file that gives the same answers and needs no Python."
            ),
            "onnx-int8": self.tr(
                "The smallest, and usually the fastest: the same file with its numbers rounded, so an answer may differ now and then."
            ),
        }
        self.set_title(titles[self._kind])
        self.set_note(notes[self._kind])
        self.open_button.setText(self.tr("Open folder"))
        self.copy_button.setText(self.tr("Copy code"))
        self._name_zip_button()
        self.example_note.setText(self.tr("For whoever programs with it; to be run inside this folder:"))
        self.example.setAccessibleName(self.tr("Example program: {0}").format(titles[self._kind]))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language; what is said of the form is set by the page."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_zip_button(self) -> None:
        packing = self.zip_button.is_busy
        self.zip_button.setText(self.tr("Packing …") if packing else self.tr("Make a zip file"))
        self.zip_button.setToolTip("" if packing else self.tr("Pack the folder into one file, to send it or to keep it"))

    def _build(self) -> None:
        for label in (self.facts, self.warning, self.packed):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)  # a folder's name may stand in it
        for label in (self.packed, self.example_note):
            label.setProperty("kind", "note")
        self.example_note.setWordWrap(True)
        self.packed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = FlowRow(8, 8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.zip_button)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.example_note)
        self.body.addWidget(self.example)
        self.body.addLayout(buttons)
        self.body.addWidget(self.packed)
        self.body.addStretch(1)

    @Slot()
    def _on_open_clicked(self) -> None:
        self.open_requested.emit(self._folder)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.example.toPlainText())

    @Slot()
    def _on_zip_clicked(self) -> None:
        if not self.zip_button.is_busy:
            self.zip_requested.emit(self._folder)

    @Slot()
    def _paint(self) -> None:
        self.warning.setStyleSheet(f"color: {self._theme.tokens.warn};")
        code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        code.setPixelSize(self._theme.font("note").pixelSize())
        self.example.setFont(code)
