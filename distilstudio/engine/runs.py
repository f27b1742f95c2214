"""Run folders: recipe.toml, events.jsonl, mistakes.json, report.json, student/, teacher/, checkpoint/, trial/, teacher_outputs/,
and exam_answers/ until the report stands.

Everything is written beside, flushed to the disk and renamed, so that a folder never holds half a file under a whole file's name.
Must not know: training, tasks, the window.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from distilstudio import places
from distilstudio.engine.journal import Journal
from distilstudio.engine.shortage import disk_full, is_out_of_space
from distilstudio.protocol import recipe_text
from distilstudio.protocol.mistakes import MISTAKES_FILE, Mistakes, written
from distilstudio.protocol.problems import ProblemError, problem
from distilstudio.protocol.recipe import Recipe, RecipeError
from distilstudio.protocol.report import Report
from distilstudio.protocol.run_lock import RunLock
from distilstudio.protocol.saved_run import FILE, FOLDER

PROVENANCE = "distilstudio.json"
EXAMPLE = "example.py"
SPARE_BYTES = 64 * 1024 * 1024


class RunFolder:
    """One run on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.student = path / "student"
        self.teacher = path / "teacher"
        self.report = path / "report.json"
        self.recipe = path / "recipe.toml"
        self.journal = Journal(path / "events.jsonl")
        self.lock = RunLock(path)

    def create(self, recipe: Recipe, needed_bytes: int) -> None:
        """Make the folder and put the recipe into it.

        Raises: ProblemError(run_folder) where it holds another run or cannot be written, ProblemError(disk_full) where space is short.
        """
        try:
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise ProblemError(problem("run_folder", path=self.path, reason="There is something in it already."))
            self.path.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.path).free
            if free < needed_bytes + SPARE_BYTES:
                self.path.rmdir()
                raise disk_full(self.path, needed_bytes + SPARE_BYTES)
            self.lock.take()
            write_file(self.recipe, recipe_text.render(recipe).encode())
        except OSError as error:
            if is_out_of_space(error):
                raise disk_full(self.path, needed_bytes) from error
            raise ProblemError(
                problem("run_folder", path=self.path, reason=error.strerror or str(error), detail=repr(error))
            ) from error

    def throw_away(self) -> None:
        """Into the trash beside it, from where it can be put back and gone on with; one in which nothing was saved so far goes for good."""
        if (self.path / FOLDER / FILE).is_file():
            place = places.in_trash(self.path)
            with contextlib.suppress(OSError):
                place.parent.mkdir(exist_ok=True)
                os.replace(self.path, place)
        shutil.rmtree(self.path, ignore_errors=True)

    def save_report(self, report: Report, mistakes: Mistakes | None = None) -> None:
        """Write report.json, and before it what was answered in the exam, where that is told too: a run with a report is whole."""
        if mistakes is not None:
            write_file(self.path / MISTAKES_FILE, written(mistakes))
        write_file(self.report, msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")

    def finished(self, code: Literal["export_no_run", "proof_no_run"]) -> tuple[Recipe, Report]:
        """Recipe and report of a run that has come to its end. Raises: ProblemError with this code where it has not, ProblemError(run_damaged)."""
        for needed in (self.report, self.recipe, self.student / "config.json"):
            if not needed.is_file():
                raise ProblemError(problem(code, path=self.path, missing=needed.name))
        read = self.report
        try:
            report = self.read_report()
            read = self.recipe
            return recipe_text.parse_kept(self.recipe.read_bytes()), report
        except (msgspec.DecodeError, RecipeError) as error:
            raise ProblemError(problem("run_damaged", repr(error), path=self.path, file=read.name)) from error

    def read_report(self) -> Report:
        """What report.json says now. Raises: OSError, msgspec.DecodeError."""
        return msgspec.json.decode(self.report.read_bytes(), type=Report)

    def size(self) -> int:
        """Bytes of all files in the folder."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())

    def siblings(self) -> Iterator[Path]:
        """Other run folders beside this one, newest first."""
        if self.path.parent.is_dir():
            dated = [
                (date, folder)
                for folder in self.path.parent.iterdir()
                if folder != self.path and (date := _folder_date(folder)) is not None
            ]
            yield from (folder for _, folder in sorted(dated, reverse=True))


def _folder_date(folder: Path) -> float | None:
    """When something in it was last made or removed; None of what is no folder, or has vanished since it was listed."""
    try:
        about = folder.stat()
    except OSError:
        return None
    return about.st_mtime if stat.S_ISDIR(about.st_mode) else None


def save_model(
    folder: Path,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    card: str,
    provenance: dict[str, object],
    example: str = "",
) -> None:
    """Save a folder that plain transformers loads: safetensors, config with label names, tokenizer, model card, example."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    model.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    (partial / "README.md").write_text(card, encoding="utf-8")
    if example:
        (partial / EXAMPLE).write_text(example, encoding="utf-8")
    (partial / PROVENANCE).write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")
    for file in partial.iterdir():
        flush(file)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)


def provenance_of(folder: Path) -> dict[str, object]:
    """What `save_model` noted of a model folder; empty where there is nothing readable."""
    try:
        noted = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def take_over(source: Path, target: Path) -> None:
    """Bring a file or folder of another run into this one: linked where the disk can, else copied.

    One that is there goes: an earlier process of this run brought it, and was ended before that was saved.
    """
    partial = target.with_name(target.name + ".partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(source, partial, copy_function=_link_or_copy)
        shutil.rmtree(target, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
        _link_or_copy(str(source), str(partial))
        target.unlink(missing_ok=True)  # two names of one file are not replaced by each other
    os.replace(partial, target)


def write_file(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def flush(file: Path) -> None:
    """Wait until the disk has the file's content."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
