"""Further teachers beside the first: each is asked about the same rows in its own word pieces, and what all say is averaged.

Probabilities are averaged at the temperature of the loss, weighted by how much better than guessing each teacher does on the watched rows.
Outputs of each are kept by a key of their own, so that a run with one teacher more asks that one only; they are mixed when they are read.
Source of the idea: Hinton et al. 2015, arXiv:1503.02531, section 1 (an ensemble as teacher); You et al. 2017 (averaged soft targets).
Must not know: the student, how anything is told.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import exam, heads, teacher_cache, teachers
from distilstudio.engine.asking import Asking
from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.encoding import encode_in_parts
from distilstudio.engine.exam import Speed
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.preparation import Prepared, Read
from distilstudio.engine.reading import read_all
from distilstudio.engine.runs import take_over
from distilstudio.engine.stages import RunContext
from distilstudio.engine.students import parameters_of
from distilstudio.engine.tasks.task import Logits, Task
from distilstudio.engine.teachers import Located
from distilstudio.engine.wishes import copies_of
from distilstudio.protocol import problem_reasons
from distilstudio.protocol.events import BYTES_PER_WEIGHT, ExamDone, RunEvent
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.report import TeacherReport

SURE = 1e-7
"""A mean probability is taken to be at least so far from 0 and 1, so that it has logits."""


_HINDRANCES = {
    "teacher_missing": problem_reasons.NO_FOLDER,
    "teacher_no_model": problem_reasons.NO_STUDENT,
    "teacher_family": problem_reasons.OTHER_FAMILY,
    "hub_not_here": problem_reasons.ON_THE_HUB,
}
"""What is wrong with a model, as the reason why it cannot teach beside the first; other problems bring a reason of their own."""


def look_up_all(models: Sequence[str], task: str, base: Path, hub: Hub) -> list[Located]:
    """Where the further teachers are. Raises: ProblemError(teachers_task) where several cannot teach, ProblemError(teacher_more) for one that
    is not there or is none, and what `teachers.look_up` says of the Hub."""
    if models and task != "classification":
        raise ProblemError(problem("teachers_task"))
    found = []
    for model in models:
        with _blamed(model, model):
            found.append(teachers.look_up(model, base, hub))
    return found


def check(models: Sequence[str], base: Path, task: Task, hub: Hub) -> None:
    """Whether these can teach beside the first, as far as their descriptions tell. Raises: ProblemError as `look_up_all`, and `Colleagues`."""
    for located in look_up_all(models, task.name, base, hub):
        _answered_labels(located, task)


def mixed(logits: Sequence[Logits], weights: Sequence[float], temperature: float, several: bool) -> Logits:
    """Logits [rows, labels] whose probabilities at the temperature are the weighted mean of those of all; weights add up to 1.

    several: each label stands for itself.
    """
    scaled = [np.asarray(one, np.float64) / temperature for one in logits]
    if several:
        means = np.sum([weight / (1 + np.exp(-one)) for weight, one in zip(weights, scaled, strict=True)], axis=0)
        means = np.clip(means, SURE, 1 - SURE)
        return np.asarray(temperature * np.log(means / (1 - means)), np.float32)
    shares = [np.exp(one - one.max(-1, keepdims=True)) for one in scaled]
    means = np.sum([weight * one / one.sum(-1, keepdims=True) for weight, one in zip(weights, shares, strict=True)], axis=0)
    return np.asarray(temperature * np.log(np.maximum(means, SURE)), np.float32)


@dataclass(frozen=True)
class Together:
    """What all teachers say of the rows to learn from, mixed for the rows that are looked at. outputs: fp16 [rows, labels] of each."""

    outputs: list[NDArray[np.float16]]
    weights: list[float]
    temperature: float
    several: bool

    def __len__(self) -> int:
        return len(self.outputs[0])

    def at(self, temperature: float) -> Together:
        """The same, averaged at another temperature."""
        return replace(self, temperature=temperature)

    def __getitem__(self, rows: IntArray) -> Logits:
        return mixed([one[rows].astype(np.float32) for one in self.outputs], self.weights, self.temperature, self.several)


@dataclass
class Colleague:
    """One further teacher. `columns`: which of its logits is which of the labels; `rows`: in its word pieces."""

    located: Located
    columns: list[int]
    rows: Read
    max_length: int
    fingerprint: str
    scores: dict[str, float] = field(default_factory=dict)

    def load(self, task: Task, device: torch.device) -> PreTrainedModel:
        """Its model, with its labels in the task's order. Raises: ProblemError(teacher_more)."""
        with _blamed(self.located.model, self.located.name):
            model = teachers.load_model(self.located.path, task.auto_class)
        heads.keep(model, [[column] for column in self.columns], task.head_config())
        return model.to(device)


