"""What the engine can be asked to do: one function or generator per command, the same for the window and the command line.

Must not know: the wire, processes, the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from distilstudio.engine import colleagues, lengths, teachers
from distilstudio.engine.checkpoint import Checkpoint
from distilstudio.engine.control import Control, Discarded, Left
from distilstudio.engine.data.inspection import LookedAt
from distilstudio.engine.distillation import Distillation
from distilstudio.engine.hub.access import Hub
from distilstudio.engine.runs import RunFolder
from distilstudio.engine.tasks import task_of
from distilstudio.engine.translate import to_problem
from distilstudio.engine.tryout import TryOut
from distilstudio.protocol import recipe_text
from distilstudio.protocol.commands import DescribeTeacher, OpenModels, Predict, Question, ResumeRun, StartRun
from distilstudio.protocol.events import Event, Predicted, RunEnded, RunEvent
from distilstudio.protocol.inspection import InspectData, MeasureLengths, ShowRows
from distilstudio.protocol.recipe import DataChoice, Recipe
from distilstudio.protocol.saved_run import read_saved_run

HOPELESS = (
    "not_finite",
    "teacher_near_chance",
    "teacher_labels",
    "teacher_no_words",
    "teacher_knows_no_words",
    "teacher_no_mask",
)
"""Problems that would come again, to the bit: such a run is not offered to go on."""


def distil(command: StartRun, control: Control, hub: Hub | None = None) -> Iterator[RunEvent]:
    """Run a recipe. Every event also goes into the run's journal; the last one is RunEnded, whatever happens."""
    yield from _journalled(Distillation(command, control, hub), command.run_id)


def resume(command: ResumeRun, control: Control, hub: Hub | None = None) -> Iterator[RunEvent]:
    """Go on with a run where it stopped; the last event is RunEnded, whatever happens.

    The journal is cut back to where the run was saved: what came after it is done and told again, so nothing stands in it twice.
    """
    folder = RunFolder(Path(command.out))
    try:
        saved = read_saved_run(folder.path)
        folder.lock.take()
        recipe = recipe_text.parse_kept(folder.recipe.read_bytes())
        folder.journal.cut(saved.journal_bytes)
    except Exception as error:
        folder.lock.release()
        yield RunEnded(command.run_id, "failed", problem=to_problem(error, folder.path))
        return
    start = StartRun(command.run_id, recipe, command.out, str(folder.path), saved.pinned, saved.questions)
    yield from _journalled(Distillation(start, control, hub, folder, saved), command.run_id)


def _journalled(run: Distillation, run_id: str) -> Iterator[RunEvent]:
    """A run's events, each written into its journal first."""
    folder, begun = run.folder, False  # until it begins the folder may be another run's, whose journal is not ours to write
    try:
        try:
            for event in run.events():
                begun = True
                timed = folder.journal.stamp(event)
                folder.journal.append(timed)
                yield timed
            ended = RunEnded(run_id, run.outcome, report=run.report)
        except Left:
            ended = RunEnded(run_id, "stopped")
        except Discarded:
            folder.lock.release()
            folder.throw_away()
            ended = RunEnded(run_id, "discarded")
        except Exception as error:
            told = to_problem(error, folder.path, run.batch_rows, run.needed_bytes)
            ended = RunEnded(run_id, "failed", problem=told)
            if begun and told.code in HOPELESS:
                Checkpoint(folder.path).drop()
        if begun and folder.recipe.is_file():
            ended = folder.journal.stamp(ended)
            folder.journal.append(ended)
        yield ended
    finally:
        folder.lock.release()


def answer(command: Question, tryout: TryOut, hub: Hub | None = None, looked_at: LookedAt | None = None) -> Iterator[Event]:
    """Answer a request. Raises: ProblemError and what libraries raise; the caller tells it under the request's id."""
    match command:
        case InspectData() | ShowRows():
            yield from (looked_at or LookedAt()).answers(command)
        case MeasureLengths():
            sample = (looked_at or LookedAt()).sample(command, lengths.MOST_TEXTS)
            yield lengths.measure(command.request_id, command.model, Path.cwd(), sample, hub)
        case DescribeTeacher():
            task = task_of(Recipe(task=command.task, data=DataChoice(multi_label=command.multi_label)), list(command.labels))
            described = teachers.describe(command.request_id, command.model, Path.cwd(), task, hub, command.called)
            colleagues.check(command.more, Path.cwd(), task, hub or Hub())
            yield described
        case OpenModels():
            yield tryout.open(command, hub)
        case Predict():
            for side in tryout.sides():
                with tryout.turns.typing():
                    found, ms = tryout.answer(side, command.text, command.question)
                yield Predicted(command.request_id, side, found, ms, tryout.step(side))
