"""The training loop: one for the teacher that learns the labels and for the student that imitates it. Yields events.

It reads like the algorithm: take a batch, step; look at the watch rows now and then; keep the best.
Must not know: files, recipes, which task it trains, how a step is done.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

import torch
from torch import Tensor
from transformers import PreTrainedModel

from distilstudio.engine.batching import epochs_of_batches, steps_in_epoch
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.control import Control
from distilstudio.engine.device import Compute, random_states, set_random_states, synchronise
from distilstudio.engine.exam_times import is_due, margin_of, steps_between_exams
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.memory import give_back
from distilstudio.engine.optimizer import Optimizer, Schedule
from distilstudio.engine.reading import read_all
from distilstudio.engine.step_log import StepLog
from distilstudio.engine.stepping import Stepper
from distilstudio.engine.tasks.task import Draw, Task
from distilstudio.protocol.events import ExamDone, RunEvent, RunNote, RunPaused, StageProgress
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.saved_run import SavedTraining
from distilstudio.protocol.scores import merit

SECONDS_BETWEEN_PROGRESS = 0.5
BAD_STEPS = 3
"""So many steps in a row without a finite gradient end the run."""


@dataclass
class Result:
    """What a training came to; filled in while it goes on. `seconds`: of the steps alone.

    best_score: the highest so far. best_step, best_scores, best_state: of the weights that are kept, which of few watched texts may be later ones.
    """

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
        self._stepper = Stepper(task, lesson, plan, compute, hooks.note)
        self._log = StepLog(run_id, plan.stage)
        self._waited = self._bad = 0
        self._gained = False
        self._unsettled: list[bool | Tensor] = []
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
            with self._stepper.optimizer(self._model, schedule) as optimizer:
                if self._start is not None:
                    self._load(optimizer, self._start)
                with self._stepper.recording(optimizer):
                    yield from self._steps(optimizer)
        finally:
            self._keep_best()

    def end_standing(self) -> Standing:
        """What is left of a training that is over: its best weights and its figures."""
        return self._standing({}, 1.0)

    def _steps(self, optimizer: Optimizer) -> Iterator[RunEvent]:
        between = steps_between_exams(len(self._lesson.rows), len(self._lesson.watch), self._plan.batch_rows, self._plan.epochs)
        told = time.monotonic()
        if self._start is not None:
            yield self._hooks.progress(self.result.steps, self.total_steps)
        batches = epochs_of_batches(self._stepper.lengths, self._plan.batch_rows, self._plan.seed, self._plan.epochs)
        for epoch, index in itertools.islice(batches, self.result.steps, self.total_steps):
            yield from self._hold(optimizer)
            if self._control.stop:
                self.result.stopped = True
                break
            started = time.perf_counter()
            losses, finite = yield from self._stepper.step(optimizer, index, Draw(self._plan.seed, epoch))
            tell = self._log.is_due
            if tell:
                synchronise(self._compute.device)
            self.result.seconds += time.perf_counter() - started
            self.result.steps += 1
            self.result.rows += len(index)
            self._unsettled.append(finite)
            self._log.add(self.result.steps, losses, optimizer.learning_rate, len(index), int(self._stepper.lengths[index].sum()))
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

    def _exam(self, step: int, ends_epoch: bool = False) -> Iterator[RunEvent]:
        """Score the watch rows; keep the weights where they are the best so far (of those that cannot be told apart, the later)."""
        watch, result = self._lesson.watch, self.result
        scores = self._task.score(read_all(self._model, self._task, watch, self._compute), watch)
        name = self._task.score_name
        score, first = scores[name], not result.best_state
        gained = merit(name, score) - merit(name, result.best_score)
        best = first or gained >= -margin_of(name, result.best_score, watch.texts)
        self._gained = self._gained or (gained > 0 and not first)
        self._waited = 0 if first or self._gained else self._waited + ends_epoch
        self._gained = self._gained and not ends_epoch
        if best:
            result.best_score = score if first or gained > 0 else result.best_score
            result.best_step, result.best_scores = step, scores
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
            give_back(self._compute.device)
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
            gained=self._gained,
            bad=self._bad,
            budget=self._stepper.budget,
            loss_scale=loss_scale,
            stopped=result.stopped,
            stopped_early=result.stopped_early,
        )
        return Standing(said, tensors, result.best_state)

    def _take_up(self, start: Standing) -> None:
        """Everything of an earlier process but for weights and optimizer, which wait for their places."""
        said = start.said
        self._waited, self._gained = said.waited, said.gained
        self._bad, self._stepper.budget = said.bad, said.budget
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