class Colleagues:
    """All further teachers of a run. `weights`: the first teacher's share, then theirs; empty until they are known."""

    def __init__(self, context: RunContext, keeper: Keeper, prepared: Prepared, located: Sequence[Located]) -> None:
        """Raises: ProblemError(teacher_more) for one that answers with other labels, ProblemError(copies_teacher) for one that cuts texts into
        other word pieces than the first, where there are varied copies of them: what is replaced in one is a piece."""
        self._context, self._keeper, self._prepared, self._task = context, keeper, prepared, prepared.task
        self._several = bool(getattr(prepared.task, "several", False))
        self.all = [self._colleague(one) for one in located]
        self._first_scores: dict[str, float] = {}

    @property
    def weights(self) -> list[float]:
        """See the class."""
        return self._keeper.teacher_weights

    @property
    def sources(self) -> dict[str, str]:
        """sha256 of each by its path."""
        return {str(one.located.path): one.fingerprint for one in self.all}

    @property
    def texts_to_ask(self) -> int:
        """Texts that have to be read, all teachers together, which no earlier run has asked them about."""
        return sum(len(one.rows.learn) for one in self.all if self._earlier(one) is None)

    def ask(self, first: PreTrainedModel, before: int, total: int) -> Iterator[RunEvent]:
        """Ask each about all rows, and weigh them all. first: the first teacher. Progress is told as `before` + texts read of `total`."""
        context, task, watch = self._context, self._task, self._prepared.watch
        answers = [read_all(first, task, watch, context.compute)]
        for number, one in enumerate(self.all, start=2):
            model = one.load(task, context.compute.device)
            purpose, rows = f"teacher {number} reads", context.recipe.train.batch_rows
            self._keeper.settle(purpose, model, one.rows.learn, rows, backward=False, first=task.reads_first)
            answers.append(read_all(model, task, one.rows.watch, context.compute))
            path, earlier = self._path(one), self._earlier(one)
            if earlier is not None and earlier != path:
                take_over(earlier, path)
            elif earlier is None:
                yield from Asking(context, self._keeper, task).ask(path, model, one.rows.learn, before, total)
                if context.control.stop:
                    return
                before += len(one.rows.learn)
        yield from self._weigh(answers)

    def together(self, outputs: NDArray[np.float16]) -> Together:
        """What all say of the rows to learn from. outputs: the first teacher's."""
        every = [outputs, *(teacher_cache.open_outputs(self._path(one)) for one in self.all)]
        return Together(every, self.weights, self._context.recipe.loss.temperature, self._several)

    def examine(self, first: Logits, paper: str, before: int, total: int) -> Generator[RunEvent, None, Logits]:
        """What all together say of the rows of the exam, or of the final exam ("final"). first: the first teacher's logits."""
        context, task, answers = self._context, self._task, [first]
        if paper != "final":
            self._first_scores = task.score(first, self._prepared.exam)
        asking = Asking(context, self._keeper, task)
        for number, one in enumerate(self.all, start=2):
            rows = one.rows.final if paper == "final" else one.rows.exam
            assert rows is not None
            model = one.load(task, context.compute.device)
            answers.append((yield from asking.examine(f"{paper} teacher {number}", model, rows, before, total)))
            before += len(rows)
            if paper != "final":
                one.scores = task.score(answers[-1], rows)
        return mixed(answers, self._weights_or_equal(), 1.0, self._several)

    def reports(self, first: PreTrainedModel, speed: Speed) -> list[TeacherReport]:
        """Each teacher as the exam found it, the first with the others. speed: the first one's."""
        names = [self._prepared.teacher_name, *(one.located.name for one in self.all)]
        scores = [self._first_scores, *(one.scores for one in self.all)]
        sizes, times = [parameters_of(first)], [speed.own_length]
        for one in self.all:
            model = one.load(self._task, self._context.compute.device)
            texts = exam.texts_to_time(self._prepared.data.exam)
            times.append(exam.time_models([model], [one.rows.tokenizer], texts, one.max_length)[0].own_length)
            sizes.append(parameters_of(model))
        return [
            TeacherReport(name, weight, score, size, size * BYTES_PER_WEIGHT / 1e6, ms)
            for name, weight, score, size, ms in zip(names, self._weights_or_equal(), scores, sizes, times, strict=True)
        ]

    def seconds_to_read_exam(self) -> Iterator[float]:
        """How long each takes for the exam rows."""
        for one in self.all:
            model = one.load(self._task, self._context.compute.device)
            started = time.perf_counter()
            read_all(model, self._task, one.rows.exam, self._context.compute)
            yield time.perf_counter() - started

    def _weigh(self, answers: list[Logits]) -> Iterator[RunEvent]:
        context, task, watch = self._context, self._task, self._prepared.watch
        name, (chance, _) = task.score_name, task.chance(watch)
        scores = [task.score(found, watch)[name] for found in answers]
        better = np.maximum(np.array(scores) - chance, 0.0)
        equal = context.recipe.teacher.weigh == "equal" or not better.any()
        weights = [1 / len(scores)] * len(scores) if equal else [float(share) for share in better / better.sum()]
        self._keeper.weigh_teachers(weights)
        names = [self._prepared.teacher_name, *(one.located.name for one in self.all)]
        for who, score, weight in zip(names, scores, weights, strict=True):
            values = {"name": who, "score": f"{100 * score:.1f} %", "weight": f"{100 * weight:.0f} %"}
            text = "{name}: {score} on the watched rows, weight {weight}.".format(**values)
            yield context.note("teacher_weighed", text, values)
        together = task.score(mixed(answers, weights, 1.0, self._several), watch)
        yield ExamDone(context.run_id, "ask_teacher", 0, "teacher", "watch", watch.texts, name, together)

    def _weights_or_equal(self) -> list[float]:
        """Who was never weighed (nobody follows the teachers) counts like the others."""
        return self.weights or [1 / (1 + len(self.all))] * (1 + len(self.all))

    def _colleague(self, located: Located) -> Colleague:
        prepared, task = self._prepared, self._task
        own = _answered_labels(located, task)
        with _blamed(located.model, located.name):
            tokenizer = teachers.load_tokenizer(located.path)
        length = min(prepared.max_length, teachers.longest_text(teachers.load_config(located.path)))
        data, final = prepared.data, prepared.data.final
        rows = Read(
            tokenizer=tokenizer,
            learn=self._learnt(located, tokenizer, length),
            watch=task.encode(data.train.take(prepared.watch_rows), tokenizer, length),
            exam=encode_in_parts(task, data.exam, prepared.exam_rows, tokenizer, length, scored=True),
            final=task.encode(final, tokenizer, length) if final is not None and prepared.final is not None else None,
        )
        columns = [own.index(label) for label in task.labels]
        return Colleague(located, columns, rows, length, teachers.fingerprint(located.path))

    def _learnt(self, located: Located, tokenizer: PreTrainedTokenizerBase, length: int) -> Encoded:
        """The rows to learn from in a colleague's word pieces."""
        prepared = self._prepared
        own = encode_in_parts(self._task, prepared.data.train, prepared.learn_rows, tokenizer, length)
        if not copies_of(self._context.recipe):
            return own
        first = prepared.learn
        alike = np.array_equal(own.offsets, first.offsets[: len(own) + 1]) and np.array_equal(own.ids, first.ids[: len(own.ids)])
        if not alike or tokenizer.get_vocab() != prepared.tokenizer.get_vocab():
            raise ProblemError(problem("copies_teacher", name=located.name))
        return first

    def _path(self, one: Colleague) -> Path:
        identity = f"{one.fingerprint} {one.columns} {self._context.compute.precision}"
        key = teacher_cache.key_of(identity, one.rows.learn, self._task.labels)
        return teacher_cache.path_of(self._context.folder.path, key)

    def _earlier(self, one: Colleague) -> Path | None:
        """Its outputs, where this run or one beside it has them."""
        path = self._path(one)
        found = [path, *(run / teacher_cache.FOLDER / path.name for run in self._context.folder.siblings())]
        return next((file for file in found if file.is_file()), None)


