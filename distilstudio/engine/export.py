"""Take a run's student home: ONNX and ONNX int8, each verified on the run's exam rows before it is put into RUN/exports.

Must not know: the wire, the window, how problems are told.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio.engine import exam, learnt, onnx_files, onnx_tied, teachers, usage
from distilstudio.engine.batching import Encoded
from distilstudio.engine.cards import export_card
from distilstudio.engine.control import Control, Discarded
from distilstudio.engine.data.loading import load
from distilstudio.engine.device import Compute
from distilstudio.engine.onnx_model import FILE, OnnxModel
from distilstudio.engine.reading import read_into
from distilstudio.engine.reporting import changed_file
from distilstudio.engine.runs import EXAMPLE, PROVENANCE, RunFolder, flush, provenance_of, write_file
from distilstudio.engine.shortage import disk_full
from distilstudio.engine.student_files import open_student
from distilstudio.engine.students import parameters_of
from distilstudio.engine.tasks.task import Logits, Task
from distilstudio.engine.terms import terms_of
from distilstudio.engine.translate import to_problem
from distilstudio.protocol.commands import ExportKind, ExportRun
from distilstudio.protocol.events import BYTES_PER_WEIGHT, ExportEnded, ExportEvent, ExportProgress, ExportStep
from distilstudio.protocol.problems import Problem, ProblemError, problem
from distilstudio.protocol.report import ExportReport, Report

MOST_DIFFERENCE = 1e-3
"""Largest difference between two logits that a float32 file may show: more is no rounding."""
_BESIDES = 1_000_000
"""Bytes of what goes into an exported folder besides weights and tokenizer: the graph, the card, the report's new lines."""
_NOT_TAKEN = (".safetensors", ".bin")
_CPU = Compute(torch.device("cpu"), "fp32")


@dataclass
class _Student:
    """What is exported, and the rows it is held against."""

    folder: Path
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    task: Task
    max_length: int
    texts: list[str]
    rows: Encoded
    report: Report
    logits: Logits = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @property
    def segments(self) -> bool:
        """Whether the model is to be told which word pieces are the question's."""
        return self.task.name == "qa" and "token_type_ids" in self.tokenizer.model_input_names


def export(command: ExportRun, control: Control) -> Iterator[ExportEvent]:
    """Export the student of a finished run. The last event is ExportEnded, whatever happens; nothing half done is left."""
    work = _Export(command, control)
    try:
        yield from work.events()
        ended = ExportEnded(command.export_id, "done", report=work.report)
    except Discarded:
        ended = ExportEnded(command.export_id, "discarded")
    except Exception as error:
        ended = ExportEnded(command.export_id, "failed", problem=work.told(error))
    finally:
        work.tidy()
    yield ended


