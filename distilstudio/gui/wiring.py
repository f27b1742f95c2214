"""Connects pages, models and the client by hand: who asks, who answers, who is told. Must not know: how anything looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from distilstudio.gui.answering_file import KINDS as FILE_KINDS
from distilstudio.gui.checking import KIND as CHECK_KIND
from distilstudio.gui.hub_link import KINDS as HUB_KINDS
from distilstudio.gui.main_window import MainWindow
from distilstudio.gui.models.data_shown import looked_at_with
from distilstudio.gui.models.offered_run import OfferedRun
from distilstudio.gui.models.project import Project, teacher_path
from distilstudio.gui.models.run import RunModel
from distilstudio.gui.models.run_records import STUDENT, TEACHER
from distilstudio.gui.models.settings import Settings
from distilstudio.gui.models.stopped_runs import StoppedRun
from distilstudio.gui.models.waiting_runs import WantedRun, new_run_folder, wanted_by
from distilstudio.gui.openings import Openings
from distilstudio.gui.remedies import remedy_for
from distilstudio.gui.trying import RunModels, Trying, models_of
from distilstudio.protocol.events import DeviceInfo, RunEnded, RunEvent, RunNote, RunStarted, TeacherDescribed, TrialReady
from distilstudio.protocol.inspection import DataInspected, DataPreviewed
from distilstudio.protocol.problems import Problem
from distilstudio.protocol.recipe import STARTER, DataChoice, Task
from distilstudio.protocol.usual import for_work
from distilstudio.worker.client import Client

OPEN_AFTER_MS = 120
"""From the end of a run to asking for its models: long enough for the score board to be drawn."""

TOLD_WHERE_ASKED = ("predict", "models", "forecast", "lengths", CHECK_KIND, *FILE_KINDS, *HUB_KINDS)
"""Kinds of question whose problems are shown on the page that asked."""


class Wiring(QObject):
    """Holds what is between the rooms: which question to the engine is answered already, and what run was `wanted` last.
    `run_over`: a run has ended, and what comes of it is seen to."""

    run_over = Signal()

    def __init__(
        self,
        window: MainWindow,
        client: Client,
        project: Project,
        run: RunModel,
        settings: Settings,
        offered: OfferedRun,
        openings: Openings,
        trying: Trying,
    ) -> None:
        super().__init__(window)
        self._window, self._client, self._project, self._run = window, client, project, run
        self._settings, self._offered, self._openings, self._trying = settings, offered, openings, trying
        self._asked_data: tuple[Task, DataChoice, str] | None = None
        self._asked_teacher: tuple[str, Task, tuple[str, ...], bool, dict[str, str], tuple[str, ...]] | None = None
        self.wanted, self._run_teacher = WantedRun(project.recipe), ""
        self._device: DeviceInfo | None = None
        self._precision = ""
        self._silent = ""
        self._open_due = QTimer(self)
        self._open_due.setSingleShot(True)
        self._open_due.setInterval(OPEN_AFTER_MS)
        self._open_due.timeout.connect(self._on_run_settled)
        self._connect()

    @property
    def device_text(self) -> str:
        """What this computer computes with: "Processor · 2 cores · bf16"; empty while unknown."""
        if self._device is None:
            return ""
        kind = self.tr("Processor") if self._device.kind == "cpu" else self._device.name
        cores = self._device.cores
        parts = [kind, self.tr("1 core") if cores == 1 else self.tr("{cores} cores").format(cores=cores)]
        precision = self._precision or self._device.precision
        return " · ".join([*parts, precision] if precision else parts)

    def retranslate(self) -> None:
        """What this object has written into the window, in another language."""
        self._window.rail.set_device(self.device_text)
        self._tell_changed_since_run()
        self._trying.retranslate()
        shown = self._window.problem_card.problem
        if shown is not None:
            remedy = remedy_for(shown, self._project, self._run)
            self._window.problem_card.set_fix_text(remedy.text if remedy else "")

    def show_problem(self, told: Problem) -> None:
        """Put a problem on the card."""
        remedy = remedy_for(told, self._project, self._run)
        self._window.problem_card.show_problem(told, remedy.text if remedy else "")

    def ask_engine(self) -> None:
        """Ask about data and teacher of the recipe, where that was not asked yet."""
        recipe, base = self._project.recipe, self._project.base
        question = (recipe.task, looked_at_with(recipe.data), base) if recipe.data.train else None
        if question != self._asked_data:
            self._asked_data = question
            if question is not None:
                self._client.inspect_data(recipe.task, recipe.data, base)
        data = self._project.data
        labels = tuple(count.label for count in data.labels) if data else ()
        teacher = recipe.teacher
        further = tuple(teacher_path(model, base) for model in teacher.more)
        about = (teacher_path(teacher.model, base), recipe.task, labels, recipe.data.multi_label, teacher.labels, further)
        if about != self._asked_teacher:
            self._asked_teacher = about
            self._client.describe_teacher(*about)

    def _connect(self) -> None:
        window, client, project = self._window, self._client, self._project
        window.page_made.connect(self._on_page_made)
        window.page_shown.connect(self._on_page_shown)
        window.file_dropped.connect(self._on_file_requested)
        window.problem_card.fix_requested.connect(self._on_fix_requested)
        project.recipe_changed.connect(self._on_recipe_changed)
        project.data_changed.connect(self._on_data_changed)
        project.teacher_changed.connect(self._on_teacher_changed)
        client.data_previewed.connect(self._on_data_previewed)
        client.data_inspected.connect(self._on_data_inspected)
        client.teacher_described.connect(self._on_teacher_described)
        client.models_opened.connect(self._on_heard)
        client.predicted.connect(self._on_heard)
        client.run_event.connect(self._on_run_event)
        client.problem_raised.connect(self._on_problem_raised)
        client.device_found.connect(self._on_device_found)
        self._openings.chosen.connect(self._on_chosen)
        self._openings.opened.connect(self._on_opened)
        self._openings.failed.connect(self._on_failed)

    @Slot(str)
    def _on_page_made(self, key: str) -> None:
        """Every page names its wishes by signals; the window makes pages when they are needed."""
        page = self._window.page(key)
        wishes: dict[str, dict[str, Callable[..., None]]] = {
            "start": {
                "sample_requested": self._on_sample_requested,
                "file_requested": self._on_file_requested,
                "dataset_requested": self._openings.open_dataset,
                "task_chosen": self._on_task_chosen,
            },
            "data": {
                "data_requested": self._on_data_requested,
                "sample_requested": self._on_sample_requested,
                "task_requested": self._openings.read_as,
            },
            "teacher": {"teacher_requested": self._on_teacher_requested},
            "recipe": {"distil_requested": self.start_run, "problem_found": self._on_failed},
            "train": {
                "pause_requested": self.pause_run,
                "finish_requested": self.finish_run,
                "discard_requested": self.discard_run,
            },
            "settings": {"problem_met": self._on_failed},
        }
        for name, receiver in wishes.get(key, {}).items():
            getattr(page, name).connect(receiver)

    @Slot(str)
    def _on_page_shown(self, key: str) -> None:
        """While a run goes on its own student is tried, else the one that is offered; after a restart that is the last one of these texts."""
        if key != "try":
            self._offered.let_go()
        elif self._run.is_live:
            self._try_meanwhile()
        elif not self._offered.is_chosen and (found := self._offered.record()) is not None:
            self._trying.open_run(found)

    # Choosing

    @Slot(str)
    def _on_sample_requested(self, name: str) -> None:
        self._openings.open_sample(name)

    @Slot(str)
    def _on_task_chosen(self, task: str) -> None:
        self._openings.choose_task(cast(Task, task))

    @Slot(str)
    def _on_file_requested(self, path: str) -> None:
        self._openings.open_path(path)

    @Slot(str)
    def _on_opened(self, page: str) -> None:
        self._on_chosen(page)
        self._window.show_page(page)

    @Slot(str)
    def _on_chosen(self, page: str) -> None:
        """Chosen again means: look again, the file may have been mended since. What is being looked at for the first time is not known yet."""
        project = self._project
        if page == "data" and (project.data is not None or project.data_problem is not None):
            self._asked_data = None
        elif page == "teacher" and (project.teacher is not None or project.teacher_problem is not None):
            self._asked_teacher = None
        self.ask_engine()

    @Slot(object)
    def _on_data_requested(self, choice: object) -> None:
        self._openings.choose_data(cast(DataChoice, choice))

    @Slot(str)
    def _on_teacher_requested(self, model: str) -> None:
        self._openings.choose_teacher(model)

    @Slot()
    def _on_recipe_changed(self) -> None:
        self.ask_engine()
        self._tell_changed_since_run()

    @Slot()
    def _on_data_changed(self) -> None:
        """Other labels may make the teacher's head fit or not."""
        if self._project.data is not None:
            self.ask_engine()

    @Slot()
    def _on_teacher_changed(self) -> None:
        """What was known of it is forgotten: the same question is asked again."""
        if self._project.teacher is None and self._project.teacher_problem is None:
            self._asked_teacher = None

    @Slot(object)
    def _on_data_previewed(self, preview: object) -> None:
        self._hear("engine")
        if self._asked_data is not None:
            self._project.set_data_preview(cast(DataPreviewed, preview))

    @Slot(object)
    def _on_data_inspected(self, data: object) -> None:
        self._hear("engine")
        if self._asked_data is None:  # the texts were put aside meanwhile
            return
        found = cast(DataInspected, data)
        if found.data.multi_label and "multi_label" in found.data.guessed:
            self._adopt_several_labels()
        self._project.set_data(found)

    def _adopt_several_labels(self) -> None:
        """The rows look as if they carried several labels: that stands in the recipe from now on, without looking at the file again."""
        project = self._project
        choice = msgspec.structs.replace(project.recipe.data, multi_label=True)
        self._asked_data = (project.recipe.task, looked_at_with(choice), project.base)
        project.set_recipe(for_work(project.recipe, project.recipe.task, choice), project.base, is_edit=False)

    @Slot(object)
    def _on_teacher_described(self, teacher: object) -> None:
        teacher = cast(TeacherDescribed, teacher)
        self._hear("engine")
        if teacher.model != STARTER and teacher.model == self._project.teacher_path:
            self._settings.remember_teacher(teacher.model)
        self._project.set_teacher(teacher)

    # Running

    @Slot()
    def start_run(self) -> None:
        """Distil what the project says, and show it."""
        if self._project.ready and not self._run.is_live:
            self._window.problem_card.dismiss()
            self.begin_run(wanted_by(self._project))
            self._window.show_page("train")

    def begin_run(self, wanted: WantedRun) -> None:
        """Distil, in a new folder. What is told of a run before stays to be read."""
        recipe, base = wanted.recipe, wanted.base
        out = new_run_folder(self._settings.runs_folder, recipe, datetime.now())
        self.wanted, self._run_teacher = wanted, teacher_path(recipe.teacher.model, base)
        run_id = self._client.start_run(recipe, str(out), base, wanted.texts, wanted.questions)
        self._run.begin(run_id, wanted.pinned, recipe.train.early_stop_exams)
        self._project.mark_run(recipe if base == self._project.base else None)
        self._tell_changed_since_run()

    @Slot(object)
    def take_up(self, stopped: object) -> None:
        """A run that stopped goes on: from now on it is the window's own."""
        stopped = cast(StoppedRun, stopped)
        saved = stopped.saved
        self.wanted, self._run_teacher = WantedRun(stopped.recipe, "", saved.pinned, saved.questions), stopped.teacher
        self._window.problem_card.dismiss()

    @Slot()
    def finish_run(self) -> None:
        """Keep the best student and end."""
        self._client.finish_run(self._run.run_id)
        self._run.stop_asked()

    @Slot()
    def discard_run(self) -> None:
        """End at once and keep nothing."""
        self._client.discard_run(self._run.run_id)
        self._run.stop_asked(discard=True)

    @Slot(bool)
    def pause_run(self, paused: bool) -> None:
        """Hold the run, or go on with it."""
        self._client.pause_run(self._run.run_id, paused)

    @Slot(object)
    def _on_run_event(self, event: RunEvent) -> None:
        self._hear("run")
        self._run.apply(event)
        match event:
            case RunStarted():
                self._precision = event.precision or self._precision
                self._window.rail.set_device(self.device_text)
            case RunNote(code="precision"):
                self._precision = event.values.get("precision", self._precision)
                self._window.rail.set_device(self.device_text)
            case RunEnded(outcome="done" | "stopped"):
                trained = Path(self._run.out) / TEACHER
                if trained.is_dir():
                    self._settings.remember_trained(str(trained))
            case TrialReady():
                if self._window.current == "try":
                    self._try_meanwhile()
            case RunEnded(outcome="discarded"):
                self._trying.forget(self._run.trial)
                self._project.mark_run(None)
                self._tell_changed_since_run()
            case RunEnded(problem=Problem() as told):
                self._trying.forget(self._run.trial)
                self.show_problem(told)
        if isinstance(event, RunEnded):
            self._open_due.start()  # the page has its score board to draw first

    @Slot()
    def _on_run_settled(self) -> None:
        if self._run.is_live:  # the person was quicker
            return
        if self._run.report is not None and not self._offered.is_chosen:
            self._trying.open_models(self._models_of_run(str(Path(self._run.out) / STUDENT)))
        self.run_over.emit()

    def _try_meanwhile(self) -> None:
        """The student as it was at its newest exam, unless another was chosen; none where an earlier process has left no more than its name."""
        folder = self._run.trial
        if folder and Path(folder).is_dir() and not self._offered.is_chosen:
            self._trying.follow(self._models_of_run(folder))

    def _models_of_run(self, student: str) -> RunModels:
        return models_of(self.wanted.recipe, Path(self._run.out), self._run_teacher, student)

    def _tell_changed_since_run(self) -> None:
        changed = self._project.changed_since_run and not self._run.is_live
        self._window.set_note("train", self.tr("Changed since the last run") if changed else "")

    # Problems and the machine

    @Slot(object, object)
    def _on_problem_raised(self, told: object, kind: object) -> None:
        told = cast(Problem, told)
        if told.code == "engine_silent":
            self._silent = "run" if kind == "run" else "engine"
        if kind == "data":
            if self._asked_data is not None:
                self._project.set_data_problem(told)
        elif kind == "teacher":
            self._project.set_teacher_problem(told)
        elif kind not in TOLD_WHERE_ASKED:
            self.show_problem(told)

    def _hear(self, kind: str) -> None:
        """An engine that was silent speaks again: that problem is over."""
        shown = self._window.problem_card.problem
        if self._silent == kind:
            self._silent = ""
            if shown is not None and shown.code == "engine_silent":
                self._window.problem_card.dismiss()

    @Slot(object)
    def _on_heard(self, _answer: object) -> None:
        self._hear("engine")

    @Slot(object)
    def _on_failed(self, told: object) -> None:
        self.show_problem(cast(Problem, told))

    @Slot(object)
    def _on_fix_requested(self, told: object) -> None:
        remedy = remedy_for(cast(Problem, told), self._project, self._run)
        if remedy is None:
            return
        self._window.problem_card.dismiss()
        if remedy.apply is not None:
            remedy.apply()
        self._window.show_page(remedy.page)

    @Slot(object)
    def _on_device_found(self, device: object) -> None:
        self._device = cast(DeviceInfo, device)
        self._window.rail.set_device(self.device_text)