def _answered_labels(located: Located, task: Task) -> list[str]:
    """Of its head, which has to answer as the first teacher does; while the task's labels are not known, with any. Raises:
    ProblemError(teacher_more)."""
    with _blamed(located.model, located.name):
        config = teachers.load_config(located.path)
    own = teachers.head_labels(config, task.head)
    if not own or not teachers.answers_alike(config, task):
        raise _refused(located.model, located.name, problem_reasons.OTHER_HEAD if own else problem_reasons.ONLY_READS, "")
    if task.labels and not teachers.head_fits(own, task.labels):
        raise _refused(located.model, located.name, problem_reasons.OTHER_LABELS, f"{own} – {task.labels}")
    return own


@contextmanager
def _blamed(model: str, name: str) -> Iterator[None]:
    """What is wrong with a further teacher is told as such: what helps against a bad first teacher would only replace a good one."""
    try:
        yield
    except ProblemError as error:
        told = error.problem
        if told.code in _HINDRANCES or told.code.startswith("teacher_"):
            reason = _HINDRANCES.get(told.code) or told.values.get("reason", told.what)
            raise _refused(model, name, reason, told.detail or told.what) from error
        raise


def _refused(model: str, name: str, reason: str, detail: str) -> ProblemError:
    """model: as the recipe says it, by which it can be left out."""
    return ProblemError(problem("teacher_more", detail, name=name, reason=reason, model=model))