class _Export:
    def __init__(self, command: ExportRun, control: Control) -> None:
        self._id, self._kinds, self._control = command.export_id, command.kinds, control
        self._run = RunFolder(Path(command.out))
        self._folder = self._run.path / "exports"
        self._is_ours = False
        self._needed_bytes = 0
        self.report: Report | None = None

    def events(self) -> Iterator[ExportEvent]:
        """Read, write, verify, time, keep. Raises: ProblemError and what libraries raise; Discarded."""
        yield self._step("read")
        student = self._read()
        self._find_room(student)
        yield self._step("write")
        for kind in self._kinds:
            self._write(student, kind)
            yield self._step("write")
        total = (1 + len(self._kinds)) * len(student.rows)
        student.logits = yield from self._logits(student.model, student, 0, total)
        verified: list[ExportReport] = []
        models: list[OnnxModel] = []
        for place, kind in enumerate(self._kinds, 1):
            model = OnnxModel(self._partial(kind), student.model.config)
            logits = yield from self._logits(model, student, place * len(student.rows), total)
            verified.append(_verify(student, kind, logits, model))
            models.append(model)
        yield self._step("time")
        timed = [student.model, *models]
        speeds = exam.time_models(timed, [student.tokenizer] * len(timed), student.texts, student.max_length)
        self._keep(
            student,
            [
                msgspec.structs.replace(one, ms_per_text=speed.own_length, student_ms_per_text=speeds[0].own_length)
                for one, speed in zip(verified, speeds[1:], strict=True)
            ],
        )

    def told(self, error: Exception) -> Problem:
        """What a person should read of it."""
        if isinstance(error, FileNotFoundError) and not self._run.path.is_dir():
            return problem("export_no_run", repr(error), path=self._run.path, missing=self._run.report.name)
        return to_problem(error, self._run.path, needed_bytes=self._needed_bytes)

    def tidy(self) -> None:
        """Remove what was not finished; what another process does in the same place is its own."""
        if self._is_ours:
            self._clear()
            self._run.lock.release()

    def _clear(self) -> None:
        for partial in self._folder.glob("*.partial"):
            shutil.rmtree(partial, ignore_errors=True)

    def _hold(self) -> None:
        """Keep others from working on this run meanwhile. Raises: ProblemError(run_locked) where another one does."""
        self._run.lock.take()
        self._is_ours = True
        self._clear()  # what an export has left that was killed

    def _partial(self, kind: ExportKind) -> Path:
        return self._folder / f"{kind}.partial"

    def _step(self, step: ExportStep, done: int = 0, total: int = 0) -> ExportProgress:
        """What goes on now. Raises: Discarded."""
        if self._control.stop:
            raise Discarded
        return ExportProgress(self._id, step, done, total)

    def _read(self) -> _Student:
        """Student, report and exam rows of the run.

        Raises: ProblemError(export_no_run, run_damaged, run_locked, student_broken, model_task, export_data_changed, data_…).
        """
        run = self._run
        recipe, report = run.finished("export_no_run")
        self._hold()
        config, task, model, tokenizer = open_student(run.student, recipe.task)
        data = load(recipe.data, recipe.task, run.path, recipe.train.seed, learnt.before_of(run.path, recipe.task))
        if file := changed_file(report, data, recipe.data):
            raise ProblemError(problem("export_data_changed", file=file))
        noted = provenance_of(run.student).get("max_length")
        max_length = noted if isinstance(noted, int) else min(recipe.data.max_length, teachers.longest_text(config))
        rows = task.encode(data.exam, tokenizer, max_length)
        return _Student(run.student, model, tokenizer, task, max_length, data.exam.texts, rows, report)

    def _find_room(self, student: _Student) -> None:
        """Whether the disk can hold all that is there at a time: an int8 file is made from two of float32, and of a model that guesses words
        the exporter writes one matrix twice at first. Raises: ProblemError(disk_full)."""
        whole = sum(file.stat().st_size for file in student.folder.iterdir() if file.is_file())
        if student.task.name == "mlm":
            whole += student.model.get_input_embeddings().weight.numel() * BYTES_PER_WEIGHT
        self._needed_bytes = (whole + _BESIDES) * (len(self._kinds) + ("onnx-int8" in self._kinds))
        if shutil.disk_usage(self._run.path).free < self._needed_bytes:
            raise disk_full(self._run.path, self._needed_bytes)

    def _write(self, student: _Student, kind: ExportKind) -> None:
        """The model's file and all that lets its folder stand alone."""
        folder = self._partial(kind)
        self._folder.mkdir(exist_ok=True)  # not the run's own: it may have been moved away
        folder.mkdir()
        outputs = ["start_logits", "end_logits"] if student.task.name == "qa" else ["logits"]
        source = folder / FILE if kind == "onnx" else folder / "float32.onnx"
        onnx_files.write_onnx(student.model, source, student.segments, outputs, student.task.name != "classification")
        tied = onnx_tied.tied_in(source) if student.task.name == "mlm" else None
        if kind == "onnx-int8":
            onnx_files.quantise(source, folder / FILE)
            source.unlink()
        if tied is not None:
            onnx_tied.write_once(folder / FILE, tied)
        for file in student.folder.iterdir():
            if file.is_file() and file.suffix not in _NOT_TAKEN and file.name not in (PROVENANCE, EXAMPLE, "README.md"):
                shutil.copy2(file, folder)
        _cut_in_tokenizer(folder / "tokenizer.json", student.max_length)
        noted = {"kind": kind, "max_length": student.max_length, "parameters": parameters_of(student.model)}
        write_file(folder / PROVENANCE, json.dumps(noted, indent=1).encode())

    def _logits(
        self, model: PreTrainedModel | OnnxModel, student: _Student, before: int, total: int
    ) -> Generator[ExportEvent, None, Logits]:
        """Logits of all exam rows; progress is told as `before` + rows done of `total`."""
        rows = student.rows
        out = np.zeros((int(rows.counts.sum()), student.task.columns), np.float32)
        for done in read_into(out, model, student.task, rows, _CPU):
            yield self._step("verify", before + done, total)
        return out

    def _keep(self, student: _Student, exports: Sequence[ExportReport]) -> None:
        """Move what was verified to its place, and write it into the report; exports of other kinds stay in it."""
        for one in exports:
            partial, folder = self._folder / f"{one.kind}.partial", self._folder / one.kind
            example = _example(student, partial / EXAMPLE)
            card = export_card(
                student.task,
                student.report,
                one,
                student.max_length,
                example,
                teacher=str(provenance_of(student.folder).get("teacher", "")),
                terms=terms_of(student.folder),
                reduced_range=onnx_files.reduces_range(),
            )
            write_file(partial / "README.md", card.encode())
            for file in partial.iterdir():
                flush(file)
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(partial, folder)
        example = usage.transformers_example(student.task, student.tokenizer, student.max_length)
        write_file(student.folder / EXAMPLE, example.encode())
        own = {one.kind for one in exports}
        report = self._run.read_report()  # it may say more than before: a proof run may have ended meanwhile
        kept = [one for one in report.exports if one.kind not in own]
        self.report = msgspec.structs.replace(report, exports=[*kept, *exports])
        self._run.save_report(self.report)


