"""The training loop: one for the teacher that learns the labels and for the student that imitates it. Yields events.

It reads like the algorithm: take a batch, read it, weigh the parts of the loss, step; look at the watch rows now and then; keep the best.
Must not know: files, recipes, which task it trains.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TypeGuard

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import PreTrainedModel

from distilstudio.engine import working_copy
from distilstudio.engine.batching import (
    TOKENS_A_STEP,
    TOKENS_A_STEP_THERE,
    Batch,
    Encoded,
    IntArray,
    epochs_of_batches,
    micro_batches,
    steps_in_epoch,
)
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.control import Control
from distilstudio.engine.deferred_optimizer import DeferredOptimizer, defers
from distilstudio.engine.device import Compute, random_states, set_random_states, synchronise
from distilstudio.engine.exam_times import is_due, steps_between_exams
from distilstudio.engine.inner_lesson import InnerLesson
from distilstudio.engine.memory import does_without_onednn, give_back, is_out_of_memory
from distilstudio.engine.optimizer import Optimizer, Schedule
from distilstudio.engine.reading import LogitRows, gather, read_all, row_starts
from distilstudio.engine.recorded_steps import RecordedSteps
from distilstudio.engine.rows_on_device import RowsOnDevice, fits, width_of
from distilstudio.engine.step_log import StepLog
from distilstudio.engine.tasks.task import EXAM, Counts, Draw, Task, batch_of
from distilstudio.engine.teacher_beside import TeacherBeside
from distilstudio.protocol.commands import Side
from distilstudio.protocol.events import ExamDone, RunEvent, RunNote, RunPaused, Stage, StageProgress
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.saved_run import SavedTraining
from distilstudio.protocol.scores import merit

SECONDS_BETWEEN_PROGRESS = 0.5
FINITE = "finite"
"""What a recorded step calls whether its gradient was finite, beside its losses."""
BAD_STEPS = 3
"""So many steps in a row without a finite gradient end the run."""


@dataclass(frozen=True)
class Plan:
    """How to train. `weights`: of each part of the loss, by name, those above 0. `head_rate`: how many times faster the head learns.

    steps: end after so many, with a learning rate that has fallen to 0 by then, and without exams: whoever cuts a training short looks for
    himself; 0: all epochs.
    """

    stage: Stage
    who: Side
    epochs: int
    batch_rows: int
    learning_rate: float
    warmup: float
    seed: int
    weights: dict[str, float]
    temperature: float = 1.0
    early_stop: int = 0
    dropout: bool = True
    head_rate: float = 1.0
    steps: int = 0


@dataclass(frozen=True)
class Lesson:
    """What to learn from: rows, the teacher's logits for them (fp16, memory-mapped) if there is one, and the rows to watch.

    inner: what there is to learn from the teacher's inside. beside: the teacher itself, where it has to read every batch that the student reads.
    """

    rows: Encoded
    watch: Encoded
    outputs: NDArray[np.float16] | LogitRows | None = None
    inner: InnerLesson | None = None
    beside: TeacherBeside | None = None


@dataclass
class Result:
    """What a training came to; filled in while it goes on. `seconds`: of the steps alone."""

    best_score: float = 0.0
    best_step: int = 0
    best_scores: dict[str, float] = field(default_factory=dict)
    best_state: dict[str, Tensor] = field(default_factory=dict)
    steps: int = 0
    rows: int = 0
    seconds: float = 0.0
    skipped: int = 0
    stopped: bool = False
    stopped_early: bool = False


@dataclass
class Hooks:
    """What the loop calls out to. `progress`: share done → the event to send. `examined`: after each exam, with the step, for more events.
    `note`: a line for the log. `due`: whether it is time to save; `keep`: save where the training stands."""

    progress: Callable[[int, int], StageProgress]
    examined: Callable[[int, bool], Sequence[RunEvent]]
    rest: Callable[[], None]
    note: Callable[[str, str, dict[str, str]], RunNote]
    due: Callable[[], bool] = lambda: False
    keep: Callable[[Standing], Sequence[RunEvent]] = lambda standing: ()


class Trainer:
    """One training of one model. `run` yields events; `result` holds what came out, also after a stop."""

    def __init__(
        self,
        run_id: str,
        model: PreTrainedModel,
        task: Task,
        lesson: Lesson,
        plan: Plan,
        compute: Compute,
        control: Control,
        hooks: Hooks,
        start: Standing | None = None,
    ) -> None:
        """start: where an earlier process left this training; it goes on from there to the same bits."""
        self._run_id, self._model, self._task, self._lesson, self._plan = run_id, model, task, lesson, plan
        self._compute, self._control, self._hooks = compute, control, hooks
        self._steps_an_epoch = steps_in_epoch(len(lesson.rows), plan.batch_rows)
        self._lengths = lesson.rows.lengths
        outputs = lesson.outputs
        self._outputs = outputs if outputs is None or isinstance(outputs, np.ndarray) else outputs.at(plan.temperature)
        self._starts = row_starts(lesson.rows.counts)
        self._wanted = frozenset(plan.weights)
        self._log = StepLog(run_id, plan.stage)
        self._waited = self._bad = 0
        self._budget = TOKENS_A_STEP_THERE if compute.device.type == "cuda" else TOKENS_A_STEP
        self._recorded: RecordedSteps | None = None
        self._unsettled: list[bool | Tensor] = []
        self._draw = EXAM
        self._start = start
        self.total_steps = plan.steps or self._steps_an_epoch * plan.epochs
        self.result = Result()
        if start is not None:
            self._take_up(start)

    @property
    def is_over(self) -> bool:
        """Whether an earlier process has brought this training to its end."""
        return self._start is not None and not self._start.tensors

    def run(self) -> Iterator[RunEvent]:
        """Train to the end, or until stopped or nothing gets better. The model holds the best weights afterwards.

        Raises: ProblemError(not_finite) after BAD_STEPS steps in a row without a finite gradient; the best weights are in place.
        """
        plan = self._plan
        torch.manual_seed(plan.seed)
        schedule = Schedule(plan.learning_rate, self.total_steps, plan.warmup)
        self._model.train(plan.dropout)
        try:
            if self.is_over:
                return
            if self._start is None and not plan.steps:
                yield from self._exam(0)
            deferred = defers(self._compute)
            with (DeferredOptimizer if deferred else Optimizer)(
                self._model,
                schedule,
                scaled=self._compute.precision == "fp16",
                head_rate=plan.head_rate,
                beside=[] if self._lesson.inner is None else list(self._lesson.inner.projections.values()),
                lower=working_copy.pays(self._model, self._compute),
                first=self._task.reads_first and self._lesson.inner is None,
            ) as optimizer:
                if self._start is not None:
                    self._load(optimizer, self._start)
                self._recorded = self._to_record(optimizer) if deferred else None
                yield from self._steps(optimizer)
        finally:
            self._recorded = None
            self._keep_best()

    def end_standing(self) -> Standing:
        """What is left of a training that is over: its best weights and its figures."""
        return self._standing({}, 1.0)

    def _steps(self, optimizer: Optimizer) -> Iterator[RunEvent]:
        between = steps_between_exams(len(self._lesson.rows), len(self._lesson.watch), self._plan.batch_rows, self._plan.epochs)
        told = time.monotonic()
        if self._start is not None:
            yield self._hooks.progress(self.result.steps, self.total_steps)
        batches = epochs_of_batches(self._lengths, self._plan.batch_rows, self._plan.seed, self._plan.epochs)
        for epoch, index in itertools.islice(batches, self.result.steps, self.total_steps):
            yield from self._hold(optimizer)
            if self._control.stop:
                self.result.stopped = True
                break
            self._draw = Draw(self._plan.seed, epoch)
            started = time.perf_counter()
            optimizer.begin()
            losses, finite = yield from self._step_within_memory(optimizer, index)
            tell = self._log.is_due
            if tell:
                synchronise(self._compute.device)
            self.result.seconds += time.perf_counter() - started
            self.result.steps += 1
            self.result.rows += len(index)
            self._unsettled.append(finite)
            self._log.add(self.result.steps, losses, optimizer.learning_rate, len(index), int(self._lengths[index].sum()))
            if tell or isinstance(finite, bool):
                self._settle()
            if tell:
                yield from self._log.flush()
            if time.monotonic() - told > SECONDS_BETWEEN_PROGRESS:
                told = time.monotonic()
                yield self._hooks.progress(self.result.steps, self.total_steps)
            in_epoch = self.result.steps - epoch * self._steps_an_epoch
            last_of_epoch = in_epoch == self._steps_an_epoch
            if not self._plan.steps and is_due(in_epoch, self._steps_an_epoch, between):
                yield from self._flush()
                yield from self._exam(self.result.steps, ends_epoch=last_of_epoch)
            over = self.result.steps == self.total_steps
            if last_of_epoch and not over and 0 < self._plan.early_stop <= self._waited:
                self.result.stopped_early = True
                break
        yield from self._flush()
        if self.result.stopped and self._control.stop == "finish":
            yield from self._exam(self.result.steps)

    def _settle(self) -> None:
        """Count the steps that were not finite, up to now. Raises: ProblemError(not_finite)."""
        flags, self._unsettled = self._unsettled, []
        for finite in [bool(flag) for flag in flags] if not _on_device(flags) else torch.stack(flags).tolist():
            self._bad = 0 if finite else self._bad + 1
            self.result.skipped += not finite
            if self._bad >= BAD_STEPS:
                raise ProblemError(problem("not_finite", steps=self._bad))

    def _flush(self) -> Iterator[RunEvent]:
        """Tell all steps, and wait for them."""
        started = time.perf_counter()
        synchronise(self._compute.device)
        self.result.seconds += time.perf_counter() - started
        self._settle()
        yield from self._log.flush()

    def _step_within_memory(
        self, optimizer: Optimizer, index: IntArray
    ) -> Generator[RunEvent, None, tuple[dict[str, Tensor], bool | Tensor]]:
        """`_step`; where memory runs out, again with half as many texts at a time, and so from then on. Raises: what torch raises
        when not even one text fits."""
        while True:
            try:
                return self._step(optimizer, index)
            except (MemoryError, RuntimeError) as error:
                parts = micro_batches(index, self._lengths, self._budget)
                largest = max(parts, key=lambda part: len(part) * int(self._lengths[part].max()))
                again = does_without_onednn(error)
                if not is_out_of_memory(error) or (len(largest) == 1 and not again):
                    raise
            optimizer.forget()
            if self._lesson.inner is not None:
                self._lesson.inner.forget()
            give_back(self._compute.device)
            if again:
                continue
            self._budget = len(largest) * int(self._lengths[largest].max()) // 2
            rows, fewer = str(len(largest)), str(max(1, len(largest) // 2))
            text = f"Not enough memory for {rows} texts at a time. The run goes on with {fewer}; nothing is lost."
            yield self._hooks.note("memory_split", text, {"rows": rows, "fewer": fewer})

    def _step(self, optimizer: Optimizer, index: IntArray) -> tuple[dict[str, Tensor], bool | Tensor]:
        """One batch, in parts if it is over the token budget."""
        if self._recorded is not None and len(index) * width_of(int(self._lengths[index].max())) <= self._budget:
            try:
                found = self._recorded.run(index)
                return {name: value for name, value in found.items() if name != FINITE}, found[FINITE] > 0
            except RuntimeError:  # no memory, or an operation that cannot be recorded: from now on each step is told anew
                self._recorded = None
                optimizer.forget()
        optimizer.touch(torch.from_numpy(_word_pieces(self._lesson.rows, index)).to(self._compute.device))
        batches = [self._collate(part) for part in micro_batches(index, self._lengths, self._budget)]
        return self._learn(optimizer, batches, int(self._lengths[index].sum()))

    def _to_record(self, optimizer: Optimizer) -> RecordedSteps | None:
        """Steps that are replayed, where all that a step does has a shape that is known beforehand and its rows fit on the device."""
        lesson, device, outputs = self._lesson, self._compute.device, self._outputs
        free = torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else 1 << 62
        if not self._task.fixed_shapes or lesson.inner is not None or lesson.beside is not None:
            return None
        if not (outputs is None or isinstance(outputs, np.ndarray)) or not fits(lesson.rows, outputs, free):
            return None

        def step(batch: Batch) -> dict[str, Tensor]:
            optimizer.touch(batch.input_ids.flatten().sort().values)
            losses, finite = self._learn(optimizer, [batch], 0)
            return {**losses, FINITE: torch.as_tensor(finite)}

        return RecordedSteps(RowsOnDevice(lesson.rows, outputs, device), self._lengths, step, device)

    def _learn(self, optimizer: Optimizer, batches: list[Batch], word_pieces: int) -> tuple[dict[str, Tensor], bool | Tensor]:
        """Learn from the parts of one batch of so many word pieces; their losses are divided by the whole batch's rows that count."""
        plan = self._plan
        counts: Counts = {}
        for batch in batches:
            for name, count in self._task.count(batch).items():
                counts[name] = counts.get(name, 0) + count
        sums: dict[str, Tensor] = {}
        for batch in batches:
            parts = self._read(optimizer.model, batch, counts, word_pieces)
            weighted = {name: plan.weights[name] * part for name, part in parts.items()}
            total = torch.stack(list(weighted.values())).sum()
            optimizer.backward(total)
            for name, part in {"total": total, **weighted}.items():
                sums[name] = sums[name] + part.detach() if name in sums else part.detach()
        return sums, optimizer.step()

    def _read(self, model: PreTrainedModel, batch: Batch, counts: Counts, word_pieces: int) -> dict[str, Tensor]:
        """The parts of the loss on a (micro-)batch, by name; divided by the counts of the whole batch."""
        inner = self._lesson.inner
        if self._lesson.beside is not None:
            batch = self._lesson.beside.asked(batch)
        with self._compute.autocast(), nullcontext() if inner is None else inner.watch(model):
            logits = self._task.read(model, batch)
        parts = self._task.loss_parts(logits, batch, self._plan.temperature, counts, self._wanted)
        return parts if inner is None else {**parts, **inner.loss_parts(batch, word_pieces)}

    def _collate(self, index: IntArray) -> Batch:
        teacher = None
        if self._outputs is not None:
            teacher = gather(self._outputs, self._lesson.rows.counts, self._starts, index)
        return batch_of(self._task, self._lesson.rows, index, self._compute.device, teacher, self._draw)

    def _exam(self, step: int, ends_epoch: bool = False) -> Iterator[RunEvent]:
        """Score the watch rows; keep the weights where they are the best so far (of equals, the later)."""
        watch, result = self._lesson.watch, self.result
        scores = self._task.score(read_all(self._model, self._task, watch, self._compute), watch)
        name = self._task.score_name
        score, first = scores[name], not result.best_state
        gained = merit(name, score) - merit(name, result.best_score)
        best = first or gained >= 0
        self._waited = 0 if first or gained > 0 else self._waited + ends_epoch
        if best:
            result.best_score, result.best_step, result.best_scores = score, step, scores
            result.best_state = {name: weight.detach().to("cpu", copy=True) for name, weight in self._model.state_dict().items()}
        yield ExamDone(
            run_id=self._run_id,
            stage=self._plan.stage,
            step=step,
            who=self._plan.who,
            rows_from="watch",
            rows=watch.texts,
            score_name=name,
            scores=scores,
            best=best,
            waited=self._waited,
        )
        yield from self._hooks.examined(step, best)
        self._log.rest()

    def _hold(self, optimizer: Optimizer) -> Iterator[RunEvent]:
        """Save where it is time to, or where the run is left or held; hold while it is paused."""
        if self._control.paused or self._control.stop == "leave" or self._hooks.due():
            yield from self._flush()
            yield from self._hooks.keep(self._standing(self._tensors(optimizer), optimizer.loss_scale))
            self._log.rest()
        if self._control.paused:
            yield RunPaused(self._run_id, paused=True)
            self._control.wait()
            self._hooks.rest()
            self._log.rest()
            yield RunPaused(self._run_id, paused=False)

    def _tensors(self, optimizer: Optimizer) -> dict[str, Tensor]:
        tensors = {f"model.{name}": weight for name, weight in self._model.state_dict().items()}
        tensors |= {f"optimizer.{name}": moment for name, moment in optimizer.state().items()}
        if self._lesson.inner is not None:
            tensors |= {f"inner.{name}": weight for name, weight in self._lesson.inner.state().items()}
        return tensors | {f"random.{name}": state for name, state in random_states(self._compute.device).items()}

    def _standing(self, tensors: dict[str, Tensor], loss_scale: float) -> Standing:
        plan, result = self._plan, self.result
        said = SavedTraining(
            stage=plan.stage,
            steps=result.steps,
            tensors=f"{plan.stage}-{result.steps:08d}.safetensors" if tensors else "",
            best=f"{plan.stage}-best-{result.best_step:08d}.safetensors",
            best_score=result.best_score,
            best_step=result.best_step,
            best_scores=result.best_scores,
            rows=result.rows,
            seconds=result.seconds,
            skipped=result.skipped,
            waited=self._waited,
            bad=self._bad,
            budget=self._budget,
            loss_scale=loss_scale,
            stopped=result.stopped,
            stopped_early=result.stopped_early,
        )
        return Standing(said, tensors, result.best_state)

    def _take_up(self, start: Standing) -> None:
        """Everything of an earlier process but for weights and optimizer, which wait for their places."""
        said = start.said
        self._waited, self._bad, self._budget = said.waited, said.bad, said.budget
        self.result = Result(
            best_score=said.best_score,
            best_step=said.best_step,
            best_scores=said.best_scores,
            best_state=dict(start.best),
            steps=said.steps,
            rows=said.rows,
            seconds=said.seconds,
            skipped=said.skipped,
            stopped=said.stopped,
            stopped_early=said.stopped_early,
        )

    def _load(self, optimizer: Optimizer, start: Standing) -> None:
        self._model.load_state_dict(_under("model", start.tensors))
        if self._lesson.inner is not None:
            self._lesson.inner.load(_under("inner", start.tensors))
        optimizer.load(_under("optimizer", start.tensors), start.said.steps, start.said.loss_scale)
        set_random_states(_under("random", start.tensors), self._compute.device)

    def _keep_best(self) -> None:
        if self.result.best_state:
            self._model.load_state_dict(self.result.best_state)
        self._model.eval()


def _on_device(flags: list[bool | Tensor]) -> TypeGuard[list[Tensor]]:
    return bool(flags) and isinstance(flags[0], Tensor)


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose names begin so, without it."""
    return {name.removeprefix(f"{prefix}."): tensor for name, tensor in tensors.items() if name.startswith(f"{prefix}.")}


def _word_pieces(rows: Encoded, index: IntArray) -> NDArray[np.int64]:
    """Which word pieces the rows read, each once, sorted, with the padding's."""
    pieces = [rows.ids_at(slice(rows.offsets[row], rows.offsets[row + 1])) for row in index]
    return np.unique(np.concatenate([*pieces, [rows.pad_id]])).astype(np.int64)
