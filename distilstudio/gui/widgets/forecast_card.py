"""The card that says what to expect: size and speed of the student, and what the run takes. Must not know: the client, the project."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from distilstudio.gui.figures import duration, megabytes, parameters, sentences, time_needed, unbroken
from distilstudio.gui.problem_texts import problem_texts
from distilstudio.gui.widgets.card import Card
from distilstudio.gui.widgets.probability_bars import percent_text
from distilstudio.protocol.events import StudentOutline, TeacherDescribed
from distilstudio.protocol.forecast import Forecast
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import Task

HALF = 0.5
"""With so many of the starter's layers a student kept 93 % of its teacher's score on questions about Wikipedia, with a third of them 75 %;
where texts are sorted, a third keeps 96 to 101 %."""


class ForecastCard(Card):
    """`value` is the line in large letters, `facts` are the sentences below it."""

    def __init__(self) -> None:
        super().__init__()
        self.value, self.facts = QLabel(), QLabel()
        self.value.setObjectName("forecast_label")
        self.value.setProperty("kind", "big")
        self.facts.setProperty("kind", "note")
        for label in (self.value, self.facts):
            label.setWordWrap(True)
            self.body.addWidget(label)
        self.body.addStretch(1)
        self._forecast: Forecast | None = None
        self._failed: Problem | None = None
        self._measuring = self._learns_on = False
        self._task: Task = "classification"
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
        task: Task = "classification",
    ) -> None:
        """The student and its teacher, how much faster it is in words, and how much there is to do. learns_on: it is there already. task: what
        it is to do."""
        self._learns_on, self._task = learns_on, task
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
            if self._task == "qa" and student.layers < HALF * teacher.layers:
                facts.insert(
                    0, self.tr("Finding answers takes layers: with fewer than half of them expect a much weaker student.")
                )
        facts.append(work)
        self.facts.setText(unbroken("\n".join(fact for fact in facts if fact)))
        self.value.setAccessibleDescription(self.facts.text())
        warns = self._failed is not None or (forecast is not None and _is_too_much(forecast))
        _set_kind(self.facts, "warn" if warns else "note")

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