def _verify(student: _Student, kind: ExportKind, logits: Logits, model: OnnxModel) -> ExportReport:
    """Hold the exported model's logits against the student's. Raises: ProblemError(export_differs)."""
    task, rows = student.task, student.rows
    difference = float(np.abs(logits - student.logits)[:, : task.compared].max(initial=0.0))
    pairs = list(zip(task.decisions(student.logits, rows), task.decisions(logits, rows), strict=True))
    if kind == "onnx" and not difference <= MOST_DIFFERENCE:
        told = problem("export_differs", rows=len(pairs), difference=f"{difference:.3g}", limit=MOST_DIFFERENCE)
        raise ProblemError(told)
    return ExportReport(
        kind=kind,
        megabytes=model.bytes / 1e6,
        ms_per_text=0.0,
        agreement=sum(one == other for one, other in pairs) / max(len(pairs), 1),
        scores=task.score(logits, rows),
        rows=len(pairs),
        largest_difference=difference,
        folder=f"exports/{kind}",
    )


def _example(student: _Student, program: Path) -> str:
    """The program that uses the exported file, written and run; one that does not run is not given to anybody."""
    example = usage.onnx_example(student.task, student.tokenizer, student.max_length, student.segments)
    write_file(program, example.encode())
    if usage.runs(program):
        return example
    program.unlink()
    return ""


def _cut_in_tokenizer(path: Path, max_length: int) -> None:
    """Let the tokenizer's file itself cut long texts, for programs that read it without transformers (which sets this at every call). Of a
    question and its passage it cuts whichever is longer."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(max_length, strategy="longest_first")
    tokenizer.no_padding()
    tokenizer.save(str(path))
