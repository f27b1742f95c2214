"""What the engine can be asked to do: one function or generator per command, the same for the window and the command line.

Must not know: the wire, processes, the window.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from distilstudio.engine import teachers
from distilstudio.engine.control import Control
from distilstudio.engine.data.inspection import inspect_data
from distilstudio.engine.distillation import Discarded, Distillation
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.tasks import task_of
from distilstudio.engine.translate import to_problem
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol.commands import DescribeTeacher, InspectData, OpenModels, Predict, StartRun
from distilstudio.protocol.events import Event, Predicted, RunEnded, RunEvent
from distilstudio.protocol.recipe import DataChoice, Recipe


def distil(command: StartRun, control: Control, hub: Hub | None = None) -> Iterator[RunEvent]:
    """Run a recipe. Every event also goes into the run's journal; the last one is RunEnded, whatever happens."""
    run = Distillation(command, control, hub)
    begun = False  # until then the folder may be another run's, whose journal is not ours to write
    try:
        for event in run.events():
            begun = True
            if run.folder.path.is_dir():
                run.folder.record(event)
            yield event
        ended = RunEnded(command.run_id, run.outcome, report=run.report)
    except Discarded:
        shutil.rmtree(run.folder.path, ignore_errors=True)
        ended = RunEnded(command.run_id, "discarded")
    except Exception as error:
        told = to_problem(error, run.folder.path, command.recipe.train.batch_rows, run.needed_bytes)
        ended = RunEnded(command.run_id, "failed", problem=told)
    try:
        if begun and (run.folder.path / "recipe.toml").is_file():
            run.folder.record(ended)
    except OSError:  # a full disk must not hide the problem that it made
        pass
    yield ended


def answer(
    command: InspectData | DescribeTeacher | OpenModels | Predict, tryout: TryOut, hub: Hub | None = None
) -> Iterator[Event]:
    """Answer a request. Raises: ProblemError and what libraries raise; the caller tells it under the request's id."""
    match command:
        case InspectData():
            yield inspect_data(command)
        case DescribeTeacher():
            task = task_of(Recipe(task=command.task, data=DataChoice(multi_label=command.multi_label)), list(command.labels))
            yield teachers.describe(command.request_id, command.model, Path.cwd(), task, hub)
        case OpenModels():
            yield tryout.open(command, hub)
        case Predict():
            for side in tryout.sides():
                found, ms = tryout.answer(side, command.text, command.question)
                yield Predicted(command.request_id, side, found, ms)
