"""A download under way: how far, how fast, pause, go on, cancel. Must not know: what is downloaded, from where."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import duration, megabytes
from distilstudio.gui.models.hub import HubState
from distilstudio.gui.widgets.calm_bar import CalmBar

STEPS = 1000


class DownloadRow(QFrame):
    """Hidden while nothing is downloaded."""

    pause_requested = Signal()
    continue_requested = Signal(str)
    cancel_requested = Signal()

    def __init__(self, state: HubState, name: str = "download", parent: QWidget | None = None) -> None:
        """name: begins the names of the row and its buttons, so that those of two pages are not taken for each other."""
        super().__init__(parent)
        self._state = state
        self.setObjectName(f"{name}_row")
        self.setProperty("kind", "hint")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self.pause_button, self.cancel_button = QPushButton(), QPushButton()
        self.pause_button.setObjectName(f"{name}_pause_button")
        self.cancel_button.setObjectName(f"{name}_cancel_button")
        self.pause_button.clicked.connect(self._on_pause)
        self.cancel_button.clicked.connect(self.cancel_requested)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(12)
        layout.addLayout(column, 1)
        layout.addWidget(self.pause_button)
        layout.addWidget(self.cancel_button)
        state.changed.connect(self._on_changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        state = self._state
        self.setVisible(state.download != "none")
        rests = state.download == "paused"
        self.pause_button.setText(self.tr("Continue") if rests else self.tr("Pause"))
        self.cancel_button.setText(self.tr("Cancel"))
        for button in (self.pause_button, self.cancel_button):
            button.setEnabled(state.download in ("running", "paused"))
        self.words.setText(self._words())
        self.bar.setAccessibleName(self.tr("Download"))
        self.bar.setAccessibleDescription(self.words.text())
        now = state.progress
        self.bar.setRange(0, STEPS if now is not None and now.total else 0)
        if now is not None and now.total:
            self.bar.setValue(STEPS * now.done // now.total)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _words(self) -> str:
        state, now = self._state, self._state.progress
        if now is None:
            if state.download == "stopping":
                return self.tr("{0} · stopping…").format(state.model)
            return self.tr("{0}: asking the Hub…").format(state.model)
        amount = self.tr("{0}: {1} of {2}").format(state.model, megabytes(now.done / 1e6), megabytes(now.total / 1e6))
        if state.download == "stopping":
            return self.tr("{0} · stopping…").format(amount)
        if state.download == "paused":
            return self.tr("{0} · paused, what has come is kept").format(amount)
        if now.bytes_per_second <= 0:
            return amount
        left = duration((now.total - now.done) / now.bytes_per_second)
        return self.tr("{0} · {1} a second · about {2} left").format(amount, megabytes(now.bytes_per_second / 1e6), left)

    @Slot(str)
    def _on_changed(self, part: str) -> None:
        if part == "download":
            self.retranslate()

    @Slot()
    def _on_pause(self) -> None:
        if self._state.download == "paused":
            self.continue_requested.emit(self._state.model)
        else:
            self.pause_requested.emit()
