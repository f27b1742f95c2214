"""The proof run: a finished run's student against the same small model trained without the teacher, on the run's own exam rows.

All of it goes on beside the run, in RUN/proof; the run's student is only read. Must not know: the wire, the window, how problems are told.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedModel

from distilstudio.engine import bootstrap, exam
from distilstudio.engine.alone import Alone
from distilstudio.engine.batching import Encoded
from distilstudio.engine.control import Control, Discarded
from distilstudio.engine.encoding import encode_in_parts
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.reporting import changed_file
from distilstudio.engine.runs import RunFolder
from distilstudio.engine.student_files import open_student
from distilstudio.engine.tasks.task import Task
from distilstudio.engine.translate import to_problem
from distilstudio.protocol.commands import StartRun
from distilstudio.protocol.events import StageProgress, StageStarted
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.proof import ProofEnded, ProofEvent, ProofProgress, ProofStep, ProveRun
from distilstudio.protocol.recipe import Recipe
from distilstudio.protocol.recipe_fields import with_value
from distilstudio.protocol.report import Proof, Report
from distilstudio.protocol.run_lock import PROOF, is_held

FOLDER = "proof"


@dataclass(frozen=True)
class _Paper:
    """What one model answered: its scores, and what each row gave to the headline one."""

    scores: dict[str, float]
    shares: NDArray[np.float64]


def prove(command: ProveRun, control: Control, hub: Hub | None = None, untaught: Recipe | None = None) -> Iterator[ProofEvent]:
    """Find out what a finished run's teacher was worth. The last event is ProofEnded, whatever happens; nothing half done is left.

    untaught: the same recipe with the model as it was before it became a teacher, where the run itself began with one that was trained.
    """
    work = _Proof(command, control, hub, untaught)
    try:
        yield from work.events()
        ended = ProofEnded(command.proof_id, "done", report=work.report)
    except Discarded:
        ended = ProofEnded(command.proof_id, "discarded")
    except Exception as error:
        ended = ProofEnded(command.proof_id, "failed", problem=to_problem(error, Path(command.out)))
    finally:
        work.tidy()
    yield ended


class _Proof:
    def __init__(self, command: ProveRun, control: Control, hub: Hub | None, untaught: Recipe | None) -> None:
        self._id, self._control, self._hub, self._untaught = command.proof_id, control, hub, untaught
        self._run = RunFolder(Path(command.out))
        self._partial = self._run.path / PROOF
        self._alone: Alone | None = None
        self._step: ProofStep = "read"
        self.report: Report | None = None

    def events(self) -> Iterator[ProofEvent]:
        """Train alone, examine both, reckon, keep. Raises: ProblemError and what libraries raise; Discarded."""
        began = time.monotonic()
        yield self._progress()
        recipe, report = self._run.finished("proof_no_run")
        if is_held(self._partial):
            raise ProblemError(problem("run_locked", path=self._run.path, holder="a proof run"))
        shutil.rmtree(self._partial, ignore_errors=True)  # what a proof run has left that was killed
        trained = self._untaught is not None or self._run.teacher.is_dir()
        alone = self._alone = Alone(self._command(self._untaught or recipe, report), self._control, trained, self._hub)
        for event in alone.events():
            if isinstance(event, StageStarted) and event.stage == "distil":
                if file := changed_file(report, alone.prepared.data, recipe.data):
                    raise ProblemError(problem("proof_data_changed", file=file))
                self._step = "learn"
                yield self._progress(0, event.total)
            elif isinstance(event, StageProgress) and event.stage == "distil":
                yield self._progress(event.done, event.total, event.seconds_left)
            self._heed()
        self._step = "exam"
        own, student = yield from self._examine(alone)
        gain = bootstrap.gain_of(own.shares, student.shares, recipe.train.seed)
        self._keep(
            Proof(
                rows=len(own.shares),
                alone=own.scores,
                student=student.scores,
                gain=gain.value,
                low=gain.low,
                high=gain.high,
                resamples=bootstrap.RESAMPLES,
                start=alone.start,
                seconds=time.monotonic() - began,
            )
        )

    def tidy(self) -> None:
        """Remove what was not finished; what another process does in the same place is its own."""
        if self._alone is not None:
            self._alone.folder.lock.release()
            shutil.rmtree(self._partial, ignore_errors=True)

    def _command(self, recipe: Recipe, report: Report) -> StartRun:
        """In the run's own precision: a probe may choose another one today."""
        recipe = with_value(recipe, "train.precision", report.precision)
        return StartRun(self._id, recipe, str(self._partial), str(self._run.path))

    def _examine(self, alone: Alone) -> Generator[ProofEvent, None, tuple[_Paper, _Paper]]:
        """The small model without its teacher, and the run's student. Raises: ProblemError(student_broken, model_task)."""
        prepared, path = alone.prepared, self._run.student
        _, task, model, tokenizer = open_student(path, prepared.task.name)
        data = prepared.data.exam
        rows = encode_in_parts(task, data, np.arange(len(data)), tokenizer, prepared.max_length, scored=True)
        student = model.to(alone.compute.device)
        papers = prepared.by_student.exam
        total = len(papers) + len(rows)
        own = yield from self._read(alone, alone.model, prepared.task, papers, 0, total)
        return own, (yield from self._read(alone, student, task, rows, len(papers), total))

    def _read(
        self, alone: Alone, model: PreTrainedModel, task: Task, rows: Encoded, before: int, total: int
    ) -> Generator[ProofEvent, None, _Paper]:
        for found in exam.read_for_exam(model, task, rows, alone.compute, self._control):
            if not isinstance(found, int):
                return _Paper(task.score(found, rows), task.shares(found, rows))
            yield self._progress(before + found, total)
        raise AssertionError("reading ends with the logits")

    def _keep(self, proof: Proof) -> None:
        """Move the small model to its place, and write what was found into the report as it is now."""
        assert self._alone is not None
        self._alone.folder.lock.release()
        folder = self._run.path / FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(self._partial, folder)
        self.report = msgspec.structs.replace(self._run.read_report(), proof=proof)
        self._run.save_report(self.report)

    def _progress(self, done: int = 0, total: int = 0, seconds_left: float | None = None) -> ProofProgress:
        """What goes on now. Raises: Discarded."""
        self._heed()
        return ProofProgress(self._id, self._step, done, total, seconds_left)

    def _heed(self) -> None:
        if self._control.stop:
            raise Discarded
