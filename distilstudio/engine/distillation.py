"""One run, stage by stage: preflight, data, teacher, teacher outputs, student, distil, exam, pack. Each stage is a generator of events.

Must not know: the wire, the window, how problems are told.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import device, exam, students, teacher_cache, teachers
from distilstudio.engine.batching import Encoded
from distilstudio.engine.cards import model_card
from distilstudio.engine.control import Control
from distilstudio.engine.data.loading import LoadedData, load
from distilstudio.engine.data.splits import stratified_split
from distilstudio.engine.families import depth_of
from distilstudio.engine.kernels import settle_attention
from distilstudio.engine.loop import Hooks, Lesson, Plan, Trainer
from distilstudio.engine.loop import Result as Training
from distilstudio.engine.measures import ResourceMeter
from distilstudio.engine.pace import BACKWARD, Pace
from distilstudio.engine.reporting import build_report
from distilstudio.engine.runs import RunFolder, provenance_of, save_model, take_over
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import Task
from distilstudio.protocol.commands import Side, StartRun
from distilstudio.protocol.events import (
    STAGES,
    ExamDone,
    Outcome,
    PinnedAnswered,
    RunEvent,
    RunNote,
    RunStarted,
    Stage,
    StageDone,
    StageProgress,
    StageStarted,
)
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.report import Report

WATCH_SHARE = 0.1
"""Share of the labelled training rows that are not trained on but watched: by their score the best student is chosen."""
MOST_WATCHED = 1000
MARGIN_OVER_CHANCE = 0.02
"""A teacher must score this much better than always guessing the commonest label."""
TEACHER_OUTPUT_BYTES = 2
SECONDS_BETWEEN_PROGRESS = 0.3


class Discarded(Exception):
    """The person threw the run away."""


@dataclass
class _Teacher:
    """The teacher in hand: its folder, the loaded model, and what identifies its outputs."""

    path: Path
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    fingerprint: str
    labels_known: bool


class Distillation:
    """A run from recipe to student. `events` yields all that happens; afterwards `outcome` and `report` say what came out."""

    def __init__(self, command: StartRun, control: Control) -> None:
        self._run_id, self._recipe, self._control = command.run_id, command.recipe, control
        self._base = Path(command.base) if command.base else Path.cwd()
        self._pinned = command.pinned[:5]
        self.folder = RunFolder(Path(command.out))
        self.outcome: Outcome = "done"
        self.report: Report | None = None
        self._seconds: dict[str, float] = {}
        self._reused: list[str] = []
        self._notes: list[str] = []
        self._meter = ResourceMeter(self._run_id, self.folder.path)

    def events(self) -> Iterator[RunEvent]:
        """Run all stages. Raises: ProblemError and what libraries raise; Discarded when thrown away."""
        for event in self._all_stages():
            yield event
            yield from self._meter.measure()
            if self._control.stop == "discard":
                raise Discarded
        if self._control.stop:
            self.outcome = "stopped"

    def _all_stages(self) -> Iterator[RunEvent]:
        yield from self._preflight()
        yield from self._read_data()
        yield from self._get_teacher()
        yield from self._ask_teacher()
        yield from self._cut_student()
        yield from self._distil()
        if self._control.stop != "leave":
            yield from self._examine()
            yield from self._pack()

    # -- stages -------------------------------------------------------------------------------------------------------------

    def _preflight(self) -> Iterator[RunEvent]:
        """Recipe against files, disk and device; ends in seconds with what to change."""
        recipe, started = self._recipe, time.monotonic()
        self._weights = {name: weight for name, weight in (("soft", recipe.loss.soft), ("hard", recipe.loss.hard)) if weight > 0}
        for name in ("hidden_cosine", "hidden_squared", "relations"):
            if getattr(recipe.loss, name) > 0:
                raise ProblemError(problem("recipe_not_yet", feature=name, field=f"loss.{name}"))
        if not self._weights:
            raise ProblemError(problem("no_loss"))
        self._compute = device.choose(recipe.train.device, recipe.train.precision)
        self._located = teachers.locate(recipe.teacher.model, self._base)
        config = teachers.load_config(self._located.path)
        self._depth = depth_of(config)
        self._layer_map = students.spread_layers(self._depth, students.layers_wanted(recipe.student, self._depth))
        weights_bytes = sum(file.stat().st_size for file in self._located.path.iterdir() if file.name in teachers.WEIGHTS)
        self.folder.create(recipe, needed_bytes=3 * weights_bytes)
        yield RunStarted(self._run_id, str(self.folder.path), STAGES, str(self._compute.device), self._compute.precision)
        yield StageStarted(self._run_id, "preflight")
        yield StageDone(self._run_id, "preflight", time.monotonic() - started)

    def _read_data(self) -> Iterator[RunEvent]:
        """Read, clean, split, tokenise once."""
        with self._stage("data") as begun:
            yield begun
            data = load(self._recipe.data, self._recipe.task, self._base, self._recipe.train.seed)
            yield from (self._note(note.code, note.text, note.values) for note in data.notes)
            self._data = data
            config = teachers.load_config(self._located.path)
            own = teachers.head_labels(config, task_of(self._recipe, data.label_names).head)
            self._head_fits = teachers.head_fits(own, data.label_names)
            self._task: Task = task_of(self._recipe, own if self._head_fits else data.label_names)
            self._max_length = min(self._recipe.data.max_length, teachers.longest_text(config))
            self._tokenizer = teachers.load_tokenizer(self._located.path)
            self._encode(data)
            self._pace = Pace(self._work())
        yield self._ended("data")

    def _encode(self, data: LoadedData) -> None:
        """Tokenise the rows and set those aside that are watched while the student learns."""
        texts, labels = data.train.texts, data.train.labels
        every = self._task.encode(texts, labels, self._tokenizer, self._max_length)
        labelled = int(self._task.labelled(every).sum())
        share = min(WATCH_SHARE, MOST_WATCHED / max(labelled, 1))
        learn, watch = stratified_split(labels, texts, share, self._recipe.train.seed)
        self._learn, self._watch = every.subset(learn), every.subset(watch)
        self._exam_rows = self._task.encode(data.exam.texts, data.exam.labels, self._tokenizer, self._max_length)
        self._trained_on = int(self._task.labelled(self._learn).sum())

    def _get_teacher(self) -> Iterator[RunEvent]:
        """Load the teacher; fine-tune it first where it has no head for these labels, or where the recipe says so."""
        choice = self._recipe.teacher
        if choice.fine_tune == "no" and not self._head_fits:
            own = teachers.head_labels(teachers.load_config(self._located.path), self._task.head)
            raise ProblemError(problem("teacher_labels", teacher=_listed(own) or "–", data=_listed(self._task.labels)))
        train_first = choice.fine_tune == "yes" or not self._head_fits
        fingerprint = teachers.fingerprint(self._located.path)
        reusable = self._find_teacher(self._teacher_key(fingerprint)) if train_first else None
        if reusable is not None:
            take_over(reusable, self.folder.teacher)
            self._reused.append("teacher")
        source = self.folder.teacher if reusable is not None else self._located.path
        changes = {} if reusable is not None or self._head_fits else self._task.head_config()
        model = teachers.load_model(source, self._task.auto_class, **changes).to(self._compute.device)
        self._teacher = _Teacher(source, model, self._tokenizer, fingerprint, labels_known=self._head_fits)
        train_now = train_first and reusable is None
        with self._stage("teacher", self._teacher_steps() if train_now else 0, "" if train_now else "reused" if train_first else "not needed") as begun:
            yield begun
            if train_now:
                yield from self._train_teacher()
            if train_first:
                self._teacher.fingerprint = teachers.fingerprint(self.folder.teacher)
                self._teacher.path = self.folder.teacher
            yield from self._check_teacher()
        yield self._ended("teacher")

    def _train_teacher(self) -> Iterator[RunEvent]:
        choice, train = self._recipe.teacher, self._recipe.train
        rows = self._learn.subset(np.flatnonzero(self._task.labelled(self._learn)))
        settle_attention(self._teacher.model, self._task, rows, train.batch_rows, self._compute, backward=True)
        plan = Plan("teacher", "teacher", choice.epochs, train.batch_rows, choice.learning_rate, train.warmup, train.seed, {"hard": 1.0})
        trainer = self._trainer(self._teacher.model, Lesson(rows, self._watch), plan)
        yield from trainer.run()
        key = self._teacher_key(self._teacher.fingerprint)
        card = model_card(self._task, "teacher", self._located, trainer.result.best_scores)
        noted: dict[str, object] = {"teacher_key": "" if trainer.result.stopped else key, "max_length": self._max_length}
        save_model(self.folder.teacher, self._teacher.model, self._tokenizer, card, noted)

    def _check_teacher(self) -> Iterator[RunEvent]:
        """Score the teacher on the watch rows; one that hardly beats guessing ends the run, with the reason."""
        if self._control.stop:
            return
        settle_attention(self._teacher.model, self._task, self._learn, self._recipe.train.batch_rows, self._compute, backward=False)
        scores = yield from self._score(self._teacher.model, self._watch)
        self._teacher_watch = scores
        score, (chance, label) = scores[self._task.score_name], self._task.chance(self._watch)
        yield ExamDone(self._run_id, "teacher", 0, "teacher", "watch", len(self._watch), self._task.score_name, scores)
        if score < chance + min(MARGIN_OVER_CHANCE, (1 - chance) / 2):
            raise ProblemError(problem("teacher_near_chance", score=_percent(score), chance=_percent(chance), label=label))

    def _ask_teacher(self) -> Iterator[RunEvent]:
        """The teacher's outputs over the training rows: computed once, or taken from an earlier run with the same teacher and rows."""
        self._outputs: NDArray[np.float16] | None = None
        key = teacher_cache.key_of(self._teacher.fingerprint, self._learn, self._task.labels)
        path = teacher_cache.path_of(self.folder.path, key)
        wanted = "soft" in self._weights and not self._control.stop
        earlier = next((p for s in self.folder.siblings() if (p := teacher_cache.path_of(s, key)).is_file()), None) if wanted else None
        note = "not needed" if not wanted else "reused" if earlier else ""
        with self._stage("ask_teacher", len(self._learn) if wanted and not earlier else 0, note) as begun:
            yield begun
            if earlier is not None:
                take_over(earlier, path)
                self._reused.append("ask_teacher")
            elif wanted:
                yield from self._ask_now(path)
            if wanted and path.is_file():
                self._outputs = teacher_cache.open_outputs(path)
        yield self._ended("ask_teacher")

    def _ask_now(self, path: Path) -> Iterator[RunEvent]:
        asking = teacher_cache.ask(path, self._teacher.model, self._task, self._learn, self._compute)
        told = time.monotonic()
        for done in asking:
            if self._control.stop:
                asking.close()
                return
            if time.monotonic() - told > SECONDS_BETWEEN_PROGRESS:
                told = time.monotonic()
                yield self._progress("ask_teacher", done, len(self._learn))

    def _cut_student(self) -> Iterator[RunEvent]:
        with self._stage("student") as begun:
            yield begun
            self._student = students.cut(self._teacher.model, self._layer_map).to(self._compute.device)
            self._teacher.model.to("cpu")  # gives GPU memory back while the student learns
        yield self._ended("student")

    def _distil(self) -> Iterator[RunEvent]:
        """Train the student on the teacher's outputs and the labels; keep the best; save it at once."""
        loss, train = self._recipe.loss, self._recipe.train
        plan = Plan(
            "distil",
            "student",
            train.epochs,
            train.batch_rows,
            train.learning_rate,
            train.warmup,
            train.seed,
            self._weights,
            temperature=loss.temperature,
            early_stop=train.early_stop_exams,
            dropout=False,
        )
        trainer = self._trainer(self._student, Lesson(self._learn, self._watch, self._outputs), plan)
        self._training: Training = trainer.result
        with self._stage("distil", trainer.total_steps) as begun:
            yield begun
            try:
                if not self._control.stop:
                    settle_attention(self._student, self._task, self._learn, train.batch_rows, self._compute, backward=True)
                    yield from trainer.run()
            finally:
                self._save_student()
            if trainer.result.stopped_early:
                yield self._note("stopped_early", "No better exam for some epochs: stopped early.", {"exams": str(train.early_stop_exams)})
        yield self._ended("distil")

    def _examine(self) -> Iterator[RunEvent]:
        """Teacher and student on the same exam rows, and their speed."""
        with self._stage("exam", 2 * len(self._exam_rows)) as begun:
            yield begun
            self._teacher.model.to(self._compute.device)
            self._scores: dict[Side, dict[str, float]] = {}
            sides: list[tuple[Side, PreTrainedModel]] = [("teacher", self._teacher.model), ("student", self._student)]
            for place, (side, model) in enumerate(sides):
                scores = yield from self._score(model, self._exam_rows, "exam", place * len(self._exam_rows), 2 * len(self._exam_rows))
                self._scores[side] = scores
                steps = self._training.best_step
                yield ExamDone(self._run_id, "exam", steps, side, "exam", len(self._exam_rows), self._task.score_name, scores)
            models = [self._teacher.model, self._student]
            self._speeds = exam.time_models(models, self._tokenizer, self._data.exam.texts, self._max_length)
        yield self._ended("exam")

    def _pack(self) -> Iterator[RunEvent]:
        with self._stage("pack") as begun:
            yield begun
            self._save_student()
            self.folder.drop_best()
        yield self._ended("pack")
        self.report = build_report(
            self._task,
            self._compute,
            (self._teacher.model, self._student),
            self._scores,
            self._speeds,
            self._training,
            self._seconds,
            self._data,
            outcome="stopped" if self._control.stop else "done",
            trained_on=self._trained_on,
            reused=self._reused,
            notes=self._notes,
        )
        self.folder.save_report(self.report)

    # -- parts --------------------------------------------------------------------------------------------------------------

    def _trainer(self, model: PreTrainedModel, lesson: Lesson, plan: Plan) -> Trainer:
        def progress(done: int, total: int) -> StageProgress:
            return self._progress(plan.stage, done, total)

        def examined(step: int, best: bool) -> list[RunEvent]:
            if plan.who == "teacher":
                return []
            if best:
                self.folder.save_best(self._training.best_state)
            answers = [self._task.answer(model, self._tokenizer, text, "", self._max_length) for text in self._pinned]
            return [PinnedAnswered(self._run_id, step, list(answers))] if answers else []

        hooks = Hooks(progress=progress, examined=examined, rest=self._pace.rest)
        return Trainer(self._run_id, model, self._task, lesson, plan, self._compute, self._control, hooks)

    def _score(
        self, model: PreTrainedModel, rows: Encoded, stage: Stage | None = None, before: int = 0, total: int = 0
    ) -> Generator[RunEvent, None, dict[str, float]]:
        told = time.monotonic()
        for found in exam.read_for_exam(model, self._task, rows, self._compute, self._control):
            if not isinstance(found, int):
                return self._task.score(found, rows)
            if stage is not None and time.monotonic() - told > SECONDS_BETWEEN_PROGRESS:
                told = time.monotonic()
                yield self._progress(stage, before + found, total)
        raise AssertionError("reading ends with the logits")

    def _save_student(self) -> None:
        card = model_card(self._task, "student", self._located, self._training.best_scores, self._layer_map)
        noted: dict[str, object] = {"layer_map": list(self._layer_map), "teacher": self._located.name, "max_length": self._max_length}
        save_model(self.folder.student, self._student, self._tokenizer, card, noted)

    @contextmanager
    def _stage(self, stage: Stage, total: int = 0, note: str = "") -> Iterator[StageStarted]:
        started = time.monotonic()
        pace: Pace | None = getattr(self, "_pace", None)
        if pace is not None:
            pace.begin(stage)
        try:
            yield StageStarted(self._run_id, stage, total, note)
        finally:
            self._seconds[stage] = time.monotonic() - started
            if pace is not None:
                pace.end()

    def _ended(self, stage: Stage) -> StageDone:
        return StageDone(self._run_id, stage, self._seconds[stage])

    def _progress(self, stage: Stage, done: int, total: int) -> StageProgress:
        left = self._pace.advance(done / max(total, 1))
        if left is None:
            return StageProgress(self._run_id, stage, done, total)
        return StageProgress(self._run_id, stage, done, total, left.seconds, left.low, left.high)

    def _note(self, code: str, text: str, values: dict[str, str]) -> RunNote:
        self._notes.append(text)
        return RunNote(self._run_id, code, text, values)

    def _work(self) -> dict[Stage, float]:
        """Work of each stage in layer-rows."""
        rows, both = len(self._learn), self._depth + len(self._layer_map)
        step = 1 + BACKWARD
        return {
            "teacher": 0.0 if self._head_fits and self._recipe.teacher.fine_tune != "yes" else self._trained_on * self._recipe.teacher.epochs * step * self._depth,
            "ask_teacher": rows * self._depth if "soft" in self._weights else 0.0,
            "distil": rows * self._recipe.train.epochs * step * len(self._layer_map),
            "exam": len(self._exam_rows) * both,
        }

    def _teacher_steps(self) -> int:
        return -(-self._trained_on // self._recipe.train.batch_rows) * self._recipe.teacher.epochs

    def _teacher_key(self, fingerprint: str) -> str:
        """What a fine-tuned teacher depends on."""
        choice, train = self._recipe.teacher, self._recipe.train
        rows = teacher_cache.key_of(fingerprint, self._learn, self._task.labels)
        targets = teacher_cache.key_of(str(self._learn.targets.tobytes()), self._watch, [])
        return "-".join(map(str, (rows, targets, choice.epochs, choice.learning_rate, train.batch_rows, train.warmup, train.seed, self._compute.precision)))

    def _find_teacher(self, key: str) -> Path | None:
        """An earlier run's teacher that was trained in exactly this way."""
        candidates = (sibling / "teacher" for sibling in self.folder.siblings())
        return next((path for path in candidates if provenance_of(path).get("teacher_key") == key and (path / "model.safetensors").is_file()), None)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _listed(labels: list[str]) -> str:
    return ", ".join(labels[:8]) + (", …" if len(labels) > 8 else "")
