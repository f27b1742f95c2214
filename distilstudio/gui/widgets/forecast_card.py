"""The card that says what to expect: size and speed of the student, and what the run takes. Must not know: the client, the project."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from distilstudio.gui.figures import count, duration, megabytes, parameters, sentences, time_needed, unbroken
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.probability_bars import percent_text
from distilstudio.protocol.events import StudentOutline, TeacherDescribed
from distilstudio.protocol.forecast import Forecast
from distilstudio.protocol.problems import Problem


class ForecastCard(Card):
    """`value` is the line in large letters, `facts` are the sentences below it. Between them, where the student is too shallow, stands `advice`,
    and a button for one that is narrow instead (`narrow_wanted`)."""

    narrow_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.value, self.advice, self.facts = QLabel(), QLabel(), QLabel()
        self.value.setObjectName("forecast_label")
        self.value.setProperty("kind", "big")
        self.advice.setProperty("kind", "warn")
        self.facts.setProperty("kind", "note")
        self.narrow_button = QPushButton()
        self.narrow_button.setObjectName("narrow_button")
        self.narrow_button.clicked.connect(self.narrow_wanted)
        for label in (self.value, self.advice, self.facts):
            label.setWordWrap(True)
        self.body.addWidget(self.value)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.narrow_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        for widget in (self.advice, self.narrow_button):
            widget.hide()
        self._forecast: Forecast | None = None
        self._failed: Problem | None = None
        self._measuring = self._learns_on = False
        self._instead: Mapping[str, object] | None = None
        self._shown: tuple[TeacherDescribed | None, StudentOutline | None, str, str] = (None, None, "", "")

    def set_measuring(self, measuring: bool) -> None:
        """Whether a few steps are being timed just now."""
        self._measuring = measuring
        self._refresh()

    def set_forecast(self, forecast: Forecast | None, failed: Problem | None = None) -> None:
        """What the run will take; None: not known (yet), or not to be known for this problem, which the run would have too."""
        self._forecast, self._failed = forecast, failed
        self._refresh()

    def show_student(
        self,
        teacher: TeacherDescribed | None,
        student: StudentOutline | None,
        speed: str,
        work: str,
        learns_on: bool = False,
        instead: Mapping[str, object] | None = None,
    ) -> None:
        """The student and its teacher, how much faster it is in words, and how much there is to do. learns_on: it is there already.
        instead: it has too few layers, and these values would give it all of them; None: it has enough."""
        self._learns_on, self._instead = learns_on, instead
        self._shown = (teacher, student, speed, work)
        self._refresh()

    def _refresh(self) -> None:
        teacher, student, speed, work = self._shown
        forecast = self._forecast
        facts: list[str] = [self.tr("Timing a few real steps on this computer…")] if self._measuring else []
        if self._failed is not None:
            told = problem_texts(self._failed)
            facts.append(sentences(told.what, told.why))
        if forecast is not None:
            facts.append(self._resources(forecast))
            if forecast.beside_others:
                words = self.tr("Timed with {taken} of {cores} cores; other programs want the rest now.")
                facts.append(words.format(taken=forecast.cores_taken, cores=forecast.cores))
        if teacher is None or student is None:
            self.value.setText(self.tr("Not known before there is a teacher"))
        elif self._learns_on:
            self.value.setText(self.tr("As big and as fast as it is now"))
        else:
            smaller = self.tr("{share} smaller").format(share=percent_text(1 - student.megabytes / teacher.megabytes))
            own, whole = parameters(student.parameters), parameters(teacher.parameters)
            size = self.tr("{own} parameters instead of {teacher}.").format(own=own, teacher=whole)
            if forecast is None:
                self.value.setText(" · ".join([megabytes(student.megabytes), smaller, speed]))
                facts.append(size)
            else:  # the time takes its room in the one line of large letters
                needed = time_needed(forecast.seconds, forecast.low, forecast.high)
                self.value.setText(" · ".join([needed, megabytes(student.megabytes), speed]))
                facts.append(f"{smaller} · {size}")
        facts.append(work)
        self.facts.setText(unbroken("\n".join(fact for fact in facts if fact)))
        said = (self._show_advice(teacher), self.facts.text())
        self.value.setAccessibleDescription("\n".join(filter(None, said)))
        warns = self._failed is not None or (forecast is not None and _is_too_much(forecast))
        _set_kind(self.facts, "warn" if warns else "note")

    def _show_advice(self, teacher: TeacherDescribed | None) -> str:
        """Returns: what it says, "" where there is nothing to advise."""
        advises = teacher is not None and self._instead is not None and not self._learns_on
        self.advice.setVisible(advises)
        self.narrow_button.setVisible(advises and bool(self._instead))
        if teacher is None or not advises:
            return ""
        words = self.tr("Finding answers takes layers: with fewer than half of them expect a much weaker student.")
        self.advice.setText(unbroken(words))
        self.narrow_button.setText(self.tr("Keep all {0} layers, half as wide").format(count(teacher.layers)))
        self.narrow_button.setToolTip(self.tr("At half of the width it is smaller still, and finds far more answers."))
        return words

    def _resources(self, forecast: Forecast) -> str:
        """Memory and disk, and whether there is enough of both."""
        if forecast.memory > forecast.free_memory:
            text = self.tr(
                "Memory may run short: it needs up to {memory}, and {free_memory} are free. Fewer rows at a time need less."
            )
        elif forecast.disk_peak > forecast.free_disk:
            text = self.tr("The disk may fill up: it needs up to {peak} while it lasts, and {free_disk} are free.")
        else:
            text = self.tr("The whole run takes about {time}, up to {memory} of memory and {peak} of disk; {disk} stay.")
        values = {
            "memory": forecast.memory,
            "free_memory": forecast.free_memory,
            "disk": forecast.disk,
            "peak": forecast.disk_peak,
            "free_disk": forecast.free_disk,
        }
        sizes = {name: megabytes(size / 1e6) for name, size in values.items()}
        return text.format(time=duration(forecast.seconds), **sizes)


def _is_too_much(forecast: Forecast) -> bool:
    return forecast.memory > forecast.free_memory or forecast.disk_peak > forecast.free_disk


def _set_kind(label: QLabel, kind: str) -> None:
    if label.property("kind") != kind:
        label.setProperty("kind", kind)
        label.style().polish(label)
