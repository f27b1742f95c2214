"""A run up to the student that is cut, and then one short training after the other, each with a learning rate and a temperature of its own.

Judged on the watch rows, never on those of the exam. Must not know: the wire, where a pilot lies on the disk.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from distilstudio.engine import bootstrap, halving, stepping
from distilstudio.engine.control import Control
from distilstudio.engine.distillation import Distillation
from distilstudio.engine.halving import Costs, Setting
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.keeping import Unsaved
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.loop import Hooks, Result, Trainer
from distilstudio.engine.reading import read_all
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEvent, Stage, StageProgress, StepsDone
from distilstudio.protocol.pilot import Pilot, Tried
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.scores import merit

RESAMPLES = 20_000
"""Enough for the ends of an interval that leaves out a few in a thousand."""
PROBE_STEPS = 6
"""Steps of the first training, which only shows what a step costs."""
PROBE_STEPS_THERE = 200
"""The same where steps are recorded: the first ones of each shape of batch take many times as long as those that are replayed."""


@dataclass
class Outcome:
    """One training: its score, None where its losses were no numbers any more, and what each watch row gave to it."""

    score: float | None
    shares: NDArray[np.float64]


@dataclass
class _Trained:
    """All that one setting came to, by the number of steps."""

    setting: Setting
    outcomes: dict[int, list[Outcome]] = field(default_factory=dict)

    @property
    def longest(self) -> list[Outcome]:
        return self.outcomes[max(self.outcomes)]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Of all trainings of the greatest length together."""
        return np.asarray(np.sum([outcome.shares for outcome in self.longest], axis=0), np.float64)

    def told(self) -> Tried:
        scores = [outcome.score for outcome in self.longest if outcome.score is not None]
        mean = sum(scores) / len(scores) if len(scores) == len(self.longest) else None
        return Tried(self.setting.learning_rate, self.setting.temperature, max(self.outcomes), mean, len(self.longest))


