"""What a run will take: the same stages with a few of its rows, timed, and reckoned up to all of them.

A rehearsal takes some seconds. What it measured is kept for as long as the recipe differs only in numbers that cost nothing to
change (epochs, rates, temperature, seed), so that those are forecast at once. Must not know: the wire, the window.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
import torch

from distilstudio import places
from distilstudio.engine import device, exam, scratch, vocabulary
from distilstudio.engine.batching import Encoded, IntArray, reading_batches, steps_in_epoch, tokens_at_a_time
from distilstudio.engine.control import Control, Discarded
from distilstudio.engine.data.files import read_files, stamps_of
from distilstudio.engine.deferred_optimizer import defers
from distilstudio.engine.distillation import Distillation
from distilstudio.engine.exam_times import exams_of
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.preparation import Prepared, read_with
from distilstudio.engine.sharing import free_now
from distilstudio.protocol.commands import Side, StartRun
from distilstudio.protocol.events import RunEvent, Stage, StepsDone
from distilstudio.protocol.few_rows import often_enough
from distilstudio.protocol.forecast import Forecast, ForecastRun, VocabularyUse
from distilstudio.protocol.problem_reasons import FILLS_IN_WORDS
from distilstudio.protocol.problems import ProblemError
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value

TOKENS = 12_000
"""About so many word pieces are learnt from in one epoch of the rehearsal."""
FEWEST_BATCHES, MOST_BATCHES = 2, 6
EPOCHS, WARMING = 2, 1
"""Epochs of the rehearsal, and how many of them only warm up; the others are timed."""
EPOCHS_THERE, WARMING_THERE = 8, 2
"""The same where steps are left to the device: in the first epoch each shape of batch is told, in the second one recorded, and only then
replayed, within a few milliseconds, so that it takes several epochs to time them."""
WATCHED, EXAMINED = 32, 64
BATCHES_READ, READINGS = 5, 2
"""So many batches are read so many times, and the quickest counts: the first meets some of their lengths for the first time."""
LONG_READING_S = 1.0
"""After a reading that took so long there is no other: meeting the lengths was a small part of it, and a person waits."""
RANGE = 0.15
"""Half width of the range that is told, as a share of the time: a first value, to be held against `tests/benchmarks/forecasts.py`."""
LOOKING = 1.5
"""How many times longer the teacher is asked where its inside is written down too; a guess."""
CHECKPOINT_SIZE = 8
"""Sizes of the model that learns which its checkpoint takes at the most; see `distillation.FOLDER_SIZE`."""
SECONDS_BETWEEN_LOOKS = 0.02

_FREE = {
    "teacher.epochs": EPOCHS,
    "teacher.learning_rate": 1e-5,
    "train.epochs": EPOCHS,
    "train.least_steps": 0,
    "train.learning_rate": 1e-5,
    "train.warmup": 0.1,
    "train.early_stop_exams": 0,
    "train.seed": 0,
    "loss.temperature": 2.0,
}
"""What of a recipe can change without changing what a step costs."""


class TeacherIsFar(Exception):
    """The teacher has to be downloaded first: nothing can be timed yet."""


@dataclass
class Measured:
    """What a rehearsal found: seconds for each word piece (learning, reading, asking), fixed seconds of each stage, sizes."""

    whole: Prepared
    learns_s: dict[Stage, float]
    reads_s: dict[str, float]
    asks: bool
    looks: bool
    fixed_s: dict[str, float]
    trains_first: bool
    memory: int
    gpu_memory: int
    models: dict[str, int]
    outputs: float
    took_s: float
    vocabulary: VocabularyUse | None = None
    cores_taken: int = 0
    cores: int = 0


class Rehearsal(Distillation):
    """A run whose rows are an excerpt, chosen so that its batches are as long as those of the whole run."""

    whole: Prepared

    def __init__(self, command: StartRun, control: Control, hub: Hub | None = None, warming: float = WARMING / EPOCHS) -> None:
        """warming: share of each training's steps that are not timed."""
        super().__init__(command, control, hub)
        self._warming = warming
        self.reads_s: dict[str, float] = {}

    def rehearse(self) -> Iterator[RunEvent]:
        """All stages, and then the speed of reading. Raises: TeacherIsFar, Discarded, ProblemError and what libraries raise."""
        yield from self.events()
        compute, models = self._context.compute, {"teacher": self._teaching.model, "student": self._student}
        for side, rows in self._rows_to_read().items():
            times: list[float] = []
            while len(times) < READINGS and max(times, default=0.0) < LONG_READING_S:
                started = time.perf_counter()
                for _ in exam.read_for_exam(models[side], self._prepared.task, rows, compute):
                    pass
                times.append(time.perf_counter() - started)
            self.reads_s[side] = min(times) / max(int(rows.lengths.sum()), 1)
        if self._colleagues is not None:  # for each word piece of the first teacher's, so that all can be reckoned from those
            spent = sum(self._colleagues.seconds_to_read_exam())
            self.reads_s["more"] = spent / max(int(self._prepared.exam.lengths.sum()), 1)

    def measured(self, steps: dict[Stage, list[StepsDone]], memory: int, took_s: float) -> Measured:
        """What the events and clocks of this rehearsal say."""
        prepared, seconds = self._prepared, dict(self._context.seconds)
        learns = {stage: seconds_a_token(events, self._warming) for stage, events in steps.items()}
        watch = int(prepared.watch.lengths.sum())
        recipe = self._recipe  # exams: one before the first step, one at the end of each of the short epochs
        taught = self._teaching.training
        seconds["teacher"] -= watch * self.reads_s["teacher"] * (1 if taught is None else recipe.teacher.epochs + 2)
        seconds["teacher"] -= 0.0 if taught is None else taught.seconds
        seconds["distil"] -= watch * self.reads_s["student"] * (recipe.train.epochs + 1) + self._training.seconds
        seconds["exam"] -= int(prepared.exam.lengths.sum()) * sum(self.reads_s.values())
        asked = int(prepared.learn.lengths.sum())
        seconds.pop("ask_teacher", None)  # so short that it is mostly the first meeting with each length
        files = self.folder.path
        return Measured(
            whole=self.whole,
            learns_s=learns,
            reads_s=self.reads_s,
            asks=("soft" in self._weights or self._teaching.look is not None) and not prepared.task.redrawn,
            looks=self._teaching.look is not None and not self._teaching.is_read_again,
            fixed_s={stage: max(0.0, spent) for stage, spent in seconds.items()},
            trains_first=self._teaching.trains_first,
            memory=memory,
            gpu_memory=torch.cuda.max_memory_allocated() if self._context.compute.device.type == "cuda" else 0,
            models={side: _size(files / side) for side in ("teacher", "student") if (files / side).is_dir()},
            outputs=_size(files / "teacher_outputs") / max(asked, 1),
            took_s=took_s,
            vocabulary=None if recipe.student.start else self._vocabulary(),
        )

    def _rows_to_read(self) -> dict[Side, Encoded]:
        """For each model some of the run's own batches to read, from short rows to long ones: a batch of a few rows alone would be padded
        far more, and leave a device idle. Words that are drawn anew are hidden in the rows of the exam only."""
        whole, own = self.whole, self.whole.by_student
        by_teacher, by_student = (whole.exam, own.exam) if whole.task.redrawn else (whole.learn, own.learn)
        batches = reading_batches(by_teacher.lengths, tokens_at_a_time(self._context.compute.device))
        chosen = np.unique(np.linspace(0, len(batches) - 1, BATCHES_READ).round().astype(int))
        index = np.concatenate([batches[number] for number in chosen])
        return {"teacher": by_teacher.subset(index), "student": by_student.subset(index)}

    def _vocabulary(self) -> VocabularyUse:
        """What a student would save that knows only the word pieces of all rows to learn from; or does save."""
        model, tokenizer = self._teaching.model, self.whole.tokenizer
        pieces = len(model.get_input_embeddings().weight)
        if self.whole.task.name == "mlm":
            return VocabularyUse(len(tokenizer), len(tokenizer), 0, FILLS_IN_WORDS)
        try:
            used = vocabulary.used_by(self.whole.learn, pieces)
            kept = vocabulary.kept_pieces(tokenizer, model.config, used)
        except ProblemError as error:
            return VocabularyUse(len(tokenizer), len(tokenizer), 0, error.problem.values.get("reason", error.problem.why))
        strange = vocabulary.strange_in(self.whole.exam, kept)
        return VocabularyUse(len(tokenizer), len(kept), pieces - len(kept), strange=strange)

    def _prepare(self) -> Iterator[RunEvent]:
        if self._located.shelf is not None:
            raise TeacherIsFar
        self._context.rehearses = True
        yield from super()._prepare()
        self.whole = self._prepared
        self._prepared = excerpt(self.whole, self._recipe.train.batch_rows)


