"""A teacher's check-up: how well it answers the exam rows as it is, which of its labels is which, and where it differs from the labels.

Labels that say nothing are matched by what the teacher answers on training rows, so that the exam stays one. Must not know: training, the wire.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import device, exam, learnt, teachers
from distilstudio.engine.batching import Encoded, IntArray
from distilstudio.engine.checks import look_of
from distilstudio.engine.control import Control
from distilstudio.engine.data.corrections import keys_of
from distilstudio.engine.data.loading import Rows, load
from distilstudio.engine.data.preview import cut
from distilstudio.engine.device import Compute
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.label_match import guess, named, said_by, units_of
from distilstudio.engine.reading import read_into
from distilstudio.engine.tasks import task_of
from distilstudio.engine.tasks.task import ANY_NUMBER, Logits, Task
from distilstudio.protocol.check import (
    CheckAnswer,
    CheckProgress,
    CheckStep,
    CheckTeacher,
    CheckUp,
    Disagreement,
    LabelMatch,
    TeacherChecked,
)
from distilstudio.protocol.problem_reasons import ONE_LABEL_HEAD, ONLY_READS, OTHER_HEAD, SEVERAL_LABELS_HEAD
from distilstudio.protocol.problems import Problem, first_few, problem
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.scores import LOWER_IS_BETTER

MOST_EXAM_ROWS = 1000
MOST_TRAIN_ROWS = 2000
"""Of more rows so many are drawn by chance, unless all are asked for."""
MOST_TOLD = 200
"""Disagreements that are told, the most confident ones."""
MOST_CHARACTERS = 4000
"""Of a text that is told."""
NOBODY: IntArray = np.zeros(0, np.int64)
NEVER = -1e4
"""Logit of a label for which the teacher has none."""


class Stopped(Exception):
    """The person ended the check-up."""


@dataclass(frozen=True)
class _Sample:
    """Some of the rows, and how many there were."""

    rows: Rows
    total: int


@dataclass(frozen=True)
class _Teacher:
    """The teacher as it is, with its own labels."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    own: list[str]
    max_length: int
    compute: Compute


def check_teacher(command: CheckTeacher, control: Control, hub: Hub | None = None) -> Iterator[CheckAnswer]:
    """Check the recipe's teacher; the last answer is TeacherChecked. Raises: ProblemError of data and teacher, and what libraries raise."""
    with contextlib.suppress(Stopped):
        check = yield from _check(command, control, hub)
        yield TeacherChecked(command.request_id, check)
        return
    yield TeacherChecked(command.request_id)


def _check(command: CheckTeacher, control: Control, hub: Hub | None) -> Generator[CheckAnswer, None, CheckUp]:
    recipe, number = command.recipe, command.request_id
    base = Path(command.base) if command.base else Path.cwd()
    located = teachers.locate(recipe.teacher.model, base, hub)
    config = teachers.load_config(located.path)
    reason = _why_not(config, recipe)
    if reason:
        return _nothing_to_check(located.model, recipe, problem("teacher_no_head", reason=reason))
    yield CheckProgress(number, "read")
    undecided = msgspec.structs.replace(recipe.data, corrections={}, unlabelled="")
    data = load(undecided, recipe.task, base, recipe.train.seed, learnt.before(recipe, base))
    _heed(control)
    yield CheckProgress(number, "load")
    task = task_of(recipe, data.label_names, data.train)
    teacher = _load(located.path, config, task, recipe)
    most_train, most_exam = (0, 0) if command.whole else (MOST_TRAIN_ROWS, MOST_EXAM_ROWS)
    compares = task.unnamed != ANY_NUMBER  # where nothing is said of a row there is nothing to compare
    train = _sample(data.train, most_train, recipe.train.seed) if compares else _Sample(data.train.take(NOBODY), 0)
    known = task.encode(train.rows, teacher.tokenizer, teacher.max_length)
    train_logits = yield from _read(teacher, task, known, number, "texts", control)
    matches = guess(teacher.own, data.label_names, recipe.teacher.labels, look_of(task).alike(train_logits, known))
    columns = _columns(teacher.own, matches, task)
    examined = _sample(data.exam, most_exam, recipe.train.seed)
    asked = task.encode(examined.rows, teacher.tokenizer, teacher.max_length)
    exam_logits = _in_order((yield from _read(teacher, task, asked, number, "exam", control)), columns)
    yield CheckProgress(number, "time")
    texts = exam.texts_to_time(examined.rows)
    speed = exam.time_models([teacher.model], [teacher.tokenizer], texts, teacher.max_length)[0]
    _heed(control)
    scores, (chance, chance_label) = task.score(exam_logits, asked), task.chance(asked)
    differing = look_of(task).differing(_in_order(train_logits, columns), known, train.rows, keys_of(train.rows))
    return CheckUp(
        model=located.model,
        score_name=task.score_name,
        scores=scores,
        chance=chance,
        chance_label=chance_label,
        exam_rows=len(examined.rows),
        exam_total=examined.total,
        labels=look_of(task).per_label(exam_logits, asked),
        matches=matches,
        data_labels=units_of(data.label_names) if matches and _are_units(matches, teacher.own) else data.label_names,
        ms_per_text=speed.own_length,
        train_rows=len(train.rows),
        train_total=train.total,
        differing=len(differing),
        disagreements=[_cut(one) for one in differing[:MOST_TOLD]],
        problem=_doubt(task, teacher.own, columns, scores, len(examined.rows), asked),
    )


