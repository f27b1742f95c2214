"""The bar above a run that is played again: a badge, whose run it is, how far, how fast, and the way out. Must not know: the journal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from distilstudio.gui.figures import duration
from distilstudio.gui.models.replay import SPEEDS, Replay
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.flow_row import FlowRow

LEAST_NAME = 120


class ReplayBar(QFrame):
    """Shown while there is a replay. `demo_button` is connected outside."""

    def __init__(self, replay: Replay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replay_bar")
        self.setProperty("kind", "hint")
        self._replay = replay
        self.badge = QLabel()
        self.badge.setObjectName("replay_badge")
        self.badge.setProperty("kind", "badge")
        self.name = ElidedLabel()
        self.progress = CalmBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.time = QLabel()
        self.time.setProperty("kind", "note")
        self.speeds = QButtonGroup(self)
        self.demo_button, self.again_button, self.stop_button = QPushButton(), QPushButton(), QPushButton()
        self.demo_button.setObjectName("demo_button")
        self.again_button.setObjectName("replay_again_button")
        self.stop_button.setObjectName("replay_stop_button")
        self._build()
        self.again_button.clicked.connect(self._on_again)
        self.stop_button.clicked.connect(replay.stop)
        self.speeds.idClicked.connect(replay.set_speed)
        replay.changed.connect(self._on_changed)
        replay.moved.connect(self._on_moved)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.badge.setText(self.tr("Replay"))
        self.demo_button.setText(self.tr("Full screen"))
        self.demo_button.setToolTip(self.tr("Demo mode: the page fills the screen, with large type (F11)"))
        self.again_button.setText(self.tr("Once more"))
        self.stop_button.setText(self.tr("Stop"))
        for speed in SPEEDS:
            self.speeds.button(speed).setToolTip(self.tr("{0} times as fast as it was").format(speed))
        self.progress.setAccessibleName(self.tr("How far the replay is"))
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        # Which run, and how far: where there is no room for that beside the buttons, they stand below it.
        told = QWidget()
        told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(told)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.name.setMinimumWidth(LEAST_NAME)
        self.progress.setMinimumWidth(LEAST_NAME // 2)
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.name, 2)
        line.addWidget(self.progress, 3)
        line.addWidget(self.time)
        row = FlowRow(12, 4, even=True)
        row.addWidget(told)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for speed in SPEEDS:
            button = QPushButton(f"{speed}×")
            button.setObjectName(f"replay_speed_{speed}")
            button.setCheckable(True)
            button.setProperty("kind", "toggle")
            self.speeds.addButton(button, speed)
            buttons.addWidget(button)
        for button in (self.demo_button, self.again_button, self.stop_button):
            button.setProperty("kind", "quiet")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            buttons.addWidget(button)
        row.insert_layout(1, buttons)
        around = QVBoxLayout(self)
        around.setContentsMargins(12, 6, 6, 6)
        around.addLayout(row)

    @Slot()
    def _on_changed(self) -> None:
        record = self._replay.record
        self.setVisible(record is not None)
        if record is None:
            return
        self.name.set_text(record.name)
        self.speeds.button(self._replay.speed).setChecked(True)
        self.again_button.setEnabled(self._replay.is_over)
        self.setAccessibleName(self.tr("Replay of {0}").format(record.name))
        self._on_moved()

    @Slot()
    def _on_moved(self) -> None:
        whole, second = self._replay.seconds, self._replay.second
        self.progress.setValue(round(1000 * second / whole) if whole else 0)
        words = self.tr("{0} of {1}").format(duration(second), duration(whole)) if whole else self.tr("Reading…")
        self.time.setText(words)
        self.progress.setAccessibleDescription(words)

    @Slot()
    def _on_again(self) -> None:
        record = self._replay.record
        if record is not None:
            self._replay.begin(record)