class Trying(Distillation):
    """After `events` `found` says what came of it."""

    folder_size = 2
    keeper = Unsaved

    def __init__(
        self,
        command: StartRun,
        control: Control,
        seconds: float,
        hub: Hub | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """seconds: for the trainings alone."""
        super().__init__(command, control, hub)
        self._seconds, self._clock = seconds, clock
        self._began: float | None = None
        self._trained: dict[Setting, _Trained] = {}
        self._own = Setting(self._recipe.train.learning_rate, self._recipe.loss.temperature)
        self._full_steps = 0

    @property
    def took_s(self) -> float:
        """What the trainings have taken so far."""
        return 0.0 if self._began is None else self._clock() - self._began

    @property
    def seconds_left(self) -> float:
        """For further trainings."""
        return max(0.0, self._seconds - self.took_s)

    def tried(self) -> list[Tried]:
        """Everything so far, the longest trained and best first."""
        told = [one.told() for one in self._trained.values()]
        return sorted(told, key=lambda one: (-one.steps, -one.trainings, -self._merit(one.score)))

    def found(self) -> Pilot:
        """The best of those that were trained as long and as often as the person's own."""
        own = self._trained[self._own]
        as_long = [one for one in self._trained.values() if _same_length(one.told(), own.told())]
        best = max(as_long, key=lambda one: (self._merit(one.told().score), one is own))
        # The best of many looks better than it is: the interval is so wide that it holds for all of them together (Bonferroni's bound).
        covered = 1 - (1 - bootstrap.COVERED) / max(len(self._trained) - 1, 1)
        gain = bootstrap.gain_of(own.shares, best.shares, self._recipe.train.seed, RESAMPLES, covered)
        return Pilot(
            score_name=self._prepared.task.score_name,
            learning_rate=best.setting.learning_rate,
            temperature=best.setting.temperature,
            own_learning_rate=self._own.learning_rate,
            own_temperature=self._own.temperature,
            gain=gain.value,
            low=gain.low,
            high=gain.high,
            rows=len(own.shares),
            tried=self.tried(),
            full_steps=self._full_steps,
            seconds=self.took_s,
        )

    def drop_states(self) -> None:
        """What was kept of the teacher's inside goes where it takes much room."""
        if hasattr(self, "_teaching"):
            self._teaching.drop_states()

    def _work_through(self) -> Iterator[RunEvent]:
        yield from self._prepare()
        self._engage()
        self._expect()
        self._training = Result()  # none of its own: what comes of the trainings is in `found`
        for stage in (self._teaching.get, self._teaching.ask, self._cut, self._try_all):
            if not self._control.stop:
                yield from stage()

    def _work(self) -> dict[Stage, float]:
        """Up to the trainings, whose time is known."""
        return {stage: work for stage, work in super()._work().items() if stage in ("teacher", "ask_teacher")}

    def _try_all(self) -> Iterator[RunEvent]:
        self._settle_learning()
        weights = self._student.state_dict().items()
        self._fresh: dict[str, Tensor] = {name: weight.detach().to("cpu", copy=True) for name, weight in weights}
        self._began = self._clock()
        costs = yield from self._probe()
        settings = halving.settings_around(self._own, several_temperatures="soft" in self._weights)
        count = halving.how_many(len(settings), self.seconds_left, costs)
        if self._control.stop:
            return
        if count:
            yield from self._halve(settings[:count], costs)
        if not self._control.stop and self._own not in self._trained:
            needed = math.ceil((halving.seconds_needed(costs) + PROBE_STEPS * costs.step_s) / 30) / 2
            raise ProblemError(problem("pilot_too_short", minutes=f"{self._seconds / 60:.3g}", needed=f"{needed:g}"))

    def _probe(self) -> Generator[RunEvent, None, Costs]:
        """What a step costs, and what a training costs beside. Where steps are recorded, one costs what those of the second half do; what the
        first half takes beyond that is spent anew in every training."""
        task, compute, plan = self._prepared.task, self._context.compute, super()._plan()
        full = self._full_steps = self._trainer_for(plan).total_steps
        records = stepping.records(task, compute)
        trainer = self._trainer_for(replace(plan, steps=min(PROBE_STEPS_THERE if records else PROBE_STEPS, full)))
        result, half = trainer.result, (0, 0.0)
        for event in trainer.run():
            yield event
            halfway = trainer.total_steps / 2 <= result.steps < trainer.total_steps
            if records and halfway and not half[0] and isinstance(event, StepsDone):  # told when all steps up to it are done
                half = result.steps, result.seconds
        step_s = (result.seconds - half[1]) / max(result.steps - half[0], 1)
        began = self._clock()
        read_all(self._student, task, self._prepared.by_student.watch, compute)
        longer = max(0.0, result.seconds - step_s * result.steps)
        return Costs(step_s, self._clock() - began + longer, full)

    def _halve(self, settings: list[Setting], costs: Costs) -> Iterator[RunEvent]:
        """Round by round; one that the time cuts off counts for nothing, but for the first."""
        rounds, steps = halving.rounds_of(len(settings)), 0
        for number in range(len(rounds)):
            wanted = halving.steps_of_round(len(settings), len(rounds) - number, self.seconds_left, costs)
            if not wanted and number:
                return
            steps = max(steps, wanted)
            outcomes: dict[Setting, Outcome] = {}
            for setting in settings:
                outcome = yield from self._train(setting, steps, number)
                if outcome is None:
                    break
                outcomes[setting] = outcome
            is_whole = len(outcomes) == len(settings)
            if is_whole or not number:
                for setting, outcome in outcomes.items():
                    self._trained.setdefault(setting, _Trained(setting)).outcomes.setdefault(steps, []).append(outcome)
                yield self._progress()
            if not is_whole:
                return
            if number + 1 < len(rounds):
                settings = self._best(settings, rounds[number + 1] - 1)

    def _best(self, settings: list[Setting], count: int) -> list[Setting]:
        """The best of them, and the person's own in front."""
        ranked = sorted(settings, key=lambda one: -self._merit(self._trained[one].told().score))
        return [self._own, *(one for one in ranked[:count] if one != self._own)]

    def _train(self, setting: Setting, steps: int, number: int) -> Generator[RunEvent, None, Outcome | None]:
        """One training from the student as it was cut; None where it was stopped or the time was up."""
        plan = replace(
            super()._plan(),
            learning_rate=setting.learning_rate,
            temperature=setting.temperature,
            seed=self._recipe.train.seed + number,
            steps=steps,
        )
        task, watch = self._prepared.task, self._prepared.by_student.watch
        trainer = self._trainer_for(plan)
        holds = True
        try:
            for event in trainer.run():
                yield event
                if self._control.stop or not self.seconds_left:
                    return None
        except ProblemError as error:
            if error.problem.code != "not_finite":
                raise
            holds = False
        logits = read_all(self._student, task, watch, self._context.compute)
        score = task.score(logits, watch)[task.score_name] if holds and bool(np.isfinite(logits).all()) else None
        shares = task.shares(logits, watch)
        yield self._progress()
        return Outcome(score, shares if score is not None else np.zeros_like(shares))

    def _trainer_for(self, plan: Plan) -> Trainer:
        """A training that begins with the student as it was cut."""
        self._student.load_state_dict(self._fresh)
        context, rows, teaching = self._context, self._prepared.by_student, self._teaching
        lesson = Lesson(rows.learn, rows.watch, teaching.outputs, self._inner_lesson(), teaching.beside)
        hooks = Hooks(
            progress=lambda done, total: self._progress(), examined=lambda step, best: (), rest=_rest, note=context.note
        )
        return Trainer(context.run_id, self._student, self._prepared.task, lesson, plan, context.compute, self._control, hooks)

    def _progress(self) -> StageProgress:
        """In seconds of the time that was given."""
        return StageProgress(self._context.run_id, "distil", round(self.took_s), round(self._seconds))

    def _merit(self, score: float | None) -> float:
        return -math.inf if score is None else merit(self._prepared.task.score_name, score)


def _rest() -> None:
    """A pause is no matter here."""


def _same_length(one: Tried, other: Tried) -> bool:
    return (one.steps, one.trainings) == (other.steps, other.trainings)
