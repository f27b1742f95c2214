"""“Run X stopped at 62 %.” with a button that goes on with it. Hidden where there is none. Must not know: files, the engine."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from distilstudio.gui.figures import percent
from distilstudio.gui.theme import Theme


class StoppedRunCard(QFrame):
    """Shown by `set_run`, hidden by `clear`."""

    continue_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._run: tuple[str, float] | None = None
        self.setObjectName("stopped_run_card")
        self.setProperty("kind", "notice")
        self._sign, self._words = QLabel(), QLabel()
        self._words.setObjectName("stopped_run_words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.continue_button = QPushButton()
        self.continue_button.setObjectName("continue_run_button")
        self.continue_button.clicked.connect(self.continue_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(12)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.continue_button)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.retranslate()
        self.hide()

    def set_run(self, name: str, share: float) -> None:
        """Offer to go on with this run, so far done (0..1)."""
        self._run = (name, share)
        self.retranslate()
        self.show()

    def clear(self) -> None:
        """There is nothing to go on with."""
        self._run = None
        self.hide()

    def retranslate(self) -> None:
        """Set every text again."""
        self.continue_button.setText(self.tr("Continue"))
        self.continue_button.setToolTip(self.tr("Go on where the run was saved; nothing of it is lost"))
        if self._run is not None:
            name, share = self._run
            self._words.setText(self.tr("The run “{name}” stopped at {share}.").format(name=name, share=percent(share)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_theme_changed(self) -> None:
        side = self._theme.px(18)
        self._sign.setPixmap(self._theme.icon("play", self._theme.tokens.warn).pixmap(side, side))
