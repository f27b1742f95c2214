"""The stages of a run side by side: name, bar, and a word on how it stands. Must not know: the engine, the page around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from distilstudio.gui.figures import duration, percent
from distilstudio.gui.models.run import LIVE, Phase, RunModel
from distilstudio.gui.models.run_stages import StageProgressed, StageState
from distilstudio.gui.stage_words import GROUPS, group_names
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.calm_bar import CalmBar

LEAST_BAR = 60
"""Qt's own is wider than a narrow window has room for."""


class StageItem(QWidget):
    """One stage: mark and name, bar, note."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look = ("", "", 0)
        self.mark, self.name, self.note = QLabel(), QLabel(), QLabel()
        self.name.setProperty("kind", "card_title")
        self.note.setProperty("kind", "note")
        self.bar = CalmBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(LEAST_BAR)
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setHorizontalSpacing(5)
        # With large type a name takes two lines; the bars stay in line.
        self.name.setWordWrap(True)
        head.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.name, 0, 1, Qt.AlignmentFlag.AlignBottom)
        head.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addLayout(head, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.note)

    def show_state(self, state: StageState, name: str, note: str, share: float) -> None:
        """Bring mark, colour, bar and words in line."""
        tokens = self._theme.tokens
        color = {StageState.DONE: tokens.ok_ink, StageState.REUSED: tokens.ok_ink, StageState.RUNNING: tokens.accent}.get(
            state, tokens.muted
        )
        icon = {
            StageState.DONE: "check",
            StageState.REUSED: "check",
            StageState.RUNNING: "play",
            StageState.SKIPPED: "minus",
        }.get(state)
        # Progress comes many times a second; a style sheet set again is laid out again, so only a new look is set.
        look = (icon or "", color, self._theme.text_percent)
        if look != self._look:
            self._look = look
            self._set_look(icon, color)
        self.name.setText(name)
        self.note.setText(note)
        # Qt's range 0..0 is the bar that says "busy".
        self.bar.setRange(0, 0 if share < 0 else 1000)
        if share >= 0:
            self.bar.setValue(round(1000 * share))
        self.bar.setEnabled(state is not StageState.SKIPPED)
        self.bar.setAccessibleName(name)
        self.setAccessibleName(f"{name}: {note}" if note else name)

    def _set_look(self, icon: str | None, color: str) -> None:
        self.name.setStyleSheet(f"color: {color};")
        self.mark.setVisible(icon is not None)
        if icon is not None:
            self.mark.setPixmap(self._theme.pixmap(icon, self._theme.px(14), color, self.devicePixelRatioF()))


class StageStrip(QWidget):
    """All stages of the run in a row."""

    def __init__(self, theme: Theme, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train_stage_list")
        self._run = run
        self.items = [StageItem(theme) for _ in GROUPS]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(14)
        for column, item in enumerate(self.items):
            layout.addWidget(item, 0, column)
            layout.setColumnStretch(column, 1)
        self.retranslate()
        run.changed.connect(self._on_changed)
        theme.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Stages of the run"))
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def _on_changed(self) -> None:
        for item, group, name in zip(self.items, GROUPS, group_names(), strict=True):
            rows = [self._run.stages[stage] for stage in group]
            state, share = self._state(rows), self._share(rows)
            item.show_state(state, name, self._words(rows, state, share), share)
        self.setAccessibleDescription("; ".join(item.accessibleName() for item in self.items))

    def _state(self, rows: list[StageProgressed]) -> StageState:
        states = [row.state for row in rows if row.state is not StageState.SKIPPED]
        if not states:
            return StageState.SKIPPED
        if states[-1] is StageState.REUSED:
            return StageState.REUSED
        if all(state in (StageState.DONE, StageState.REUSED) for state in states):
            return StageState.DONE
        if all(state is StageState.WAITING for state in states):
            starting = self._run.phase is Phase.STARTING and rows[0].stage == "preflight"
            return StageState.RUNNING if starting else StageState.WAITING
        return StageState.RUNNING if self._run.phase in LIVE else StageState.WAITING

    def _share(self, rows: list[StageProgressed]) -> float:
        """0..1; below 0 while the stage is busy without a count."""
        state = self._state(rows)
        if state is StageState.SKIPPED:
            return 0.0
        if state in (StageState.DONE, StageState.REUSED):
            return 1.0
        if state is StageState.RUNNING and not any(row.total for row in rows):
            return -1.0
        return rows[-1].share

    def _words(self, rows: list[StageProgressed], state: StageState, share: float) -> str:
        match state:
            case StageState.SKIPPED:
                return self.tr("not needed")
            case StageState.REUSED:
                return self.tr("reused")
            case StageState.DONE:
                return duration(sum(row.seconds for row in rows))
            case StageState.RUNNING:
                if self._run.phase is Phase.PAUSED:
                    return self.tr("paused")
                return percent(share) if share >= 0 else self.tr("at work…")
            case StageState.WAITING if any(row.state is StageState.RUNNING for row in rows):
                return self.tr("ended here")
        return ""
