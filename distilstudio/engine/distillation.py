"""One run, stage by stage: preflight, data, teacher, teacher outputs, student, distil, exam, pack. Each stage is a generator of events.

Must not know: the wire, the window, how problems are told.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from distilstudio.engine import device, learnt, memory, narrowing, students, teachers
from distilstudio.engine.bringing import bring, shelf_of_data
from distilstudio.engine.building import build_student, check_student, how_made, notes_of_shape
from distilstudio.engine.cards import ExamScores, model_card
from distilstudio.engine.colleagues import Colleagues, look_up_all
from distilstudio.engine.control import Control, Discarded, Left
from distilstudio.engine.data.files import files_of, read_files, sha256_of
from distilstudio.engine.data.hashes import Hashes
from distilstudio.engine.examination import Examination
from distilstudio.engine.families import depth_of
from distilstudio.engine.further import EarlierStudent
from distilstudio.engine.hub import download
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.inner_lesson import InnerLesson, teacher_look
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.loop import Result, Trainer
from distilstudio.engine.measures import ResourceMeter
from distilstudio.engine.pace import BACKWARD, LESS_WIDE
from distilstudio.engine.preparation import Prepared, prepare
from distilstudio.engine.reporting import build_report, final_exam_of
from distilstudio.engine.runs import RunFolder, save_model
from distilstudio.engine.sharing import beside_others
from distilstudio.engine.stages import RunContext
from distilstudio.engine.teaching import Teaching
from distilstudio.engine.trial import Trial
from distilstudio.engine.usage import transformers_example
from distilstudio.engine.wishes import loss_weights, with_whole_paths
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import (
    STAGES,
    Outcome,
    PinnedAnswered,
    RunEvent,
    RunNote,
    RunStarted,
    Stage,
    StageStarted,
    TrialReady,
)
from distilstudio.protocol.few_rows import notes_of_more, often_enough
from distilstudio.protocol.report import Report
from distilstudio.protocol.saved_run import SavedRun

MOST_PINNED = 5
FOLDER_SIZE = 3
"""Room that a run must find, in sizes of its teacher: the teacher itself, the student, and the best student so far. While a model
learns its checkpoint takes up to eight sizes of that model (weights, two moments, the best, and the same again while it is written);
where there is no room for it the run says so and goes on."""


class Distillation:
    """A run from recipe to student. `events` yields all that happens; afterwards `outcome` and `report` say what came out.

    folder_size: room that it must find, in sizes of its teacher. keeper: how it is saved while it goes on.
    """

    folder_size = FOLDER_SIZE
    keeper: type[Keeper] = Keeper

    def __init__(
        self,
        command: StartRun,
        control: Control,
        hub: Hub | None = None,
        folder: RunFolder | None = None,
        saved: SavedRun | None = None,
    ) -> None:
        """folder, saved: of a run that an earlier process has left; it goes on from there. Its lock is held already."""
        self._hub = hub or Hub()
        self._command, self._recipe, self._control = command, command.recipe, control
        self._base = Path(command.base) if command.base else Path.cwd()
        asked = itertools.zip_longest(command.pinned[:MOST_PINNED], command.questions[:MOST_PINNED], fillvalue="")
        self._pinned = [(text, question) for text, question in asked if text]
        self._saved = saved
        self._earlier: EarlierStudent | None = None
        self._colleagues: Colleagues | None = None
        self._columns: Tensor | None = None
        self.folder = folder or RunFolder(Path(command.out))
        self._trial = Trial(self.folder.path)
        self.batch_rows = self._recipe.train.batch_rows
        self.outcome: Outcome = "done"
        self.report: Report | None = None
        self.needed_bytes = 0
        self._learnt_to_the_end = False

    def events(self) -> Iterator[RunEvent]:
        """Run all stages. Raises: ProblemError and what libraries raise; Discarded when thrown away."""
        meter = ResourceMeter(self._command.run_id, self.folder.path)
        with contextlib.closing(beside_others(self._all_stages(), self._note)) as events:
            for event in events:
                yield event
                yield from meter.measure()
                if self._control.stop == "discard":
                    raise Discarded
        if self.report is None or not self._learnt_to_the_end:
            self.outcome = "stopped"

    def _note(self, code: str, text: str, values: dict[str, str]) -> RunNote:
        return self._context.note(code, text, values)

    def _all_stages(self) -> Iterator[RunEvent]:
        yield from self._preflight()  # from here on the folder is this run's
        try:
            yield from self._work_through()
        finally:
            self._trial.drop()

    def _work_through(self) -> Iterator[RunEvent]:
        yield from self._keeper.unless_finished("data", self._prepare())
        self._engage()
        self._keeper.check_sources(self._sources())
        self._expect()
        yield from self._keeper.finish("data")
        yield from self._keeper.unless_finished("teacher", self._teaching.get())
        yield from self._keeper.unless_finished("ask_teacher", self._teaching.ask())
        yield from self._keeper.unless_finished("student", self._cut())
        yield from self._keeper.unless_finished("distil", self._distil())
        if self._control.stop != "leave":
            yield from self._examine()
        if self._control.stop != "leave":  # what was left while it was examined has no scores to report
            yield from self._pack()

    def _engage(self) -> None:
        """The teacher, and others beside it, for what the student is to learn of them."""
        look = teacher_look(self._weights, self._layer_map, self._depth)
        if self._more:
            self._colleagues = Colleagues(self._context, self._keeper, self._prepared, self._more)
        self._teaching = Teaching(self._context, self._keeper, self._prepared, self._located, look, self._colleagues)

    def _preflight(self) -> Iterator[RunEvent]:
        """Recipe against files, disk and device; ends in seconds with what to change."""
        started = time.monotonic()
        recipe = self._recipe
        self._weights = loss_weights(recipe.loss)
        wanted = (self._saved.device, self._saved.precision) if self._saved else (recipe.train.device, recipe.train.precision)
        self._context = RunContext(self._command, self._control, device.choose(*wanted), self.folder)
        self._located = teachers.look_up(recipe.teacher.model, self._base, self._hub)
        self._more = look_up_all(recipe.teacher.more, recipe.task, self._base, self._hub)
        config = teachers.load_config(self._located.path)
        self._depth = depth_of(config)
        check_student(recipe.student, config)
        if recipe.student.start:
            self._earlier = EarlierStudent(recipe.student.start, self._base, self._depth)
        self._layer_map = (
            self._earlier.layer_map if self._earlier is not None else students.map_wanted(recipe.student, self._depth)
        )
        width = narrowing.share_of(config, recipe.student.width)
        self._width = self._earlier.hidden_size / config.hidden_size if self._earlier is not None else width
        self.needed_bytes = self.folder_size * self._located.weights_bytes
        if self._saved is None:
            self.folder.create(with_whole_paths(recipe, self._base), self.needed_bytes)
        self._keeper = self.keeper(self._context, self._command, self._saved)
        compute = self._context.compute
        where, begun = str(self.folder.path), self._keeper.started
        yield RunStarted(self._command.run_id, where, STAGES, str(compute.device), compute.precision, begun)
        if self._saved is not None:
            yield from self._keeper.going_on()
            yield from self._download()
            return
        yield StageStarted(self._command.run_id, "preflight")
        yield from self._download()
        self._context.seconds["preflight"] = time.monotonic() - started
        yield self._context.ended("preflight")

    def _download(self) -> Iterator[RunEvent]:
        """Bring a teacher and a dataset that are still on the Hub."""
        models = [located.shelf for located in (self._located, *self._more)]
        shelves = [shelf for shelf in (*models, shelf_of_data(self._recipe.data, self._base, self._hub)) if shelf is not None]
        try:
            yield from bring(self._command.run_id, shelves, self._hub, self._control)
        except download.Stopped:
            # There is no teacher yet, so a new run has made nothing that could be kept; an earlier one has.
            raise (Discarded if self._saved is None or self._control.stop == "discard" else Left) from None

    def _prepare(self) -> Iterator[RunEvent]:
        with self._context.stage("data") as begun:
            yield begun
            before = self._learnt_before()
            for found in prepare(self._context, self._base, self._located, before):
                if isinstance(found, Prepared):
                    self._prepared = found if self._earlier is None else self._earlier.suited(found)
                    rows = found.data.train.take(found.learn_rows)
                    learnt.note(self.folder.path, self._recipe.task, before, rows.keys, rows.same)
                    yield from self._read_often_enough()
                    continue
                yield found
                if self._control.stop == "leave":
                    if self._saved is None:  # else it goes on from what was saved before
                        yield from self._keeper.keep()
                    raise Left
        memory.give_back(torch.device("cpu"))  # what reading, comparing and splitting the rows took for a while
        if self._context.compute.device.type == "cpu":
            memory.hold_on()  # not before: what many rows took for a while would never be given back
        yield self._context.ended("data")

    def _read_often_enough(self) -> Iterator[RunNote]:
        """Of few rows as many epochs as the fewest steps take, from here on."""
        said, prepared = self._recipe, self._prepared
        self._recipe = self._context.recipe = often_enough(said, self._rows_a_pass(), prepared.labelled)
        for note in notes_of_more(said, self._recipe, said.teacher.fine_tune == "yes" or not prepared.head_fits):
            yield self._context.note(*note)

    def _rows_a_pass(self) -> int:
        """Rows that the run's student learns from in one epoch."""
        return len(self._prepared.learn)

    def _learnt_before(self) -> Hashes:
        """The texts that its models have learnt from before."""
        return learnt.known(self.folder.path, self._recipe, self._base, goes_on=self._saved is not None)

    def _sources(self) -> dict[str, str]:
        """sha256 of all that the run reads, by path."""
        data, (train, exam) = self._prepared.data, files_of(self._recipe.data, self._base)
        known = {train: data.sha256, exam: data.exam_sha256}
        found = {str(file): known.get(file) or sha256_of(file) for file in read_files(self._recipe.data, self._base)}
        found[str(self._located.path)] = self._teaching.source
        if self._earlier is not None:
            found[str(self._earlier.path)] = self._earlier.fingerprint()
        if self._colleagues is not None:
            found |= self._colleagues.sources
        return found

    def _expect(self) -> None:
        """Tell the pace what is to be done, and what was done by an earlier process."""
        self._context.expect(self._work())
        for stage in STAGES:
            if self._keeper.is_finished(stage):
                self._context.pace.skip(stage)

    def _cut(self) -> Iterator[RunEvent]:
        with self._context.stage("student") as begun:
            yield begun
            if self._earlier is None:
                student, self._columns = build_student(
                    self._teaching.model, self._layer_map, self._recipe.student, self._prepared
                )
                for note in notes_of_shape(self._recipe.task, len(self._layer_map), self._teaching.model.config):
                    yield self._context.note(*note)
            else:
                student = self._earlier.load(self._prepared, self._teaching.model)
            self._student = student.to(self._context.compute.device)
            if self._earlier is not None:
                yield self._context.note(*self._earlier.note)
            if not self._teaching.is_read_again:
                self._teaching.model.to("cpu")  # gives GPU memory back while the student learns
        yield self._context.ended("student")
        if not self._control.stop:
            yield from self._keeper.finish("student")

    def _distil(self) -> Iterator[RunEvent]:
        """Train the student on the teacher's outputs and the labels; keep the best; save it at once, whatever happens."""
        context, train = self._context, self._recipe.train
        trainer = self._trainer()
        self._training: Result = trainer.result
        self._settle_learning()
        if trainer.is_over:
            yield from trainer.run()
            self._learnt_to_the_end = not trainer.result.stopped
            return
        with context.stage("distil", trainer.total_steps) as begun:
            yield begun
            context.pace.skip("distil", trainer.result.steps / max(trainer.total_steps, 1))
            context.pace.begin("distil")
            try:
                if not self._control.stop:
                    yield from trainer.run()
                    self._learnt_to_the_end = not trainer.result.stopped
            finally:
                self._save_student()
            if trainer.result.stopped_early:
                values = {"exams": str(train.early_stop_exams)}
                yield context.note("stopped_early", "No better exam for some epochs: stopped early.", values)
        yield context.ended("distil")
        if trainer.result.best_state and self._control.stop in ("", "finish"):
            yield from self._keeper.finish("distil", trainer.end_standing())

    def _settle_learning(self) -> None:
        """The student's kernel, for steps like those to come."""
        learn, rows = self._prepared.by_student.learn, self._recipe.train.batch_rows
        first = self._prepared.task.reads_first and self._teaching.look is None
        self._keeper.settle("student learns", self._student, learn, rows, backward=True, first=first)

    def _trainer(self) -> Trainer:
        context, prepared = self._context, self._prepared
        hooks, start = self._keeper.hooks("distil", self._examined), self._keeper.standing("distil")
        rows, plan, teaching = prepared.by_student, self._plan(), self._teaching
        lesson = Lesson(rows.learn, rows.watch, teaching.outputs, self._inner_lesson(), teaching.beside)
        return Trainer(context.run_id, self._student, prepared.task, lesson, plan, context.compute, self._control, hooks, start)

    def _plan(self) -> Plan:
        """How the student learns."""
        train = self._recipe.train
        return Plan(
            stage="distil",
            who="student",
            epochs=train.epochs,
            batch_rows=train.batch_rows,
            learning_rate=train.learning_rate,
            warmup=train.warmup,
            seed=train.seed,
            weights=self._weights,
            temperature=self._recipe.loss.temperature,
            early_stop=train.early_stop_exams,
            dropout=False,
        )

    def _inner_lesson(self) -> InnerLesson | None:
        teaching = self._teaching
        if teaching.look is None or teaching.states is None:  # not wanted; or stopped before the teacher was asked
            return None
        seed = self._recipe.train.seed
        return InnerLesson(self._student, teaching.model, teaching.look, teaching.states, self._weights, seed, self._columns)

    def _examined(self, step: int, best: bool) -> list[RunEvent]:
        """After each exam of the student: let it answer the pinned texts, and lay it out to be tried."""
        prepared, run_id, tokenizer = self._prepared, self._context.run_id, self._prepared.by_student.tokenizer
        answers = [
            prepared.task.answer(self._student, tokenizer, text, question, prepared.max_length) for text, question in self._pinned
        ]
        told: list[RunEvent] = [PinnedAnswered(run_id, step, list(answers))] if answers else []
        if self._trial.keep(self._student, tokenizer, step, prepared.max_length):
            told.append(TrialReady(run_id, step, str(self._trial.folder)))
        return told

    def _examine(self) -> Iterator[RunEvent]:
        self._examination = Examination(self._context, self._keeper, self._prepared, self._colleagues)
        yield from self._examination.hold(self._teaching.model, self._student, self._training.best_step)

    def _pack(self) -> Iterator[RunEvent]:
        context, prepared, examination = self._context, self._prepared, self._examination
        scores = examination.scores
        with context.stage("pack") as begun:
            yield begun
            rows = prepared.by_student.exam.texts
            self._save_student(ExamScores(rows, scores["teacher"], scores["student"], prepared.learnt_before))
        yield context.ended("pack")
        self.report = build_report(
            prepared.task,
            context.compute,
            (self._teaching.model, self._student),
            scores,
            examination.speeds,
            self._training,
            context.seconds,
            prepared.data,
            outcome="done" if self._learnt_to_the_end else "stopped",
            trained_on=prepared.as_written,
            reused=context.reused,
            notes=context.notes,
            final=final_exam_of(prepared, examination.final_scores),
            started_from=self._earlier.name if self._earlier is not None else "",
            started=self._keeper.started,
            kernels=self._keeper.kernels,
            several=examination.several,
            chance=prepared.task.chance(prepared.by_student.exam)[0],
            learnt_before=prepared.learnt_before,
        )
        self.folder.save_report(self.report, examination.mistakes)
        self._teaching.drop_states()
        examination.forget()
        self._keeper.drop()  # only now: until the report stands, a death here must leave something to go on with

    def _save_student(self, examined: ExamScores | None = None) -> None:
        prepared = self._prepared
        made = how_made(self._student.config, teachers.load_config(self._located.path), prepared, self._recipe.teacher.more)
        scores = self._training.best_scores
        tokenizer = prepared.by_student.tokenizer
        example = transformers_example(prepared.task, tokenizer, prepared.max_length)
        card = model_card(
            prepared.task, "student", self._located, scores, prepared.max_length, example, self._layer_map, made, examined
        )
        noted: dict[str, object] = {
            "layer_map": list(self._layer_map),
            "teacher": self._located.name,
            "max_length": prepared.max_length,
        }
        if self._earlier is not None:
            noted["started_from"] = self._earlier.name
        save_model(self.folder.student, self._student, tokenizer, card, noted, example)

    def _work(self) -> dict[Stage, float]:
        """Work of each stage in layer-rows."""
        prepared, recipe = self._prepared, self._recipe
        step = 1 + BACKWARD
        layers = len(self._layer_map) * self._width**LESS_WIDE  # of the student, each counted as a part of the teacher's
        asks = "soft" in self._weights or self._teaching.look is not None
        beside = asks and prepared.task.redrawn
        training = prepared.labelled * recipe.teacher.epochs * step * self._depth
        return {
            "teacher": training if self._teaching.trains_first else 0.0,
            "ask_teacher": len(prepared.learn) * self._depth if asks and not beside else 0.0,
            "distil": len(prepared.learn) * recipe.train.epochs * (step * layers + beside * self._depth),
            "exam": (len(prepared.exam) + len(prepared.final or ())) * (self._depth + layers),
        }
