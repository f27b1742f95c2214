"""The teacher's part of a run: load it, fine-tune it where it does not know the labels, check it, ask it once about every row.

Must not know: the student, the exam.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine import exam, heads, teacher_cache, teacher_states, teachers
from distilstudio.engine.asking import Asking
from distilstudio.engine.batching import Encoded, steps_in_epoch
from distilstudio.engine.cards import model_card
from distilstudio.engine.checkpoint import Standing
from distilstudio.engine.colleagues import Colleagues, Together
from distilstudio.engine.insides import Look
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.lesson import Lesson, Plan
from distilstudio.engine.loop import Result, Trainer
from distilstudio.engine.preparation import Prepared
from distilstudio.engine.rows_on_device import room_on
from distilstudio.engine.runs import provenance_of, save_model, take_over
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks.task import ANY_NUMBER
from distilstudio.engine.teacher_beside import TeacherBeside
from distilstudio.engine.teacher_states import States
from distilstudio.engine.teachers import Located
from distilstudio.engine.usage import transformers_example
from distilstudio.protocol.events import ExamDone, RunEvent, RunNote
from distilstudio.protocol.problems import ProblemError, first_few, problem
from distilstudio.protocol.scores import LOWER_IS_BETTER


class Teaching:
    """Two stages: `get` brings `model`, `ask` brings `outputs` and `states` (None where the recipe does without, or after a stop), or `beside`,
    the teacher itself, where rows are drawn anew each time and it has to read what the student reads."""

    model: PreTrainedModel

    def __init__(
        self,
        context: RunContext,
        keeper: Keeper,
        prepared: Prepared,
        located: Located,
        look: Look | None,
        colleagues: Colleagues | None = None,
    ) -> None:
        """look: what the student learns of the teacher's inside. colleagues: who is asked beside it."""
        self._colleagues = colleagues
        self._context, self._keeper, self._prepared, self._located = context, keeper, prepared, located
        self._recipe, self._task, self._folder = context.recipe, prepared.task, context.folder
        self.source = teachers.fingerprint(located.path)
        self._identity = self._fingerprint = _identity(self.source, prepared.columns)
        self.look = look
        self.outputs: NDArray[np.float16] | Together | None = None
        self.states: States | None = None
        self.beside: TeacherBeside | None = None
        self.training: Result | None = None
        self._keeps = False
        self.trains_first = self._recipe.teacher.fine_tune == "yes" or not prepared.head_fits

    def get(self) -> Iterator[RunEvent]:
        """The stage "teacher". Raises: ProblemError(teacher_labels, teacher_near_chance, teacher_broken, not_finite)."""
        self._refuse_foreign_labels()
        if self._keeper.is_finished("teacher"):
            self._take_up()
            return
        start = self._keeper.standing("teacher")
        earlier = self._find_trained() if self.trains_first and start is None else None
        trains_now = self.trains_first and earlier is None
        note = "" if trains_now else "reused" if earlier is not None else "not needed"
        with self._context.stage("teacher", self._steps() if trains_now else 0, note) as begun:
            yield begun
            if earlier is not None:
                take_over(earlier, self._folder.teacher)
                self._context.reused.append("teacher")
            self._load(self._located.path if earlier is None else self._folder.teacher)
            if trains_now:
                yield from self._train(start)
            if self.trains_first:
                self._fingerprint = teachers.fingerprint(self._folder.teacher)
            if not self._context.control.stop:
                yield from self._check()
        yield self._context.ended("teacher")
        if not self._context.control.stop:
            yield from self._keeper.finish("teacher")

    def take_as_it_came(self) -> None:
        """Instead of `get`: the model before anything is trained, with a head that knows nothing where its own does not fit."""
        self._load(self._located.path)

    def ask(self) -> Iterator[RunEvent]:
        """The stage "ask_teacher": outputs over the training rows, computed once or taken from a run with the same teacher and rows, and
        what goes on inside the teacher meanwhile, where that is wanted and there is room for it.

        A teacher that was asked about a part of them only, when its process died, is asked about the rest.
        """
        if self._task.redrawn:
            yield from self._go_beside()
            return
        learn = self._prepared.learn
        key = teacher_cache.key_of(f"{self._fingerprint} {self._context.compute.precision}", learn, self._task.labels)
        path = teacher_cache.path_of(self._folder.path, key)
        inside = teacher_cache.states_path_of(self._folder.path, f"{key} {self.look}")
        notes = list(self._decide_states())
        here = path.is_file() and (not self._keeps or inside.is_file())
        if here and self._keeper.is_finished("ask_teacher") and not self._more_to_ask():
            self._open(path, inside)
            return
        wanted = (self._recipe.loss.soft > 0 or self._keeps) and not self._context.control.stop
        files = [path, inside] if self._keeps else [path]
        earlier = self._find_outputs(files) if wanted and not here else []
        mine, more = 0 if earlier or here else len(learn), self._more_to_ask()
        note = "not needed" if not wanted else "" if mine + more or here else "reused"
        with self._context.stage("ask_teacher", 0 if note else mine + more, note) as begun:
            yield begun
            yield from notes
            if earlier:
                for source, target in zip(earlier, files, strict=True):
                    take_over(source, target)
                self._context.reused.append("ask_teacher")
            elif wanted and not here:  # where it is, the process died before this was saved
                look = (inside, self.look) if self._keeps and self.look is not None else None
                yield from Asking(self._context, self._keeper, self._task).ask(path, self.model, learn, 0, mine + more, look)
            if self._colleagues is not None and self._recipe.loss.soft > 0 and not self._context.control.stop:
                yield from self._colleagues.ask(self.model, mine, mine + more)
            if not self._context.control.stop:
                self._open(path, inside)
        yield self._context.ended("ask_teacher")
        if not self._context.control.stop:
            yield from self._keeper.finish("ask_teacher")

    @property
    def is_read_again(self) -> bool:
        """Whether the teacher reads every batch once more beside the student."""
        return self._task.redrawn or (self.look is not None and not self._keeps)

    def drop_states(self) -> None:
        """The student has learnt: what takes much room on the disk goes, what takes little stays for the next run."""
        self.states = None
        for file in (self._folder.path / teacher_cache.FOLDER).glob(f"*{teacher_cache.INSIDE}"):
            if file.stat().st_size > teacher_states.KEPT_AFTERWARDS:
                file.unlink(missing_ok=True)

    def _go_beside(self) -> Iterator[RunEvent]:
        """What is hidden in a text is drawn anew in every epoch: the teacher's outputs for one epoch say nothing of the next."""
        wanted = self._recipe.loss.soft > 0 or self.look is not None
        with self._context.stage("ask_teacher", 0, "not needed") as begun:
            yield begun
            if wanted:
                text = "Other words are hidden in every epoch, so the teacher reads each text beside the student instead of once before."
                yield self._context.note("teacher_beside", text, {})
                self.beside = TeacherBeside(self.model, self._task, self.look, self._context.compute)
                self.states = self.beside if self.look is not None else None
        yield self._context.ended("ask_teacher")
        if not self._context.control.stop:
            yield from self._keeper.finish("ask_teacher")

    def _decide_states(self) -> Iterator[RunNote]:
        """Keep what goes on inside the teacher on the disk, or not, and say so."""
        if self.look is None:
            return
        if not self._keeper.teacher_states:
            yield from self._say_states(teacher_states.bytes_of(self.model, self.look, self._prepared.learn))
        self._keeps = self._keeper.teacher_states == "kept"

    def _say_states(self, size: int) -> Iterator[RunNote]:
        values = {"megabytes": f"{size / 1e6:,.0f}"}
        once = self._recipe.train.epochs == 1  # then nothing is read twice, and nothing would be gained
        room = room_on(self._context.compute.device)  # a step that is replayed does not wait for a disk
        beside = not once and size > room
        kept = not once and not beside and teacher_states.fits(size, self._folder.path)
        self._keeper.decide_teacher_states(kept)
        if beside:
            text = (
                f"What goes on inside the teacher would take {values['megabytes']} MB of the graphics card, too much for it. The teacher reads "
                "the texts beside its student instead."
            )
            yield self._context.note("states_beside", text, values)
        elif kept:
            text = f"What goes on inside the teacher is kept on the disk: {values['megabytes']} MB."
            yield self._context.note("states_kept", text, values)
        elif not once:
            text = (
                f"What goes on inside the teacher would take {values['megabytes']} MB on the disk, too much for this run. The teacher "
                "reads the texts again in every epoch instead, which takes longer."
            )
            yield self._context.note("states_seen_again", text, values)

    def _open(self, path: Path, inside: Path) -> None:
        if self._recipe.loss.soft > 0:
            outputs = teacher_cache.open_outputs(path)
            self.outputs = outputs if self._colleagues is None else self._colleagues.together(outputs)
        if self._keeps:
            self.states = teacher_states.KeptStates(inside, self._prepared.learn)
        elif self.look is not None:
            self.states = teacher_states.SeenAgain(self.model, self.look, self._context.compute, self._prepared.learn)

    def _more_to_ask(self) -> int:
        """Texts that further teachers have to read."""
        return self._colleagues.texts_to_ask if self._colleagues is not None and self._recipe.loss.soft > 0 else 0

    def _refuse_foreign_labels(self) -> None:
        if self._recipe.teacher.fine_tune == "no" and not self._prepared.head_fits:
            if self._task.unnamed == ANY_NUMBER:
                raise ProblemError(problem("teacher_no_words", teacher=self._located.name))
            own = teachers.head_labels(teachers.load_config(self._located.path), self._task.head)
            raise ProblemError(problem("teacher_labels", teacher=first_few(own) or ["–"], data=first_few(self._task.labels)))

    def _load(self, path: Path) -> None:
        own_head = path == self._folder.teacher or self._prepared.head_fits
        changes = {} if own_head else self._task.head_config()
        model = teachers.load_model(path, self._task.auto_class, seed=self._recipe.train.seed, **changes)
        if self._prepared.columns is not None and path != self._folder.teacher:
            heads.keep(model, self._prepared.columns, self._task.head_config(), learns=self.trains_first)
        prior = None if own_head else self._task.prior(self._prepared.learn)
        if prior is not None:
            heads.start_at(model, prior)
        self.model = model.to(self._context.compute.device)

    def _take_up(self) -> None:
        """The teacher as an earlier process of this run has left it."""
        self._load(self._folder.teacher if self.trains_first else self._located.path)
        if self.trains_first:
            self._fingerprint = teachers.fingerprint(self._folder.teacher)
        self._settle_reading()

    def _settle_reading(self) -> None:
        learn, rows = self._prepared.learn, self._recipe.train.batch_rows
        self._keeper.settle("teacher reads", self.model, learn, rows, backward=False, first=self._prepared.task.reads_first)

    def _train(self, start: Standing | None) -> Iterator[RunEvent]:
        """Fine-tune on the labelled rows and save the teacher, also after a stop."""
        context, prepared, choice, train = self._context, self._prepared, self._recipe.teacher, self._recipe.train
        rows = self._labelled
        self.model.train()
        first = prepared.task.reads_first
        self._keeper.settle("teacher learns", self.model, rows, train.batch_rows, backward=True, first=first)
        plan = Plan(
            "teacher",
            "teacher",
            choice.epochs,
            train.batch_rows,
            choice.learning_rate,
            train.warmup,
            train.seed,
            {"hard": 1.0},
            head_rate=1.0 if prepared.head_fits else heads.HEAD_RATE,
        )
        hooks = self._keeper.hooks("teacher", lambda step, best: ())
        lesson = Lesson(rows, prepared.watch)
        trainer = Trainer(context.run_id, self.model, self._task, lesson, plan, context.compute, context.control, hooks, start)
        self.training = trainer.result
        context.pace.skip("teacher", trainer.result.steps / max(trainer.total_steps, 1))
        context.pace.begin("teacher")
        yield from trainer.run()
        key = "" if trainer.result.stopped else self._trained_key()
        example = transformers_example(self._task, prepared.tokenizer, prepared.max_length)
        card = model_card(self._task, "teacher", self._located, trainer.result.best_scores, prepared.max_length, example)
        save_model(
            self._folder.teacher, self.model, prepared.tokenizer, card, {"teacher_key": key, "max_length": prepared.max_length}
        )

    def _check(self) -> Iterator[RunEvent]:
        """Score the teacher on the watch rows; one that hardly beats guessing ends the run, with the reason."""
        context, watch = self._context, self._prepared.watch
        self._settle_reading()
        scores = yield from context.score(self.model, self._task, watch)
        yield ExamDone(context.run_id, "teacher", 0, "teacher", "watch", watch.texts, self._task.score_name, scores)
        if not context.rehearses and not exam.beats_guessing(self._task, scores, watch):
            score, (chance, label) = scores[self._task.score_name], self._task.chance(watch)
            if self._task.score_name in LOWER_IS_BETTER:
                raise ProblemError(problem("teacher_knows_no_words", score=f"{score:,.0f}", chance=f"{chance:,.0f}"))
            raise ProblemError(problem("teacher_near_chance", score=_percent(score), chance=_percent(chance), label=label))

    @cached_property
    def _labelled(self) -> Encoded:
        """The rows to learn from that carry a label."""
        learn = self._prepared.learn
        labelled = self._task.labelled(learn)
        return learn if labelled.all() else learn.subset(np.flatnonzero(labelled))

    def _steps(self) -> int:
        return steps_in_epoch(self._prepared.labelled, self._recipe.train.batch_rows) * self._recipe.teacher.epochs

    def _trained_key(self) -> str:
        """All that a fine-tuned teacher depends on."""
        choice, train, prepared = self._recipe.teacher, self._recipe.train, self._prepared
        rows = teacher_cache.key_of(self._identity, self._labelled, self._task.labels, targets=True)
        watched = teacher_cache.key_of("", prepared.watch, [], targets=True)  # its best weights are chosen by these
        settings = (
            choice.epochs,
            choice.learning_rate,
            train.batch_rows,
            train.warmup,
            train.seed,
            heads.HEAD_RATE,
            self._context.compute.precision,
        )
        return "-".join(map(str, (rows, watched, *settings)))

    def _find_trained(self) -> Path | None:
        """An earlier run's teacher that was trained in exactly this way."""
        key = self._trained_key()
        candidates = (run / "teacher" for run in self._folder.siblings())
        return next(
            (
                path
                for path in candidates
                if provenance_of(path).get("teacher_key") == key and (path / "model.safetensors").is_file()
            ),
            None,
        )

    def _find_outputs(self, files: list[Path]) -> list[Path]:
        """An earlier run's files of these names; nothing where one is missing."""
        for run in self._folder.siblings():
            found = [run / teacher_cache.FOLDER / file.name for file in files]
            if all(file.is_file() for file in found):
                return found
        return []


def _identity(source: str, columns: list[list[int]] | None) -> str:
    """With other labels kept of its head it is another teacher, and so it is where some of them are added up."""
    if columns is None:
        return source
    return f"{source} {[group[0] if len(group) == 1 else group for group in columns]}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