def _why_not(config: PretrainedConfig, recipe: Recipe) -> str:
    """Why the head cannot be asked; "" where it can."""
    wanted = task_of(recipe, [])
    own = teachers.head_labels(config, wanted.head)
    if not own:
        has_other = any("For" in name and not name.endswith("ForMaskedLM") for name in config.architectures or [])
        return OTHER_HEAD if has_other else ONLY_READS
    if teachers.answers_alike(config, task_of(recipe, own)):
        return ""
    return ONE_LABEL_HEAD if recipe.data.multi_label else SEVERAL_LABELS_HEAD


def _nothing_to_check(model: str, recipe: Recipe, told: Problem) -> CheckUp:
    score_name = task_of(recipe, []).score_name
    return CheckUp(model, score_name, {}, 0.0, "", 0, 0, [], [], [], 0.0, 0, 0, 0, [], told)


def _load(path: Path, config: PretrainedConfig, task: Task, recipe: Recipe) -> _Teacher:
    compute = device.choose(recipe.train.device, recipe.train.precision)
    return _Teacher(
        model=teachers.load_model(path, task.auto_class).to(compute.device),
        tokenizer=teachers.load_tokenizer(path),
        own=teachers.head_labels(config, task.head) if task.unnamed != ANY_NUMBER else [],
        max_length=min(recipe.data.max_length, teachers.longest_text(config)),
        compute=compute,
    )


def _sample(rows: Rows, most: int, seed: int) -> _Sample:
    """The labelled rows, or so many of them in their order; 0: all."""
    places = np.flatnonzero(rows.strata.is_valid().to_numpy())
    total = len(places)
    if most and total > most:
        places = np.sort(np.random.default_rng(seed).choice(places, most, replace=False))
    return _Sample(rows.take(places), total)


def _read(
    teacher: _Teacher, task: Task, encoded: Encoded, number: int, step: CheckStep, control: Control
) -> Generator[CheckAnswer, None, Logits]:
    """What the head answers, in its own columns."""
    width = len(teacher.own) if task.labels else task.columns
    out: NDArray[np.float32] = np.zeros((int(encoded.counts.sum()), width), np.float32)
    yield CheckProgress(number, step, 0, len(encoded))
    for done in read_into(out, teacher.model, task, encoded, teacher.compute):
        yield CheckProgress(number, step, done, len(encoded))
        _heed(control)
    return out


def _columns(own: list[str], matches: list[LabelMatch], task: Task) -> list[list[int]] | None:
    """The head's columns of each label of the data, none where it has none; None where answers have no names."""
    if not task.labels:
        return None
    names = named(own, said_by(matches)).names
    found = [[place for place, name in enumerate(names) if name == label] for label in task.labels]
    return found if task.excludes else [places[:1] for places in found]


def _in_order(logits: Logits, columns: list[list[int]] | None) -> Logits:
    """By the data's labels; probabilities of several columns of one are added."""
    if columns is None:
        return logits
    ordered = np.full((len(logits), len(columns)), NEVER, np.float32)
    for label, places in enumerate(columns):
        if places:
            ordered[:, label] = np.logaddexp.reduce(logits[:, places], axis=1)
    return ordered


def _are_units(matches: list[LabelMatch], own: list[str]) -> bool:
    """Whether types were matched rather than their tags."""
    return any(match.teacher not in own for match in matches)


def _doubt(
    task: Task, own: list[str], columns: list[list[int]] | None, scores: dict[str, float], rows: int, asked: Encoded
) -> Problem | None:
    """Why this teacher cannot teach as it is."""
    if columns is not None and not all(columns):
        return problem("teacher_labels", teacher=first_few(units_of(own)), data=first_few(units_of(task.labels)))
    if exam.beats_guessing(task, scores, asked):
        return None
    score, (chance, label) = scores[task.score_name], task.chance(asked)
    if task.score_name in LOWER_IS_BETTER:
        return problem("teacher_knows_no_words", score=f"{score:,.0f}", chance=f"{chance:,.0f}")
    figures = {"score": f"{100 * score:.1f} %", "chance": f"{100 * chance:.1f} %"}
    return problem("teacher_guesses", label=label, rows=rows, **figures)


def _cut(told: Disagreement) -> Disagreement:
    """With a text that fits the wire."""
    if len(told.text) <= MOST_CHARACTERS:
        return told
    return msgspec.structs.replace(
        told,
        text=cut(told.text, MOST_CHARACTERS),
        said_parts=[part for part in told.said_parts if part.end < MOST_CHARACTERS],
        answered_parts=[part for part in told.answered_parts if part.end < MOST_CHARACTERS],
    )


def _heed(control: Control) -> None:
    if control.stop:
        raise Stopped