def excerpt(whole: Prepared, batch_rows: int) -> Prepared:
    """A few of the rows: for each of some lengths one batch of rows about as long, the longest of all among them."""
    train = whole.data.train
    labelled = np.flatnonzero(train.strata.is_valid().to_numpy())
    by_length = labelled[np.argsort([len(text) for text in train.take(labelled).texts], kind="stable")]
    mean = float(whole.learn.lengths.mean()) if len(whole.learn) else 1.0
    batches = int(np.clip(TOKENS / (batch_rows * mean), FEWEST_BATCHES, MOST_BATCHES))
    middles = (np.arange(batches - 1) + 0.5) / (batches - 1)
    chosen = [by_length[-batch_rows:]]
    for middle in middles:
        start = max(0, int(middle * len(by_length)) - batch_rows // 2)
        chosen.append(by_length[start : start + batch_rows])

    def encoded(index: IntArray) -> Encoded:
        return whole.task.encode(train.take(index), whole.tokenizer, whole.max_length)

    learnt = np.unique(np.concatenate(chosen))
    learn = encoded(learnt)
    evenly = by_length[:: max(1, len(by_length) // WATCHED)][:WATCHED]
    places = np.arange(0, len(whole.data.exam), max(1, len(whole.data.exam) // EXAMINED))[:EXAMINED]
    examined = whole.task.encode(whole.data.exam.take(places), whole.tokenizer, whole.max_length)
    labels = int(whole.task.labelled(learn).sum())
    few = replace(
        whole,
        learn=learn,
        watch=encoded(evenly),
        exam=examined,
        learn_rows=learnt,
        watch_rows=evenly,
        exam_rows=places,
        labelled=labels,
        varied=0,
    )
    return few if whole.vocabulary is None else read_with(few, whole.vocabulary)


class Forecaster:
    """Answers one ForecastRun at a time, and keeps what the last rehearsal measured."""

    def __init__(self) -> None:
        self._idle_memory = psutil.Process().memory_info().rss
        self._key: object = None
        self._measured: Measured | None = None
        self._control = Control()

    def stop(self) -> None:
        """Leave off; the answer is None. Any thread may call it."""
        self._control.discard()

    def forecast(self, command: ForecastRun, hub: Hub | None = None) -> Forecast | None:
        """The forecast, or None where it was left off or the teacher is not here yet.

        Raises: ProblemError and what libraries raise, as the run itself would.
        """
        self._control = Control()
        recipe = command.recipe
        key = (_costly(recipe), command.base, _stamps(recipe, command.base), torch.get_num_threads())
        measured = self._measured if self._key == key else None
        taken = measured.cores if measured is not None and measured.cores_taken == measured.cores else free_now()
        # What was measured beside a busy core is too long once that core is free.
        if measured is None or measured.cores_taken < taken:
            try:
                measured = self._rehearse(command, hub, taken)
            except (TeacherIsFar, Discarded):
                return None
            self._key, self._measured = key, measured
        return reckon(measured, recipe, Path(command.out))

    def _rehearse(self, command: ForecastRun, hub: Hub | None, taken: int) -> Measured:
        (recipe, warming), cores = _rehearsed(command.recipe), torch.get_num_threads()
        with scratch.folder("forecast") as folder, _Peak() as peak, device.threads(taken):
            started = time.monotonic()
            run = Rehearsal(StartRun("forecast", recipe, str(folder / "run"), command.base), self._control, hub, warming)
            steps: dict[Stage, list[StepsDone]] = {}
            try:
                for event in run.rehearse():
                    if isinstance(event, StepsDone):
                        steps.setdefault(event.stage, []).append(event)
            finally:
                run.folder.lock.release()
            measured = run.measured(steps, self._idle_memory + peak.grown, time.monotonic() - started)
            return replace(measured, cores_taken=taken, cores=cores)


def reckon(measured: Measured, recipe: Recipe, out: Path) -> Forecast:
    """From what a few rows cost to what all rows and epochs of this recipe cost."""
    whole, stages = measured.whole, dict(measured.fixed_s)
    recipe = often_enough(recipe, len(whole.learn), whole.labelled)
    train = recipe.train
    watch = int(whole.watch.lengths.sum())
    learn = whole.learn.lengths
    if measured.asks:
        stages["ask_teacher"] = measured.reads_s["teacher"] * (LOOKING if measured.looks else 1) * int(learn.sum())
        stages["ask_teacher"] += measured.reads_s.get("more", 0.0) * (int(learn.sum()) + watch)
    stages["teacher"] += watch * measured.reads_s["teacher"]
    if measured.trains_first:
        lengths = learn[np.flatnonzero(whole.task.labelled(whole.learn))]
        epochs = recipe.teacher.epochs
        stages["teacher"] += measured.learns_s["teacher"] * epochs * int(lengths.sum())
        looks = exams_of(len(lengths), len(whole.watch), train.batch_rows, epochs)
        stages["teacher"] += looks * watch * measured.reads_s["teacher"]
    stages["distil"] += measured.learns_s["distil"] * train.epochs * int(learn.sum())
    looks = exams_of(len(learn), len(whole.watch), train.batch_rows, train.epochs)
    stages["distil"] += looks * watch * measured.reads_s["student"]
    stages["exam"] += int(whole.exam.lengths.sum()) * sum(measured.reads_s.values())
    seconds = sum(stages.values())
    stays = sum(measured.models.values()) + int(measured.outputs * int(learn.sum()))
    return Forecast(
        seconds=seconds,
        low=seconds * (1 - RANGE),
        high=seconds * (1 + RANGE),
        stages=stages,
        memory=measured.memory,
        gpu_memory=measured.gpu_memory,
        disk=stays,
        disk_peak=stays + CHECKPOINT_SIZE * max(measured.models.values()),
        free_memory=psutil.virtual_memory().available,
        free_disk=shutil.disk_usage(places.nearest(out)).free,
        measured_s=measured.took_s,
        rows=len(whole.learn_rows),
        steps=steps_in_epoch(len(learn), train.batch_rows) * train.epochs,
        vocabulary=measured.vocabulary,
        cores_taken=measured.cores_taken,
        cores=measured.cores,
    )


class _Peak:
    """How far this process' memory grows meanwhile, looked at every few milliseconds; `grown` in bytes."""

    def __enter__(self) -> _Peak:
        self._process = psutil.Process()
        self._before = self._highest = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> int:
        """Bytes more than at the beginning, at the most."""
        return int(self._highest - self._before)

    def _watch(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            self._highest = max(self._highest, self._process.memory_info().rss)


def _costly(recipe: Recipe) -> Recipe:
    """The recipe with everything that costs nothing set to one value; a weight counts as there or not."""
    for key, value in _FREE.items():
        recipe = with_value(recipe, key, value)
    for part in ("soft", "hard", "hidden_cosine", "hidden_squared", "relations"):
        recipe = with_value(recipe, f"loss.{part}", float(getattr(recipe.loss, part) > 0))
    return recipe


def _rehearsed(recipe: Recipe) -> tuple[Recipe, float]:
    """What is rehearsed of a recipe, and what share of each training's steps only warms up. Raises: ProblemError(device_missing)."""
    # what goes on inside the teacher is kept only for a second epoch
    looks_again = recipe.loss.looks_inside and recipe.train.epochs == 1
    # what is recorded is quick from the third time on; where words are hidden nothing is
    warms_up = recipe.task != "mlm" and not looks_again
    replays = warms_up and defers(device.choose(recipe.train.device, "fp32"))
    epochs, warming = (EPOCHS_THERE, WARMING_THERE) if replays else (EPOCHS, WARMING)
    costly = with_value(_costly(recipe), "teacher.epochs", epochs)
    if looks_again:
        epochs = 1
    return with_value(costly, "train.epochs", epochs), warming / max(epochs, 2)


def _stamps(recipe: Recipe, base: str) -> list[object]:
    """Size and date of each file that is read, so that one that changed is measured anew."""
    return [recipe.train.epochs == 1, *stamps_of(read_files(recipe.data, Path(base) if base else Path.cwd()))]


def seconds_a_token(events: list[StepsDone], warming: float) -> float:
    """Seconds for each word piece that is learnt from, once this share of the steps is over: the first ones meet every length for the first
    time. Where all were told at once, of all."""
    begin = warming * events[-1].steps[-1] if events else 0.0
    timed = [event for event in events if event.steps[0] > begin] or events[-1:]
    rates = [1 / event.tokens_per_second for event in timed if event.tokens_per_second]
    return sum(rates) / max(len(rates), 1)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
