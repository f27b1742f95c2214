"""What the teacher was worth: the gain of the chosen runs with its interval, and the button that finds it out. Must not know: the client, files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from distilstudio.gui.figures import duration, sentences
from distilstudio.gui.models.proof_state import ProofState
from distilstudio.gui.models.run_records import RunRecord
from distilstudio.gui.proof_words import both_scores, without_it_means, worth
from distilstudio.gui.theme import Theme
from distilstudio.gui.widgets.calm_bar import CalmBar
from distilstudio.gui.widgets.gain_intervals import GainIntervals, ProvedRun


class ProofView(QWidget):
    """`proof_requested` carries the run's folder. Only a finished run that is chosen alone can be proved; of several the intervals are compared."""

    proof_requested = Signal(object)
    stop_requested = Signal()

    def __init__(self, theme: Theme, state: ProofState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proof_view")
        self._state = state
        self._records: list[RunRecord] = []
        self._looks: list[int] = []
        self._hindrance = ""
        self.words, self.note, self.step = QLabel(), QLabel(), QLabel()
        self.words.setObjectName("proof_words")
        self.words.setProperty("kind", "step")
        for label in (self.note, self.step):
            label.setProperty("kind", "note")
        for label in (self.words, self.note, self.step):
            label.setWordWrap(True)
        self.intervals = GainIntervals(theme)
        self.button, self.stop_button = QPushButton(), QPushButton()
        self.button.setObjectName("proof_button")
        self.stop_button.setObjectName("proof_stop_button")
        self.bar = CalmBar()
        self.bar.setTextVisible(False)
        self._lay_out()
        self.button.clicked.connect(self._on_button)
        self.stop_button.clicked.connect(self.stop_requested)
        state.changed.connect(self._show_state)
        self.retranslate()

    def show_runs(self, records: Sequence[RunRecord], looks: Sequence[int]) -> None:
        """The chosen runs, and how each looks in the plots."""
        self._records, self._looks = list(records), list(looks)
        self.retranslate()

    def set_hindrance(self, words: str) -> None:
        """Why none can be started now; empty: it can."""
        self._hindrance = words
        self._show_state()

    def retranslate(self) -> None:
        """Set every text again."""
        self.stop_button.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self.tr("Progress of the proof run"))
        self.intervals.setAccessibleName(self.tr("Gains with their intervals"))
        proved = [
            (record, ProvedRun(record.name, look, record.report.proof))
            for record, look in zip(self._records, self._looks, strict=True)
            if record.report is not None and record.report.proof is not None
        ]
        spoken = [f"{run.name}: {worth(run.proof)}" for _, run in proved]
        self.intervals.show_runs([run for _, run in proved], spoken)
        one = self._one()
        if one is not None and one.report is not None and one.report.proof is not None:
            self.words.setText(worth(one.report.proof))
            self.note.setText(f"{both_scores(one.report.proof, one.report.score_name)} {without_it_means(one.report.proof)}")
        elif one is not None and one.report is not None:
            self.words.setText(self.tr("What was the teacher worth?"))
            self.note.setText(self._offer(one.report.seconds.get("distil", 0.0)))
        elif proved:
            self.words.setText(self.tr("What their teachers were worth, by 95 % intervals: one that crosses 0 shows no gain."))
            self.note.setText(self.tr("Choose one run alone to read more, or to find it out."))
        else:
            self.words.setText(self.tr("What was the teacher worth?"))
            self.note.setText(self.tr("Choose one finished run in the table."))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _offer(self, seconds: float) -> str:
        text = self.tr(
            "The proof run trains the same small model once more, without the teacher, on the same rows. Then both take the exam, and you "
            "read the gain with its 95 % interval. The run itself stays as it is."
        )
        if seconds <= 0:
            return text
        return sentences(text, self.tr("It takes about as long as the student learnt: {0}.").format(duration(seconds)))

    def _one(self) -> RunRecord | None:
        """The run that can be proved."""
        one = self._records[0] if len(self._records) == 1 else None
        return one if one is not None and one.report is not None and one.student.is_dir() else None

    @Slot()
    def _show_state(self) -> None:
        one, progress = self._one(), self._state.progress
        is_busy = progress is not None
        again = one is not None and one.report is not None and one.report.proof is not None
        self.button.setText(self.tr("Prove it again") if again else self.tr("Start the proof run"))
        self.button.setVisible(one is not None and not is_busy)
        self.button.setEnabled(not self._hindrance)
        self.button.setToolTip(self._hindrance)
        self.stop_button.setVisible(is_busy)
        self.bar.setVisible(is_busy)
        self.step.setVisible(is_busy or (one is not None and bool(self._hindrance)))
        self.step.setText(self._hindrance)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            words = {
                "read": self.tr("Reading the texts and the models …"),
                "learn": self.tr("The small model learns without the teacher …"),
                "exam": self.tr("Both take the exam …"),
            }
            left = progress.seconds_left
            more = self.tr("About {0} left.").format(duration(left)) if left is not None else ""
            ends = self.tr("Closing the window ends it.")
            self.step.setText(self._whose() + sentences(words[progress.step], more, ends))

    def _whose(self) -> str:
        """The run's name, where it is not the one that is looked at."""
        folder, one = self._state.folder, self._one()
        if folder is None or (one is not None and one.folder == folder):
            return ""
        return f"“{folder.name}”: "

    @Slot()
    def _on_button(self) -> None:
        one = self._one()
        if one is not None:
            self.proof_requested.emit(one.folder)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.stop_button)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.intervals)
        layout.addWidget(self.note)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.step)
        layout.addStretch(1)
