"""Keeps a run so that it can go on after any death: knows what has been decided and done, when to save, and what was saved before.

Must not know: how a training works, what the stages do.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from msgspec.structs import replace
from transformers import PreTrainedModel

from distilstudio.engine.batching import Encoded
from distilstudio.engine.checkpoint import Checkpoint, Standing, Tensors
from distilstudio.engine.device import usable_cores
from distilstudio.engine.kernels import settle_attention
from distilstudio.engine.loop import Hooks
from distilstudio.engine.reporting import versions
from distilstudio.engine.stages import RunContext
from distilstudio.protocol import moments
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import RunEvent, RunNote, Stage
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.saved_run import SavedRun, TeacherStates

SECONDS_BETWEEN = 45.0
"""From one save to the next while a model learns; with the step in hand and the writing, less than a minute is ever lost."""
WRITING_SHARE = 20
"""A slow disk may take this part of the time at most: after a save of 5 s the next one is 100 s away."""


class Keeper:
    """One run's memory on the disk. Made from what an earlier process kept (`saved`), or anew."""

    def __init__(self, context: RunContext, command: StartRun, saved: SavedRun | None) -> None:
        self._context = context
        self._checkpoint = Checkpoint(context.folder.path)
        self._clock: Callable[[], float] = time.monotonic
        self._kept_at, self._writing = self._clock(), 0.0
        self._fails = False
        self.goes_on = saved is not None
        self._saved = saved or SavedRun(
            run_id=context.run_id,
            pinned=command.pinned,
            questions=command.questions,
            recipe=recipe_hash(context.folder.recipe),
            sources={},
            versions=versions(),
            device=str(context.compute.device),
            precision=context.compute.precision,
            threads=torch.get_num_threads(),
            started=moments.now(),
        )
        if saved is not None:
            self._take_over(saved)

    def going_on(self) -> Iterator[RunNote]:
        """What is to be said of a run that goes on. Raises: ProblemError(resume_changed) where its recipe is another one now."""
        saved, recipe = self._saved, self._context.folder.recipe
        if recipe_hash(recipe) != saved.recipe:
            raise _changed(recipe, saved.recipe, recipe_hash(recipe))
        share = f"{saved.share:.0%}"
        yield self._context.note("resumed", f"The run goes on where it was saved, at {share}.", {"share": share})
        now = versions()
        others = [name for name in ("torch", "transformers", "distilstudio") if now.get(name) != saved.versions.get(name)]
        if torch.get_num_threads() != saved.threads:
            others.append(f"{torch.get_num_threads()} threads")
        if others:
            what = ", ".join(others)
            text = f"Not all is as it was when the run began ({what}): the last digits may differ."
            yield self._context.note("resumed_elsewhere", text, {"what": what})

    def check_sources(self, sources: Mapping[str, str]) -> None:
        """Remember what the run reads, by path and sha256; or compare. Raises: ProblemError(resume_changed)."""
        for path, found in sources.items():
            before = self._saved.sources.get(path, found)
            if before != found:
                raise _changed(Path(path), before, found)
        self._saved = replace(self._saved, sources={**self._saved.sources, **sources})

    def settle(
        self, purpose: str, model: PreTrainedModel, rows: Encoded, batch_rows: int, backward: bool, first: bool = False
    ) -> None:
        """Give the model the kernel that was chosen for this purpose before, else the fastest one, and remember it.

        The choice is made by the clock, and another kernel gives other bits: a run that goes on must not choose again.
        """
        chosen = self._saved.kernels.get(purpose)
        if chosen is None:
            chosen = settle_attention(model, rows, batch_rows, self._context.compute, backward, first)
            self._saved = replace(self._saved, kernels={**self._saved.kernels, purpose: chosen})
        elif chosen:
            model.set_attn_implementation(chosen)

    @property
    def started(self) -> str:
        """When the run was begun, whichever process did that."""
        return self._saved.started

    @property
    def kernels(self) -> Mapping[str, str]:
        """Kernels that were chosen, by purpose."""
        return self._saved.kernels

    @property
    def teacher_states(self) -> TeacherStates:
        """Whether what goes on inside the teacher is kept on the disk; "" while that is not decided."""
        return self._saved.teacher_states

    def decide_teacher_states(self, kept: bool) -> None:
        """Remember it. Kept ones are rounded, and how full a disk is changes: a run that goes on must not decide again."""
        self._saved = replace(self._saved, teacher_states="kept" if kept else "seen again")

    @property
    def teacher_weights(self) -> list[float]:
        """How much each of several teachers counts, the first one's first; empty while that is not known."""
        return list(self._saved.teacher_weights)

    def weigh_teachers(self, weights: Sequence[float]) -> None:
        """Remember it: a run that goes on does not ask them again."""
        self._saved = replace(self._saved, teacher_weights=list(weights))

    def asked(self, name: str) -> int:
        """Rows of the file of this name that a model was asked about by an earlier process, in the order of reading."""
        return self._saved.asked.get(name, 0)

    def keep_asked(self, name: str, rows: int) -> Sequence[RunEvent]:
        """Save the run while a model is asked: its answers about so many rows are on the disk, in the file of this name."""
        self._saved = replace(self._saved, asked={**self._saved.asked, name: rows})
        return self.keep()

    def first_told(self, exam: str) -> bool:
        """Remember that the scores of this exam were told. Returns whether no earlier process has told them: they stand in the journal once."""
        new = exam not in self._saved.examined
        if new:
            self._saved = replace(self._saved, examined=[*self._saved.examined, exam])
        return new

    def hooks(self, stage: Stage, examined: Callable[[int, bool], Sequence[RunEvent]]) -> Hooks:
        """What a training of this stage calls out to."""
        context = self._context
        return Hooks(
            progress=lambda done, total: context.progress(stage, done, total),
            examined=examined,
            rest=context.pace.rest,
            note=context.note,
            due=self.due,
            keep=self.keep,
        )

    def is_finished(self, stage: Stage) -> bool:
        """Whether an earlier process has brought this stage to its end."""
        return stage in self._saved.finished

    def unless_finished(self, stage: Stage, events: Iterator[RunEvent]) -> Iterator[RunEvent]:
        """A stage's events. One that an earlier process has finished only brings back its results: it was told and timed before."""
        if not self.is_finished(stage):
            yield from events
            return
        context = self._context
        seconds, notes, reused = dict(context.seconds), list(context.notes), list(context.reused)
        for _ in events:
            pass
        context.seconds, context.notes, context.reused = seconds, notes, reused

    def standing(self, stage: Stage) -> Standing | None:
        """Where a training of this stage was left. Raises: ProblemError(resume_nothing) where its files are damaged."""
        training = self._saved.training
        return self._checkpoint.load(training) if self.goes_on and training is not None and training.stage == stage else None

    def due(self) -> bool:
        """Whether it is time to save."""
        return self._clock() - self._kept_at >= max(SECONDS_BETWEEN, self._writing * WRITING_SHARE)

    def keep(self, standing: Standing | None = None) -> Sequence[RunEvent]:
        """Save the run as it stands now. Returns a note where the disk takes nothing; the run goes on, and what was saved stays."""
        files: dict[str, Tensors] = {}
        if standing is not None:
            files = {standing.said.best: standing.best, standing.said.tensors: standing.tensors}
            self._saved = replace(self._saved, training=standing.said)
        context, began = self._context, self._clock()
        now = replace(
            self._saved,
            seconds=context.seconds_so_far(),
            reused=list(context.reused),
            notes=list(context.notes),
            share=context.pace.share,
            journal_bytes=context.folder.journal.sync(),
            kept=moments.now(),
        )
        try:
            self._checkpoint.write(now, {name: tensors for name, tensors in files.items() if name})
        except OSError as error:
            return self._cannot(error)
        finally:
            self._kept_at = self._clock()
            self._writing = self._kept_at - began
        self._fails = False
        return ()

    def finish(self, stage: Stage, standing: Standing | None = None) -> Sequence[RunEvent]:
        """A stage has come to its end: that is saved at once. One that was finished before is not finished again."""
        if self.is_finished(stage):
            return ()
        self._saved = replace(self._saved, finished=[*self._saved.finished, stage], training=standing and standing.said)
        return self.keep(standing)

    def drop(self) -> None:
        """The run is over: there is nothing to go on with."""
        self._checkpoint.drop()

    def _take_over(self, saved: SavedRun) -> None:
        context = self._context
        context.seconds.update(saved.seconds)
        context.reused, context.notes = list(saved.reused), list(saved.notes)
        if torch.get_num_threads() != saved.threads <= usable_cores():
            torch.set_num_threads(saved.threads)

    def _cannot(self, error: OSError) -> Sequence[RunEvent]:
        """Say so once, not at every try."""
        if self._fails:
            return ()
        self._fails = True
        reason = error.strerror or str(error)
        text = f"The run could not be saved just now ({reason}). It goes on and tries again; what was saved before is kept."
        return [self._context.note("not_saved", text, {"reason": reason})]


class Unsaved(Keeper):
    """Of a run that is not gone on with: nothing is kept of it."""

    def due(self) -> bool:
        """Never."""
        return False

    def keep(self, standing: Standing | None = None) -> Sequence[RunEvent]:
        """Nothing to do."""
        return ()


def recipe_hash(path: Path) -> str:
    """sha256 of a recipe file; "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _changed(path: Path, before: str, now: str) -> ProblemError:
    return ProblemError(problem("resume_changed", file=path, before=before[:12] or "–", now=now[:12] or "–"))
