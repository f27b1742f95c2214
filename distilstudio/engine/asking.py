"""Asks a model about many rows, and saves its answers as it goes: a death costs a minute at most, and the next process asks about the rest.

Must not know: losses, scores, which of a run's models this is.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from transformers import PreTrainedModel

from distilstudio.engine import teacher_cache
from distilstudio.engine.batching import Encoded
from distilstudio.engine.growing import Growing
from distilstudio.engine.insides import Look
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks.task import Logits, Task
from distilstudio.engine.teacher_states import Watcher
from distilstudio.protocol.events import RunEvent, RunPaused, Stage

EXAM_ANSWERS = "exam_answers"
"""Folder in a run's, until its report stands."""


class Asking:
    """One run's way of asking: `ask` about the rows to learn from, for each teacher; `examine` about those of the exam, for each model."""

    def __init__(self, context: RunContext, keeper: Keeper, task: Task) -> None:
        self._context, self._keeper, self._task = context, keeper, task

    def ask(
        self,
        path: Path,
        model: PreTrainedModel,
        rows: Encoded,
        before: int,
        total: int,
        inside: tuple[Path, Look] | None = None,
    ) -> Iterator[RunEvent]:
        """Write the model's outputs over the rows to `path`, and what goes on inside it where that is wanted. The files appear under their
        names when they are whole; after a stop they do not. Progress is told as `before` + rows done of `total`.

        Raises: OSError when the disk is full.
        """
        goes_on = self._keeper.asked(path.name) > 0
        with ExitStack() as stack:
            files, watcher = [teacher_cache.outputs_of(path, self._task, rows, goes_on)], None
            stack.callback(files[0].close)
            if inside is not None:
                watcher = Watcher(inside[0], model, inside[1], rows, goes_on)
                files.append(watcher.file)
                stack.callback(watcher.file.close)
                stack.enter_context(watcher.watch())
            yield from self._fill(files, path.name, model, rows, ("ask_teacher", before, total), watcher)

    def examine(
        self, name: str, model: PreTrainedModel, rows: Encoded, before: int, total: int
    ) -> Generator[RunEvent, None, Logits]:
        """What the model answers in the exam; `name`: who is asked about what, of which there is one in a run. After a stop rows that were
        not read have zeros. Where the disk takes nothing they are read all the same, and nothing is saved."""
        path = self._context.folder.path / EXAM_ANSWERS / f"{name}.npy"
        if not path.is_file():
            shape, goes_on = (int(rows.counts.sum()), self._task.columns), self._keeper.asked(path.name) > 0
            try:
                answers = Growing(path, shape, goes_on, np.float32)
            except OSError:
                return (yield from self._context.read(model, self._task, rows, "exam", before, total))
            with closing(answers):
                yield from self._fill([answers], path.name, model, rows, ("exam", before, total))
            if not path.is_file():
                return np.zeros(shape, np.float32)
        found: Logits = np.load(path, allow_pickle=False)
        return found

    def forget_exam(self) -> None:
        """Its scores are told."""
        shutil.rmtree(self._context.folder.path / EXAM_ANSWERS, ignore_errors=True)

    def _fill(
        self,
        files: list[Growing],
        name: str,
        model: PreTrainedModel,
        rows: Encoded,
        progress: tuple[Stage, int, int],
        watcher: Watcher | None = None,
    ) -> Iterator[RunEvent]:
        """Fill the first file, and finish all. progress: of which stage, rows done before, rows in all."""
        context, control = self._context, self._context.control
        stage, before, total = progress
        asked = self._keeper.asked(name) if all(file.goes_on for file in files) else 0
        if asked:
            context.pace.skip(stage, (before + asked) / total)
            context.pace.begin(stage)
        see = None if watcher is None else watcher.see
        with closing(teacher_cache.ask(files[0], model, self._task, rows, context.compute, see, asked)) as asking:
            for done in asking:
                yield from self._hold(files, name, done)
                if control.stop in ("leave", "discard") or (control.stop and stage == "ask_teacher"):
                    asking.close()  # it holds the file, which some systems will not delete then
                    for file in files:
                        file.close(forget=control.stop != "leave")
                    return
                yield from context.progress_now_and_then(stage, before + done, total)
        for file in files:
            file.finish()

    def _hold(self, files: list[Growing], name: str, done: int) -> Iterator[RunEvent]:
        """Save where it is time to, or where the run is left or held; hold while it is paused."""
        control = self._context.control
        if control.paused or control.stop == "leave" or (control.stop != "discard" and self._keeper.due()):
            for file in files:
                file.flush()
            yield from self._keeper.keep_asked(name, done)
        if control.paused:
            yield RunPaused(self._context.run_id, paused=True)
            control.wait()
            self._context.pace.rest()
            yield RunPaused(self._context.run_id, paused=False)
