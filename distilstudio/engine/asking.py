"""Asks a teacher about rows, and saves its answers as it goes: a death costs a minute at most, and the next process asks about the rest.

Must not know: losses, the student, which of several teachers this is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from transformers import PreTrainedModel

from distilstudio.engine import teacher_cache
from distilstudio.engine.batching import Encoded
from distilstudio.engine.insides import Look
from distilstudio.engine.keeping import Keeper
from distilstudio.engine.stages import RunContext
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.teacher_cache import Growing
from distilstudio.engine.teacher_states import Watcher
from distilstudio.protocol.events import RunEvent, RunPaused


class Asking:
    """One run's way of asking; `ask` is called for each teacher."""

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
        context, asked, see = self._context, self._keeper.asked(path.name), None
        with ExitStack() as stack:
            files = [teacher_cache.outputs_of(path, self._task, rows, goes_on=asked > 0)]
            stack.callback(files[0].close)
            if inside is not None:
                watcher = Watcher(inside[0], model, inside[1], rows, goes_on=asked > 0)
                files.append(watcher.file)
                stack.callback(watcher.file.close)
                stack.enter_context(watcher.watch())
                see = watcher.see
            if not all(file.goes_on for file in files):
                asked = 0
            if asked:
                context.pace.skip("ask_teacher", (before + asked) / total)
                context.pace.begin("ask_teacher")
            asking = teacher_cache.ask(files[0], model, self._task, rows, context.compute, see, asked)
            for done in stack.enter_context(closing(asking)):
                yield from self._hold(files, path.name, done)
                if context.control.stop:
                    asking.close()  # it holds the file, which some systems will not delete then
                    for file in files:
                        file.close(forget=context.control.stop != "leave")
                    return
                yield from context.progress_now_and_then("ask_teacher", before + done, total)
            for file in files:
                file.finish()

    def _hold(self, files: list[Growing], name: str, done: int) -> Iterator[RunEvent]:
        """Save where it is time to, or where the run is left or held; hold while it is paused."""
        control = self._context.control
        if control.paused or control.stop == "leave" or (not control.stop and self._keeper.due()):
            for file in files:
                file.flush()
            yield from self._keeper.keep_asked(name, done)
        if control.paused:
            yield RunPaused(self._context.run_id, paused=True)
            control.wait()
            self._context.pace.rest()
            yield RunPaused(self._context.run_id, paused=False)
