"""The runs that wait for their turn: what each will be, with buttons that move it up or take it out. Must not know: how runs are started."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.waiting_runs import WaitingRuns, WantedRun
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.elided_label import ElidedLabel
from distilstudio.gui.widgets.undo_strip import UndoStrip

MOST_SHOWN = 4
"""More than these are reached by scrolling: the page belongs to the run that goes on."""


class WaitingList(Card):
    """Hidden while nothing waits. `start_requested`: no run goes on, and the person does not want to wait for one."""

    start_requested = Signal()

    def __init__(self, waiting: WaitingRuns, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("waiting_list")
        self._waiting, self._run = waiting, run
        self._was_live = False
        self._out: tuple[WantedRun, int] | None = None
        self.start_button = QPushButton()
        self.start_button.setObjectName("start_waiting_button")
        self.start_button.clicked.connect(self.start_requested)
        self.undo = UndoStrip()
        self.undo.undo_button.setObjectName("waiting_undo_button")  # other pages have a strip of their own
        self.undo.undone.connect(self._on_undo)
        self._inner = QWidget()
        self._inner.installEventFilter(self)
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        self.body.addWidget(self.undo)
        self.body.addWidget(self._area)
        self.body.addWidget(self.start_button, 0, Qt.AlignmentFlag.AlignLeft)
        waiting.changed.connect(self._show)
        run.changed.connect(self._on_run_changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.undo.retranslate()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """More rows, or larger letters, ask for more room."""
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self._area.setFixedHeight(min(self._rows.count(), MOST_SHOWN) * (self._row_height() + self._rows.spacing()))
        return super().eventFilter(watched, event)

    def words(self, wanted: WantedRun) -> str:
        """What a run will be, in a line."""
        recipe = wanted.recipe
        sizes = {"half": self.tr("half"), "quarter": self.tr("quarter"), "tiny": self.tr("tiny")}
        size = sizes.get(recipe.student.preset) or self.tr("{0} layers").format(
            len(recipe.student.layer_map) or recipe.student.layers
        )
        if wanted.started_from:
            size = self.tr("learns on from “{0}”").format(wanted.started_from)
        epochs = self.tr("1 epoch") if recipe.train.epochs == 1 else self.tr("{0} epochs").format(recipe.train.epochs)
        temperature = self.tr("temperature {0}").format(f"{recipe.loss.temperature:g}")
        return " · ".join([wanted.name, size, temperature, epochs])

    @Slot()
    def _on_run_changed(self) -> None:
        if self._run.is_live != self._was_live:
            self._show()

    @Slot()
    def _show(self) -> None:
        runs, live = self._waiting.runs, self._run.is_live
        self._was_live = live
        self.set_title(self.tr("1 run waits") if len(runs) == 1 else self.tr("{0} runs wait").format(len(runs)))
        self.set_note(self._how_they_start())
        self.start_button.setText(self.tr("Start now"))
        self.start_button.setVisible(bool(runs) and not live)
        self._fill(runs)
        self.setVisible(bool(runs) or not self.undo.isHidden())

    def _how_they_start(self) -> str:
        if self._run.is_live:
            return self.tr("They start one after the other as soon as this run is over.")
        if self._run.came_to_nothing:
            return self.tr(
                "The last run could not begin, so none of these starts by itself. Put right what stopped it, then "
                "press “Start now”."
            )
        return self.tr("They start one after the other. They are kept when you close the program.")

    def _fill(self, runs: tuple[WantedRun, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for place, wanted in enumerate(runs):
            self._rows.addWidget(self._row(place, self.words(wanted)))
        self._area.setVisible(bool(runs))

    def _row_height(self) -> int:
        """Asked of the row itself: in its layout it has none until it is shown, which Qt does in a later turn of the event loop."""
        first = self._rows.itemAt(0)
        row = first.widget() if first is not None else None
        return row.sizeHint().height() if row is not None else 0

    def _row(self, place: int, words: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        number = QLabel(str(place + 1))
        number.setProperty("kind", "note")
        label = ElidedLabel()
        label.set_text(words)
        line.addWidget(number)
        line.addWidget(label, 1)
        if place:
            line.addWidget(self._small(f"move_up_{place}", self.tr("Move up"), words, lambda: self._waiting.move_up(place)))
        line.addWidget(self._small(f"take_out_{place}", self.tr("Take out"), words, lambda: self._take_out(place)))
        return row

    def _small(self, name: str, text: str, what: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(f"{text}: {what}")
        button.clicked.connect(act)
        return button

    def _take_out(self, place: int) -> None:
        wanted = self._waiting.runs[place]
        self._out = (wanted, place)
        self.undo.say(lambda: self.tr("“{0}” does not wait any more.").format(wanted.name))
        self._waiting.remove(place)

    @Slot()
    def _on_undo(self) -> None:
        if self._out is not None:
            (wanted, place), self._out = self._out, None
            self._waiting.add(wanted, min(place, len(self._waiting.runs)))
