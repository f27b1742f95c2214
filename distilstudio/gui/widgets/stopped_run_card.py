"""“Run X stopped at 62 %.” with a button that goes on with it, a line for each such run. Must not know: files, the engine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import percent
from distilstudio.gui.theme import Theme

SHOWN_AT_FIRST = 2
"""More lines would push the page's own cards away."""


class _Line(QWidget):
    """One run."""

    continue_requested = Signal(int)

    def __init__(self, theme: Theme, place: int, run: tuple[str, float]) -> None:
        super().__init__()
        self._theme, self._place, self._run = theme, place, run
        number = f"_{place}" if place else ""
        self._sign, self._words = QLabel(), QLabel()
        self._words.setObjectName(f"stopped_run_words{number}")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.button = QPushButton()
        self.button.setObjectName(f"continue_run_button{number}")
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.button)
        self.retranslate()
        self.draw()

    def retranslate(self) -> None:
        name, share = self._run
        self.button.setText(self.tr("Continue"))
        self.button.setToolTip(self.tr("Go on where the run was saved; nothing of it is lost"))
        self.button.setAccessibleName(self.tr("Continue “{name}”").format(name=name))
        self._words.setText(self.tr("The run “{name}” stopped at {share}.").format(name=name, share=percent(share)))

    def draw(self) -> None:
        side = self._theme.px(18)
        self._sign.setPixmap(self._theme.icon("play", self._theme.tokens.warn).pixmap(side, side))

    @Slot()
    def _on_clicked(self) -> None:
        self.continue_requested.emit(self._place)


class StoppedRunCard(QFrame):
    """Shown by `set_runs` while there are any. `continue_requested`: the place of the run in what was set."""

    continue_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: list[tuple[str, float]] = []
        self._lines: list[_Line] = []
        self.setObjectName("stopped_run_card")
        self.setProperty("kind", "notice")
        self.more_button = QPushButton()
        self.more_button.setObjectName("more_stopped_runs_button")
        self.more_button.setProperty("kind", "quiet")
        self.more_button.clicked.connect(self._on_more)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 10, 12, 10)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()
        self.hide()

    def set_runs(self, runs: Sequence[tuple[str, float]]) -> None:
        """Offer to go on with these runs: each one's name, and how far it is done (0..1)."""
        if list(runs) != self._runs:
            self._runs = list(runs)
            self._show_lines(SHOWN_AT_FIRST)
        self.setVisible(bool(runs))

    def retranslate(self) -> None:
        """Set every text again."""
        self.more_button.setText(self.tr("Show all {count} stopped runs").format(count=len(self._runs)))
        for line in self._lines:
            line.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_lines(self, most: int) -> None:
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_Line(self._theme, place, run) for place, run in enumerate(self._runs[:most])]
        for place, line in enumerate(self._lines):
            line.continue_requested.connect(self.continue_requested)
            self._layout.insertWidget(place, line)
            line.show()
        self.more_button.setVisible(len(self._runs) > most)
        self.retranslate()

    @Slot()
    def _on_more(self) -> None:
        self._show_lines(len(self._runs))

    @Slot()
    def _on_theme_changed(self) -> None:
        for line in self._lines:
            line.draw()
